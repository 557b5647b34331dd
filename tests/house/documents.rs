//! The documents say what the code says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use buttress_source::{Code, Nature};

fn read(path: &str) -> String {
    fs::read_to_string(super::root().join(path)).unwrap()
}

/// The sections of `docs/codes.md`: heading and body.
fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut sections = Vec::new();
    for part in text.split("\n### ").skip(1) {
        let (heading, body) = part.split_once('\n').unwrap();
        sections.push((heading.trim_matches('`'), body));
    }
    sections
}

#[test]
fn every_code_has_its_section_and_no_section_is_left_over() {
    let text = read("docs/codes.md");
    let documented: Vec<&str> = sections(&text).iter().map(|(code, _)| *code).collect();
    let existing: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(documented, existing);
}

#[test]
fn each_section_states_severity_nature_example_and_way_out() {
    let text = read("docs/codes.md");
    for (word, body) in sections(&text) {
        let code: Code = word.parse().unwrap();
        let nature = match code.nature() {
            Nature::Verdict => "breaks a contract (exit status 1)",
            Nature::Unjudged => "something could not be judged (exit status 2)",
        };
        let line = format!(
            "*Default severity:* {}. *Nature:* {nature}.",
            code.default_severity()
        );
        assert!(body.contains(&line), "`{word}` lacks: {line}");
        assert!(
            body.contains(code.summary()),
            "`{word}` lacks: {}",
            code.summary()
        );
        assert!(body.contains("```"), "`{word}` has no example");
        assert!(body.contains("**Way out.**"), "`{word}` has no way out");
    }
}

/// Every Markdown file that a reader may open.
fn markdown() -> Vec<PathBuf> {
    let root = super::root();
    let mut files = Vec::new();
    for folder in ["", "docs", "examples"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The targets of `[text](target)` that are neither web addresses nor places in the same file.
fn local_links(text: &str) -> BTreeSet<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    targets
        .filter_map(|target| target.split('#').next())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let files = markdown();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let folder = file.parent().unwrap_or(Path::new(""));
        for target in local_links(&text) {
            assert!(folder.join(target).exists(), "{}: {target}", file.display());
        }
    }
}

#[test]
fn the_readme_shows_the_report_that_the_example_gives() {
    let readme = read("README.md");
    let expected = read("examples/django-monolith-broken/expected.txt");
    let picture = readme
        .split("```text\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .find(|block| block.contains("╭─"));
    let picture = picture.expect("README.md shows a report in a `text` block");
    for part in picture.split("…\n") {
        assert!(expected.contains(part.trim_end()), "stale:\n{part}");
    }
}
