//! `forbidden`: no source module may import a forbidden one, directly or through others.
//!
//! Chains may run through other sources and other forbidden modules, so nothing absorbs here: the
//! sweep is plain reachability.

use buttress_graph::{ModuleId, ModuleRange};

use crate::pairs::{Judge, Pair};
use crate::scope::Scope;
use crate::terms::{self, Reading, Term};
use crate::{ForbiddenSettings, Violation};

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
    let mut judge = Judge::new(scope);
    let pair = |(source, target): (usize, usize)| pair(&sources[source], &forbidden[target]);
    if settings.allow_indirect_imports {
        let connected = direct_pairs(scope, &sources, &forbidden);
        let pairs = connected.into_iter().filter_map(pair);
        pairs
            .filter_map(|pair| judge.direct_violation(pair))
            .collect()
    } else {
        let connected = scope.reaching_pairs(&ranges(&sources), &ranges(&forbidden));
        let pairs = connected.iter().filter_map(pair);
        pairs.filter_map(|pair| judge.violation(pair)).collect()
    }
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
fn pair<'t>(importer: &'t Term, imported: &'t Term) -> Option<Pair<'t>> {
    let apart = !importer.modules.overlaps(imported.modules);
    apart.then(|| Pair {
        importer,
        imported,
        because: imported.span,
        explanation: format!("{} is forbidden for {}", imported.name, importer.name),
    })
}

/// The pairs with a direct import, by source, then by forbidden module. O(imports of the sources).
fn direct_pairs(scope: &Scope<'_>, sources: &[Term], forbidden: &[Term]) -> Vec<(usize, usize)> {
    let holders = Holders::new(forbidden);
    let mut pairs = Vec::new();
    for (source, term) in sources.iter().enumerate() {
        let heads = term.modules.iter().filter(|id| !scope.exempt.contains(*id));
        let imported = heads.flat_map(|id| scope.view.imported_by(id));
        let mut targets: Vec<usize> = imported.flat_map(|id| holders.of(id)).collect();
        targets.sort_unstable();
        targets.dedup();
        pairs.extend(targets.into_iter().map(|target| (source, target)));
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
