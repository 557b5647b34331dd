//! Before anything is timed: each program runs once, and must do what it is measured for.
//!
//! This fills the page cache and the programs' own caches, finds the exit status that every timed run
//! must repeat, and compares what buttress and import-linter say.

use std::collections::BTreeMap;
use std::process::Command;

use super::corpora::Corpus;
use super::measure::{self, Said};
use super::stats::grouped;
use super::subjects::{Programs, Subject};
use crate::{Result, process, python};

/// The exit status of each row.
pub(super) type Statuses = BTreeMap<Subject, i32>;

/// Runs each row once; `corpus_of` gives the folder that it runs on.
pub(super) fn rehearse<'a>(
    programs: &Programs,
    subjects: &[Subject],
    corpus_of: impl Fn(Subject) -> &'a Corpus,
) -> Result<Statuses> {
    let mut statuses = Statuses::new();
    for subject in subjects {
        let corpus = corpus_of(*subject);
        if matches!(
            subject,
            Subject::OursWarm | Subject::OursEdited | Subject::ImportLinterWarm
        ) {
            python::remove(&programs.cache(*subject, &corpus.name))?;
        }
        let command = &mut programs.command(*subject, corpus);
        let status = match subject {
            Subject::Ruff => {
                // The keys of a JSON object, one a line.
                let (files, status) =
                    measure::count_lines(command, |line| line.starts_with(b"  \""))?;
                all_files("ruff", files, corpus)?;
                status
            }
            Subject::FloorRead | Subject::FloorStat => {
                let said = measure::listen(command)?;
                let files = said
                    .stdout
                    .split(' ')
                    .next()
                    .and_then(|word| word.parse().ok());
                all_files("the floor", files.unwrap_or(0), corpus)?;
                said.status
            }
            _ => checked(*subject, command)?,
        };
        statuses.insert(*subject, status);
    }
    agree(&statuses)?;
    Ok(statuses)
}

/// Rows that check contracts must come to the same verdict.
fn agree(statuses: &Statuses) -> Result {
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

/// Runs a program that judges; gives its status, if that is a verdict.
fn checked(subject: Subject, command: &mut Command) -> Result<i32> {
    let said = measure::listen(command)?;
    if (0..=i32::from(subject.checks())).contains(&said.status) {
        return Ok(said.status);
    }
    let Said {
        status,
        stdout,
        stderr,
    } = said;
    let command = process::describe(command);
    Err(format!(
        "`{command}` failed with status {status}:\n{stdout}{stderr}"
    ))
}

/// Whether a program saw what it was to see.
fn all_files(who: &str, files: u64, corpus: &Corpus) -> Result {
    if files == corpus.sizes.files {
        return Ok(());
    }
    let (seen, all) = (grouped(files), grouped(corpus.sizes.files));
    Err(format!(
        "{who} saw {seen} files of `{}`, which has {all}",
        corpus.name
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
