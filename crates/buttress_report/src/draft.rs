//! A report before the places of its imports are looked up.

use std::collections::{BTreeMap, BTreeSet};

use buttress_source::{Code, FileId, Finding, Severity};

use crate::build::{severity_of, status_of};
use crate::help::{NAMED, removal_help};
use crate::imports::Collected;
use crate::{CycleReport, Diagnostic, ImportIx, Report, Sources, ViolationReport};

/// The imports whose places are looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Places {
    /// All of them.
    All,
    /// These.
    Of(BTreeSet<ImportIx>),
}

impl Places {
    /// No places at all.
    pub fn none() -> Self {
        Self::Of(BTreeSet::new())
    }

    /// Whether the places of an import are looked up.
    pub fn holds(&self, import: ImportIx) -> bool {
        match self {
            Self::All => true,
            Self::Of(imports) => imports.contains(&import),
        }
    }

    /// What is in either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(mut imports), Self::Of(others)) => {
                imports.extend(others);
                Self::Of(imports)
            }
            _ => Self::All,
        }
    }
}

impl FromIterator<ImportIx> for Places {
    fn from_iter<I: IntoIterator<Item = ImportIx>>(imports: I) -> Self {
        Self::Of(imports.into_iter().collect())
    }
}

/// A report in which of the places of imports only file and line are known.
///
/// Columns and the text of lines take reading the files again. A renderer that shows a bounded part
/// of a report needs few of them, so it can be asked first, with the [outline](Self::outline).
pub struct Draft<'a> {
    outline: Report,
    collected: Collected<'a>,
    lost: BTreeSet<FileId>,
    sources: &'a dyn Sources,
    severities: &'a BTreeMap<Code, Severity>,
}

impl<'a> Draft<'a> {
    /// `outline` has no imports yet, and no verdict; both are added here.
    pub(crate) fn new(
        mut outline: Report,
        mut collected: Collected<'a>,
        lost: BTreeSet<FileId>,
        (sources, severities): (&'a dyn Sources, &'a BTreeMap<Code, Severity>),
    ) -> Self {
        outline.imports = std::mem::take(&mut collected.imports);
        Self {
            outline,
            collected,
            lost,
            sources,
            severities,
        }
    }

    /// The report as far as it is known: each place of an import is the start of its statement's
    /// line, without a text, cycles have no help, and the status of the whole is not settled. All
    /// else is final.
    pub fn outline(&self) -> &Report {
        &self.outline
    }

    /// Leaves what [`Report::restrict_to`] leaves of a report.
    pub fn restrict_to(&mut self, paths: &[String]) -> usize {
        self.outline.restrict_to(paths)
    }

    /// The report, with the places of the imports that are to be shown; all others stay as they are
    /// in the outline, and no help names their places.
    ///
    /// A file that is needed for a place and has changed since it was checked is a finding. On a
    /// thread of a rayon pool, the pool shares the work.
    pub fn resolve(self, shown: &Places) -> Report {
        let Self {
            outline: mut report,
            mut collected,
            mut lost,
            ..
        } = self;
        collected.imports = report.imports;
        lost.append(&mut collected.resolve(shown, self.sources));
        report.imports = collected.imports;
        for file in lost {
            let finding = changed(&self.sources.path(file));
            let severity = severity_of(&finding, self.severities);
            let said = severity != Severity::Off;
            let diagnostic = || Diagnostic::new(&finding, severity, None, Vec::new());
            report.findings.extend(said.then(diagnostic));
        }
        let imports = &report.imports;
        for cycle in report.contracts.iter_mut().flat_map(|c| &mut c.cycles) {
            let cut: Vec<_> = cycle.imports_to_remove().collect();
            cycle.help = removal_help(&cut, imports);
        }
        let verdicts = (report.contracts.iter())
            .filter(|contract| contract.severity == Severity::Error)
            .map(|contract| contract.status);
        report.status = verdicts.fold(status_of(&report.findings, false), Ord::max);
        report
    }
}

impl ViolationReport {
    /// The imports whose places the help names.
    pub fn named_in_help(&self) -> impl Iterator<Item = ImportIx> {
        self.cut.iter().copied().take(NAMED)
    }
}

impl CycleReport {
    /// The imports whose places the help names.
    pub fn named_in_help(&self) -> impl Iterator<Item = ImportIx> {
        self.imports_to_remove().take(NAMED)
    }
}

fn changed(path: &str) -> Finding {
    let message = format!("`{path}` changed while it was being checked");
    let finding = Finding::new(Code::UnreadableFile, message).in_path(path);
    finding.help("run the check again")
}
