//! What is known about a violating pair, and how its chains are found.

use buttress_graph::{Chain, ChainQuery, Chains, EdgeId, Searcher};

use crate::ViolationChain;

/// The chains and the counts of a violating pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) chains: Vec<ViolationChain>,
    pub(super) chains_complete: bool,
    pub(super) direct_imports: usize,
    pub(super) cut: Vec<EdgeId>,
}

/// How many chains to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The most chains.
    pub(super) limit: usize,
    /// Whether to search for so many. If not, direct imports will do, or a shortest chain, unless
    /// that is longer than anyone reads.
    pub(super) searched: bool,
}

/// The length of chain up to which a pair has one that is not searched. A thousand pairs in a cycle
/// of ten thousand modules would fill the memory with the longer ones.
const LONGEST: usize = 64;

impl Wanted {
    /// The most imports that a chain may have.
    pub(super) fn longest(self) -> usize {
        if self.searched { usize::MAX } else { LONGEST }
    }
}

/// What has to be known of a pair before its chains.
#[derive(Debug)]
pub(super) struct Known {
    /// Its minimum cut, which is not empty.
    pub(super) cut: Vec<EdgeId>,
    /// Its direct imports, all of which are in the cut; sorted.
    pub(super) direct: Vec<EdgeId>,
    /// A shortest chain; none if it is too long, or has to be searched.
    pub(super) shortest: Option<Chain>,
}

impl Known {
    pub(super) fn facts(
        self,
        wanted: Wanted,
        searcher: &mut Searcher<'_>,
        query: &ChainQuery<'_>,
    ) -> Facts {
        let Chains { chains, complete } = self.chains(wanted, searcher, query);
        let view = searcher.view();
        // Variants of chains only count where they can be counted.
        let extras = wanted.searched || complete;
        let chain = |chain: &Chain| {
            let bare = violation_chain(chain, &self.cut);
            if !extras {
                return bare;
            }
            ViolationChain {
                extra_first: chain.extra_first(view, query),
                extra_last: chain.extra_last(view, query),
                ..bare
            }
        };
        Facts {
            chains: chains.iter().map(chain).collect(),
            chains_complete: complete,
            direct_imports: self.direct.len(),
            cut: self.cut,
        }
    }

    /// As many edge-disjoint chains as the cut has imports are all there are, so most pairs need no
    /// search: those with direct imports only, and those with a cut of one import.
    fn chains(
        &self,
        wanted: Wanted,
        searcher: &mut Searcher<'_>,
        query: &ChainQuery<'_>,
    ) -> Chains {
        let (most, limit) = (self.cut.len(), wanted.limit);
        let of = |chains: Vec<Chain>| Chains {
            complete: chains.len() == most,
            chains,
        };
        let direct = self.direct.len();
        if direct == most || direct >= limit || (direct > 0 && !wanted.searched) {
            let direct = self.direct.iter().take(limit);
            return of(direct.map(|edge| Chain::direct(*edge)).collect());
        }
        match &self.shortest {
            Some(shortest) if most == 1 || !wanted.searched => of(vec![shortest.clone()]),
            None if !wanted.searched => of(Vec::new()),
            _ => searcher.disjoint_chains_of(query, limit, most),
        }
    }
}

/// A chain without what others share its interior.
fn violation_chain(chain: &Chain, cut: &[EdgeId]) -> ViolationChain {
    let imports = chain.edges().to_vec();
    let in_cut = imports
        .iter()
        .rposition(|edge| cut.binary_search(edge).is_ok());
    ViolationChain {
        primary: in_cut.unwrap_or(imports.len() - 1),
        imports,
        extra_first: Vec::new(),
        extra_last: Vec::new(),
    }
}
