//! Minimum cuts: the fewest imports whose removal ends every chain.
//!
//! By the max-flow min-cut theorem with one unit per import, computed by Dinic's algorithm
//! (E. A. Dinic, 1970; O(E √E) for unit capacities by Even and Tarjan, 1975) on the search for
//! chains, which then may also give imports back. Nothing recurses.

use crate::search::Side;
use crate::{ChainQuery, EdgeId, ModuleId, Searcher};

impl Searcher<'_> {
    /// The fewest imports whose removal leaves no chain; of several such sets the one nearest to
    /// the targets, sorted. Its size is the greatest number of edge-disjoint chains (Menger).
    ///
    /// One search for every length of chain, which is a handful, and a last one that proves that
    /// nothing is left. O(E √E) at worst, with E the imports that the searches touch.
    pub fn minimum_cut(&mut self, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        let cut = self.complete(query);
        self.flow.clear();
        cut
    }

    /// Adds to the flow that there is as much as there can be. Returns the minimum cut.
    pub(crate) fn complete(&mut self, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        loop {
            match self.layer(query) {
                Ok(starts) => self.send_all(starts),
                Err(behind) => return self.cut(behind, query),
            }
        }
    }

    /// Whether there are at least `wanted` edge-disjoint chains: whether a minimum cut has that many
    /// imports. Cost as for [`minimum_cut`](Self::minimum_cut), and it stops as soon as it knows.
    pub fn has_disjoint_chains(&mut self, query: &ChainQuery<'_>, wanted: u32) -> bool {
        let mut sent = 0;
        while sent < wanted {
            let Ok(starts) = self.layer(query) else {
                break;
            };
            for start in starts {
                while sent < wanted
                    && let Some(path) = self.walk(start)
                {
                    self.flow.send(&path);
                    sent += 1;
                }
            }
        }
        self.flow.clear();
        sent == wanted
    }

    fn send_all(&mut self, starts: Vec<ModuleId>) {
        for start in starts {
            while let Some(path) = self.walk(start) {
                self.flow.send(&path);
            }
        }
    }

    /// The imports in use that lead into what still leads to the targets.
    ///
    /// Every unit of flow crosses that border once. It also crosses, not later, the border of what
    /// the sources still lead to. So where the modules behind the latter are found to lead to the
    /// targets, both borders are one, and the rest need not be searched.
    fn cut(&mut self, mut behind: Side, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        let graph = self.view.graph();
        let used = self.flow.used();
        let mut near_sources = used.clone();
        near_sources.retain(|edge| {
            self.forward.has(graph.importer(*edge)) && !self.forward.has(graph.imported(*edge))
        });
        let mut unknown: Vec<_> = near_sources.iter().map(|e| graph.imported(*e)).collect();
        while !behind.is_finished() {
            unknown.retain(|id| !self.backward.has(*id));
            if unknown.is_empty() {
                return near_sources;
            }
            self.approach(&mut behind, query);
        }
        let mut near_targets = used;
        near_targets.retain(|edge| {
            !self.backward.has(graph.importer(*edge)) && self.backward.has(graph.imported(*edge))
        });
        near_targets
    }
}
