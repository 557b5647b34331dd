//! What all tests of the cache share: a folder of their own, and files that were never there.

mod damage;
mod files;
mod hostile;
mod litter;
mod round_trip;
mod together;
mod trust;
mod writing;

use std::path::Path;

use buttress_source::{FileImports, ImportKinds, ImportRecord, Reading, Span, SyntaxError};
use tempfile::TempDir;

use crate::stamp::{Identity, Moment};
use crate::{BlobId, Cache, CacheOptions, ContentHash, Fresh, Problem, Stamp, Trust, Written};

/// When the runs of the tests start, in seconds.
const START: i64 = 1_000_000;

fn at(seconds: i64) -> Moment {
    Moment {
        seconds,
        nanoseconds: 5,
    }
}

/// The stamp of a file that nobody has touched for long.
fn settled(inode: u64) -> Stamp {
    Stamp {
        size: 10,
        modified: at(START - 1_000),
        identity: Some(Identity {
            changed: at(START - 900),
            inode,
        }),
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn options(folder: &Path, trust: Trust) -> CacheOptions {
    CacheOptions {
        folder: folder.join("cache"),
        extractor: "extractor 1".to_owned(),
        trust,
    }
}

/// The cache of a run that starts `later` seconds after [`START`].
fn open(folder: &Path, trust: Trust, later: i64) -> Cache {
    let (cache, problem) = Cache::open_at(options(folder, trust), Some(at(START + later)));
    assert_eq!(problem, None);
    cache
}

/// What opening the cache complains about.
fn complaint(folder: &Path) -> Option<Problem> {
    let (cache, problem) = Cache::open_at(options(folder, Trust::Stamp), None);
    assert!(problem.is_none() || cache.is_empty());
    problem
}

/// Imports of one name, which says what was read.
fn imports(name: &str) -> FileImports {
    let mut imports = FileImports::default();
    imports.push(ImportRecord {
        level: 1,
        module: "package",
        name: Some(name),
        alias: None,
        statement: Span::new(0, 20),
        span: Span::new(17, 20),
        line: 1,
        kinds: ImportKinds::CONDITIONAL,
        comment: None,
    });
    imports.push_error(SyntaxError {
        message: format!("`{name}` is odd"),
        span: Span::new(3, 4),
    });
    imports.set_reading(Reading::Verified);
    imports.shrink_to_fit();
    imports
}

fn hash(text: &str) -> ContentHash {
    ContentHash::of(text.as_bytes())
}

/// Adds files that read as their text says, each with its stamp, and keeps all others.
fn store(cache: &Cache, files: &[(&str, Stamp, &str)]) -> Result<Written, Problem> {
    let read: Vec<FileImports> = files.iter().map(|(_, _, text)| imports(text)).collect();
    let mut update = cache.update();
    for ((key, stamp, text), imports) in files.iter().zip(&read) {
        let fresh = Fresh {
            stamp: *stamp,
            hash: hash(text),
            blob: None,
            imports,
        };
        update.add(key.as_bytes(), fresh);
    }
    update.write(|_| true)
}

/// What the cache says of a file with this stamp.
fn read(cache: &Cache, key: &str, stamp: &Stamp) -> Option<FileImports> {
    let record = cache.find(key.as_bytes(), stamp)?;
    Some(record.imports().unwrap())
}

fn cache_file(folder: &Path) -> std::path::PathBuf {
    crate::folder::file_in(&folder.join("cache"))
}

/// The names of what is in the cache folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder.join("cache")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
