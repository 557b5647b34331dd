//! The arrows between our crates, and who may name which library.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::sizes;

/// What each crate may use of ours, directly. A crate may appear only below those it uses, so the
/// table reads upwards; dev-dependencies are free.
const ARROWS: &[(&str, &[&str])] = &[
    ("buttress_source", &[]),
    ("buttress_imports", &["buttress_source"]),
    ("buttress_cache", &["buttress_source"]),
    ("buttress_git", &["buttress_cache"]),
    ("buttress_graph", &["buttress_source"]),
    ("buttress_contracts", &["buttress_graph", "buttress_source"]),
    (
        "buttress_report",
        &["buttress_contracts", "buttress_graph", "buttress_source"],
    ),
    (
        "buttress_files",
        &["buttress_cache", "buttress_graph", "buttress_source"],
    ),
    ("buttress_python", &["buttress_files"]),
    (
        "buttress_project",
        &[
            "buttress_cache",
            "buttress_contracts",
            "buttress_files",
            "buttress_git",
            "buttress_graph",
            "buttress_imports",
            "buttress_python",
            "buttress_report",
            "buttress_source",
        ],
    ),
    (
        "buttress_config",
        &[
            "buttress_contracts",
            "buttress_files",
            "buttress_graph",
            "buttress_project",
            "buttress_report",
            "buttress_source",
        ],
    ),
    (
        "buttress_render",
        &["buttress_graph", "buttress_report", "buttress_source"],
    ),
    (
        "buttress",
        &[
            "buttress_config",
            "buttress_contracts",
            "buttress_files",
            "buttress_graph",
            "buttress_imports",
            "buttress_project",
            "buttress_python",
            "buttress_render",
            "buttress_report",
            "buttress_source",
        ],
    ),
    ("buttress_cli", &["buttress"]),
    (
        "buttress_testing",
        &["buttress_contracts", "buttress_graph", "buttress_source"],
    ),
    ("xtask", &[]),
];

/// Libraries that exactly one crate of ours may use (dev-dependencies aside).
const OWNERS: &[(&str, &str)] = &[
    ("ariadne", "buttress_render"),
    ("clap", "buttress_cli"),
    ("encoding_rs", "buttress_source"),
    ("gix-attributes", "buttress_git"),
    ("gix-config", "buttress_git"),
    ("gix-hash", "buttress_git"),
    ("gix-index", "buttress_git"),
    ("ignore", "buttress_files"),
    ("mimalloc", "buttress_cli"),
    ("petgraph", "buttress_graph"),
    ("ruff_python_ast", "buttress_imports"),
    ("ruff_python_parser", "buttress_imports"),
    ("ruff_text_size", "buttress_imports"),
    ("toml", "buttress_config"),
    ("twox-hash", "buttress_cache"),
];

/// Crates that do no IO: none of them may use a library that does.
const PURE: &[&str] = &[
    "buttress_source",
    "buttress_imports",
    "buttress_graph",
    "buttress_contracts",
    "buttress_report",
];

/// Words that a pure crate's code has no business with.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::io",
    "println!",
    "eprintln!",
    "thread_local!",
];

/// What makes a static more than a constant. The same in a value is no global state.
const MUTABLE: &[&str] = &["mut ", "Cell", "Lock", "Mutex", "Atomic"];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .current_dir(super::root())
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .unwrap()
}

/// The names of what a package uses in its builds.
fn uses(package: &Package) -> BTreeSet<&str> {
    let used = package.dependencies.iter();
    used.filter(|dependency| dependency.kind != DependencyKind::Development)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

#[test]
fn arrows_between_crates_point_down_only() {
    let metadata = metadata();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let Some(below) = allowed.get(name) else {
            wrong.push(format!("{name} is not in the table of arrows"));
            continue;
        };
        let ours = uses(package)
            .into_iter()
            .filter(|used| allowed.contains_key(used));
        wrong.extend(
            ours.filter(|used| !below.contains(used))
                .map(|used| format!("{name} must not use {used}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_of_arrows_has_no_cycle_and_no_stranger() {
    let mut seen = BTreeSet::new();
    for (name, below) in ARROWS {
        for used in *below {
            assert!(
                seen.contains(used),
                "{name} uses {used}, which stands above it"
            );
        }
        assert!(seen.insert(*name), "{name} stands twice");
    }
    let metadata = metadata();
    let existing: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(seen, existing);
}

#[test]
fn each_guarded_library_has_exactly_one_user() {
    let metadata = metadata();
    for (library, owner) in OWNERS {
        let users: Vec<&str> = metadata
            .packages
            .iter()
            .filter(|package| uses(package).contains(library))
            .map(|package| package.name.as_str())
            .collect();
        assert_eq!(users, [*owner], "who uses {library}");
    }
}

#[test]
fn every_ruff_crate_is_guarded() {
    for package in &metadata().packages {
        for used in uses(package) {
            let guarded = OWNERS.iter().any(|(library, _)| *library == used);
            assert!(!used.starts_with("ruff_") || guarded, "{used} has no owner");
        }
    }
}

#[test]
fn pure_crates_do_no_io_and_hold_no_global_state() {
    let mut wrong = Vec::new();
    for name in PURE {
        let files = sizes::rust_files(&super::root().join("crates").join(name).join("src"));
        for file in files.iter().filter(|file| !sizes::is_test_file(file)) {
            let code = sizes::code_of(file);
            let found = IMPURE.iter().filter(|word| code.contains(**word));
            wrong.extend(found.map(|word| format!("{}: {word}", file.display())));
            let statics = code.lines().filter(|line| is_static(line));
            let found = statics.filter(|line| MUTABLE.iter().any(|word| line.contains(word)));
            wrong.extend(found.map(|line| format!("{}: {line}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a line declares a static, whatever its visibility.
fn is_static(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.find(|word| !word.starts_with("pub"));
    first == Some("static")
}

#[test]
fn core_types_do_not_derive_serialize() {
    let metadata = metadata();
    for package in &metadata.packages {
        if uses(package).contains("serde") {
            let name = package.name.as_str();
            assert!(
                ["buttress_config", "buttress_render"].contains(&name),
                "{name} uses serde"
            );
        }
    }
}

/// What `cargo tree` says the library face needs without its default features.
#[test]
fn the_bare_library_brings_no_terminal_and_no_config_format() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(super::root())
        .args(["tree", "--offline", "--package", "buttress"])
        .args(["--no-default-features", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    let names: BTreeSet<&str> = tree.lines().filter_map(|l| l.split(' ').next()).collect();
    assert!(names.contains("buttress_project"), "{names:?}");
    for library in [
        "clap",
        "toml",
        "ariadne",
        "buttress_config",
        "buttress_render",
    ] {
        assert!(!names.contains(library), "{library} in {names:?}");
    }
}
