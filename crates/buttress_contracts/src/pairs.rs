//! What there is to say about violating pairs: their chains, their direct imports, what to remove.
//!
//! The sweeps have found out which pairs violate a contract; only those come here. Of the pairs
//! that come, those with the same imported term are judged together.

mod ends;
mod facts;
mod judge;

use buttress_graph::{EdgeId, ModuleRange, pool};
use buttress_source::FileSpan;

use crate::scope::Scope;
use crate::terms::Term;
use crate::{Explanation, Violation};

use facts::{Known, Variants, Wanted, is_unfinished};
use judge::{Docket, Judge};

/// With a bound, so many pairs are searched for as many chains as the bound allows: the first ones,
/// and those with the shortest chains.
const SEARCHED: usize = 256;

/// A pair of terms of which the first must not import the second, and why.
#[derive(Debug)]
pub(crate) struct Pair<'t> {
    /// What must not import.
    pub(crate) importer: &'t Term,
    /// What must not be imported.
    pub(crate) imported: &'t Term,
    /// The number of each among the terms that are compared.
    pub(crate) places: (usize, usize),
    /// The item of the configuration that says so.
    pub(crate) because: Option<FileSpan>,
    /// What it says.
    pub(crate) explanation: Explanation,
}

/// Terms that are compared with each other.
#[derive(Debug)]
pub(crate) struct Comparison<'t> {
    /// The modules of each importing term.
    pub(crate) importers: Vec<ModuleRange>,
    /// Whether no chain runs through these modules, except for those of its pair.
    pub(crate) absorbing: bool,
    /// The pairs of which one leads to the other, as far as that is forbidden.
    pub(crate) pairs: Vec<Pair<'t>>,
}

/// The violations of all comparisons, pair by pair; on a thread of a rayon pool the pool shares the
/// work.
///
/// Which pairs violate, their cuts and their direct imports do not depend on the bound on chains.
pub(crate) fn violations(scope: &Scope<'_>, comparisons: &[Comparison<'_>]) -> Vec<Violation> {
    let docket = Docket::new(comparisons);
    let limit = scope.max_chains.unwrap_or(usize::MAX);
    let shown = limit.max(SEARCHED);
    let searched = docket.pairs.len() <= shown;
    let found = judge(scope, &docket, Wanted { limit, searched }, shown);
    #[expect(
        clippy::filter_map_identity,
        reason = "unlike `flatten`, keeps the memory that they are in"
    )]
    found.into_iter().filter_map(|found| found).collect()
}

/// What comes of every pair. Where not all are searched, those that come first or have the shortest
/// chains are, so many of each as are `shown`.
fn judge(
    scope: &Scope<'_>,
    docket: &Docket<'_>,
    wanted: Wanted,
    shown: usize,
) -> Vec<Option<Violation>> {
    let runs = docket.runs(scope.view.graph());
    let sources = docket.sources(scope, &runs);
    let judge = || Judge::new(scope, docket, &sources, wanted);
    let judged = pool::map_with(&runs, judge, Judge::run);
    let mut run_of = vec![0; docket.pairs.len()];
    for (number, run) in runs.iter().enumerate() {
        run.pairs.iter().for_each(|place| run_of[*place] = number);
    }
    let mut judged: Vec<_> = judged.into_iter().map(Vec::into_iter).collect();
    let mut all = Vec::with_capacity(docket.pairs.len());
    all.extend(run_of.into_iter().map(|run| judged[run].next().flatten()));
    if !wanted.searched {
        let unfinished = unfinished(&all, shown, wanted.limit);
        let searched = pool::map_with(&unfinished, judge, |judge, place| {
            Some(judge.again(*place, all[*place].clone()?))
        });
        for (place, violation) in unfinished.into_iter().zip(searched) {
            all[place] = violation;
        }
    }
    all
}

/// The pairs whose chains are still to be searched.
fn unfinished(all: &[Option<Violation>], shown: usize, limit: usize) -> Vec<usize> {
    let length = |found: &Option<Violation>| {
        let first = found.as_ref().and_then(|found| found.chains.first());
        first.map_or(usize::MAX, |chain| chain.imports.len())
    };
    let mut by_length: Vec<(usize, usize)> = all.iter().map(length).zip(0..).collect();
    if shown < by_length.len() {
        by_length.select_nth_unstable(shown);
        by_length.truncate(shown);
    }
    let shortest = by_length.into_iter().map(|(_, place)| place);
    let mut places: Vec<usize> = shortest.chain(0..shown.min(all.len())).collect();
    places.sort_unstable();
    places.dedup();
    places.retain(|place| {
        let found = all[*place].as_ref();
        found.is_some_and(|found| is_unfinished(found, limit))
    });
    places
}

/// The violation of a pair of which only direct imports count; at least one.
pub(crate) fn direct_violation(
    scope: &Scope<'_>,
    pair: &Pair<'_>,
    imports: Vec<EdgeId>,
) -> Violation {
    let limit = scope.max_chains.unwrap_or(usize::MAX);
    let known = Known {
        cut: imports.clone(),
        direct: imports,
        shortest: None,
    };
    known.violation(pair, limit, |_| Variants::default())
}
