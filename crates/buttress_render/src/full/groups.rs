//! Which chains of a contract are shown, and which are counted under another.
//!
//! Chains with the same import to remove are one group, shown as one chain: whoever removes that
//! import ends them all. Groups come in the order of their shortest chains, so direct imports come
//! first; among equals the order of the report stays.

use buttress_report::{ChainReport, ContractReport, ImportIx, ViolationReport};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::wording::primary;

/// The chains of a contract that share the import to remove.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The violating pair of the chain that is shown.
    pub(super) violation: &'a ViolationReport,
    /// The chain that is shown: a shortest one.
    pub(super) chain: &'a ChainReport,
    /// The import to remove.
    pub(super) import: ImportIx,
    /// How many chains go through that import, the one that is shown and the variants of each with
    /// another first or last import included.
    pub(super) chains: usize,
    /// Whether every one of them ends in that import.
    pub(super) ends_in_it: bool,
    /// Whether all pairs involved were searched to the end; if not, there may be more chains.
    pub(super) complete: bool,
    /// The violating pairs, as indices into the contract's violations; each once, for no two chains of
    /// a pair share an import.
    pub(super) pairs: Vec<usize>,
    /// Whether a group before it has a chain with the same inner modules, so that the other first and
    /// last imports were named there.
    pub(super) varies_another: bool,
}

/// Groups all chains of a contract by the import to remove. O(chains × log chains).
pub(super) fn groups(contract: &ContractReport) -> Vec<Group<'_>> {
    let violations = contract.violations.iter().enumerate();
    let mut chains: Vec<_> = violations
        .flat_map(|(pair, violation)| violation.chains.iter().map(move |chain| (pair, chain)))
        .collect();
    chains.sort_by_cached_key(|(_, chain)| chain.imports.len());
    let mut groups: IndexMap<ImportIx, Group<'_>, FxBuildHasher> = IndexMap::default();
    for (pair, chain) in chains {
        let Some(import) = primary(chain) else {
            continue;
        };
        let violation = &contract.violations[pair];
        let group = groups.entry(import).or_insert_with(|| Group {
            violation,
            chain,
            import,
            chains: 0,
            ends_in_it: true,
            complete: true,
            pairs: Vec::new(),
            varies_another: false,
        });
        group.chains += through_primary(chain);
        group.ends_in_it &= chain.imports.last() == Some(&import);
        group.complete &= violation.chains_complete;
        group.pairs.push(pair);
    }
    groups.into_values().collect()
}

/// Finds the groups whose chain is that of a group before it but for its ends. O(groups²).
pub(super) fn mark_variants(groups: &mut [Group<'_>]) {
    for at in 1..groups.len() {
        let (before, group) = (&groups[..at], &groups[at]);
        let varies = before.iter().any(|other| is_variant(group, other));
        groups[at].varies_another = varies;
    }
}

/// Whether the chain of a group is another's with another first or last import.
fn is_variant(group: &Group<'_>, other: &Group<'_>) -> bool {
    let (chain, other_chain) = (group.chain, other.chain);
    let ([first, inner @ .., last], [other_first, other_inner @ .., other_last]) =
        (chain.imports.as_slice(), other_chain.imports.as_slice())
    else {
        return false;
    };
    let same_pair = std::ptr::eq(group.violation, other.violation);
    let begins = first == other_first || other_chain.extra_first.contains(first);
    let ends = last == other_last || other_chain.extra_last.contains(last);
    same_pair && inner == other_inner && begins && ends
}

/// How many variants of the chain contain its import to remove.
///
/// A variant with another first (last) import lacks it only where it *is* the first (last).
fn through_primary(chain: &ChainReport) -> usize {
    let first = chain.imports.first() == primary(chain).as_ref();
    let last = chain.imports.last() == primary(chain).as_ref();
    let of_first = if first { 0 } else { chain.extra_first.len() };
    let of_last = if last { 0 } else { chain.extra_last.len() };
    1 + of_first + of_last
}
