//! What a check found.

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
    /// What there is to say about the contract itself.
    pub findings: Vec<Finding>,
    /// How many distinct imports of the graph `ignore_imports` took out.
    pub ignored_imports: usize,
}

/// One violating pair of a contract's own terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The term that must not import: a layer module, a source module, a sibling.
    pub importer: String,
    /// The term that must not be imported.
    pub imported: String,
    /// The item of the configuration that forbids it.
    pub because: Option<FileSpan>,
    /// What that item says, as a clause: ``domain is below usecases in this contract``.
    pub explanation: String,
    /// Edge-disjoint shortest chains: direct imports first, then by length, then by name.
    pub chains: Vec<ViolationChain>,
    /// Whether the search for chains was finished; if not, there may be more.
    pub chains_complete: bool,
    /// Exact number of direct imports from the importer's modules to the imported's.
    pub direct_imports: usize,
    /// A smallest set of imports whose removal ends all chains of the pair, in order.
    pub cut: Vec<EdgeId>,
}

/// One chain of imports that violates a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolationChain {
    /// The imports, first to last; never empty.
    pub imports: Vec<EdgeId>,
    /// Other imports of the chain's second module by modules of the importer.
    pub extra_first: Vec<EdgeId>,
    /// Other imports of modules of the imported by the chain's last but one module.
    pub extra_last: Vec<EdgeId>,
    /// Index into `imports` of the import to remove: the last one that is in the pair's cut, else
    /// the last of the chain.
    pub primary: usize,
}
