//! Simple statements: imports, assignments, and those with a keyword of their own.

use buttress_source::ImportKinds;

use super::cursor::{CLASSES, Class};
use super::doubt::Doubt;
use super::frames::Bits;
use super::import::Place;
use super::statement::Statements;

/// What may stand on the right of an assignment.
const VALUE: Bits = Bits::COMMAS.union(Bits::STARS).union(Bits::YIELDS);

impl Statements<'_> {
    /// Reads the statement that begins with `word`, which is empty if it begins with none in ASCII.
    pub(super) fn simple_statement(
        &mut self,
        word: &[u8],
        kinds: ImportKinds,
    ) -> Result<(), Doubt> {
        let start = self.cursor().at;
        let place = Place { start, kinds };
        match word {
            b"import" => {
                self.cursor().at += 6;
                self.writer.import(&mut self.reader.cursor, place)
            }
            b"from" => {
                let cursor = &mut self.reader.cursor;
                if self.writer.plain_froms(cursor, place) {
                    return Ok(());
                }
                cursor.at += 4;
                self.writer.from(cursor, place)
            }
            b"lazy" => self.lazy(place),
            b"type" => self.type_alias(),
            b"pass" | b"break" | b"continue" => {
                self.cursor().at += word.len();
                self.end_statement()
            }
            b"return" => {
                self.cursor().at += 6;
                self.optional(Bits::COMMAS | Bits::STARS)
            }
            b"raise" => self.raise(),
            b"assert" => {
                self.cursor().at += 6;
                self.expression(Bits::empty())?;
                self.second(b',')
            }
            b"del" => {
                self.cursor().at += 3;
                self.expression(Bits::COMMAS)?;
                self.end_statement()
            }
            b"global" | b"nonlocal" => self.names(word.len()),
            _ => self.assignment(),
        }
    }

    /// Only a semicolon or the end of the line may follow.
    fn end_statement(&mut self) -> Result<(), Doubt> {
        let cursor = self.cursor();
        cursor.skip_blanks(false)?;
        if cursor.byte() == b';' || cursor.at_line_end() {
            return Ok(());
        }
        Err(Doubt::Statement)
    }

    /// An expression, or nothing.
    fn optional(&mut self, rules: Bits) -> Result<(), Doubt> {
        self.cursor().skip_blanks(false)?;
        if self.end_statement().is_err() {
            self.expression(rules)?;
        }
        self.end_statement()
    }

    /// `byte` and an expression, or nothing.
    fn second(&mut self, byte: u8) -> Result<(), Doubt> {
        if self.cursor().eat(byte) {
            self.expression(Bits::empty())?;
        }
        self.end_statement()
    }

    fn raise(&mut self) -> Result<(), Doubt> {
        self.cursor().at += 5;
        self.cursor().skip_blanks(false)?;
        if self.end_statement().is_ok() {
            return Ok(());
        }
        self.expression(Bits::COMMAS)?;
        if self.cursor().peek_word() == b"from" {
            self.cursor().at += 4;
            self.expression(Bits::empty())?;
        }
        self.end_statement()
    }

    fn names(&mut self, keyword: usize) -> Result<(), Doubt> {
        self.cursor().at += keyword;
        loop {
            let cursor = self.cursor();
            cursor.skip_blanks(false)?;
            cursor.name()?;
            cursor.skip_blanks(false)?;
            if !cursor.eat(b',') {
                return self.end_statement();
            }
        }
    }

    /// `lazy import a`, or a statement that begins with a name.
    fn lazy(&mut self, place: Place) -> Result<(), Doubt> {
        self.cursor().at += 4;
        self.cursor().skip_blanks(false)?;
        let kinds = place.kinds | ImportKinds::LAZY;
        let lazy = Place { kinds, ..place };
        match self.cursor().peek_word() {
            b"import" => {
                self.cursor().at += 6;
                self.writer.import(&mut self.reader.cursor, lazy)
            }
            b"from" => {
                self.cursor().at += 4;
                self.writer.from(&mut self.reader.cursor, lazy)
            }
            _ => {
                self.cursor().at = place.start;
                self.assignment()
            }
        }
    }

    /// `type X[T] = …`, or a statement that begins with a name.
    fn type_alias(&mut self) -> Result<(), Doubt> {
        let start = self.cursor().at;
        self.cursor().at += 4;
        self.cursor().skip_blanks(false)?;
        if CLASSES[self.cursor().byte() as usize] != Class::Word || self.cursor().name().is_err() {
            self.cursor().at = start;
            return self.assignment();
        }
        self.cursor().skip_blanks(false)?;
        if self.cursor().byte() == b'[' {
            self.type_parameters()?;
            self.cursor().skip_blanks(false)?;
        }
        if self.cursor().second() == b'=' || !self.cursor().eat(b'=') {
            return Err(Doubt::Statement);
        }
        self.expression(Bits::empty())?;
        self.end_statement()
    }

    /// An expression, or an assignment of any kind.
    fn assignment(&mut self) -> Result<(), Doubt> {
        self.expression(VALUE)?;
        loop {
            let cursor = self.cursor();
            match cursor.byte() {
                b'=' => {
                    cursor.at += 1;
                    self.expression(VALUE)?;
                    if !matches!(self.cursor().byte(), b'=') {
                        return self.end_statement();
                    }
                }
                b':' => {
                    cursor.at += 1;
                    self.expression(Bits::empty())?;
                    if self.cursor().eat(b'=') {
                        self.expression(VALUE)?;
                    }
                    return self.end_statement();
                }
                b';' | b'\n' | b'\r' | b'#' | 0 => return self.end_statement(),
                _ => return self.augmented(),
            }
        }
    }

    /// `+=` and its like.
    fn augmented(&mut self) -> Result<(), Doubt> {
        let cursor = self.cursor();
        let rest = &cursor.bytes[cursor.at..];
        let length = match rest {
            [b'*', b'*', b'=', ..]
            | [b'/', b'/', b'=', ..]
            | [b'<', b'<', b'=', ..]
            | [b'>', b'>', b'=', ..] => 3,
            [
                b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^',
                b'=',
                ..,
            ] => 2,
            _ => return Err(Doubt::Statement),
        };
        cursor.at += length;
        self.expression(VALUE)?;
        self.end_statement()
    }
}
