//! Shortest and edge-disjoint chains.

use buttress_graph::{Chain, ChainQuery, Direction, GraphView, ImportGraph, Searcher, reachable};
use buttress_testing::oracle::{self, Question};
use buttress_testing::{Shape, Terms, graph_of, names, set_of};
use proptest::prelude::*;

use crate::cases;

/// The disjoint chains from one package to another, as text.
fn found(graph: &ImportGraph, from: &str, to: &str, limit: usize) -> (Vec<String>, bool) {
    let view = GraphView::new(graph);
    let (sources, targets) = (set_of(graph.table(), &[from]), set_of(graph.table(), &[to]));
    let query = ChainQuery::new(&sources, &targets);
    let found = Searcher::new(&view).disjoint_chains(&query, limit);
    let text = |chain: &Chain| Terms(graph).chain(chain.edges());
    (found.chains.iter().map(text).collect(), found.complete)
}

#[test]
fn ties_are_broken_by_name_from_the_front() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.a.x", "p.m"),
            ("p.a.y", "p.k"),
            ("p.k", "p.b.x"),
            ("p.m", "p.b.z"),
            ("p.m", "p.b.y"),
            ("p.a.x", "p.n"),
            ("p.n", "p.b.x"),
        ],
    );
    let (chains, complete) = found(&graph, "p.a", "p.b", 10);
    assert!(complete);
    assert_eq!(
        chains,
        [
            "p.a.x -> p.m -> p.b.y",
            "p.a.x -> p.n -> p.b.x",
            "p.a.y -> p.k -> p.b.x"
        ]
    );
    let view = GraphView::new(&graph);
    let (sources, targets) = (
        set_of(graph.table(), &["p.a"]),
        set_of(graph.table(), &["p.b"]),
    );
    let query = ChainQuery::new(&sources, &targets);
    let first = Searcher::new(&view).shortest_chain(&query).unwrap();
    assert_eq!(Terms(&graph).chain(first.edges()), chains[0]);
    assert!(first.extra_first(&view, &query).is_empty());
    let other_last = first.extra_last(&view, &query);
    assert_eq!(Terms(&graph).edges(other_last), ["p.m -> p.b.z"]);
}

#[test]
fn a_shared_import_gives_one_chain_and_a_shared_module_two() {
    let shared_import = [
        ("p.a.x", "p.m"),
        ("p.a.y", "p.m"),
        ("p.m", "p.n"),
        ("p.n", "p.b.x"),
        ("p.n", "p.b.y"),
    ];
    let graph = graph_of(&["p"], &shared_import);
    let (chains, complete) = found(&graph, "p.a", "p.b", 10);
    assert_eq!(chains, ["p.a.x -> p.m -> p.n -> p.b.x"]);
    assert!(complete);
    let view = GraphView::new(&graph);
    let (sources, targets) = (
        set_of(graph.table(), &["p.a"]),
        set_of(graph.table(), &["p.b"]),
    );
    let query = ChainQuery::new(&sources, &targets);
    let chain = Searcher::new(&view).shortest_chain(&query).unwrap();
    let extra = chain.extra_first(&view, &query);
    assert_eq!(Terms(&graph).edges(extra), ["p.a.y -> p.m"]);
    let interior = chain.interior(&graph);
    assert_eq!(names(graph.table(), interior), ["p.m", "p.n"]);

    let shared_module = [
        ("p.a.x", "p.m"),
        ("p.a.y", "p.m"),
        ("p.m", "p.b.x"),
        ("p.m", "p.b.y"),
    ];
    let graph = graph_of(&["p"], &shared_module);
    let (chains, _) = found(&graph, "p.a", "p.b", 10);
    assert_eq!(chains, ["p.a.x -> p.m -> p.b.x", "p.a.y -> p.m -> p.b.y"]);
}

#[test]
fn a_dead_end_does_not_hide_the_next_import() {
    let imports = [
        ("p.a.x", "p.k"),
        ("p.k", "p.m"),
        ("p.m", "p.z"),
        ("p.a.y", "p.l"),
        ("p.l", "p.m"),
        ("p.l", "p.n"),
        ("p.l", "p.o"),
        ("p.n", "p.z"),
        ("p.o", "p.z"),
    ];
    let (chains, complete) = found(&graph_of(&["p"], &imports), "p.a", "p.z", 10);
    assert_eq!(
        chains,
        ["p.a.x -> p.k -> p.m -> p.z", "p.a.y -> p.l -> p.n -> p.z"]
    );
    assert!(complete);
}

#[test]
fn a_limit_that_is_just_enough_is_complete() {
    let graph = graph_of(&["p"], &[("p.a.x", "p.b"), ("p.a.y", "p.b")]);
    assert!(found(&graph, "p.a", "p.b", 2).1);
    assert_eq!(
        found(&graph, "p.a", "p.b", 1),
        (vec!["p.a.x -> p.b".into()], false)
    );
    assert_eq!(found(&graph, "p.a", "p.b", 0), (vec![], false));
    assert_eq!(found(&graph, "p.b", "p.a", 0), (vec![], true));
}

#[test]
fn a_chain_of_two_hundred_thousand_imports_is_found() {
    let names: Vec<String> = (0..200_000).map(|n| format!("p.m{n:06}")).collect();
    let pairs: Vec<_> = names
        .windows(2)
        .map(|w| (w[0].as_str(), w[1].as_str()))
        .collect();
    let graph = graph_of(&["p"], &pairs);
    let view = GraphView::new(&graph);
    let (first, last) = (names[0].as_str(), names[names.len() - 1].as_str());
    let (sources, targets) = (
        set_of(graph.table(), &[first]),
        set_of(graph.table(), &[last]),
    );
    let query = ChainQuery::new(&sources, &targets);
    let mut searcher = Searcher::new(&view);
    assert_eq!(searcher.shortest_chain(&query).unwrap().len(), 199_999);
    assert_eq!(searcher.disjoint_chains(&query, 5).chains.len(), 1);
    assert_eq!(searcher.minimum_cut(&query), [view.edges().last().unwrap()]);
    let reached = reachable(&view, Direction::Imports, &sources, None);
    assert_eq!(reached.len(), 200_000);
    assert_eq!(buttress_graph::strong_components(&view).len(), 200_001);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn chains_are_those_of_exhaustive_search(case in cases(Shape::TINY), limit in 0usize..6) {
        let view = case.view();
        let (sources, targets, avoid) = (case.set(0), case.set(1), case.set(2));
        let question = Question { sources: &sources, targets: &targets, avoid: &avoid };
        let query = ChainQuery::new(&sources, &targets).avoiding(&avoid);
        let all = oracle::chains(&view, question);
        let expected = oracle::greedy_disjoint(&all);
        let mut searcher = Searcher::new(&view);
        prop_assert_eq!(searcher.has_chain(&query), !all.is_empty());
        let edges = |chain: &Chain| chain.edges().to_vec();
        let shortest = searcher.shortest_chain(&query);
        prop_assert_eq!(shortest.as_ref().map(edges), all.first().cloned());
        let found = searcher.disjoint_chains(&query, usize::MAX);
        prop_assert!(found.complete);
        let found: Vec<_> = found.chains.iter().map(edges).collect();
        prop_assert_eq!(&found, &expected);
        let few = searcher.disjoint_chains(&query, limit);
        prop_assert_eq!(few.complete, expected.len() <= limit);
        let few: Vec<_> = few.chains.iter().map(edges).collect();
        prop_assert_eq!(&few[..], &expected[..expected.len().min(limit)]);
    }

    #[test]
    fn chains_in_larger_graphs_are_sound_and_exhaustive(case in cases(Shape::SMALL)) {
        let view = case.view();
        let graph = view.graph();
        let (sources, targets, avoid) = (case.set(0), case.set(1), case.set(2));
        let question = Question { sources: &sources, targets: &targets, avoid: &avoid };
        let query = ChainQuery::new(&sources, &targets).avoiding(&avoid);
        let found = Searcher::new(&view).disjoint_chains(&query, usize::MAX);
        let mut rest = view.clone();
        for chain in &found.chains {
            prop_assert_eq!(Some(chain.len()), oracle::shortest_length(&rest, question));
            prop_assert_eq!(Chain::new(graph, chain.edges().to_vec()), Some(chain.clone()));
            prop_assert!(query.is_source(chain.importer(graph)));
            prop_assert!(query.is_target(chain.imported(graph)));
            prop_assert!(chain.interior(graph).all(|id| query.is_interior(id)));
            for edge in chain.edges() {
                prop_assert!(rest.is_live(*edge));
                rest.hide(*edge);
            }
        }
        prop_assert!(!oracle::connected(&rest, question));
    }
}
