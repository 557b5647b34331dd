//! A project and its contracts to a report.

use std::time::Instant;

use buttress_contracts::{CheckOptions, Outcome, check};
use buttress_graph::pool;
use buttress_report::{Draft, Places, Report, ReportBuilder};
use buttress_source::{Code, Finding, Severity};

use crate::{ContractEntry, Progress, Project, Stage};

/// What to check, and how much to find out about each violation.
#[derive(Debug, Clone, Default)]
pub struct CheckRequest {
    /// The ids of the contracts to check; all when empty.
    pub contracts: Vec<String>,
    /// How many chains to search for each violating pair; all when none. Verdicts, violating pairs
    /// and counts do not depend on it.
    pub max_chains: Option<usize>,
}

impl Project {
    /// Checks the contracts.
    ///
    /// Contracts are reported in the order of the settings. An id that no contract has is ignored
    /// here; see [`Project::unknown_contracts`].
    pub fn check(&self, request: &CheckRequest, progress: &dyn Progress) -> Report {
        self.check_for(request, progress, |_| Places::All)
    }

    /// Checks the contracts for someone who shows only a part of the report: `shown` is given all of
    /// it but the places of imports, and chooses those whose files are read again for their places.
    ///
    /// The report is as [`Project::check`] gives it, but for the places of other imports: of these it
    /// has the file and the line of the statement (see [`Draft::resolve`]).
    pub fn check_for(
        &self,
        request: &CheckRequest,
        progress: &dyn Progress,
        shown: impl FnOnce(&mut Draft<'_>) -> Places,
    ) -> Report {
        let entries: Vec<&ContractEntry> = (self.settings.contracts.iter())
            .filter(|entry| {
                request.contracts.is_empty() || request.contracts.contains(&entry.header.id)
            })
            .collect();
        progress.begin(Stage::Check, Some(entries.len()));
        let custom = self.judge_custom(&entries);
        let judge = |(index, entry): (usize, &&ContractEntry)| {
            let started = Instant::now();
            let judged = self.judge(entry, request);
            progress.judged(index, started.elapsed());
            progress.step();
            judged
        };
        let all = || pool::map(entries.iter().enumerate().collect(), judge);
        let mut judged = self.on_pool(all);
        for (index, outcome) in custom {
            judged[index] = outcome;
        }
        progress.begin(Stage::Report, None);
        let draft = || self.draft(&entries, judged);
        let mut draft = self.on_pool(draft);
        let places = shown(&mut draft);
        self.on_pool(|| draft.resolve(&places))
    }

    fn draft(&self, entries: &[&ContractEntry], outcomes: Vec<Outcome>) -> Draft<'_> {
        let mut builder = self.report_builder();
        for (entry, outcome) in entries.iter().zip(outcomes) {
            let contract = entry.contract.as_ref();
            let code = contract.map_or(Code::InvalidValue, |contract| contract.kind.code());
            let kinds = contract.and_then(|contract| contract.imports);
            let kinds = kinds.unwrap_or(self.settings.imports);
            builder.contract(&entry.header, code, outcome, kinds);
        }
        builder.finish(self.settings.config.clone(), self.stats())
    }

    /// The findings about the project as a whole, as a report without contracts.
    pub fn findings(&self) -> Report {
        let builder = self.report_builder();
        let draft = builder.finish(self.settings.config.clone(), self.stats());
        draft.resolve(&Places::All)
    }

    /// A report with the findings about the project as a whole.
    fn report_builder(&self) -> ReportBuilder<'_> {
        let severities = &self.settings.severity;
        let mut builder = ReportBuilder::new(&self.graph, severities, &self.files);
        for finding in &self.findings {
            builder.finding(finding);
        }
        builder
    }

    /// Lets `work` share itself with the threads of the run, if there are any.
    pub(crate) fn on_pool<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }

    /// Those of the ids that no contract of the settings has.
    pub fn unknown_contracts<'i>(&self, ids: &'i [String]) -> Vec<&'i str> {
        let known = |id: &String| {
            self.settings
                .contracts
                .iter()
                .any(|entry| entry.header.id == *id)
        };
        ids.iter()
            .filter(|id| !known(id))
            .map(String::as_str)
            .collect()
    }

    /// Whether something is wrong with how the contract is written.
    pub(crate) fn is_in_doubt(&self, entry: &ContractEntry) -> bool {
        entry.findings.iter().any(|finding| {
            let set = || self.settings.severity_of(finding.code);
            finding.severity.unwrap_or_else(set) == Severity::Error
        })
    }

    /// Whether root packages that are meant are not in the graph.
    fn lacks_roots(&self) -> bool {
        let is_missing = |finding: &Finding| finding.code == Code::MissingRoot;
        // Without a single root, it is the configuration that could not be understood.
        let understood_none = || {
            let roots = self.settings.root_packages.as_ref();
            roots.is_some_and(Vec::is_empty) && !self.settings.findings.is_empty()
        };
        self.findings.iter().any(is_missing) || understood_none()
    }

    /// Says once that modules are missing whose root package is, which was reported.
    fn withhold_missing_modules(&self, findings: &mut Vec<Finding>) {
        let table = self.graph.table();
        let is_below_root = |module: &String| table.is_internal_name(module);
        let is_news = |finding: &Finding| match finding.code {
            Code::MissingModule => finding.module.iter().any(is_below_root),
            // Without the beginning of a name, it could match anywhere.
            Code::EmptySelector => finding.module.iter().all(is_below_root),
            _ => true,
        };
        let all = findings.len();
        findings.retain(is_news);
        if findings.len() < all {
            let message = "cannot be judged while a root package is missing";
            findings.push(Finding::new(Code::MissingModule, message));
        }
    }

    fn judge(&self, entry: &ContractEntry, request: &CheckRequest) -> Outcome {
        let in_doubt = self.is_in_doubt(entry);
        let mut outcome = match &entry.contract {
            Some(contract) if !in_doubt => {
                let options = CheckOptions {
                    imports: self.settings.imports,
                    max_chains: request.max_chains,
                };
                check(contract, &self.graph, &options)
            }
            _ => Outcome::default(),
        };
        if self.lacks_roots() {
            self.withhold_missing_modules(&mut outcome.findings);
        }
        outcome
            .findings
            .splice(0..0, entry.findings.iter().cloned());
        outcome
    }
}
