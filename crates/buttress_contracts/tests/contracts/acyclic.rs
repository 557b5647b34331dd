//! `acyclic_siblings`, rule by rule.

use buttress_contracts::{AcyclicSiblingsSettings, CheckOptions, Contract, Cycle, Outcome, check};
use buttress_graph::ImportGraph;
use buttress_source::{Code, Severity};
use buttress_testing::Terms;

use crate::support::{acyclic, findings, graph_of, ignoring, place, run, selectors};

/// `package: a -> b (imports), …; by shortest cycle`, one a package.
fn shown(graph: &ImportGraph, outcome: &Outcome) -> Vec<String> {
    let text = |cycle: &Cycle| {
        let breakers = cycle.breakers.iter().map(|breaker| {
            let imports = Terms(graph).edges(breaker.imports.iter().copied());
            let (from, to) = (&breaker.importer, &breaker.imported);
            format!("{from} => {to} ({})", imports.join(", "))
        });
        let breakers: Vec<_> = breakers.collect();
        let shortest = Terms(graph).edges(cycle.shortest.iter().copied());
        let (breakers, shortest) = (breakers.join(", "), shortest.join(", "));
        format!("{}: {breakers}; by {shortest}", cycle.package)
    };
    outcome.cycles.iter().map(text).collect()
}

fn cyclic(graph: &ImportGraph, settings: AcyclicSiblingsSettings) -> Vec<String> {
    let outcome = run(graph, settings);
    let packages = outcome.cycles.into_iter().map(|cycle| cycle.package);
    packages.collect()
}

#[test]
fn the_lighter_direction_is_broken_and_shown() {
    let imports = [
        ("p.a.x", "p.b.y"),
        ("p.a.y", "p.b.x"),
        ("p.b.x", "p.a.x"),
        ("p.c", "p.a"),
        ("p", "p.c"),
        ("p.a", "p"),
    ];
    let graph = graph_of(&["p"], &imports);
    let outcome = run(&graph, acyclic(&["p"], 10, &[]));
    assert_eq!(
        shown(&graph, &outcome),
        ["p: p.b => p.a (p.b.x -> p.a.x); by p.b.x -> p.a.x, p.a.x -> p.b.y"]
    );
    let cycle = &outcome.cycles[0];
    assert_eq!(cycle.because, Some(place(1)));
    assert_eq!(cycle.explanation, "the children of p must not form a cycle");
    assert!(outcome.violations.is_empty() && outcome.findings.is_empty());
}

#[test]
fn the_shortest_cycle_of_several_is_the_evidence() {
    let imports = [
        ("p.a", "p.b"),
        ("p.b", "p.c"),
        ("p.c", "p.d"),
        ("p.d", "p.a"),
        ("p.d", "p.c"),
    ];
    let graph = graph_of(&["p"], &imports);
    let outcome = run(&graph, acyclic(&["p"], 10, &[]));
    assert_eq!(
        shown(&graph, &outcome),
        ["p: p.c => p.d (p.c -> p.d); by p.c -> p.d, p.d -> p.c"]
    );
}

/// A cycle between two children, `a` and `b`, at each of four depths.
fn nested() -> ImportGraph {
    let packages = ["p", "p.a", "p.a.a", "p.a.a.a"];
    let imports: Vec<(String, String)> = packages
        .iter()
        .flat_map(|package| {
            let (a, b) = (format!("{package}.a"), format!("{package}.b"));
            [(a.clone(), b.clone()), (b, a)]
        })
        .collect();
    let imports: Vec<_> = imports.iter().map(|(a, b)| (&a[..], &b[..])).collect();
    graph_of(&["p"], &imports)
}

#[test]
fn depth_counts_levels_below_each_ancestor() {
    let graph = nested();
    let all = ["p", "p.a", "p.a.a", "p.a.a.a"];
    assert_eq!(cyclic(&graph, acyclic(&["p"], 10, &[])), all);
    assert_eq!(cyclic(&graph, acyclic(&["p"], 0, &[])), all[..1]);
    assert_eq!(cyclic(&graph, acyclic(&["p"], 1, &[])), all[..2]);
    let of_two = acyclic(&["p", "p.a.a"], 1, &[]);
    assert_eq!(cyclic(&graph, of_two), all);
    // The nearer ancestor counts, though the other one comes by first.
    assert_eq!(cyclic(&graph, acyclic(&["p"], 2, &[])), all[..3]);
    assert_eq!(cyclic(&graph, acyclic(&["p", "p.a"], 2, &[])), all);
    let twice = run(&graph, acyclic(&["p.a", "p", "p"], 1, &[]));
    let because = twice.cycles.iter().map(|cycle| cycle.because);
    let because: Vec<_> = because.collect();
    assert_eq!(because, [Some(place(2)), Some(place(2)), Some(place(1))]);
}

#[test]
fn skipping_stops_the_descent_only() {
    let graph = nested();
    assert_eq!(
        cyclic(&graph, acyclic(&["p"], 10, &["p.a.a"])),
        ["p", "p.a"]
    );
    let around = acyclic(&["p", "p.a.a.a"], 10, &["p.a.*"]);
    assert_eq!(cyclic(&graph, around), ["p", "p.a", "p.a.a.a"]);
    let ancestor = acyclic(&["p.a"], 0, &["p.*"]);
    assert_eq!(cyclic(&graph, ancestor), ["p.a"]);
}

#[test]
fn names_above_modules_are_children_too() {
    let imports = [("p.a.x", "p.b.y"), ("p.b.z", "p.a.w")];
    let graph = buttress_testing::graph_with(&["p"], &["p"], &imports);
    assert!(graph.table().id("p.a").is_none());
    assert_eq!(cyclic(&graph, acyclic(&["p"], 10, &[])), ["p"]);
}

#[test]
fn contradictions_and_missing_names_are_errors() {
    let imports = [("p.a", "p.b"), ("p.b", "lib")];
    let graph = graph_of(&["p"], &imports);
    let settings = acyclic(&["p.*", "p.x.*", "lib", "p.a"], 10, &["p.*", "p.z", "q.*"]);
    let outcome = run(&graph, settings);
    assert_eq!(
        findings(&outcome),
        [
            "invalid-value@100: `p.*` is skipped, and is one of the ancestors as well. remove it from `ancestors` or from `skip_descendants`",
            "empty-selector@2: `p.x.*` matches no module. `p.x` does not exist; `p` holds `a`, `b`",
            "external-module@3: `lib` is an external module, and what lies below an external module is not known. name modules of the project",
            "missing-module@101: module `p.z` does not exist. `p` holds `a`, `b`",
            "empty-selector@102: `q.*` matches no module. `q` does not exist; names start at the root package `p`, and nothing outside it bears this one",
        ]
    );
    let severities: Vec<_> = outcome.findings.iter().map(|f| f.severity).collect();
    let error = Some(Severity::Error);
    assert_eq!(severities, [None, error, error, None, error]);
    let everything = run(&graph, acyclic(&["*"], 10, &[]));
    let codes: Vec<_> = everything
        .findings
        .iter()
        .map(|f| (f.code, f.severity))
        .collect();
    assert_eq!(codes, [(Code::ExternalModule, None)]);
}

#[test]
fn ignored_imports_and_those_of_excepted_importers_do_not_count() {
    let imports = [
        ("p.a", "p.b"),
        ("p.b", "p.a"),
        ("p.c.x", "p.d"),
        ("p.d", "p.c.x"),
        ("p.d", "p.c.y"),
    ];
    let graph = graph_of(&["p"], &imports);
    let contract = Contract {
        except_importers: selectors(300, &["p.c.x"]),
        ..ignoring(acyclic(&["p"], 10, &[]), &["p.b -> p.a"])
    };
    let outcome = check(&contract, &graph, &CheckOptions::default());
    assert_eq!((outcome.cycles.len(), outcome.ignored_imports), (0, 1));
}
