//! Headers of compound statements, up to their colon.

use buttress_source::ImportKinds;

use super::blocks::{Body, Last};
use super::cursor::{CLASSES, Class};
use super::doubt::Doubt;
use super::frames::Bits;
use super::guard::is_guard;
use super::pattern::skip_patterns;
use super::statement::Statements;

const PARAMETER: Bits = Bits::NESTED;

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

    fn class(&mut self) -> Result<(), Doubt> {
        self.definition_name()?;
        if self.cursor().eat(b'(') {
            self.reader.arguments()?;
        }
        Ok(())
    }

    fn definition(&mut self) -> Result<(), Doubt> {
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
            self.expression(PARAMETER | star)?;
        }
        let may_default = is_type || stars == 0;
        if may_default && self.cursor().byte() == b'=' && self.cursor().second() != b'=' {
            self.cursor().at += 1;
            let star = if stars == 1 {
                Bits::STARS
            } else {
                Bits::empty()
            };
            self.expression(PARAMETER | star)?;
        }
        Ok(())
    }

    fn case(&mut self) -> Result<(), Doubt> {
        self.cursor().skip_blanks(false)?;
        skip_patterns(&mut self.reader.cursor)?;
        if self.cursor().peek_word() == b"if" {
            self.cursor().at += 2;
            self.expression(Bits::NAMED)?;
        }
        Ok(())
    }

    /// `match x:`, or none for a statement that begins with a name.
    fn match_header(&mut self) -> Result<Option<Body>, Doubt> {
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
