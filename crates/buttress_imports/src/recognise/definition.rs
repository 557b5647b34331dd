//! The headers of functions and classes, with their parameters.

use super::cursor::{CLASSES, Class};
use super::doubt::Doubt;
use super::frames::Bits;
use super::statement::Statements;

impl Statements<'_> {
    pub(super) fn class(&mut self) -> Result<(), Doubt> {
        self.definition_name()?;
        if self.cursor().eat(b'(') {
            self.reader.arguments()?;
        }
        Ok(())
    }

    pub(super) fn definition(&mut self) -> Result<(), Doubt> {
        self.definition_name()?;
        if !self.cursor().eat(b'(') {
            return Err(Doubt::Block);
        }
        self.parameters(b')')?;
        self.cursor().skip_blanks(false)?;
        if self.cursor().bytes[self.cursor().at..].starts_with(b"->") {
            self.cursor().at += 2;
            self.expression(Bits::empty())?;
        }
        Ok(())
    }

    fn definition_name(&mut self) -> Result<(), Doubt> {
        self.cursor().skip_blanks(false)?;
        self.cursor().name()?;
        self.cursor().skip_blanks(false)?;
        if self.cursor().byte() == b'[' {
            self.type_parameters()?;
            self.cursor().skip_blanks(false)?;
        }
        Ok(())
    }

    /// `[T: bound = default, *Ts, **P]`
    pub(super) fn type_parameters(&mut self) -> Result<(), Doubt> {
        self.cursor().at += 1;
        self.cursor().skip_blanks(true)?;
        if self.cursor().byte() == b']' {
            return Err(Doubt::Block);
        }
        self.parameters(b']')
    }

    /// Parameters behind their bracket, up to and with `close`.
    fn parameters(&mut self, close: u8) -> Result<(), Doubt> {
        loop {
            self.cursor().skip_blanks(true)?;
            if self.cursor().eat(close) {
                return Ok(());
            }
            self.parameter(close)?;
            self.cursor().skip_blanks(true)?;
            if self.cursor().eat(b',') {
                continue;
            }
            return if self.cursor().eat(close) {
                Ok(())
            } else {
                Err(Doubt::Bracket)
            };
        }
    }

    fn parameter(&mut self, close: u8) -> Result<(), Doubt> {
        let is_type = close == b']';
        let mut stars = 0;
        let cursor = self.cursor();
        if !is_type && cursor.eat(b'/') {
            return Ok(());
        }
        while stars < 2 && cursor.eat(b'*') {
            stars += 1;
        }
        cursor.skip_blanks(true)?;
        if stars == 1 && CLASSES[cursor.byte() as usize] != Class::Word {
            return if is_type { Err(Doubt::Block) } else { Ok(()) };
        }
        cursor.name()?;
        cursor.skip_blanks(true)?;
        let may_annotate = !is_type || stars == 0;
        if cursor.byte() == b':' && cursor.second() != b'=' && may_annotate {
            cursor.at += 1;
            let star = if stars == 1 {
                Bits::STARS
            } else {
                Bits::empty()
            };
            self.expression(Bits::NESTED | star)?;
        }
        let may_default = is_type || stars == 0;
        if may_default && self.cursor().byte() == b'=' && self.cursor().second() != b'=' {
            self.cursor().at += 1;
            let star = if stars == 1 {
                Bits::STARS
            } else {
                Bits::empty()
            };
            self.expression(Bits::NESTED | star)?;
        }
        Ok(())
    }
}
