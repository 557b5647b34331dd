//! How well modules are connected to a target: by how many edge-disjoint chains, at least.

use crate::explore::Explorer;
use crate::marks::Marks;
use crate::sources::{Source, Sources};
use crate::{ChainQuery, GraphView, ModuleId, ModuleSet, ModuleTable, Searcher};

/// The most modules to examine for one source and one number of chains.
const EXAMINED: usize = 4;
/// The most modules to examine for a target, besides one for every source that needed none.
const CREDIT: usize = 12;

/// What is known of modules and one target after another.
///
/// To examine a module takes a search, which pays if it helps other sources, too: those that import
/// the same modules. Where everything imports everything there are too many modules for that, so only
/// as much is examined as has helped.
#[derive(Debug)]
pub(crate) struct Strength {
    /// By how many edge-disjoint chains modules lead to the target, at least.
    at_least: Marks,
    /// By fewer than how many, as far as it pays to find out.
    below: Marks,
    explorer: Explorer,
    /// A set of one module for a while, then of none.
    single: ModuleSet,
    /// Number of modules examined for this source.
    examined: usize,
    /// How many may be examined yet.
    credit: usize,
}

/// What is asked about.
pub(crate) struct Examination<'e> {
    pub(crate) sources: &'e Sources,
    pub(crate) targets: &'e ModuleSet,
    /// The shared modules that lead to the target.
    pub(crate) leading: &'e ModuleSet,
    /// How far from the target they are.
    pub(crate) distance: &'e Marks,
}

impl Strength {
    pub(crate) fn new(table: &ModuleTable) -> Self {
        Self {
            at_least: Marks::new(table.len()),
            below: Marks::new(table.len()),
            explorer: Explorer::new(table),
            single: ModuleSet::new(table),
            examined: 0,
            credit: CREDIT,
        }
    }

    /// Forgets what is known, for another target.
    pub(crate) fn forget(&mut self) {
        self.at_least.clear();
        self.below.clear();
        self.credit = CREDIT;
    }

    /// Whether a source is known to lead to the target by so many edge-disjoint chains: it is such a
    /// module, or imports such modules often enough.
    pub(crate) fn sends(
        &mut self,
        source: &Source,
        wanted: u32,
        examination: &Examination<'_>,
        searcher: &mut Searcher<'_>,
    ) -> bool {
        self.examined = 0;
        let imports = source.entries.iter().map(|entry| entry.imports);
        if imports.fold(0, u32::saturating_add) >= wanted {
            let mut sum = 0u32;
            for entry in &source.entries {
                if self.is_strong(entry.module, wanted, examination, searcher) {
                    sum = sum.saturating_add(entry.imports);
                }
                if sum >= wanted {
                    self.credit += usize::from(self.examined == 0);
                    return true;
                }
                if self.examined > EXAMINED {
                    return false;
                }
            }
        }
        let mut heads = source.shared_heads.iter();
        heads.any(|id| self.is_strong(*id, wanted, examination, searcher))
    }

    /// Whether at least `wanted` edge-disjoint chains lead from the module to the target; or
    /// nothing, when enough modules have been examined.
    fn is_strong(
        &mut self,
        id: ModuleId,
        wanted: u32,
        examination: &Examination<'_>,
        searcher: &mut Searcher<'_>,
    ) -> bool {
        let distance = examination.distance.get(id);
        if distance.is_none_or(|distance| distance == 0) {
            return false;
        }
        let known = self.at_least.get(id).unwrap_or(1);
        if wanted <= known {
            return true;
        }
        let known_below = self.below.get(id).is_some_and(|below| wanted >= below);
        if known_below || self.examined > EXAMINED {
            return false;
        }
        let view = searcher.view();
        let strong = self.is_strong_by_neighbours(id, wanted, view, examination.targets)
            || self.credit > 0
                && may_send(id, wanted, view, examination.distance)
                && self.examine(id, wanted, examination, searcher);
        if strong {
            self.at_least.set(id, wanted);
        } else {
            self.below.set(id, wanted);
        }
        strong
    }

    /// As for a source: whether the module imports strong modules, or the target, often enough.
    fn is_strong_by_neighbours(
        &self,
        id: ModuleId,
        wanted: u32,
        view: &GraphView<'_>,
        targets: &ModuleSet,
    ) -> bool {
        let strong = |id: &ModuleId| {
            targets.contains(*id) || self.at_least.get(*id).is_some_and(|known| known >= wanted)
        };
        let imports = view.imported_by(id).filter(strong);
        (1..=wanted).zip(imports).count() == wanted as usize
    }

    /// Finds out by a search.
    fn examine(
        &mut self,
        id: ModuleId,
        wanted: u32,
        examination: &Examination<'_>,
        searcher: &mut Searcher<'_>,
    ) -> bool {
        self.examined += 1;
        self.credit -= 1;
        self.single.insert(id);
        let query = ChainQuery::new(&self.single, examination.targets)
            .avoiding(examination.sources.closed())
            .within(examination.leading);
        let (flow, distance) = (&mut searcher.flow, examination.distance);
        let sends = self.explorer.finds_chains(flow, &query, distance, wanted);
        let sends = sends.unwrap_or_else(|| searcher.has_disjoint_chains(&query, wanted));
        self.single.remove(id);
        sends
    }
}

/// Whether the module imports enough for so many chains.
fn may_send(id: ModuleId, wanted: u32, view: &GraphView<'_>, distance: &Marks) -> bool {
    let imports = view.imported_by(id);
    let leading = imports.filter(|next| distance.has(*next));
    (1..=wanted).zip(leading).count() == wanted as usize
}
