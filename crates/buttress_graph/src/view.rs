//! The graph as one contract sees it.

use fixedbitset::FixedBitSet;

use crate::{EdgeId, ImportGraph, ImportSite, KindFilter, ModuleId, ModuleRange, ModuleTable};

/// The graph minus ignored imports and minus kinds of import that do not count.
///
/// A mask over the graph, never a copy: an edge lives while it is not hidden and at least one of
/// its sites is admitted.
#[derive(Debug, Clone)]
pub struct GraphView<'g> {
    graph: &'g ImportGraph,
    kinds: KindFilter,
    /// The edges that do not count; empty when all do.
    hidden: FixedBitSet,
}

impl<'g> GraphView<'g> {
    /// The whole graph.
    pub fn new(graph: &'g ImportGraph) -> Self {
        Self {
            graph,
            kinds: KindFilter::default(),
            hidden: FixedBitSet::new(),
        }
    }

    /// The graph with only the import sites that `kinds` admits. O(sites).
    pub fn of_kinds(graph: &'g ImportGraph, kinds: KindFilter) -> Self {
        let mut view = Self::new(graph);
        if kinds.admits_all() {
            return view;
        }
        view.kinds = kinds;
        for edge in graph.edges() {
            if !graph
                .sites(edge)
                .iter()
                .any(|site| kinds.admits(site.kinds))
            {
                view.hide(edge);
            }
        }
        view
    }

    /// Takes an edge out of the view.
    pub fn hide(&mut self, edge: EdgeId) {
        self.hidden.grow(self.graph.edge_count());
        self.hidden.insert(edge.index());
    }

    /// Which kinds of import count.
    pub fn kinds(&self) -> KindFilter {
        self.kinds
    }

    /// The graph below.
    pub fn graph(&self) -> &'g ImportGraph {
        self.graph
    }

    /// All modules.
    pub fn table(&self) -> &'g ModuleTable {
        self.graph.table()
    }

    /// Whether the edge counts.
    pub fn is_live(&self, edge: EdgeId) -> bool {
        !self.hidden.contains(edge.index())
    }

    /// The edges that count, by importer and then by imported module.
    pub fn edges(&self) -> impl Iterator<Item = EdgeId> {
        self.graph.edges().filter(|edge| self.is_live(*edge))
    }

    /// Number of edges that count.
    pub fn edge_count(&self) -> usize {
        self.graph.edge_count() - self.hidden.count_ones(..)
    }

    /// Number of places of imports that count. O(edges) unless every kind does and nothing is hidden.
    pub fn site_count(&self) -> usize {
        if self.kinds.admits_all() && self.hidden.is_clear() {
            return self.graph.site_count();
        }
        self.edges().map(|edge| self.sites(edge).count()).sum()
    }

    /// The edges that count from a module, by imported module.
    pub fn outgoing(&self, id: ModuleId) -> impl Iterator<Item = EdgeId> {
        self.graph.outgoing(id).filter(|edge| self.is_live(*edge))
    }

    /// The edges that count to a module, by importer.
    pub fn incoming(&self, id: ModuleId) -> impl Iterator<Item = EdgeId> {
        let edges = self.graph.incoming(id).iter().copied();
        edges.filter(|edge| self.is_live(*edge))
    }

    /// The modules that a module imports, in name order.
    pub fn imported_by(&self, id: ModuleId) -> impl Iterator<Item = ModuleId> {
        self.outgoing(id).map(|edge| self.graph.imported(edge))
    }

    /// The modules that import a module, in name order.
    pub fn importers_of(&self, id: ModuleId) -> impl Iterator<Item = ModuleId> {
        self.incoming(id).map(|edge| self.graph.importer(edge))
    }

    /// The first import of a module of one range by a module of another, by importer and then by
    /// imported module. O(imports of the one range or imports by the other, the fewer of them).
    pub fn first_import(&self, importers: ModuleRange, imported: ModuleRange) -> Option<EdgeId> {
        let graph = self.graph;
        let (mut leaving, entering) = (graph.outgoing_of(importers), graph.incoming_of(imported));
        if leaving.len() <= entering.len() {
            let enters = |edge: EdgeId| imported.contains(graph.imported(edge));
            return leaving.find(|edge| self.is_live(*edge) && enters(*edge));
        }
        let leaves = |edge: EdgeId| importers.contains(graph.importer(edge));
        let entering = entering.iter().copied();
        entering
            .filter(|edge| self.is_live(*edge) && leaves(*edge))
            .min()
    }

    /// The places of an import that count, in source order.
    pub fn sites(&self, edge: EdgeId) -> impl Iterator<Item = &'g ImportSite> {
        let kinds = self.kinds;
        let sites = self.graph.sites(edge).iter();
        sites.filter(move |site| kinds.admits(site.kinds))
    }

    /// Whether the module is part of the view: internal modules always are, an external one while
    /// something imports it.
    pub fn has_module(&self, id: ModuleId) -> bool {
        !self.table().is_external(id) || self.incoming(id).next().is_some()
    }
}
