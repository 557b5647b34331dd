//! The report itself.

use std::borrow::Cow;
use std::sync::Arc;

use buttress_contracts::{Explanation, Protection};
use buttress_source::{Code, ImportKinds, Severity};

use crate::fingerprint::fingerprint;
use crate::help::removal_help;
use crate::{Diagnostic, Location};

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The verdict over all.
    pub status: Status,
    /// The configuration the run was made with, if it came from a file.
    pub config: Option<ConfigSummary>,
    /// Sizes.
    pub stats: GraphStats,
    /// Every import that some chain, cut or group below refers to.
    pub imports: Vec<ImportReport>,
    /// The contracts, in the order of the configuration.
    pub contracts: Vec<ContractReport>,
    /// Findings about the project as a whole, by path and position.
    pub findings: Vec<Diagnostic>,
}

impl Report {
    /// The import behind an index.
    pub fn import(&self, ix: ImportIx) -> &ImportReport {
        &self.imports[ix.index()]
    }
}

/// How a contract or a run came out. The greater beats the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing is violated.
    Kept,
    /// A contract is violated.
    Broken,
    /// Something could not be judged.
    Error,
}

impl Status {
    /// The word of JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Error => "error",
        }
    }
}

/// Where the contracts came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigSummary {
    /// The path of the configuration file, as it is shown.
    pub path: String,
    /// The language it is written in.
    pub dialect: Dialect,
}

/// The language a configuration is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `buttress.toml` or `[tool.buttress]`.
    Buttress,
    /// import-linter's own: `setup.cfg`, `.importlinter` or `[tool.importlinter]`.
    ImportLinter,
}

impl Dialect {
    /// The word of JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buttress => "buttress",
            Self::ImportLinter => "import-linter",
        }
    }
}

/// Sizes of the import graph, as the project's own import kinds see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GraphStats {
    /// Modules, external ones included.
    pub modules: usize,
    /// Distinct (importer, imported) pairs.
    pub imports: usize,
    /// Places of import.
    pub sites: usize,
    /// Python files that were read.
    pub files: usize,
    /// External modules.
    pub external: usize,
}

/// An index into [`Report::imports`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImportIx(u32);

impl ImportIx {
    /// The index of the import at a place of [`Report::imports`].
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The place in [`Report::imports`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A direct import of one module by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The module that imports.
    pub importer: Arc<str>,
    /// The module that is imported.
    pub imported: Arc<str>,
    /// The places, in source order; those that count for the contract that shows them.
    pub sites: Vec<SiteReport>,
    /// Whether the places were looked up. If not, of each the file and the line are known.
    pub located: bool,
}

/// A place of import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteReport {
    /// The imported name.
    pub location: Location,
    /// The 1-based line on which the whole statement starts.
    pub statement_line: u32,
    /// Circumstances.
    pub kinds: ImportKinds,
}

/// A contract and how it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractReport {
    /// The stable id.
    pub id: String,
    /// The name for people; the id when it has none.
    pub name: String,
    /// The word of its `type`; empty when the configuration gives none that exists.
    pub kind: String,
    /// Error or warning.
    pub severity: Severity,
    /// How it came out.
    pub status: Status,
    /// Why it exists.
    pub reason: Option<String>,
    /// Where to read more.
    pub docs: Option<String>,
    /// Who decides about it.
    pub owner: Option<String>,
    /// Where it is written.
    pub location: Option<Location>,
    /// Whether a list of ignored imports is written in it, whatever it matches.
    pub has_ignores: bool,
    /// How many imports of the graph it ignores.
    pub ignored_imports: usize,
    /// The violating pairs.
    pub violations: Vec<ViolationReport>,
    /// The packages whose children import each other in a cycle.
    pub cycles: Vec<CycleReport>,
    /// What the class of a contract of the project's own type prints about what it found; lines.
    pub text: Option<String>,
    /// What there is to say about the contract itself.
    pub findings: Vec<Diagnostic>,
}

/// A violating pair. What follows from the rest is put into words where it is shown: there can be a
/// hundred thousand pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolationReport {
    /// The contract's type.
    pub code: Code,
    /// The term that must not import.
    pub importer: Arc<str>,
    /// The term that must not be imported.
    pub imported: Arc<str>,
    /// The item of the configuration that forbids it.
    pub because: Option<Arc<Location>>,
    /// What that item says.
    pub explanation: Explanation,
    /// Exact number of direct imports between the two.
    pub direct_imports: usize,
    /// A smallest set of imports whose removal ends all chains of the pair.
    pub cut: Vec<ImportIx>,
    /// The chains, direct imports first, then by length, then by name.
    pub chains: Vec<ChainReport>,
    /// Whether these are all edge-disjoint chains.
    pub chains_complete: bool,
    /// The protected modules of the contract that the imported one is or lies in, in the order in
    /// which the contract names them; empty for contracts of other types.
    pub protections: Vec<Protection>,
}

impl ViolationReport {
    /// One line: `a.b must not import c.d`.
    pub fn message(&self) -> String {
        format!("{} must not import {}", self.importer, self.imported)
    }

    /// What the item of the configuration says that forbids it, as a clause; empty if there is
    /// nothing to say.
    pub fn explanation(&self) -> Cow<'_, str> {
        self.explanation.of(&self.importer, &self.imported)
    }

    /// The next step: the imports to remove, given those of the report. Names the places of those
    /// that are located.
    pub fn help(&self, imports: &[ImportReport]) -> String {
        removal_help(&self.cut, imports)
    }

    /// Stable over line moves: contract (by its id), code, pair and import to remove; given the
    /// imports of the report.
    pub fn fingerprint(&self, contract: &str, imports: &[ImportReport]) -> String {
        let first = self.chains.first();
        let to_remove = first.map(|chain| chain.imports[chain.primary]);
        let to_remove = to_remove.or(self.cut.first().copied());
        let import = to_remove.map(|ix| &imports[ix.index()]);
        let (from, to) = import.map_or(("", ""), |import| (&import.importer, &import.imported));
        let code = self.code.as_str();
        fingerprint(&[contract, code, &self.importer, &self.imported, from, to])
    }
}

/// A package whose children import each other in a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleReport {
    /// The contract's type.
    pub code: Code,
    /// The package.
    pub package: String,
    /// Stable over line moves: contract, code, package, and the pairs of siblings to part.
    pub fingerprint: String,
    /// One line: what is not allowed.
    pub message: String,
    /// The next step.
    pub help: String,
    /// The item of the configuration that forbids it.
    pub because: Option<Arc<Location>>,
    /// What that item says.
    pub explanation: String,
    /// Imports to remove so that no cycle is left, by siblings in name order; never empty.
    pub breakers: Vec<BreakerReport>,
    /// A shortest cycle, as evidence: for each hop from sibling to sibling the first import. The
    /// first hop is one of the breakers.
    pub shortest: Vec<ImportIx>,
}

impl CycleReport {
    /// All imports to remove, in order.
    pub fn imports_to_remove(&self) -> impl Iterator<Item = ImportIx> {
        let imports = self.breakers.iter().flat_map(|breaker| &breaker.imports);
        imports.copied()
    }
}

/// All imports from one sibling to another, which together close a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakerReport {
    /// The child of the package that imports.
    pub importer: String,
    /// The child that is imported.
    pub imported: String,
    /// The imports from the modules of the one to those of the other; never empty.
    pub imports: Vec<ImportIx>,
}

/// A chain of imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// First to last; never empty.
    pub imports: Vec<ImportIx>,
    /// Other first imports with the same middle.
    pub extra_first: Vec<ImportIx>,
    /// Other last imports with the same middle.
    pub extra_last: Vec<ImportIx>,
    /// Index into `imports` of the import to remove.
    pub primary: usize,
}
