//! Outcomes and findings to the draft of a report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use buttress_contracts::{Cycle, Outcome, Violation, ViolationChain};
use buttress_graph::{EdgeId, ImportGraph, KindFilter};
use buttress_source::{Code, FileId, FileSpan, Finding, Nature, Severity, SourceText};

use crate::fingerprint::fingerprint;
use crate::imports::ImportCollector;
use crate::{
    BreakerReport, ChainReport, ConfigSummary, ContractHeader, ContractReport, CycleReport,
    Diagnostic, Draft, GraphStats, ImportIx, Location, RelatedLocation, Report, Status,
    ViolationReport,
};

/// Where the report gets paths and texts from; how they are loaded is not its business.
pub trait Sources: Sync {
    /// The path of a file as it is shown: relative, `/`-separated.
    fn path(&self, file: FileId) -> Arc<str>;

    /// The text of a file, if it can still be had as it was when its imports were extracted.
    ///
    /// It is asked for once a file for all places of imports, and from several threads; and then
    /// once for all findings about the file that come one after the other.
    fn source(&self, file: FileId) -> Option<Arc<SourceText>>;
}

/// Collects what a run found for a [`Report`].
pub struct ReportBuilder<'a> {
    severities: &'a BTreeMap<Code, Severity>,
    sources: &'a dyn Sources,
    /// The file that was asked for last.
    last: Option<(FileId, Option<Arc<SourceText>>)>,
    /// The place that was asked for last; many violations come from one item of a configuration.
    last_place: Option<(FileSpan, Option<Arc<Location>>)>,
    imports: ImportCollector<'a>,
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
        sources: &'a dyn Sources,
    ) -> Self {
        Self {
            severities,
            sources,
            last: None,
            last_place: None,
            imports: ImportCollector::new(graph),
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
        outcome: Outcome,
        kinds: KindFilter,
    ) {
        let mut findings: Vec<_> = (outcome.findings.iter())
            .filter_map(|finding| self.diagnostic(finding))
            .collect();
        let violations: Vec<_> = (outcome.violations.into_iter())
            .map(|violation| self.violation(code, violation, kinds))
            .collect();
        let cycles: Vec<_> = (outcome.cycles.iter())
            .map(|cycle| self.cycle((header, code), cycle, kinds))
            .collect();
        let violated = !violations.is_empty() || !cycles.is_empty();
        let status = status_of(&findings, violated);
        if header.severity == Severity::Warning {
            findings.iter_mut().for_each(soften);
        }
        let location = header.span.and_then(|span| self.own_location(span));
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
            text: outcome.text,
            findings,
        });
    }

    /// The report but for the places of imports.
    pub fn finish(self, config: Option<ConfigSummary>, stats: GraphStats) -> Draft<'a> {
        let collected = self.imports.finish(self.sources);
        let outline = Report {
            status: Status::Kept,
            config,
            stats,
            imports: Vec::new(),
            contracts: self.contracts,
            findings: self.findings,
        };
        Draft::new(
            outline,
            collected,
            self.lost,
            (self.sources, self.severities),
        )
    }

    fn violation(
        &mut self,
        code: Code,
        violation: Violation,
        kinds: KindFilter,
    ) -> ViolationReport {
        let mut imports = self.imports.of_kinds(kinds);
        let mut add = |edge: EdgeId| imports.add(edge);
        let chains = chain_reports(violation.chains, &mut add);
        let cut = violation.cut.into_iter().map(add).collect();
        ViolationReport {
            code,
            importer: violation.importer,
            imported: violation.imported,
            because: violation.because.and_then(|span| self.location(span)),
            explanation: violation.explanation,
            direct_imports: violation.direct_imports,
            cut,
            chains,
            chains_complete: violation.chains_complete,
            protections: violation.protections,
        }
    }

    fn cycle(
        &mut self,
        (header, code): (&ContractHeader, Code),
        cycle: &Cycle,
        kinds: KindFilter,
    ) -> CycleReport {
        let mut identity = vec![header.id.as_str(), code.as_str(), cycle.package.as_str()];
        for breaker in &cycle.breakers {
            identity.extend([breaker.importer.as_str(), breaker.imported.as_str()]);
        }
        let mut imports = self.imports.of_kinds(kinds);
        let mut add = |edge: &EdgeId| imports.add(*edge);
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
        let severity = severity_of(finding, self.severities);
        if severity == Severity::Off {
            return None;
        }
        let related = (finding.related.iter())
            .filter_map(|related| {
                Some(RelatedLocation {
                    location: self.own_location(related.span)?,
                    message: related.message.clone(),
                })
            })
            .collect();
        let location = finding.span.and_then(|span| self.own_location(span));
        Some(Diagnostic::new(finding, severity, location, related))
    }

    fn own_location(&mut self, place: FileSpan) -> Option<Location> {
        self.location(place).map(Arc::unwrap_or_clone)
    }

    fn location(&mut self, place: FileSpan) -> Option<Arc<Location>> {
        match &self.last_place {
            Some((last, location)) if *last == place => location.clone(),
            _ => {
                let location = self.locate(place).map(Arc::new);
                self.last_place = Some((place, location.clone()));
                location
            }
        }
    }

    fn locate(&mut self, place: FileSpan) -> Option<Location> {
        let source = match &self.last {
            Some((file, source)) if *file == place.file => source.clone(),
            _ => {
                let source = self.sources.source(place.file);
                self.last = Some((place.file, source.clone()));
                source
            }
        };
        if source.is_none() {
            self.lost.insert(place.file);
        }
        let path = self.sources.path(place.file);
        Some(Location::new(path, &*source?, place.span))
    }
}

/// What a finding is said as.
pub(crate) fn severity_of(finding: &Finding, severities: &BTreeMap<Code, Severity>) -> Severity {
    let set = || severities.get(&finding.code).copied();
    let usual = || finding.code.default_severity();
    finding.severity.or_else(set).unwrap_or_else(usual)
}

/// Nothing that a contract of severity warning says is an error; its status tells what came of it.
fn soften(finding: &mut Diagnostic) {
    finding.severity = finding.severity.min(Severity::Warning);
}

/// Chains of edges as chains of collected imports.
pub(crate) fn chain_reports(
    chains: Vec<ViolationChain>,
    mut add: impl FnMut(EdgeId) -> ImportIx,
) -> Vec<ChainReport> {
    let mut all = |edges: Vec<EdgeId>| edges.into_iter().map(&mut add).collect();
    let reported = chains.into_iter().map(|chain| ChainReport {
        imports: all(chain.imports),
        extra_first: all(chain.extra_first),
        extra_last: all(chain.extra_last),
        primary: chain.primary,
    });
    reported.collect()
}

/// What these findings and the presence of violations amount to.
pub(crate) fn status_of(findings: &[Diagnostic], violated: bool) -> Status {
    let errors = || (findings.iter()).filter(|finding| finding.severity == Severity::Error);
    if errors().any(|finding| finding.code.nature() == Nature::Unjudged) {
        Status::Error
    } else if violated || errors().next().is_some() {
        Status::Broken
    } else {
        Status::Kept
    }
}
