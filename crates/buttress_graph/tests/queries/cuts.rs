//! Minimum cuts.

use buttress_graph::{ChainQuery, GraphView, Searcher};
use buttress_testing::oracle::{self, Question};
use buttress_testing::{Shape, Terms, graph_of, set_of};
use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;

use crate::cases;

#[test]
fn the_cut_nearest_to_the_targets_is_chosen() {
    let imports = [
        ("p.a", "p.m"),
        ("p.m", "p.n"),
        ("p.n", "p.o"),
        ("p.o", "p.b.x"),
        ("p.o", "p.b.y"),
        ("p.a", "p.b.y"),
        ("p.b.x", "p.a"),
        ("p.b.x", "p.b.y"),
        ("p.n", "p.a"),
    ];
    let graph = graph_of(&["p"], &imports);
    let view = GraphView::new(&graph);
    let (sources, targets) = (
        set_of(graph.table(), &["p.a"]),
        set_of(graph.table(), &["p.b"]),
    );
    let query = ChainQuery::new(&sources, &targets);
    let cut = Searcher::new(&view).minimum_cut(&query);
    assert_eq!(Terms(&graph).edges(cut), ["p.a -> p.b.y", "p.n -> p.o"]);
}

#[test]
fn a_cut_may_need_chains_to_give_imports_back() {
    let imports = [
        ("p.a", "p.k"),
        ("p.k", "p.l"),
        ("p.l", "p.z"),
        ("p.a", "p.m"),
        ("p.m", "p.n"),
        ("p.n", "p.l"),
        ("p.k", "p.o"),
        ("p.o", "p.q"),
        ("p.q", "p.z"),
    ];
    let graph = graph_of(&["p"], &imports);
    let view = GraphView::new(&graph);
    let (sources, targets) = (
        set_of(graph.table(), &["p.a"]),
        set_of(graph.table(), &["p.z"]),
    );
    let query = ChainQuery::new(&sources, &targets);
    let mut searcher = Searcher::new(&view);
    let chains = searcher.disjoint_chains(&query, usize::MAX);
    assert_eq!((chains.chains.len(), chains.complete), (1, true));
    let cut = searcher.minimum_cut(&query);
    assert_eq!(Terms(&graph).edges(cut), ["p.l -> p.z", "p.q -> p.z"]);
    assert_eq!(searcher.disjoint_chains(&query, usize::MAX), chains);
}

/// The greatest flow, by petgraph, in a graph built edge by edge from the definition of a chain.
fn flow(view: &GraphView<'_>, query: &ChainQuery<'_>) -> usize {
    let mut network = DiGraph::<(), usize>::new();
    let nodes: Vec<NodeIndex> = view.table().ids().map(|_| network.add_node(())).collect();
    let (source, sink) = (network.add_node(()), network.add_node(()));
    for edge in view.edges() {
        let (from, to) = (view.graph().importer(edge), view.graph().imported(edge));
        let from = match from {
            id if query.is_source(id) => source,
            id if query.is_interior(id) => nodes[id.index()],
            _ => continue,
        };
        let to = match to {
            id if query.is_target(id) => sink,
            id if query.is_interior(id) => nodes[id.index()],
            _ => continue,
        };
        network.add_edge(from, to, 1);
    }
    ford_fulkerson(&network, source, sink).0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn cuts_are_those_of_exhaustive_search(case in cases(Shape::TINY)) {
        let view = case.view();
        let (sources, targets, avoid) = (case.set(0), case.set(1), case.set(2));
        let question = Question { sources: &sources, targets: &targets, avoid: &avoid };
        let query = ChainQuery::new(&sources, &targets).avoiding(&avoid);
        let chains = oracle::chains(&view, question);
        let mut searcher = Searcher::new(&view);
        let cut = searcher.minimum_cut(&query);
        prop_assert_eq!(&cut, &oracle::nearest_minimum_cut(&view, question));
        prop_assert_eq!(cut.len(), oracle::most_disjoint(&chains));
        prop_assert_eq!(&cut, &searcher.minimum_cut(&query));
    }

    #[test]
    fn cuts_in_larger_graphs_are_as_large_as_the_flow(case in cases(Shape::SMALL)) {
        let view = case.view();
        let (sources, targets, avoid) = (case.set(0), case.set(1), case.set(2));
        let question = Question { sources: &sources, targets: &targets, avoid: &avoid };
        let query = ChainQuery::new(&sources, &targets).avoiding(&avoid);
        let cut = Searcher::new(&view).minimum_cut(&query);
        prop_assert_eq!(cut.len(), flow(&view, &query));
        let mut rest = view.clone();
        for edge in &cut {
            prop_assert!(rest.is_live(*edge));
            rest.hide(*edge);
        }
        prop_assert!(!oracle::connected(&rest, question));
    }

    /// Long and thin graphs, in which greedy chains are often not the most there can be.
    #[test]
    fn cuts_in_thin_graphs_are_as_large_as_the_flow(
        imports in proptest::collection::vec((0usize..30, 1usize..5), 30..70),
    ) {
        let names: Vec<String> = (0..35).map(|n| format!("p.m{n:02}")).collect();
        let pair = |(from, step): &(usize, usize)| (&*names[*from], &*names[from + step]);
        let pairs: Vec<_> = imports.iter().map(pair).collect();
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let graph = buttress_testing::graph_with(&["p"], &all, &pairs);
        let view = GraphView::new(&graph);
        let (sources, targets) = (set_of(graph.table(), &all[..3]), set_of(graph.table(), &all[29..]));
        let query = ChainQuery::new(&sources, &targets);
        let mut searcher = Searcher::new(&view);
        let cut = searcher.minimum_cut(&query);
        prop_assert_eq!(cut.len(), flow(&view, &query));
        prop_assert!(searcher.disjoint_chains(&query, usize::MAX).chains.len() <= cut.len());
        let mut rest = view.clone();
        for edge in &cut {
            rest.hide(*edge);
        }
        prop_assert!(!Searcher::new(&rest).has_chain(&query));
    }
}
