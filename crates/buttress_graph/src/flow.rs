//! Which imports chains have taken, and what that leaves to other chains.

use fixedbitset::FixedBitSet;

use crate::marks::Marks;
use crate::{EdgeId, GraphView, ImportGraph, ModuleId};

/// The imports of a view, some of which are used up.
///
/// A used import can be followed by no other chain. If it was used by a *unit of flow* rather than
/// for good, it can be followed backwards, which gives it back: the residual graph of the max-flow
/// algorithms. Costs what is used, not what the view holds.
#[derive(Debug)]
pub(crate) struct Flow<'v> {
    view: &'v GraphView<'v>,
    used: FixedBitSet,
    /// Every import that was ever used since the last [`clear`](Self::clear).
    touched: Vec<EdgeId>,
    /// The modules that flow has passed through.
    passed: Marks,
}

impl<'v> Flow<'v> {
    /// Nothing is used.
    pub(crate) fn new(view: &'v GraphView<'v>) -> Self {
        Self {
            view,
            used: FixedBitSet::with_capacity(view.graph().edge_count()),
            touched: Vec::new(),
            passed: Marks::new(view.table().len()),
        }
    }

    /// The graph that is followed.
    pub(crate) fn graph(&self) -> &'v ImportGraph {
        self.view.graph()
    }

    /// The imports of a module, hidden and used ones included.
    pub(crate) fn outgoing(&self, id: ModuleId) -> impl Iterator<Item = EdgeId> + use<'v> {
        self.view.graph().outgoing(id)
    }

    /// Gives everything back.
    pub(crate) fn clear(&mut self) {
        for edge in self.touched.drain(..) {
            self.used.remove(edge.index());
        }
        self.passed.clear();
    }

    /// Uses up imports for good.
    pub(crate) fn take(&mut self, edges: &[EdgeId]) {
        for edge in edges {
            self.used.insert(edge.index());
        }
        self.touched.extend_from_slice(edges);
    }

    /// Sends a unit of flow along a path: uses its imports, and gives back those that it follows
    /// backwards.
    pub(crate) fn send(&mut self, path: &[EdgeId]) {
        for (number, edge) in (1..).zip(path) {
            self.used.toggle(edge.index());
            if self.used.contains(edge.index()) {
                self.touched.push(*edge);
                if number < path.len() {
                    self.passed.set(self.view.graph().imported(*edge), 0);
                }
            }
        }
    }

    /// The imports in use, sorted.
    pub(crate) fn used(&self) -> Vec<EdgeId> {
        let mut used = self.touched.clone();
        used.retain(|edge| self.used.contains(edge.index()));
        used.sort_unstable();
        used.dedup();
        used
    }

    /// Takes flow off an import. What flows into and out of its modules is the caller's to balance.
    pub(crate) fn give_back(&mut self, edge: EdgeId) {
        self.used.remove(edge.index());
    }

    /// Puts flow on an import again that was [given back](Self::give_back).
    pub(crate) fn restore(&mut self, edge: EdgeId) {
        self.used.insert(edge.index());
    }

    /// Forgets what is no longer in use. Returns the imports in use, sorted.
    pub(crate) fn settle(&mut self) -> Vec<EdgeId> {
        self.touched = self.used();
        self.passed.clear();
        let graph = self.view.graph();
        for edge in &self.touched {
            self.passed.set(graph.imported(*edge), 0);
        }
        self.touched.clone()
    }

    /// Whether a chain may follow the import.
    pub(crate) fn is_free(&self, edge: EdgeId) -> bool {
        self.view.is_live(edge) && !self.used.contains(edge.index())
    }

    /// The steps from a module, without the first `skip`: imports to follow, by imported module,
    /// then imports to give back. None for one that is not possible.
    pub(crate) fn steps(
        &self,
        id: ModuleId,
        skip: u32,
    ) -> impl Iterator<Item = Option<(EdgeId, ModuleId)>> {
        let graph = self.view.graph();
        let all = graph.outgoing_range(id);
        let start = all.start.saturating_add(skip).min(all.end);
        let follow = (start..all.end).map(move |number| {
            let edge = EdgeId(number);
            let free = self.is_free(edge);
            free.then(|| (edge, graph.imported(edge)))
        });
        let skip = skip.saturating_sub(all.end - all.start) as usize;
        let given = self.flow_edges(id, graph.incoming(id)).get(skip..);
        let give_back = given.unwrap_or_default().iter().map(move |edge| {
            let used = self.used.contains(edge.index());
            used.then(|| (*edge, graph.importer(*edge)))
        });
        follow.chain(give_back)
    }

    /// The modules one step from a module.
    pub(crate) fn after(&self, id: ModuleId) -> impl Iterator<Item = ModuleId> {
        self.steps(id, 0).flatten().map(|(_, module)| module)
    }

    /// The modules from which a module is one step.
    pub(crate) fn before(&self, id: ModuleId) -> impl Iterator<Item = ModuleId> {
        let graph = self.view.graph();
        let incoming = graph.incoming(id).iter().copied();
        let follow = incoming.filter(|edge| self.is_free(*edge));
        let passed = self.passed.has(id).then(|| graph.outgoing(id));
        let given = passed.into_iter().flatten();
        let give_back = given.filter(|edge| self.used.contains(edge.index()));
        let importers = follow.map(|edge| graph.importer(edge));
        importers.chain(give_back.map(|edge| graph.imported(edge)))
    }

    /// `edges`, if flow has passed through the module; else nothing.
    fn flow_edges<'e>(&self, id: ModuleId, edges: &'e [EdgeId]) -> &'e [EdgeId] {
        if self.passed.has(id) { edges } else { &[] }
    }
}
