//! `buttress why`.

use crate::harness::{Project, assert_transcript};

fn broken() -> Project {
    Project::example("django-monolith-broken")
}

#[test]
fn an_indirect_import() {
    assert_transcript!(broken(), "why", "shop.domain", "shop.usecases");
}

#[test]
fn an_external_package() {
    assert_transcript!(broken(), "why", "shop.interfaces", "requests");
}

#[test]
fn all_chains() {
    assert_transcript!(broken(), "why", "shop.interfaces", "requests", "--all");
}

#[test]
fn no_import() {
    assert_transcript!(broken(), "why", "shop.lib.money", "shop.usecases");
}

#[test]
fn avoiding_a_module() {
    assert_transcript!(
        broken(),
        "why",
        "shop.domain",
        "shop.usecases",
        "--avoid",
        "shop.lib.mailer"
    );
}

#[test]
fn through_a_module() {
    assert_transcript!(
        broken(),
        "why",
        "shop.domain",
        "shop.usecases",
        "--via",
        "shop.lib.*"
    );
}

#[test]
fn as_a_contract_sees_it() {
    let args = [
        "why",
        "shop.interfaces",
        "shop.data",
        "--contract",
        "top-level-layers",
    ];
    assert_transcript!(broken(), args[0], args[1], args[2], args[3], args[4]);
}

#[test]
fn json() {
    assert_transcript!(
        broken(),
        "why",
        "shop.domain",
        "shop.usecases",
        "--format",
        "json"
    );
}

#[test]
fn a_module_that_does_not_exist() {
    assert_transcript!(broken(), "why", "shop.domian", "shop.usecases");
}

#[test]
fn modules_inside_each_other() {
    assert_transcript!(broken(), "why", "shop.domain", "shop");
}

#[test]
fn a_contract_that_does_not_exist() {
    assert_transcript!(
        broken(),
        "why",
        "shop.domain",
        "shop.data",
        "--contract",
        "layers"
    );
}

#[test]
fn a_pattern_or_a_path_is_not_said_to_match_nothing() {
    for (given, help) in [
        ("shop.*", "a package stands for all modules in it"),
        ("shop/domain.py", "write the module's name with dots"),
    ] {
        let output = broken().run(&["why", given, "shop.usecases"]);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        let expected = format!("expected the name of a module or package, found `{given}`");
        assert!(said.contains(&expected) && said.contains(help), "{said}");
    }
}
