//! Import statements: their names, spans and comments.

use buttress_source::{FileImports, ImportKinds, ImportRecord, Span};

use super::cursor::{CLASSES, Class, Cursor};
use super::doubt::Doubt;
use super::lines::LineCounter;

/// Writes the imports of a text.
pub(super) struct Writer<'a> {
    pub(super) lines: LineCounter,
    pub(super) imports: FileImports,
    /// The imports of the statement that is being read: where it ends is known last.
    pub(super) statement: Vec<ImportRecord<'a>>,
}

/// Where a statement is, and when it runs.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The offset of its first word, `lazy` included.
    pub(super) start: usize,
    pub(super) kinds: ImportKinds,
}

impl<'a> Writer<'a> {
    /// `import a.b, c as d`; the cursor is after `import`.
    pub(super) fn import(&mut self, cursor: &mut Cursor<'a>, place: Place) -> Result<(), Doubt> {
        let record = self.record(cursor, place);
        loop {
            cursor.skip_blanks(false)?;
            let (module, span) = dotted_name(cursor)?;
            let (alias, end) = alias(cursor, false)?;
            self.statement.push(ImportRecord {
                module,
                alias,
                span,
                ..record
            });
            if !cursor.eat(b',') {
                return self.end(cursor, end.unwrap_or(span.end));
            }
        }
    }

    /// `from a import b as c`; the cursor is after `from`.
    pub(super) fn from(&mut self, cursor: &mut Cursor<'a>, place: Place) -> Result<(), Doubt> {
        let mut record = self.record(cursor, place);
        record.level = dots(cursor)?;
        if record.level == 0 || cursor.peek_word() != b"import" {
            record.module = dotted_name(cursor)?.0;
        }
        cursor.skip_blanks(false)?;
        if cursor.word()? != b"import" {
            return Err(Doubt::Import);
        }
        cursor.skip_blanks(false)?;
        match cursor.byte() {
            b'*' => self.star(cursor, record),
            b'(' => {
                cursor.at += 1;
                self.names(cursor, record, true)
            }
            _ => self.names(cursor, record, false),
        }
    }

    fn star(&mut self, cursor: &mut Cursor<'a>, record: ImportRecord<'a>) -> Result<(), Doubt> {
        let span = Span::from(cursor.at..cursor.at + 1);
        cursor.at += 1;
        self.statement.push(ImportRecord {
            name: Some("*"),
            span,
            kinds: record.kinds | ImportKinds::STAR,
            ..record
        });
        self.end(cursor, span.end)
    }

    /// The names of a `from` import, in brackets up to their end.
    fn names(
        &mut self,
        cursor: &mut Cursor<'a>,
        record: ImportRecord<'a>,
        in_brackets: bool,
    ) -> Result<(), Doubt> {
        loop {
            cursor.skip_blanks(in_brackets)?;
            let (name, span) = name(cursor)?;
            let (alias, end) = alias(cursor, in_brackets)?;
            self.statement.push(ImportRecord {
                name: Some(name),
                alias,
                span,
                ..record
            });
            let more = cursor.eat(b',');
            if in_brackets {
                cursor.skip_blanks(true)?;
                if cursor.byte() == b')' {
                    cursor.at += 1;
                    let end = Span::from(0..cursor.at).end;
                    return self.end(cursor, end);
                }
                if !more {
                    return Err(Doubt::Import);
                }
            } else if !more {
                return self.end(cursor, end.unwrap_or(span.end));
            }
        }
    }

    /// A record of which the names are still missing.
    fn record(&mut self, cursor: &Cursor<'a>, place: Place) -> ImportRecord<'a> {
        let start = Span::from(place.start..place.start);
        ImportRecord {
            level: 0,
            module: "",
            name: None,
            alias: None,
            statement: start,
            span: start,
            line: self.lines.line(cursor.bytes, place.start),
            kinds: place.kinds,
            comment: None,
        }
    }

    /// Ends the statement that is being read.
    fn end(&mut self, cursor: &mut Cursor<'_>, end: u32) -> Result<(), Doubt> {
        cursor.skip_blanks(false)?;
        let comment = comment(cursor, end)?;
        for record in self.statement.drain(..) {
            self.imports.push(ImportRecord {
                statement: Span::new(record.statement.start, end),
                comment,
                ..record
            });
        }
        Ok(())
    }
}

/// The comment on the line on which a statement ends, with the cursor at the token after it.
fn comment(cursor: &Cursor<'_>, end: u32) -> Result<Option<Span>, Doubt> {
    if !matches!(cursor.byte(), b'#' | b';') {
        return Ok(None);
    }
    let line = &cursor.bytes[end as usize..];
    let length = memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len());
    let line = &line[..length];
    let Some(hash) = memchr::memchr(b'#', line) else {
        return Ok(None);
    };
    // A `#` after a quote may stand in a string.
    if memchr::memchr2(b'\'', b'"', &line[..hash]).is_some() {
        return Err(Doubt::Import);
    }
    let start = end as usize;
    Ok(Some(Span::from(start + hash..start + length)))
}

/// The dots of a relative import, and blanks.
fn dots(cursor: &mut Cursor<'_>) -> Result<u32, Doubt> {
    let mut dots = 0;
    loop {
        cursor.skip_blanks(false)?;
        if !cursor.eat(b'.') {
            return Ok(dots);
        }
        dots += 1;
    }
}

/// A name in ASCII, with its span.
fn name<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a str, Span), Doubt> {
    let start = cursor.at;
    cursor.name().map_err(|_| Doubt::Import)?;
    text(cursor, start)
}

/// A dotted name in ASCII and without white space, with its span.
fn dotted_name<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a str, Span), Doubt> {
    let start = cursor.at;
    loop {
        cursor.name().map_err(|_| Doubt::Import)?;
        if !cursor.eat(b'.') {
            break;
        }
    }
    let named = text(cursor, start)?;
    cursor.skip_blanks(false)?;
    // `a .b` is a dotted name too.
    if cursor.byte() == b'.' {
        return Err(Doubt::Import);
    }
    Ok(named)
}

fn text<'a>(cursor: &Cursor<'a>, start: usize) -> Result<(&'a str, Span), Doubt> {
    let text = cursor.text.get(start..cursor.at).ok_or(Doubt::Import)?;
    if !text.is_ascii() {
        return Err(Doubt::Import);
    }
    Ok((text, Span::from(start..cursor.at)))
}

/// The name after `as` and where it ends, if there is one; then the next token.
fn alias<'a>(
    cursor: &mut Cursor<'a>,
    in_brackets: bool,
) -> Result<(Option<&'a str>, Option<u32>), Doubt> {
    cursor.skip_blanks(in_brackets)?;
    if CLASSES[cursor.byte() as usize] != Class::Word {
        return Ok((None, None));
    }
    if cursor.word()? != b"as" {
        return Err(Doubt::Import);
    }
    cursor.skip_blanks(in_brackets)?;
    let (alias, span) = name(cursor)?;
    cursor.skip_blanks(in_brackets)?;
    Ok((Some(alias), Some(span.end)))
}
