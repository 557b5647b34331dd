//! Import statements: their names, spans and comments.

use buttress_source::{FileImports, ImportKinds, ImportRecord, ImportedName, Span};

use super::cursor::{CLASSES, Class, Cursor, is_keyword};
use super::doubt::Doubt;
use super::lines::LineCounter;
use super::wide::word_end;

/// Writes the imports of a text.
pub(super) struct Writer<'a> {
    pub(super) lines: LineCounter,
    /// Where the logical line that is being read begins, behind its indentation.
    pub(super) line_start: usize,
    pub(super) imports: &'a mut FileImports,
    /// The names of the statement that is being read: where it ends is known last.
    pub(super) names: &'a mut Vec<ImportedName>,
}

/// Where a statement is, and when it runs.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The offset of its first word, `lazy` included.
    pub(super) start: usize,
    pub(super) kinds: ImportKinds,
}

impl<'a> Writer<'a> {
    /// For a text of which no more than `bytes` are looked at.
    pub(super) fn new(
        bytes: &[u8],
        imports: &'a mut FileImports,
        names: &'a mut Vec<ImportedName>,
    ) -> Self {
        names.clear();
        let _ = imports.take();
        Self {
            lines: LineCounter::new(bytes),
            line_start: 0,
            imports,
            names,
        }
    }

    /// `import a.b, c as d`; the cursor is after `import`.
    pub(super) fn import(&mut self, cursor: &mut Cursor<'a>, place: Place) -> Result<(), Doubt> {
        let record = self.record(cursor, place);
        loop {
            cursor.skip_blanks(false)?;
            let span = dotted_name(cursor)?.1;
            let alias = alias(cursor, false)?;
            self.names.push(ImportedName { span, alias });
            if !cursor.eat(b',') {
                let statement = statement(cursor, record, alias.unwrap_or(span).end)?;
                let text = |span: Span| cursor.text.get(span.range());
                for module in self.names.drain(..) {
                    self.imports.push(ImportRecord {
                        module: text(module.span).unwrap_or_default(),
                        alias: module.alias.and_then(text),
                        span: module.span,
                        ..statement
                    });
                }
                return Ok(());
            }
        }
    }

    /// `from a import b as c`; the cursor is after `from`.
    pub(super) fn from(&mut self, cursor: &mut Cursor<'a>, place: Place) -> Result<(), Doubt> {
        let mut record = self.record(cursor, place);
        record.level = dots(cursor)?;
        let is_bare = record.level > 0 && cursor.eat_word(b"import");
        if !is_bare {
            record.module = dotted_name(cursor)?.0;
            if !cursor.eat_word(b"import") {
                return Err(Doubt::Import);
            }
        }
        cursor.skip_blanks(false)?;
        let end = match cursor.byte() {
            b'*' => {
                record.kinds |= ImportKinds::STAR;
                self.star(cursor)
            }
            b'(' => {
                cursor.at += 1;
                self.names(cursor, true)?
            }
            _ => self.names(cursor, false)?,
        };
        let statement = statement(cursor, record, end)?;
        self.imports.push_from(cursor.text, &statement, self.names);
        self.names.clear();
        Ok(())
    }

    /// Gives where the statement ends.
    fn star(&mut self, cursor: &mut Cursor<'a>) -> u32 {
        let span = Span::from(cursor.at..cursor.at + 1);
        cursor.at += 1;
        let alias = None;
        self.names.push(ImportedName { span, alias });
        span.end
    }

    /// The names of a `from` import, in brackets up to their end; gives where the statement ends.
    fn names(&mut self, cursor: &mut Cursor<'a>, in_brackets: bool) -> Result<u32, Doubt> {
        loop {
            cursor.skip_blanks(in_brackets)?;
            let start = cursor.at;
            skip_name(cursor)?;
            let span = Span::from(start..cursor.at);
            let alias = alias(cursor, in_brackets)?;
            self.names.push(ImportedName { span, alias });
            let more = cursor.eat(b',');
            if in_brackets {
                cursor.skip_blanks(true)?;
                if cursor.byte() == b')' {
                    cursor.at += 1;
                    return Ok(Span::from(0..cursor.at).end);
                }
                if !more {
                    return Err(Doubt::Import);
                }
            } else if !more {
                return Ok(alias.unwrap_or(span).end);
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
}

/// The record of a statement, of which the last token but blanks has been read, with its end.
fn statement<'a>(
    cursor: &mut Cursor<'_>,
    record: ImportRecord<'a>,
    end: u32,
) -> Result<ImportRecord<'a>, Doubt> {
    cursor.skip_blanks(false)?;
    Ok(ImportRecord {
        statement: Span::new(record.statement.start, end),
        comment: comment(cursor, end)?,
        ..record
    })
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

/// Goes past a name in ASCII.
#[inline]
fn skip_name(cursor: &mut Cursor<'_>) -> Result<(), Doubt> {
    let start = cursor.at;
    if CLASSES[cursor.byte() as usize] != Class::Word {
        return Err(Doubt::Import);
    }
    cursor.at = word_end(cursor.bytes, start);
    // A quote would make it the prefix of a string.
    let is_whole = cursor.byte() < 0x80 && CLASSES[cursor.byte() as usize] != Class::Quote;
    if !is_whole || is_keyword(&cursor.bytes[start..cursor.at]) {
        return Err(Doubt::Import);
    }
    Ok(())
}

/// A dotted name in ASCII and without white space, with its span.
fn dotted_name<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a str, Span), Doubt> {
    let start = cursor.at;
    loop {
        skip_name(cursor)?;
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

/// What was read since `start`.
#[inline]
fn text<'a>(cursor: &Cursor<'a>, start: usize) -> Result<(&'a str, Span), Doubt> {
    let text = cursor.text.get(start..cursor.at).ok_or(Doubt::Import)?;
    Ok((text, Span::from(start..cursor.at)))
}

/// The name after `as`, if there is one; then the next token.
fn alias(cursor: &mut Cursor<'_>, in_brackets: bool) -> Result<Option<Span>, Doubt> {
    cursor.skip_blanks(in_brackets)?;
    if CLASSES[cursor.byte() as usize] != Class::Word {
        return Ok(None);
    }
    if !cursor.eat_word(b"as") {
        return Err(Doubt::Import);
    }
    cursor.skip_blanks(in_brackets)?;
    let start = cursor.at;
    skip_name(cursor)?;
    let alias = Span::from(start..cursor.at);
    cursor.skip_blanks(in_brackets)?;
    Ok(Some(alias))
}
