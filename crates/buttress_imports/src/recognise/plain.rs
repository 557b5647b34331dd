//! The way past the tokens that most expressions consist of: names, attributes, numbers, short strings,
//! calls, operators, the line ends between brackets.
//!
//! It does what `expression` and `follow` do, with the place in a register, and leaves everything
//! else to them, each doubt included: wherever it stops, they go on.

use super::cursor::{CLASSES, Class, is_keyword};
use super::expression::{Expressions, State};
use super::frames::{Bits, Frame, Kind};
use super::wide::{byte_at, find, spaces_end, word_end};

impl Expressions<'_> {
    /// Goes past plain tokens, and if they are arguments no further than to the end of those; gives
    /// where the next token stands.
    #[inline]
    pub(super) fn plain(&mut self, mut state: State, are_arguments: bool) -> State {
        let bytes = self.cursor.bytes;
        let mut at = self.cursor.at;
        while state != State::End {
            if byte_at(bytes, at) == b' ' {
                at += 1;
            }
            let byte = byte_at(bytes, at);
            let next = match state {
                State::Start | State::Open | State::Whole | State::Operand => {
                    self.plain_operand(at, byte, state)
                }
                _ => self.plain_follow(at, byte, state),
            };
            match next {
                Some(next) => (at, state) = next,
                None => match self.blanks_end(at, byte) {
                    Some(end) => at = end,
                    None => break,
                },
            }
            if are_arguments && byte == b')' && self.frames.is_base() {
                break;
            }
        }
        self.cursor.at = at;
        state
    }

    /// Where blanks end that are more than one space.
    #[inline]
    fn blanks_end(&self, at: usize, byte: u8) -> Option<usize> {
        let is_blank = byte == b' ' || byte == b'\n' && self.frames.in_brackets();
        is_blank.then(|| spaces_end(self.cursor.bytes, at + 1))
    }

    /// Where an operand, or the beginning of one, ends, and what it was.
    #[inline]
    fn plain_operand(&mut self, at: usize, byte: u8, state: State) -> Option<(usize, State)> {
        let bytes = self.cursor.bytes;
        match CLASSES[byte as usize] {
            Class::Word => match name_end(bytes, at)? {
                (end, false) => Some((end, named(state))),
                (end, true) => {
                    let is_constant = matches!(bytes.get(at..end)?, b"None" | b"True" | b"False");
                    is_constant.then_some((end, State::Done))
                }
            },
            Class::Quote => Some((string_end(bytes, at, byte)?, State::Text)),
            Class::Digit => Some((number_end(bytes, at, byte)?, State::Done)),
            Class::Other => {
                let state = self.plain_mark(byte, byte_at(bytes, at + 1), state)?;
                Some((at + 1, state))
            }
        }
    }

    /// What a bracket or sign does where an operand must come, where that is simple.
    #[inline]
    fn plain_mark(&mut self, byte: u8, second: u8, state: State) -> Option<State> {
        let frame = *self.frames.top();
        let kind = match (byte, frame.kind) {
            (b'(', _) if !frame.has(Bits::WITH) => Kind::Group,
            (b'[', _) => Kind::List,
            (b'{', _) => Kind::Brace,
            (b'-', _) if !matches!(second, b'=' | b'>') && !frame.has(Bits::TARGET) => {
                return Some(State::Operand);
            }
            (b')', Kind::Group | Kind::Call) | (b']', Kind::List) | (b'}', Kind::Brace)
                if state == State::Open && !frame.has(Bits::IF | Bits::TARGET | Bits::AS) =>
            {
                self.frames.pop();
                return Some(State::Done);
            }
            _ => return None,
        };
        self.frames.push(kind).ok()?;
        Some(State::Open)
    }

    /// What comes behind an operand, where that is simple.
    #[inline]
    fn plain_follow(&mut self, at: usize, byte: u8, state: State) -> Option<(usize, State)> {
        let bytes = self.cursor.bytes;
        let second = byte_at(bytes, at + 1);
        let frame = self.frames.top();
        let state = match (byte, frame.kind) {
            (b'.', _) => {
                return match name_end(bytes, at + 1)? {
                    (end, false) => Some((end, State::Done)),
                    _ => None,
                };
            }
            (b'(', _) => {
                self.frames.push(Kind::Call).ok()?;
                State::Open
            }
            (b'[', _) => {
                self.frames.push(Kind::Subscript).ok()?;
                State::Open
            }
            (b'\'' | b'"', _) if state == State::Text => {
                return Some((string_end(bytes, at, byte)?, State::Text));
            }
            _ if frame.has(Bits::IF | Bits::TARGET | Bits::AS) => return None,
            (b'=', _) if second == b'=' && !frame.has(Bits::STAR) => {
                return Some((at + 2, State::Operand));
            }
            (b'\n' | b',' | b':' | b'=' | b')', Kind::Base) => {
                return frame.ends_at(byte, second).then_some((at, State::End));
            }
            (b',' | b':' | b'=', _) => frame.next_element(byte, second, state)?,
            (b')', Kind::Group | Kind::Call) | (b']', Kind::List | Kind::Subscript) => {
                self.frames.pop();
                State::Done
            }
            (b'}', Kind::Brace) if frame.has(Bits::VALUE) => {
                self.frames.pop();
                State::Done
            }
            (b'+' | b'-' | b'*' | b'/' | b'|', _) if second == b' ' => State::Operand,
            _ => return None,
        };
        Some((at + 1, state))
    }
}

impl Frame {
    /// What a comma, colon or equals sign does within a bracket, where that is simple.
    #[inline]
    fn next_element(&mut self, byte: u8, second: u8, state: State) -> Option<State> {
        let is_comprehension = self.has(Bits::COMPREHENSION);
        match (byte, self.kind) {
            (b',', Kind::Group | Kind::Call | Kind::List | Kind::Subscript)
                if !is_comprehension => {}
            (b',', Kind::Brace) if !is_comprehension && self.has(Bits::VALUE) => {}
            (b':', Kind::Brace)
                if second != b'='
                    && !self.has(Bits::SET | Bits::VALUE | Bits::KEYED | Bits::COMPREHENSION) =>
            {
                self.bits |= Bits::DICT | Bits::VALUE;
                return Some(State::Whole);
            }
            (b'=', Kind::Call)
                if state == State::Name
                    && second != b'='
                    && !self.has(Bits::ELEMENT | Bits::COMPREHENSION) =>
            {
                self.bits |= Bits::KEYED;
                return Some(State::Whole);
            }
            _ => return None,
        }
        self.bits -= Bits::ELEMENT;
        self.bits |= Bits::MANY;
        Some(State::Open)
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

/// Where the word that begins at `at` ends, and whether it is a keyword; none if it is anything but a
/// word in ASCII.
#[inline]
fn name_end(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    if CLASSES[byte_at(bytes, at) as usize] != Class::Word {
        return None;
    }
    let end = word_end(bytes, at);
    let next = byte_at(bytes, end);
    let is_whole = next < 0x80 && CLASSES[next as usize] != Class::Quote;
    let word = bytes.get(at..end)?;
    is_whole.then(|| (end, is_keyword(word)))
}

/// Where the number of nothing but digits ends that begins with `first`.
#[inline]
fn number_end(bytes: &[u8], at: usize, first: u8) -> Option<usize> {
    let mut end = at + 1;
    while byte_at(bytes, end).is_ascii_digit() {
        end += 1;
    }
    let next = byte_at(bytes, end);
    let is_whole = next != b'.' && CLASSES[next as usize] != Class::Word;
    // Zero alone may begin with a zero.
    (is_whole && (first != b'0' || end == at + 1)).then_some(end)
}

/// Where the string without escapes ends whose one opening quote is at `at`.
#[inline]
fn string_end(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    let end = find(bytes, at + 1, [quote, b'\\', b'\n', b'\r']);
    // An empty string may be the beginning of a long one.
    (end > at + 1 && byte_at(bytes, end) == quote).then_some(end + 1)
}
