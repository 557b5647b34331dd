//! Files and functions stay small enough to be read in one go.

use std::fs;
use std::path::{Path, PathBuf};

/// Lines of code that a file may have, its tests not counted.
const LIMIT: usize = 400;

/// All Rust files below a folder, sorted.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The lines of a file that are neither comments nor its test module.
pub(crate) fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a file holds nothing but tests.
pub(crate) fn is_test_file(path: &Path) -> bool {
    let inside = path.strip_prefix(super::root()).unwrap_or(path);
    let mut parts = inside.components();
    parts.any(|part| {
        ["tests", "tests.rs", "benches"]
            .map(AsRef::as_ref)
            .contains(&part.as_os_str())
    })
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut long = Vec::new();
    for path in rust_files(&super::root().join("crates")) {
        let inside = path.strip_prefix(super::root()).unwrap();
        let lines = code_of(&path).lines().count();
        if lines > LIMIT && !is_test_file(&path) {
            long.push(format!("{}: {lines} lines", inside.display()));
        }
    }
    assert!(long.is_empty(), "split these: {long:#?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut silent = Vec::new();
    for path in rust_files(&super::root().join("crates")) {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//!") && !is_test_file(&path) {
            silent.push(path);
        }
    }
    assert!(silent.is_empty(), "no `//!` at the top: {silent:#?}");
}
