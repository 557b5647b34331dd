//! What is known about a violating pair, and how its chains are found.

use buttress_graph::{Chain, ChainQuery, Chains, EdgeId, GraphView, Searcher};

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
    /// Whether to search for so many. If not, direct imports will do, or a shortest chain.
    pub(super) searched: bool,
}

/// What has to be known of a pair before its chains.
#[derive(Debug)]
pub(super) struct Known {
    /// Its minimum cut, which is not empty.
    pub(super) cut: Vec<EdgeId>,
    /// Its direct imports, all of which are in the cut; sorted.
    pub(super) direct: Vec<EdgeId>,
    /// A shortest chain, unless that has to be searched.
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
        let chains = chains.iter();
        Facts {
            chains: chains
                .map(|chain| violation_chain(view, query, chain, &self.cut))
                .collect(),
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
            None if !wanted.searched => of(Vec::from_iter(searcher.shortest_chain(query))),
            _ => searcher.disjoint_chains_of(query, limit, most),
        }
    }
}

fn violation_chain(
    view: &GraphView<'_>,
    query: &ChainQuery<'_>,
    chain: &Chain,
    cut: &[EdgeId],
) -> ViolationChain {
    let imports = chain.edges().to_vec();
    let in_cut = imports
        .iter()
        .rposition(|edge| cut.binary_search(edge).is_ok());
    ViolationChain {
        primary: in_cut.unwrap_or(imports.len() - 1),
        imports,
        extra_first: chain.extra_first(view, query),
        extra_last: chain.extra_last(view, query),
    }
}
