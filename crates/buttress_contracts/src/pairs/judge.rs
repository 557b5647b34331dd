//! Judges the pairs of a comparison, those with the same imported term together.

use std::cmp::Reverse;

use buttress_graph::{
    Chain, ChainQuery, EdgeId, GraphView, ImportGraph, ModuleRange, Searcher, Sources, Towards,
};
use rustc_hash::FxHashMap;

use super::ends::Ends;
use super::facts::{Known, Variants, Wanted, is_unfinished, search};
use super::{Comparison, Pair};
use crate::Violation;
use crate::scope::Scope;

/// What pairs have in common costs a look at the whole graph, and is worth it from two pairs on for
/// each so many modules.
const MODULES: usize = 4096;

/// Pairs of one comparison that have the same imported term.
#[derive(Debug)]
pub(super) struct Run {
    /// The comparison.
    comparison: usize,
    /// The pairs, as places in the docket, in order.
    pub(super) pairs: Vec<usize>,
}

impl Run {
    /// Whether its pairs are judged by what they have in common.
    fn is_shared(&self, scope: &Scope<'_>) -> bool {
        self.pairs.len() >= 2 * scope.view.table().len().div_ceil(MODULES)
    }
}

/// The pairs of all comparisons.
#[derive(Debug)]
pub(super) struct Docket<'c> {
    comparisons: &'c [Comparison<'c>],
    /// Each with its comparison.
    pub(super) pairs: Vec<(usize, &'c Pair<'c>)>,
}

impl<'c> Docket<'c> {
    pub(super) fn new(comparisons: &'c [Comparison<'c>]) -> Self {
        let numbered = comparisons.iter().enumerate();
        let pairs = numbered
            .flat_map(|(number, compared)| compared.pairs.iter().map(move |pair| (number, pair)));
        Self {
            comparisons,
            pairs: pairs.collect(),
        }
    }

    /// All pairs, those that can be judged together in one run. Of a comparison the runs that may take
    /// long come first, so that none is left to one thread at the end: those of many pairs, and of
    /// terms that many modules import, whose cuts have to be searched.
    pub(super) fn runs(&self, graph: &ImportGraph) -> Vec<Run> {
        let mut numbers = FxHashMap::default();
        let mut runs: Vec<Run> = Vec::new();
        for (place, (comparison, pair)) in self.pairs.iter().enumerate() {
            let number = numbers.entry((*comparison, pair.places.1));
            let number = *number.or_insert(runs.len());
            if number == runs.len() {
                runs.push(Run {
                    comparison: *comparison,
                    pairs: Vec::new(),
                });
            }
            runs[number].pairs.push(place);
        }
        runs.sort_by_cached_key(|run| {
            let (comparison, pair) = self.pairs[run.pairs[0]];
            let imported = pair.imported.modules.iter();
            let importers: usize = imported.map(|id| graph.incoming(id).len()).sum();
            (comparison, Reverse(run.pairs.len() * importers))
        });
        runs
    }

    /// What the sources of each comparison have in common, if it has pairs enough.
    pub(super) fn sources(&self, scope: &Scope<'_>, runs: &[Run]) -> Vec<Option<Sources>> {
        let mut needed = vec![false; self.comparisons.len()];
        for run in runs.iter().filter(|run| run.is_shared(scope)) {
            needed[run.comparison] = true;
        }
        let comparisons = self.comparisons.iter().zip(needed);
        let sources = comparisons.map(|(compared, needed)| {
            needed.then(|| scope.sources(&compared.importers, compared.absorbing))
        });
        sources.collect()
    }
}

/// Judges runs of pairs one after the other; keeps its working memory between them.
#[derive(Debug)]
pub(super) struct Judge<'c> {
    scope: &'c Scope<'c>,
    docket: &'c Docket<'c>,
    /// What the sources of each comparison have in common, where many pairs need it.
    sources: &'c [Option<Sources>],
    ends: Ends,
    /// The comparison for which `ends` and `towards` are set.
    current: Option<usize>,
    towards: Option<Towards<'c, 'c>>,
    searcher: Searcher<'c>,
    wanted: Wanted,
}

impl<'c> Judge<'c> {
    pub(super) fn new(
        scope: &'c Scope<'c>,
        docket: &'c Docket<'c>,
        sources: &'c [Option<Sources>],
        wanted: Wanted,
    ) -> Self {
        Self {
            scope,
            docket,
            sources,
            ends: Ends::new(scope.view.table()),
            current: None,
            towards: None,
            searcher: Searcher::new(&scope.view),
            wanted,
        }
    }

    /// The violation of each pair of a run; none where there is no chain.
    pub(super) fn run(&mut self, run: &Run) -> Vec<Option<Violation>> {
        self.turn_to(run.comparison);
        let docket = self.docket;
        let pairs = run.pairs.iter().map(|place| docket.pairs[*place].1);
        let sources = self.sources[run.comparison].as_ref();
        let Some(sources) = sources.filter(|_| run.is_shared(self.scope)) else {
            return pairs.map(|pair| self.alone(pair)).collect();
        };
        let towards = self.towards.take();
        let mut towards = towards.unwrap_or_else(|| Towards::new(&self.scope.view, sources));
        if let Some(first) = pairs.clone().next() {
            towards.aim(first.imported.modules);
        }
        let found = pairs.map(|pair| {
            if sources.is_tangled(pair.places.0) {
                self.alone(pair)
            } else {
                self.together(pair, &mut towards)
            }
        });
        let found = found.collect();
        self.towards = Some(towards);
        found
    }

    fn turn_to(&mut self, comparison: usize) {
        if self.current == Some(comparison) {
            return;
        }
        self.current = Some(comparison);
        self.towards = None;
        let compared = &self.docket.comparisons[comparison];
        self.ends.absorb(if compared.absorbing {
            &compared.importers
        } else {
            &[]
        });
    }

    /// Judges a pair by searches of its own.
    fn alone(&mut self, pair: &Pair<'_>) -> Option<Violation> {
        let query = self.ends.query(pair, &self.scope.exempt);
        let cut = self.searcher.minimum_cut(&query);
        if cut.is_empty() {
            return None;
        }
        let view = &self.scope.view;
        let direct: Vec<EdgeId> = direct(view, &query, pair.imported.modules).collect();
        let shortest = (direct.is_empty() && !self.wanted.searched)
            .then(|| self.searcher.shortest_chain(&query))
            .flatten()
            .filter(|chain| chain.len() <= self.wanted.longest());
        let known = Known {
            cut,
            direct,
            shortest,
        };
        let variants = |chain: &Chain| Variants::of(chain, view, &query);
        let known = known.violation(pair, self.wanted.limit, variants);
        Some(self.finish(pair, known))
    }

    /// Judges a pair by what the pairs of its imported term have in common.
    fn together(&mut self, pair: &Pair<'_>, towards: &mut Towards<'_, '_>) -> Option<Violation> {
        let source = pair.places.0;
        let cut = towards.minimum_cut(source).unwrap_or_else(|| {
            let query = self.ends.query(pair, &self.scope.exempt);
            towards.search_minimum_cut(source, &query)
        });
        if cut.is_empty() {
            return None;
        }
        let direct = towards.direct_imports(source);
        let known = Known {
            shortest: (direct.is_empty())
                .then(|| towards.shortest_chain(source, self.wanted.longest()))
                .flatten(),
            cut,
            direct,
        };
        let variants = |chain: &Chain| Variants {
            extra_first: towards.extra_first(source, chain),
            extra_last: towards.extra_last(source, chain),
        };
        let known = known.violation(pair, self.wanted.limit, variants);
        Some(self.finish(pair, known))
    }

    fn finish(&mut self, pair: &Pair<'_>, known: Violation) -> Violation {
        if self.wanted.searched {
            self.search(pair, known)
        } else {
            known
        }
    }

    /// Adds the chains that are missing to what is known of a pair, by a search.
    fn search(&mut self, pair: &Pair<'_>, mut known: Violation) -> Violation {
        if is_unfinished(&known, self.wanted.limit) {
            let query = self.ends.query(pair, &self.scope.exempt);
            search(&mut known, self.wanted.limit, &mut self.searcher, &query);
        }
        known
    }

    /// Searches for the chains of a pair that is judged already.
    pub(super) fn again(&mut self, place: usize, known: Violation) -> Violation {
        let (comparison, pair) = self.docket.pairs[place];
        self.turn_to(comparison);
        self.search(pair, known)
    }
}

/// The imports of a target by a source.
fn direct<'a>(
    view: &'a GraphView<'_>,
    query: &'a ChainQuery<'_>,
    targets: ModuleRange,
) -> impl Iterator<Item = EdgeId> + 'a {
    let imports = query.sources().flat_map(|id| view.outgoing(id));
    imports.filter(move |edge| targets.contains(view.graph().imported(*edge)))
}
