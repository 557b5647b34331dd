//! What there is to say about violating pairs: their chains, their direct imports, what to remove.
//!
//! The sweeps have found out which pairs violate a contract; only those come here. Of the pairs
//! that come, those with the same imported term are judged together.

mod ends;
mod facts;
mod judge;

use buttress_graph::{EdgeId, ModuleRange, pool};
use buttress_source::FileSpan;
use rayon::prelude::*;

use crate::scope::Scope;
use crate::terms::Term;
use crate::{Violation, ViolationChain};

use facts::{Facts, Wanted};
use judge::{Docket, Judge, Run};

/// With a bound, so many pairs are searched for as many chains as the bound allows: the first ones,
/// and those with the shortest chains.
const SEARCHED: usize = 256;

/// The pairs are dealt out to the threads in so many shares each, as some take longer than others.
const SHARES: usize = 8;

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

/// Why the first term of a pair must not import the second. There can be a hundred thousand pairs,
/// so it is put into words when each is told, in parallel.
#[derive(Debug)]
pub(crate) enum Explanation {
    /// They are independent.
    Independent,
    /// The second is forbidden for the first.
    Forbidden,
    /// In these words.
    Words(String),
}

impl Explanation {
    fn of(self, importer: &Term, imported: &Term) -> String {
        let (importer, imported) = (&importer.name, &imported.name);
        match self {
            Self::Independent => {
                format!("{importer} and {imported} are independent in this contract")
            }
            Self::Forbidden => format!("{imported} is forbidden for {importer}"),
            Self::Words(words) => words,
        }
    }
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

/// The violations of all comparisons, pair by pair.
///
/// Which pairs violate, their cuts and their direct imports do not depend on the bound on chains.
pub(crate) fn violations(scope: &Scope<'_>, comparisons: Vec<Comparison<'_>>) -> Vec<Violation> {
    let docket = Docket::new(&comparisons);
    let limit = scope.max_chains.unwrap_or(usize::MAX);
    let shown = limit.max(SEARCHED);
    let all = docket.pairs.len();
    let searched = all <= shown;
    let mut facts = vec![None; all];
    judge(
        scope,
        &docket,
        (0..all).collect(),
        Wanted { limit, searched },
        &mut facts,
    );
    if !searched {
        let searched = true;
        judge(
            scope,
            &docket,
            unfinished(&facts, shown),
            Wanted { limit, searched },
            &mut facts,
        );
    }
    let pairs = comparisons.into_iter().flat_map(|compared| compared.pairs);
    let found = pairs.zip(facts);
    let found = found.filter_map(|(pair, facts)| Some((pair, facts?)));
    pool::map(found.collect(), |(pair, facts)| violation(pair, facts))
}

/// Which pairs are to be searched again for all chains within the bound.
fn unfinished(facts: &[Option<Facts>], shown: usize) -> Vec<usize> {
    let length = |place: &usize| {
        let first = facts[*place]
            .as_ref()
            .and_then(|facts| facts.chains.first());
        first.map_or(usize::MAX, |chain| chain.imports.len())
    };
    let mut by_length: Vec<usize> = (0..facts.len()).collect();
    by_length.sort_by_key(length);
    let mut places: Vec<usize> = by_length.into_iter().take(shown).chain(0..shown).collect();
    places.sort_unstable();
    places.dedup();
    places.retain(|place| {
        facts[*place]
            .as_ref()
            .is_some_and(|facts| !facts.chains_complete)
    });
    places
}

/// Judges some of the pairs, in parallel where the caller runs on a pool of threads.
fn judge(
    scope: &Scope<'_>,
    docket: &Docket<'_>,
    places: Vec<usize>,
    wanted: Wanted,
    facts: &mut [Option<Facts>],
) {
    let runs = docket.runs(places);
    let sources = docket.sources(scope, &runs);
    let some = |runs: &[Run]| -> Vec<Vec<Option<Facts>>> {
        let mut judge = Judge::new(scope, docket, &sources, wanted);
        runs.iter().map(|run| judge.run(run)).collect()
    };
    let found: Vec<_> = if pool::in_pool() {
        let share = runs
            .len()
            .div_ceil(rayon::current_num_threads() * SHARES)
            .max(1);
        runs.par_chunks(share).flat_map_iter(some).collect()
    } else {
        some(&runs)
    };
    for (run, found) in runs.iter().zip(found) {
        for (place, found) in run.pairs.iter().zip(found) {
            facts[*place] = found;
        }
    }
}

fn violation(pair: Pair<'_>, facts: Facts) -> Violation {
    Violation {
        importer: pair.importer.name.clone(),
        imported: pair.imported.name.clone(),
        because: pair.because,
        explanation: pair.explanation.of(pair.importer, pair.imported),
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
