//! Chain search: shortest chains and edge-disjoint chains.
//!
//! Both sides of a question are searched at once, level by level, cheaper side first, until they
//! meet. The modules on shortest chains then carry their distance to the targets, and chains are
//! read off by walking forward to the smallest module that is one step nearer: that gives exactly
//! the lexicographically smallest of the shortest chains, because ids are in name order.

use crate::flow::Flow;
use crate::marks::Marks;
use crate::{Chain, ChainQuery, Chains, EdgeId, GraphView, ModuleId};

/// Answers one question after another about chains in a view.
///
/// Keep one for many questions: it holds the working memory (16 bytes a module, one bit an edge),
/// and a question then costs what its search touches. To answer in parallel, make one a thread.
#[derive(Debug)]
pub struct Searcher<'v> {
    pub(crate) view: &'v GraphView<'v>,
    /// Distance from the sources.
    pub(crate) forward: Marks,
    /// Distance to the targets; on the sources' side, only of modules on shortest chains.
    pub(crate) backward: Marks,
    /// How many of a module's steps the walk has found to lead nowhere.
    tried: Marks,
    /// The imports of the chains found so far.
    pub(crate) flow: Flow<'v>,
}

/// The outermost level of one side of the search.
pub(crate) struct Side {
    frontier: Vec<ModuleId>,
    depth: u32,
    /// Imports to look at for the next level.
    cost: usize,
}

/// Where the two sides of a search met.
struct Meeting {
    /// The modules in the middle of the shortest chains.
    modules: Vec<ModuleId>,
    from_sources: u32,
    to_targets: u32,
}

impl Side {
    fn new(frontier: Vec<ModuleId>, cost: impl Fn(ModuleId) -> usize) -> Self {
        let cost = frontier.iter().map(|id| cost(*id)).sum();
        Self {
            frontier,
            depth: 0,
            cost,
        }
    }

    /// Whether nothing is left to look at on this side.
    pub(crate) fn is_finished(&self) -> bool {
        self.frontier.is_empty()
    }

    fn deepen(&mut self, next: Vec<ModuleId>, cost: impl Fn(ModuleId) -> usize) {
        let depth = self.depth + 1;
        *self = Self::new(next, cost);
        self.depth = depth;
    }
}

impl<'v> Searcher<'v> {
    /// A searcher of chains in `view`. O(modules + edges / 64), once.
    pub fn new(view: &'v GraphView<'v>) -> Self {
        let modules = view.table().len();
        Self {
            view,
            forward: Marks::new(modules),
            backward: Marks::new(modules),
            tried: Marks::new(modules),
            flow: Flow::new(view),
        }
    }

    /// The view that is searched.
    pub fn view(&self) -> &'v GraphView<'v> {
        self.view
    }

    /// Whether there is a chain.
    ///
    /// O(edges) at worst; usually far less, as the search stops where its two sides meet or one of
    /// them ends.
    pub fn has_chain(&mut self, query: &ChainQuery<'_>) -> bool {
        self.meet(query).is_ok()
    }

    /// The shortest chain; among equally long ones the one whose sequence of module names is the
    /// smallest.
    ///
    /// Cost as for [`has_chain`](Self::has_chain).
    pub fn shortest_chain(&mut self, query: &ChainQuery<'_>) -> Option<Chain> {
        let starts = self.layer(query).ok()?;
        let path = starts.into_iter().find_map(|start| self.walk(start));
        path.map(Chain::of_path)
    }

    /// Edge-disjoint chains: the shortest chain, then the shortest without its imports, and so on,
    /// at most `limit` of them. Ties as in [`shortest_chain`](Self::shortest_chain).
    ///
    /// The greedy family of grimp's `find_shortest_chains`, made deterministic. It is maximal (the
    /// imports of all its chains together cut every chain), not always the largest possible.
    ///
    /// Each *length* costs one search, not each chain: while chains of a length remain, taking out
    /// imports brings no module nearer, so all of them are read off one set of distances, as
    /// in a phase of Dinic's algorithm.
    pub fn disjoint_chains(&mut self, query: &ChainQuery<'_>, limit: usize) -> Chains {
        self.disjoint_chains_of(query, limit, usize::MAX)
    }

    /// [`disjoint_chains`](Self::disjoint_chains), when a minimum cut is known to have `most`
    /// imports: so many chains use it up, and nothing has to be searched after them.
    pub fn disjoint_chains_of(
        &mut self,
        query: &ChainQuery<'_>,
        limit: usize,
        most: usize,
    ) -> Chains {
        let mut found = Chains {
            chains: Vec::new(),
            complete: false,
        };
        self.collect_disjoint(query, limit, most, &mut found);
        self.flow.clear();
        found
    }

    fn collect_disjoint(
        &mut self,
        query: &ChainQuery<'_>,
        limit: usize,
        most: usize,
        found: &mut Chains,
    ) {
        while found.chains.len() < most
            && let Ok(starts) = self.layer(query)
        {
            for start in starts {
                while let Some(path) = self.walk(start) {
                    if found.chains.len() == limit {
                        return;
                    }
                    self.flow.take(&path);
                    found.chains.push(Chain::of_path(path));
                }
            }
        }
        found.complete = true;
    }

    /// Finds the shortest chains that are left: marks in `backward` the distance to the targets of
    /// every module on them, and returns the modules where they start, in name order. If there are
    /// none, returns what the targets' side of the search has left to look at: then the search of
    /// one side, at least, is finished.
    pub(crate) fn layer(&mut self, query: &ChainQuery<'_>) -> Result<Vec<ModuleId>, Side> {
        let met = self.meet(query)?;
        let length = met.from_sources + met.to_targets;
        let mut starts = met.modules;
        for depth in (0..met.from_sources).rev() {
            starts = self.retreat(&starts, depth, length - depth);
        }
        starts.sort_unstable();
        self.tried.clear();
        Ok(starts)
    }

    /// Searches from both ends until they meet.
    fn meet(&mut self, query: &ChainQuery<'_>) -> Result<Meeting, Side> {
        self.forward.clear();
        self.backward.clear();
        let sources: Vec<_> = query.sources().collect();
        for id in &sources {
            self.forward.set(*id, 0);
        }
        let targets: Vec<_> = query.targets().collect();
        for id in &targets {
            self.backward.set(*id, 0);
        }
        let mut ahead = Side::new(sources, |id| self.imports_of(id));
        let mut behind = Side::new(targets, |id| self.imports_to(id));
        while !ahead.is_finished() && !behind.is_finished() {
            let modules = if ahead.cost <= behind.cost {
                self.advance(&mut ahead, query)
            } else {
                self.approach(&mut behind, query)
            };
            if !modules.is_empty() {
                return Ok(Meeting {
                    modules,
                    from_sources: ahead.depth,
                    to_targets: behind.depth,
                });
            }
        }
        Err(behind)
    }

    /// Number of imports of a module, hidden ones included.
    fn imports_of(&self, id: ModuleId) -> usize {
        self.view.graph().outgoing(id).len()
    }

    /// Number of importers of a module, hidden imports included.
    fn imports_to(&self, id: ModuleId) -> usize {
        self.view.graph().incoming(id).len()
    }

    /// One level further from the sources. Returns the modules met, which all have the same
    /// distance to the targets: nearer ones would have been met a level earlier.
    fn advance(&mut self, side: &mut Side, query: &ChainQuery<'_>) -> Vec<ModuleId> {
        let mut met = Vec::new();
        let mut next = Vec::new();
        for id in &side.frontier {
            for to in self.flow.after(*id) {
                if self.forward.has(to) {
                    continue;
                }
                if self.backward.has(to) {
                    met.push(to);
                } else if !query.is_interior(to) {
                    continue;
                }
                self.forward.set(to, side.depth + 1);
                next.push(to);
            }
        }
        side.deepen(next, |id| self.imports_of(id));
        met
    }

    /// One level further from the targets.
    pub(crate) fn approach(&mut self, side: &mut Side, query: &ChainQuery<'_>) -> Vec<ModuleId> {
        let mut met = Vec::new();
        let mut next = Vec::new();
        for id in &side.frontier {
            for from in self.flow.before(*id) {
                if self.backward.has(from) {
                    continue;
                }
                if self.forward.has(from) {
                    met.push(from);
                } else if !query.is_interior(from) {
                    continue;
                }
                self.backward.set(from, side.depth + 1);
                next.push(from);
            }
        }
        side.deepen(next, |id| self.imports_to(id));
        met
    }

    /// From modules on shortest chains, one step back towards the sources.
    fn retreat(&mut self, on_chains: &[ModuleId], depth: u32, distance: u32) -> Vec<ModuleId> {
        let mut back = Vec::new();
        for id in on_chains {
            for from in self.flow.before(*id) {
                if self.forward.get(from) == Some(depth) && !self.backward.has(from) {
                    self.backward.set(from, distance);
                    back.push(from);
                }
            }
        }
        back
    }

    /// The smallest path from `start` that comes nearer to the targets with every step.
    ///
    /// Steps that led nowhere are not tried again until the next layering: within one, no step
    /// that leads nearer is added.
    pub(crate) fn walk(&mut self, start: ModuleId) -> Option<Vec<EdgeId>> {
        let graph = self.view.graph();
        let mut path: Vec<EdgeId> = Vec::new();
        let mut at = start;
        while self.backward.get(at) != Some(0) {
            if let Some((edge, nearer)) = self.step(at) {
                path.push(edge);
                at = nearer;
            } else {
                let dead_end = path.pop()?;
                let (importer, imported) = (graph.importer(dead_end), graph.imported(dead_end));
                at = if at == imported { importer } else { imported };
                let tried = self.tried.get(at).unwrap_or(0);
                self.tried.set(at, tried + 1);
            }
        }
        Some(path)
    }

    /// The first step not yet tried that leads nearer.
    fn step(&mut self, at: ModuleId) -> Option<(EdgeId, ModuleId)> {
        let nearer = self.backward.get(at)?.checked_sub(1)?;
        let mut tried = self.tried.get(at).unwrap_or(0);
        let mut found = None;
        for step in self.flow.steps(at, tried) {
            found = step.filter(|(_, to)| self.backward.get(*to) == Some(nearer));
            if found.is_some() {
                break;
            }
            tried += 1;
        }
        self.tried.set(at, tried);
        found
    }
}
