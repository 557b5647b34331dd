//! The projects of `examples/`, each with the report it must give.
//!
//! `UPDATE_EXPECT=1` rewrites the expected reports.

use std::env;
use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use crate::program::buttress;

/// Two tests for each folder of `examples/`: the report for people, and the one for programs.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for entry in fs::read_dir(crate::root().join("examples")).unwrap() {
        let entry = entry.unwrap();
        if !entry.path().is_dir() {
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        for (format, file) in [("full", "expected.txt"), ("json", "expected.json")] {
            let example = name.clone();
            trials.push(Trial::test(
                format!("example::{name}::{format}"),
                move || check(&example, format, file).map_err(Failed::from),
            ));
        }
    }
    assert!(trials.len() >= 6, "the examples are gone");
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    trials
}

fn check(example: &str, format: &str, file: &str) -> Result<(), String> {
    let root = crate::root();
    let config = format!("examples/{example}/buttress.toml");
    let args = [
        "check", "--color", "never", "--format", format, "--config", &config,
    ];
    let run = buttress(&root, &args);
    let path = root.join("examples").join(example).join(file);
    if format == "json" {
        // As values, and in the file with line breaks: both are for differences to be readable.
        let pretty = |text: &str| -> Result<String, String> {
            let value: serde_json::Value =
                serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
            serde_json::to_string_pretty(&value).map_err(|error| error.to_string())
        };
        let expected = read(&path);
        let expected = if expected.is_empty() {
            expected
        } else {
            pretty(&expected)?
        };
        return compare(&path, &expected, &pretty(&run.stdout)?);
    }
    let report = without_time(&run.stdout);
    let given = format!("{report}{}exit status: {}\n", run.stderr, run.exit);
    compare(&path, &read(&path), &given)
}

fn read(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.replace("\r\n", "\n")
}

fn compare(path: &Path, expected: &str, given: &str) -> Result<(), String> {
    if env::var_os("UPDATE_EXPECT").is_some() {
        let text = format!("{}\n", given.trim_end());
        return fs::write(path, text).map_err(|error| error.to_string());
    }
    if expected.trim_end() == given.trim_end() {
        return Ok(());
    }
    let same = expected
        .lines()
        .zip(given.lines())
        .take_while(|(a, b)| a == b);
    let line = same.count() + 1;
    Err(format!(
        "{} differs from line {line} on (UPDATE_EXPECT=1 rewrites it); the report now:\n{given}",
        path.display()
    ))
}

/// The closing line with its time at zero: `38 modules, 80 imports, 0.00 s`.
fn without_time(report: &str) -> String {
    let mut lines: Vec<String> = report.lines().map(str::to_owned).collect();
    if let Some(last) = lines.last_mut()
        && let Some((sizes, time)) = last.rsplit_once(", ")
        && time.ends_with(" s")
    {
        *last = format!("{sizes}, 0.00 s");
    }
    lines.join("\n") + "\n"
}
