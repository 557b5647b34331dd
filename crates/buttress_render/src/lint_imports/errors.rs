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
    let unjudged = contract.findings.iter();
    let unjudged = unjudged.filter(|finding| finding.code.nature() == Nature::Unjudged);
    let errors: Vec<_> = unjudged
        .filter(|finding| finding.severity == contract.severity)
        .collect();
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
    let line = match &finding.option {
        Some(option) => of_option(option, finding),
        None => sentence(finding),
    };
    writeln!(out, "{indent}{}", page.bold(&line))?;
    // What is meant by an unknown option is said on its line.
    let help = finding.help.iter();
    for help in help.filter(|_| meant(finding).is_none()) {
        writeln!(out, "{indent}    {}", clean(help))?;
    }
    if let Some(place) = place_of_diagnostic(finding) {
        writeln!(out, "{indent}    ({place})")?;
    }
    Ok(())
}

/// Writes the warnings about the project, which import-linter does not have.
///
/// # Errors
///
/// Those of the writer.
pub fn render_lint_imports_warnings(
    report: &Report,
    color: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page::new(color);
    let warnings = report.findings.iter();
    for warning in warnings.filter(|finding| finding.severity == Severity::Warning) {
        let place = place_of_diagnostic(warning);
        let place = place.map_or_else(String::new, |place| format!("{place}: "));
        let lead = page.yellow("warning:");
        writeln!(out, "{place}{lead} {}", clean(&warning.message))?;
        if let Some(help) = &warning.help {
            writeln!(out, "    {}", clean(help))?;
        }
    }
    Ok(())
}

/// What a finding says about an option, as import-linter says it: the option's name first.
fn of_option(option: &str, finding: &Diagnostic) -> String {
    let said = match finding.code {
        Code::MissingOption => "This is a required field.".to_owned(),
        Code::UnknownOption => match meant(finding) {
            Some(near) => format!("Unrecognized option. Did you mean '{}'?", clean(near)),
            None => "Unrecognized option.".to_owned(),
        },
        _ => sentence(finding),
    };
    format!("{}: {said}", clean(option))
}

/// The option that was meant by an unknown one.
fn meant(finding: &Diagnostic) -> Option<&str> {
    let help = finding.help.as_deref()?;
    let is_unknown = finding.code == Code::UnknownOption && finding.option.is_some();
    let near = help.strip_prefix("did you mean `")?.strip_suffix("`?")?;
    is_unknown.then_some(near)
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
