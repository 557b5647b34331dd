//! `independence`.

use buttress_testing::graph_with;

use crate::support::{findings, graph_of, independence, place, run, shown, violations};

#[test]
fn each_must_not_import_any_other() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.a.x", "p.b"),
            ("p.b", "p.util"),
            ("p.util", "p.c.y"),
            ("p.c", "p.c.y"),
        ],
    );
    let outcome = run(&graph, independence(&["p.c", "p.a", "p.b"]));
    assert_eq!(
        shown(&graph, &outcome),
        [
            "p.a => p.b: p.a.x -> p.b",
            "p.b => p.c: p.b -> p.util -> p.c.y"
        ]
    );
    let first = &outcome.violations[0];
    assert_eq!(
        first.explanation(),
        "p.a and p.b are independent in this contract"
    );
    assert_eq!(first.because, Some(place(3)));
}

#[test]
fn fewer_than_two_modules_are_kept() {
    let graph = graph_of(&["p"], &[("p.a", "p.b")]);
    assert!(violations(&graph, independence(&["p.a"])).is_empty());
    assert!(violations(&graph, independence(&[])).is_empty());
}

#[test]
fn a_selector_that_matches_nothing_is_a_finding() {
    let graph = graph_of(&["p"], &[("p.a", "p.b")]);
    let outcome = run(&graph, independence(&["p.a.*", "p.*"]));
    assert_eq!(
        findings(&outcome),
        ["empty-selector@1: `p.a.*` matches no module. "]
    );
    assert_eq!(shown(&graph, &outcome), ["p.a => p.b: p.a -> p.b"]);
}

#[test]
fn nested_modules_are_one_finding_for_each_two_selectors() {
    let modules = ["p.a.b.c", "p.a.b.d", "p.a.b", "p.a"];
    let graph = graph_with(&["p"], &modules, &[("p.a.b", "p.x"), ("p.x", "p.a.b.c")]);
    let outcome = run(&graph, independence(&["p.x", "p.a.**", "p.a"]));
    assert_eq!(
        findings(&outcome),
        [
            "overlapping-modules@2: `p.a.b.c` lies inside `p.a.b`, so the two cannot be compared. \
             1 other pair overlaps in the same way",
            "overlapping-modules@2: `p.a.b` lies inside `p.a`, so the two cannot be compared. \
             2 other pairs overlap in the same way",
        ]
    );
    // What can be compared is: each heading sees the whole of its own modules.
    assert_eq!(
        shown(&graph, &outcome),
        [
            "p.a => p.x: p.a.b -> p.x",
            "p.a.b => p.x: p.a.b -> p.x",
            "p.x => p.a: p.x -> p.a.b.c",
            "p.x => p.a.b: p.x -> p.a.b.c",
            "p.x => p.a.b.c: p.x -> p.a.b.c",
        ]
    );
}
