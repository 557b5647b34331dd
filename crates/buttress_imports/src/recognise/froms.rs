//! `from` imports as most are written, one below the other, in one loop.
//!
//! It does what `import` and `statement` do, and leaves whatever is unusual to them, each doubt
//! included: it stops before the first statement that it does not understand as a whole.

use buttress_source::{ImportRecord, ImportedName, Span};

use super::cursor::{CLASSES, Class, Cursor, is_keyword};
use super::import::{Place, Writer};
use super::wide::{byte_at, spaces_end, word_end};

/// What stands between the module and the names.
const IMPORT: &[u8; 8] = b" import ";

const FROM: &[u8; 5] = b"from ";

/// A statement that was understood.
struct Statement {
    level: u32,
    module: Span,
    /// Where the line break behind it is.
    end: usize,
    /// How many line breaks there are in it.
    breaks: u32,
}

impl<'a> Writer<'a> {
    /// Reads the `from` import that begins at the cursor and, if it is the first of its line, those on
    /// the lines behind it that are indented as it is; the cursor is then at the line break behind the
    /// last one. False, with the cursor where it was, if the first is unusual already.
    #[inline]
    pub(super) fn plain_froms(&mut self, cursor: &mut Cursor<'a>, place: Place) -> bool {
        if self.lines.has_returns {
            return false;
        }
        let Some(first) = self.plain_from(cursor.text, place.start) else {
            return false;
        };
        let line = self.lines.line(cursor.bytes, place.start);
        self.write_from(cursor, place, &first, line);
        if place.start == self.line_start {
            self.further_froms(cursor, place);
        }
        true
    }

    /// Reads the statements below the first one.
    fn further_froms(&mut self, cursor: &mut Cursor<'a>, place: Place) {
        let bytes = cursor.bytes;
        let mut before = bytes[..place.start].iter();
        let indent = before
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let indent = &bytes[indent..place.start];
        // A byte order mark stands in front of the first line alone.
        if !indent.is_ascii() {
            return;
        }
        while bytes[cursor.at + 1..].starts_with(indent) {
            let start = cursor.at + 1 + indent.len();
            let Some(from) = self.plain_from(cursor.text, start) else {
                return;
            };
            let line = self.lines.pass(start, 1);
            self.write_from(cursor, Place { start, ..place }, &from, line);
        }
    }

    /// Writes what was read, and goes to its end.
    #[inline]
    fn write_from(&mut self, cursor: &mut Cursor<'a>, place: Place, from: &Statement, line: u32) {
        let record = ImportRecord {
            level: from.level,
            module: cursor.text.get(from.module.range()).unwrap_or_default(),
            name: None,
            alias: None,
            statement: Span::from(place.start..from.end),
            span: from.module,
            line,
            kinds: place.kinds,
            comment: None,
        };
        self.imports.push_from(cursor.text, &record, self.names);
        self.names.clear();
        self.lines.pass(from.end, from.breaks);
        cursor.at = from.end;
    }

    /// Reads the statement that begins at `start`; leaves its names in `names`, and nothing if there is
    /// none that is understood.
    #[inline]
    fn plain_from(&mut self, text: &str, start: usize) -> Option<Statement> {
        let from = self.statement(text.as_bytes(), start);
        if from.is_none() {
            self.names.clear();
        }
        from
    }

    #[inline]
    fn statement(&mut self, bytes: &[u8], start: usize) -> Option<Statement> {
        if !bytes[start..].starts_with(FROM) {
            return None;
        }
        let mut at = start + FROM.len();
        let mut level = 0;
        while byte_at(bytes, at) == b'.' {
            level += 1;
            at += 1;
        }
        let module = at;
        if level == 0 || byte_at(bytes, at) != b' ' {
            at = name_end(bytes, at)?;
            while byte_at(bytes, at) == b'.' {
                at = name_end(bytes, at + 1)?;
            }
        }
        let module = Span::from(module..at);
        if !bytes.get(at..)?.starts_with(IMPORT) {
            return None;
        }
        at += IMPORT.len();
        let (end, breaks) = if byte_at(bytes, at) == b'(' {
            self.bracketed_names(bytes, at + 1)?
        } else {
            (self.plain_names(bytes, at)?, 0)
        };
        (byte_at(bytes, end) == b'\n').then_some(Statement {
            level,
            module,
            end,
            breaks,
        })
    }

    /// Names on one line; gives where the last one ends.
    #[inline]
    fn plain_names(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            at = self.plain_name(bytes, at)?;
            if !bytes[at..].starts_with(b", ") {
                return Some(at);
            }
            at += 2;
        }
    }

    /// Names between brackets, without comments; gives where the closing one ends, and how many line
    /// breaks there were.
    #[inline]
    fn bracketed_names(&mut self, bytes: &[u8], mut at: usize) -> Option<(usize, u32)> {
        let mut breaks = 0;
        loop {
            at = skip_blanks(bytes, at, &mut breaks);
            if byte_at(bytes, at) == b')' && !self.names.is_empty() {
                return Some((at + 1, breaks));
            }
            at = self.plain_name(bytes, at)?;
            if byte_at(bytes, at) == b',' {
                at += 1;
                continue;
            }
            at = skip_blanks(bytes, at, &mut breaks);
            return (byte_at(bytes, at) == b')').then_some((at + 1, breaks));
        }
    }

    /// A name and its alias; gives where they end.
    #[inline]
    fn plain_name(&mut self, bytes: &[u8], start: usize) -> Option<usize> {
        let mut end = name_end(bytes, start)?;
        let span = Span::from(start..end);
        let mut alias = None;
        if bytes[end..].starts_with(b" as ") {
            let start = end + 4;
            end = name_end(bytes, start)?;
            alias = Some(Span::from(start..end));
        }
        self.names.push(ImportedName { span, alias });
        Some(end)
    }
}

/// Goes past spaces and line feeds, which are counted.
#[inline]
fn skip_blanks(bytes: &[u8], mut at: usize, breaks: &mut u32) -> usize {
    loop {
        match byte_at(bytes, at) {
            b' ' => at = spaces_end(bytes, at + 1),
            b'\n' => {
                *breaks += 1;
                at += 1;
            }
            _ => return at,
        }
    }
}

/// Where the name in ASCII ends that begins at `start`. What comes behind it may belong to it, unless it
/// is an ASCII byte that is no quote.
#[inline]
fn name_end(bytes: &[u8], start: usize) -> Option<usize> {
    let first = byte_at(bytes, start);
    if first >= 0x80 || CLASSES[first as usize] != Class::Word {
        return None;
    }
    let end = word_end(bytes, start);
    (!is_keyword(bytes.get(start..end)?)).then_some(end)
}
