//! `buttress graph`.

use std::process::Stdio;

use crate::harness::{Project, UNBREAKABLE, assert_transcript};

fn small() -> Project {
    Project::new(&[
        ("buttress.toml", UNBREAKABLE),
        ("shop/__init__.py", ""),
        ("shop/a.py", "import shop.b, os.path\nfrom shop import b\n"),
        ("shop/b.py", "def f():\n    from . import a\n"),
    ])
}

#[test]
fn json() {
    assert_transcript!(small(), "graph", "--format", "json");
}

#[test]
fn dot() {
    assert_transcript!(small(), "graph", "--format", "dot");
}

#[test]
fn a_format_that_does_not_exist() {
    assert_transcript!(small(), "graph", "--format", "jsn");
}

/// The reader may leave early, as `head` does: no complaint, and no failure of its own.
#[test]
fn a_reader_that_goes_away() {
    let project = small();
    for args in [&["graph"][..], &["check"], &["check", "--format", "json"]] {
        let mut command = project.command(args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), said.as_str()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}
