//! Import records, packed: about ten bytes each and their names, so that a large code base stays
//! small in memory and its imports can be stored as they are.
//!
//! A record says in variable-length numbers (LEB128, seven bits a byte, lowest first) how it differs
//! from the one before it; differences of positions wrap and are zigzagged, so that none overflows:
//!
//! | number | of | present |
//! |---|---|---|
//! | [`SAME`], [`NAME`], [`ALIAS`], [`COMMENT`]; above them the [`ImportKinds`] | | always |
//! | start, from the end of the last statement; length | statement | unless `SAME` |
//! | its difference | line | unless `SAME` |
//! | itself | level | unless `SAME` |
//! | name | module | unless `SAME` |
//! | start, from the end of the statement; length | comment | if `COMMENT` |
//! | start, from that of the statement or, if `SAME`, the end of the last name; length | name's span | always |
//! | name | name | if `NAME` |
//! | name | alias | if `ALIAS` |
//!
//! A record is `SAME` if it belongs to the statement of the last and shares its module. A name is a
//! number too. In a [`PackedList`], to which records are pushed, it is a length: all names of the
//! file lie in one string, in the order of the records. In an
//! [`ImportStore`](crate::ImportStore), which many files share, it is a place in a table.

mod list;
pub mod numbers;
#[cfg(test)]
mod tests;
mod unpack;

use crate::{ImportKinds, ImportRecord, Span};

pub(crate) use list::PackedList;
use numbers::{Numbers, zigzag};
pub(crate) use unpack::Names;
use unpack::Unpacked;

const SAME: u64 = 1;
const NAME: u64 = 1 << 1;
const ALIAS: u64 = 1 << 2;
const COMMENT: u64 = 1 << 3;
const KINDS_SHIFT: u32 = 4;

/// The imports of one file as they are kept: in a [`FileImports`](crate::FileImports), or in an
/// [`ImportStore`](crate::ImportStore) that many files share.
#[derive(Debug, Clone, Copy)]
pub struct PackedImports<'a> {
    names: Names<'a>,
    records: &'a [u8],
    count: usize,
}

impl<'a> PackedImports<'a> {
    /// The version of the form: what was packed by another version means something else.
    pub const VERSION: u32 = 2;

    pub(crate) fn new(names: Names<'a>, records: &'a [u8], count: usize) -> Self {
        Self {
            names,
            records,
            count,
        }
    }

    /// The imports, in source order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = ImportRecord<'a>> {
        self.unpack()
    }

    /// Number of imported names.
    pub fn len(self) -> usize {
        self.count
    }

    /// Whether the file imports nothing.
    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    /// Appends the imports to `out` in the form that a store has them; `name` gives the number of
    /// each name.
    pub fn pack(self, out: &mut Vec<u8>, mut name: impl FnMut(&str) -> u32) {
        let mut last = None;
        for record in self.iter() {
            let same = last.is_some_and(|last| is_same(&last, &record));
            pack(&record, &last.unwrap_or(NOTHING), same, out, |text| {
                u64::from(name(text))
            });
            last = Some(record);
        }
    }

    /// Whether every record can be read and nothing is left over. O(records).
    pub(crate) fn is_sound(self) -> bool {
        let mut records = self.unpack();
        let read = records.by_ref().count();
        read == self.count && records.is_at_end()
    }

    fn unpack(self) -> Unpacked<'a> {
        Unpacked::new(self.names, self.records, self.count)
    }
}

/// Appends a record that follows `last` to `records`; `name` gives the number of each name.
fn pack(
    record: &ImportRecord<'_>,
    last: &ImportRecord<'_>,
    same: bool,
    records: &mut Vec<u8>,
    mut name: impl FnMut(&str) -> u64,
) {
    let mut numbers = Numbers::default();
    if same {
        pack_same(record, last.span.end, &mut numbers, name);
    } else {
        let commented = flag(record.comment.is_some(), COMMENT);
        let kinds = u64::from(record.kinds.bits()) << KINDS_SHIFT;
        numbers.number(told(record) | commented | kinds);
        numbers.span(last.statement.end, record.statement);
        numbers.number(zigzag(last.line, record.line));
        numbers.number(u64::from(record.level));
        numbers.number(name(record.module));
        if let Some(comment) = record.comment {
            numbers.span(record.statement.end, comment);
        }
        numbers.span(record.statement.start, record.span);
        pack_names(record, &mut numbers, name);
    }
    numbers.append_to(records);
}

/// Appends a record of the same statement as the last, of which the span ends at `last`.
#[inline]
fn pack_same(
    record: &ImportRecord<'_>,
    last: u32,
    numbers: &mut Numbers,
    name: impl FnMut(&str) -> u64,
) {
    numbers.number(SAME | told(record));
    numbers.span(last, record.span);
    pack_names(record, numbers, name);
}

#[inline]
fn pack_names(record: &ImportRecord<'_>, numbers: &mut Numbers, mut name: impl FnMut(&str) -> u64) {
    for text in [record.name, record.alias].into_iter().flatten() {
        numbers.number(name(text));
    }
}

/// Which of its names a record has.
fn told(record: &ImportRecord<'_>) -> u64 {
    flag(record.name.is_some(), NAME) | flag(record.alias.is_some(), ALIAS)
}

fn is_same(last: &ImportRecord<'_>, record: &ImportRecord<'_>) -> bool {
    last.statement == record.statement
        && last.level == record.level
        && last.line == record.line
        && last.kinds == record.kinds
        && last.comment == record.comment
        && last.module == record.module
}

fn flag(set: bool, flag: u64) -> u64 {
    if set { flag } else { 0 }
}

/// What the first record is told from.
const NOTHING: ImportRecord<'static> = ImportRecord {
    level: 0,
    module: "",
    name: None,
    alias: None,
    statement: Span { start: 0, end: 0 },
    span: Span { start: 0, end: 0 },
    line: 0,
    kinds: ImportKinds::empty(),
    comment: None,
};
