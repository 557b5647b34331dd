//! Statements: from logical line to logical line, up to the last import.

use buttress_source::{FileImports, ImportKinds, ImportedName};

use super::blocks::{Blocks, Body, Indent, Last};
use super::cursor::{CLASSES, Class, Cursor};
use super::doubt::Doubt;
use super::expression::Expressions;
use super::frames::{Bits, Frames};
use super::import::Writer;
use super::wide::spaces_end;

/// What reading a text needs and the next one can use again.
pub(super) struct Memory {
    frames: Frames,
    blocks: Blocks,
    names: Vec<ImportedName>,
    pub(super) imports: FileImports,
}

impl Memory {
    pub(super) fn new() -> Self {
        Self {
            frames: Frames::new(),
            blocks: Blocks::new(),
            names: Vec::new(),
            imports: FileImports::default(),
        }
    }
}

/// Reads statements up to the last import.
pub(super) struct Statements<'a> {
    pub(super) reader: Expressions<'a>,
    pub(super) blocks: &'a mut Blocks,
    pub(super) writer: Writer<'a>,
    /// Where the last `import` is.
    last: usize,
}

impl<'a> Statements<'a> {
    /// At the first line of a text.
    pub(super) fn new(text: &'a str, last: usize, memory: &'a mut Memory) -> Self {
        let cursor = Cursor::new(text);
        memory.blocks.reset();
        let writer = Writer::new(
            &cursor.bytes[..last],
            &mut memory.imports,
            &mut memory.names,
        );
        Self {
            reader: Expressions {
                cursor,
                frames: &mut memory.frames,
            },
            blocks: &mut memory.blocks,
            writer,
            last,
        }
    }

    /// Reads all logical lines up to the last import.
    pub(super) fn read(&mut self) -> Result<(), Doubt> {
        while let Some(indent) = self.next_line()? {
            self.blocks.enter(indent)?;
            self.writer.line_start = self.reader.cursor.at;
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
                b' ' => {
                    let end = spaces_end(cursor.bytes, cursor.at + 1);
                    indent.add_spaces(end - cursor.at);
                    cursor.at = end;
                }
                b'\t' => {
                    indent.add_tab();
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
        let mut word: &'a [u8] = &[];
        if CLASSES[self.cursor().byte() as usize] == Class::Word {
            word = self.cursor().peek_word();
            let is_import = matches!(word, b"from" | b"import");
            if !is_import && let Some(header) = self.header(word)? {
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
        self.simple_statements(word, kinds)
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
        let word = self.cursor().peek_word();
        self.simple_statements(word, body.kinds)
    }

    /// Statements between semicolons, of which the first begins with `word`, up to the end of the
    /// line.
    fn simple_statements(&mut self, mut word: &'a [u8], kinds: ImportKinds) -> Result<(), Doubt> {
        loop {
            self.simple_statement(word, kinds)?;
            let cursor = self.cursor();
            cursor.skip_blanks(false)?;
            if cursor.eat(b';') {
                cursor.skip_blanks(false)?;
                if !cursor.at_line_end() {
                    word = cursor.peek_word();
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
}
