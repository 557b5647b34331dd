//! One case: write the project, run buttress, compare.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::case::Case;
use crate::expectation::{self, Expectation};
use crate::observed;
use crate::program::{Run, buttress};

/// Runs a case; the error says all that differs.
pub(crate) fn check(case: &Case) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    write_files(folder.path(), &case.files)?;
    add_contract(folder.path(), &case.files)?;
    let expected = expectation::of(case)?;
    let mut problems = String::new();

    let run = buttress(folder.path(), &["check", "--format", "json"]);
    let report = serde_json::from_str(&run.stdout)
        .map_err(|error| format!("no JSON ({error}): exit {}, {}", run.exit, said(&run)))?;
    compare(&expected, observed::of(&report)?, &mut problems);

    let exit = exit_status(&expected);
    for format in ["json", "full", "concise"] {
        let run = buttress(folder.path(), &["check", "--format", format]);
        if run.exit != exit {
            let _ = writeln!(
                problems,
                "exit status {} instead of {exit} with {format}",
                run.exit
            );
        }
    }
    if let Some(graph) = &case.graph {
        compare_graph(folder.path(), graph, &mut problems)?;
    }
    if problems.is_empty() {
        return Ok(());
    }
    let full = buttress(folder.path(), &["check"]);
    Err(format!("{problems}\nThe report:\n{}", said(&full)))
}

fn said(run: &Run) -> String {
    format!("{}{}", run.stdout, run.stderr)
}

fn write_files(folder: &Path, files: &[(String, String)]) -> Result<(), String> {
    for (path, content) in files {
        let path = folder.join(path);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&path, content))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// A configuration without contracts gets one that nothing breaks: there is nothing to check
/// otherwise, and the case is about something else.
fn add_contract(folder: &Path, files: &[(String, String)]) -> Result<(), String> {
    let own = files.iter().find(|(path, _)| path == "buttress.toml");
    match own {
        Some((path, text)) if !text.contains("[[contracts]") => {
            let text = format!("{text}{UNBREAKABLE}");
            fs::write(folder.join(path), text).map_err(|error| error.to_string())
        }
        _ => Ok(()),
    }
}

const UNBREAKABLE: &str = r#"
[[contracts]]
id     = "unbreakable"
type   = "layers"
layers = ["(no_such_package)"]
"#;

/// Each expectation takes one observation; whatever is left on either side is a problem.
fn compare(
    expected: &BTreeSet<Expectation>,
    mut observed: Vec<Expectation>,
    problems: &mut String,
) {
    for expectation in expected {
        let met = observed.iter().position(|said| meets(expectation, said));
        if let Some(at) = met {
            observed.remove(at);
        } else {
            let _ = writeln!(problems, "expected, not said: {expectation}");
        }
    }
    for said in observed {
        let _ = writeln!(problems, "said, not expected: {said}");
    }
}

fn meets(expectation: &Expectation, said: &Expectation) -> bool {
    let same_place = (&expectation.path, expectation.line) == (&said.path, said.line);
    let same_kind = (&expectation.severity, &expectation.tag) == (&said.severity, &said.tag);
    let same_text = if expectation.is_finding() {
        said.text.contains(&expectation.text)
    } else {
        said.text == expectation.text
    };
    same_place && same_kind && same_text
}

fn exit_status(expected: &BTreeSet<Expectation>) -> i32 {
    if expected.iter().any(Expectation::leaves_unjudged) {
        2
    } else {
        i32::from(expected.iter().any(|one| one.severity == "error"))
    }
}

fn compare_graph(folder: &Path, graph: &[String], problems: &mut String) -> Result<(), String> {
    let run = buttress(folder, &["graph", "--format", "json"]);
    let json = serde_json::from_str(&run.stdout)
        .map_err(|error| format!("no graph ({error}): {}", said(&run)))?;
    let observed = observed::graph_lines(&json);
    for line in graph.iter().filter(|line| !observed.contains(line)) {
        let _ = writeln!(problems, "not in the graph: {line}");
    }
    for line in observed.iter().filter(|line| !graph.contains(line)) {
        let _ = writeln!(problems, "too much in the graph: {line}");
    }
    Ok(())
}
