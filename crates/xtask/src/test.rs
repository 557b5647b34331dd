//! `cargo xtask test`: the one command that runs all tests.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Instant;

use crate::workspace::Workspace;
use crate::{Result, process, python};

/// Sets up Python and the corpus, then runs `cargo test` over the workspace with `args` added.
pub(crate) fn run(args: &[String]) -> Result {
    let workspace = Workspace::find()?;
    let interpreter = python::environment(&workspace)?;
    let corpus = python::corpus(&workspace, &interpreter)?;
    let import_linter = python::import_linter(&workspace, &interpreter)?;

    let mut command = process::cargo(&workspace);
    command.args(["test", "--no-fail-fast"]);
    if !names_a_package(args) {
        command.arg("--workspace");
    }
    command
        .args(args)
        .env("BUTTRESS_TEST_PYTHON", &interpreter)
        .env("BUTTRESS_TEST_CORPUS", &corpus)
        .env("BUTTRESS_TEST_IMPORT_LINTER", &import_linter)
        .stdout(Stdio::piped());
    let described = process::describe(&command);
    eprintln!("$ {described}");

    let start = Instant::now();
    let mut child = command
        .spawn()
        .map_err(|error| format!("could not start `{described}`: {error}"))?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(|error| format!("lost the output of the tests: {error}"))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            tally.read(&line);
        }
    }
    let status = child
        .wait()
        .map_err(|error| format!("lost `{described}`: {error}"))?;
    println!("\nall tests: {tally}, {} s", start.elapsed().as_secs());
    match (status.success(), tally.passed) {
        (true, 1..) => Ok(()),
        (true, 0) => Err("no test was run".to_owned()),
        (false, _) => Err(format!("`{described}` failed ({status})")),
    }
}

fn names_a_package(args: &[String]) -> bool {
    let own = args.iter().take_while(|arg| *arg != "--");
    own.into_iter()
        .any(|arg| arg.starts_with("-p") || arg.starts_with("--package"))
}

/// The sum of the runners' closing lines.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    runs: u64,
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Tally {
    /// Adds a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
    fn read(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        self.runs += 1;
        let mut previous = "";
        for word in counts.split([' ', ';']).filter(|word| !word.is_empty()) {
            let count = previous.parse().unwrap_or(0);
            match word {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
            previous = word;
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            runs,
            passed,
            failed,
            ignored,
        } = self;
        write!(
            f,
            "{passed} passed, {failed} failed, {ignored} ignored in {runs} test runs"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_added_up() {
        let mut tally = Tally::default();
        tally.read("running 3 tests");
        tally.read(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        );
        tally.read("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured");
        assert_eq!(
            tally.to_string(),
            "15 passed, 2 failed, 1 ignored in 2 test runs"
        );
    }

    #[test]
    fn a_package_is_seen_before_the_dashes_only() {
        let args = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(names_a_package(&args("-p buttress_graph")));
        assert!(names_a_package(&args("--package=buttress_graph")));
        assert!(!names_a_package(&args("--doc -- -p")));
    }
}
