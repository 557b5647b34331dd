//! Several runs at once on the same folder.

use std::thread;

use super::*;

const KEYS: [&str; 3] = ["a", "b", "c"];

/// Stores all keys with the text of one writer.
fn store_generation(folder: &Path, text: &str) {
    let cache = open(folder, Trust::Stamp, 0);
    let files = KEYS.map(|key| (key, settled(1), text));
    store(&cache, &files).unwrap();
}

/// The text that all keys have; none of an empty cache.
fn generation(folder: &Path) -> Option<FileImports> {
    let cache = open(folder, Trust::Stamp, 0);
    let read = KEYS.map(|key| read(&cache, key, &settled(1)));
    assert!(read.iter().all(|imports| *imports == read[0]), "{read:?}");
    read[0].clone()
}

#[test]
fn writers_and_readers_find_a_whole_cache_at_any_time() {
    let folder = folder();
    let path = folder.path();
    thread::scope(|scope| {
        let writers = [0, 1, 2].map(|writer| {
            scope.spawn(move || {
                for turn in 0..60 {
                    let padding = "x".repeat(writer * turn * 40);
                    store_generation(path, &format!("{writer}-{turn}-{padding}"));
                }
            })
        });
        let mut found = false;
        while writers.iter().any(|writer| !writer.is_finished()) {
            let generation = generation(path);
            assert!(
                generation.is_some() || !found,
                "the cache was gone for a moment"
            );
            found = generation.is_some();
        }
    });
    assert!(generation(path).is_some());
    assert_eq!(names(path), [".gitignore", "CACHEDIR.TAG", "imports.bin"]);
}

#[test]
fn an_open_cache_stays_what_it_was_when_another_run_writes() {
    let folder = folder();
    store_generation(folder.path(), "old");
    let early = open(folder.path(), Trust::Stamp, 0);
    store_generation(folder.path(), "new");
    assert_eq!(read(&early, "a", &settled(1)), Some(imports("old")));
    // The early run ends last: its cache is whole, if older.
    store(&early, &[("d", settled(1), "d")]).unwrap();
    assert_eq!(generation(folder.path()), Some(imports("old")));
}

#[test]
fn many_threads_may_ask_at_once() {
    let folder = folder();
    store_generation(folder.path(), "text");
    let cache = open(folder.path(), Trust::Stamp, 0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for key in KEYS.repeat(50) {
                    assert_eq!(read(&cache, key, &settled(1)), Some(imports("text")));
                }
            });
        }
    });
}
