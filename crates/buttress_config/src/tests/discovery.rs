use std::path::{Path, PathBuf};

use crate::{MemoryFiles, discover};

/// What lies where, the folder that is asked from, and what is found.
type Case = (
    &'static [(&'static str, &'static str)],
    &'static str,
    Option<&'static str>,
);

const TABLE: &str = "[tool.buttress]";

const CASES: &[Case] = &[
    (&[("/buttress.toml", "")], "/a/b", Some("/buttress.toml")),
    (
        &[("/a/buttress.toml", ""), ("/buttress.toml", "")],
        "/a",
        Some("/a/buttress.toml"),
    ),
    (
        &[("/a/pyproject.toml", TABLE), ("/buttress.toml", "")],
        "/a/b",
        Some("/a/pyproject.toml"),
    ),
    (
        &[("/a/pyproject.toml", "[tool.uv]"), ("/buttress.toml", "")],
        "/a",
        Some("/buttress.toml"),
    ),
    (
        &[("/a/pyproject.toml", TABLE), ("/a/buttress.toml", "")],
        "/a",
        Some("/a/buttress.toml"),
    ),
    // A configuration that is broken is found all the same, to be complained about.
    (
        &[
            ("/a/pyproject.toml", "[tool.buttress]\nx = = 1"),
            ("/buttress.toml", ""),
        ],
        "/a",
        Some("/a/pyproject.toml"),
    ),
    (
        &[("/a/pyproject.toml", "[tool]\nbuttress = 1")],
        "/a",
        Some("/a/pyproject.toml"),
    ),
    (
        &[("/a/pyproject.toml", "\u{0}"), ("/buttress.toml", "")],
        "/a",
        Some("/buttress.toml"),
    ),
    // The root of a repository is the last folder that is looked into.
    (
        &[("/buttress.toml", ""), ("/a/.git/HEAD", "")],
        "/a/b",
        None,
    ),
    (
        &[("/buttress.toml", ""), ("/a/.git", "gitdir: x")],
        "/a/b",
        None,
    ),
    (
        &[("/buttress.toml", ""), ("/a/.hg/store", "")],
        "/a/b",
        None,
    ),
    (
        &[("/a/buttress.toml", ""), ("/a/.git/HEAD", "")],
        "/a/b",
        Some("/a/buttress.toml"),
    ),
    // A folder of that name is no configuration.
    (
        &[("/a/buttress.toml/x", ""), ("/buttress.toml", "")],
        "/a",
        Some("/buttress.toml"),
    ),
    (&[], "/a", None),
];

#[test]
fn the_nearest_configuration_counts() {
    for (files, start, expected) in CASES {
        let found = discover(&MemoryFiles::new(files.iter().copied()), Path::new(start));
        assert_eq!(found, expected.map(PathBuf::from), "{files:?} from {start}");
    }
}
