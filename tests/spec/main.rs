//! Black-box tests of what buttress says about Python projects: the cases of `tests/spec/*.md` and
//! the projects of `examples/`. The notation is described in `tests/spec/README.md`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod case;
mod examples;
mod expectation;
mod observed;
mod program;
mod run;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

/// The root of the workspace.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = examples::trials();
    for (file, text) in spec_files() {
        let cases = case::parse(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(!cases.is_empty(), "{file} has no tests");
        for case in cases {
            let name = format!("spec::{file}::{}", case.name);
            trials.push(Trial::test(name, move || {
                run::check(&case).map_err(Failed::from)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The names (without `.md`) and texts of the spec files, sorted.
fn spec_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("tests/spec")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "md") && name != "README" {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}
