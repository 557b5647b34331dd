//! Headers of compound statements, up to their colon.

use buttress_source::ImportKinds;

use super::blocks::{Body, Last};
use super::doubt::Doubt;
use super::frames::Bits;
use super::guard::is_guard;
use super::statement::Statements;

impl Statements<'_> {
    /// Reads the header that begins with `word`, up to its colon; none if there is no header.
    #[inline]
    pub(super) fn header(&mut self, word: &[u8]) -> Result<Option<Body>, Doubt> {
        if word.len() < 2 || word.len() > 7 {
            return Ok(None);
        }
        match word {
            b"if" | b"elif" | b"else" | b"for" | b"while" | b"with" | b"try" | b"except"
            | b"finally" | b"def" | b"class" | b"async" | b"case" => {}
            b"match" => return self.match_header(),
            _ => return Ok(None),
        }
        let block = *self.blocks.top();
        if block.is_match != (word == b"case") {
            return if word == b"case" {
                Ok(None)
            } else {
                Err(Doubt::Block)
            };
        }
        follows(word, block.last)?;
        self.cursor().at += word.len();
        let kinds = self.header_rest(word, block.kinds, block.last)?;
        Ok(Some(Body {
            kinds,
            is_match: false,
        }))
    }

    /// The header behind its first word: the circumstances of its body.
    fn header_rest(
        &mut self,
        word: &[u8],
        kinds: ImportKinds,
        last: Last,
    ) -> Result<ImportKinds, Doubt> {
        let conditional = kinds | ImportKinds::CONDITIONAL;
        let (last, body) = match word {
            b"if" => {
                let body = if self.guard()? {
                    kinds | ImportKinds::TYPE_CHECKING
                } else {
                    conditional
                };
                (Last::If, body)
            }
            b"elif" => {
                let guard = self.guard()?;
                let body = if guard {
                    conditional | ImportKinds::TYPE_CHECKING
                } else {
                    conditional
                };
                (Last::If, body)
            }
            b"else" => match last {
                Last::If => (Last::Whole, conditional),
                Last::Except => (Last::TryElse, conditional),
                _ => (Last::Whole, kinds),
            },
            b"while" => {
                self.expression(Bits::NAMED)?;
                (Last::Loop, kinds)
            }
            b"try" => (Last::Try, conditional),
            b"except" => {
                self.except()?;
                (Last::Except, conditional)
            }
            b"finally" => (Last::Whole, conditional),
            b"case" => {
                self.case()?;
                (Last::Whole, conditional)
            }
            b"async" => {
                self.cursor().skip_blanks(false)?;
                let word = self.cursor().word()?;
                let is_decorated = last == Last::Decorator;
                if is_decorated && word != b"def" {
                    return Err(Doubt::Block);
                }
                self.plain_header(word, kinds)?
            }
            _ => self.plain_header(word, kinds)?,
        };
        self.blocks.top().last = last;
        Ok(body)
    }

    /// The headers that `async` may precede, and `class`.
    fn plain_header(
        &mut self,
        word: &[u8],
        kinds: ImportKinds,
    ) -> Result<(Last, ImportKinds), Doubt> {
        match word {
            b"def" => {
                self.definition()?;
                Ok((Last::Whole, kinds | ImportKinds::DEFERRED))
            }
            b"class" => {
                self.class()?;
                Ok((Last::Whole, kinds))
            }
            b"for" => {
                self.expression(Bits::TARGET | Bits::COMMAS | Bits::STARS)?;
                if self.cursor().word()? != b"in" {
                    return Err(Doubt::Block);
                }
                self.expression(Bits::COMMAS | Bits::STARS)?;
                Ok((Last::Loop, kinds))
            }
            b"with" => {
                self.with()?;
                Ok((Last::Whole, kinds))
            }
            _ => Err(Doubt::Block),
        }
    }

    /// The test of an `if`: whether it is a type-checking guard.
    fn guard(&mut self) -> Result<bool, Doubt> {
        self.cursor().skip_blanks(false)?;
        let start = self.cursor().at;
        self.expression(Bits::NAMED)?;
        let cursor = self.cursor();
        is_guard(cursor.bytes[start..cursor.at].trim_ascii_end())
    }

    fn except(&mut self) -> Result<(), Doubt> {
        self.cursor().skip_blanks(false)?;
        let is_group = self.cursor().eat(b'*');
        self.cursor().skip_blanks(false)?;
        if !is_group && self.cursor().byte() == b':' {
            return Ok(());
        }
        self.expression(Bits::COMMAS)?;
        if self.cursor().peek_word() == b"as" {
            self.cursor().at += 2;
            self.cursor().skip_blanks(false)?;
            self.cursor().name()?;
        }
        Ok(())
    }

    fn with(&mut self) -> Result<(), Doubt> {
        let mut rules = Bits::WITH;
        loop {
            self.expression(rules)?;
            rules = Bits::empty();
            if self.cursor().peek_word() == b"as" {
                self.cursor().at += 2;
                self.expression(Bits::empty())?;
            }
            if !self.cursor().eat(b',') {
                return Ok(());
            }
        }
    }
}

/// Whether a clause may follow the last one of its block.
fn follows(word: &[u8], last: Last) -> Result<(), Doubt> {
    let may = match word {
        b"elif" => last == Last::If,
        b"else" => matches!(last, Last::If | Last::Loop | Last::Except),
        b"except" => matches!(last, Last::Try | Last::Except),
        b"finally" => matches!(last, Last::Try | Last::Except | Last::TryElse),
        b"def" | b"class" | b"async" => last != Last::Try,
        _ => !matches!(last, Last::Try | Last::Decorator),
    };
    if may { Ok(()) } else { Err(Doubt::Block) }
}
