//! The entry: one contract, one graph, one outcome.

use buttress_graph::{ImportGraph, KindFilter};

use crate::scope::Scope;
use crate::{Contract, ContractKind, Outcome, acyclic, forbidden, independence, layers, protected};

/// What the project says about all checks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CheckOptions {
    /// Which kinds of import count, where a contract does not say.
    pub imports: KindFilter,
    /// The most chains to search for one violating pair; none for all.
    ///
    /// Direct imports are found first. Of a contract with more than 256 violating pairs (or than
    /// the limit, if that is larger), so many are searched that come first, and so many that have
    /// the shortest chains; of each other pair the direct imports are given, within the limit, or
    /// else one shortest chain of at most 64 imports, with no other first and last imports unless
    /// it is all there is. Violating pairs, their direct imports and their cuts are exact whatever
    /// the limit.
    pub max_chains: Option<usize>,
}

/// Checks a contract against a graph.
///
/// Never fails: what the contract names and the graph lacks becomes a finding, and the rest is
/// judged all the same. Which pairs violate the contract is found by sweeps over the graph, not by
/// a search for each pair. Pairs with the same imported module are judged together, so most cost a
/// look at the importer's imports; a minimum cut that takes a search of its own costs O(E √E) at
/// worst, with E the imports between the two.
///
/// On a thread of a rayon pool, the pool shares the work; the outcome is the same.
///
/// ```
/// use buttress_contracts::{CheckOptions, Contract, IndependenceSettings, check};
/// use buttress_graph::{ImportGraph, ModuleTable};
///
/// let graph = ImportGraph::new(ModuleTable::default(), Vec::new());
/// let contract = Contract::new("apart", IndependenceSettings::default());
/// let outcome = check(&contract, &graph, &CheckOptions::default());
/// assert!(outcome.violations.is_empty() && outcome.findings.is_empty());
/// ```
pub fn check(contract: &Contract, graph: &ImportGraph, options: &CheckOptions) -> Outcome {
    let mut scope = Scope::new(contract, graph, options);
    let mut cycles = Vec::new();
    let mut violations = Vec::new();
    match &contract.kind {
        ContractKind::Layers(settings) => {
            violations = layers::check(&mut scope, settings, contract.span);
        }
        ContractKind::Forbidden(settings) => violations = forbidden::check(&mut scope, settings),
        ContractKind::Independence(settings) => {
            violations = independence::check(&mut scope, settings);
        }
        ContractKind::Protected(settings) => violations = protected::check(&mut scope, settings),
        ContractKind::AcyclicSiblings(settings) => cycles = acyclic::check(&mut scope, settings),
    }
    Outcome {
        violations,
        cycles,
        ignored_imports: scope.ignored_imports,
        findings: scope.into_findings(),
        text: None,
    }
}
