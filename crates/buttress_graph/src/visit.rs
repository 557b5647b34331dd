//! petgraph's `visit` traits on a view, so that its algorithms run without a copy of the graph.
//!
//! `&GraphView` is a directed graph whose nodes are all modules of the table, externals included,
//! and whose neighbours are in name order. Of petgraph's algorithms `tarjan_scc` must not be used:
//! it recurses, and a chain of a hundred thousand imports overflows the stack. `kosaraju_scc` does
//! not.

use petgraph::visit::{
    GraphBase, GraphProp, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap, Visitable,
};
use petgraph::{Directed, Direction};

use crate::{EdgeId, GraphView, ModuleId, ModuleSet};

impl GraphBase for GraphView<'_> {
    type NodeId = ModuleId;
    type EdgeId = EdgeId;
}

impl GraphProp for GraphView<'_> {
    type EdgeType = Directed;
}

impl NodeCount for GraphView<'_> {
    fn node_count(&self) -> usize {
        self.table().len()
    }
}

impl NodeIndexable for GraphView<'_> {
    fn node_bound(&self) -> usize {
        self.table().len()
    }

    fn to_index(&self, id: ModuleId) -> usize {
        id.index()
    }

    fn from_index(&self, index: usize) -> ModuleId {
        ModuleId::from_index(index)
    }
}

impl NodeCompactIndexable for GraphView<'_> {}

impl IntoNodeIdentifiers for &GraphView<'_> {
    type NodeIdentifiers = Modules;

    fn node_identifiers(self) -> Modules {
        Modules(0..self.table().len())
    }
}

impl<'a, 'g> IntoNeighbors for &'a GraphView<'g> {
    type Neighbors = Neighbors<'a, 'g>;

    fn neighbors(self, id: ModuleId) -> Neighbors<'a, 'g> {
        self.neighbors_directed(id, Direction::Outgoing)
    }
}

impl<'a, 'g> IntoNeighborsDirected for &'a GraphView<'g> {
    type NeighborsDirected = Neighbors<'a, 'g>;

    fn neighbors_directed(self, id: ModuleId, direction: Direction) -> Neighbors<'a, 'g> {
        let graph = self.graph();
        let edges = match direction {
            Direction::Outgoing => Edges::Outgoing(graph.outgoing_range(id)),
            Direction::Incoming => Edges::Incoming(graph.incoming(id).iter()),
        };
        Neighbors { view: self, edges }
    }
}

impl Visitable for GraphView<'_> {
    type Map = ModuleSet;

    fn visit_map(&self) -> ModuleSet {
        ModuleSet::new(self.table())
    }

    fn reset_map(&self, map: &mut ModuleSet) {
        map.clear();
    }
}

impl VisitMap<ModuleId> for ModuleSet {
    fn visit(&mut self, id: ModuleId) -> bool {
        self.insert(id)
    }

    fn is_visited(&self, id: &ModuleId) -> bool {
        self.contains(*id)
    }

    fn unvisit(&mut self, id: ModuleId) -> bool {
        let visited = self.contains(id);
        self.remove(id);
        visited
    }
}

/// All modules of a table.
#[derive(Debug, Clone)]
pub struct Modules(std::ops::Range<usize>);

impl Iterator for Modules {
    type Item = ModuleId;

    fn next(&mut self) -> Option<ModuleId> {
        self.0.next().map(ModuleId::from_index)
    }
}

/// What a module imports, or what imports it.
#[derive(Debug, Clone)]
pub struct Neighbors<'a, 'g> {
    view: &'a GraphView<'g>,
    edges: Edges<'g>,
}

#[derive(Debug, Clone)]
enum Edges<'g> {
    Outgoing(std::ops::Range<u32>),
    Incoming(std::slice::Iter<'g, EdgeId>),
}

impl Iterator for Neighbors<'_, '_> {
    type Item = ModuleId;

    fn next(&mut self) -> Option<ModuleId> {
        let (view, graph) = (self.view, self.view.graph());
        match &mut self.edges {
            Edges::Outgoing(edges) => {
                let edge = edges.map(EdgeId).find(|edge| view.is_live(*edge))?;
                Some(graph.imported(edge))
            }
            Edges::Incoming(edges) => {
                let edge = edges.find(|edge| view.is_live(**edge))?;
                Some(graph.importer(*edge))
            }
        }
    }
}
