//! What is packed comes back, and damage is never read beyond.

use proptest::prelude::*;

use super::list::PackedList;
use super::unpack::Names;
use super::{NOTHING, PackedImports};
use crate::{FileImports, ImportKinds, ImportRecord, ImportStore, Span};

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
