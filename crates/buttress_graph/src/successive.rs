//! Minimum cuts between one source after another and the same targets.
//!
//! The flow of one source is left to the next: without the imports by which it left the old source,
//! it still runs from the modules behind them to the targets. The new source only has to lead to
//! any module on its way, or to the targets by itself; what it cannot make use of is taken back.
//! When the source leads nowhere else, the flow is complete, and what was seen in vain on the way
//! is its side of the cut. So the cut does not depend on what was left; but where the sources'
//! chains meet, there is little to search. Where there is much, the search by levels does it.

use crate::explore::{Explorer, Terrain};
use crate::inherited::Inherited;
use crate::marks::Marks;
use crate::{ChainQuery, EdgeId, GraphView, ImportGraph, ModuleId, ModuleSet, Searcher};

/// Answers questions for minimum cuts that have the same targets.
#[derive(Debug)]
pub(crate) struct SuccessiveCuts<'v> {
    searcher: Searcher<'v>,
    /// The imports that the last source's flow uses, sorted.
    used: Vec<EdgeId>,
    /// Those of them by which it leaves the source.
    supply: Vec<EdgeId>,
    inherited: Inherited,
    /// Where the imports of a module begin in `used`.
    leaving: Marks,
    /// The size of the flow.
    units: usize,
    explorer: Explorer,
    /// Modules that are known to lead to the targets when the flow is complete.
    good: ModuleSet,
}

/// What is known of a flow.
enum State {
    /// It is as large as the known set of imports that end all chains.
    AsMuchAsKnown,
    /// There is no larger one.
    Complete,
    /// There may be a larger one, and to find out would take long.
    Unknown,
}

impl<'v> SuccessiveCuts<'v> {
    /// No flow yet. O(modules + edges / 64).
    pub(crate) fn new(view: &'v GraphView<'v>) -> Self {
        Self {
            searcher: Searcher::new(view),
            used: Vec::new(),
            supply: Vec::new(),
            inherited: Inherited::new(view.table().len()),
            leaving: Marks::new(view.table().len()),
            units: 0,
            explorer: Explorer::new(view.table()),
            good: ModuleSet::new(view.table()),
        }
    }

    /// Forgets the flow, for other targets.
    pub(crate) fn restart(&mut self) {
        self.searcher.flow.clear();
        self.used.clear();
        self.supply.clear();
    }

    /// As [`Searcher::minimum_cut`], given how far from the targets modules are. If `known` imports
    /// end all chains, and are the nearest such set to the targets should no smaller one do so, they
    /// are the answer as soon as the flow is as large: then there is nothing left to search.
    pub(crate) fn minimum_cut(
        &mut self,
        query: &ChainQuery<'_>,
        distance: &Marks,
        known: Option<Vec<EdgeId>>,
    ) -> Vec<EdgeId> {
        let most = known.as_ref().map_or(usize::MAX, Vec::len);
        self.inherit(query);
        let state = self.take_over(query, distance, most);
        for edge in self.inherited.rest() {
            self.searcher.flow.give_back(edge);
        }
        let cut = match (state, known) {
            (State::AsMuchAsKnown, Some(known)) => {
                self.used = self.searcher.flow.settle();
                known
            }
            (State::Complete, _) => {
                self.used = self.searcher.flow.settle();
                self.border(query, distance)
            }
            _ => {
                let cut = self.searcher.complete(query);
                self.used = self.searcher.flow.settle();
                cut
            }
        };
        self.explorer.forget();
        let graph = self.searcher.view.graph();
        let leaves = |edge: &EdgeId| query.is_source(graph.importer(*edge));
        self.supply.extend(self.used.iter().copied().filter(leaves));
        cut
    }

    /// Makes paths of the last source's flow, as far as chains of the new one may follow them.
    fn inherit(&mut self, query: &ChainQuery<'_>) {
        self.inherited.clear();
        self.units = 0;
        let graph = self.searcher.view.graph();
        let flow = &mut self.searcher.flow;
        for edge in &self.used {
            flow.give_back(*edge);
        }
        let mut paths = Paths::new(graph, &self.used, &mut self.leaving);
        for first in self.supply.drain(..) {
            let path = paths.from(graph.imported(first));
            let last = path.last().map(|edge| graph.imported(*edge));
            if !last.is_some_and(|last| query.is_target(last)) {
                continue;
            }
            // What the new source's own modules lead to is its own flow.
            let is_own = |edge: &EdgeId| query.is_source(graph.importer(*edge));
            let own = path.iter().rposition(is_own);
            let rest = &path[own.unwrap_or(0)..];
            let mut inner = rest.iter().skip(usize::from(own.is_some()));
            if inner.all(|edge| query.is_interior(graph.importer(*edge))) {
                for edge in rest {
                    flow.restore(*edge);
                }
                if own.is_none() {
                    self.inherited.add(graph, rest);
                } else {
                    self.units += 1;
                }
            }
        }
    }

    /// Joins as many paths as the source leads to, and leads to the targets where it can; `most` of
    /// them are enough.
    fn take_over(&mut self, query: &ChainQuery<'_>, distance: &Marks, most: usize) -> State {
        let graph = self.searcher.view.graph();
        for start in query.sources().flat_map(|id| graph.outgoing(id)) {
            if self.units == most {
                break;
            }
            if !self.searcher.flow.is_free(start) {
                continue;
            }
            let inherited = &self.inherited;
            let is_end = |id| query.is_target(id) || inherited.runs_through(id);
            let terrain = Terrain {
                flow: &self.searcher.flow,
                query,
                distance,
            };
            if let Some(end) = self.explorer.explore(&terrain, start, is_end) {
                self.join(end, query);
                self.units += 1;
            }
            if self.explorer.is_tired() {
                break;
            }
        }
        if self.units == most {
            State::AsMuchAsKnown
        } else if self.explorer.is_tired() {
            State::Unknown
        } else {
            State::Complete
        }
    }

    /// Sends flow to the end of the trail, and on along a path that runs through there.
    fn join(&mut self, end: usize, query: &ChainQuery<'_>) {
        let path = self.explorer.path_to(end);
        self.searcher.flow.send(&path);
        let module = self.explorer.module(end);
        if !query.is_target(module) {
            for edge in self.inherited.join(module).into_iter().flatten() {
                self.searcher.flow.give_back(*edge);
            }
        }
        self.explorer.unsee();
    }

    /// The imports by which the complete flow enters what still leads to the targets, sorted.
    ///
    /// What the source still leads to has been seen in vain. Of the modules behind that border,
    /// those from which nothing leads to the targets either belong on this side of it.
    fn border(&mut self, query: &ChainQuery<'_>, distance: &Marks) -> Vec<EdgeId> {
        self.good.clear();
        let graph = self.searcher.view.graph();
        loop {
            let explorer = &self.explorer;
            let is_near = |id| query.is_source(id) || explorer.has_seen(id);
            let enters =
                |edge: &EdgeId| is_near(graph.importer(*edge)) && !is_near(graph.imported(*edge));
            let border: Vec<EdgeId> = self.used.iter().copied().filter(enters).collect();
            let mut bad = false;
            for edge in &border {
                bad |= !self.explorer.has_seen(graph.imported(*edge))
                    && !self.leads_on(*edge, query, distance);
            }
            if !bad {
                return border;
            }
        }
    }

    /// Whether anything leads to the targets from the module behind an import of the border.
    fn leads_on(&mut self, edge: EdgeId, query: &ChainQuery<'_>, distance: &Marks) -> bool {
        let good = &self.good;
        let is_end = |id| query.is_target(id) || good.contains(id);
        if is_end(self.searcher.view.graph().imported(edge)) {
            return true;
        }
        let terrain = Terrain {
            flow: &self.searcher.flow,
            query,
            distance,
        };
        let Some(end) = self.explorer.explore(&terrain, edge, is_end) else {
            return false;
        };
        let way = self.explorer.modules_to(end);
        self.good.extend(way);
        self.explorer.unsee();
        true
    }
}

/// The imports that a flow uses, as paths.
struct Paths<'g> {
    graph: &'g ImportGraph,
    /// Sorted, so those of an importer stand together.
    used: &'g [EdgeId],
    /// Where those of an importer begin.
    starts: &'g Marks,
    /// How many of an importer's are in a path already, at the place of the first of them.
    followed: Vec<usize>,
    path: Vec<EdgeId>,
}

impl<'g> Paths<'g> {
    /// `starts` is for its use.
    fn new(graph: &'g ImportGraph, used: &'g [EdgeId], starts: &'g mut Marks) -> Self {
        starts.clear();
        for (place, edge) in (0..).zip(used) {
            let importer = graph.importer(*edge);
            if !starts.has(importer) {
                starts.set(importer, place);
            }
        }
        Self {
            graph,
            used,
            starts,
            followed: vec![0; used.len()],
            path: Vec::new(),
        }
    }

    /// A path from a module to where the flow ends, of imports that no other path has.
    fn from(&mut self, mut at: ModuleId) -> &[EdgeId] {
        self.path.clear();
        while let Some(edge) = self.follow(at) {
            self.path.push(edge);
            at = self.graph.imported(edge);
        }
        &self.path
    }

    fn follow(&mut self, at: ModuleId) -> Option<EdgeId> {
        let graph = self.graph;
        let start = self.starts.get(at)? as usize;
        let followed = self.followed.get_mut(start)?;
        let edge = self.used.get(start + *followed)?;
        let leads_on = graph.importer(*edge) == at;
        *followed += usize::from(leads_on);
        leads_on.then_some(*edge)
    }
}
