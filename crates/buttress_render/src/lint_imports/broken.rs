//! The second part: what breaks each broken contract.

use std::collections::BTreeSet;
use std::io;

use buttress_report::{ContractReport, Report, Status, ViolationReport};
use buttress_source::{Code, Nature};

use super::page::{Page, write_lines};
use super::{errors, routes, siblings};
use crate::text::clean;

/// What import-linter says below a list of children that no layer names.
const EXHAUSTIVE: &str = "(Since this contract is marked as 'exhaustive', every child of every \
                          container must be declared as a layer.)";

/// Writes the part, unless nothing is broken.
pub(super) fn write(report: &Report, page: Page, out: &mut dyn io::Write) -> io::Result<()> {
    let broken: Vec<_> = (report.contracts.iter())
        .filter(|contract| contract.status == Status::Broken)
        .collect();
    if broken.is_empty() {
        return Ok(());
    }
    write!(out, "\n\n")?;
    page.heading("Broken contracts", out)?;
    for contract in broken {
        page.subheading(&contract.name, out)?;
        write_violations(report, contract, page, out)?;
        if let Some(text) = &contract.text {
            write_lines(text.trim_end(), out)?;
            writeln!(out)?;
        }
        write_undeclared(contract, out)?;
        write_guidance(contract, out)?;
    }
    Ok(())
}

fn write_violations(
    report: &Report,
    contract: &ContractReport,
    page: Page,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if contract.kind == Code::Protected.as_str() {
        return siblings::write_protected(report, contract, out);
    }
    for cycle in &contract.cycles {
        siblings::write_cycle(cycle, page, out)?;
    }
    let forbidden = contract.kind == Code::Forbidden.as_str();
    for violation in in_order(contract, forbidden) {
        let (importer, imported) = (clean(&violation.importer), clean(&violation.imported));
        let heading = format!("{importer} is not allowed to import {imported}:");
        if forbidden {
            write!(out, "{}\n\n", page.bold(&heading))?;
            routes::write_chains(report, violation, out)?;
        } else {
            write!(out, "{heading}\n\n")?;
            routes::write_routes(report, violation, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The pairs, as import-linter sorts those of the type.
fn in_order(contract: &ContractReport, by_imported: bool) -> Vec<&ViolationReport> {
    let mut violations: Vec<_> = contract.violations.iter().collect();
    if by_imported {
        violations.sort_by_key(|violation| (&violation.imported, &violation.importer));
    }
    violations
}

/// What breaks the contract without being an import.
fn write_undeclared(contract: &ContractReport, out: &mut dyn io::Write) -> io::Result<()> {
    let errors = (contract.findings.iter())
        .filter(|f| f.severity == contract.severity && f.code.nature() == Nature::Verdict)
        .filter(|f| f.code != Code::CustomContract);
    let (undeclared, others): (Vec<_>, Vec<_>) =
        errors.partition(|finding| finding.code == Code::UndeclaredLayer);
    let undeclared: BTreeSet<&str> = (undeclared.iter())
        .filter_map(|finding| finding.module.as_deref())
        .collect();
    if !undeclared.is_empty() {
        write!(out, "The following modules are not listed as layers:\n\n")?;
        for module in undeclared {
            writeln!(out, "- {}", clean(module))?;
        }
        write!(out, "\n{EXHAUSTIVE}\n\n")?;
    }
    for finding in others {
        write!(out, "{}\n\n", errors::sentence(finding))?;
    }
    Ok(())
}

/// What the team says about the contract.
fn write_guidance(contract: &ContractReport, out: &mut dyn io::Write) -> io::Result<()> {
    let guidance = [&contract.reason, &contract.docs];
    for text in guidance.into_iter().flatten() {
        write_lines(text, out)?;
        writeln!(out)?;
    }
    Ok(())
}
