//! Whether two configurations judged a project alike.

use std::collections::BTreeSet;

use buttress::source::Severity;
use buttress::{ContractReport, Diagnostic, Report};

/// What differs between the reports on the original configuration and on the new one, whose contracts
/// come in the same order; one line each. O(n log n) in the violations.
pub(super) fn differences(before: &Report, after: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let (old, new) = (before.contracts.len(), after.contracts.len());
    if old != new {
        found.push(format!("there were {old} contracts, now there are {new}"));
    }
    for (old, new) in before.contracts.iter().zip(&after.contracts) {
        contract(old, new, &mut found);
    }
    if before.status != after.status {
        let (old, new) = (before.status.as_str(), after.status.as_str());
        found.push(format!("the project was {old}, now it is {new}"));
        let errors = after.findings.iter();
        let errors = errors.filter(|finding| finding.severity == Severity::Error);
        found.extend(errors.map(|finding| finding.message.clone()));
    }
    let size = |report: &Report| (report.stats.modules, report.stats.imports);
    if size(before) != size(after) {
        let ((modules, imports), (now, now_imports)) = (size(before), size(after));
        found.push(format!(
            "the graph had {modules} modules and {imports} imports, now {now} and {now_imports}"
        ));
    }
    found
}

fn contract(old: &ContractReport, new: &ContractReport, found: &mut Vec<String>) {
    let id = &new.id;
    if old.kind != new.kind {
        found.push(format!("`{id}` was of type {}, now {}", old.kind, new.kind));
    }
    if old.status != new.status {
        let (was, is) = (old.status.as_str(), new.status.as_str());
        found.push(format!("`{id}` was {was}, now it is {is}"));
    }
    if old.ignored_imports != new.ignored_imports {
        found.push(format!(
            "`{id}` ignored {} imports, now {}",
            old.ignored_imports, new.ignored_imports
        ));
    }
    let (was, is) = (judgement(old), judgement(new));
    let gone = was
        .difference(&is)
        .map(|said| format!("`{id}` no longer says: {said}"));
    let come = is
        .difference(&was)
        .map(|said| format!("`{id}` says now: {said}"));
    found.extend(gone.chain(come));
}

/// All that a contract says: violating pairs, siblings to part, undeclared modules and the like.
fn judgement(contract: &ContractReport) -> BTreeSet<String> {
    let pairs = contract.violations.iter().map(|pair| {
        let (importer, imported) = (&pair.importer, &pair.imported);
        let direct = pair.direct_imports;
        format!("{importer} must not import {imported} (direct imports: {direct})")
    });
    let cycles = contract.cycles.iter().flat_map(|cycle| {
        cycle.breakers.iter().map(|breaker| {
            let (importer, imported) = (&breaker.importer, &breaker.imported);
            let count = breaker.imports.len();
            let package = &cycle.package;
            format!("{package} has a cycle from {importer} to {imported} (imports: {count})")
        })
    });
    let findings = contract.findings.iter().map(
        |Diagnostic {
             code,
             message,
             severity,
             ..
         }| { format!("{} {code}: {message}", severity.as_str()) },
    );
    pairs.chain(cycles).chain(findings).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use buttress::{CheckRequest, Limits, Project, Silent, config};

    use super::*;

    const LAYERS: &str = "root_packages = [\"shop\"]\n[[contracts]]\nid = \"a\"\ntype = \"layers\"\n\
                          layers = [\"shop.x\", \"shop.y\"]\n";
    const CYCLES: &str = "root_packages = [\"shop\"]\n[[contracts]]\nid = \"a\"\n\
                          type = \"acyclic_siblings\"\nancestors = [\"shop\"]\n";

    fn report(folder: &Path, text: &str) -> Report {
        let settings = config::load_text(&folder.join("buttress.toml"), text);
        Project::load(settings, Limits::default()).check(&CheckRequest::default(), &Silent)
    }

    #[test]
    fn every_kind_of_difference_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("shop")).unwrap();
        for (module, code) in [
            ("__init__", ""),
            ("x", "import shop.y\n"),
            ("y", "import shop.x\n"),
            ("z", ""),
        ] {
            fs::write(folder.path().join(format!("shop/{module}.py")), code).unwrap();
        }
        let pair = "shop.y must not import shop.x (direct imports: 1)";
        let exhaustive = "layers = [\"x\", \"y\"]\ncontainers = [\"shop\"]\nexhaustive = true\n";
        let exhaustive = LAYERS.replace("layers = [\"shop.x\", \"shop.y\"]\n", exhaustive);
        let plain = exhaustive.replace("exhaustive = true\n", "");
        let ignoring = format!("{LAYERS}ignore_imports = [\"shop.y -> shop.x\"]\n");
        let other_kind = LAYERS
            .replace("layers\"", "independence\"")
            .replace("layers =", "modules =");
        let cases = [
            (LAYERS, ignoring.as_str(), "`a` was broken, now it is kept"),
            (LAYERS, &ignoring, "`a` ignored 0 imports, now 1"),
            (LAYERS, &ignoring, &format!("`a` no longer says: {pair}")),
            (&ignoring, LAYERS, &format!("`a` says now: {pair}")),
            (
                LAYERS,
                &other_kind,
                "`a` was of type layers, now independence",
            ),
            (LAYERS, "", "there were 1 contracts, now there are 0"),
            (&plain, &exhaustive, "undeclared"),
            (CYCLES, LAYERS, "has a cycle from"),
        ];
        for (before, after, expected) in cases {
            assert_ne!(before, after);
            let (before, after) = (report(folder.path(), before), report(folder.path(), after));
            assert_eq!(differences(&before, &before), Vec::<String>::new());
            let found = differences(&before, &after);
            let told = found.iter().any(|line| line.contains(expected));
            assert!(told, "{expected}: {found:#?}");
        }
    }
}
