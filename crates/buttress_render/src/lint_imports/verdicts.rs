//! The first part: sizes, a verdict for each contract, how many there are of each, and warnings.

use std::io;
use std::time::Duration;

use buttress_report::{ContractReport, Diagnostic, Report, Status};
use buttress_source::Severity;

use super::errors;
use super::page::{Page, counted};
use super::{LintImportsTimings, is_judged};
use crate::text::clean;

/// Says what was done and how long it took, for those who asked.
pub(super) fn write_progress(
    report: &Report,
    timings: &LintImportsTimings,
    page: Page,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "Verbose mode.")?;
    writeln!(out, "Building import graph (with caching disabled)...")?;
    writeln!(out, "Built graph in {}.", duration(timings.graph))?;
    for (at, contract) in report.contracts.iter().enumerate() {
        let took = timings.contracts.get(at).copied();
        writeln!(out, "Checking {}...", clean(&contract.name))?;
        writeln!(out, "{}", verdict(contract, took, page))?;
    }
    Ok(())
}

/// Writes the part.
pub(super) fn write(
    report: &Report,
    timings: Option<&LintImportsTimings>,
    page: Page,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out)?;
    if let Some(timings) = timings {
        let took = format!("Building graph took {}.", duration(timings.graph));
        write!(out, "{}\n\n", page.yellow(&took))?;
    }
    page.heading("Contracts", out)?;
    let stats = report.stats;
    let sizes = format!(
        "Analyzed {} files, {} dependencies.",
        stats.modules, stats.imports
    );
    page.subheading(&sizes, out)?;
    for (at, contract) in report.contracts.iter().enumerate() {
        let took = timings.and_then(|timings| timings.contracts.get(at));
        writeln!(out, "{}", verdict(contract, took.copied(), page))?;
    }
    let sums = sums(&report.contracts);
    writeln!(out, "\n{}", page.bold(&format!("Contracts: {sums}.")))?;
    write_warnings(report, page, out)
}

/// `Name BROKEN (2 ignored imports, 1 warning) [0.127s]`.
fn verdict(contract: &ContractReport, took: Option<Duration>, page: Page) -> String {
    let word = match contract.status {
        Status::Kept => page.green("KEPT"),
        Status::Broken => page.red("BROKEN"),
        Status::Error => page.red("NOT CHECKED"),
    };
    let numbers = [
        (contract.ignored_imports, "ignored import"),
        (warnings(contract).count(), "warning"),
    ];
    let numbers = numbers.into_iter().filter(|(n, _)| *n > 0);
    let numbers: Vec<_> = numbers.map(|(n, noun)| counted(n, noun)).collect();
    let mut line = format!("{} {word}", clean(&contract.name));
    if !numbers.is_empty() {
        let numbers = format!("({})", numbers.join(", "));
        line.push_str(&format!(" {}", page.yellow(&numbers)));
    }
    if let Some(took) = took {
        line.push_str(&format!(
            " {}",
            page.yellow(&format!("[{}]", duration(took)))
        ));
    }
    line
}

/// `1 kept, 2 broken`; what could not be judged only if there is any.
fn sums(contracts: &[ContractReport]) -> String {
    let of = |status| contracts.iter().filter(|c| c.status == status).count();
    let mut sums = format!("{} kept, {} broken", of(Status::Kept), of(Status::Broken));
    if !contracts.iter().all(is_judged) {
        sums.push_str(&format!(", {} not checked", of(Status::Error)));
    }
    sums
}

fn warnings(contract: &ContractReport) -> impl Iterator<Item = &Diagnostic> {
    let findings = contract.findings.iter();
    findings.filter(|finding| finding.severity == Severity::Warning)
}

fn write_warnings(report: &Report, page: Page, out: &mut dyn io::Write) -> io::Result<()> {
    let warned: Vec<_> = (report.contracts.iter())
        .filter(|contract| warnings(contract).next().is_some())
        .collect();
    if warned.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    page.heading("Warnings", out)?;
    for (at, contract) in warned.into_iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        page.subheading(&contract.name, out)?;
        for warning in warnings(contract) {
            let line = format!("- {}", errors::sentence(warning));
            writeln!(out, "{}", page.yellow(&line))?;
        }
    }
    Ok(())
}

/// Three decimals below a second, one below ten, none above.
fn duration(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 1.0 {
        format!("{seconds:.3}s")
    } else if seconds < 10.0 {
        format!("{seconds:.1}s")
    } else {
        format!("{seconds:.0}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_as_exact_as_they_are_short() {
        let told = [1, 999, 1_500, 9_940, 61_400].map(|ms| duration(Duration::from_millis(ms)));
        assert_eq!(told, ["0.001s", "0.999s", "1.5s", "9.9s", "61s"]);
    }
}
