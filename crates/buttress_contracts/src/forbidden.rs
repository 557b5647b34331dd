//! `forbidden`: no source module may import a forbidden one, directly or through others.
//!
//! Chains may run through other sources and other forbidden modules, so nothing absorbs here: the
//! sweep is plain reachability.

use std::collections::BTreeMap;

use buttress_graph::{EdgeId, ModuleId, ModuleRange};

use crate::pairs::{self, Comparison, Pair};
use crate::scope::Scope;
use crate::terms::{self, Reading, Term};
use crate::{Explanation, ForbiddenSettings, Violation};

/// Checks a contract of forbidden modules.
pub(crate) fn check(scope: &mut Scope<'_>, settings: &ForbiddenSettings) -> Vec<Violation> {
    let reading = |absent_externals| Reading {
        as_packages: settings.as_packages,
        absent_externals,
    };
    let sources = terms::resolve(scope, &settings.source_modules, reading(false));
    let forbidden = terms::resolve(scope, &settings.forbidden_modules, reading(true));
    if settings.whole_externals {
        report_parts(scope, settings, &forbidden);
    }
    let pair = |places: (usize, usize)| pair(places, &sources[places.0], &forbidden[places.1]);
    if settings.allow_indirect_imports {
        let found = direct_imports(scope, &sources, &forbidden).into_iter();
        return found
            .filter_map(|(places, imports)| {
                Some(pairs::direct_violation(scope, &pair(places)?, imports))
            })
            .collect();
    }
    let importers = ranges(&sources);
    let connected = scope.reaching_pairs(&importers, &ranges(&forbidden));
    let comparison = Comparison {
        importers,
        absorbing: false,
        pairs: connected.iter().filter_map(pair).collect(),
    };
    pairs::violations(scope, &[comparison])
}

/// Reports the externals that are no packages of their own.
fn report_parts(scope: &mut Scope<'_>, settings: &ForbiddenSettings, forbidden: &[Term]) {
    let table = scope.view.table();
    let is_part = |term: &&Term| term.name.contains('.') && !table.is_internal_name(&term.name);
    for term in forbidden.iter().filter(is_part) {
        let selector = &settings.forbidden_modules[term.item];
        let why = "only whole external packages can be forbidden";
        scope.report(terms::external_module(selector, &term.name, why));
    }
}

/// The pair, unless one contains the other: what a source is part of cannot be forbidden to it.
fn pair<'t>(places: (usize, usize), importer: &'t Term, imported: &'t Term) -> Option<Pair<'t>> {
    let apart = !importer.modules.overlaps(imported.modules);
    apart.then_some(Pair {
        importer,
        imported,
        places,
        because: imported.span,
        explanation: Explanation::Forbidden,
    })
}

/// The direct imports of each pair that has any, by source, then by forbidden module.
///
/// O(imports of the sources × forbidden modules that hold what is imported, × log).
fn direct_imports(
    scope: &Scope<'_>,
    sources: &[Term],
    forbidden: &[Term],
) -> BTreeMap<(usize, usize), Vec<EdgeId>> {
    let holders = Holders::new(forbidden);
    let mut pairs: BTreeMap<(usize, usize), Vec<EdgeId>> = BTreeMap::new();
    for (source, term) in sources.iter().enumerate() {
        let heads = term.modules.iter().filter(|id| !scope.exempt.contains(*id));
        for edge in heads.flat_map(|id| scope.view.outgoing(id)) {
            for target in holders.of(scope.view.graph().imported(edge)) {
                pairs.entry((source, target)).or_default().push(edge);
            }
        }
    }
    pairs
}

/// Which terms stand for a module.
struct Holders {
    /// Sorted by module, then by term.
    entries: Vec<(ModuleId, usize)>,
}

impl Holders {
    fn new(terms: &[Term]) -> Self {
        let terms = terms.iter().enumerate();
        let entries =
            terms.flat_map(|(index, term)| term.modules.iter().map(move |id| (id, index)));
        let mut entries: Vec<_> = entries.collect();
        entries.sort_unstable();
        Self { entries }
    }

    fn of(&self, id: ModuleId) -> impl Iterator<Item = usize> {
        let start = self.entries.partition_point(|(held, _)| *held < id);
        let held = self.entries[start..].iter();
        held.take_while(move |(held, _)| *held == id)
            .map(|(_, index)| *index)
    }
}

fn ranges(terms: &[Term]) -> Vec<ModuleRange> {
    terms.iter().map(|term| term.modules).collect()
}
