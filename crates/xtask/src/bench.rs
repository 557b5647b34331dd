//! `cargo xtask bench`: the speed and the memory of buttress beside those of other tools.
//!
//! [`corpora`] makes the code bases, [`subjects`] says how each program is called, [`rehearsal`] makes
//! sure that each does its job, [`table`] runs them in turn and [`measure`]s each run as a whole
//! process, [`results`] holds it against the targets, [`document`] writes it down.

mod body;
mod corpora;
mod document;
mod machine;
mod measure;
mod options;
mod random;
mod rehearsal;
mod results;
mod stats;
mod subjects;
mod synthetic;
mod table;
mod tree;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use corpora::{Corpus, Maker};
use options::{HELP, Options};
use results::{Results, Startup};
use subjects::{Programs, Subject};
use synthetic::Monolith;
use table::{Plan, Table};

use crate::workspace::Workspace;
use crate::{Result, process, python};

/// The corpora on which all tools are compared.
const COMPARED: [&str; 4] = ["django", "homeassistant", "combined", "synthetic"];

/// The sizes for the growth of the time; the last one only when asked for.
const GROWTH: [usize; 3] = [5_000, 50_000, 500_000];

/// Starts of each program in a round: one start is too short to be measured alone.
const STARTS: usize = 20;

/// Runs the benchmark, or writes a made-up monolith.
pub(crate) fn run(args: &[String]) -> Result {
    match args.first().map(String::as_str) {
        Some("--help" | "-h" | "help") => {
            print!("{HELP}");
            Ok(())
        }
        Some("generate") => generate(&args[1..]),
        _ => bench(&Options::parse(args)?),
    }
}

fn generate(args: &[String]) -> Result {
    let usage = || format!("expected a folder, a number of modules and perhaps a seed\n\n{HELP}");
    let (folder, numbers) = args.split_first().ok_or_else(usage)?;
    let numbers: Vec<usize> = numbers
        .iter()
        .map(|number| number.parse().map_err(|_| usage()))
        .collect::<Result<_>>()?;
    let (modules, seed) = match numbers.as_slice() {
        [modules] => (*modules, 1),
        [modules, seed] => (*modules, *seed as u64),
        _ => return Err(usage()),
    };
    let monolith = Monolith {
        modules,
        seed,
        bytes: corpora::REAL_BYTES,
    };
    monolith.write(Path::new(folder))
}

fn bench(options: &Options) -> Result {
    let started = Instant::now();
    let workspace = Workspace::find()?;
    let bench = Bench::set_up(&workspace, options)?;
    let mut facts = machine::facts(&workspace, &bench.programs, &bench.interpreter)?;
    let before = machine::load();
    let results = bench.measure()?;
    if let Some((before, after)) = before.zip(machine::load()) {
        facts.push((
            "load",
            format!("{before:.1} at the start, {after:.1} at the end"),
        ));
    }
    let run = document::Run {
        options,
        facts,
        took: started.elapsed(),
    };
    let page = document::page(&results, &run);
    print!("{page}");
    if options.saves() {
        python::write(&workspace.path("docs/benchmarks.md"), &page)?;
    }
    Ok(())
}

/// A benchmark that is ready to be run.
struct Bench<'a> {
    options: &'a Options,
    programs: Programs,
    /// The tests' interpreter, whose pip fetches packages.
    interpreter: PathBuf,
    scratch: PathBuf,
}

impl<'a> Bench<'a> {
    /// Builds ours, installs the others.
    fn set_up(workspace: &Workspace, options: &'a Options) -> Result<Self> {
        let scratch = match &options.scratch {
            Some(folder) => folder.clone(),
            None => workspace.path("target/bench"),
        };
        fs::create_dir_all(&scratch)
            .and_then(|()| scratch.canonicalize())
            .map_err(|error| format!("could not make `{}`: {error}", scratch.display()))
            .and_then(|scratch| Self::with_tools(workspace, options, scratch))
    }

    fn with_tools(workspace: &Workspace, options: &'a Options, scratch: PathBuf) -> Result<Self> {
        let interpreter = python::environment(workspace)?;
        let requirements = workspace.path("crates/xtask/src/bench/requirements.txt");
        let tools = scratch.join(".venv");
        python::environment_in(&tools, &requirements)?;
        let build = ["build", "--release", "--quiet"];
        process::run(
            process::cargo(workspace)
                .args(build)
                .args(["-p", "buttress_cli"]),
        )?;
        process::run(
            process::cargo(workspace)
                .args(build)
                .args(["-p", "xtask", "--examples"]),
        )?;
        let release = release_folder()?;
        let program = |name: &str| release.join(format!("{name}{}", env::consts::EXE_SUFFIX));
        let programs = Programs {
            buttress: program("buttress"),
            floor: program("examples/floor"),
            empty: program("examples/empty"),
            lint_imports: python::program(&workspace.path(".venv"), "lint-imports"),
            ruff: python::program(&tools, "ruff"),
            tach: python::program(&tools, "tach"),
            jobs: options.jobs,
            caches: scratch.join("caches"),
        };
        Ok(Self {
            options,
            programs,
            interpreter,
            scratch,
        })
    }

    fn measure(&self) -> Result<Results> {
        let mut results = Results::default();
        for name in COMPARED
            .iter()
            .filter(|name| self.options.wants_corpus(name))
        {
            results.tables.push(self.compare(name)?);
        }
        let ours = self.options.wants_family("ours");
        if ours && self.options.wants_corpus("siblings") {
            results.siblings = Some(self.siblings()?);
        }
        if ours && self.options.wants_corpus("growth") {
            results.growth = self.growth()?;
        }
        if ours && self.options.wants_corpus("startup") {
            results.startup = Some(self.startup()?);
        }
        Ok(results)
    }

    /// All tools on one corpus.
    fn compare(&self, name: &str) -> Result<Table> {
        let corpus = match name {
            "synthetic" => self.maker().synthetic(name, GROWTH[0])?,
            _ => self.maker().real(name)?,
        };
        let edited = self.maker().edited(&corpus)?;
        let wanted = |subject: &Subject| self.options.wants_family(subject.family());
        let plan = Plan {
            programs: &self.programs,
            subjects: Subject::ALL.into_iter().filter(wanted).collect(),
            rounds: self.options.rounds,
            compare: self.options.wants_family("ours")
                && self.options.wants_family("import-linter"),
        };
        plan.run(&corpus, &edited)
    }

    fn siblings(&self) -> Result<Table> {
        let corpus = self.maker().real("siblings")?;
        let mut table = self.ours_alone(&corpus, self.options.rounds)?;
        if self.options.slow && self.options.wants_family("import-linter") {
            eprintln!("siblings: import-linter, some minutes");
            let theirs = Subject::ImportLinterCold;
            let sample = measure::run(&mut self.programs.command(theirs, &corpus))?;
            if table.rows[&Subject::OursCold][0].status != sample.status {
                return Err("the verdicts on `siblings` differ".to_owned());
            }
            table.rows.insert(theirs, vec![sample]);
        }
        Ok(table)
    }

    /// Each size in turn, in every round.
    fn growth(&self) -> Result<Vec<Table>> {
        let sizes = if self.options.slow {
            &GROWTH[..]
        } else {
            &GROWTH[..2]
        };
        let mut tables: Vec<Table> = Vec::new();
        for size in sizes {
            let corpus = self.maker().synthetic(&format!("growth-{size}"), *size)?;
            tables.push(self.ours_alone(&corpus, 0)?);
        }
        for round in 0..self.options.rounds {
            eprintln!("growth: round {} of {}", round + 1, self.options.rounds);
            for table in &mut tables {
                let cold = Subject::OursCold;
                let sample = measure::run(&mut self.programs.command(cold, &table.corpus))?;
                table.rows.entry(cold).or_default().push(sample);
            }
        }
        Ok(tables)
    }

    fn ours_alone(&self, corpus: &Corpus, rounds: usize) -> Result<Table> {
        let plan = Plan {
            programs: &self.programs,
            subjects: vec![Subject::OursCold],
            rounds,
            compare: false,
        };
        plan.run(corpus, corpus)
    }

    fn startup(&self) -> Result<Startup> {
        let mut startup = Startup {
            version: Vec::new(),
            empty: Vec::new(),
        };
        for _ in 0..self.options.rounds * STARTS {
            let version = measure::run(Command::new(&self.programs.buttress).arg("--version"))?;
            startup.version.push(version);
            startup
                .empty
                .push(measure::run(&mut Command::new(&self.programs.empty))?);
        }
        Ok(startup)
    }

    fn maker(&self) -> Maker<'_> {
        Maker {
            scratch: &self.scratch,
            interpreter: &self.interpreter,
        }
    }
}

/// Where cargo puts release builds: beside the folder of this task's own build.
fn release_folder() -> Result<PathBuf> {
    let own =
        env::current_exe().map_err(|error| format!("could not find this program: {error}"))?;
    let target = own.ancestors().nth(2).unwrap_or(Path::new("target"));
    Ok(target.join("release"))
}
