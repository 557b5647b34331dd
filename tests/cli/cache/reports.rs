//! The same report cold and warm, by stamp and by content, strict and lax in any order, on any number
//! of threads.

use std::process::Command;

use super::{Said, check, minutes_ago, settle, touch};
use crate::harness::Project;

const IMPORT_LINTER: &str = "\
[importlinter]
root_package = shop

[importlinter:contract:layers]
name = Layers
type = layers
layers =
    shop.high
    shop.low
";

/// A project with files of every sort, and this configuration.
fn motley(path: &str, configuration: &str) -> Project {
    let project = Project::new(&[
        (path, configuration),
        ("shop/__init__.py", ""),
        ("shop/empty.py", ""),
        ("shop/high.py", "from shop import low, empty\n"),
        ("shop/low.py", "def f():\n    from .high import a as b\n"),
        (
            "shop/again.py",
            "import shop.high\nimport shop.low\nimport os.path\n",
        ),
        ("shop/doubt.py", "x = = 1\nimport shop.high\n"),
        (
            "shop/doubt_twice.py",
            "x = = 1\nfrom . import (low\ny = 2\n",
        ),
        ("shop/late.py", "import shop.high\nx = = 1\ny = = 2\n"),
        ("shop/late_only.py", "def f(:\n    pass\n"),
    ]);
    project.write("shop/undecodable.py", b"import shop.low\nx = '\xff'\n");
    project.write("shop/nul.py", b"import shop.low\0\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere.py", project.path("shop/unreadable.py")).unwrap();
    project
}

fn native(cache: &str) -> Project {
    motley("buttress.toml", &configuration(cache))
}

/// Which word it is changes no place in the file.
fn configuration(cache: &str) -> String {
    format!("cache = \"{cache}\"\n{}", super::LAYERS)
}

/// What runs with this cache have to say.
struct Expected {
    lax: Said,
    strict: Said,
}

impl Expected {
    /// As runs without a cache say it.
    fn of(project: &Project) -> Self {
        let expected = Self {
            lax: check(project, &["--no-cache"]),
            strict: check(project, &["--no-cache", "--strict"]),
        };
        let Self { lax, strict } = &expected;
        assert_eq!((lax.exit, strict.exit), (Some(2), Some(2)));
        assert_eq!((lax.stderr.as_str(), strict.stderr.as_str()), ("", ""));
        for (file, when_lax) in [("doubt", true), ("doubt_twice", true), ("nul", true)]
            .into_iter()
            .chain([("late", false), ("late_only", false)])
        {
            let line = format!("shop/{file}.py:");
            assert_eq!(lax.concise.contains(&line), when_lax, "{}", lax.concise);
            assert!(strict.concise.contains(&line), "{}", strict.concise);
        }
        assert!(lax.reports("undecodable-file"), "{}", lax.json);
        assert_eq!(lax.reports("unreadable-file"), cfg!(unix), "{}", lax.json);
        expected
    }

    /// Runs `L`ax and `S`trict, and changes all times of modification at a `t`.
    fn holds(&self, project: &Project, args: &[&str], runs: &str) {
        let jobs = [&[][..], &["--jobs", "1"], &["--jobs", "8"]];
        for (index, run) in runs.chars().enumerate() {
            let mut args = [args, jobs[index % 3]].concat();
            let expected = match run {
                'L' => &self.lax,
                'S' => &self.strict,
                _ => {
                    touch(&project.path("shop"), minutes_ago(index as u64 + 1));
                    continue;
                }
            };
            if run == 'S' {
                args.push("--strict");
            }
            assert_eq!(
                &check(project, &args),
                expected,
                "{index} of {runs}, {args:?}"
            );
        }
    }
}

/// Every order of two runs, and every run after a change of all times.
const LAX_FIRST: &str = "LLSSLtLStSL";
const STRICT_FIRST: &str = "SLSLLtStLS";

#[test]
fn the_same_by_stamp() {
    let project = native("stamp");
    settle();
    let expected = Expected::of(&project);
    expected.holds(&project, &["--cache-dir", "one"], "LLSSLL");
    expected.holds(&project, &["--cache-dir", "two"], "SLSSL");
    expected.holds(&project, &["--cache-dir", "one"], LAX_FIRST);
    expected.holds(&project, &["--cache-dir", "two"], STRICT_FIRST);
}

#[test]
fn the_same_by_less_of_the_stamp() {
    let project = native("relaxed-stamp");
    touch(&project.path("shop"), minutes_ago(60));
    let expected = Expected::of(&project);
    expected.holds(&project, &["--cache-dir", "one"], LAX_FIRST);
    expected.holds(&project, &["--cache-dir", "two"], STRICT_FIRST);
}

#[test]
fn the_same_by_content() {
    let project = native("hash");
    let expected = Expected::of(&project);
    expected.holds(&project, &["--cache-dir", "one"], LAX_FIRST);
    expected.holds(&project, &["--cache-dir", "two"], STRICT_FIRST);
}

/// Also from one way of trusting the cache to the next.
#[test]
fn the_same_whatever_is_trusted() {
    let project = native("stamp");
    touch(&project.path("shop"), minutes_ago(60));
    let expected = Expected::of(&project);
    for words in [
        "stamp",
        "relaxed-stamp",
        "hash",
        "off",
        "relaxed-stamp",
        "stamp",
    ] {
        project.write("buttress.toml", configuration(words).as_bytes());
        expected.holds(&project, &[], "LSL");
    }
}

#[test]
fn the_same_for_a_configuration_of_import_linter() {
    let project = motley(".importlinter", IMPORT_LINTER);
    let expected = Expected::of(&project);
    expected.holds(&project, &[], LAX_FIRST);
    expected.holds(&project, &["--cache-dir", "two"], STRICT_FIRST);
}

#[test]
fn the_same_as_lint_imports() {
    let project = motley(".importlinter", IMPORT_LINTER);
    let lint = |args: &[&str]| {
        let args = [&["lint-imports"], args].concat();
        project
            .transcript(&args)
            .split_once('\n')
            .unwrap()
            .1
            .to_owned()
    };
    let expected = lint(&["--no-cache"]);
    assert!(!project.path(".buttress_cache").exists());
    for _ in 0..2 {
        assert_eq!(lint(&["--cache-dir", "kept"]), expected);
        assert!(project.path("kept/imports.bin").exists());
        assert!(!project.path(".buttress_cache").exists());
    }
    check(&project, &["--strict"]);
    for _ in 0..2 {
        assert_eq!(lint(&[]), expected);
    }
    assert!(project.path(".buttress_cache/imports.bin").exists());
}

/// `why` and `graph` take from the cache what `check` left, and the other way round.
#[test]
fn the_same_graph() {
    let project = native("stamp");
    let graph = |args: &[&str]| {
        let output = project.run(&[&["graph"], args].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    let expected = graph(&["--no-cache"]);
    assert!(expected.contains("shop.late_only"), "{expected}");
    for strict in [&[][..], &["--strict"]] {
        assert_eq!(graph(&[]), expected);
        check(&project, strict);
        assert_eq!(graph(&[]), expected);
    }
    let why = |args: &[&str]| {
        let args = [&["why", "shop.low", "shop.high"], args].concat();
        project
            .transcript(&args)
            .split_once('\n')
            .unwrap()
            .1
            .to_owned()
    };
    assert_eq!(why(&[]), why(&["--no-cache"]));
}

/// Runs that begin together find a whole cache or none, and leave a whole one.
#[test]
fn the_same_for_runs_at_once() {
    let project = native("stamp");
    let Expected { lax, strict } = Expected::of(&project);
    let start = |strict: bool| -> Command {
        let args = ["check", "--format", "json", "--strict"];
        project.command(if strict { &args } else { &args[..3] })
    };
    let runs: Vec<_> = (0..12)
        .map(|number| {
            let strict = number % 3 == 0;
            let mut command = start(strict);
            command.stdout(std::process::Stdio::piped());
            command.stderr(std::process::Stdio::piped());
            (strict, command.spawn().unwrap())
        })
        .collect();
    for (is_strict, run) in runs {
        let output = run.wait_with_output().unwrap();
        let expected = if is_strict { &strict.json } else { &lax.json };
        assert_eq!(&String::from_utf8(output.stdout).unwrap(), expected);
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
    assert_eq!(check(&project, &[]), lax);
    assert_eq!(check(&project, &["--strict"]), strict);
}
