//! What is known about a violating pair, and how its chains are found.

use buttress_graph::{Chain, ChainQuery, EdgeId, GraphView, Searcher};

use super::Pair;
use crate::{Violation, ViolationChain};

/// Whether a search for so many chains may find more. As many edge-disjoint chains as the cut has
/// imports are all there are, so most pairs need none: those with direct imports only, and those with
/// a cut of one import.
pub(super) fn is_unfinished(known: &Violation, limit: usize) -> bool {
    !known.chains_complete && known.direct_imports < known.cut.len().min(limit)
}

/// Searches for the chains of a pair, so many at most.
pub(super) fn search(
    known: &mut Violation,
    limit: usize,
    searcher: &mut Searcher<'_>,
    query: &ChainQuery<'_>,
) {
    let found = searcher.disjoint_chains_of(query, limit, known.cut.len());
    let view = searcher.view();
    let chains = found.chains.into_iter();
    let chains = chains.map(|chain| {
        let variants = Variants::of(&chain, view, query);
        variants.with(chain, &known.cut)
    });
    known.chains = chains.collect();
    known.chains_complete = found.complete;
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

/// What is known of a pair without a search for chains.
#[derive(Debug)]
pub(super) struct Known {
    /// Its minimum cut, which is not empty.
    pub(super) cut: Vec<EdgeId>,
    /// Its direct imports, all of which are in the cut; sorted.
    pub(super) direct: Vec<EdgeId>,
    /// A shortest chain, if no import is direct; none if it is too long, or has to be searched.
    pub(super) shortest: Option<Chain>,
}

impl Known {
    /// The violation of the pair, with the chains that are known. Variants of a chain only count where
    /// they can be counted: of all chains that there are.
    pub(super) fn violation(
        self,
        pair: &Pair<'_>,
        limit: usize,
        variants: impl FnOnce(&Chain) -> Variants,
    ) -> Violation {
        let Self {
            cut,
            direct,
            shortest,
        } = self;
        let chains = match shortest.filter(|_| limit > 0) {
            Some(chain) if cut.len() == 1 => vec![variants(&chain).with(chain, &cut)],
            Some(chain) => vec![Variants::default().with(chain, &cut)],
            None => {
                let direct = direct.iter().take(limit).map(|edge| Chain::direct(*edge));
                let chains = direct.map(|chain| Variants::default().with(chain, &cut));
                chains.collect()
            }
        };
        Violation {
            importer: pair.importer.name.clone(),
            imported: pair.imported.name.clone(),
            because: pair.because,
            explanation: pair.explanation.clone(),
            chains_complete: chains.len() == cut.len(),
            chains,
            direct_imports: direct.len(),
            cut,
            protections: Vec::new(),
        }
    }
}

/// The other first and last imports of a chain that share its interior.
#[derive(Debug, Default)]
pub(super) struct Variants {
    pub(super) extra_first: Vec<EdgeId>,
    pub(super) extra_last: Vec<EdgeId>,
}

impl Variants {
    pub(super) fn of(chain: &Chain, view: &GraphView<'_>, query: &ChainQuery<'_>) -> Self {
        Self {
            extra_first: chain.extra_first(view, query),
            extra_last: chain.extra_last(view, query),
        }
    }

    fn with(self, chain: Chain, cut: &[EdgeId]) -> ViolationChain {
        let imports = chain.into_edges();
        let in_cut = imports
            .iter()
            .rposition(|edge| cut.binary_search(edge).is_ok());
        ViolationChain {
            primary: in_cut.unwrap_or(imports.len() - 1),
            imports,
            extra_first: self.extra_first,
            extra_last: self.extra_last,
        }
    }
}
