//! How the imports of `protected` and `acyclic_siblings` contracts are written.

use std::collections::BTreeMap;
use std::io;

use buttress_report::{ContractReport, CycleReport, ImportReport, Report, ViolationReport};

use super::page::{Page, counted, joined};
use super::routes::statement_lines;
use crate::text::clean;

/// How many pairs of siblings are listed for one package.
const LISTED: usize = 5;

/// One block a protected module, one paragraph an import.
pub(super) fn write_protected(
    report: &Report,
    contract: &ContractReport,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut blocks: BTreeMap<_, Vec<&ViolationReport>> = BTreeMap::new();
    for violation in &contract.violations {
        for protection in &violation.protections {
            blocks.entry(protection).or_default().push(violation);
        }
    }
    if blocks.is_empty() {
        return Ok(());
    }
    for (protection, mut violations) in blocks {
        let module = clean(&protection.module);
        write!(out, "Illegal imports of protected package {module}")?;
        if let Some(expression) = &protection.expression {
            write!(out, "\n(via {} expression)", clean(expression))?;
        }
        write!(out, ":\n\n")?;
        violations.sort_by_key(|violation| (&violation.imported, &violation.importer));
        let chains = violations.iter().flat_map(|violation| &violation.chains);
        for import in chains.filter_map(|chain| chain.imports.first()) {
            write!(out, "- {}\n\n", link(report.import(*import)))?;
        }
    }
    writeln!(out)
}

/// `a.b -> c.d (l.1, 4)`.
fn link(import: &ImportReport) -> String {
    let (importer, imported) = (clean(&import.importer), clean(&import.imported));
    let lines = joined(statement_lines(import), "");
    format!("{importer} -> {imported} (l.{lines})")
}

/// What a package's children would have to give up.
pub(super) fn write_cycle(
    cycle: &CycleReport,
    page: Page,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let count = cycle.breakers.len();
    let noun = if count == 1 {
        "dependency"
    } else {
        "dependencies"
    };
    let heading = format!("No cycles are allowed in {}.", clean(&cycle.package));
    let sum = format!("It could be made acyclic by removing {count} {noun}:");
    writeln!(out, "{}", page.bold(&heading))?;
    write!(out, "{}\n\n", page.bold(&sum))?;
    for breaker in cycle.breakers.iter().take(LISTED) {
        let [importer, imported] = [&breaker.importer, &breaker.imported]
            .map(|child| clean(child.strip_prefix(&cycle.package).unwrap_or(child)));
        let imports = counted(breaker.imports.len(), "import");
        let line = format!("- {importer} -> {imported} ({imports})");
        writeln!(out, "{}", page.bold(&line))?;
    }
    if count > LISTED {
        let more = format!("(and {} more).", count - LISTED);
        writeln!(out, "{}", page.bold(&more))?;
    }
    writeln!(out)
}
