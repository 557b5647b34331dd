//! Chain search: shortest chains and edge-disjoint chains.
//!
//! Both sides of a question are searched at once, level by level, cheaper side first, until they
//! meet. The modules on shortest chains then carry their distance to the targets, and chains are
//! read off by walking forward to the smallest module that is one step nearer: that gives exactly
//! the lexicographically smallest of the shortest chains, because ids are in name order.

use fixedbitset::FixedBitSet;

use crate::flow::Network;
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
    /// How many of a module's imports the walk has found useless or used.
    tried: Marks,
    /// The imports of chains found so far.
    used: FixedBitSet,
    /// Numbers of the modules in `network`.
    pub(crate) nodes: Marks,
    pub(crate) network: Network,
}

/// The outermost level of one side of the search.
struct Side {
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
            used: FixedBitSet::with_capacity(view.graph().edge_count()),
            nodes: Marks::new(modules),
            network: Network::default(),
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
        self.meet(query).is_some()
    }

    /// The shortest chain; among equally long ones the one whose sequence of module names is the
    /// smallest.
    ///
    /// Cost as for [`has_chain`](Self::has_chain).
    pub fn shortest_chain(&mut self, query: &ChainQuery<'_>) -> Option<Chain> {
        let starts = self.layer(query)?;
        starts.into_iter().find_map(|start| self.walk(start))
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
        let mut found = Chains {
            chains: Vec::new(),
            complete: false,
        };
        self.collect_disjoint(query, limit, &mut found);
        for chain in &found.chains {
            for edge in chain.edges() {
                self.used.remove(edge.index());
            }
        }
        found
    }

    fn collect_disjoint(&mut self, query: &ChainQuery<'_>, limit: usize, found: &mut Chains) {
        while let Some(starts) = self.layer(query) {
            for start in starts {
                while let Some(chain) = self.walk(start) {
                    if found.chains.len() == limit {
                        return;
                    }
                    for edge in chain.edges() {
                        self.used.insert(edge.index());
                    }
                    found.chains.push(chain);
                }
            }
        }
        found.complete = true;
    }

    /// Finds the shortest chains over unused imports: marks in `backward` the distance to the
    /// targets of every module on them, and returns the modules where they start, in name order.
    fn layer(&mut self, query: &ChainQuery<'_>) -> Option<Vec<ModuleId>> {
        let met = self.meet(query)?;
        let length = met.from_sources + met.to_targets;
        let mut starts = met.modules;
        for depth in (0..met.from_sources).rev() {
            starts = self.retreat(&starts, depth, length - depth);
        }
        starts.sort_unstable();
        self.tried.clear();
        Some(starts)
    }

    /// Searches from both ends until they meet.
    fn meet(&mut self, query: &ChainQuery<'_>) -> Option<Meeting> {
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
        while !ahead.frontier.is_empty() && !behind.frontier.is_empty() {
            let modules = if ahead.cost <= behind.cost {
                self.advance(&mut ahead, query)
            } else {
                self.approach(&mut behind, query)
            };
            if !modules.is_empty() {
                return Some(Meeting {
                    modules,
                    from_sources: ahead.depth,
                    to_targets: behind.depth,
                });
            }
        }
        None
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
            for edge in self.view.outgoing(*id) {
                let to = self.view.graph().imported(edge);
                if self.forward.has(to) || self.used.contains(edge.index()) {
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
    fn approach(&mut self, side: &mut Side, query: &ChainQuery<'_>) -> Vec<ModuleId> {
        let mut met = Vec::new();
        let mut next = Vec::new();
        for id in &side.frontier {
            for edge in self.view.incoming(*id) {
                let from = self.view.graph().importer(edge);
                if self.backward.has(from) || self.used.contains(edge.index()) {
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
            for edge in self.view.incoming(*id) {
                let from = self.view.graph().importer(edge);
                if self.forward.get(from) == Some(depth)
                    && !self.backward.has(from)
                    && !self.used.contains(edge.index())
                {
                    self.backward.set(from, distance);
                    back.push(from);
                }
            }
        }
        back
    }

    /// The smallest chain from `start` that steps nearer to the targets with every unused import.
    ///
    /// Imports that led nowhere are not tried again until the next layering: within one, imports
    /// are only taken away.
    fn walk(&mut self, start: ModuleId) -> Option<Chain> {
        let mut path: Vec<EdgeId> = Vec::new();
        let mut at = start;
        while self.backward.get(at) != Some(0) {
            if let Some(edge) = self.step(at) {
                path.push(edge);
                at = self.view.graph().imported(edge);
            } else {
                let dead_end = path.pop()?;
                at = self.view.graph().importer(dead_end);
                let tried = self.tried.get(at).unwrap_or(0);
                self.tried.set(at, tried + 1);
            }
        }
        Some(Chain::of_path(path))
    }

    /// The first import not yet tried that leads one step nearer.
    fn step(&mut self, at: ModuleId) -> Option<EdgeId> {
        let nearer = self.backward.get(at)?.checked_sub(1)?;
        let mut tried = self.tried.get(at).unwrap_or(0);
        for edge in self.view.graph().outgoing(at).skip(tried as usize) {
            let leads = self.backward.get(self.view.graph().imported(edge)) == Some(nearer);
            if leads && self.view.is_live(edge) && !self.used.contains(edge.index()) {
                self.tried.set(at, tried);
                return Some(edge);
            }
            tried += 1;
        }
        self.tried.set(at, tried);
        None
    }
}
