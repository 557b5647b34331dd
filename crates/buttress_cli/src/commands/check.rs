//! `buttress check`.

use std::io::{self, ErrorKind, Write};
use std::mem::ManuallyDrop;

use anyhow::{Context, Result};
use buttress::render::{Format, MaxChains, RenderOptions, Verbosity, places, render};
use buttress::source::{Code, Finding};
use buttress::{CheckRequest, Draft, Places, Project, Report, Settings, Status, config};

use crate::args::{Check, Global, OutputFile};
use crate::exit::{Exit, UserError};
use crate::output;
use crate::project::{Loaded, settings};

/// A configuration to start from, shown when there is none.
const NO_CONFIG: &str = "\
create a buttress.toml where the project begins, for example with

    [[contracts]]
    id = \"layers\"
    type = \"layers\"
    layers = [\"shop.api\", \"shop.domain\", \"shop.data\"]

The nearest buttress.toml counts, or pyproject.toml with a [tool.buttress] table, from the working
directory up to the repository's root; --config names another file.";

pub(crate) fn run(check: &Check, global: &Global) -> Result<Exit> {
    let mut settings = settings(global)?.ok_or_else(no_configuration)?;
    require_contracts(&mut settings);
    settings.strict = check.strict;
    let loaded = Loaded::new(settings, global);
    require_known(&loaded.project, &check.contracts)?;
    let request = CheckRequest {
        contracts: check.contracts.clone(),
        max_chains: chains_to_search(check),
    };
    let paths = shown_paths(check, &loaded.project)?;
    let mut elsewhere = 0;
    let options = |format, color| RenderOptions {
        color,
        max_chains: max_chains(check, format),
        elapsed: Some(loaded.listener.elapsed()),
        verbosity: verbosity(global),
        width: output::width(),
        ..RenderOptions::default()
    };
    let shown = |draft: &mut Draft<'_>| {
        if !paths.is_empty() {
            elsewhere = draft.restrict_to(&paths);
        }
        let of_format = |format| places(draft.outline(), format, &options(format, false));
        formats(check)
            .map(of_format)
            .fold(Places::none(), Places::or)
    };
    let report = (loaded.project).check_for(&request, &*loaded.listener, shown);
    // To give its memory back piece by piece takes longer than to end the process.
    let report = ManuallyDrop::new(report);
    loaded.finish(global);
    tell_of_others(elsewhere)?;
    for file in &check.outputs {
        write_file(file, &report, &options(file.format, false))?;
    }
    let status = Exit::from(report.status);
    if global.quiet && nothing_to_say(&report) && check.format != Format::Json {
        return Ok(status);
    }
    let options = options(check.format, output::colored());
    output::to_stdout(|out| render(&report, check.format, &options, out), status)
}

/// Nothing was found, or only something with a slip in its name.
fn no_configuration() -> UserError {
    let misspelt = std::env::current_dir()
        .ok()
        .and_then(|folder| config::misspelt_table(&folder));
    match misspelt {
        Some((path, written, meant)) => {
            let message = format!(
                "there is no configuration, but a table `[tool.{written}]` in {}",
                path.display()
            );
            UserError::new(message, format!("did you mean `[tool.{meant}]`?"))
        }
        None => UserError::new("there is no configuration", NO_CONFIG.to_owned()),
    }
}

/// Whether nothing is wrong, not even as a warning, which leaves the status of the report alone.
fn nothing_to_say(report: &Report) -> bool {
    let mut contracts = report.contracts.iter();
    report.findings.is_empty()
        && contracts.all(|contract| contract.status == Status::Kept && contract.findings.is_empty())
}

/// A configuration that reads well but holds nothing to check is a mistake, not a success.
fn require_contracts(settings: &mut Settings) {
    if settings.contracts.is_empty() && settings.findings.is_empty() {
        let path = settings.config.as_ref().map_or("", |config| &config.path);
        let message = format!("`{path}` has no contracts");
        let finding = Finding::new(Code::MissingOption, message)
            .in_path(path)
            .help("add a [[contracts]] table to it");
        settings.findings.push(finding);
    }
}

fn require_known(project: &Project, ids: &[String]) -> Result<()> {
    let unknown = project.unknown_contracts(ids);
    let Some(first) = unknown.first() else {
        return Ok(());
    };
    let known: Vec<&str> = (project.settings().contracts.iter())
        .map(|entry| entry.header.id.as_str())
        .collect();
    let help = match buttress::source::nearest(first, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the contracts are: {}", known.join(", ")),
    };
    let message = format!("there is no contract `{}`", unknown.join("`, `"));
    Err(UserError::new(message, help).into())
}

/// The paths that were asked for, as the report has them.
fn shown_paths(check: &Check, project: &Project) -> Result<Vec<String>> {
    let base = project.settings().base.as_path();
    let base = base.canonicalize().unwrap_or_else(|_| base.to_owned());
    let mut shown = Vec::new();
    for path in &check.paths {
        let absolute = path.canonicalize().map_err(|error| {
            let path = path.display();
            let message = match error.kind() {
                ErrorKind::NotFound => format!("there is no file or folder `{path}`"),
                _ => format!("`{path}` cannot be used: {error}"),
            };
            UserError::new(message, None)
        })?;
        let relative = absolute.strip_prefix(&base).map_err(|_| {
            let message = format!("`{}` lies outside of the project", path.display());
            UserError::new(message, format!("the project is {}", base.display()))
        })?;
        let parts = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy());
        shown.push(parts.collect::<Vec<_>>().join("/"));
    }
    Ok(shown)
}

/// Says how many violations have no import in the paths that were asked for.
fn tell_of_others(hidden: usize) -> io::Result<()> {
    let more = match hidden {
        0 => return Ok(()),
        1 => "1 more violation has".to_owned(),
        _ => format!("{hidden} more violations have"),
    };
    writeln!(anstream::stderr(), "{more} no import in these paths")
}

/// All formats that are written.
fn formats(check: &Check) -> impl Iterator<Item = Format> {
    let files = check.outputs.iter().map(|file| file.format);
    files.chain([check.format])
}

fn max_chains(check: &Check, format: Format) -> MaxChains {
    let default = || format.default_max_chains(output::on_terminal());
    check.max_chains.unwrap_or_else(default)
}

/// The greatest number that any of the formats shows.
fn chains_to_search(check: &Check) -> Option<usize> {
    if !check.paths.is_empty() {
        // Which chains are shown is decided by where they pass, so all have to be known.
        return None;
    }
    let bounds = formats(check).map(|format| match max_chains(check, format) {
        // Even a violation without a frame is shown at the import to remove.
        MaxChains::AtMost(bound) => Some(bound.max(1)),
        MaxChains::All => None,
    });
    bounds.reduce(|a, b| Some(a?.max(b?))).flatten()
}

fn verbosity(global: &Global) -> Verbosity {
    match (global.quiet, global.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    }
}

fn write_file(file: &OutputFile, report: &Report, options: &RenderOptions) -> Result<()> {
    let write = |out: &mut dyn Write| render(report, file.format, options, out);
    output::to_file(&file.path, write)
        .with_context(|| format!("could not write `{}`", file.path.display()))
}
