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
use crate::{Explanation, Violation, ViolationChain};

use facts::{Facts, Wanted};
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
pub(crate) fn violations(scope: &Scope<'_>, comparisons: Vec<Comparison<'_>>) -> Vec<Violation> {
    let docket = Docket::new(&comparisons);
    let limit = scope.max_chains.unwrap_or(usize::MAX);
    let shown = limit.max(SEARCHED);
    let searched = docket.pairs.len() <= shown;
    let facts = judge(scope, &docket, Wanted { limit, searched }, shown);
    let pairs = comparisons.into_iter().flat_map(|compared| compared.pairs);
    let found = pairs.zip(facts);
    found
        .filter_map(|(pair, facts)| Some(violation(pair, facts?)))
        .collect()
}

/// The facts of every pair; where not all are searched, those that come first or have the shortest
/// chains are, so many of each as are `shown`.
fn judge(
    scope: &Scope<'_>,
    docket: &Docket<'_>,
    wanted: Wanted,
    shown: usize,
) -> Vec<Option<Facts>> {
    let runs = docket.runs();
    let sources = docket.sources(scope, &runs);
    let judge = || Judge::new(scope, docket, &sources, wanted);
    let found = pool::map_with(&runs, judge, Judge::run);
    let mut facts = vec![None; docket.pairs.len()];
    for (run, found) in runs.iter().zip(found) {
        for (place, found) in run.pairs.iter().zip(found) {
            facts[*place] = found;
        }
    }
    if !wanted.searched {
        let unfinished = unfinished(&facts, shown, wanted.limit);
        let searched = pool::map_with(&unfinished, judge, |judge, (place, known)| {
            judge.again(*place, known.clone())
        });
        for ((place, _), found) in unfinished.iter().zip(searched) {
            facts[*place] = Some(found);
        }
    }
    facts
}

/// The pairs whose chains are still to be searched, with what is known of them.
fn unfinished(facts: &[Option<Facts>], shown: usize, limit: usize) -> Vec<(usize, Facts)> {
    let length = |place: &usize| {
        let facts = facts[*place].as_ref();
        let first = facts.and_then(|facts| facts.chains.first());
        (
            first.map_or(usize::MAX, |chain| chain.imports.len()),
            *place,
        )
    };
    let mut places: Vec<usize> = (0..facts.len()).collect();
    if shown < places.len() {
        places.select_nth_unstable_by_key(shown, length);
        places.truncate(shown);
    }
    places.extend(0..shown.min(facts.len()));
    places.sort_unstable();
    places.dedup();
    let known = |place: usize| Some((place, facts[place].clone()?));
    let known = places.into_iter().filter_map(known);
    known
        .filter(|(_, facts)| facts.is_unfinished(limit))
        .collect()
}

fn violation(pair: Pair<'_>, facts: Facts) -> Violation {
    Violation {
        importer: pair.importer.name.clone(),
        imported: pair.imported.name.clone(),
        because: pair.because,
        explanation: pair.explanation,
        chains: facts.chains,
        chains_complete: facts.chains_complete,
        direct_imports: facts.direct_imports,
        cut: facts.cut,
        protections: Vec::new(),
    }
}

/// The violation of a pair of which only direct imports count; at least one.
pub(crate) fn direct_violation(
    scope: &Scope<'_>,
    pair: Pair<'_>,
    imports: Vec<EdgeId>,
) -> Violation {
    let limit = scope.max_chains.unwrap_or(usize::MAX);
    let chain = |edge: &EdgeId| ViolationChain {
        imports: vec![*edge],
        extra_first: Vec::new(),
        extra_last: Vec::new(),
        primary: 0,
    };
    let facts = Facts {
        chains: imports.iter().take(limit).map(chain).collect(),
        chains_complete: imports.len() <= limit,
        direct_imports: imports.len(),
        cut: imports,
    };
    violation(pair, facts)
}
