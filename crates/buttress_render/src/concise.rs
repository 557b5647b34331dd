//! The concise format: one line a chain or finding, `path:line:column: [contract] …`.
//!
//! Every line but the closing ones starts with a place, so editors and `grep` can use it. Chains
//! come in the order of the report; the place is the import to remove.

use std::io;

use buttress_report::{
    ChainReport, ContractReport, CycleReport, Diagnostic, ImportReport, Places, Report, Status,
    ViolationReport, WhyReport,
};
use buttress_source::Severity;

use crate::text::{clean, count, count_of};
use crate::wording::{
    all_searched, chain_sentence, conditional, import_sentence, place, place_of_diagnostic,
    place_of_import, primary,
};
use crate::{RenderOptions, Verbosity, summary};

/// Writes a report.
pub(crate) fn render(
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for finding in &report.findings {
        writeln!(out, "{}", finding_line(finding, None))?;
    }
    for contract in &report.contracts {
        render_contract(contract, &report.imports, options, out)?;
    }
    if options.verbosity > Verbosity::Quiet {
        for line in summary::lines(report, options.elapsed, usize::MAX) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// The imports whose places are shown.
pub(crate) fn places(report: &Report, options: &RenderOptions) -> Places {
    let limit = options.max_chains.limit();
    let shown = report.contracts.iter().flat_map(|contract| {
        let violations = contract.violations.iter();
        let chains = violations.flat_map(|violation| &violation.chains);
        let cycles = contract.cycles.iter();
        let breakers = cycles.flat_map(CycleReport::imports_to_remove);
        (chains.take(limit).filter_map(primary)).chain(breakers.take(limit))
    });
    shown.collect()
}

fn render_contract(
    contract: &ContractReport,
    imports: &[ImportReport],
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for finding in &contract.findings {
        writeln!(out, "{}", finding_line(finding, Some(contract)))?;
    }
    if contract.status == Status::Error && contract.findings.is_empty() {
        let prefix = prefix(contract.location.as_ref().map(place), contract.severity);
        writeln!(out, "{prefix}[{}] could not be judged", clean(&contract.id))?;
    }
    let limit = options.max_chains.limit();
    let mut shown = 0;
    for violation in &contract.violations {
        if violation.chains.is_empty() {
            writeln!(out, "{}", pair_line(contract, violation))?;
        }
        for chain in violation.chains.iter().take(limit - shown) {
            writeln!(out, "{}", chain_line(contract, chain, imports))?;
            shown += 1;
        }
    }
    let all: usize = contract.violations.iter().map(|v| v.chains.len()).sum();
    let searched = all_searched(contract, options);
    let more = match (all - shown, searched) {
        (0, true) => None,
        (0, false) => Some("more import chains".to_owned()),
        (hidden, true) => Some(count(hidden, "more import chain")),
        (hidden, false) => Some(format!("at least {}", count(hidden, "more import chain"))),
    };
    if let Some(more) = more {
        let id = clean(&contract.id);
        writeln!(out, "[{id}] and {more}; `--max-chains all` shows them")?;
    }
    render_cycles(contract, imports, limit, out)
}

/// One line for every import to remove.
fn render_cycles(
    contract: &ContractReport,
    imports: &[ImportReport],
    limit: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let all = || {
        let cycles = contract.cycles.iter();
        cycles.flat_map(|cycle| cycle.imports_to_remove().map(move |ix| (cycle, ix)))
    };
    for (cycle, ix) in all().take(limit) {
        let import = &imports[ix.index()];
        let at = import.sites.first().map(|site| place(&site.location));
        writeln!(
            out,
            "{}[{}] {}, closing a cycle among the children of {}",
            prefix(at, contract.severity),
            clean(&contract.id),
            import_sentence(import),
            clean(&cycle.package),
        )?;
    }
    let hidden = all().count().saturating_sub(limit);
    if hidden > 0 {
        let more = count_of(hidden, "more import", "to remove");
        let id = clean(&contract.id);
        writeln!(out, "[{id}] and {more}; `--max-chains all` shows them")?;
    }
    Ok(())
}

/// A package with cycles on one line, at the first import to remove.
pub(crate) fn cycle_line(
    contract: &ContractReport,
    cycle: &CycleReport,
    imports: &[ImportReport],
) -> String {
    let first = cycle.imports_to_remove().next();
    let at = first.and_then(|ix| imports[ix.index()].sites.first());
    let prefix = prefix(at.map(|site| place(&site.location)), contract.severity);
    let cut = count_of(cycle.imports_to_remove().count(), "import", "to remove");
    let (id, message) = (clean(&contract.id), clean(&cycle.message));
    format!("{prefix}[{id}] {message} ({cut})")
}

/// `path:line:column: [contract] a.b imports c.d via e.f`.
pub(crate) fn chain_line(
    contract: &ContractReport,
    chain: &ChainReport,
    imports: &[ImportReport],
) -> String {
    let at = primary(chain).and_then(|ix| imports[ix.index()].sites.first());
    let prefix = prefix(at.map(|site| place(&site.location)), contract.severity);
    let sentence = chain_sentence(chain, imports);
    format!("{prefix}[{}] {sentence}", clean(&contract.id))
}

/// The line of a pair for which no chain is known.
pub(crate) fn pair_line(contract: &ContractReport, violation: &ViolationReport) -> String {
    let prefix = prefix(violation.because.as_deref().map(place), contract.severity);
    format!(
        "{prefix}[{}] {}",
        clean(&contract.id),
        clean(&violation.message())
    )
}

/// The line of a finding about the project or a contract.
pub(crate) fn finding_line(finding: &Diagnostic, contract: Option<&ContractReport>) -> String {
    let of_contract = || contract.and_then(|contract| contract.location.as_ref().map(place));
    let at = place_of_diagnostic(finding).or_else(of_contract);
    let prefix = prefix(at, finding.severity);
    let message = clean(&finding.message);
    match contract {
        Some(contract) => {
            format!(
                "{prefix}[{}] [{}] {message}",
                clean(&contract.id),
                finding.code
            )
        }
        None => format!("{prefix}[{}] {message}", finding.code),
    }
}

fn prefix(place: Option<String>, severity: Severity) -> String {
    let mut prefix = place.map_or_else(String::new, |place| format!("{place}: "));
    if severity == Severity::Warning {
        prefix.push_str("warning: ");
    }
    prefix
}

/// Writes the answer to a question: the chains, then the imports that end all of them.
pub(crate) fn render_why(
    why: &WhyReport,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (importer, imported) = (clean(&why.importer), clean(&why.imported));
    if !why.imports_it() {
        let denied = format!("{importer} does not import {imported}");
        return writeln!(out, "{}", conditional(denied, why));
    }
    for chain in why.chains.iter().take(options.max_chains.limit()) {
        let at = chain.imports.first().map(|ix| &why.imports[ix.index()]);
        let at = at.map_or_else(String::new, place_of_import);
        writeln!(out, "{at}: [chain] {}", chain_sentence(chain, &why.imports))?;
    }
    for ix in &why.cut {
        let import = &why.imports[ix.index()];
        let at = place_of_import(import);
        writeln!(out, "{at}: [remove] {}", import_sentence(import))?;
    }
    Ok(())
}
