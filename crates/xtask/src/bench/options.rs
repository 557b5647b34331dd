//! What can be typed after `cargo xtask bench`.

use std::path::PathBuf;

use crate::Result;

pub(super) const HELP: &str = "\
Compare the speed and the memory of buttress with other tools

Usage: cargo xtask bench [OPTIONS]
       cargo xtask bench generate FOLDER MODULES [SEED]

The first run downloads the packages that are read and the tools that are compared; all of that stays
in the scratch folder. A run of everything writes docs/benchmarks.md; a run of a part only prints.

Options:
  --rounds N        how often each tool runs on each corpus, in turn (default: 5)
  --only FAMILY     only these tools (repeatable): ours, import-linter, ruff, tach, floor
  --corpus NAME     only these corpora (repeatable): django, homeassistant, combined, synthetic,
                    siblings, growth, startup
  --slow            also what takes minutes: import-linter on `siblings`, 500,000 modules for `growth`
  --jobs N          threads that every tool may use (default: 2)
  --scratch FOLDER  where the corpora lie (default: target/bench)
  --no-save         do not write docs/benchmarks.md
  --help            show this text

`generate` writes a made-up monolith: layers of clusters of modules whose imports keep to them, the same
bytes for the same seed.
";

/// The tools that can be asked for with `--only`.
pub(super) const FAMILIES: [&str; 5] = ["ours", "import-linter", "ruff", "tach", "floor"];

/// The corpora that can be asked for with `--corpus`.
pub(super) const CORPORA: [&str; 7] = [
    "django",
    "homeassistant",
    "combined",
    "synthetic",
    "siblings",
    "growth",
    "startup",
];

/// A run of the benchmark, as asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) rounds: usize,
    pub(super) jobs: usize,
    pub(super) slow: bool,
    pub(super) scratch: Option<PathBuf>,
    only: Vec<String>,
    corpora: Vec<String>,
    save: bool,
}

impl Options {
    /// Reads the arguments.
    pub(super) fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self {
            rounds: 5,
            jobs: 2,
            slow: false,
            scratch: None,
            only: Vec::new(),
            corpora: Vec::new(),
            save: true,
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let (name, glued) = match arg.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (arg.as_str(), None),
            };
            let mut value = || {
                let next = || args.next().cloned();
                glued
                    .clone()
                    .or_else(next)
                    .ok_or_else(|| format!("`{name}` needs a value"))
            };
            match name {
                "--rounds" => options.rounds = positive(name, &value()?)?,
                "--jobs" => options.jobs = positive(name, &value()?)?,
                "--scratch" => options.scratch = Some(value()?.into()),
                "--only" => options.only.push(one_of(&FAMILIES, value()?)?),
                "--corpus" => options.corpora.push(one_of(&CORPORA, value()?)?),
                "--slow" => options.slow = true,
                "--no-save" => options.save = false,
                _ => return Err(format!("there is no option `{arg}`\n\n{HELP}")),
            }
        }
        Ok(options)
    }

    /// Whether the tools of this family run.
    pub(super) fn wants_family(&self, family: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|wanted| wanted == family)
    }

    /// Whether this corpus is measured.
    pub(super) fn wants_corpus(&self, corpus: &str) -> bool {
        self.corpora.is_empty() || self.corpora.iter().any(|wanted| wanted == corpus)
    }

    /// Whether the document is to be written: for a run of everything.
    pub(super) fn saves(&self) -> bool {
        self.save && self.only.is_empty() && self.corpora.is_empty()
    }

    /// The run as one would type it, without what only concerns this machine.
    pub(super) fn command(&self) -> String {
        let mut command = format!(
            "cargo xtask bench --rounds {} --jobs {}",
            self.rounds, self.jobs
        );
        if self.slow {
            command.push_str(" --slow");
        }
        for (name, values) in [("--only", &self.only), ("--corpus", &self.corpora)] {
            for value in values {
                command.push_str(&format!(" {name} {value}"));
            }
        }
        command
    }
}

fn positive(name: &str, value: &str) -> Result<usize> {
    match value.parse() {
        Ok(number @ 1..=1000) => Ok(number),
        _ => Err(format!(
            "`{name}` takes a number from 1 to 1000, not `{value}`"
        )),
    }
}

fn one_of(known: &[&str], value: String) -> Result<String> {
    if known.contains(&value.as_str()) {
        return Ok(value);
    }
    Err(format!("`{value}` is none of: {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        let args: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&args)
    }

    #[test]
    fn a_run_of_everything_saves() {
        let options = parse("--rounds 3 --slow").unwrap();
        assert!(options.saves() && options.wants_corpus("django") && options.wants_family("ruff"));
        assert_eq!(
            options.command(),
            "cargo xtask bench --rounds 3 --jobs 2 --slow"
        );
        assert!(!parse("--no-save").unwrap().saves());
    }

    #[test]
    fn a_run_of_a_part_only_prints() {
        let options = parse("--only=ours --only floor --corpus combined").unwrap();
        assert!(!options.saves());
        assert!(options.wants_family("floor") && !options.wants_family("tach"));
        assert!(options.wants_corpus("combined") && !options.wants_corpus("django"));
    }

    #[test]
    fn mistakes_are_said() {
        assert_eq!(
            parse("--rounds 0").unwrap_err(),
            "`--rounds` takes a number from 1 to 1000, not `0`"
        );
        assert_eq!(parse("--corpus").unwrap_err(), "`--corpus` needs a value");
        assert!(
            parse("--only rust")
                .unwrap_err()
                .starts_with("`rust` is none of: ours")
        );
        assert!(
            parse("--fast")
                .unwrap_err()
                .starts_with("there is no option `--fast`")
        );
    }
}
