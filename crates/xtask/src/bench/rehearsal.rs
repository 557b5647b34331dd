//! Before anything is timed: each program runs once, and must do what it is measured for.
//!
//! This fills the page cache and the programs' own caches, finds the exit status that every timed run
//! must repeat, and compares what buttress and import-linter say.

use std::collections::BTreeMap;

use super::corpora::Corpus;
use super::measure::{self, Said};
use super::stats::grouped;
use super::subjects::{Programs, Subject};
use crate::{Result, process, python};

/// What was found.
pub(super) struct Rehearsal {
    /// The exit status of each row.
    pub(super) statuses: BTreeMap<Subject, i32>,
    /// What the document says about the corpus.
    pub(super) facts: Vec<String>,
}

/// Runs each row once; `corpus_of` gives the folder that it runs on.
pub(super) fn rehearse<'a>(
    programs: &Programs,
    subjects: &[Subject],
    corpus_of: impl Fn(Subject) -> &'a Corpus,
) -> Result<Rehearsal> {
    let mut rehearsal = Rehearsal {
        statuses: BTreeMap::new(),
        facts: Vec::new(),
    };
    for subject in subjects {
        let corpus = corpus_of(*subject);
        if matches!(
            subject,
            Subject::OursWarm | Subject::OursEdited | Subject::ImportLinterWarm
        ) {
            python::remove(&programs.cache(*subject, &corpus.name))?;
        }
        let mut command = programs.command(*subject, corpus);
        let said = measure::listen(&mut command)?;
        let most = i32::from(subject.checks());
        if !(0..=most).contains(&said.status) {
            return Err(format!(
                "`{}` failed on `{}` with status {}:\n{}{}",
                process::describe(&command),
                corpus.name,
                said.status,
                said.stdout,
                said.stderr
            ));
        }
        rehearsal.facts.extend(fact(*subject, corpus, &said)?);
        rehearsal.statuses.insert(*subject, said.status);
    }
    agree(&rehearsal.statuses)?;
    Ok(rehearsal)
}

/// Rows that check contracts must come to the same verdict.
fn agree(statuses: &BTreeMap<Subject, i32>) -> Result {
    let verdicts: Vec<(Subject, i32)> = statuses
        .iter()
        .filter(|(subject, _)| subject.checks())
        .map(|(subject, status)| (*subject, *status))
        .collect();
    if verdicts.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Ok(());
    }
    let said = |(subject, status): &(Subject, i32)| format!("{}: {status}", subject.title());
    let said: Vec<String> = verdicts.iter().map(said).collect();
    Err(format!("the verdicts differ: {}", said.join("; ")))
}

/// What a program said of itself, checked against what it was to read.
fn fact(subject: Subject, corpus: &Corpus, said: &Said) -> Result<Option<String>> {
    let (files, text) = match subject {
        // The keys of a JSON object, one a line.
        Subject::Ruff => {
            let keys = said.stdout.lines().filter(|line| line.starts_with("  \""));
            (keys.count() as u64, "ruff mapped")
        }
        Subject::FloorRead | Subject::FloorStat => {
            let files = said.stdout.split(' ').next().unwrap_or_default();
            let files = files.parse().unwrap_or(0);
            if files == corpus.sizes.files {
                return Ok(None);
            }
            (files, "the floor saw")
        }
        _ => return Ok(None),
    };
    if files == corpus.sizes.files {
        return Ok(Some(format!("{text} all {} files", grouped(files))));
    }
    Err(format!(
        "{text} {} files of `{}`, which has {}",
        grouped(files),
        corpus.name,
        grouped(corpus.sizes.files)
    ))
}

/// Compares the summaries of buttress and import-linter, line by line; gives what both say.
///
/// # Errors
///
/// If they count other modules or imports, or judge a contract differently.
pub(super) fn same_verdicts(programs: &Programs, corpus: &Corpus) -> Result<Vec<String>> {
    let ours = measure::listen(&mut programs.ours_as_lint_imports(corpus))?;
    let theirs = measure::listen(&mut programs.command(Subject::ImportLinterWarm, corpus))?;
    let (our_lines, their_lines) = (summary(&ours.stdout), summary(&theirs.stdout));
    if our_lines.len() < 3 {
        return Err(format!(
            "no verdicts on `{}`:\n{}",
            corpus.name, ours.stderr
        ));
    }
    if our_lines == their_lines {
        return Ok(our_lines);
    }
    Err(format!(
        "the verdicts on `{}` differ\nbuttress:\n  {}\nimport-linter:\n  {}",
        corpus.name,
        our_lines.join("\n  "),
        their_lines.join("\n  ")
    ))
}

/// How much was analysed, and the verdict on each contract.
fn summary(report: &str) -> Vec<String> {
    let lines = report.lines().map(str::trim).filter(|line| {
        line.starts_with("Analyzed ")
            || line.starts_with("Contracts: ")
            || line.ends_with(" KEPT")
            || line.ends_with(" BROKEN")
    });
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_holds_what_must_be_equal() {
        let report = "Contracts\n---\nAnalyzed 12 files, 30 dependencies.\nLayers KEPT\n\
                      Other BROKEN\n\nContracts: 1 kept, 1 broken.\n\nBroken contracts\na -> b (l.1)\n";
        assert_eq!(
            summary(report),
            [
                "Analyzed 12 files, 30 dependencies.",
                "Layers KEPT",
                "Other BROKEN",
                "Contracts: 1 kept, 1 broken."
            ]
        );
    }

    #[test]
    fn verdicts_must_agree_and_other_programs_have_none() {
        let statuses = |ours, theirs| {
            BTreeMap::from([
                (Subject::OursCold, ours),
                (Subject::ImportLinterCold, theirs),
                (Subject::Ruff, 0),
            ])
        };
        assert!(agree(&statuses(1, 1)).is_ok());
        assert_eq!(
            agree(&statuses(0, 1)).unwrap_err(),
            "the verdicts differ: buttress, no cache: 0; import-linter, no cache: 1"
        );
    }
}
