//! Bytes that are not what was written: noticed, or at least survived.

use proptest::prelude::*;
use proptest::sample::Index;

use super::round_trip::{files, store_all};
use super::*;
use crate::header::{Header, LENGTH, extractor_hash};
use crate::image::Image;
use crate::{ProblemKind, Record};

const EXTRACTOR: &str = "extractor 1";

/// A folder with a cache of two files, and the bytes of it.
fn stored() -> (TempDir, Vec<u8>) {
    let folder = folder();
    let cache = open(folder.path(), Trust::Stamp, 0);
    store(&cache, &[("a", settled(1), "a"), ("b", settled(2), "b")]).unwrap();
    let bytes = std::fs::read(cache_file(folder.path())).unwrap();
    (folder, bytes)
}

/// What opening says when these are the bytes of the file.
fn says(folder: &TempDir, bytes: &[u8]) -> Option<ProblemKind> {
    std::fs::write(cache_file(folder.path()), bytes).unwrap();
    complaint(folder.path()).map(|problem| problem.kind)
}

#[test]
fn every_cut_is_noticed() {
    let (folder, bytes) = stored();
    assert_eq!(says(&folder, &bytes), None);
    for length in 0..bytes.len() {
        let says = says(&folder, &bytes[..length]);
        assert_eq!(says, Some(ProblemKind::Damaged), "{length}");
    }
    let longer = [&bytes[..], b"\0"].concat();
    assert_eq!(says(&folder, &longer), Some(ProblemKind::Damaged));
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (folder, mut bytes) = stored();
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        let says = says(&folder, &bytes);
        // Another version is no damage, but no cache either.
        let expected = (!(64..128).contains(&bit)).then_some(ProblemKind::Damaged);
        assert_eq!(says, expected, "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    assert_eq!(says(&folder, &bytes), None);
}

#[test]
fn a_file_of_something_else_is_noticed_and_replaced() {
    let (folder, bytes) = stored();
    let foreign: [&[u8]; 4] = [b"", &[0; 4_096], b"SQLite format 3\0", &bytes[LENGTH..]];
    for other in foreign {
        assert_eq!(says(&folder, other), Some(ProblemKind::Damaged));
    }
    let (cache, _) = Cache::open(options(folder.path(), Trust::Stamp));
    store(&cache, &[("a", settled(1), "a")]).unwrap();
    assert_eq!(complaint(folder.path()), None);
    assert_eq!(open(folder.path(), Trust::Stamp, 0).len(), 1);
}

/// A change to the bytes of a body.
#[derive(Debug, Clone)]
enum Damage {
    Set(Index, u8),
    Cut(Index),
    Insert(Index, Vec<u8>),
    Remove(Index, u8),
    Copy(Index, Index, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<Index>;
    let few = prop_oneof![0..4_u8, Just(0x7f), Just(0x80), Just(0xff), any::<u8>()];
    prop_oneof![
        6 => (place(), few).prop_map(|(at, to)| Damage::Set(at, to)),
        1 => place().prop_map(Damage::Cut),
        1 => (place(), proptest::collection::vec(any::<u8>(), 1..6))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        1 => (place(), any::<u8>()).prop_map(|(at, length)| Damage::Remove(at, length)),
        1 => (place(), place(), any::<u8>())
            .prop_map(|(from, to, length)| Damage::Copy(from, to, length)),
    ]
}

fn apply(damage: &Damage, body: &mut Vec<u8>) {
    if body.is_empty() {
        return;
    }
    let length = body.len();
    match damage {
        Damage::Set(at, to) => body[at.index(length)] = *to,
        Damage::Cut(at) => body.truncate(at.index(length)),
        Damage::Insert(at, bytes) => {
            let at = at.index(length);
            body.splice(at..at, bytes.iter().copied());
        }
        Damage::Remove(at, count) => {
            let at = at.index(length);
            body.drain(at..length.min(at + usize::from(*count)));
        }
        Damage::Copy(from, to, count) => {
            let (from, to) = (from.index(length), to.index(length));
            let count = usize::from(*count).min(length - from).min(length - to);
            body.copy_within(from..from + count, to);
        }
    }
}

/// The file that these entries and names would be, had they been written on purpose.
fn seal(body: &[u8], header: Header) -> Vec<u8> {
    let tail = header.body() - header.entries;
    let header = Header {
        entries: (body.len() as u64).saturating_sub(tail),
        checksum: twox_hash::XxHash3_64::oneshot(body),
        ..header
    };
    [&header.write()[..], body].concat()
}

fn header_of(file: &[u8]) -> Header {
    let header = file.first_chunk().unwrap();
    Header::read(header, extractor_hash(EXTRACTOR)).unwrap()
}

/// Asks everything there is to ask, and writes what was found.
fn use_up(folder: &Path, keys: &[Vec<u8>]) {
    let (cache, _) = Cache::open(options(folder, Trust::RelaxedStamp));
    let mut update = cache.update();
    let numbers = 0..cache.len();
    let all = numbers.filter_map(|number| cache.image.entry(number).map(|entry| (number, entry)));
    let asked = keys.iter().filter_map(|key| cache.image.find(key));
    for (number, entry) in all.chain(asked) {
        let image = &cache.image;
        let record = Record {
            image,
            number,
            entry,
        };
        let imports = record.imports();
        let ends = imports.iter().flat_map(FileImports::iter);
        for import in ends {
            assert!(import.statement.start <= import.statement.end);
            assert!(import.span.start <= import.span.end);
        }
        cache.find(entry.key, &record.stamp());
        if number % 2 == 0 {
            update.keep(&record);
        } else {
            update.refresh(&record, settled(1), record.blob());
        }
    }
    if update.write(|key| key.len() % 2 == 0) == Ok(Written::Unchanged) {
        return;
    }
    let (again, problem) = Cache::open(options(folder, Trust::Stamp));
    assert_eq!(problem, None);
    assert!(again.len() <= cache.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damage_under_sound_checksums_is_survived(
        files in files().prop_filter("a cache", |files| !files.is_empty()),
        damages in proptest::collection::vec(damage(), 1..4),
        miscount in prop_oneof![4 => Just(0_i32), 1 => -2..3_i32, 1 => any::<i32>()],
        which in 0..3_u8,
    ) {
        let folder = folder();
        store_all(&open(folder.path(), Trust::Stamp, 0), &files);
        let path = cache_file(folder.path());
        let file = std::fs::read(&path).unwrap();
        let mut body = file[LENGTH..].to_vec();
        for damage in &damages {
            apply(damage, &mut body);
        }
        let header = header_of(&file);
        let [count, names, text] = [header.count, header.names, header.text];
        let miscounted = [count, names, text].map(|count| count.saturating_add_signed(miscount));
        let [count, names, text] = match which {
            0 => [miscounted[0], names, text],
            1 => [count, miscounted[1], text],
            _ => [count, names, miscounted[2]],
        };
        let header = Header { count, text, names, ..header };
        std::fs::write(&path, seal(&body, header)).unwrap();
        use_up(folder.path(), &files.keys().cloned().collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_at_all_are_survived(
        body in proptest::collection::vec(any::<u8>(), 0..200),
        count in 0..3_u32,
        names in 0..5_u32,
        text in 0..5_u32,
    ) {
        let folder = folder();
        let path = cache_file(folder.path());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let header = Header {
            extractor: extractor_hash(EXTRACTOR),
            count,
            entries: 0,
            text,
            names,
            used_names: 0,
            checksum: 0,
        };
        std::fs::write(&path, seal(&body, header)).unwrap();
        use_up(folder.path(), &[Vec::new()]);
    }
}

#[test]
fn keys_out_of_order_or_twice_are_damage() {
    let (_folder, bytes) = stored();
    let header = header_of(&bytes);
    let (body, names) = bytes[LENGTH..].split_at(usize::try_from(header.entries).unwrap());
    let (first, second) = body.split_at(body.len() / 2);
    let read = |entries: &[u8], count| {
        let body = [entries, names].concat();
        let header = header_of(&seal(&body, Header { count, ..header }));
        Image::check(&header, body).map(|image| image.len())
    };
    assert_eq!(read(body, 2), Some(2));
    assert_eq!(read(first, 1), Some(1));
    assert_eq!(read(&[second, first].concat(), 2), None);
    assert_eq!(read(&[first, first].concat(), 2), None);
    assert_eq!(read(body, 1), None);
    assert_eq!(read(body, 3), None);
}
