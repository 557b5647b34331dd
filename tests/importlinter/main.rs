//! buttress beside import-linter: the same projects, the same contracts, the same verdicts.
//!
//! The comparisons themselves are Python, because the other side is: `fuzz.py` (random and real
//! code bases), `functional.py` and `units.py` (import-linter's own tests, run on buttress).
//! `BUTTRESS_FUZZ_CASES` sets how many cases the fuzzer runs, `BUTTRESS_TEST_SEED` the first seed.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may say what it did and what it skipped"
)]

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// The value of an environment variable that `cargo xtask test` sets; none, with a word about it.
fn given(variable: &str) -> Option<OsString> {
    let value = std::env::var_os(variable);
    if value.is_none() {
        eprintln!("skipped: {variable} is not set; `cargo xtask test` sets it");
    }
    value
}

/// Runs a script of this folder on the binary; fails the test if the script fails.
fn run(script: &str, arguments: &[OsString]) {
    let Some(python) = given("BUTTRESS_TEST_PYTHON") else {
        return;
    };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/importlinter");
    let output = Command::new(python)
        .arg("-B")
        .arg(folder.join(script))
        .arg(env!("CARGO_BIN_EXE_buttress"))
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complaints = String::from_utf8_lossy(&output.stderr);
    println!("{script}: {said}");
    assert!(
        output.status.success(),
        "{script} found differences:\n{said}\n{complaints}"
    );
}

fn words(line: &str) -> Vec<OsString> {
    line.split_whitespace().map(OsString::from).collect()
}

/// The unpacked source distribution of import-linter, as the arguments of a script.
fn source_distribution() -> Option<Vec<OsString>> {
    given("BUTTRESS_TEST_IMPORT_LINTER").map(|folder| vec![folder])
}

#[test]
fn random_projects_unchanged() {
    run("fuzz.py", &words("--cases 300 --seconds 40"));
}

#[test]
fn random_projects_in_our_own_dialect() {
    run(
        "fuzz.py",
        &words("--dialect native --cases 100 --seconds 20"),
    );
}

#[test]
fn real_packages() {
    let Some(corpus) = given("BUTTRESS_TEST_CORPUS") else {
        return;
    };
    let mut arguments = words("--cases 15 --contracts 8 --seconds 25 --corpus");
    arguments.push(corpus);
    run("fuzz.py", &arguments);
}

#[test]
fn configurations_made_by_hand() {
    run("configurations.py", &[]);
}

#[test]
fn functional_tests_of_import_linter() {
    if let Some(arguments) = source_distribution() {
        run("functional.py", &arguments);
    }
}

#[test]
fn unit_tests_of_import_linter() {
    if let Some(arguments) = source_distribution() {
        run("units.py", &arguments);
    }
}
