//! What a case expects, read from comments and `expect` fences.

use std::collections::BTreeSet;

use buttress_source::{Code, Nature};

use crate::case::Case;

/// One thing that must be said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Expectation {
    /// The file, if one is known.
    pub(crate) path: Option<String>,
    /// The line, if one is known.
    pub(crate) line: Option<u64>,
    /// `error` or `warning`.
    pub(crate) severity: String,
    /// The id of a contract, or the code of a finding.
    pub(crate) tag: String,
    /// What is said, or a part of it.
    pub(crate) text: String,
}

impl Expectation {
    /// Whether it is about a finding; otherwise it is about a contract's violation.
    pub(crate) fn is_finding(&self) -> bool {
        self.tag.parse::<Code>().is_ok() && !self.text.contains(" must not import ")
    }

    /// Whether the exit status is 2 because of it.
    pub(crate) fn leaves_unjudged(&self) -> bool {
        let code = self.tag.parse::<Code>().ok().filter(|_| self.is_finding());
        self.severity == "error" && code.is_some_and(|code| code.nature() == Nature::Unjudged)
    }

    /// Reads `error: [tag] text`.
    fn parse(comment: &str) -> Option<Self> {
        let (severity, rest) = comment.trim().split_once(": [")?;
        let (tag, text) = rest.split_once(']')?;
        let known = severity == "error" || severity == "warning";
        known.then(|| Self {
            path: None,
            line: None,
            severity: severity.to_owned(),
            tag: tag.to_owned(),
            text: text.trim().to_owned(),
        })
    }
}

impl std::fmt::Display for Expectation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}:")?;
        }
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}: [{}] {}", self.severity, self.tag, self.text)
    }
}

/// Everything a case expects.
pub(crate) fn of(case: &Case) -> Result<BTreeSet<Expectation>, String> {
    let mut expected = BTreeSet::new();
    for (path, content) in &case.files {
        in_file(path, content, &mut expected)?;
    }
    for line in &case.expect {
        let read = Expectation::parse(line).or_else(|| {
            let (path, rest) = line.split_once(": ")?;
            let path = Some(path.to_owned());
            Expectation::parse(rest).map(|read| Expectation { path, ..read })
        });
        add(
            read.ok_or_else(|| format!("no expectation: {line}"))?,
            &mut expected,
        )?;
    }
    Ok(expected)
}

fn in_file(path: &str, content: &str, expected: &mut BTreeSet<Expectation>) -> Result<(), String> {
    let mut waiting = Vec::new();
    for (line, number) in content.lines().zip(1..) {
        let read = ["# error: [", "# warning: ["]
            .iter()
            .find_map(|mark| line.find(mark))
            .and_then(|at| Some((at, Expectation::parse(&line[at + 2..])?)));
        let alone = read
            .as_ref()
            .is_some_and(|(at, _)| line[..*at].trim().is_empty());
        waiting.extend(read.map(|(_, read)| read));
        if !alone {
            for read in waiting.drain(..) {
                let at = Expectation {
                    path: Some(path.to_owned()),
                    line: Some(number),
                    ..read
                };
                add(at, expected)?;
            }
        }
    }
    match waiting.first() {
        Some(left) => Err(format!("{path}: no line follows the expectation{left}")),
        None => Ok(()),
    }
}

fn add(read: Expectation, expected: &mut BTreeSet<Expectation>) -> Result<(), String> {
    let text = read.to_string();
    if expected.insert(read) {
        Ok(())
    } else {
        Err(format!("expected twice:{text}"))
    }
}
