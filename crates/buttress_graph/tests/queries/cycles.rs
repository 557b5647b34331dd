//! Strong components and cycle breakers.

use std::collections::{BTreeMap, BTreeSet};

use buttress_graph::{
    CycleBreaker, Direction, GraphView, ImportGraph, ModuleRange, ModuleSet, cycle_breakers,
    reachable, shortest_cycle, strong_components,
};
use buttress_testing::{Shape, Terms, graph_of};
use proptest::prelude::*;

use crate::{Case, cases};

fn children(graph: &ImportGraph, package: &str) -> Vec<ModuleRange> {
    let table = graph.table();
    let children = table.children(package);
    children.map(|child| table.subtree(child)).collect()
}

fn breakers(graph: &ImportGraph, package: &str) -> Vec<String> {
    let packages = children(graph, package);
    let found = cycle_breakers(&GraphView::new(graph), &packages);
    let edges = found.into_iter().flat_map(|breaker| breaker.imports);
    Terms(graph).edges(edges)
}

#[test]
fn the_lighter_direction_is_broken() {
    let imports = [
        ("p.a.x", "p.b"),
        ("p.a.y", "p.b"),
        ("p.b", "p.a.x"),
        ("p.a.x", "p.a.y"),
        ("p", "p.a"),
        ("p.b", "p"),
    ];
    assert_eq!(breakers(&graph_of(&["p"], &imports), "p"), ["p.b -> p.a.x"]);
}

#[test]
fn the_shortest_cycle_begins_with_a_breaker() {
    let shortest = |imports: &[(&str, &str)]| {
        let graph = graph_of(&["p"], imports);
        let (view, packages) = (GraphView::new(&graph), children(&graph, "p"));
        let breakers = cycle_breakers(&view, &packages);
        Terms(&graph).edges(shortest_cycle(&view, &packages, &breakers))
    };
    let long_and_short = [
        ("p.a", "p.b"),
        ("p.b", "p.c"),
        ("p.c", "p.a"),
        ("p.d.x", "p.e"),
        ("p.d.y", "p.e"),
        ("p.e", "p.d.y"),
        ("q.z", "p.a"),
    ];
    assert_eq!(shortest(&long_and_short), ["p.e -> p.d.y", "p.d.x -> p.e"]);
    assert_eq!(
        shortest(&long_and_short[..3]),
        ["p.c -> p.a", "p.a -> p.b", "p.b -> p.c"]
    );
    assert!(shortest(&long_and_short[..2]).is_empty());
    let three_and_four = [
        ("p.a", "p.b"),
        ("p.b", "p.c"),
        ("p.c", "p.a"),
        ("p.d", "p.e"),
        ("p.e", "p.f"),
        ("p.f", "p.g"),
        ("p.g", "p.d"),
    ];
    assert_eq!(shortest(&three_and_four).len(), 3);
}

#[test]
fn equal_weights_break_the_import_of_the_first_name() {
    let ring = [
        ("p.a", "p.b"),
        ("p.b", "p.c"),
        ("p.c", "p.a"),
        ("p.t", "p.a"),
    ];
    assert_eq!(breakers(&graph_of(&["p"], &ring), "p"), ["p.c -> p.a"]);
    let line = [("p.a", "p.b"), ("p.b", "p.c"), ("p.a", "p.c")];
    assert!(breakers(&graph_of(&["p"], &line), "p").is_empty());
}

#[test]
fn a_module_of_nested_packages_belongs_to_the_smaller() {
    let imports = [
        ("p.a", "p.a.b.x"),
        ("p.a.b.x", "p.a"),
        ("p.a.b.x", "p.a.b.y"),
    ];
    let graph = graph_of(&["p"], &imports);
    let table = graph.table();
    let view = GraphView::new(&graph);
    for packages in [["p.a", "p.a.b"], ["p.a.b", "p.a"]] {
        let ranges = packages.map(|name| table.subtree(name));
        let found = cycle_breakers(&view, &ranges);
        let edges = found.into_iter().flat_map(|breaker| breaker.imports);
        assert_eq!(Terms(&graph).edges(edges), ["p.a.b.x -> p.a"]);
    }
}

/// The published heuristic on names and maps, one step at a time.
fn expected(view: &GraphView<'_>, packages: &[ModuleRange]) -> BTreeSet<CycleBreaker> {
    let graph = view.graph();
    let owner = |id| packages.iter().position(|range| range.contains(id));
    let mut weights: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for edge in view.edges() {
        let ends = (owner(graph.importer(edge)), owner(graph.imported(edge)));
        if let (Some(a), Some(b)) = ends
            && a != b
        {
            *weights.entry((a, b)).or_default() += 1;
        }
    }
    let mut left: BTreeSet<usize> = (0..packages.len()).collect();
    let (mut sources, mut middle, mut sinks) = (Vec::new(), Vec::new(), Vec::new());
    let out = |n: usize, left: &BTreeSet<usize>| -> i64 {
        left.iter().filter_map(|m| weights.get(&(n, *m))).sum()
    };
    let into = |n: usize, left: &BTreeSet<usize>| -> i64 {
        left.iter().filter_map(|m| weights.get(&(*m, n))).sum()
    };
    while let Some(n) = left.iter().copied().find(|n| into(*n, &left) == 0) {
        left.remove(&n);
        sources.push(n);
    }
    while let Some(n) = left.iter().copied().find(|n| out(*n, &left) == 0) {
        left.remove(&n);
        sinks.insert(0, n);
    }
    while let Some(n) = left
        .iter()
        .copied()
        .max_by_key(|n| (out(*n, &left) - into(*n, &left), std::cmp::Reverse(*n)))
    {
        left.remove(&n);
        middle.push(n);
    }
    let order = [sources, middle, sinks].concat();
    let place = |n: usize| order.iter().position(|m| *m == n);
    let backward = weights.keys().filter(|(a, b)| place(*a) > place(*b));
    let breaker = |(importer, imported): &(usize, usize)| CycleBreaker {
        importer: *importer,
        imported: *imported,
        imports: view
            .edges()
            .filter(|edge| owner(graph.importer(*edge)) == Some(*importer))
            .filter(|edge| owner(graph.imported(*edge)) == Some(*imported))
            .collect(),
    };
    backward.map(breaker).collect()
}

fn same_component(case: &Case, a: usize, b: usize) -> bool {
    let view = case.view();
    let leads = |from: usize, to: usize| {
        let mut start = ModuleSet::new(case.table());
        start.extend(case.table().ids().filter(|id| id.index() == from));
        let reached = reachable(&view, Direction::Imports, &start, None);
        reached.iter().any(|id| id.index() == to)
    };
    leads(a, b) && leads(b, a)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn breakers_follow_the_heuristic(case in cases(Shape::SMALL)) {
        for package in ["", "p", "p.a", "q"] {
            let packages = if package.is_empty() {
                vec![case.table().subtree("p"), case.table().subtree("q")]
            } else {
                children(&case.graph.graph, package)
            };
            let mut view = case.view();
            let found = cycle_breakers(&view, &packages);
            let ordered = found.clone().into_iter().collect::<BTreeSet<_>>();
            prop_assert!(found.iter().eq(ordered.iter()));
            prop_assert_eq!(&ordered, &expected(&view, &packages));
            for edge in found.iter().flat_map(|breaker| &breaker.imports) {
                view.hide(*edge);
            }
            prop_assert!(cycle_breakers(&view, &packages).is_empty());
        }
    }

    #[test]
    fn components_are_mutual_reachability(case in cases(Shape::TINY)) {
        let found = strong_components(&case.view());
        let mut number = vec![usize::MAX; case.table().len()];
        for (component, members) in found.iter().enumerate() {
            for id in members {
                prop_assert_eq!(number[id.index()], usize::MAX);
                number[id.index()] = component;
            }
            prop_assert!(members.is_sorted());
        }
        prop_assert!(found.is_sorted());
        for a in 0..number.len() {
            for b in 0..number.len() {
                prop_assert_eq!(number[a] == number[b], a == b || same_component(&case, a, b));
            }
        }
    }
}
