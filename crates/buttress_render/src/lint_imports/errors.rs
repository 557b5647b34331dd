//! The last part: what could not be judged, and why.

use std::io;

use buttress_report::{ContractReport, Diagnostic, Report, Status};
use buttress_source::{Code, Nature, Severity};

use super::page::Page;
use crate::text::clean;
use crate::wording::place_of_diagnostic;

/// Whether there is anything to say.
pub(super) fn exist(report: &Report) -> bool {
    let contracts = report.contracts.iter();
    contracts.map(|contract| contract.status).any(is_error) || of_project(report).next().is_some()
}

/// Writes the errors: those of the project, then those of each contract.
pub(super) fn write(report: &Report, page: Page, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in of_project(report) {
        write_finding(finding, "", page, out)?;
    }
    let unjudged = report.contracts.iter().filter(|c| is_error(c.status));
    for contract in unjudged {
        write_contract(contract, page, out)?;
    }
    Ok(())
}

fn write_contract(
    contract: &ContractReport,
    page: Page,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let errors: Vec<_> = contract.findings.iter().filter(|f| is_fatal(f)).collect();
    let name = clean(&contract.name);
    let heading = if errors.iter().any(|finding| is_about_options(finding.code)) {
        format!("Contract \"{name}\" is not configured correctly:")
    } else {
        format!("Contract \"{name}\" could not be checked:")
    };
    writeln!(out, "\n{}", page.bold(&heading))?;
    for finding in errors {
        write_finding(finding, "    ", page, out)?;
    }
    Ok(())
}

fn write_finding(
    finding: &Diagnostic,
    indent: &str,
    page: Page,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let line = sentence(finding);
    writeln!(out, "{indent}{}", page.bold(&line))?;
    if let Some(help) = &finding.help {
        writeln!(out, "{indent}    {}", clean(help))?;
    }
    if let Some(place) = place_of_diagnostic(finding) {
        writeln!(out, "{indent}    ({place})")?;
    }
    Ok(())
}

/// What a finding says, in import-linter's words where scripts may know them.
///
/// Those sentences name one thing, which our message has as its first name in backticks.
pub(super) fn sentence(finding: &Diagnostic) -> String {
    let message = clean(&finding.message);
    let named = message.split('`').nth(1).unwrap_or_default();
    let known = match finding.code {
        Code::UnmatchedIgnore => format!("No matches for ignored import {named}."),
        Code::MissingModule => format!("Module '{named}' does not exist."),
        Code::OverlappingModules => "Modules have shared descendants.".to_owned(),
        _ => return quoted(&message),
    };
    if named.is_empty() {
        quoted(&message)
    } else {
        known
    }
}

/// A message in the manner of import-linter: a sentence, with names in single quotes.
fn quoted(message: &str) -> String {
    let mut characters = message.chars();
    let first = characters.next().map(char::to_uppercase);
    let sentence: String = first.into_iter().flatten().chain(characters).collect();
    format!("{}.", sentence.replace('`', "'"))
}

fn of_project(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    report.findings.iter().filter(|finding| is_fatal(finding))
}

fn is_error(status: Status) -> bool {
    status == Status::Error
}

/// Whether a finding leaves something unjudged.
fn is_fatal(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error && finding.code.nature() == Nature::Unjudged
}

/// Whether a code says that a contract is written wrongly, whatever the graph is.
fn is_about_options(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownOption | Code::MissingOption | Code::InvalidValue | Code::DuplicateId
    )
}
