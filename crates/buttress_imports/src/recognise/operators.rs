//! Operators between operands, those that are words included.

use super::cursor::{CLASSES, Class};
use super::doubt::Doubt;
use super::expression::{Expressions, State};
use super::frames::{Bits, Kind};
use super::strings::Prefix;

impl Expressions<'_> {
    pub(super) fn operator(&mut self, byte: u8) -> Result<State, Doubt> {
        let second = self.cursor.second();
        let third = self.cursor.bytes.get(self.cursor.at + 2).copied();
        let length = match (byte, second) {
            (b'<', b'<' | b'=')
            | (b'>', b'>' | b'=')
            | (b'*', b'*')
            | (b'/', b'/')
            | (b'=' | b'!', b'=') => 2,
            (b'-', b'>') => return Err(Doubt::Expression),
            (b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'<' | b'>', _) => 1,
            _ => return Err(Doubt::Character),
        };
        let compares =
            matches!((byte, second), (b'<' | b'>', s) if s != byte) || matches!(byte, b'=' | b'!');
        let next = if length == 1 { Some(second) } else { third };
        if !compares && next == Some(b'=') {
            return self.end();
        }
        let frame = self.frames.top();
        if frame.has(Bits::TARGET) || compares && frame.has(Bits::STAR) {
            return Err(Doubt::Expression);
        }
        self.cursor.at += length;
        Ok(State::Operand)
    }

    pub(super) fn word(&mut self, state: State) -> Result<State, Doubt> {
        let start = self.cursor.at;
        let word = self.cursor.word()?;
        if state == State::Text
            && CLASSES[self.cursor.byte() as usize] == Class::Quote
            && let Some(prefix) = Prefix::of(word)
        {
            return self.prefixed_string(prefix);
        }
        let frame = self.frames.top();
        match word {
            b"in" if frame.has(Bits::TARGET) => Ok(self.end_target(start)),
            b"and" | b"or" | b"in" | b"is" if !frame.has(Bits::TARGET | Bits::STAR) => {
                Ok(State::Operand)
            }
            b"not" if !frame.has(Bits::TARGET | Bits::STAR) => {
                self.cursor.skip_blanks(self.frames.in_brackets())?;
                if self.cursor.word()? != b"in" {
                    return Err(Doubt::Expression);
                }
                Ok(State::Operand)
            }
            b"if" => self.condition(),
            b"else" if frame.has(Bits::IF) => {
                frame.bits -= Bits::IF;
                Ok(State::Whole)
            }
            b"for" => self.comprehension(),
            b"async" => {
                self.cursor.skip_blanks(self.frames.in_brackets())?;
                if self.cursor.word()? != b"for" {
                    return Err(Doubt::Expression);
                }
                self.comprehension()
            }
            b"as" => self.item_target(start),
            b"from" => {
                self.cursor.at = start;
                self.end()
            }
            _ => Err(Doubt::Expression),
        }
    }

    /// `if`: of a conditional expression, or a filter of a comprehension.
    fn condition(&mut self) -> Result<State, Doubt> {
        let frame = self.frames.top();
        if frame.has(Bits::TARGET | Bits::STAR | Bits::IF) {
            return Err(Doubt::Expression);
        }
        if !frame.has(Bits::COMPREHENSION) {
            frame.bits |= Bits::IF;
        }
        Ok(State::Operand)
    }

    /// `for` of a comprehension.
    fn comprehension(&mut self) -> Result<State, Doubt> {
        self.leave_lambdas()?;
        let frame = self.frames.top();
        let no_element = Bits::MANY | Bits::STAR | Bits::KEYED | Bits::IF;
        let is_first = !frame.has(Bits::COMPREHENSION);
        if frame.has(Bits::TARGET) || is_first && frame.has(no_element) {
            return Err(Doubt::Expression);
        }
        match frame.kind {
            Kind::Brace if !frame.has(Bits::DICT) => frame.bits |= Bits::SET,
            Kind::Brace if !frame.has(Bits::VALUE) => return Err(Doubt::Expression),
            Kind::Group | Kind::Call | Kind::List | Kind::Brace => {}
            _ => return Err(Doubt::Expression),
        }
        frame.bits |= Bits::COMPREHENSION | Bits::TARGET;
        Ok(State::Start)
    }

    /// `as`: of an item of a parenthesised `with`, or the end of the expression.
    fn item_target(&mut self, start: usize) -> Result<State, Doubt> {
        self.leave_lambdas()?;
        let frame = self.frames.top();
        if !frame.has(Bits::WITH) || frame.kind != Kind::Group {
            self.cursor.at = start;
            return self.end();
        }
        if frame.has(Bits::ELEMENT | Bits::COMPREHENSION | Bits::YIELDED) {
            return Err(Doubt::Expression);
        }
        frame.bits |= Bits::AS | Bits::KEYED;
        Ok(State::Whole)
    }
}
