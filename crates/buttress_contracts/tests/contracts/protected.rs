//! `protected`, rule by rule.

use buttress_contracts::{CheckOptions, Contract, ProtectedSettings, Protection, check};
use buttress_source::{Code, Severity};
use buttress_testing::{Terms, graph_of as bare_graph_of};

use crate::support::{findings, graph_of, ignoring, place, protected, run, selectors, violations};

#[test]
fn each_import_from_outside_is_a_violation_of_its_own() {
    let imports = [
        ("p.web.a", "p.data"),
        ("p.web.a", "p.data.x"),
        ("p.api", "p.data.x"),
        ("p.data.x", "p.data"),
        ("p.web", "p.api"),
        ("p", "p.data"),
    ];
    let graph = graph_of(&["p"], &imports);
    assert_eq!(
        violations(&graph, protected(&["p.data"], &["p.api"])),
        [
            "p => p.data: p -> p.data",
            "p.web.a => p.data: p.web.a -> p.data",
            "p.web.a => p.data.x: p.web.a -> p.data.x",
        ]
    );
    let outcome = run(&graph, protected(&["p.data"], &["p.api"]));
    let violation = &outcome.violations[2];
    assert_eq!(violation.because, Some(place(1)));
    assert_eq!(
        violation.explanation(),
        "p.data is protected, and p.web.a is not allowed to import it"
    );
    assert_eq!(
        Terms(&graph).edges(violation.cut.iter().copied()),
        ["p.web.a -> p.data.x"]
    );
    assert!(violation.chains_complete && violation.direct_imports == 1);
}

#[test]
fn protections_keep_the_order_of_the_items_and_their_duplicates() {
    let imports = [("p.a.x", "p.a.b.y"), ("p.z", "p.a.b.y")];
    let graph = graph_of(&["p"], &imports);
    let outcome = run(&graph, protected(&["p.a.*", "p.a", "p.a.b"], &[]));
    let protection = |item, module: &str, expression: Option<&str>| Protection {
        item,
        module: module.to_owned(),
        expression: expression.map(str::to_owned),
    };
    let of = |violation: usize| outcome.violations[violation].protections.clone();
    let (by_match, by_package) = (
        protection(0, "p.a.b", Some("p.a.*")),
        protection(2, "p.a.b", None),
    );
    // Inside `p.a` access is free, as far as `p.a` is concerned.
    assert_eq!(of(0), [by_match.clone(), by_package.clone()]);
    assert_eq!(of(1), [by_match, protection(1, "p.a", None), by_package]);
}

#[test]
fn single_modules_are_not_their_descendants() {
    let imports = [
        ("p.data.x", "p.data"),
        ("p.web.a", "p.data.x"),
        ("p.api.v1", "p.data"),
        ("p.api", "p.data"),
    ];
    let graph = graph_of(&["p"], &imports);
    let settings = ProtectedSettings {
        as_packages: false,
        ..protected(&["p.data"], &["p.api"])
    };
    assert_eq!(
        violations(&graph, settings),
        [
            "p.api.v1 => p.data: p.api.v1 -> p.data",
            "p.data.x => p.data: p.data.x -> p.data",
        ]
    );
}

#[test]
fn external_modules_can_be_protected_and_not_allowed() {
    let imports = [("p.a", "lib.x"), ("p.b", "lib"), ("p.c", "net")];
    let graph = bare_graph_of(&["p"], &imports);
    assert_eq!(
        violations(&graph, protected(&["lib"], &["p.b"])),
        ["p.a => lib.x: p.a -> lib.x"]
    );
    assert!(
        run(&graph, protected(&["lib"], &["*.a", "**"]))
            .violations
            .is_empty()
    );
    let outcome = run(&graph, protected(&["nothing"], &["net", "*"]));
    let codes: Vec<_> = outcome
        .findings
        .iter()
        .map(|f| (f.code, f.severity))
        .collect();
    assert_eq!(
        codes,
        [
            (Code::ExternalModule, Some(Severity::Error)),
            (Code::ExternalModule, None),
            (Code::MissingModule, None),
        ]
    );
    let single = ProtectedSettings {
        as_packages: false,
        ..protected(&["lib"], &["net", "*"])
    };
    assert_eq!(run(&graph, single).findings, []);
}

#[test]
fn missing_names_are_told_apart() {
    let graph = graph_of(&["p"], &[("p.a", "p.b")]);
    let packages = run(&graph, protected(&["p.c", "p.d.*"], &["p.aa"]));
    assert_eq!(
        findings(&packages),
        [
            "missing-module@100: module `p.aa` does not exist. `p` holds `a`, `b`",
            "missing-module@1: module `p.c` does not exist. `p` holds `a`, `b`",
            "empty-selector@2: `p.d.*` matches no module. `p.d` does not exist; `p` holds `a`, `b`",
        ]
    );
    let single = ProtectedSettings {
        as_packages: false,
        ..protected(&["p.b"], &["p.aa"])
    };
    let outcome = run(&graph, single);
    assert_eq!(outcome.findings[0].code, Code::EmptySelector);
    assert_eq!(outcome.violations.len(), 1);
}

#[test]
fn ignored_imports_and_excepted_importers_do_not_violate() {
    let imports = [("p.a", "p.data"), ("p.b", "p.data"), ("p.c", "p.data")];
    let graph = graph_of(&["p"], &imports);
    let contract = Contract {
        except_importers: selectors(300, &["p.b"]),
        ..ignoring(protected(&["p.data"], &[]), &["p.a -> p.data"])
    };
    let outcome = check(&contract, &graph, &CheckOptions::default());
    let importers: Vec<_> = outcome.violations.iter().map(|v| &*v.importer).collect();
    assert_eq!(importers, ["p.c"]);
    assert_eq!((outcome.ignored_imports, outcome.findings.len()), (1, 0));
}
