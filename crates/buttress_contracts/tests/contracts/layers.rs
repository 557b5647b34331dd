//! `layers`.

use buttress_contracts::LayersSettings;
use buttress_source::{Severity, Spanned};
use buttress_testing::{Terms, graph_with};

use crate::support::{findings, graph_of, layers, place, run, shown, violations};

/// `layers` of one container `p`.
fn in_p(names: &[&str]) -> LayersSettings {
    layers(&["p"], names)
}

#[test]
fn a_lower_layer_must_not_import_a_higher_one() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.low.a", "p.high.b"),
            ("p.high", "p.low"),
            ("p.mid", "p.low.a"),
            ("p.mid.x", "p.high"),
        ],
    );
    assert_eq!(
        violations(&graph, in_p(&["high", "mid", "low"])),
        [
            "p.low => p.high: p.low.a -> p.high.b",
            "p.mid => p.high: p.mid.x -> p.high",
        ]
    );
}

#[test]
fn chains_run_through_modules_outside_all_layers_and_the_container() {
    let graph = graph_of(
        &["p", "q"],
        &[
            ("p.low", "p.util"),
            ("p.util", "q.x"),
            ("q.x", "p"),
            ("p", "p.high.a"),
        ],
    );
    assert_eq!(
        violations(&graph, in_p(&["high", "low"])),
        ["p.low => p.high: p.low -> p.util -> q.x -> p -> p.high.a"]
    );
}

#[test]
fn a_chain_through_another_layer_belongs_to_the_pairs_of_that_layer() {
    let graph = graph_of(
        &["p"],
        &[("p.low", "p.mid"), ("p.mid", "p.high"), ("p.high", "p.low")],
    );
    assert_eq!(
        violations(&graph, in_p(&["high", "mid", "low"])),
        [
            "p.low => p.mid: p.low -> p.mid",
            "p.mid => p.high: p.mid -> p.high",
        ]
    );
}

#[test]
fn independent_siblings_must_not_import_each_other_and_others_may() {
    let imports = [("p.a", "p.b"), ("p.b", "p.c"), ("p.c", "p.a")];
    let graph = graph_of(&["p"], &imports);
    assert_eq!(
        violations(&graph, in_p(&["a | b | c"])),
        [
            "p.a => p.b: p.a -> p.b",
            "p.b => p.c: p.b -> p.c",
            "p.c => p.a: p.c -> p.a",
        ]
    );
    assert!(violations(&graph, in_p(&["a : b : c"])).is_empty());
}

#[test]
fn a_closed_layer_must_not_be_passed_even_if_it_is_absent() {
    let graph = graph_of(
        &["p"],
        &[("p.high", "p.low"), ("p.mid", "p.low"), ("p.high", "p.mid")],
    );
    assert!(violations(&graph, in_p(&["high", "mid", "low"])).is_empty());
    let outcome = run(&graph, in_p(&["high", "!mid", "low"]));
    assert_eq!(
        shown(&graph, &outcome),
        ["p.high => p.low: p.high -> p.low"]
    );
    assert_eq!(
        outcome.violations[0].explanation(),
        "mid is a closed layer between high and low"
    );
    let absent = in_p(&["high", "!(gone) | (lost)", "low"]);
    let outcome = run(&graph, absent);
    assert_eq!(
        shown(&graph, &outcome),
        ["p.high => p.low: p.high -> p.low; p.high -> p.mid -> p.low"]
    );
    assert_eq!(
        outcome.violations[0].explanation(),
        "gone and lost are one closed layer between high and low"
    );
}

#[test]
fn explanations_and_places_are_of_the_importers_layer() {
    let graph = graph_of(&["p"], &[("p.low", "p.high"), ("p.low", "p.side")]);
    let outcome = run(&graph, in_p(&["high", "low | side"]));
    let said: Vec<_> = outcome
        .violations
        .iter()
        .map(|found| found.explanation())
        .collect();
    assert_eq!(
        said,
        [
            "low is below high in this contract",
            "low and side are independent siblings in this contract",
        ]
    );
    assert!(
        outcome
            .violations
            .iter()
            .all(|found| found.because == Some(place(101)))
    );
}

#[test]
fn the_place_of_a_module_beats_that_of_its_layer() {
    let graph = graph_of(&["p"], &[("p.low", "p.high")]);
    let mut settings = in_p(&["high", "low"]);
    settings.layers[1].value.modules[0].span = Some(place(7));
    assert_eq!(run(&graph, settings).violations[0].because, Some(place(7)));
}

#[test]
fn containers_are_judged_independently_and_listed_by_name() {
    let graph = graph_of(
        &["p", "q"],
        &[
            ("q.low", "q.high"),
            ("p.low", "p.high"),
            ("p.low", "q.high"),
            ("p.low", "q.mid"),
            ("q.mid", "p.high"),
        ],
    );
    // The way over q.mid counts for p: a layer of another container absorbs nothing.
    assert_eq!(
        violations(&graph, layers(&["q", "p"], &["high", "(mid)", "low"])),
        [
            "p.low => p.high: p.low -> p.high; p.low -> q.mid -> p.high",
            "q.low => q.high: q.low -> q.high",
        ]
    );
}

#[test]
fn containers_may_have_wildcards() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.a.low", "p.a.high"),
            ("p.b.low", "p.b.high"),
            ("p.c", "p.a.low"),
        ],
    );
    assert_eq!(
        violations(&graph, layers(&["p.*", "p.a"], &["(high)", "(low)"])),
        [
            "p.a.low => p.a.high: p.a.low -> p.a.high",
            "p.b.low => p.b.high: p.b.low -> p.b.high",
        ]
    );
}

#[test]
fn containers_that_do_not_exist_are_findings_and_the_rest_is_judged() {
    let graph = graph_of(&["p"], &[("p.a.low", "p.a.high"), ("p.a", "lib.x")]);
    let settings = layers(
        &["p.b", "p.x.*", "p.a", "lib", "nolib", "p.a"],
        &["high", "low"],
    );
    let outcome = run(&graph, settings);
    assert_eq!(
        shown(&graph, &outcome),
        ["p.a.low => p.a.high: p.a.low -> p.a.high"]
    );
    assert_eq!(
        findings(&outcome),
        [
            "missing-module@1: module `p.b` does not exist. `p` holds `a`",
            "empty-selector@2: `p.x.*` matches no module. `p.x` does not exist; `p` holds `a`",
            "missing-module@5: module `nolib` does not exist. \
             names start at the root package `p`, and nothing outside it bears this one",
            "invalid-value@4: container `lib` lies outside the root packages. \
             name a root package (`p`) or a package below one",
        ]
    );
    let nothing = run(&graph, layers(&["p.zz.*"], &["p.a.high", "p.a.low"]));
    assert!(nothing.violations.is_empty() && nothing.findings.len() == 1);
    assert_eq!(nothing.findings[0].severity, Some(Severity::Error));
    let some = run(&graph, layers(&["p.zz.*", "p.a"], &["high", "low"]));
    assert_eq!(some.findings[0].severity, None, "the project decides");
    let externals = run(&graph, layers(&["*.a", "*"], &["(low)"]));
    assert_eq!(
        findings(&externals),
        [
            "external-module@2: `*` matches the external module `lib`, and layers stand in \
             packages of the project. name modules of the project"
        ]
    );
}

#[test]
fn absent_layers_are_findings_unless_they_are_optional() {
    let graph = graph_of(&["p"], &[("p.low", "p.height")]);
    let outcome = run(&graph, in_p(&["heigth", "(none)", "low"]));
    assert_eq!(
        findings(&outcome),
        [
            "missing-layer@100: layer `heigth` does not exist in container `p`. \
             did you mean `height`? Write `(heigth)` if it may be absent"
        ]
    );
    let absolute = run(&graph, layers(&[], &["p.up", "p.height", "p.low"]));
    assert_eq!(
        findings(&absolute),
        ["missing-layer@100: layer `p.up` does not exist. `p` holds `height`, `low`"]
    );
    assert_eq!(
        shown(&graph, &absolute),
        ["p.low => p.height: p.low -> p.height"]
    );
}

#[test]
fn externals_can_be_the_highest_layer() {
    let graph = graph_of(&["p"], &[("p.a", "django.db.models"), ("p.b", "p.a")]);
    assert_eq!(
        violations(&graph, layers(&[], &["django", "p.a | p.b"])),
        [
            "p.a => django: p.a -> django.db.models",
            "p.b => p.a: p.b -> p.a",
        ]
    );
}

#[test]
fn nested_modules_are_findings_only_when_compared() {
    let graph = graph_of(
        &["p"],
        &[("p.a.b", "p.h"), ("p.a.x", "p.h"), ("p.a.b", "p.a.x")],
    );
    // Each sees the other as its own or as foreign, by who imports.
    assert_eq!(
        violations(&graph, in_p(&["h", "a : a.b"])),
        [
            "p.a => p.h: p.a.b -> p.h; p.a.x -> p.h",
            "p.a.b => p.h: p.a.b -> p.h",
        ]
    );
    let outcome = run(&graph, in_p(&["h", "a", "a.b"]));
    assert_eq!(shown(&graph, &outcome).len(), 2);
    assert_eq!(
        findings(&outcome),
        [
            "overlapping-modules@102: `p.a.b` lies inside `p.a`, so the two cannot be compared. \
             list modules that do not contain each other, such as siblings"
        ]
    );
    assert_eq!(outcome.findings[0].related[0].span, place(101));
}

#[test]
fn a_layer_listed_twice_is_a_finding() {
    let graph = graph_of(&["p"], &[("p.a", "p.b")]);
    let outcome = run(&graph, in_p(&["b", "a", "a"]));
    assert_eq!(outcome.findings.len(), 1);
    assert!(outcome.findings[0].message.contains("listed twice"));
    assert_eq!(shown(&graph, &outcome)[0], "p.a => p.b: p.a -> p.b");
}

#[test]
fn exhaustive_contracts_report_unlisted_children() {
    let modules = ["p.high", "p.low.deep", "p.extra", "p.ns.inner", "p.ok"];
    let graph = graph_with(&["p"], &modules, &[]);
    let settings = LayersSettings {
        exhaustive: true,
        exhaustive_ignores: vec![
            Spanned::at("ok".to_owned(), place(50)),
            Spanned::at("exta".to_owned(), place(51)),
        ],
        ..in_p(&["high", "low.deep", "(low.gone)"])
    };
    let outcome = run(&graph, settings);
    assert_eq!(
        findings(&outcome),
        [
            "undeclared-layer@1: `p.extra` is not listed as a layer of `p`. \
             add `extra` to `layers` or to `exhaustive_ignores`",
            "undeclared-layer@1: `p.low` is not listed as a layer of `p`. \
             add `low` to `layers` or to `exhaustive_ignores`",
            "undeclared-layer@1: `p.ns` is not listed as a layer of `p`. \
             add `ns` to `layers` or to `exhaustive_ignores`",
            "empty-selector@51: `exta` is no child of any container. did you mean `extra`?",
        ]
    );
}

#[test]
fn chains_come_direct_first_then_by_length_then_by_name() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.low.c", "p.high"),
            ("p.low.a", "p.x"),
            ("p.low.b", "p.high.z"),
            ("p.x", "p.high"),
            ("p.low.a", "p.w"),
            ("p.w", "p.high.y"),
            ("p.low.d", "p.w"),
        ],
    );
    let outcome = run(&graph, in_p(&["high", "low"]));
    assert_eq!(
        shown(&graph, &outcome),
        ["p.low => p.high: p.low.b -> p.high.z; p.low.c -> p.high; \
             p.low.a -> p.w -> p.high.y; p.low.a -> p.x -> p.high"]
    );
    let violation = &outcome.violations[0];
    assert_eq!((violation.direct_imports, violation.cut.len()), (2, 4));
    let over_w = &violation.chains[2];
    assert_eq!(
        Terms(&graph).edges(over_w.extra_first.clone()),
        ["p.low.d -> p.w"]
    );
    assert_eq!(over_w.primary, 1);
}
