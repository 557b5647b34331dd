//! Both configurations checked on the project, and compared.

use std::collections::BTreeMap;
use std::path::Path;

use buttress::config::{self, Migration};
use buttress::source::{Code, Severity};
use buttress::{CheckRequest, Report, Settings};

use super::compare;
use super::target::Target;
use crate::args::Global;
use crate::project::Loaded;

/// import-linter's configuration, and what it says of the project.
pub(super) struct Original {
    /// With the search path of the environment.
    pub(super) settings: Settings,
    /// On all contracts but those whose types are Python classes.
    pub(super) report: Report,
}

/// A native configuration, and how it differs.
pub(super) struct Proof {
    pub(super) migration: Migration,
    /// One line each.
    pub(super) differences: Vec<String>,
}

impl Proof {
    /// Whether both configurations judge the project alike.
    pub(super) fn holds(&self) -> bool {
        self.differences.is_empty()
    }
}

impl Original {
    pub(super) fn check(mut settings: Settings, global: &Global) -> Self {
        let mut native = settings.clone();
        native.contracts.retain(|entry| entry.custom.is_none());
        let (source_roots, report) = check(native, global);
        settings.source_roots = source_roots;
        Self { settings, report }
    }

    /// Writes it natively, with no more severities of its own than the same verdicts need. Checks the
    /// project once where none are needed.
    pub(super) fn migrate(&self, target: &Target, global: &Global) -> Proof {
        let all = &self.settings.severity;
        let single = all
            .iter()
            .map(|(&code, &severity)| BTreeMap::from([(code, severity)]));
        let several = (all.len() > 1).then(|| all.clone());
        let mut first = None;
        for severities in std::iter::once(BTreeMap::new())
            .chain(single)
            .chain(several)
        {
            let proof = self.attempt(severities, target, global);
            if proof.holds() {
                return proof;
            }
            // What differs with the defaults is what there is to understand.
            first = first.or(Some(proof));
        }
        first.unwrap_or_else(|| self.attempt(all.clone(), target, global))
    }

    fn attempt(
        &self,
        severity: BTreeMap<Code, Severity>,
        target: &Target,
        global: &Global,
    ) -> Proof {
        let settings = Settings {
            severity,
            ..self.settings.clone()
        };
        let folder = target.path.parent().unwrap_or(Path::new(""));
        let migration = config::migrate(&settings, folder, target.form);
        if migration.expressed.is_empty() {
            return Proof {
                migration,
                differences: Vec::new(),
            };
        }
        let whole = target.whole(&migration.text);
        let (_, after) = check(config::load_text(&target.path, &whole), global);
        let differences = compare::differences(&self.expressed(&migration), &after);
        Proof {
            migration,
            differences,
        }
    }

    /// The report without the contracts that have no native form; those are kept or were not
    /// checked, so the verdict over all is the same.
    fn expressed(&self, migration: &Migration) -> Report {
        let checked = self.settings.contracts.iter().enumerate();
        let checked = checked.filter(|(_, entry)| entry.custom.is_none());
        let is_expressed = checked.map(|(number, _)| migration.expressed.contains(&number));
        let mut report = self.report.clone();
        let contracts = report.contracts.into_iter().zip(is_expressed);
        let expressed = contracts.filter_map(|(report, expressed)| expressed.then_some(report));
        report.contracts = expressed.collect();
        report
    }
}

fn check(settings: Settings, global: &Global) -> (buttress::python::SourceRoots, Report) {
    let loaded = Loaded::new(settings, global);
    let request = CheckRequest {
        contracts: Vec::new(),
        max_chains: Some(1),
    };
    let report = loaded.project.check(&request, &*loaded.listener);
    loaded.finish(global);
    (loaded.project.settings().source_roots.clone(), report)
}
