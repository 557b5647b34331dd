//! The binary under the name `lint-imports`. What is expected here is what import-linter 2.16 prints
//! for the same project, with blocks in the order of names.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::harness::Project;

const CONFIG: &str = "\
[importlinter]
root_package = pkg

[importlinter:contract:layers]
name = Layers
type = layers
containers = pkg
layers =
    high
    low
exhaustive = true
ignore_imports =
    pkg.nope -> pkg.high
unmatched_ignore_imports_alerting = warn
broken_contract_guidance =
    Do this.

    And that.

[importlinter:contract:protected]
name = Protected
type = protected
protected_modules =
    pkg.*.b
allowed_importers =

[importlinter:contract:acyclic]
name = Acyclic
type = acyclic_siblings
ancestors = pkg

[importlinter:contract:forbidden]
name = Forbidden
type = forbidden
source_modules = pkg.low
forbidden_modules = pkg.high

[importlinter:contract:kept]
name = Kept
type = independence
modules =
    pkg.extra
    pkg.high
ignore_imports =
    pkg.low.a -> pkg.high.b
";

fn project() -> Project {
    Project::new(&[
        (".importlinter", CONFIG),
        ("pkg/__init__.py", ""),
        ("pkg/extra/__init__.py", ""),
        ("pkg/high/__init__.py", ""),
        ("pkg/high/a.py", "import pkg.low.a\n"),
        ("pkg/high/b.py", ""),
        ("pkg/low/__init__.py", ""),
        (
            "pkg/low/a.py",
            "from pkg.utils import (\n    x,\n)\nimport pkg.utils\nimport pkg.high.b\n\n\nimport pkg.high.b\n",
        ),
        ("pkg/low/b.py", "import pkg.utils\n"),
        ("pkg/utils.py", "import pkg.high.a\nimport pkg.high.b\n"),
    ])
}

/// The binary, under another name, in the project's folder.
fn renamed(project: &Project, name: &str) -> PathBuf {
    let path = project.path(&format!("bin/{name}{}", std::env::consts::EXE_SUFFIX));
    if path.exists() {
        return path;
    }
    fs::create_dir_all(project.path("bin")).unwrap();
    // A copy could not be run while another thread, about to start a process, still holds it open.
    #[cfg(unix)]
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_buttress"), &path).unwrap();
    #[cfg(not(unix))]
    fs::copy(env!("CARGO_BIN_EXE_buttress"), &path).unwrap();
    path
}

fn run(project: &Project, args: &[&str]) -> Output {
    run_as("lint-imports", project, args)
}

fn run_as(name: &str, project: &Project, args: &[&str]) -> Output {
    let mut command = Command::new(renamed(project, name));
    command.args(args).current_dir(project.path(""));
    for variable in ["PYTHONPATH", "VIRTUAL_ENV", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn verdicts_and_warnings() {
    let project = project();
    let output = run(&project, &["--no-logo"]);
    let expected = "
---------
Contracts
---------

Analyzed 9 files, 6 dependencies.
---------------------------------

Layers BROKEN (1 warning)
Protected BROKEN
Acyclic BROKEN
Forbidden BROKEN
Kept KEPT (1 ignored import)

Contracts: 1 kept, 4 broken.

--------
Warnings
--------

Layers
------

- No matches for ignored import pkg.nope -> pkg.high.


----------------
Broken contracts
----------------

";
    let text = stdout(&output);
    assert!(text.starts_with(expected), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn layers_with_heads_tails_undeclared_modules_and_guidance() {
    let text = stdout(&run(&project(), &["--contract", "layers"]));
    let expected = "
pkg.low is not allowed to import pkg.high:

- pkg.low.a -> pkg.high.b (l.5, l.8)

- pkg.low.a (l.1, l.4)
  & pkg.low.b -> pkg.utils (l.1)
  pkg.utils -> pkg.high.a (l.1)
               & pkg.high.b (l.2)


The following modules are not listed as layers:

- pkg.extra
- pkg.utils

(Since this contract is marked as 'exhaustive', every child of every container must be declared as a layer.)

Do this.

And that.

";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn forbidden_chains() {
    let text = stdout(&run(&project(), &["--contract", "forbidden"]));
    let direct = "
pkg.low is not allowed to import pkg.high:

-   pkg.low.a -> pkg.high.b (l.5, l.8)

-   pkg.low.a -> pkg.utils (l.1, l.4)
    pkg.utils -> pkg.high.";
    assert!(text.contains(direct), "{text}");
}

#[test]
fn protected_modules_and_cycles() {
    let text = stdout(&run(
        &project(),
        &["--contract", "protected", "--contract", "acyclic"],
    ));
    let expected = "
Protected
---------

Illegal imports of protected package pkg.high.b
(via pkg.*.b expression):

- pkg.low.a -> pkg.high.b (l.5, 8)

- pkg.utils -> pkg.high.b (l.2)


Acyclic
-------

No cycles are allowed in pkg.
It could be made acyclic by removing 1 dependency:

- .high -> .low (1 import)

";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn a_contract_that_cannot_be_checked_does_not_hide_the_others() {
    let project = project();
    let config = CONFIG.replace("source_modules = pkg.low", "source_modules = pkg.lwo");
    project.write("other.ini", config.as_bytes());
    let output = run(&project, &["--no-logo", "--config", "other.ini"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1));
    for part in [
        "Forbidden NOT CHECKED\n",
        "Contracts: 1 kept, 3 broken, 1 not checked.\n",
        "Module 'pkg.lwo' does not exist.\n",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

#[test]
fn statuses_are_those_of_import_linter() {
    let project = project();
    let cases: [(&[&str], i32, &str); 6] = [
        (
            &["--contract", "kept", "--no-cache", "--cache-dir", "x"],
            0,
            "Contracts: 1 kept, 0 broken.\n",
        ),
        (
            &["--contract", "kept", "--cache-dir", ""],
            0,
            "Contracts: 1 kept, 0 broken.\n",
        ),
        (&["--config", "nope"], 1, "Could not find nope.\n"),
        (&["--contract", "zz"], 1, "Could not find contract 'zz'.\n"),
        (&["--nope"], 2, ""),
        (&["--version"], 0, "import-linter 2.16\n"),
    ];
    for (args, status, part) in cases {
        let output = run(&project, args);
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        assert!(
            stdout(&output).contains(part),
            "{args:?}: {}",
            stdout(&output)
        );
    }
    let version = run(&project, &["--version"]);
    assert_eq!(stdout(&version), "import-linter 2.16\n");
}

#[test]
fn the_group_of_commands_checks_and_says_what_is_elsewhere() {
    let project = project();
    let group = |args: &[&str]| run_as("import-linter", &project, args);
    let linted = group(&["lint", "--contract", "kept", "--no-logo"]);
    assert_eq!(
        stdout(&linted),
        stdout(&run(&project, &["--contract", "kept", "--no-logo"]))
    );
    assert_eq!(linted.status.code(), Some(0));
    assert_eq!(group(&["lint", "--no-cache"]).status.code(), Some(1));
    assert_eq!(stdout(&group(&["--version"])), "import-linter 2.16\n");
    let drawn = group(&["drawgraph", "pkg", "--show-import-totals"]);
    assert_eq!(drawn.status.code(), Some(1));
    assert_eq!(
        stderr(&drawn),
        "error: buttress has no command `import-linter drawgraph`\n\
         help: `buttress graph --format dot` prints the import graph for Graphviz\n"
    );
    assert!(stderr(&group(&["explore"])).contains("`buttress why A B`"));
    let alone = group(&[]);
    assert!(stdout(&alone).contains("Usage: import-linter"));
    assert_eq!(alone.status.code(), Some(0));
    for mistake in ["nope", "--nope"] {
        assert_eq!(group(&[mistake]).status.code(), Some(2), "{mistake}");
    }
}

#[test]
fn the_command_of_buttress_takes_no_options_before_it() {
    let project = project();
    let kept = project.run(&["lint-imports", "--contract", "kept"]);
    assert_eq!(kept.status.code(), Some(0));
    for help in [["help", "lint-imports"], ["lint-imports", "--help"]] {
        let help = project.run(&help);
        assert!(stdout(&help).contains("--show-timings"));
    }
    let before = project.run(&["--quiet", "lint-imports", "--contract", "kept"]);
    assert_eq!(before.status.code(), Some(2));
    assert!(stderr(&before).contains("help: write `buttress lint-imports`"));
}

#[test]
fn warnings_about_the_project_are_on_stderr() {
    let project = project();
    project.write("pkg/low.py", b"");
    let config = CONFIG.replace(
        "root_package = pkg",
        "root_package = pkg\nroot_package_ = x",
    );
    project.write(".importlinter", config.as_bytes());
    let output = run(&project, &["--no-logo", "--contract", "kept"]);
    let warnings = stderr(&output);
    let option = ".importlinter:3:1: warning: unrecognized option `root_package_` is ignored\n    \
                  did you mean `root_package`?\n";
    assert!(warnings.starts_with(option), "{warnings}");
    assert!(warnings.contains("warning: "), "{warnings}");
    assert!(!stdout(&output).contains("arning"), "{}", stdout(&output));
}

#[test]
fn options_come_first_in_what_is_said_about_them() {
    let project = project();
    let config = "[importlinter]\nroot_package = pkg\n[importlinter:contract:a]\nname = A\n\
                  type = layers\nlayers =\n    pkg.a\n    pkg.a\nexhaustive = maybe\n\
                  container = pkg\nzzz = 1\n";
    project.write("bad.ini", config.as_bytes());
    let text = stdout(&run(&project, &["--no-logo", "--config", "bad.ini"]));
    for part in [
        "\nContract \"A\" is not configured correctly:\n",
        "\n    layers: Modules cannot be in more than one layer: 'pkg.a'.\n",
        "\n    exhaustive: Could not parse a boolean from 'maybe'.\n",
        "\n    container: Unrecognized option. Did you mean 'containers'?\n",
        "\n    zzz: Unrecognized option.\n",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}
