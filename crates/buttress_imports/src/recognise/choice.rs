//! `match` and `case`, which are keywords only where nothing else makes sense.

use super::blocks::{Body, Last};
use super::cursor::{CLASSES, Class};
use super::doubt::Doubt;
use super::frames::Bits;
use super::pattern::skip_patterns;
use super::statement::Statements;

impl Statements<'_> {
    pub(super) fn case(&mut self) -> Result<(), Doubt> {
        self.cursor().skip_blanks(false)?;
        skip_patterns(&mut self.reader.cursor)?;
        if self.cursor().peek_word() == b"if" {
            self.cursor().at += 2;
            self.expression(Bits::NAMED)?;
        }
        Ok(())
    }

    /// `match x:`, or none for a statement that begins with a name.
    pub(super) fn match_header(&mut self) -> Result<Option<Body>, Doubt> {
        let start = self.cursor().at;
        self.cursor().at += 5;
        self.cursor().skip_blanks(false)?;
        let is_certain = match self.cursor().byte() {
            b'(' | b'[' | b'*' | b'+' | b'-' => false,
            b'{' | b'~' | b'0'..=b'9' | b'\'' | b'"' => true,
            b'.' => {
                let is_ellipsis = self.cursor().second() == b'.';
                let is_number = self.cursor().second().is_ascii_digit();
                is_ellipsis || is_number
            }
            byte if CLASSES[byte as usize] == Class::Word => self.begins_subject()?,
            _ => {
                self.cursor().at = start;
                return Ok(None);
            }
        };
        let before = self.cursor().byte();
        if before == b'.' && !is_certain {
            self.cursor().at = start;
            return Ok(None);
        }
        self.expression(Bits::COMMAS | Bits::NAMED | Bits::STARS)?;
        if !is_certain && !self.ends_header()? {
            self.cursor().at = start;
            return Ok(None);
        }
        let block = *self.blocks.top();
        if block.is_match || matches!(block.last, Last::Try | Last::Decorator) {
            return Err(Doubt::Block);
        }
        self.blocks.top().last = Last::Whole;
        Ok(Some(Body {
            kinds: block.kinds,
            is_match: true,
        }))
    }

    /// Whether the word behind `match` can only begin a subject.
    fn begins_subject(&mut self) -> Result<bool, Doubt> {
        let cursor = self.cursor();
        let start = cursor.at;
        let word = cursor.word()?;
        cursor.at = start;
        match word {
            // An operator behind a name.
            b"in" | b"is" | b"if" | b"and" | b"or" | b"not" | b"for" | b"else" => {
                Err(Doubt::Statement)
            }
            _ => Ok(true),
        }
    }

    /// Whether a colon and the end of the line come next.
    fn ends_header(&mut self) -> Result<bool, Doubt> {
        let cursor = self.cursor();
        let start = cursor.at;
        if !cursor.eat(b':') {
            return Ok(false);
        }
        cursor.skip_blanks(false)?;
        let is_end = cursor.at_line_end();
        cursor.at = start;
        Ok(is_end)
    }
}
