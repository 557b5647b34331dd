//! Whatever is stored comes back.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::stamp::Racy;

fn span() -> impl Strategy<Value = Span> {
    (any::<u32>(), any::<u32>()).prop_map(|(a, b)| Span::new(a.min(b), a.max(b)))
}

fn one_import() -> impl Strategy<Value = FileImports> {
    let name = || proptest::option::of("[a-zé]{0,9}");
    let names = ("[a-zé.]{0,20}", name(), name());
    let places = (span(), span(), proptest::option::of(span()));
    let rest = (0..4_u32, any::<u32>(), 0..32_u8);
    (names, places, rest).prop_map(|((module, name, alias), places, rest)| {
        let mut imports = FileImports::default();
        imports.push(ImportRecord {
            level: rest.0,
            module: &module,
            name: name.as_deref(),
            alias: alias.as_deref(),
            statement: places.0,
            span: places.1,
            line: rest.1,
            kinds: ImportKinds::from_bits_truncate(rest.2),
            comment: places.2,
        });
        imports
    })
}

pub(super) fn file_imports() -> impl Strategy<Value = FileImports> {
    let reading = prop_oneof![
        Just(Reading::Recognised),
        Just(Reading::InDoubt),
        Just(Reading::Verified)
    ];
    let errors = proptest::collection::vec(("[ -ÿ]{0,30}", span()), 0..3);
    let parts = proptest::collection::vec(one_import(), 0..6);
    (parts, errors, reading).prop_map(|(parts, errors, reading)| {
        let mut imports = FileImports::default();
        for record in parts.iter().flat_map(FileImports::iter) {
            imports.push(record);
        }
        for (message, span) in errors {
            imports.push_error(SyntaxError { message, span });
        }
        imports.set_reading(reading);
        imports
    })
}

fn moment() -> impl Strategy<Value = Moment> {
    (any::<i64>(), any::<u32>()).prop_map(|(seconds, nanoseconds)| Moment {
        seconds,
        nanoseconds,
    })
}

pub(super) fn stamp() -> impl Strategy<Value = Stamp> {
    let identity = (moment(), any::<u64>());
    let identity = identity.prop_map(|(changed, inode)| Identity { changed, inode });
    let identity = proptest::option::of(identity);
    (any::<u64>(), moment(), identity).prop_map(|(size, modified, identity)| Stamp {
        size,
        modified,
        identity,
    })
}

fn blob() -> impl Strategy<Value = Option<BlobId>> {
    proptest::option::of(prop_oneof![
        any::<[u8; 20]>().prop_map(BlobId::Sha1),
        any::<[u8; 32]>().prop_map(BlobId::Sha256),
    ])
}

type File = (Stamp, u64, Option<BlobId>, FileImports);

pub(super) fn files() -> impl Strategy<Value = BTreeMap<Vec<u8>, File>> {
    let key = proptest::collection::vec(any::<u8>(), 0..12);
    let file = (stamp(), any::<u64>(), blob(), file_imports());
    proptest::collection::btree_map(key, file, 0..12)
}

pub(super) fn store_all(cache: &Cache, files: &BTreeMap<Vec<u8>, File>) {
    let mut update = cache.update();
    for (key, (stamp, content, blob, imports)) in files {
        let fresh = Fresh {
            stamp: *stamp,
            hash: hash(&content.to_string()),
            blob: *blob,
            imports,
        };
        update.add(key, fresh);
    }
    update.write(|_| false).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_stored_comes_back(first in files(), second in files()) {
        let folder = folder();
        store_all(&open(folder.path(), Trust::Stamp, 0), &first);
        let cache = open(folder.path(), Trust::Stamp, 100);
        prop_assert_eq!(cache.len(), first.len());
        // Those of the first that are not in the second are kept as they are.
        let mut all = first.clone();
        all.extend(second.clone());
        let mut update = cache.update();
        for (key, (stamp, content, blob, imports)) in &second {
            let (stamp, hash) = (*stamp, hash(&content.to_string()));
            update.add(key, Fresh { stamp, hash, blob: *blob, imports });
        }
        update.write(|_| true).unwrap();
        let cache = open(folder.path(), Trust::Stamp, 200);
        prop_assert_eq!(cache.len(), all.len());
        for (key, (stamp, content, blob, imports)) in &all {
            let record = cache.find_by_hash(key, hash(&content.to_string()));
            let record = record.expect("it was stored");
            prop_assert_eq!(record.stamp(), *stamp);
            prop_assert_eq!(record.blob(), *blob);
            prop_assert_eq!(record.reading(), imports.reading());
            let restored = record.imports();
            prop_assert_eq!(restored.as_ref(), Some(imports));
            let read_at = START + if second.contains_key(key) { 100 } else { 0 };
            let racy = Racy::of(stamp, Some(at(read_at)));
            let trusted = !racy.modified && !racy.changed;
            prop_assert_eq!(cache.find(key, stamp).is_some(), trusted);
        }
        let unknown = b"not a key of any file".as_slice();
        prop_assert!(cache.find(unknown, &settled(1)).is_none());
    }
}
