use std::path::{Path, PathBuf};

use crate::{MemoryFiles, broken_importlinter, discover, misspelt_table};

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

#[test]
fn names_that_are_almost_right_are_found_where_a_configuration_would_be() {
    let start = Path::new("/a/b");
    let found = |files: &[(&str, &str)]| {
        let files = MemoryFiles::new(files.iter().copied());
        misspelt_table(&files, start).map(|(path, written, meant)| {
            let path = path.display().to_string().replace('\\', "/");
            (path, written, meant)
        })
    };
    let slip = ("/a/pyproject.toml", "[tool.ruff]\n[tool.buttres]\nx = = 1");
    let expected = (
        "/a/pyproject.toml".to_owned(),
        "buttres".to_owned(),
        "buttress",
    );
    assert_eq!(found(&[slip]), Some(expected));
    assert_eq!(found(&[slip, ("/a/b/.git", "")]), None);
    assert_eq!(
        found(&[("/pyproject.toml", "[tool.ruff]\n[buttres]\n")]),
        None
    );
    let dashed = found(&[("/a/b/pyproject.toml", "[tool.Import_Linter]\nx = 1")]);
    assert_eq!(dashed.map(|(_, _, meant)| meant), Some("importlinter"));
}

#[test]
fn a_file_at_which_import_linter_stops_is_found() {
    let found = |files: &[(&str, &str)]| {
        broken_importlinter(&MemoryFiles::new(files.iter().copied()), Path::new("/a"))
    };
    let broken = found(&[("/a/setup.cfg", "[x]\n"), ("/a/pyproject.toml", "[x")]);
    assert_eq!(broken, Some(PathBuf::from("/a/pyproject.toml")));
    assert_eq!(
        found(&[("/a/setup.cfg", "[x]\n"), ("/setup.cfg", "x")]),
        None
    );
}
