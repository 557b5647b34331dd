//! Temporary files: of killed runs, and of living ones.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use super::*;
use crate::folder::Temporary;

/// Sets the mtime of a temporary file back, as if it had been made then.
fn age(file: &File, seconds: u64) {
    let past = SystemTime::now() - Duration::from_secs(seconds);
    file.set_modified(past).unwrap();
}

/// A temporary file of a killed run, of this age.
fn leave(folder: &Path, name: &str, seconds: u64) {
    let path = folder.join("cache");
    fs::create_dir_all(&path).unwrap();
    age(&File::create(path.join(name)).unwrap(), seconds);
}

/// Opens the cache as a run does, and gives what there is to complain about.
fn start(folder: &Path) -> Option<Problem> {
    Cache::open(options(folder, Trust::Stamp)).1
}

#[test]
fn what_killed_runs_left_behind_is_removed() {
    let folder = folder();
    leave(folder.path(), "imports-1-2-3.tmp", 61);
    leave(folder.path(), "imports-4-5-6.tmp", 30);
    leave(folder.path(), "imports.tmp", 1_000);
    leave(folder.path(), "mine-1.tmp", 1_000);
    assert_eq!(start(folder.path()), None);
    let left = ["imports-4-5-6.tmp", "imports.tmp", "mine-1.tmp"];
    assert_eq!(names(folder.path()), left);
}

#[test]
fn what_a_living_run_is_writing_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("cache");
    fs::create_dir(&path).unwrap();
    let living = Temporary::create(&path).unwrap();
    let name = names(folder.path()).remove(0);
    age(
        &File::options().append(true).open(path.join(&name)).unwrap(),
        1_000,
    );
    assert_eq!(start(folder.path()), None);
    assert_eq!(names(folder.path()), [name]);
    drop(living);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn opening_leaves_nothing_behind() {
    let folder = folder();
    assert_eq!(start(folder.path()), None);
    assert!(names(folder.path()).is_empty());
}
