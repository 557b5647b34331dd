//! What all kinds of contract have in common: ignored imports, excepted importers, limits, kinds.

use buttress_contracts::{CheckOptions, Contract, check};
use buttress_graph::{
    Import, ImportGraph, ImportKind, ImportSite, KindFilter, Module, ModuleKind, ModuleTable,
};
use buttress_source::{FileId, ImportKinds, Severity, Span};
use buttress_testing::Terms;

use crate::support::{
    findings, forbidden, graph_of, ignoring, independence, layers, run, selectors, shown,
};

fn options() -> CheckOptions {
    CheckOptions::default()
}

#[test]
fn ignored_imports_leave_the_graph_before_anything_else() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.low", "p.x"),
            ("p.x", "p.high"),
            ("p.low", "p.high.a"),
            ("p.high", "p.low"),
        ],
    );
    let patterns = [
        "p.x -> p.high",
        "p.* -> p.high",
        "p.high -> p.low",
        "p.** -> p.high.a",
    ];
    let contract = ignoring(layers(&["p"], &["high", "low"]), &patterns);
    let outcome = check(&contract, &graph, &options());
    assert!(outcome.violations.is_empty() && outcome.findings.is_empty());
    assert_eq!(outcome.ignored_imports, 3);
}

#[test]
fn an_unmatched_ignore_says_what_is_nearest() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.a", "p.b.c"),
            ("p.d.e", "p.b"),
            ("p.f", "p.orders"),
            ("p.b", "django.forms"),
        ],
    );
    let patterns = [
        "p.a -> p.b",
        "p.d -> p.b",
        "p.f -> p.order",
        "p.c -> p.b",
        "p.x.* -> p.b",
        "p.a -> p.f",
        "p.b -> django",
    ];
    let contract = ignoring(independence(&["p.a"]), &patterns);
    let outcome = check(&contract, &graph, &options());
    assert_eq!(outcome.ignored_imports, 1);
    assert_eq!(
        findings(&outcome),
        [
            "unmatched-ignore@200: no import matches `p.a -> p.b`. \
             `p.a` does not import `p.b`; did you mean `p.a -> p.b.c`?",
            "unmatched-ignore@201: no import matches `p.d -> p.b`. \
             `p.d` does not import `p.b`; did you mean `p.d.e -> p.b`?",
            "unmatched-ignore@202: no import matches `p.f -> p.order`. \
             `p.order` does not exist; did you mean `p.orders`?",
            "unmatched-ignore@203: no import matches `p.c -> p.b`. \
             `p.c` does not exist; did you mean `p.b.c`?",
            "unmatched-ignore@204: no import matches `p.x.* -> p.b`. `p.x.*` matches no module",
            "unmatched-ignore@205: no import matches `p.a -> p.f`. `p.a` does not import `p.f`",
        ]
    );
}

#[test]
fn alerting_sets_the_weight_of_an_unmatched_ignore() {
    let graph = graph_of(&["p"], &[("p.a", "p.b")]);
    let severities = |alerting| {
        let mut contract = ignoring(independence(&["p.a"]), &["p.b -> p.a"]);
        contract.unmatched_ignore_imports_alerting = alerting;
        let outcome = check(&contract, &graph, &options());
        let found = outcome.findings.iter();
        found.map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities(Severity::Error), [None]);
    assert_eq!(severities(Severity::Warning), [Some(Severity::Warning)]);
    assert_eq!(severities(Severity::Off), []);
}

#[test]
fn excepted_importers_start_no_chain_but_are_passed_through() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.low.tests", "p.high"),
            ("p.low.tests", "p.x"),
            ("p.x", "p.high"),
            ("p.low.a", "p.low.tests"),
            ("p.low.b", "p.x"),
        ],
    );
    let mut contract = Contract::new("test", layers(&["p"], &["high", "low"]));
    contract.except_importers = selectors(300, &["**.tests", "p.no.*"]);
    let outcome = check(&contract, &graph, &options());
    assert_eq!(
        findings(&outcome),
        [
            "empty-selector@301: `p.no.*` matches no module. `p.no` does not exist; \
          `p` holds `high`, `low`, `x`"
        ]
    );
    assert_eq!(
        shown(&graph, &outcome),
        ["p.low => p.high: p.low.a -> p.low.tests -> p.high; p.low.b -> p.x -> p.high"]
    );
    let violation = &outcome.violations[0];
    assert_eq!((violation.direct_imports, violation.cut.len()), (0, 2));
    assert!(
        violation
            .chains
            .iter()
            .all(|chain| chain.extra_first.is_empty())
    );
}

#[test]
fn a_pair_of_which_all_importers_are_excepted_is_kept() {
    let graph = graph_of(&["p"], &[("p.a", "p.b"), ("p.a.x", "p.b")]);
    for allow_indirect_imports in [false, true] {
        let mut settings = forbidden(&["p.a"], &["p.b"]);
        settings.allow_indirect_imports = allow_indirect_imports;
        let mut contract = Contract::new("test", settings);
        contract.except_importers = selectors(1, &["p.a", "p.a.**"]);
        assert!(check(&contract, &graph, &options()).violations.is_empty());
    }
}

#[test]
fn counts_are_exact_when_chains_are_limited() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.a", "p.b"),
            ("p.a.x", "p.b"),
            ("p.a.y", "p.b.z"),
            ("p.a", "p.u"),
            ("p.u", "p.b"),
            ("p.a", "p.v"),
            ("p.v", "p.b"),
        ],
    );
    let contract = Contract::new("test", independence(&["p.a", "p.b"]));
    for (limit, chains, complete) in [(0, 0, false), (4, 4, false), (5, 5, true), (9, 5, true)] {
        let options = CheckOptions {
            max_chains: Some(limit),
            ..options()
        };
        let violation = &check(&contract, &graph, &options).violations[0];
        assert_eq!(violation.chains.len(), chains, "{limit}");
        assert_eq!(violation.chains_complete, complete, "{limit}");
        assert_eq!(
            (violation.direct_imports, violation.cut.len()),
            (3, 5),
            "{limit}"
        );
    }
}

#[test]
fn the_primary_import_is_the_last_of_the_chain_that_is_in_the_cut() {
    let graph = graph_of(
        &["p"],
        &[
            ("p.a.x", "p.m"),
            ("p.a.y", "p.m"),
            ("p.m", "p.n"),
            ("p.n", "p.b.x"),
            ("p.n", "p.b.y"),
        ],
    );
    let outcome = run(&graph, independence(&["p.a", "p.b"]));
    let violation = &outcome.violations[0];
    assert_eq!(Terms(&graph).edges(violation.cut.clone()), ["p.m -> p.n"]);
    let chain = &violation.chains[0];
    assert_eq!(chain.primary, 1);
    assert_eq!(
        Terms(&graph).edges(chain.extra_first.clone()),
        ["p.a.y -> p.m"]
    );
    assert_eq!(
        Terms(&graph).edges(chain.extra_last.clone()),
        ["p.n -> p.b.y"]
    );
}

/// `p.a` imports `p.b` for type checking only, and `lib`, too.
fn typed_graph() -> ImportGraph {
    let entry = |name: &str, kind| (Box::from(name), Module { kind, file: None });
    let modules = vec![
        entry("p", ModuleKind::Package),
        entry("p.a", ModuleKind::Module),
        entry("p.b", ModuleKind::Module),
        entry("lib", ModuleKind::External),
    ];
    let table = ModuleTable::new(modules, vec!["p".into()]);
    let site = ImportSite {
        file: FileId(1),
        statement: Span::new(0, 1),
        name: Span::new(0, 1),
        line: 1,
        kinds: ImportKinds::TYPE_CHECKING,
    };
    let id = |name| table.id(name).expect(name);
    let imports = ["p.b", "lib"].map(|name| Import {
        importer: id("p.a"),
        imported: id(name),
        site,
    });
    ImportGraph::new(table.clone(), imports.to_vec())
}

#[test]
fn a_contracts_own_kinds_beat_those_of_the_project() {
    let graph = typed_graph();
    let no_types = KindFilter::new(&[], &[ImportKind::TypeChecking]);
    let mut contract = ignoring(independence(&["p.a", "p.b"]), &["p.a -> p.b"]);
    let project = CheckOptions {
        imports: no_types,
        ..options()
    };
    let outcome = check(&contract, &graph, &project);
    assert_eq!(
        findings(&outcome),
        ["unmatched-ignore@200: no import matches `p.a -> p.b`. \
          imports of its kind do not count in this contract"]
    );
    contract.imports = Some(KindFilter::default());
    assert_eq!(check(&contract, &graph, &project).ignored_imports, 1);
}

#[test]
fn an_external_exists_while_an_import_of_it_counts_ignored_or_not() {
    let graph = typed_graph();
    let stack = layers(&[], &["lib", "p.a"]);
    let ignored = ignoring(stack.clone(), &["p.a -> lib"]);
    let outcome = check(&ignored, &graph, &options());
    assert_eq!((outcome.findings.len(), outcome.ignored_imports), (0, 1));
    let mut no_types = Contract::new("test", stack);
    no_types.imports = Some(KindFilter::new(&[], &[ImportKind::TypeChecking]));
    let outcome = check(&no_types, &graph, &options());
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(outcome.findings[0].message, "layer `lib` does not exist");
}
