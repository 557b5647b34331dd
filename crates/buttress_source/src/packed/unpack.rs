//! Packed records out again, one at a time.

use super::numbers::{self, unzigzag};
use super::{ALIAS, COMMENT, KINDS_SHIFT, NAME, NOTHING, SAME};
use crate::store::NameTable;
use crate::{ImportKinds, ImportRecord, Span};

/// Reads packed records; ends early at one that cannot be read.
#[derive(Debug, Clone)]
pub(super) struct Unpacked<'a> {
    names: Names<'a>,
    records: &'a [u8],
    left: usize,
    last: Option<ImportRecord<'a>>,
    /// How many bytes of names were left before the module of the last record.
    pub(super) names_at_module: usize,
}

/// What the number of a name means.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names<'a> {
    /// The length of the next of these.
    InOrder(&'a str),
    /// Its place in a table.
    Numbered(&'a NameTable),
}

impl Names<'_> {
    pub(super) fn bytes_left(&self) -> usize {
        match self {
            Self::InOrder(names) => names.len(),
            Self::Numbered(_) => 0,
        }
    }
}

impl<'a> Unpacked<'a> {
    pub(super) fn new(names: Names<'a>, records: &'a [u8], count: usize) -> Self {
        Self {
            names,
            records,
            left: count,
            last: None,
            names_at_module: names.bytes_left(),
        }
    }

    /// Whether nothing is left over.
    pub(super) fn is_at_end(&self) -> bool {
        self.records.is_empty() && self.names.bytes_left() == 0
    }

    fn read(&mut self) -> Option<ImportRecord<'a>> {
        let flags = self.number()?;
        let mut record = self.last.unwrap_or(NOTHING);
        if flags & SAME != 0 {
            if self.last.is_none() || flags >= COMMENT {
                return None;
            }
            record.span = self.span(record.span.end)?;
        } else {
            record.kinds = ImportKinds::from_bits(u8::try_from(flags >> KINDS_SHIFT).ok()?)?;
            record.statement = self.span(record.statement.end)?;
            record.line = unzigzag(record.line, self.number_u32()?);
            record.level = self.number_u32()?;
            self.names_at_module = self.names.bytes_left();
            record.module = self.name()?;
            record.comment = match flags & COMMENT {
                0 => None,
                _ => Some(self.span(record.statement.end)?),
            };
            record.span = self.span(record.statement.start)?;
        }
        (record.name, record.alias) = (None, None);
        if flags & NAME != 0 {
            record.name = Some(self.name()?);
        }
        if flags & ALIAS != 0 {
            record.alias = Some(self.name()?);
        }
        self.last = Some(record);
        Some(record)
    }

    fn span(&mut self, from: u32) -> Option<Span> {
        let start = unzigzag(from, self.number_u32()?);
        let end = start.checked_add(self.number_u32()?)?;
        Some(Span::new(start, end))
    }

    fn name(&mut self) -> Option<&'a str> {
        let number = usize::try_from(self.number()?).ok()?;
        match &mut self.names {
            Names::Numbered(table) => table.get(number),
            Names::InOrder(names) => {
                let (name, rest) = names.split_at_checked(number)?;
                *names = rest;
                Some(name)
            }
        }
    }

    fn number_u32(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<u64> {
        numbers::read(&mut self.records)
    }
}

impl<'a> Iterator for Unpacked<'a> {
    type Item = ImportRecord<'a>;

    fn next(&mut self) -> Option<ImportRecord<'a>> {
        self.left = self.left.checked_sub(1)?;
        let record = self.read();
        if record.is_none() {
            self.left = 0;
        }
        record
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Unpacked<'_> {}
