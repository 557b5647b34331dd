//! import-linter's configurations in Python environments: where packages are found, and contracts
//! whose types are Python classes.
//!
//! Those that run Python need `BUTTRESS_TEST_PYTHON`, an interpreter that has import-linter;
//! `cargo xtask test` sets it.

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::harness::{Project, assert_transcript};

const FORBIDDEN: &str = "\
[importlinter]
root_package = shop

[importlinter:contract:web]
name = The web is on top
type = forbidden
source_modules = shop.domain
forbidden_modules = shop.web
";

const CUSTOM: &str = "\
[importlinter]
root_package = shop
contract_types =
    no_imports: tools.contracts.NoImports
    forever: tools.contracts.Forever

[importlinter:contract:domain]
name = The domain imports nothing
type = no_imports
modules = shop.domain

[importlinter:contract:web]
name = The web does not import the domain
type = forbidden
source_modules = shop.web
forbidden_modules = shop.domain
";

const CONTRACTS: &str = r#"
import time
from importlinter import Contract, ContractCheck, fields, output

class NoImports(Contract):
    modules = fields.ListField(subfield=fields.StringField())

    def check(self, graph, verbose):
        found = [
            (module, imported, graph.get_import_details(importer=module, imported=imported))
            for module in self.modules
            for imported in sorted(graph.find_modules_directly_imported_by(module))
        ]
        return ContractCheck(kept=not found, metadata={"found": found}, warnings=["old rules"])

    def render_broken_contract(self, check):
        for module, imported, details in check.metadata["found"]:
            output.print_error(f"{module} must not import anything, but imports {imported}:")
            output.indent_cursor()
            output.print(f"{details[0]['line_contents']} (line {details[0]['line_number']})")

class Forever(Contract):
    def check(self, graph, verbose):
        while True:
            with open("heartbeat", "a") as file:
                file.write(".")
            time.sleep(0.02)

    def render_broken_contract(self, check):
        pass
"#;

/// Files of the package `shop` in a folder, in which the domain imports the web.
fn shop(config: &str, folder: &str) -> Project {
    let project = Project::new(&[(".importlinter", config), ("empty/pyvenv.cfg", "")]);
    let files = [
        ("__init__.py", ""),
        ("domain.py", "import os\n\nfrom shop import web\n"),
        ("web.py", ""),
    ];
    for (name, text) in files {
        project.write(&format!("{folder}shop/{name}"), text.as_bytes());
    }
    project
}

fn with_contracts(config: &str) -> Option<(Project, String)> {
    let Ok(python) = std::env::var("BUTTRESS_TEST_PYTHON") else {
        #[expect(clippy::print_stderr, reason = "says why nothing is tested")]
        {
            eprintln!("skipped: BUTTRESS_TEST_PYTHON is not set; `cargo xtask test` sets it");
        }
        return None;
    };
    let project = shop(config, "");
    project.write("tools/contracts.py", CONTRACTS.as_bytes());
    Some((project, python))
}

#[test]
fn a_root_that_python_cannot_import_is_said_with_where_it_is() {
    let project = shop(FORBIDDEN, "src/");
    assert_transcript!(project, "check", "--python", "empty");
}

#[test]
fn pythonpath_is_searched() {
    let project = shop(FORBIDDEN, "src/");
    let args = [
        "check",
        "--python",
        "empty",
        "--pythonpath",
        "src",
        "--format",
        "concise",
    ];
    let typed = project.run(&args);
    let shown = String::from_utf8(typed.stdout).unwrap();
    assert!(
        shown.starts_with("src/shop/domain.py:3:18: [web]"),
        "{shown}"
    );
    let mut command = project.command(&args[..3]);
    let of_shell = command.env("PYTHONPATH", "src").output().unwrap();
    assert_eq!(
        (typed.status.code(), of_shell.status.code()),
        (Some(1), Some(1))
    );
}

#[test]
fn an_editable_install_in_the_projects_environment_is_found() {
    let project = shop(FORBIDDEN, "src/");
    project.write(".venv/pyvenv.cfg", b"version = 3.12.1\n");
    let site = ".venv/lib/python3.12/site-packages";
    let finder = "import __editable___shop_finder; __editable___shop_finder.install()\n";
    project.write(&format!("{site}/__editable__.shop.pth"), finder.as_bytes());
    let mapping = format!("MAPPING = {{'shop': {:?}}}\n", project.path("src/shop"));
    project.write(
        &format!("{site}/__editable___shop_finder.py"),
        mapping.as_bytes(),
    );
    assert_transcript!(project, "check", "--format", "concise");
}

#[test]
fn an_environment_that_does_not_exist_is_a_mistake() {
    let project = shop(FORBIDDEN, "");
    assert_transcript!(project, "check", "--python", "gone");
}

#[test]
fn without_an_interpreter_the_other_contracts_are_judged() {
    assert_transcript!(shop(CUSTOM, ""), "check", "--python", "empty");
}

#[test]
fn a_broken_contract_shows_what_its_class_prints() {
    let Some((project, python)) = with_contracts(CUSTOM) else {
        return;
    };
    let run = |format: &str| {
        let output = project.run(&["check", "--python", &python, "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).unwrap()
    };
    let full = run("full");
    let text = "\nshop.domain must not import anything, but imports shop.web:\n    \
                from shop import web (line 3)\n\n";
    assert!(full.contains(text), "{full}");
    assert!(full.contains("Warning: old rules"), "{full}");
    assert!(full.contains("✓ web: kept"), "{full}");
    let line = ".importlinter:7:2: [domain] [custom-contract] `tools.contracts.NoImports` finds \
                the contract broken\n";
    let concise = run("concise");
    assert!(concise.contains(line), "{concise}");
    let json: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    let contract = &json["contracts"][0];
    assert_eq!(contract["status"], "broken");
    assert_eq!(contract["text"], text.trim());
    assert_eq!(json["contracts"][1].get("text"), None);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_ended_leaves_no_python_behind() {
    let config = CUSTOM.replace("type = no_imports\nmodules = shop.domain", "type = forever");
    let Some((project, python)) = with_contracts(&config) else {
        return;
    };
    let mut command = project.command(&["check", "--python", &python]);
    let mut run = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let beats = || fs::metadata(project.path("heartbeat")).map_or(0, |file| file.len());
    let wait_for = |condition: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !condition() {
            assert!(start.elapsed() < Duration::from_mins(1), "waited too long");
            sleep(Duration::from_millis(20));
        }
    };
    wait_for(&|| beats() > 0);
    // Even this way of ending leaves it no time to clean up.
    run.kill().unwrap();
    run.wait().unwrap();
    wait_for(&|| {
        let before = beats();
        sleep(Duration::from_millis(500));
        beats() == before
    });
}
