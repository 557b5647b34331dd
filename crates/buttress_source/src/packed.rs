//! Import records, packed: about ten bytes each and their names, so that a large code base stays
//! small in memory and its imports can be stored as they are.
//!
//! All names of a file lie in one string, in the order of the records. A record says in
//! variable-length numbers (LEB128, seven bits a byte, lowest first) how it differs from the one
//! before it; differences of positions wrap and are zigzagged, so that none overflows:
//!
//! | number | of | present |
//! |---|---|---|
//! | [`SAME`], [`NAME`], [`ALIAS`], [`COMMENT`]; above them the [`ImportKinds`] | | always |
//! | start, from the end of the last statement; length | statement | unless `SAME` |
//! | its difference | line | unless `SAME` |
//! | itself | level | unless `SAME` |
//! | length | module | unless `SAME` |
//! | start, from the end of the statement; length | comment | if `COMMENT` |
//! | start, from that of the statement or, if `SAME`, the end of the last name; length | name's span | always |
//! | length | name | if `NAME` |
//! | length | alias | if `ALIAS` |
//!
//! A record is `SAME` if it belongs to the statement of the last and shares its module.

use std::ops::Range;

use crate::{ImportKinds, ImportRecord, Span};

const SAME: u64 = 1;
const NAME: u64 = 1 << 1;
const ALIAS: u64 = 1 << 2;
const COMMENT: u64 = 1 << 3;
const KINDS_SHIFT: u32 = 4;

/// Import records in the form in which they are kept, to be stored and read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackedImports<'a> {
    /// The names of all records, one after the other.
    pub names: &'a str,
    /// The records without their names; for this crate alone to read.
    pub records: &'a [u8],
    /// The number of records.
    pub count: usize,
}

impl<'a> PackedImports<'a> {
    /// The version of the form: what was packed by another version means something else.
    pub const VERSION: u32 = 1;

    /// The records, in source order; what is damaged ends them early.
    pub fn iter(self) -> impl ExactSizeIterator<Item = ImportRecord<'a>> {
        self.unpack()
    }

    fn unpack(self) -> Unpacked<'a> {
        Unpacked {
            names: self.names,
            records: self.records,
            left: self.count,
            last: None,
            names_at_module: self.names.len(),
        }
    }

    /// Whether every record can be read and nothing is left over. O(records).
    pub fn is_sound(self) -> bool {
        let mut records = self.unpack();
        let read = records.by_ref().count();
        read == self.count && records.records.is_empty() && records.names.is_empty()
    }
}

/// A list of packed records that grows.
#[derive(Clone, Default)]
pub(crate) struct PackedList {
    names: String,
    records: Vec<u8>,
    count: usize,
    /// Found again when needed, so that a list at rest does not pay for it.
    last: Option<Box<Last>>,
}

/// The record that the next one is told from.
#[derive(Debug, Clone)]
struct Last {
    /// Without its names.
    record: ImportRecord<'static>,
    /// Where its module lies among the names.
    module: Range<usize>,
}

impl PackedList {
    /// None unless the records are sound.
    pub(crate) fn from_packed(packed: PackedImports<'_>) -> Option<Self> {
        packed.is_sound().then(|| Self {
            names: packed.names.to_owned(),
            records: packed.records.to_owned(),
            count: packed.count,
            last: None,
        })
    }

    pub(crate) fn packed(&self) -> PackedImports<'_> {
        PackedImports {
            names: &self.names,
            records: &self.records,
            count: self.count,
        }
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.names.shrink_to_fit();
        self.records.shrink_to_fit();
        self.last = None;
    }

    pub(crate) fn push(&mut self, record: &ImportRecord<'_>) {
        let mut last = self
            .last
            .take()
            .unwrap_or_else(|| Box::new(self.find_last()));
        if self.count > 0 && self.is_same(&last, record) {
            let told = flag(record.name.is_some(), NAME) | flag(record.alias.is_some(), ALIAS);
            write(&mut self.records, SAME | told);
            write_span(&mut self.records, last.record.span.end, record.span);
        } else {
            let start = self.names.len();
            self.push_statement(&last.record, record);
            last.module = start..self.names.len();
        }
        for name in [record.name, record.alias].into_iter().flatten() {
            self.push_name(name);
        }
        last.record = nameless(record);
        self.last = Some(last);
        self.count += 1;
    }

    /// All of a record that is not [`SAME`] but the names of its name and alias.
    fn push_statement(&mut self, last: &ImportRecord<'_>, record: &ImportRecord<'_>) {
        let flags = flag(record.name.is_some(), NAME)
            | flag(record.alias.is_some(), ALIAS)
            | flag(record.comment.is_some(), COMMENT);
        let kinds = u64::from(record.kinds.bits()) << KINDS_SHIFT;
        write(&mut self.records, flags | kinds);
        write_span(&mut self.records, last.statement.end, record.statement);
        write(&mut self.records, zigzag(last.line, record.line));
        write(&mut self.records, u64::from(record.level));
        self.push_name(record.module);
        if let Some(comment) = record.comment {
            write_span(&mut self.records, record.statement.end, comment);
        }
        write_span(&mut self.records, record.statement.start, record.span);
    }

    fn push_name(&mut self, name: &str) {
        write(&mut self.records, name.len() as u64);
        self.names.push_str(name);
    }

    fn is_same(&self, last: &Last, record: &ImportRecord<'_>) -> bool {
        let before = &last.record;
        before.statement == record.statement
            && before.level == record.level
            && before.line == record.line
            && before.kinds == record.kinds
            && before.comment == record.comment
            && self.names.get(last.module.clone()) == Some(record.module)
    }

    fn find_last(&self) -> Last {
        let mut records = self.packed().unpack();
        let found = records.by_ref().last();
        let start = self.names.len() - records.names_at_module;
        let module = found.map_or(0, |record| record.module.len());
        Last {
            record: found.as_ref().map_or(NOTHING, nameless),
            module: start..start + module,
        }
    }
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

fn nameless(record: &ImportRecord<'_>) -> ImportRecord<'static> {
    ImportRecord {
        module: "",
        name: None,
        alias: None,
        ..*record
    }
}

fn flag(set: bool, flag: u64) -> u64 {
    if set { flag } else { 0 }
}

fn write_span(records: &mut Vec<u8>, from: u32, span: Span) {
    write(records, zigzag(from, span.start));
    write(records, u64::from(span.end.saturating_sub(span.start)));
}

fn write(records: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        records.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    records.push(number.to_le_bytes()[0]);
}

/// The way from one number to another, small in either direction.
fn zigzag(from: u32, to: u32) -> u64 {
    let way = to.wrapping_sub(from).cast_signed();
    u64::from(((way << 1) ^ (way >> 31)).cast_unsigned())
}

fn unzigzag(from: u32, way: u32) -> u32 {
    from.wrapping_add((way >> 1) ^ 0_u32.wrapping_sub(way & 1))
}

/// Reads packed records; ends early at one that cannot be read.
#[derive(Debug, Clone)]
pub(crate) struct Unpacked<'a> {
    names: &'a str,
    records: &'a [u8],
    left: usize,
    last: Option<ImportRecord<'a>>,
    /// How many bytes of names were left before the module of the last record.
    names_at_module: usize,
}

impl<'a> Unpacked<'a> {
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
            self.names_at_module = self.names.len();
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
        let length = usize::try_from(self.number()?).ok()?;
        let (name, rest) = self.names.split_at_checked(length)?;
        self.names = rest;
        Some(name)
    }

    fn number_u32(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<u64> {
        let (&first, rest) = self.records.split_first()?;
        if first < 0x80 {
            self.records = rest;
            return Some(u64::from(first));
        }
        let end = self.records.iter().position(|byte| *byte < 0x80)?;
        // Nine groups of seven bits fit; no number that is written has more.
        let groups = self.records.get(..=end).filter(|_| end < 9)?;
        self.records = &self.records[end + 1..];
        let number = groups.iter().rev();
        Some(number.fold(0, |number, byte| number << 7 | u64::from(byte & 0x7f)))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::FileImports;

    /// Numbers of every length, the largest among them.
    fn number() -> impl Strategy<Value = u32> {
        prop_oneof![0_u32..200, any::<u32>(), Just(u32::MAX)]
    }

    fn span() -> impl Strategy<Value = Span> {
        (number(), number()).prop_map(|(a, b)| Span::new(a.min(b), a.max(b)))
    }

    type Statement = (u32, String, Span, u32, u8, Option<Span>);
    type Name = (Option<String>, Option<String>, Span);

    fn statements() -> impl Strategy<Value = Vec<(Statement, Vec<Name>)>> {
        let text = || prop_oneof!["[a-zé.]{0,9}", "[a-z]{120,140}"];
        let comment = proptest::option::of(span());
        let statement = (number(), text(), span(), number(), 0..32_u8, comment);
        let name = (
            proptest::option::of(text()),
            proptest::option::of(text()),
            span(),
        );
        let names = proptest::collection::vec(name, 1..4);
        proptest::collection::vec((statement, names), 0..6)
    }

    fn records(statements: &[(Statement, Vec<Name>)]) -> Vec<ImportRecord<'_>> {
        let mut records = Vec::new();
        for ((level, module, statement, line, kinds, comment), names) in statements {
            for (name, alias, span) in names {
                records.push(ImportRecord {
                    level: *level,
                    module,
                    name: name.as_deref(),
                    alias: alias.as_deref(),
                    statement: *statement,
                    span: *span,
                    line: *line,
                    kinds: ImportKinds::from_bits_truncate(*kinds),
                    comment: *comment,
                });
            }
        }
        records
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(statements in statements(), pause in 0_usize..6) {
            let records = records(&statements);
            let mut imports = FileImports::default();
            for (at, record) in records.iter().enumerate() {
                if at == pause {
                    imports.shrink_to_fit();
                }
                imports.push(*record);
            }
            prop_assert_eq!(imports.len(), records.len());
            prop_assert_eq!(imports.iter().len(), records.len());
            prop_assert_eq!(imports.iter().collect::<Vec<_>>(), records);
            let mut unpaused = FileImports::default();
            imports.iter().for_each(|record| unpaused.push(record));
            prop_assert_eq!(unpaused.packed(), imports.packed());
            let again = FileImports::from_packed(imports.packed());
            prop_assert_eq!(again, Some(imports));
        }

        #[test]
        fn no_damage_is_read_beyond(
            statements in statements(),
            at in any::<prop::sample::Index>(),
            to in any::<u8>(),
            cut in 0_usize..3,
            count in 0_usize..30,
        ) {
            let records = records(&statements);
            let mut imports = FileImports::default();
            for record in records {
                imports.push(record);
            }
            let packed = imports.packed();
            let mut bytes = packed.records.to_vec();
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = to;
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            let damaged = PackedImports { records: &bytes, count, ..packed };
            let read = damaged.iter().count();
            prop_assert!(read <= count);
            let sound = FileImports::from_packed(damaged);
            prop_assert_eq!(sound.is_some(), damaged.is_sound());
            if let Some(sound) = sound {
                prop_assert_eq!(sound.iter().count(), count);
            }
        }

        #[test]
        fn no_bytes_are_too_odd_to_read(
            names in "[a-é]{0,20}",
            records in proptest::collection::vec(any::<u8>(), 0..40),
            count in any::<usize>(),
        ) {
            let packed = PackedImports { names: &names, records: &records, count };
            prop_assert!(packed.iter().count() <= records.len());
        }
    }

    #[test]
    fn an_import_takes_about_ten_bytes() {
        let mut imports = FileImports::default();
        let record = ImportRecord {
            module: "shop.domain",
            name: Some("Order"),
            statement: Span::new(1_000, 1_040),
            span: Span::new(1_024, 1_029),
            line: 30,
            ..NOTHING
        };
        imports.push(record);
        let first = imports.packed().records.len();
        imports.push(ImportRecord {
            name: Some("Price"),
            span: Span::new(1_031, 1_036),
            ..record
        });
        assert_eq!((first, imports.packed().records.len()), (10, 14));
        assert_eq!(imports.packed().names, "shop.domainOrderPrice");
    }
}
