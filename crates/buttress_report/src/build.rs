//! Outcomes and findings to a report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use buttress_contracts::{Cycle, Outcome, Violation, ViolationChain};
use buttress_graph::{EdgeId, ImportGraph, KindFilter};
use buttress_source::{Code, FileId, FileSpan, Finding, Nature, Severity, SourceText};

use crate::fingerprint::fingerprint;
use crate::imports::ImportCollector;
use crate::{
    BreakerReport, ChainReport, ConfigSummary, ContractHeader, ContractReport, CycleReport,
    Diagnostic, GraphStats, ImportIx, ImportReport, Location, RelatedLocation, Report, Status,
    ViolationReport,
};

/// Where the report gets paths and texts from; how they are loaded is not its business.
pub trait Sources {
    /// The path of a file as it is shown: relative, `/`-separated.
    fn path(&self, file: FileId) -> Arc<str>;

    /// The text of a file, if it can still be had as it was when its imports were extracted.
    ///
    /// Places of imports are asked for file by file, so holding on to the last file is enough.
    fn source(&mut self, file: FileId) -> Option<Arc<SourceText>>;
}

/// Collects what a run found and turns it into a [`Report`].
pub struct ReportBuilder<'a> {
    graph: &'a ImportGraph,
    severities: &'a BTreeMap<Code, Severity>,
    sources: &'a mut dyn Sources,
    imports: ImportCollector,
    contracts: Vec<ContractReport>,
    findings: Vec<Diagnostic>,
    /// Files that were to be shown but have no text any more.
    lost: BTreeSet<FileId>,
}

impl<'a> ReportBuilder<'a> {
    /// An empty report; `severities` holds what differs from the codes' defaults.
    pub fn new(
        graph: &'a ImportGraph,
        severities: &'a BTreeMap<Code, Severity>,
        sources: &'a mut dyn Sources,
    ) -> Self {
        Self {
            graph,
            severities,
            sources,
            imports: ImportCollector::default(),
            contracts: Vec::new(),
            findings: Vec::new(),
            lost: BTreeSet::new(),
        }
    }

    /// Adds a finding about the project as a whole, unless its severity is off.
    pub fn finding(&mut self, finding: &Finding) {
        let diagnostic = self.diagnostic(finding);
        self.findings.extend(diagnostic);
    }

    /// Adds a contract whose violations have this code and that counts these kinds of import.
    pub fn contract(
        &mut self,
        header: &ContractHeader,
        code: Code,
        outcome: &Outcome,
        kinds: KindFilter,
    ) {
        let mut findings: Vec<_> = (outcome.findings.iter())
            .filter_map(|finding| self.diagnostic(finding))
            .collect();
        let violations: Vec<_> = (outcome.violations.iter())
            .map(|violation| self.violation((header, code), violation, kinds))
            .collect();
        let cycles: Vec<_> = (outcome.cycles.iter())
            .map(|cycle| self.cycle((header, code), cycle, kinds))
            .collect();
        let violated = !violations.is_empty() || !cycles.is_empty();
        let status = status_of(&findings, violated);
        if header.severity == Severity::Warning {
            findings.iter_mut().for_each(soften);
        }
        let location = header.span.and_then(|span| self.location(span));
        self.contracts.push(ContractReport {
            id: header.id.clone(),
            name: header.name.clone().unwrap_or_else(|| header.id.clone()),
            kind: header.kind.clone(),
            severity: header.severity,
            status,
            reason: header.reason.clone(),
            docs: header.docs.clone(),
            owner: header.owner.clone(),
            location,
            has_ignores: header.has_ignores,
            ignored_imports: outcome.ignored_imports,
            violations,
            cycles,
            text: outcome.text.clone(),
            findings,
        });
    }

    /// The finished report.
    pub fn finish(mut self, config: Option<ConfigSummary>, stats: GraphStats) -> Report {
        let imports = self.resolve_imports();
        for contract in &mut self.contracts {
            for violation in &mut contract.violations {
                violation.help = removal_help(&violation.cut, &imports);
            }
            for cycle in &mut contract.cycles {
                let cut: Vec<_> = cycle.imports_to_remove().collect();
                cycle.help = removal_help(&cut, &imports);
            }
        }
        let verdicts = (self.contracts.iter())
            .filter(|contract| contract.severity == Severity::Error)
            .map(|contract| contract.status);
        let of_project = status_of(&self.findings, false);
        Report {
            status: verdicts.fold(of_project, Ord::max),
            config,
            stats,
            imports,
            contracts: self.contracts,
            findings: self.findings,
        }
    }

    /// Resolves the collected imports; a file that changed since it was read is a finding.
    fn resolve_imports(&mut self) -> Vec<ImportReport> {
        let collected = std::mem::take(&mut self.imports);
        let imports = collected.resolve(self.sources, &mut self.lost);
        for file in std::mem::take(&mut self.lost) {
            let path = self.sources.path(file);
            let message = format!("`{path}` changed while it was being checked");
            let finding = Finding::new(Code::UnreadableFile, message)
                .in_path(&*path)
                .help("run the check again");
            self.finding(&finding);
        }
        imports
    }

    fn violation(
        &mut self,
        (header, code): (&ContractHeader, Code),
        violation: &Violation,
        kinds: KindFilter,
    ) -> ViolationReport {
        let graph = self.graph;
        let mut add = |edge: EdgeId| self.imports.add(graph, kinds, edge);
        let chains = chain_reports(&violation.chains, &mut add);
        let cut: Vec<_> = violation.cut.iter().copied().map(add).collect();
        let to_remove = chains.first().map(|chain| chain.imports[chain.primary]);
        let (from, to) = to_remove
            .or(cut.first().copied())
            .map_or(("", ""), |ix| self.imports.names(ix));
        let (importer, imported) = (&violation.importer, &violation.imported);
        ViolationReport {
            code,
            importer: importer.clone(),
            imported: imported.clone(),
            fingerprint: fingerprint(&[&header.id, code.as_str(), importer, imported, from, to]),
            message: format!("{importer} must not import {imported}"),
            help: String::new(),
            because: violation.because.and_then(|span| self.location(span)),
            explanation: violation.explanation.clone(),
            direct_imports: violation.direct_imports,
            cut,
            chains,
            chains_complete: violation.chains_complete,
            protections: violation.protections.clone(),
        }
    }

    fn cycle(
        &mut self,
        (header, code): (&ContractHeader, Code),
        cycle: &Cycle,
        kinds: KindFilter,
    ) -> CycleReport {
        let graph = self.graph;
        let mut identity = vec![header.id.as_str(), code.as_str(), cycle.package.as_str()];
        for breaker in &cycle.breakers {
            identity.extend([breaker.importer.as_str(), breaker.imported.as_str()]);
        }
        let mut add = |edge: &EdgeId| self.imports.add(graph, kinds, *edge);
        let shortest = cycle.shortest.iter().map(&mut add).collect();
        let breakers = cycle.breakers.iter().map(|breaker| BreakerReport {
            importer: breaker.importer.clone(),
            imported: breaker.imported.clone(),
            imports: breaker.imports.iter().map(&mut add).collect(),
        });
        CycleReport {
            code,
            package: cycle.package.clone(),
            fingerprint: fingerprint(&identity),
            message: format!(
                "no cycles are allowed among the children of {}",
                cycle.package
            ),
            help: String::new(),
            breakers: breakers.collect(),
            shortest,
            because: cycle.because.and_then(|span| self.location(span)),
            explanation: cycle.explanation.clone(),
        }
    }

    fn diagnostic(&mut self, finding: &Finding) -> Option<Diagnostic> {
        let set = self.severities.get(&finding.code).copied();
        let severity = finding
            .severity
            .or(set)
            .unwrap_or_else(|| finding.code.default_severity());
        if severity == Severity::Off {
            return None;
        }
        let related = (finding.related.iter())
            .filter_map(|related| {
                Some(RelatedLocation {
                    location: self.location(related.span)?,
                    message: related.message.clone(),
                })
            })
            .collect();
        Some(Diagnostic {
            code: finding.code,
            severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            location: finding.span.and_then(|span| self.location(span)),
            path: finding.path.clone(),
            module: finding.module.clone(),
            option: finding.option.clone(),
            related,
        })
    }

    fn location(&mut self, place: FileSpan) -> Option<Location> {
        let path = self.sources.path(place.file);
        let source = self.sources.source(place.file);
        if source.is_none() {
            self.lost.insert(place.file);
        }
        Some(Location::new(path, &*source?, place.span))
    }
}

/// Nothing that a contract of severity warning says is an error; its status tells what came of it.
fn soften(finding: &mut Diagnostic) {
    finding.severity = finding.severity.min(Severity::Warning);
}

/// Chains of edges as chains of collected imports.
pub(crate) fn chain_reports(
    chains: &[ViolationChain],
    mut add: impl FnMut(EdgeId) -> ImportIx,
) -> Vec<ChainReport> {
    let mut all = |edges: &[EdgeId]| edges.iter().map(|edge| add(*edge)).collect();
    let reported = chains.iter().map(|chain| ChainReport {
        imports: all(&chain.imports),
        extra_first: all(&chain.extra_first),
        extra_last: all(&chain.extra_last),
        primary: chain.primary,
    });
    reported.collect()
}

/// What these findings and the presence of violations amount to.
fn status_of(findings: &[Diagnostic], violated: bool) -> Status {
    let errors = || (findings.iter()).filter(|finding| finding.severity == Severity::Error);
    if errors().any(|finding| finding.code.nature() == Nature::Unjudged) {
        Status::Error
    } else if violated || errors().next().is_some() {
        Status::Broken
    } else {
        Status::Kept
    }
}

/// Says which imports to remove, naming at most three places.
fn removal_help(cut: &[ImportIx], imports: &[ImportReport]) -> String {
    const SHOWN: usize = 3;
    let places: Vec<String> = (cut.iter().take(SHOWN))
        .map(|ix| describe(&imports[ix.0]))
        .collect();
    match cut.len() {
        0 => String::new(),
        1 => format!("remove the import {}", places[0]),
        n if n <= SHOWN => format!("remove {n} imports: {}", places.join(", ")),
        n => format!(
            "remove {n} imports: {}, and {} more",
            places.join(", "),
            n - SHOWN
        ),
    }
}

fn describe(import: &ImportReport) -> String {
    let place = import.sites.first().map(|site| &site.location);
    let place = place.map_or(String::new(), |location| {
        format!(
            " ({}:{}:{})",
            location.path, location.start.line, location.start.column
        )
    });
    format!("{} -> {}{place}", import.importer, import.imported)
}
