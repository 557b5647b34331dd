//! The binary under the names `lint-imports` and `import-linter`: import-linter's options, layout and
//! exit status.
//!
//! A job that runs either can run this instead. What it prints is on stdout, errors of the
//! configuration too, and the exit status is 0 or 1; only a mistake on the command line gives 2.

mod args;
mod stopwatch;

use std::io;
use std::mem::ManuallyDrop;
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result};
use buttress::python::{PythonOptions, Variables};
use buttress::render::{LintImportsOptions, render_lint_imports, render_lint_imports_warnings};
use buttress::{CheckRequest, Limits, Places, Project, Settings, Status, config};

use crate::exit::{self, Exit, UserError};
use crate::output;
use crate::project::use_cache;
use args::{Lint, Request};
use stopwatch::Stopwatch;

pub(crate) use args::of_process;

/// The version of import-linter that is followed, as its own command tells it.
const FOLLOWED: &str = "import-linter 2.16";

/// Does the whole job of the process that was asked for this.
pub(crate) fn main(request: Request) -> Exit {
    let result = match request {
        Request::Version => say(FOLLOWED, Exit::Kept),
        Request::Help(text) => say(text.trim_end(), Exit::Kept),
        Request::Lint(lint) => run(&lint),
        Request::Elsewhere(command) => {
            let message = format!("buttress has no command `import-linter {}`", command.name);
            Err(UserError::new(message, command.instead.to_owned()).into())
        }
    };
    result.unwrap_or_else(|error| match exit::report(&error) {
        // Only the command line gives 2 under these names.
        Exit::Error => Exit::Broken,
        other => other,
    })
}

/// What is wrong with `buttress --quiet lint-imports`.
pub(crate) fn comes_first() -> anyhow::Error {
    let message = "`lint-imports` takes import-linter's options only";
    let help = "write `buttress lint-imports`, without options of buttress before it";
    UserError::new(message, help.to_owned()).into()
}

fn run(arguments: &Lint) -> Result<Exit> {
    let folder = std::env::current_dir().context("the working directory cannot be used")?;
    match settings(arguments, &folder) {
        Ok(settings) => check(arguments, settings),
        Err(message) => say(&message, Exit::Broken),
    }
}

/// The settings of the file that is named or found; else what import-linter says.
fn settings(arguments: &Lint, folder: &Path) -> Result<Settings, String> {
    let named = arguments.config.as_deref();
    let Some(named) = named.filter(|path| !path.is_empty()).map(Path::new) else {
        // Under this name import-linter's own files come first.
        if let Some(found) = config::discover_importlinter(folder) {
            return Ok(config::load_importlinter(&found, folder));
        }
        if let Some(found) = config::discover(folder) {
            return Ok(config::load_in(&found, folder));
        }
        let broken = config::broken_importlinter(folder);
        let broken = broken.ok_or("Could not read any configuration.")?;
        return Ok(config::load_importlinter(&broken, folder));
    };
    let path = folder.join(named);
    if !path.is_file() {
        return Err(format!("Could not find {}.", named.display()));
    }
    if path.extension().is_none_or(|extension| extension != "toml") {
        // As in import-linter, a file of any other name is INI.
        return Ok(config::load_importlinter(&path, folder));
    }
    Ok(config::load_in(&path, folder))
}

fn check(arguments: &Lint, mut settings: Settings) -> Result<Exit> {
    settings.use_python(PythonOptions {
        variables: Variables::of_this_process(),
        ..PythonOptions::default()
    });
    // As in import-linter, an empty name is that of the usual folder.
    let named = arguments.cache_dir.as_deref();
    let cache_dir = named.filter(|path| !path.is_empty()).map(Path::new);
    use_cache(&mut settings, arguments.no_cache, cache_dir);
    if settings.contracts.is_empty() && settings.findings.is_empty() {
        return say(NO_CONTRACTS, Exit::Broken);
    }
    let stopwatch = Stopwatch::start();
    let limits = Limits {
        progress: &stopwatch,
        ..Limits::default()
    };
    // To give its memory back piece by piece takes longer than to end the process.
    let project = ManuallyDrop::new(Project::load(settings, limits));
    let graph = stopwatch.elapsed();
    if let Some(message) = unknown_contracts(&project, &arguments.contracts) {
        return say(&message, Exit::Broken);
    }
    let request = CheckRequest {
        contracts: arguments.contracts.clone(),
        ..CheckRequest::default()
    };
    // The lines of statements are all that is written of imports.
    let report = ManuallyDrop::new(project.check_for(&request, &stopwatch, |_| Places::none()));
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
    // import-linter has no such warnings, so they stay out of what is compared with its output.
    let color = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    render_lint_imports_warnings(&report, color, &mut io::stderr().lock())?;
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
