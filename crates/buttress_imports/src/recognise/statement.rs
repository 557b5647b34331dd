//! Statements: logical lines, simple statements and the headers of compound ones.

use buttress_source::ImportKinds;

use super::blocks::{Blocks, Body, Indent, Last};
use super::cursor::{CLASSES, Class, Cursor};
use super::doubt::Doubt;
use super::expression::Expressions;
use super::frames::{Bits, Frames};
use super::import::{Place, Writer};
use super::lines::LineCounter;

/// What may stand on the right of an assignment.
pub(super) const VALUE: Bits = Bits::COMMAS.union(Bits::STARS).union(Bits::YIELDS);

/// Reads statements up to the last import.
pub(super) struct Statements<'a> {
    pub(super) reader: Expressions<'a>,
    pub(super) blocks: Blocks,
    pub(super) writer: Writer<'a>,
    /// Where the last `import` is.
    last: usize,
}

impl<'a> Statements<'a> {
    pub(super) fn new(text: &'a str, last: usize) -> Self {
        let cursor = Cursor::new(text);
        let lines = LineCounter::new(&cursor.bytes[..last]);
        Self {
            reader: Expressions {
                cursor,
                frames: Frames::new(),
            },
            blocks: Blocks::new(),
            writer: Writer {
                lines,
                imports: buttress_source::FileImports::default(),
                statement: Vec::new(),
            },
            last,
        }
    }

    /// Reads all logical lines up to the last import.
    pub(super) fn read(&mut self) -> Result<(), Doubt> {
        while let Some(indent) = self.next_line()? {
            self.blocks.enter(indent)?;
            self.logical_line()?;
        }
        Ok(())
    }

    #[inline]
    pub(super) fn cursor(&mut self) -> &mut Cursor<'a> {
        &mut self.reader.cursor
    }

    /// Goes to the first token of the next logical line; none past the last import.
    fn next_line(&mut self) -> Result<Option<Indent>, Doubt> {
        let last = self.last;
        let cursor = self.cursor();
        let mut indent = Indent::default();
        loop {
            if cursor.at > last {
                return Ok(None);
            }
            match cursor.byte() {
                byte @ (b' ' | b'\t') => {
                    indent.add(byte);
                    cursor.at += 1;
                }
                b'\x0c' => {
                    indent = Indent::default();
                    cursor.at += 1;
                }
                b'\n' | b'\r' | b'#' => {
                    cursor.finish_line();
                    indent = Indent::default();
                }
                b'\\' => return Err(Doubt::Continuation),
                _ => return Ok(Some(indent)),
            }
        }
    }

    fn logical_line(&mut self) -> Result<(), Doubt> {
        if CLASSES[self.cursor().byte() as usize] == Class::Word {
            let word = self.cursor().peek_word();
            if let Some(header) = self.header(word)? {
                return self.suite(header);
            }
        } else if self.cursor().byte() == b'@' {
            return self.decorator();
        }
        let block = self.blocks.top();
        if block.is_match || matches!(block.last, Last::Try | Last::Decorator) {
            return Err(Doubt::Block);
        }
        block.last = Last::Whole;
        let kinds = block.kinds;
        self.simple_statements(kinds)
    }

    fn decorator(&mut self) -> Result<(), Doubt> {
        let block = self.blocks.top();
        if block.is_match || block.last == Last::Try {
            return Err(Doubt::Block);
        }
        block.last = Last::Decorator;
        self.cursor().at += 1;
        self.expression(Bits::NAMED)?;
        self.end_line()
    }

    /// The body behind the colon of a header.
    fn suite(&mut self, body: Body) -> Result<(), Doubt> {
        let cursor = self.cursor();
        cursor.skip_blanks(false)?;
        if cursor.byte() != b':' || cursor.second() == b'=' {
            return Err(Doubt::Block);
        }
        cursor.at += 1;
        cursor.skip_blanks(false)?;
        if cursor.at_line_end() {
            cursor.finish_line();
            self.blocks.expect(body);
            return Ok(());
        }
        if body.is_match {
            return Err(Doubt::Block);
        }
        self.simple_statements(body.kinds)
    }

    /// Statements between semicolons, up to the end of the line.
    fn simple_statements(&mut self, kinds: ImportKinds) -> Result<(), Doubt> {
        loop {
            self.simple_statement(kinds)?;
            let cursor = self.cursor();
            cursor.skip_blanks(false)?;
            if cursor.eat(b';') {
                cursor.skip_blanks(false)?;
                if !cursor.at_line_end() {
                    continue;
                }
            }
            return self.end_line();
        }
    }

    fn end_line(&mut self) -> Result<(), Doubt> {
        let cursor = self.cursor();
        cursor.skip_blanks(false)?;
        // A zero byte here is the end of the text, for a NUL is no token.
        if !cursor.at_line_end() {
            return Err(Doubt::Statement);
        }
        cursor.finish_line();
        Ok(())
    }

    pub(super) fn expression(&mut self, rules: Bits) -> Result<(), Doubt> {
        self.reader.expression(rules)
    }

    fn simple_statement(&mut self, kinds: ImportKinds) -> Result<(), Doubt> {
        let start = self.cursor().at;
        let word = self.cursor().peek_word();
        let place = Place { start, kinds };
        match word {
            b"import" => {
                self.cursor().at += 6;
                self.writer.import(&mut self.reader.cursor, place)
            }
            b"from" => {
                self.cursor().at += 4;
                self.writer.from(&mut self.reader.cursor, place)
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
