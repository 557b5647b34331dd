//! The binary under the name `lint-imports`: import-linter's options, layout and exit status.
//!
//! A job that runs `lint-imports` can run this instead. What it prints is on stdout, errors of the
//! configuration too, and the exit status is 0 or 1; only a mistake on the command line gives 2.

mod args;
mod stopwatch;

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result};
use buttress::python::{PythonOptions, Variables};
use buttress::render::{LintImportsOptions, render_lint_imports};
use buttress::{CheckRequest, Limits, Project, Settings, Status, config};
use clap::Parser;

use crate::exit::{self, Exit};
use crate::output;
use crate::project::use_cache;
use args::LintImports;
use stopwatch::Stopwatch;

pub(crate) use args::of_process;

/// The version of import-linter that is followed, as its own command tells it.
const FOLLOWED: &str = "import-linter 2.16";

/// Does the whole job of the process, whose arguments these are.
pub(crate) fn main(arguments: Vec<OsString>) -> Exit {
    run(arguments).unwrap_or_else(|error| match exit::report(&error) {
        // Only the command line gives 2 under this name.
        Exit::Error => Exit::Broken,
        other => other,
    })
}

fn run(arguments: Vec<OsString>) -> Result<Exit> {
    let arguments = LintImports::parse_from(arguments);
    if arguments.version {
        return say(FOLLOWED, Exit::Kept);
    }
    let folder = std::env::current_dir().context("the working directory cannot be used")?;
    match settings(&arguments, &folder) {
        Ok(settings) => check(&arguments, settings),
        Err(message) => say(&message, Exit::Broken),
    }
}

/// The settings of the file that is named or found; else what import-linter says.
fn settings(arguments: &LintImports, folder: &Path) -> Result<Settings, String> {
    let named = arguments.config.as_deref();
    let Some(named) = named.filter(|path| !path.as_os_str().is_empty()) else {
        // Under this name import-linter's own files come first.
        if let Some(found) = config::discover_importlinter(folder) {
            return Ok(config::load_importlinter(&found, folder));
        }
        let found = config::discover(folder);
        let found = found.ok_or("Could not read any configuration.")?;
        return Ok(config::load_in(&found, folder));
    };
    let path = folder.join(named);
    if !path.is_file() {
        return Err(format!("Could not find {}.", named.display()));
    }
    Ok(config::load_in(&path, folder))
}

fn check(arguments: &LintImports, mut settings: Settings) -> Result<Exit> {
    settings.use_python(PythonOptions {
        variables: Variables::of_this_process(),
        ..PythonOptions::default()
    });
    use_cache(
        &mut settings,
        arguments.no_cache,
        arguments.cache_dir.as_deref(),
    );
    if settings.contracts.is_empty() && settings.findings.is_empty() {
        return say(NO_CONTRACTS, Exit::Broken);
    }
    let stopwatch = Stopwatch::start();
    let limits = Limits {
        progress: &stopwatch,
        ..Limits::default()
    };
    let project = Project::load(settings, limits);
    let graph = stopwatch.elapsed();
    if let Some(message) = unknown_contracts(&project, &arguments.contracts) {
        return say(&message, Exit::Broken);
    }
    let request = CheckRequest {
        contracts: arguments.contracts.clone(),
        ..CheckRequest::default()
    };
    let report = project.check(&request, &stopwatch);
    let options = LintImportsOptions {
        color: output::colored(),
        logo: !arguments.no_logo,
        verbose: arguments.verbose,
        show_timings: arguments.show_timings,
        timings: stopwatch.timings(graph),
    };
    let exit = match report.status {
        Status::Kept => Exit::Kept,
        Status::Broken | Status::Error => Exit::Broken,
    };
    output::to_stdout(|out| render_lint_imports(&report, &options, out), exit)
}

/// What import-linter says when there is nothing to check.
const NO_CONTRACTS: &str = "\
No contracts found in the configuration.

Each contract goes in an 'importlinter:contract:<name>' section (INI files)
or a 'tool.importlinter.contracts' array of tables (TOML files).";

/// What import-linter says of ids that no contract has.
fn unknown_contracts(project: &Project, ids: &[String]) -> Option<String> {
    let mut unknown = project.unknown_contracts(ids);
    unknown.sort_unstable();
    unknown.dedup();
    match unknown.as_slice() {
        [] => None,
        [id] => Some(format!(
            "Could not find contract '{id}'.\n\nYou asked to limit the check to that contract, but \
             nothing exists with that id."
        )),
        ids => Some(format!(
            "Could not find the following contract ids: {}.\n\nYou asked to limit the check to \
             those contracts, but there are no contracts with those ids.",
            ids.join(", ")
        )),
    }
}

fn say(text: &str, exit: Exit) -> Result<Exit> {
    output::to_stdout(|out| writeln!(out, "{text}"), exit)
}
