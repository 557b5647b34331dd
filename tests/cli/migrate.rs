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
    assert_eq!(
        fs::read(project.path("buttress.toml")).unwrap(),
        b"# mine\n"
    );
    assert_eq!(
        project.run(&["migrate", "--force"]).status.code(),
        Some(1),
        "the contract of its own type is left out"
    );
    assert_eq!(fs::read(project.path("buttress.toml")).unwrap(), written);
}

#[test]
fn the_tables_of_a_pyproject_toml_come_after_what_it_says() {
    let project = shop("pyproject.toml", TOML);
    assert_transcript!(project, "migrate", "--output", "pyproject.toml");
    let text = fs::read_to_string(project.path("pyproject.toml")).unwrap();
    let added = text.strip_prefix(TOML).unwrap();
    assert!(added.starts_with("\n[tool.buttress]\n"), "{added}");
    let check = project.run(&["check", "--format", "concise"]);
    let said = String::from_utf8(check.stdout).unwrap();
    assert!(said.contains("[no-django-in-the-domain]"), "{said}");
    assert_eq!(check.status.code(), Some(1));
    project.write("pyproject.toml", TOML.replace('\n', "\r\n").as_bytes());
    let args = ["migrate", "--output", "pyproject.toml", "--quiet"];
    assert_eq!(project.run(&args).status.code(), Some(0));
    let text = fs::read_to_string(project.path("pyproject.toml")).unwrap();
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
}

#[test]
fn what_is_left_out_can_still_be_checked() {
    let project = shop(".importlinter", INI);
    assert_eq!(project.run(&["migrate"]).status.code(), Some(1));
    let advised = [
        "check",
        "--config",
        ".importlinter",
        "--contract",
        "own",
        "--format",
        "concise",
    ];
    let said = String::from_utf8(project.run(&advised).stdout).unwrap();
    assert!(said.contains("[own] [custom-contract-"), "{said}");
    assert!(!said.contains("[web on top]"), "{said}");
}

#[test]
fn a_severity_is_written_only_where_a_verdict_needs_it() {
    let wild = TOML.replace("\"shop.domain\"]", "\"shop.domain\", \"shop.plugins.*\"]");
    let text = |toml: &str| {
        let migrated = shop("pyproject.toml", toml).run(&["migrate", "--dry-run"]);
        assert_eq!(migrated.status.code(), Some(0));
        String::from_utf8(migrated.stdout).unwrap()
    };
    assert!(!text(TOML).contains("[severity]"));
    let needed =
        "[severity]\n# Some names and wildcards match no module.\nempty-selector = \"off\"\n\n";
    assert!(text(&wild).contains(needed));
}

#[test]
fn outputs_that_cannot_be_written_are_refused() {
    let project = shop("pyproject.toml", TOML);
    project.write(".importlinter", INI.as_bytes());
    project.write("other/pyproject.toml", b"[tool.buttress]\n");
    let outputs = [
        "shop",
        "none/buttress.toml",
        ".importlinter",
        "other/pyproject.toml",
    ];
    let mut said = String::new();
    for output in outputs {
        said += &project.transcript(&["migrate", "--force", "--output", output]);
    }
    crate::harness::settings().bind(|| insta::assert_snapshot!(said));
    let kept = fs::read_to_string(project.path(".importlinter")).unwrap();
    assert_eq!(kept, INI);
}

#[test]
fn without_anything_to_migrate_nothing_is_written() {
    let empty = Project::new(&[]);
    let custom = INI.replace("type = layers", "type = own");
    let custom = shop(".importlinter", &custom);
    let broken = shop(".importlinter", INI);
    broken.write("shop/web.py", b"def (\nimport os\n");
    let mut said = String::new();
    for project in [&empty, &custom, &broken] {
        said += &project.transcript(&["migrate"]);
        assert!(!project.path("buttress.toml").exists());
    }
    crate::harness::settings().bind(|| insta::assert_snapshot!(said));
}

/// The shop in a folder, with a configuration above or beside it.
fn elsewhere(folder: &str, config: &str) -> Project {
    let project = Project::new(&[(config, TOML), ("empty/pyvenv.cfg", "")]);
    for (name, text) in [
        ("__init__", ""),
        ("web", "from shop import domain\n"),
        ("domain", "import django.forms\nimport shop.web\n"),
    ] {
        project.write(&format!("{folder}/shop/{name}.py"), text.as_bytes());
    }
    project
}

/// Migrates, and checks without any help of the environment; the line of the source roots, and
/// what was said.
fn moved(project: &Project, folder: &str, options: &[&str]) -> (String, String) {
    let migrated = project
        .command(&[&["migrate"], options].concat())
        .current_dir(project.path(folder))
        .output()
        .unwrap();
    let said = String::from_utf8(migrated.stderr).unwrap();
    assert_eq!(migrated.status.code(), Some(0), "{said}");
    let text = fs::read_to_string(project.path(folder).join("buttress.toml")).unwrap();
    let line = text.lines().find(|line| line.starts_with("source_roots"));
    let check = project
        .command(&["check", "--format", "concise"])
        .current_dir(project.path(folder))
        .output()
        .unwrap();
    assert_eq!(check.status.code(), Some(1));
    let line = line.unwrap_or_default();
    (line.to_owned(), said)
}

#[test]
fn packages_are_named_where_the_environment_has_them() {
    let src = elsewhere("src", "pyproject.toml");
    let python = ["--python", "empty", "--pythonpath", "src"];
    let (line, said) = moved(&src, ".", &python);
    assert_eq!(line, r#"source_roots = ["src"]"#);
    assert!(!said.contains("note:"), "{said}");

    let site = ".venv/lib/python3.12/site-packages";
    let installed = elsewhere(site, "pyproject.toml");
    installed.write(".venv/pyvenv.cfg", b"version = 3.12.1\n");
    let (line, said) = moved(&installed, ".", &[]);
    assert_eq!(line, format!("source_roots = [\"{site}\"]"));
    let note = format!("note: `shop` is read where it is installed on this machine, `{site}`");
    assert!(said.contains(&note), "{said}");

    let sibling = elsewhere("lib[1]", "app/pyproject.toml");
    let python = ["--python", "../empty", "--pythonpath", "../lib[1]"];
    let (line, said) = moved(&sibling, "app", &python);
    assert_eq!(line, r#"source_roots = ["../lib[[]1]"]"#);
    let note = "note: `shop` lies outside of the configuration's folder, in `../lib[1]`";
    assert!(said.contains(note), "{said}");
}

#[test]
fn what_would_be_judged_otherwise_is_not_written() {
    let project = elsewhere("src", "pyproject.toml");
    fs::rename(project.path("src/shop"), project.path("src/code")).unwrap();
    project.write(".venv/pyvenv.cfg", b"version = 3.12.1\n");
    let site = ".venv/lib/python3.12/site-packages";
    let finder = b"import __editable___shop_finder; __editable___shop_finder.install()\n";
    project.write(&format!("{site}/__editable__.shop.pth"), finder);
    let mapping = format!("MAPPING = {{'shop': {:?}}}\n", project.path("src/code"));
    project.write(
        &format!("{site}/__editable___shop_finder.py"),
        mapping.as_bytes(),
    );
    let said = project.transcript(&["migrate"]) + &project.transcript(&["migrate", "--dry-run"]);
    crate::harness::settings().bind(|| insta::assert_snapshot!(said));
    assert!(!project.path("buttress.toml").exists());
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
