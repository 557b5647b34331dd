//! petgraph's algorithms on a view.

use buttress_graph::{GraphView, ModuleId};
use buttress_testing::{graph_of, id, names};
use petgraph::algo::{dominators, kosaraju_scc, toposort};
use petgraph::visit::{Bfs, NodeIndexable, Reversed, Visitable, Walker};

const IMPORTS: [(&str, &str); 6] = [
    ("p.a", "p.b"),
    ("p.b", "p.c"),
    ("p.c", "p.b"),
    ("p.c", "p.d"),
    ("p.d", "lib.x"),
    ("p.a", "p.d"),
];

#[test]
fn searches_and_components_run_on_a_view() {
    let graph = graph_of(&["p"], &IMPORTS);
    let view = GraphView::new(&graph);
    let table = graph.table();
    let walked: Vec<ModuleId> = Bfs::new(&view, id(table, "p.c")).iter(&view).collect();
    assert_eq!(names(table, walked), ["p.c", "p.b", "p.d", "lib.x"]);
    let reversed = Reversed(&view);
    let walked: Vec<ModuleId> = Bfs::new(reversed, id(table, "p.d"))
        .iter(reversed)
        .collect();
    assert_eq!(names(table, walked), ["p.d", "p.a", "p.c", "p.b"]);
    let components = kosaraju_scc(&view);
    let cyclic: Vec<_> = components.iter().filter(|all| all.len() > 1).collect();
    assert_eq!(cyclic.len(), 1);
    assert_eq!(components.len(), table.len() - 1);
}

#[test]
fn hidden_edges_are_hidden_from_petgraph() {
    let graph = graph_of(&["p"], &IMPORTS);
    let table = graph.table();
    let mut view = GraphView::new(&graph);
    assert!(toposort(&view, None).is_err());
    let back = graph.edge(id(table, "p.c"), id(table, "p.b")).unwrap();
    view.hide(back);
    let sorted = toposort(&view, None).unwrap();
    let place = |name| sorted.iter().position(|other| *other == id(table, name));
    for (importer, imported) in IMPORTS.iter().filter(|pair| **pair != ("p.c", "p.b")) {
        assert!(place(importer) < place(imported));
    }
    let tree = dominators::simple_fast(&view, id(table, "p.a"));
    assert_eq!(
        tree.immediate_dominator(id(table, "lib.x")),
        table.id("p.d")
    );
    assert_eq!(tree.immediate_dominator(id(table, "p.d")), table.id("p.a"));
    let mut map = view.visit_map();
    map.insert(id(table, "p.a"));
    view.reset_map(&mut map);
    assert!(map.is_empty());
    assert_eq!(
        view.from_index(view.to_index(back_importer(&view, back))),
        id(table, "p.c")
    );
}

fn back_importer(view: &GraphView<'_>, edge: buttress_graph::EdgeId) -> ModuleId {
    view.graph().importer(edge)
}
