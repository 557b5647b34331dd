//! Help, version, and mistakes on the command line.

use crate::harness::{Project, assert_transcript};

fn nothing() -> Project {
    Project::new(&[])
}

#[test]
fn help() {
    assert_transcript!(nothing(), "--help");
}

#[test]
fn help_of_check() {
    assert_transcript!(nothing(), "check", "--help");
}

#[test]
fn help_of_why() {
    assert_transcript!(nothing(), "why", "--help");
}

#[test]
fn help_of_graph() {
    assert_transcript!(nothing(), "graph", "--help");
}

#[test]
fn version() {
    assert_transcript!(nothing(), "--version");
}

#[test]
fn no_command() {
    let output = nothing().run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("Usage: buttress")
    );
}

#[test]
fn a_command_that_does_not_exist() {
    assert_transcript!(nothing(), "chekc");
}

#[test]
fn an_option_that_does_not_exist() {
    assert_transcript!(nothing(), "check", "--formt", "json");
}

#[test]
fn a_format_that_does_not_exist() {
    assert_transcript!(nothing(), "check", "--format", "jsn");
}

#[test]
fn an_output_without_a_path() {
    assert_transcript!(nothing(), "check", "--output", "json");
}

#[test]
fn a_number_of_chains_that_is_none() {
    assert_transcript!(nothing(), "check", "--max-chains", "many");
}

#[test]
fn a_number_of_threads_that_is_none() {
    for jobs in ["0", "many", "-1", "513", "99999999999999999999999"] {
        let output = nothing().run(&["graph", &format!("--jobs={jobs}")]);
        assert_eq!(output.status.code(), Some(2), "{jobs}");
        let said = String::from_utf8(output.stderr).unwrap();
        let expected = "expected a number of threads from 1 to 512";
        assert!(said.contains(expected), "{said}");
    }
}
