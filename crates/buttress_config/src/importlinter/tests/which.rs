use std::path::{Path, PathBuf};

use buttress_report::Dialect;

use crate::tests::render;
use crate::{MemoryFiles, discover, load_in};

const SESSION: &str = "[importlinter]\nroot_package = p\n";
const CONTRACT: &str = "[importlinter:contract:c]\nname = n\n";
const TOML: &str = "[tool.importlinter]\nroot_package = 'p'\n";
const BROKEN: &str = "[metadata]\nname = x\nname = y\n";

/// What lies in the folder `/r`, and what import-linter 2.16 reads there.
type Case = (
    &'static [(&'static str, &'static str)],
    Option<&'static str>,
);

const CASES: &[Case] = &[
    (&[("setup.cfg", SESSION)], Some("setup.cfg")),
    (&[(".importlinter", SESSION)], Some(".importlinter")),
    (&[("pyproject.toml", TOML)], Some("pyproject.toml")),
    (
        &[
            ("setup.cfg", SESSION),
            (".importlinter", SESSION),
            ("pyproject.toml", TOML),
        ],
        Some("setup.cfg"),
    ),
    (
        &[
            ("setup.cfg", "[metadata]"),
            (".importlinter", SESSION),
            ("pyproject.toml", TOML),
        ],
        Some(".importlinter"),
    ),
    // Contracts without the section of the session do not count.
    (
        &[(".importlinter", CONTRACT), ("pyproject.toml", TOML)],
        Some("pyproject.toml"),
    ),
    (&[(".importlinter", CONTRACT)], Some(".importlinter")),
    (&[("setup.cfg", CONTRACT)], None),
    (&[("setup.cfg", "[Importlinter]\n")], None),
    (&[("pyproject.toml", "[tool.importlinter]\n")], None),
    (&[("pyproject.toml", "[tool.uv]\n")], None),
    (&[("other.ini", SESSION)], None),
    // A broken file stops the search, but only if there is something to be found.
    (
        &[("setup.cfg", BROKEN), (".importlinter", SESSION)],
        Some("setup.cfg"),
    ),
    (&[("setup.cfg", BROKEN)], None),
    (&[("setup.cfg", "[importlinter\n")], Some("setup.cfg")),
    (
        &[("pyproject.toml", "[tool.importlinter\n")],
        Some("pyproject.toml"),
    ),
    (&[("pyproject.toml", "[tool.uv\n")], None),
    // The native configuration wins, however far up.
    (
        &[(".importlinter", SESSION), ("../buttress.toml", "")],
        Some("../buttress.toml"),
    ),
    (
        &[(
            "pyproject.toml",
            "[tool.importlinter]\nx = 1\n[tool.buttress]\n",
        )],
        Some("pyproject.toml"),
    ),
    (&[("../.importlinter", SESSION)], None),
];

fn files(files: &[(&str, &str)]) -> MemoryFiles {
    let path = |name: &str| match name.strip_prefix("../") {
        Some(name) => format!("/{name}"),
        None => format!("/r/{name}"),
    };
    MemoryFiles::new(files.iter().map(|(name, text)| (path(name), *text)))
}

#[test]
fn the_same_file_counts_as_with_import_linter() {
    for (given, expected) in CASES {
        let found = discover(&files(given), Path::new("/r"));
        let expected = expected.map(|name| match name.strip_prefix("../") {
            Some(name) => PathBuf::from(format!("/{name}")),
            None => PathBuf::from(format!("/r/{name}")),
        });
        assert_eq!(found, expected, "{given:?}");
    }
}

#[test]
fn a_named_file_tells_its_dialect_by_name_and_content() {
    for (name, text, dialect) in [
        ("buttress.toml", TOML, Dialect::Buttress),
        ("pyproject.toml", TOML, Dialect::ImportLinter),
        ("pyproject.toml", "[tool.buttress]\n", Dialect::Buttress),
        (
            "pyproject.toml",
            "[tool.buttress]\n[tool.importlinter]\nx=1",
            Dialect::Buttress,
        ),
        ("pyproject.toml", "", Dialect::Buttress),
        ("linter.toml", TOML, Dialect::ImportLinter),
        ("linter.toml", "root_packages = []", Dialect::Buttress),
        ("x.ini", "", Dialect::ImportLinter),
        ("setup.cfg", "", Dialect::ImportLinter),
        (".importlinter", "", Dialect::ImportLinter),
        ("my.importlinter", "", Dialect::ImportLinter),
        ("contracts", SESSION, Dialect::ImportLinter),
        ("contracts", "root_packages = []", Dialect::Buttress),
    ] {
        let path = PathBuf::from(format!("/r/{name}"));
        let settings = load_in(&files(&[(name, text)]), &path, Path::new("/r"));
        assert_eq!(settings.config.unwrap().dialect, dialect, "{name}: {text}");
    }
}

#[test]
fn packages_are_imported_from_the_working_directory() {
    let files = MemoryFiles::new([("/r/ci/x.ini", SESSION)]);
    let inside = load_in(&files, Path::new("/r/ci/x.ini"), Path::new("/r"));
    assert_eq!(inside.base, Path::new("/r"));
    assert_eq!(inside.config.unwrap().path, "ci/x.ini");
    let outside = load_in(&files, Path::new("/r/ci/x.ini"), Path::new("/w"));
    assert_eq!(outside.base, Path::new("/w"));
    assert_eq!(outside.config_files[0].path, "/r/ci/x.ini");
}

#[test]
fn a_configuration_that_does_not_count_is_told() {
    let native = files(&[("buttress.toml", ""), (".importlinter", SESSION)]);
    let settings = load_in(&native, Path::new("/r/buttress.toml"), Path::new("/r"));
    insta::assert_snapshot!(render(&settings), @r"
    .importlinter: ignored-config: import-linter's configuration in `.importlinter` is ignored, because `buttress.toml` counts
        help: remove it once nobody runs import-linter here any more
    ");
    let both = "[tool.importlinter]\nx = 1\n[tool.buttress]\n";
    let both = MemoryFiles::new([("/r/pyproject.toml", both), ("/r/sub/setup.cfg", SESSION)]);
    let settings = load_in(&both, Path::new("/r/pyproject.toml"), Path::new("/r/sub"));
    insta::assert_snapshot!(render(&settings), @r"
    pyproject.toml: ignored-config: `[tool.importlinter]` of `pyproject.toml` is ignored, because `[tool.buttress]` counts
        help: remove it once nobody runs import-linter here any more
    sub/setup.cfg: ignored-config: import-linter's configuration in `sub/setup.cfg` is ignored, because `pyproject.toml` counts
        help: remove it once nobody runs import-linter here any more
    ");
}

#[test]
fn a_file_of_both_dialects_can_be_read_as_import_linters() {
    let both = "[tool.importlinter]\nroot_package = 'p'\n[tool.buttress]\n";
    let files = files(&[("pyproject.toml", both)]);
    let (path, folder) = (Path::new("/r/pyproject.toml"), Path::new("/r"));
    let settings = crate::load_importlinter(&files, path, folder);
    assert_eq!(settings.config.unwrap().dialect, Dialect::ImportLinter);
    assert_eq!(settings.root_packages.unwrap().len(), 1);
}
