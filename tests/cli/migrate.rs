//! `buttress migrate`: what it writes, what it says, and what it refuses.

use std::fs;

use crate::harness::{Project, assert_transcript};

const INI: &str = "\
# The shop's architecture.
[importlinter]
root_package = shop
contract_types =
    own: tools.contracts.Own

# Above the contract.
[importlinter:contract:web on top]
name = The web is on top
type = layers
layers =
    # What users see.
    shop.web
    shop.domain
ignore_imports =
    # Until June.
    shop.domain -> shop.web
broken_contract_guidance = Ask \"us\".

[importlinter:contract:own]
name = Something else
type = own
";

const TOML: &str = r#"
[tool.importlinter]
root_packages = ["shop"]
include_external_packages = true

[[tool.importlinter.contracts]]
name = "No Django in the domain"
type = "forbidden"
source_modules = ["shop.domain"] # plain Python
forbidden_modules = ["django", "shop.web"]
"#;

fn shop(path: &str, config: &str) -> Project {
    Project::new(&[
        (path, config),
        ("shop/__init__.py", ""),
        ("shop/web.py", "from shop import domain\n"),
        ("shop/domain.py", "import django.forms\nimport shop.web\n"),
    ])
}

#[test]
fn help() {
    assert_transcript!(shop(".importlinter", INI), "migrate", "--help");
}

#[test]
fn a_dry_run_shows_comments_and_what_is_left_out() {
    let project = shop(".importlinter", INI);
    assert_transcript!(project, "migrate", "--dry-run");
    assert!(!project.path("buttress.toml").exists());
}

#[test]
fn a_toml_source() {
    let project = shop("pyproject.toml", TOML);
    assert_transcript!(project, "migrate", "--dry-run");
}

#[test]
fn what_is_written_judges_as_before_and_is_not_overwritten() {
    let project = shop(".importlinter", INI);
    let dry = project.run(&["migrate", "--dry-run"]);
    assert_transcript!(project, "migrate");
    let written = fs::read(project.path("buttress.toml")).unwrap();
    assert_eq!(written, dry.stdout);
    let check = project.run(&["check"]);
    assert_eq!(check.status.code(), Some(0));
    project.write("buttress.toml", b"# mine\n");
    let again = project.run(&["migrate"]);
    assert_eq!(again.status.code(), Some(2));
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(said.contains("`buttress.toml` exists already"), "{said}");
    assert_eq!(
        fs::read(project.path("buttress.toml")).unwrap(),
        b"# mine\n"
    );
    assert_eq!(project.run(&["migrate", "--force"]).status.code(), Some(0));
    assert_eq!(fs::read(project.path("buttress.toml")).unwrap(), written);
}

#[test]
fn a_configuration_with_mistakes_is_not_migrated() {
    let project = shop(
        "pyproject.toml",
        &TOML.replace("shop.domain", "shop.domian"),
    );
    assert_transcript!(project, "migrate");
    assert!(!project.path("buttress.toml").exists());
}
