//! Questions about chains from many sources to the same target, answered from what they share.
//!
//! One search backwards from the target tells how near every module is, so the shortest chain of
//! each source is a look at its imports. Minimum cuts are shared as well. Think of all sets of
//! modules that hold the target and not the source: a minimum cut is the imports into one of them,
//! a *far side*, that has the fewest. Say that a known far side has `n` imports into it, and that
//! some modules lead to the target by `n` or more edge-disjoint chains each. Every far side with
//! fewer imports would have to hold all those modules, and with them all imports of them by the
//! source. So if the source itself is such a module, or imports such modules `n` times, no far side
//! beats the known one. And it is the one nearest to the target for this source, if it was for the
//! source for which it was found and neither leads into it but by the target itself: a smaller one
//! would have served that source, too. What none of this tells is searched, with the flow of one
//! source as the beginning of the next one's.

use crate::groups::lies_in;
use crate::marks::Marks;
use crate::sources::{Entry, Source, Sources};
use crate::strength::{Examination, Strength};
use crate::successive::SuccessiveCuts;
use crate::{Chain, ChainQuery, EdgeId, GraphView, ModuleId, ModuleRange, ModuleSet, Searcher};

/// The most far sides to remember for a target.
const FAR_SIDES: usize = 6;
/// The most cuts to learn from for a target: where they all differ, it does not pay.
const LESSONS: usize = 16;

/// Answers questions about chains from [`Sources`] to one target after another.
///
/// Memory: 80 bytes a module and three bits an edge. To answer in parallel, make one a thread.
#[derive(Debug)]
pub struct Towards<'s, 'v> {
    view: &'v GraphView<'v>,
    sources: &'s Sources,
    searcher: Searcher<'v>,
    successive: SuccessiveCuts<'v>,
    /// For cuts between sources and the hub.
    to_hub: SuccessiveCuts<'v>,
    strength: Strength,
    target: ModuleRange,
    targets: ModuleSet,
    /// A set of one module for a while, then of none.
    single: ModuleSet,
    /// Number of imports from each shared module to the target, by the shortest chain.
    distance: Marks,
    /// The shared modules that lead to the target.
    leading: ModuleSet,
    /// The first import of a module that leads nearer to the target, among its imports.
    nearer: Marks,
    /// Those known; the first is the target alone.
    far_sides: Vec<FarSide>,
    /// Number of cuts that were learnt from, in vain or not.
    lessons: usize,
    /// The one that separates the hub from the target.
    hub_side: Option<usize>,
}

/// The side of a cut on which the target is.
#[derive(Debug)]
struct FarSide {
    /// Its modules besides the target's.
    modules: Option<ModuleSet>,
    /// The imports of its modules by other shared modules.
    cut: Vec<EdgeId>,
}

impl<'s, 'v> Towards<'s, 'v> {
    /// Without a target yet.
    pub fn new(view: &'v GraphView<'v>, sources: &'s Sources) -> Self {
        let table = view.table();
        Self {
            view,
            sources,
            searcher: Searcher::new(view),
            successive: SuccessiveCuts::new(view),
            to_hub: SuccessiveCuts::new(view),
            strength: Strength::new(table),
            target: ModuleRange::default(),
            targets: ModuleSet::new(table),
            single: ModuleSet::new(table),
            distance: Marks::new(table.len()),
            leading: ModuleSet::new(table),
            nearer: Marks::new(table.len()),
            far_sides: Vec::new(),
            lessons: 0,
            hub_side: None,
        }
    }

    /// Turns to another target. O(imports of the modules that lead to it).
    pub fn aim(&mut self, target: ModuleRange) {
        self.target = target;
        self.targets.clear();
        self.targets.insert_range(target);
        self.nearer.clear();
        self.strength.forget();
        self.far_sides.clear();
        self.hub_side = None;
        self.lessons = 0;
        self.successive.restart();
        let graph = self.view.graph();
        self.sources
            .measure(graph, target, &mut self.distance, &mut self.leading);
        let far_side = self.far_side(None);
        self.far_sides.push(far_side);
    }

    /// The imports of the target by a source, sorted.
    pub fn direct_imports(&self, source: usize) -> Vec<EdgeId> {
        let direct = self.sources.source(source).leading_to(self.target);
        let mut direct: Vec<EdgeId> = direct.iter().map(|(_, edge)| *edge).collect();
        direct.sort_unstable();
        direct
    }

    /// The shortest chain from a source to the target, as [`Searcher::shortest_chain`] finds it,
    /// unless it has more than `most` imports. O(imports of the source + length).
    pub fn shortest_chain(&mut self, source: usize, most: usize) -> Option<Chain> {
        let source = self.sources.source(source);
        let direct = source.leading_to(self.target).iter();
        if let Some(first) = direct.map(|(_, edge)| *edge).min() {
            return (most > 0).then(|| Chain::direct(first));
        }
        let near = |entry: &Entry| Some((self.distance.get(entry.module)?, entry.first));
        let (further, first) = source.entries.iter().filter_map(near).min()?;
        if further as usize >= most {
            return None;
        }
        let mut chain = vec![first];
        let mut at = self.view.graph().imported(first);
        while let Some(edge) = self.step(at) {
            chain.push(edge);
            at = self.view.graph().imported(edge);
        }
        Some(Chain::of_path(chain))
    }

    /// What [`Chain::extra_first`] finds for a chain from a source to the target. O(log imports of the
    /// source + what is found).
    pub fn extra_first(&self, source: usize, chain: &Chain) -> Vec<EdgeId> {
        if chain.is_direct() {
            return Vec::new();
        }
        let entered = self.view.graph().imported(chain.first());
        let enters = self.sources.source(source).leading_to(entered.into());
        let mut others = Vec::with_capacity(enters.len().saturating_sub(1));
        let enters = enters.iter().map(|(_, edge)| *edge);
        others.extend(enters.filter(|edge| *edge != chain.first()));
        others
    }

    /// What [`Chain::extra_last`] finds for a chain from a source to the target. O(log imports of the
    /// last but one module + what is found).
    pub fn extra_last(&self, source: usize, chain: &Chain) -> Vec<EdgeId> {
        let mut targets = self.target.iter().filter(|_| !chain.is_direct());
        let (Some(first), Some(last)) = (targets.next(), self.target.iter().next_back()) else {
            return Vec::new();
        };
        let graph = self.view.graph();
        let heads = &self.sources.source(source).heads;
        let all = graph.outgoing_within(graph.importer(chain.last()), first, last);
        all.filter(|edge| *edge != chain.last() && self.view.is_live(*edge))
            .filter(|edge| !lies_in(heads, graph.imported(*edge)))
            .collect()
    }

    /// The first import by which a module comes nearer to the target.
    fn step(&mut self, at: ModuleId) -> Option<EdgeId> {
        let nearer = self.distance.get(at)?.checked_sub(1)?;
        let graph = self.view.graph();
        let mut all = graph.outgoing(at);
        if let Some(place) = self.nearer.get(at) {
            return all.nth(place as usize);
        }
        let leads = |edge: EdgeId| {
            self.view.is_live(edge) && self.distance.get(graph.imported(edge)) == Some(nearer)
        };
        let (place, edge) = (0..).zip(all).find(|(_, edge)| leads(*edge))?;
        self.nearer.set(at, place);
        Some(edge)
    }

    /// The minimum cut of a source and the target, as [`Searcher::minimum_cut`] finds it; none if
    /// it has to be searched, which is rare when many sources go through the same modules.
    pub fn minimum_cut(&mut self, source: usize) -> Option<Vec<EdgeId>> {
        let imports = self.sources.source(source);
        if !imports.entries.iter().any(|entry| self.leads(entry.module)) {
            return Some(self.direct_imports(source));
        }
        let cut = match self.best_side(imports) {
            Some(side) => self.far_sides[side].cut.clone(),
            None => self.cut_by_hub(source)?,
        };
        Some(self.with_private_imports(cut, imports))
    }

    fn with_private_imports(&self, mut cut: Vec<EdgeId>, source: &Source) -> Vec<EdgeId> {
        cut.extend(self.private_imports(source));
        cut.sort_unstable();
        cut.dedup();
        cut
    }

    /// The minimum cut as far as the hub tells: the fewer of the imports between the source and the
    /// hub and of those between the hub and the target. Private imports of the target may lack.
    ///
    /// A far side without the hub is one of the hub's own, to which come the source's private
    /// imports of the target; with the hub, it is one of the source and the hub.
    fn cut_by_hub(&mut self, source: usize) -> Option<Vec<EdgeId>> {
        let near = self
            .sources
            .near_side(source, self.view, &mut self.to_hub)?;
        let hub = self.sources.hub()?;
        let imports = self.sources.source(source);
        let closed = |id: ModuleId| self.sources.closed().contains(id);
        let is_closed = self.target.iter().all(closed);
        let serves = if is_closed {
            // No chain to the hub runs through the target: those into the target come on top.
            let direct = &self.far_sides[0].cut;
            let graph = self.view.graph();
            direct
                .iter()
                .all(|edge| near.beyond.contains(graph.importer(*edge)))
        } else if self.target.iter().any(closed) {
            return None;
        } else {
            self.target.iter().all(|id| near.beyond.contains(id))
        };
        let near_cut = || serves.then(|| near.cut.clone());
        if self.target.contains(hub) {
            return near_cut();
        }
        let private = if is_closed {
            0
        } else {
            self.private_imports(imports).count()
        };
        let side = self.hub_side(hub);
        let far = &self.far_sides[side];
        if near.cut.len() < far.cut.len() + private {
            return near_cut();
        }
        is_apart(far, imports).then(|| far.cut.clone())
    }

    /// The far side that separates the hub from the target.
    fn hub_side(&mut self, hub: ModuleId) -> usize {
        if let Some(side) = self.hub_side {
            return side;
        }
        self.single.insert(hub);
        let query = ChainQuery::new(&self.single, &self.targets).avoiding(self.sources.closed());
        let cut = self.searcher.minimum_cut(&query);
        self.single.remove(hub);
        let far_side = self.far_side(Some(&cut));
        let known = self
            .far_sides
            .iter()
            .position(|known| known.cut == far_side.cut);
        let side = known.unwrap_or(self.far_sides.len());
        if known.is_none() {
            self.far_sides.push(far_side);
        }
        self.hub_side = Some(side);
        side
    }

    /// Whether a chain leads from a module outside the target to it.
    fn leads(&self, id: ModuleId) -> bool {
        self.distance.get(id).is_some_and(|distance| distance > 0)
    }

    /// The minimum cut of a source and the target, by a search, which `query` asks for. It helps
    /// the sources to come.
    pub fn search_minimum_cut(&mut self, source: usize, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        let query = query.within(&self.leading);
        let known = self.least_known(source);
        let cut = self.successive.minimum_cut(&query, &self.distance, known);
        self.learn(source, &cut);
        cut
    }

    /// The fewest imports that end all chains of a source, of those into the far sides. If none are
    /// fewer, no others are nearer to the target, as said above.
    fn least_known(&self, source: usize) -> Option<Vec<EdgeId>> {
        let source = self.sources.source(source);
        let apart = self.far_sides.iter().filter(|side| is_apart(side, source));
        let least = apart.min_by_key(|side| side.cut.len())?;
        Some(self.with_private_imports(least.cut.clone(), source))
    }

    fn learn(&mut self, source: usize, cut: &[EdgeId]) {
        if self.far_sides.len() >= FAR_SIDES || self.lessons >= LESSONS {
            return;
        }
        self.lessons += 1;
        let side = self.far_side(Some(cut));
        let new = self.far_sides.iter().all(|known| known.cut != side.cut);
        if new && is_apart(&side, self.sources.source(source)) {
            self.far_sides.push(side);
        }
    }

    /// The imports of the target by modules of the source that no other source leads to.
    fn private_imports(&self, source: &Source) -> impl Iterator<Item = EdgeId> {
        let direct = source.leading_to(self.target).iter();
        direct.map(|(_, edge)| *edge).filter(|edge| {
            let importer = self.view.graph().importer(*edge);
            !self.sources.is_shared(importer)
        })
    }

    /// What leads to the target without the imports of a cut; nothing but the target, if there is
    /// none.
    fn far_side(&self, cut: Option<&[EdgeId]>) -> FarSide {
        let (mut modules, cut) = self.sources.beyond(self.view, self.target, cut);
        modules.subtract(&self.targets);
        FarSide {
            modules: Some(modules).filter(|modules| !modules.is_empty()),
            cut,
        }
    }

    /// The first far side into which the imports are known to be a minimum cut for the source.
    fn best_side(&mut self, source: &Source) -> Option<usize> {
        let examination = Examination {
            sources: self.sources,
            targets: &self.targets,
            leading: &self.leading,
            distance: &self.distance,
        };
        let (strength, searcher) = (&mut self.strength, &mut self.searcher);
        let mut sides = self.far_sides.iter();
        sides.position(|side| {
            let wanted = u32::try_from(side.cut.len()).unwrap_or(u32::MAX);
            is_apart(side, source) && strength.sends(source, wanted, &examination, searcher)
        })
    }
}

/// Whether the source lies outside, and leads inside by shared modules or the target only.
fn is_apart(side: &FarSide, source: &Source) -> bool {
    let Some(modules) = &side.modules else {
        return true;
    };
    let inside = |id: &ModuleId| modules.contains(*id);
    let enters = |entry: &Entry| entry.private && modules.contains(entry.module);
    !source.shared_heads.iter().any(inside) && !source.entries.iter().any(enters)
}
