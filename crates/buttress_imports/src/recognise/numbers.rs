//! Numbers, as far as they are well-formed and nothing runs into them.

use super::cursor::{Cursor, is_word};
use super::doubt::Doubt;

impl Cursor<'_> {
    /// Reads the number that begins here, with a digit or with `.` and a digit.
    #[inline]
    pub(super) fn number(&mut self) -> Result<(), Doubt> {
        let first = self.byte();
        let second = self.second();
        if !is_word(second) && second < 0x80 && second != b'.' && first != b'.' {
            self.at += 1;
            return Ok(());
        }
        self.long_number()
    }

    fn long_number(&mut self) -> Result<(), Doubt> {
        let first = self.byte();
        let is_digit: fn(&u8) -> bool = match (first, self.second()) {
            (b'0', b'x' | b'X') => u8::is_ascii_hexdigit,
            (b'0', b'o' | b'O') => |byte| matches!(byte, b'0'..=b'7'),
            (b'0', b'b' | b'B') => |byte| matches!(byte, b'0' | b'1'),
            _ => return self.decimal_number(),
        };
        self.at += 2;
        if self.digits(is_digit) == 0 {
            return Err(Doubt::Number);
        }
        self.end_number()
    }

    fn decimal_number(&mut self) -> Result<(), Doubt> {
        let start = self.at;
        self.digits(u8::is_ascii_digit);
        let whole = &self.bytes[start..self.at];
        let mut is_integer = true;
        if self.eat(b'.') {
            is_integer = false;
            if self.byte() == b'_' {
                return Err(Doubt::Number);
            }
            self.digits(u8::is_ascii_digit);
        }
        let signed = matches!(self.second(), b'+' | b'-');
        let digit = self.bytes.get(self.at + 1 + usize::from(signed));
        if matches!(self.byte(), b'e' | b'E') && digit.is_some_and(u8::is_ascii_digit) {
            is_integer = false;
            self.at += 1 + usize::from(signed);
            self.digits(u8::is_ascii_digit);
        }
        if matches!(self.byte(), b'j' | b'J') {
            is_integer = false;
            self.at += 1;
        }
        // Of the integers, zero alone may begin with a zero.
        let is_zero = !whole.iter().any(|byte| matches!(byte, b'1'..=b'9'));
        if is_integer && whole.first() == Some(&b'0') && !is_zero {
            return Err(Doubt::Number);
        }
        self.end_number()
    }

    fn end_number(&self) -> Result<(), Doubt> {
        let next = self.byte();
        if is_word(next) || next >= 0x80 {
            return Err(Doubt::Number);
        }
        Ok(())
    }

    /// Goes past digits with single `_` before any of them; how many bytes that were.
    fn digits(&mut self, is_digit: fn(&u8) -> bool) -> usize {
        let start = self.at;
        loop {
            let is_next = |at: usize| self.bytes.get(at).is_some_and(is_digit);
            if is_next(self.at) {
                self.at += 1;
            } else if self.byte() == b'_' && is_next(self.at + 1) {
                self.at += 2;
            } else {
                return self.at - start;
            }
        }
    }
}
