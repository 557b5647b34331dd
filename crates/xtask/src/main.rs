//! Developer tasks: `cargo xtask test`, `lint`, `schema`, `bench`.
//!
//! Needs nothing but the Rust toolchain and, for the tests, Python. Depends on no crate of the
//! house, so it builds in a second and still works when they do not.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer tool talks to the terminal"
)]

mod bench;
mod lint;
mod process;
mod python;
mod schema;
mod test;
mod workspace;

use std::env;
use std::process::ExitCode;

/// What went wrong, for the developer to read.
type Result<T = ()> = std::result::Result<T, String>;

const HELP: &str = "\
Developer tasks

Usage: cargo xtask <TASK>

Tasks:
  test [ARGS]   set up Python and the test packages, then run all tests (ARGS go to `cargo test`)
  lint          formatting, clippy and rustdoc, warnings denied
  schema        write what is generated: the JSON schemas and the reference of options
  bench [ARGS]  compare speed and memory with other tools; writes docs/benchmarks.md (`bench --help`)
  help          show this text

Environment:
  BUTTRESS_PYTHON      the Python 3.10+ to make .venv with (default: python3, then python)
  BUTTRESS_TEST_SEED   the first seed of generated tests (default: 1)
  BUTTRESS_FUZZ_CASES  how many projects to compare with import-linter on (default: some hundreds)
";

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let task = args.next();
    let rest: Vec<String> = args.collect();
    let outcome = match task.as_deref() {
        Some("test") => test::run(&rest),
        Some("lint") => lint::run(),
        Some("schema") => schema::run(),
        Some("bench") => bench::run(&rest),
        Some("help" | "-h" | "--help") => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no task `{other}`\n\n{HELP}")),
        None => Err(HELP.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
