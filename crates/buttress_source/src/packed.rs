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

use std::ops::Range;

use crate::store::NameTable;
use crate::{ImportKinds, ImportRecord, Span};

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
        read == self.count && records.records.is_empty() && records.names.bytes_left() == 0
    }

    fn unpack(self) -> Unpacked<'a> {
        Unpacked {
            names: self.names,
            records: self.records,
            left: self.count,
            last: None,
            names_at_module: self.names.bytes_left(),
        }
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
    let told = flag(record.name.is_some(), NAME) | flag(record.alias.is_some(), ALIAS);
    if same {
        write(records, SAME | told);
        write_span(records, last.span.end, record.span);
    } else {
        let commented = flag(record.comment.is_some(), COMMENT);
        let kinds = u64::from(record.kinds.bits()) << KINDS_SHIFT;
        write(records, told | commented | kinds);
        write_span(records, last.statement.end, record.statement);
        write(records, zigzag(last.line, record.line));
        write(records, u64::from(record.level));
        write(records, name(record.module));
        if let Some(comment) = record.comment {
            write_span(records, record.statement.end, comment);
        }
        write_span(records, record.statement.start, record.span);
    }
    for text in [record.name, record.alias].into_iter().flatten() {
        write(records, name(text));
    }
}

fn is_same(last: &ImportRecord<'_>, record: &ImportRecord<'_>) -> bool {
    last.statement == record.statement
        && last.level == record.level
        && last.line == record.line
        && last.kinds == record.kinds
        && last.comment == record.comment
        && last.module == record.module
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
    pub(crate) fn packed(&self) -> PackedImports<'_> {
        PackedImports::new(Names::InOrder(&self.names), &self.records, self.count)
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.names.shrink_to_fit();
        self.records.shrink_to_fit();
        self.last = None;
    }

    pub(crate) fn push(&mut self, record: &ImportRecord<'_>) {
        let known = self.last.take();
        let mut last = known.unwrap_or_else(|| Box::new(self.find_last()));
        let module = self.names.get(last.module.clone()).unwrap_or_default();
        let before = ImportRecord {
            module,
            ..last.record
        };
        let same = self.count > 0 && is_same(&before, record);
        if !same {
            let start = self.names.len();
            last.module = start..start + record.module.len();
        }
        let names = &mut self.names;
        pack(record, &last.record, same, &mut self.records, |text| {
            names.push_str(text);
            text.len() as u64
        });
        last.record = nameless(record);
        self.last = Some(last);
        self.count += 1;
    }

    fn find_last(&self) -> Last {
        let mut records = self.packed().unpack();
        let found = records.by_ref().last();
        let module = found.map_or(0, |record| record.module.len());
        let start = self.names.len() - records.names_at_module;
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
struct Unpacked<'a> {
    names: Names<'a>,
    records: &'a [u8],
    left: usize,
    last: Option<ImportRecord<'a>>,
    /// How many bytes of names were left before the module of the last record.
    names_at_module: usize,
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
    fn bytes_left(&self) -> usize {
        match self {
            Self::InOrder(names) => names.len(),
            Self::Numbered(_) => 0,
        }
    }
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
    use crate::{FileImports, ImportStore};

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
            for record in imports.iter() {
                unpaused.push(record);
            }
            prop_assert_eq!(&unpaused, &imports);
        }

        #[test]
        fn what_is_stored_comes_back(statements in statements(), offset in 0_usize..4) {
            let records = records(&statements);
            let mut imports = FileImports::default();
            for record in &records {
                imports.push(*record);
            }
            let (store, end) = store(&imports, offset);
            let stored = store.packed(offset..end, records.len());
            let stored = stored.expect("it was packed");
            prop_assert_eq!(stored.iter().collect::<Vec<_>>(), records.clone());
            let mut again = Vec::new();
            let names: Vec<&str> = store.names().collect();
            let number = |name: &str| names.iter().position(|known| *known == name);
            stored.pack(&mut again, |name| u32::try_from(number(name).unwrap()).unwrap());
            let again = ImportStore::new(parts(&store).0, parts(&store).1, again).unwrap();
            let again = again.packed(0..again.bytes().len(), records.len());
            let again = again.expect("it was packed").iter().collect::<Vec<_>>();
            prop_assert_eq!(again, records);
        }

        #[test]
        fn no_damage_is_read_beyond(
            statements in statements(),
            at in any::<prop::sample::Index>(),
            to in any::<u8>(),
            cut in 0_usize..3,
            miscount in -2_isize..3,
        ) {
            let records = records(&statements);
            let mut imports = FileImports::default();
            for record in records {
                imports.push(record);
            }
            let (store, end) = store(&imports, 0);
            let mut bytes = store.bytes().to_vec();
            let at = at.index(bytes.len());
            bytes[at] = to;
            let (names, ends) = parts(&store);
            let store = ImportStore::new(names, ends, bytes).unwrap();
            let count = imports.len().saturating_add_signed(miscount);
            let cut = end.saturating_sub(cut);
            if let Some(read) = store.packed(0..cut, count) {
                prop_assert_eq!(read.iter().count(), count);
            }
        }

        #[test]
        fn no_bytes_are_too_odd_to_read(
            names in "[a-é]{0,20}",
            ends in proptest::collection::vec(0_u32..24, 0..4),
            records in proptest::collection::vec(any::<u8>(), 0..40),
            count in any::<usize>(),
        ) {
            let length = records.len();
            let in_order = PackedImports::new(Names::InOrder(&names), &records, count);
            prop_assert!(in_order.iter().count() <= length);
            if let Some(store) = ImportStore::new(names, ends, records) {
                let read = store.packed(0..length, count);
                prop_assert!(read.is_none_or(|read| read.iter().count() == count));
                prop_assert!(store.packed(0..length + 1, count).is_none());
            }
        }
    }

    /// Packs after so many other bytes; gives the end too.
    fn store(imports: &FileImports, offset: usize) -> (ImportStore, usize) {
        let (mut bytes, mut names, mut ends) = (vec![0x55; offset], String::new(), Vec::new());
        imports.packed().pack(&mut bytes, |name| {
            names.push_str(name);
            ends.push(u32::try_from(names.len()).unwrap());
            u32::try_from(ends.len() - 1).unwrap()
        });
        let end = bytes.len();
        bytes.push(0x55);
        (ImportStore::new(names, ends, bytes).unwrap(), end)
    }

    fn parts(store: &ImportStore) -> (String, Vec<u32>) {
        let mut ends = Vec::new();
        let mut all = String::new();
        for name in store.names() {
            all.push_str(name);
            ends.push(u32::try_from(all.len()).unwrap());
        }
        (all, ends)
    }

    #[test]
    fn an_import_takes_about_ten_bytes() {
        let mut list = PackedList::default();
        let record = ImportRecord {
            module: "shop.domain",
            name: Some("Order"),
            statement: Span::new(1_000, 1_040),
            span: Span::new(1_024, 1_029),
            line: 30,
            ..NOTHING
        };
        list.push(&record);
        let first = list.records.len();
        list.push(&ImportRecord {
            name: Some("Price"),
            span: Span::new(1_031, 1_036),
            ..record
        });
        assert_eq!((first, list.records.len()), (10, 14));
        assert_eq!(list.names, "shop.domainOrderPrice");
    }

    #[test]
    fn names_that_do_not_fit_are_no_store() {
        let new = |text: &str, ends: &[u32]| ImportStore::new(text.into(), ends.into(), Vec::new());
        let names = |store: Option<ImportStore>| store.map(|store| store.names().count());
        assert_eq!(names(new("", &[])), Some(0));
        assert_eq!(names(new("aéb", &[1, 1, 3, 4])), Some(4));
        assert_eq!(names(new("ab", &[])), None);
        assert_eq!(names(new("ab", &[1])), None);
        assert_eq!(names(new("ab", &[3])), None);
        assert_eq!(names(new("ab", &[2, 1, 2])), None);
        assert_eq!(names(new("aé", &[2, 3])), None);
    }
}
