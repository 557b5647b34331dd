//! The graph's queries, each against a brute-force oracle on random graphs.

mod chains;
mod cuts;
mod cycles;
mod reach;
mod selectors;
mod sweeps;
mod towards;
mod visit;

use buttress_graph::{GraphView, ModuleId, ModuleRange, ModuleSet, ModuleTable};
use buttress_testing::TestGraph;
use proptest::prelude::*;
use proptest::sample::Index;

/// A random graph with some edges hidden, and three random sets of modules, which may overlap.
#[derive(Debug, Clone)]
struct Case {
    graph: TestGraph,
    hidden: Vec<Index>,
    sets: [Vec<(Index, bool)>; 3],
}

impl Case {
    fn view(&self) -> GraphView<'_> {
        let graph = &self.graph.graph;
        let mut view = GraphView::new(graph);
        let edges: Vec<_> = graph.edges().collect();
        if !edges.is_empty() {
            for index in &self.hidden {
                view.hide(*index.get(&edges));
            }
        }
        view
    }

    fn table(&self) -> &ModuleTable {
        self.graph.graph.table()
    }

    fn set(&self, number: usize) -> ModuleSet {
        let mut set = ModuleSet::new(self.table());
        for range in ranges(self.table(), &self.sets[number]) {
            set.insert_range(range);
        }
        set
    }
}

/// Random modules, some with all their descendants.
fn ranges(table: &ModuleTable, chosen: &[(Index, bool)]) -> Vec<ModuleRange> {
    let ids: Vec<ModuleId> = table.ids().collect();
    let range = |(index, whole): &(Index, bool)| {
        let id = *index.get(&ids);
        if *whole {
            table.descendants_and_self(id)
        } else {
            id.into()
        }
    };
    chosen.iter().map(range).collect()
}

fn members(most: usize) -> impl Strategy<Value = Vec<(Index, bool)>> {
    proptest::collection::vec(any::<(Index, bool)>(), 0..=most)
}

fn cases(shape: buttress_testing::Shape) -> impl Strategy<Value = Case> {
    let hidden = proptest::collection::vec(any::<Index>(), 0..3);
    let graph = buttress_testing::random_graphs(shape);
    let sets = (members(3), members(3), members(2));
    (graph, hidden, sets).prop_map(|(graph, hidden, (a, b, c))| Case {
        graph,
        hidden,
        sets: [a, b, c],
    })
}
