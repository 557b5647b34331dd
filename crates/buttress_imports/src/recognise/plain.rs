//! The way past the tokens that most expressions consist of: names, attributes, short strings, calls.
//!
//! It does what `expression` and `follow` do, with the place in a register, and leaves everything
//! else to them, each doubt included: wherever it stops, they go on.

use super::cursor::{CLASSES, Class, is_keyword};
use super::expression::{Expressions, State};
use super::frames::{Bits, Kind};
use super::wide::{find, word_end};

impl Expressions<'_> {
    /// Goes past plain tokens, no further than to the end of the outermost bracket; gives where the
    /// next token stands.
    #[inline]
    pub(super) fn plain(&mut self, mut state: State) -> State {
        let bytes = self.cursor.bytes;
        let mut at = self.cursor.at;
        loop {
            if byte_at(bytes, at) == b' ' {
                at += 1;
            }
            let byte = byte_at(bytes, at);
            let end = match state {
                State::Start | State::Open | State::Whole | State::Operand => {
                    let (end, after) = match CLASSES[byte as usize] {
                        Class::Word => (name_end(bytes, at), named(state)),
                        Class::Quote => (string_end(bytes, at, byte), State::Text),
                        _ => break,
                    };
                    if end.is_some() {
                        state = after;
                    }
                    end
                }
                State::End => break,
                _ if byte == b'.' => {
                    let end = name_end(bytes, at + 1);
                    if end.is_some() {
                        state = State::Done;
                    }
                    end
                }
                _ => match self.plain_bracket(byte) {
                    Some(after) => {
                        state = after;
                        at += 1;
                        if self.frames.is_base() {
                            break;
                        }
                        continue;
                    }
                    None => break,
                },
            };
            match end {
                Some(end) => at = end,
                None => break,
            }
        }
        self.cursor.at = at;
        state
    }

    /// What a bracket or comma behind an operand does, where that is simple.
    #[inline]
    fn plain_bracket(&mut self, byte: u8) -> Option<State> {
        let frame = self.frames.top();
        match (byte, frame.kind) {
            (b'(', _) => self.frames.push(Kind::Call).ok().map(|_| State::Open),
            (b'[', _) => self.frames.push(Kind::Subscript).ok().map(|_| State::Open),
            (b',', Kind::Group | Kind::Call | Kind::List | Kind::Subscript)
                if !frame.has(Bits::IF | Bits::TARGET | Bits::COMPREHENSION) =>
            {
                frame.bits -= Bits::ELEMENT;
                frame.bits |= Bits::MANY;
                Some(State::Open)
            }
            (b')', Kind::Group | Kind::Call) | (b']', Kind::List | Kind::Subscript)
                if !frame.has(Bits::IF | Bits::TARGET | Bits::AS) =>
            {
                self.frames.pop();
                Some(State::Done)
            }
            _ => None,
        }
    }
}

/// What a name is, where an operand must come.
#[inline]
fn named(state: State) -> State {
    match state {
        State::Start | State::Open => State::Name,
        _ => State::Done,
    }
}

#[inline]
fn byte_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// Where the name that begins at `at` ends; none if it is anything but a name in ASCII.
#[inline]
fn name_end(bytes: &[u8], at: usize) -> Option<usize> {
    if CLASSES[byte_at(bytes, at) as usize] != Class::Word {
        return None;
    }
    let end = word_end(bytes, at);
    let next = byte_at(bytes, end);
    let is_whole = next < 0x80 && CLASSES[next as usize] != Class::Quote;
    (is_whole && !is_keyword(bytes.get(at..end)?)).then_some(end)
}

/// Where the string without escapes ends whose one opening quote is at `at`.
#[inline]
fn string_end(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    let end = find(bytes, at + 1, [quote, b'\\', b'\n', b'\r']);
    // An empty string may be the beginning of a long one.
    (end > at + 1 && byte_at(bytes, end) == quote).then_some(end + 1)
}
