//! Minimum cuts: the fewest imports whose removal ends every chain.

use crate::flow::{FIRST, SINK};
use crate::{ChainQuery, EdgeId, ModuleId, Searcher};

impl Searcher<'_> {
    /// The fewest imports whose removal leaves no chain; of several such sets the one nearest to
    /// the targets, sorted. Its size is the greatest number of edge-disjoint chains (Menger).
    ///
    /// O(E √E) at worst for the E imports between modules on chains, which is far from what import
    /// graphs need: a handful of searches of that part of the graph.
    pub fn minimum_cut(&mut self, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        let mut cut = self.direct_imports(query);
        let modules = self.modules_on_chains(query);
        if !modules.is_empty() {
            self.build_network(query, &modules);
            cut.extend(self.network.minimum_cut());
        }
        cut.sort_unstable();
        cut
    }

    /// The imports that lead from a source straight to a target. Every cut holds all of them.
    fn direct_imports(&self, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        let graph = self.view.graph();
        let from_sources: usize = query.sources().map(|id| graph.outgoing(id).len()).sum();
        let to_targets: usize = query.targets().map(|id| graph.incoming(id).len()).sum();
        if from_sources <= to_targets {
            let edges = query.sources().flat_map(|id| self.view.outgoing(id));
            edges
                .filter(|edge| query.is_target(graph.imported(*edge)))
                .collect()
        } else {
            let edges = query.targets().flat_map(|id| self.view.incoming(id));
            edges
                .filter(|edge| query.is_source(graph.importer(*edge)))
                .collect()
        }
    }

    /// The interior modules that sources lead to and that lead to targets.
    ///
    /// Both cones grow in turns, the cheaper level first; once one is whole, the other grows only
    /// inside it. So the cost is about twice that of the cheaper cone.
    fn modules_on_chains(&mut self, query: &ChainQuery<'_>) -> Vec<ModuleId> {
        self.forward.clear();
        self.backward.clear();
        let mut ahead = Cone::new(query.sources().collect());
        let mut behind = Cone::new(query.targets().collect());
        self.grow_ahead(&mut ahead, query, false);
        self.grow_behind(&mut behind, query, false);
        while !ahead.is_whole() && !behind.is_whole() {
            if ahead.cost <= behind.cost {
                self.grow_ahead(&mut ahead, query, false);
            } else {
                self.grow_behind(&mut behind, query, false);
            }
        }
        let ahead_is_whole = ahead.is_whole();
        while ahead_is_whole && !behind.is_whole() {
            self.grow_behind(&mut behind, query, true);
        }
        while !ahead_is_whole && !ahead.is_whole() {
            self.grow_ahead(&mut ahead, query, true);
        }
        let (mut found, other) = if ahead_is_whole {
            (behind.found, &self.forward)
        } else {
            (ahead.found, &self.backward)
        };
        found.retain(|id| other.has(*id));
        found
    }

    /// One level more of what the sources lead to, in the other cone only if `within`.
    fn grow_ahead(&mut self, cone: &mut Cone, query: &ChainQuery<'_>, within: bool) {
        let (graph, mut cost) = (self.view.graph(), 0);
        for id in cone.take_level() {
            for edge in self.view.outgoing(id) {
                let next = graph.imported(edge);
                let seen = self.forward.has(next) || (within && !self.backward.has(next));
                if !seen && query.is_interior(next) {
                    self.forward.set(next, 0);
                    cone.found.push(next);
                    cost += graph.outgoing(next).len();
                }
            }
        }
        cone.cost = cost;
    }

    /// One level more of what leads to the targets, in the other cone only if `within`.
    fn grow_behind(&mut self, cone: &mut Cone, query: &ChainQuery<'_>, within: bool) {
        let (graph, mut cost) = (self.view.graph(), 0);
        for id in cone.take_level() {
            for edge in self.view.incoming(id) {
                let next = graph.importer(edge);
                let seen = self.backward.has(next) || (within && !self.forward.has(next));
                if !seen && query.is_interior(next) {
                    self.backward.set(next, 0);
                    cone.found.push(next);
                    cost += graph.incoming(next).len();
                }
            }
        }
        cone.cost = cost;
    }

    /// Turns the imports between modules on chains into arcs; direct imports stay outside.
    fn build_network(&mut self, query: &ChainQuery<'_>, modules: &[ModuleId]) {
        let (view, graph, nodes) = (self.view, self.view.graph(), &mut self.nodes);
        nodes.clear();
        for (node, id) in (FIRST..).zip(modules) {
            nodes.set(*id, node);
        }
        self.network.clear();
        for id in modules {
            let to = nodes.get(*id).unwrap_or(SINK);
            let enters = view.incoming(*id);
            for edge in enters.filter(|edge| query.is_source(graph.importer(*edge))) {
                self.network.add(to, edge);
            }
        }
        self.network.end_node();
        self.network.end_node();
        for id in modules {
            for edge in view.outgoing(*id) {
                let imported = graph.imported(edge);
                if let Some(to) = nodes.get(imported) {
                    self.network.add(to, edge);
                } else if query.is_target(imported) {
                    self.network.add(SINK, edge);
                }
            }
            self.network.end_node();
        }
    }
}

/// What one end of a question leads to, while it grows.
struct Cone {
    /// Sources or targets, until the first level is taken.
    ends: Vec<ModuleId>,
    /// Interior modules, in the order of their distance.
    found: Vec<ModuleId>,
    /// How many of `found` have been followed.
    followed: usize,
    /// Imports to look at for the next level.
    cost: usize,
}

impl Cone {
    fn new(ends: Vec<ModuleId>) -> Self {
        Self {
            ends,
            found: Vec::new(),
            followed: 0,
            cost: 0,
        }
    }

    fn is_whole(&self) -> bool {
        self.ends.is_empty() && self.followed == self.found.len()
    }

    fn take_level(&mut self) -> Vec<ModuleId> {
        let mut level = std::mem::take(&mut self.ends);
        level.extend_from_slice(&self.found[self.followed..]);
        self.followed = self.found.len();
        level
    }
}
