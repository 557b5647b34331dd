//! The text of the command `lint-imports`, for people and scripts that know import-linter's.
//!
//! The layout is import-linter's own, with two deliberate differences: lines are never wrapped, and
//! a contract that could not be judged does not hide the others. Such a contract has a line of its
//! own among the verdicts, and what is wrong with it follows at the end.

mod broken;
mod errors;
mod page;
mod routes;
mod siblings;
mod verdicts;

use std::io;
use std::time::Duration;

use buttress_report::{ContractReport, Report, Status};

pub use errors::render_lint_imports_warnings;
use page::Page;

/// How to write the text of `lint-imports`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LintImportsOptions {
    /// Whether to colour text with ANSI escape sequences.
    pub color: bool,
    /// Whether the tool introduces itself first.
    pub logo: bool,
    /// Whether to say what was done before the report, and how long that took.
    pub verbose: bool,
    /// Whether to say in the report how long things took.
    pub show_timings: bool,
    /// How long things took.
    pub timings: LintImportsTimings,
}

/// How long things took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LintImportsTimings {
    /// From the beginning until the import graph was there.
    pub graph: Duration,
    /// Each contract of the report, in its order.
    pub contracts: Vec<Duration>,
}

/// Writes a report as `lint-imports` does, in many small pieces: buffer the writer.
///
/// Of the imports it needs the lines of their statements, and no [places](crate::places).
///
/// # Errors
///
/// Those of the writer.
pub fn render_lint_imports(
    report: &Report,
    options: &LintImportsOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page::new(options.color);
    if options.logo {
        introduce(page, out)?;
    }
    if options.verbose {
        verdicts::write_progress(report, &options.timings, page, out)?;
    }
    if !report.contracts.iter().any(is_judged) {
        return errors::write(report, page, out);
    }
    let timings = options.show_timings.then_some(&options.timings);
    verdicts::write(report, timings, page, out)?;
    broken::write(report, page, out)?;
    if errors::exist(report) {
        write!(out, "\n\n")?;
        page.heading("Not checked", out)?;
        errors::write(report, page, out)?;
    }
    Ok(())
}

/// Says which tool this is, so that a log does not claim to be another's.
fn introduce(page: Page, out: &mut dyn io::Write) -> io::Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let line = format!("buttress {version}, checking as lint-imports does");
    writeln!(out, "\n{}\n", page.bold(&line))
}

fn is_judged(contract: &ContractReport) -> bool {
    contract.status != Status::Error
}
