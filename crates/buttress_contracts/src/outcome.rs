//! What a check found.

use std::borrow::Cow;
use std::sync::Arc;

use buttress_graph::EdgeId;
use buttress_source::{FileSpan, Finding};

/// What checking one contract gave.
///
/// Severities are not applied here: whether a finding means that the contract could not be judged
/// is decided by the severity the project gives to its code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The violating pairs, by importer, then by imported module, in name order.
    pub violations: Vec<Violation>,
    /// The packages whose children import each other in a cycle, in name order.
    pub cycles: Vec<Cycle>,
    /// What there is to say about the contract itself.
    pub findings: Vec<Finding>,
    /// How many distinct imports of the graph `ignore_imports` took out.
    pub ignored_imports: usize,
    /// What the class of a contract of the project's own type prints if it is broken; lines.
    pub text: Option<String>,
}

/// One violating pair of a contract's own terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The term that must not import: a layer module, a source module, a sibling; the importing
    /// module itself where a contract protects modules.
    pub importer: Arc<str>,
    /// The term that must not be imported; where a contract protects packages, the module of the
    /// package.
    pub imported: Arc<str>,
    /// The item of the configuration that forbids it.
    pub because: Option<FileSpan>,
    /// What that item says.
    pub explanation: Explanation,
    /// Edge-disjoint shortest chains: direct imports first, then by length, then by name.
    pub chains: Vec<ViolationChain>,
    /// Whether the search for chains was finished; if not, there may be more.
    pub chains_complete: bool,
    /// Exact number of direct imports from the importer's modules to the imported's.
    pub direct_imports: usize,
    /// A smallest set of imports whose removal ends all chains of the pair, in order.
    pub cut: Vec<EdgeId>,
    /// The protected modules of the contract that the imported one is or lies in, in the order in
    /// which the contract names them; empty for contracts of other kinds.
    pub protections: Vec<Protection>,
}

impl Violation {
    /// What the item of the configuration says, as a clause:
    /// ``domain is below usecases in this contract``.
    pub fn explanation(&self) -> Cow<'_, str> {
        self.explanation.of(&self.importer, &self.imported)
    }
}

/// Why the first module of a pair must not import the second. There can be a hundred thousand pairs,
/// of which few are shown, so it is put into words where someone reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explanation {
    /// They are independent.
    Independent,
    /// The second is forbidden for the first.
    Forbidden,
    /// In these words.
    Words(Arc<str>),
}

impl Explanation {
    /// The words for a pair, as a clause.
    pub fn of(&self, importer: &str, imported: &str) -> Cow<'_, str> {
        match self {
            Self::Independent => {
                format!("{importer} and {imported} are independent in this contract").into()
            }
            Self::Forbidden => format!("{imported} is forbidden for {importer}").into(),
            Self::Words(words) => Cow::Borrowed(words),
        }
    }
}

impl<T: Into<Arc<str>>> From<T> for Explanation {
    fn from(words: T) -> Self {
        Self::Words(words.into())
    }
}

/// A protected module, and the item of the contract that names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Protection {
    /// The index of the item in the contract's protected modules.
    pub item: usize,
    /// The protected module.
    pub module: String,
    /// The item as written, if it has wildcards.
    pub expression: Option<String>,
}

/// A package whose children import each other in a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The package.
    pub package: String,
    /// The item of the configuration that forbids it.
    pub because: Option<FileSpan>,
    /// What that item says, as a clause: ``the children of shop must not form a cycle``.
    pub explanation: String,
    /// Imports to remove so that no cycle is left, by siblings in name order; never empty.
    pub breakers: Vec<Breaker>,
    /// A shortest cycle, as evidence: for each hop from sibling to sibling the first import. The
    /// first hop is one of the breakers.
    pub shortest: Vec<EdgeId>,
}

/// All imports from one sibling to another, which together close a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    /// The child of the package that imports.
    pub importer: String,
    /// The child that is imported.
    pub imported: String,
    /// The imports from the modules of the one to those of the other, sorted; never empty.
    pub imports: Vec<EdgeId>,
}

/// One chain of imports that violates a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolationChain {
    /// The imports, first to last; never empty.
    pub imports: Vec<EdgeId>,
    /// Other imports of the chain's second module by modules of the importer; none of a pair that
    /// was not searched for all chains within the bound.
    pub extra_first: Vec<EdgeId>,
    /// Other imports of modules of the imported by the chain's last but one module.
    pub extra_last: Vec<EdgeId>,
    /// Index into `imports` of the import to remove: the last one that is in the pair's cut, else
    /// the last of the chain.
    pub primary: usize,
}
