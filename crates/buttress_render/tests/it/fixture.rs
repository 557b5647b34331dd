//! Reports built by hand over small sources: places are found by searching for text.

#![allow(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

use std::collections::BTreeMap;
use std::sync::Arc;

use buttress_report::{
    ChainReport, ConfigSummary, ContractReport, Diagnostic, Dialect, GraphStats, ImportIx,
    ImportReport, Location, RelatedLocation, Report, SiteReport, Status, ViolationReport, WhyGroup,
    WhyReport,
};
use buttress_source::{Code, ImportKinds, Severity, SourceText, Span};

/// Sources and the imports found in them.
#[derive(Default)]
pub(crate) struct Fixture {
    files: BTreeMap<&'static str, SourceText>,
    imports: Vec<ImportReport>,
}

impl Fixture {
    pub(crate) fn file(&mut self, path: &'static str, text: &str) -> &mut Self {
        self.files
            .insert(path, SourceText::decode(text.as_bytes()).unwrap());
        self
    }

    /// The place of the `nth` (from 0) occurrence of `needle`.
    pub(crate) fn nth(&self, path: &'static str, needle: &str, nth: usize) -> Location {
        let source = &self.files[path];
        let found = source.text().match_indices(needle).nth(nth);
        let (start, _) = found.unwrap_or_else(|| panic!("no {needle:?} in {path}"));
        Location::new(
            Arc::from(path),
            source,
            Span::from(start..start + needle.len()),
        )
    }

    pub(crate) fn at(&self, path: &'static str, needle: &str) -> Location {
        self.nth(path, needle, 0)
    }

    /// Adds an import with these places.
    pub(crate) fn import(
        &mut self,
        importer: &str,
        imported: &str,
        sites: Vec<SiteReport>,
    ) -> ImportIx {
        self.imports.push(ImportReport {
            importer: importer.into(),
            imported: imported.into(),
            sites,
            located: true,
        });
        ImportIx::new(self.imports.len() - 1)
    }

    /// Adds a runtime import with one place.
    pub(crate) fn hop(
        &mut self,
        importer: &str,
        imported: &str,
        path: &'static str,
        name: &str,
    ) -> ImportIx {
        let location = self.at(path, name);
        self.import(
            importer,
            imported,
            vec![site(location, ImportKinds::empty())],
        )
    }

    pub(crate) fn imports_mut(&mut self) -> &mut Vec<ImportReport> {
        &mut self.imports
    }

    pub(crate) fn report(self, contracts: Vec<ContractReport>) -> Report {
        let status = contracts.iter().map(|contract| contract.status).max();
        Report {
            status: status.unwrap_or(Status::Kept),
            config: Some(ConfigSummary {
                path: "buttress.toml".to_owned(),
                dialect: Dialect::Buttress,
            }),
            stats: GraphStats {
                modules: 38_000,
                imports: 111_072,
                sites: 140_000,
                files: 36_500,
                external: 1_500,
            },
            imports: self.imports,
            contracts,
            findings: Vec::new(),
        }
    }

    pub(crate) fn why(self, chains: Vec<ChainReport>, cut: Vec<ImportIx>) -> WhyReport {
        let last = |chain: &ChainReport| WhyGroup {
            last: *chain.imports.last().unwrap(),
            importers: chain.extra_first.len() + 1,
            shortest: chain.imports.len(),
        };
        WhyReport {
            importer: "shop.domain".to_owned(),
            imported: "shop.usecases".to_owned(),
            conditions: vec!["not through shop.lib".to_owned()],
            imports: self.imports,
            groups: chains.iter().map(last).collect(),
            chains,
            chains_complete: true,
            cut,
        }
    }
}

pub(crate) fn site(location: Location, kinds: ImportKinds) -> SiteReport {
    SiteReport {
        statement_line: location.start.line,
        location,
        kinds,
    }
}

/// A chain whose last import is the one to remove.
pub(crate) fn chain(imports: &[ImportIx]) -> ChainReport {
    ChainReport {
        imports: imports.to_vec(),
        extra_first: Vec::new(),
        extra_last: Vec::new(),
        primary: imports.len() - 1,
    }
}

/// A violation with these chains, each cut at its import to remove.
pub(crate) fn violation(
    importer: &str,
    imported: &str,
    chains: Vec<ChainReport>,
) -> ViolationReport {
    ViolationReport {
        code: Code::Layers,
        importer: importer.into(),
        imported: imported.into(),
        because: None,
        explanation: "".into(),
        direct_imports: chains
            .iter()
            .filter(|chain| chain.imports.len() == 1)
            .count(),
        cut: chains
            .iter()
            .map(|chain| chain.imports[chain.primary])
            .collect(),
        chains,
        chains_complete: true,
        protections: Vec::new(),
    }
}

/// A contract that is broken if there is a violation.
pub(crate) fn contract(id: &str, violations: Vec<ViolationReport>) -> ContractReport {
    ContractReport {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: "layers".to_owned(),
        severity: Severity::Error,
        status: if violations.is_empty() {
            Status::Kept
        } else {
            Status::Broken
        },
        reason: None,
        docs: None,
        owner: None,
        location: None,
        has_ignores: false,
        ignored_imports: 0,
        violations,
        cycles: Vec::new(),
        text: None,
        findings: Vec::new(),
    }
}

pub(crate) fn finding(code: Code, message: &str) -> Diagnostic {
    Diagnostic {
        code,
        severity: code.default_severity(),
        message: message.to_owned(),
        help: None,
        location: None,
        path: None,
        module: None,
        option: None,
        related: Vec::new(),
    }
}

pub(crate) fn related(location: Location, message: &str) -> RelatedLocation {
    RelatedLocation {
        location,
        message: message.to_owned(),
    }
}
