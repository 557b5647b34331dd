//! The bridge with real interpreters, and with programs that are none.
//!
//! Those that need import-linter skip unless `BUTTRESS_TEST_PYTHON` names an interpreter that has
//! it; `cargo xtask test` sets it.

use std::fs;

use serde_json::json;

use super::*;
use crate::environment::tests::tree;

const CONTRACTS: &str = r#"
import sys
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.contract import InvalidContractOptions

class NoImports(Contract):
    modules = fields.ListField(subfield=fields.StringField())
    level = fields.IntegerField(required=False)

    def validate(self):
        if self.level == 7:
            raise InvalidContractOptions({"level": "Not seven."})

    def check(self, graph, verbose):
        print("noise on stdout")
        found = [
            (module, imported, graph.get_import_details(importer=module, imported=imported))
            for module in self.modules
            for imported in sorted(graph.find_modules_directly_imported_by(module))
        ]
        for module in list(graph.modules):
            graph.remove_module(module)
        return ContractCheck(
            kept=not found,
            metadata={"found": found},
            warnings=[str(self.session_options["root_packages"])],
            ignored_import_count=len(graph.modules),
        )

    def render_broken_contract(self, check):
        output.print_error(f"{self.name}: {'long ' * 60}end", bold=True)
        for module, imported, details in check.metadata["found"]:
            output.indent_cursor()
            print(module, imported, details[0]["line_number"], details[0]["line_contents"])

class Fails(NoImports):
    def check(self, graph, verbose):
        raise ValueError("no\nway")

class Exits(NoImports):
    def check(self, graph, verbose):
        sys.exit("away")

class Crashes(NoImports):
    def check(self, graph, verbose):
        import os
        sys.stderr.write("last words\n")
        sys.stderr.flush()
        os._exit(9)

class Hangs(NoImports):
    def check(self, graph, verbose):
        import time
        time.sleep(600)

class Mute(NoImports):
    def render_broken_contract(self, check):
        raise KeyError("gone")

class NoContract:
    pass
"#;

struct Bridge {
    folder: tempfile::TempDir,
    options: PythonOptions,
}

impl Bridge {
    /// A project with the contracts above; none without an interpreter for tests.
    fn new() -> Option<Self> {
        let Some(python) = env::var_os("BUTTRESS_TEST_PYTHON") else {
            #[expect(clippy::print_stderr, reason = "says why nothing is tested")]
            {
                eprintln!("skipped: BUTTRESS_TEST_PYTHON is not set; `cargo xtask test` sets it");
            }
            return None;
        };
        let folder = tree(&[("tools/contracts.py", CONTRACTS)]);
        let options = PythonOptions {
            working_directory: Some(folder.path().to_owned()),
            python: Some(python.into()),
            ..PythonOptions::default()
        };
        Some(Self { folder, options })
    }

    fn verdicts(&self, contracts: &[(&str, Value)], patience: Duration) -> Vec<Verdict> {
        let contracts = contracts.iter().map(|(class, options)| CustomContract {
            name: "The name".to_owned(),
            class: format!("tools.contracts.{class}"),
            options: pairs(options),
        });
        let import = |to: &str| {
            (
                "p.a".to_owned(),
                to.to_owned(),
                3,
                format!("import {to}"),
                false,
            )
        };
        let modules = [
            ("p", false),
            ("p.a", false),
            ("p.b", false),
            ("django", true),
        ];
        let request = CustomRequest {
            graph: CustomGraph {
                modules: modules
                    .map(|(name, squashed)| (name.to_owned(), squashed))
                    .to_vec(),
                imports: vec![import("p.b"), import("django")],
            },
            session_options: pairs(&json!({"root_packages": ["p"]})),
            contracts: contracts.collect(),
        };
        run_within(&request, &self.options, self.folder.path(), patience)
    }

    fn verdict(&self, class: &str, options: Value) -> Verdict {
        self.verdicts(&[(class, options)], PATIENCE).remove(0)
    }
}

fn pairs(object: &Value) -> Vec<(String, Value)> {
    let pairs = object.as_object().unwrap().clone();
    pairs.into_iter().collect()
}

fn failure(verdict: Verdict) -> (String, Option<String>) {
    match verdict {
        Verdict::Failed { message, place } => (message, place),
        other => panic!("not failed: {other:?}"),
    }
}

#[test]
fn each_contract_is_judged_with_a_graph_of_its_own() {
    let Some(bridge) = Bridge::new() else { return };
    let contracts = [
        (
            "NoImports",
            json!({"type": "t", "name": "n", "modules": ["p.a"]}),
        ),
        ("NoImports", json!({"modules": "p.b", "level": 8})),
    ];
    let verdicts = bridge.verdicts(&contracts, PATIENCE);
    let Verdict::Judged {
        kept: false, text, ..
    } = &verdicts[0]
    else {
        panic!("{verdicts:?}");
    };
    let long = "long ".repeat(60);
    let found = "p.a django 3 import django\n    p.a p.b 3 import p.b";
    assert_eq!(*text, format!("The name: {long}end\n    {found}\n"));
    let kept = Verdict::Judged {
        kept: true,
        text: String::new(),
        warnings: vec!["['p']".to_owned()],
        ignored_imports: 0,
    };
    assert_eq!(verdicts[1], kept);
}

#[test]
fn options_that_the_class_refuses_are_named() {
    let Some(bridge) = Bridge::new() else { return };
    let invalid = |options| match bridge.verdict("NoImports", options) {
        Verdict::Invalid(errors) => errors.into_iter().collect::<Vec<_>>(),
        other => panic!("not invalid: {other:?}"),
    };
    let error = |option: &str, text: &str| (option.to_owned(), text.to_owned());
    assert_eq!(
        invalid(json!({"module": 1, "level": "x"})),
        [
            error("level", "'x' is not an integer."),
            error("module", "Unrecognized option. Did you mean 'modules'?"),
            error("modules", "This is a required field."),
        ]
    );
    assert_eq!(
        invalid(json!({"modules": [], "level": 7})),
        [error("level", "Not seven.")]
    );
}

#[test]
fn failures_of_the_class_are_verdicts_of_their_own() {
    let Some(bridge) = Bridge::new() else { return };
    let options = json!({"modules": ["p.a"]});
    let fails = |class: &str| failure(bridge.verdict(class, options.clone()));
    let (message, place) = fails("Fails");
    assert_eq!(message, "its check fails: ValueError: no way");
    let place = place.unwrap();
    assert!(place.ends_with("contracts.py:38"), "{place}");
    assert_eq!(fails("Exits").0, "its check fails: SystemExit: away");
    assert_eq!(
        fails("Mute").0,
        "it is broken, but its class fails to say why: KeyError: 'gone'"
    );
    let cannot = "its class cannot be loaded: ";
    assert_eq!(
        fails("Gone").0,
        format!("{cannot}AttributeError: module 'tools.contracts' has no attribute 'Gone'")
    );
    let message = fails("NoContract").0;
    assert!(message.starts_with(&format!(
        "{cannot}TypeError: `tools.contracts.NoContract` is not"
    )));
    assert!(
        fails("deep.Gone")
            .0
            .contains("No module named 'tools.contracts.deep'")
    );
}

#[test]
fn a_crash_or_a_class_that_hangs_ends_with_a_verdict() {
    let Some(bridge) = Bridge::new() else { return };
    let options = json!({"modules": ["p.b"]});
    let both = |class| [("NoImports", options.clone()), (class, options.clone())];
    let crashed = bridge.verdicts(&both("Crashes"), PATIENCE);
    assert!(matches!(crashed[0], Verdict::Judged { kept: true, .. }));
    let message = "Python ended before it gave a verdict: last words";
    assert_eq!(failure(crashed[1].clone()).0, message);
    let hung = bridge.verdicts(&both("Hangs"), Duration::from_secs(3));
    assert_eq!(
        failure(hung[1].clone()).0,
        "it gave no verdict within 3 seconds"
    );
}

#[test]
fn an_interpreter_without_the_packages_is_said() {
    let Some(mut bridge) = Bridge::new() else {
        return;
    };
    // A `grimp` that cannot be imported hides the one that is installed.
    let hidden = bridge.folder.path().join("hidden");
    fs::create_dir(&hidden).unwrap();
    fs::write(hidden.join("grimp.py"), "raise ImportError('broken')\n").unwrap();
    bridge.options.pythonpath.push("hidden".into());
    let python = bridge.options.python.clone().unwrap();
    let verdict = bridge.verdict("NoImports", json!({}));
    let missing = format!("`{}` has no `importlinter` and `grimp`", python.display());
    assert_eq!(verdict, unavailable(&missing));
}

/// Two contracts over an empty graph.
fn two_contracts() -> CustomRequest {
    let contract = CustomContract {
        name: "n".to_owned(),
        class: "a.B".to_owned(),
        options: Vec::new(),
    };
    CustomRequest {
        graph: CustomGraph::default(),
        session_options: Vec::new(),
        contracts: vec![contract.clone(), contract],
    }
}

fn unavailable(missing: &str) -> Verdict {
    Verdict::Unavailable {
        missing: missing.to_owned(),
    }
}

#[test]
fn without_an_interpreter_nothing_is_judged() {
    let folder = tree(&[("x", "")]);
    let run = |request: &CustomRequest, python: Option<&str>| {
        let options = PythonOptions {
            python: python.map(PathBuf::from),
            ..PythonOptions::default()
        };
        run_custom(request, &options, folder.path())
    };
    let mut request = two_contracts();
    let none = unavailable("no Python interpreter was found");
    assert_eq!(run(&request, None), [none.clone(), none]);
    let gone = unavailable("`gone` has no Python interpreter");
    assert_eq!(run(&request, Some("gone"))[0], gone);
    request.contracts.clear();
    assert_eq!(run(&request, None), []);
}

#[cfg(unix)]
#[test]
fn a_program_that_is_no_python_is_said() {
    let folder = tree(&[("bin/x", "")]);
    let mut programs = ["/bin/false", "/usr/bin/false"].iter().map(Path::new);
    let Some(program) = programs.find(|path| path.is_file()) else {
        return;
    };
    let python = folder.path().join("bin/python3");
    std::os::unix::fs::symlink(program, &python).unwrap();
    let options = PythonOptions {
        python: Some(python.clone()),
        ..PythonOptions::default()
    };
    let verdicts = run_custom(&two_contracts(), &options, folder.path());
    let missing = format!("`{}` does not run: exit status: 1", python.display());
    assert_eq!(verdicts[0], unavailable(&missing));
}
