//! Measuring one corpus: every program in turn, round after round.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::corpora::Corpus;
use super::measure::{self, Sample};
use super::rehearsal::{self, Statuses};
use super::stats::Spread;
use super::subjects::{Programs, Subject};
use super::tree;
use crate::{Result, process};

/// How many files are changed before each run of `OursEdited`.
const EDITS: usize = 10;

/// All that was measured on one corpus.
pub(super) struct Table {
    pub(super) corpus: Corpus,
    /// What buttress and import-linter both say: counts, then the verdict on each contract.
    pub(super) verdicts: Vec<String>,
    pub(super) rows: BTreeMap<Subject, Vec<Sample>>,
    /// The stages of a run without cache, in their order, in seconds.
    pub(super) stages: Vec<(String, Spread)>,
}

/// What to run on a corpus.
pub(super) struct Plan<'a> {
    pub(super) programs: &'a Programs,
    pub(super) subjects: Vec<Subject>,
    pub(super) rounds: usize,
    /// Whether to compare all verdicts with import-linter's, which runs it once more.
    pub(super) compare: bool,
}

impl Plan<'_> {
    /// Runs the programs in turn; each round starts with another one.
    pub(super) fn run(&self, corpus: &Corpus, edited: &Corpus) -> Result<Table> {
        let corpus_of = |subject| match subject {
            Subject::OursEdited => edited,
            _ => corpus,
        };
        eprintln!("{}: rehearsal", corpus.name);
        let statuses = rehearsal::rehearse(self.programs, &self.subjects, corpus_of)?;
        let verdicts = if self.compare {
            rehearsal::same_verdicts(self.programs, corpus)?
        } else {
            Vec::new()
        };
        let mut rows: BTreeMap<Subject, Vec<Sample>> = BTreeMap::new();
        let mut edits = Edits::new(edited, self.subjects.contains(&Subject::OursEdited))?;
        for round in 0..self.rounds {
            eprintln!("{}: round {} of {}", corpus.name, round + 1, self.rounds);
            let mut subjects = self.subjects.clone();
            subjects.rotate_left(round % self.subjects.len().max(1));
            for subject in subjects {
                if subject == Subject::OursEdited {
                    edits.apply(round)?;
                }
                let mut command = self.programs.command(subject, corpus_of(subject));
                let sample = measure::run(&mut command)?;
                expect(&statuses, subject, sample, &process::describe(&command))?;
                rows.entry(subject).or_default().push(sample);
            }
        }
        Ok(Table {
            corpus: corpus.clone(),
            verdicts,
            rows,
            stages: self.stages(corpus)?,
        })
    }

    /// The profile by stage, from runs of its own.
    fn stages(&self, corpus: &Corpus) -> Result<Vec<(String, Spread)>> {
        if !self.subjects.contains(&Subject::OursCold) {
            return Ok(Vec::new());
        }
        let mut stages: Vec<(String, Vec<f64>)> = Vec::new();
        for _ in 0..self.rounds {
            let said = measure::listen(&mut self.programs.ours_with_timings(corpus))?;
            for (name, seconds) in timings(&said.stderr) {
                match stages.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, all)) => all.push(seconds),
                    None => stages.push((name, vec![seconds])),
                }
            }
        }
        let spread = |(name, all)| Some((name, Spread::of(all)?));
        Ok(stages.into_iter().filter_map(spread).collect())
    }
}

/// A timed run must end as the rehearsal did.
fn expect(statuses: &Statuses, subject: Subject, sample: Sample, command: &str) -> Result {
    match statuses.get(&subject) {
        Some(status) if *status != sample.status => Err(format!(
            "`{command}` ended with {}, and with {status} before",
            sample.status
        )),
        _ => Ok(()),
    }
}

/// The lines `  0.123 s  Reading files` of `--timings`.
fn timings(stderr: &str) -> Vec<(String, f64)> {
    let lines = stderr.lines().filter_map(|line| {
        let (seconds, name) = line.split_once(" s  ")?;
        Some((name.trim().to_owned(), seconds.trim().parse().ok()?))
    });
    lines.collect()
}

/// Files whose text changes before each run, always the same ones.
struct Edits {
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Edits {
    fn new(corpus: &Corpus, wanted: bool) -> Result<Self> {
        let mut files = Vec::new();
        if !wanted {
            return Ok(Self { files });
        }
        let step = usize::try_from(corpus.sizes.files).unwrap_or(usize::MAX) / EDITS;
        let mut number = 0;
        tree::each_python_file(&corpus.folder, |path| {
            number += 1;
            if number % step.max(1) == 0 && files.len() < EDITS {
                let text = fs::read(path)
                    .map_err(|error| format!("could not read `{}`: {error}", path.display()))?;
                files.push((path.to_path_buf(), without_edit(text)));
            }
            Ok(())
        })?;
        Ok(Self { files })
    }

    fn apply(&mut self, round: usize) -> Result {
        for (path, text) in &self.files {
            let mut text = text.clone();
            text.extend_from_slice(format!("{MARK}{round}\nimport os.path\n").as_bytes());
            fs::write(path, text)
                .map_err(|error| format!("could not edit `{}`: {error}", path.display()))?;
        }
        Ok(())
    }
}

const MARK: &str = "\n# Edited in round ";

/// The text as it was before an earlier run edited it.
fn without_edit(mut text: Vec<u8>) -> Vec<u8> {
    let mark = MARK.as_bytes();
    if let Some(start) = text.windows(mark.len()).position(|window| window == mark) {
        text.truncate(start);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read_from_timings() {
        let stderr = "    0.617 s  Finding modules\n    6.866 s  Reading files\nwarning: x\n";
        assert_eq!(
            timings(stderr),
            [
                ("Finding modules".to_owned(), 0.617),
                ("Reading files".to_owned(), 6.866)
            ]
        );
    }

    #[test]
    fn an_edit_is_taken_back_before_the_next() {
        let edited = format!("import a\n{MARK}3\nimport os.path\n");
        assert_eq!(without_edit(edited.into_bytes()), b"import a\n");
        assert_eq!(without_edit(b"import a\n".to_vec()), b"import a\n");
    }
}
