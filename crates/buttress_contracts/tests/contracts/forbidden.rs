//! `forbidden`.

use buttress_contracts::ForbiddenSettings;
use buttress_source::Code;
use buttress_testing::graph_with;

use crate::support::{findings, forbidden, graph_of, place, run, shown, violations};

#[test]
fn chains_run_through_other_sources_and_forbidden_modules() {
    let graph = graph_of(&["p"], &[("p.a", "p.b"), ("p.b", "p.x"), ("p.x", "p.y")]);
    assert_eq!(
        violations(&graph, forbidden(&["p.b", "p.a"], &["p.y", "p.x"])),
        [
            "p.a => p.x: p.a -> p.b -> p.x",
            "p.a => p.y: p.a -> p.b -> p.x -> p.y",
            "p.b => p.x: p.b -> p.x",
            "p.b => p.y: p.b -> p.x -> p.y",
        ]
    );
}

#[test]
fn indirect_imports_may_be_allowed() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.a", "p.m"),
            ("p.m", "p.x"),
            ("p.b.c", "p.x.y"),
            ("p.b", "p.x.y"),
        ],
    );
    let settings = ForbiddenSettings {
        allow_indirect_imports: true,
        ..forbidden(&["p.a", "p.b"], &["p.x"])
    };
    let outcome = run(&graph, settings);
    assert_eq!(
        shown(&graph, &outcome),
        ["p.b => p.x: p.b -> p.x.y; p.b.c -> p.x.y"]
    );
    let violation = &outcome.violations[0];
    assert_eq!((violation.direct_imports, violation.cut.len()), (2, 2));
    assert!(violation.chains_complete);
}

#[test]
fn modules_can_stand_for_themselves_alone() {
    let graph = graph_of(
        &["p"],
        &[("p.a.b", "p.x"), ("p.a", "p.x.y"), ("p.x.y", "p.x")],
    );
    let alone = |allow_indirect_imports| ForbiddenSettings {
        as_packages: false,
        allow_indirect_imports,
        ..forbidden(&["p.a"], &["p.x"])
    };
    assert_eq!(
        violations(&graph, alone(false)),
        ["p.a => p.x: p.a -> p.x.y -> p.x"]
    );
    assert!(violations(&graph, alone(true)).is_empty());
}

#[test]
fn a_package_may_be_forbidden_to_its_parent_only_as_a_single_module() {
    let graph = graph_of(&["p"], &[("p.a", "p.a.b"), ("p.a.c", "p.a.b")]);
    assert!(violations(&graph, forbidden(&["p.a", "p.a.b"], &["p.a.b"])).is_empty());
    let alone = ForbiddenSettings {
        as_packages: false,
        ..forbidden(&["p.a", "p.a.b"], &["p.a.b"])
    };
    assert_eq!(violations(&graph, alone), ["p.a => p.a.b: p.a -> p.a.b"]);
}

#[test]
fn externals_are_matched_with_all_below_and_need_not_be_imported() {
    let graph = graph_of(
        &["p"],
        &[("p.a", "django.forms.Form"), ("p.b", "django.db")],
    );
    let settings = forbidden(&["p"], &["django", "django.forms", "flask", "django.http"]);
    assert_eq!(
        violations(&graph, settings.clone()),
        [
            "p => django: p.a -> django.forms.Form; p.b -> django.db",
            "p => django.forms: p.a -> django.forms.Form",
        ]
    );
    let alone = ForbiddenSettings {
        as_packages: false,
        ..forbidden(&["p.a"], &["django"])
    };
    assert_eq!(
        violations(&graph, alone),
        ["p.a => django: p.a -> django.forms.Form"]
    );
}

#[test]
fn missing_sources_and_missing_internal_modules_are_findings() {
    let graph = graph_with(&["p", "q"], &["p.orders.models"], &[("p.a", "q.x")]);
    let settings = forbidden(
        &["p.a", "p.ordrs.models", "zzz", "p.*.nope"],
        &["q.y", "q.x"],
    );
    let outcome = run(&graph, settings);
    assert_eq!(shown(&graph, &outcome), ["p.a => q.x: p.a -> q.x"]);
    assert_eq!(
        findings(&outcome),
        [
            "missing-module@2: module `p.ordrs.models` does not exist. \
             did you mean `p.orders.models`?",
            "missing-module@3: module `zzz` does not exist. names start at a root package \
             (`p`, `q`), and nothing outside them bears this one",
            "empty-selector@4: `p.*.nope` matches no module. ",
            "missing-module@100: module `q.y` does not exist. `q` holds `x`",
        ]
    );
}

#[test]
fn the_item_that_forbids_is_the_first_that_matches() {
    let graph = graph_of(&["p"], &[("p.a", "p.x.y")]);
    let outcome = run(&graph, forbidden(&["p.a"], &["p.x.*", "p.x.y"]));
    assert_eq!(outcome.violations[0].because, Some(place(100)));
    assert_eq!(
        outcome.violations[0].explanation(),
        "p.x.y is forbidden for p.a"
    );
}

#[test]
fn nested_sources_each_report_the_same_import() {
    let graph = graph_of(&["p"], &[("p.a.b.c", "p.x")]);
    assert_eq!(
        violations(&graph, forbidden(&["p.a.**"], &["p.x"])),
        [
            "p.a.b => p.x: p.a.b.c -> p.x",
            "p.a.b.c => p.x: p.a.b.c -> p.x"
        ]
    );
}

#[test]
fn parts_of_external_packages_are_refused_where_only_whole_ones_count() {
    let graph = graph_of(&["p"], &[("p.a", "ns.other"), ("p.b", "django")]);
    let settings = |forbidden_modules: &[&str]| ForbiddenSettings {
        whole_externals: true,
        ..forbidden(&["p"], forbidden_modules)
    };
    let outcome = run(&graph, settings(&["ns.*"]));
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(outcome.findings[0].code, Code::ExternalModule);
    assert_eq!(
        outcome.findings[0].message,
        "`ns.*` matches the external module `ns.other`, and only whole external packages can be \
         forbidden"
    );
    assert!(
        run(&graph, settings(&["p.*", "django"]))
            .findings
            .is_empty()
    );
}
