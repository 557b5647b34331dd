//! The closing lines: how many contracts came out how, and the size of what was checked.

use std::time::Duration;

use buttress_report::{ContractReport, Diagnostic, Report, Status};
use buttress_source::Severity;
use indexmap::IndexSet;

use crate::text::{clean, count, thousands};
use crate::wording::damage;

/// The lines, without line breaks. What does not fit into `width` columns on one line is named one
/// contract a line.
pub(crate) fn lines(report: &Report, elapsed: Option<Duration>, width: usize) -> Vec<String> {
    let mut lines = verdicts(&report.contracts, width);
    lines.extend(project_findings(&report.findings));
    lines.push(size(report, elapsed));
    lines
}

fn verdicts(contracts: &[ContractReport], width: usize) -> Vec<String> {
    if contracts.is_empty() {
        return vec!["no contracts".to_owned()];
    }
    let verdict = |contract: &ContractReport| match (contract.status, contract.severity) {
        (Status::Kept, _) => 0,
        (Status::Broken, Severity::Error) => 1,
        (Status::Broken, _) => 2,
        (Status::Error, _) => 3,
    };
    let of = |wanted| {
        contracts
            .iter()
            .filter(move |contract| verdict(contract) == wanted)
    };
    let kept = of(0).count();
    let mut heads = Vec::new();
    if kept > 0 {
        heads.push(format!("{} kept", count(kept, "contract")));
    }
    let mut parts = heads.clone();
    let mut named = Vec::new();
    let words = [
        (1, "broken"),
        (2, "broken as a warning"),
        (3, "could not be judged"),
    ];
    for (wanted, word) in words {
        let names: Vec<_> = of(wanted).map(name).collect();
        if !names.is_empty() {
            let head = if heads.is_empty() {
                format!("{} {word}", count(names.len(), "contract"))
            } else {
                format!("{} {word}", thousands(names.len()))
            };
            parts.push(format!("{head}: {}", names.join(", ")));
            heads.push(head);
            named.extend(names.into_iter().map(|name| format!("    {word}: {name}")));
        }
    }
    let one_line = parts.join(", ");
    if one_line.chars().count() <= width || named.len() < 2 {
        return vec![one_line];
    }
    let mut lines = vec![heads.join(", ")];
    lines.extend(named);
    lines
}

/// `top-level-layers (2 pairs, 3 imports to remove)`.
fn name(contract: &ContractReport) -> String {
    let damage = damage(contract, None);
    let id = clean(&contract.id);
    if damage.is_empty() {
        id.into_owned()
    } else {
        format!("{id} ({damage})")
    }
}

/// `2 errors and 1 warning about the project: syntax-error, skipped-file`.
fn project_findings(findings: &[Diagnostic]) -> Option<String> {
    let of = |severity| {
        let found = findings
            .iter()
            .filter(|finding| finding.severity == severity);
        found.count()
    };
    let counts = [
        (of(Severity::Error), "error"),
        (of(Severity::Warning), "warning"),
    ];
    let counts: Vec<_> = (counts.into_iter())
        .filter(|(n, _)| *n > 0)
        .map(|(n, noun)| count(n, noun))
        .collect();
    let codes: IndexSet<_> = findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    let codes: Vec<_> = codes.into_iter().collect();
    (!counts.is_empty()).then(|| {
        format!(
            "{} about the project: {}",
            counts.join(" and "),
            codes.join(", ")
        )
    })
}

/// `38,000 modules, 111,072 imports, 0.38 s`.
fn size(report: &Report, elapsed: Option<Duration>) -> String {
    let modules = count(report.stats.modules, "module");
    let imports = count(report.stats.imports, "import");
    match elapsed {
        Some(elapsed) => format!("{modules}, {imports}, {:.2} s", elapsed.as_secs_f64()),
        None => format!("{modules}, {imports}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(id: &str, status: Status, severity: Severity) -> ContractReport {
        ContractReport {
            id: id.to_owned(),
            name: id.to_owned(),
            kind: "layers".to_owned(),
            severity,
            status,
            reason: None,
            docs: None,
            owner: None,
            location: None,
            has_ignores: false,
            ignored_imports: 0,
            violations: Vec::new(),
            cycles: Vec::new(),
            text: None,
            findings: Vec::new(),
        }
    }

    #[test]
    fn verdicts_are_named_on_one_line_while_it_fits() {
        use Severity::{Error, Warning};
        let contracts = [
            contract("a", Status::Kept, Error),
            contract("b", Status::Broken, Error),
            contract("c", Status::Broken, Warning),
            contract("d", Status::Error, Warning),
        ];
        assert_eq!(verdicts(&contracts[..1], 80), ["1 contract kept"]);
        let one_line = "1 contract kept, 1 broken: b, 1 broken as a warning: c, \
                        1 could not be judged: d";
        assert_eq!(verdicts(&contracts, 80), [one_line]);
        assert_eq!(verdicts(&contracts[1..2], 80), ["1 contract broken: b"]);
        assert_eq!(
            verdicts(&contracts, 60),
            [
                "1 contract kept, 1 broken, 1 broken as a warning, 1 could not be judged",
                "    broken: b",
                "    broken as a warning: c",
                "    could not be judged: d",
            ]
        );
    }
}
