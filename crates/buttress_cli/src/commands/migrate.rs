//! `buttress migrate`: import-linter's configuration as a native one, and the proof that both judge the
//! project alike.

mod compare;

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result};
use buttress::config::{self, BUTTRESS_TOML, Migration, PYPROJECT_TOML};
use buttress::render::{Format, RenderOptions, Verbosity, render};
use buttress::{CheckRequest, Report, Settings, Status};

use crate::args::{Global, Migrate};
use crate::exit::{Exit, UserError};
use crate::output;
use crate::project::{Loaded, existing_file};

pub(crate) fn run(migrate: &Migrate, global: &Global) -> Result<Exit> {
    let folder = std::env::current_dir().context("the working directory cannot be used")?;
    let source = source(&folder, global)?;
    let target = target(&folder, &source, migrate)?;
    let settings = config::load_importlinter(&source, &folder);
    let (settings, before) = check_original(settings, global);
    if before.status == Status::Error {
        show(&before)?;
        let message = "the configuration of import-linter could not be judged";
        let help = "mend what is reported above; it would be wrong in the new one too".to_owned();
        return Err(UserError::new(message, help).into());
    }
    if settings
        .contracts
        .iter()
        .all(|entry| entry.custom.is_some())
    {
        let message =
            "there is nothing to migrate: the types of all contracts are written in Python";
        return Err(
            UserError::new(message, "keep import-linter's configuration".to_owned()).into(),
        );
    }
    let base = target.parent().unwrap_or(&folder);
    let migration = config::migrate(&settings, base);
    let after = check_text(&target, &migration.text, global);
    let differences = compare::differences(&before, &after);
    explain(&migration, &differences)?;
    let proven = differences.is_empty();
    let status = if proven { Exit::Kept } else { Exit::Broken };
    if migrate.dry_run {
        return output::to_stdout(|out| out.write_all(migration.text.as_bytes()), status);
    }
    if proven {
        write_new(&target, &migration.text, migrate.force)?;
        conclude(&folder, &target, before.contracts.len())?;
    }
    Ok(status)
}

/// The configuration to migrate.
fn source(folder: &Path, global: &Global) -> Result<PathBuf> {
    if let Some(named) = &global.config {
        return existing_file(folder, named);
    }
    config::discover_importlinter(folder).ok_or_else(|| {
        let message = "there is no configuration of import-linter in this folder";
        let help = "run it where `lint-imports` is run, or name the file with --config".to_owned();
        UserError::new(message, help).into()
    })
}

/// The file to write, if it may be written.
fn target(folder: &Path, source: &Path, migrate: &Migrate) -> Result<PathBuf> {
    let beside = || source.with_file_name(BUTTRESS_TOML);
    let target = (migrate.output.as_ref()).map_or_else(beside, |named| folder.join(named));
    let shown = shown(folder, &target);
    if target
        .file_name()
        .is_some_and(|name| name == PYPROJECT_TOML)
        || target == source
    {
        let message = format!("`{shown}` cannot be the output: the whole file would be replaced");
        let help = format!("name another file, such as {BUTTRESS_TOML}");
        return Err(UserError::new(message, help).into());
    }
    if !migrate.dry_run && !migrate.force && target.exists() {
        return Err(exists(&shown));
    }
    Ok(target)
}

fn exists(shown: &str) -> anyhow::Error {
    let message = format!("`{shown}` exists already");
    let help = "--force overwrites it, --dry-run prints the new configuration instead".to_owned();
    UserError::new(message, help).into()
}

fn shown(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.display().to_string()
}

/// Checks what can be expressed natively. Gives the settings too, with the search path that was
/// found.
fn check_original(mut settings: Settings, global: &Global) -> (Settings, Report) {
    let mut native = settings.clone();
    native.contracts.retain(|entry| entry.custom.is_none());
    let (source_roots, report) = check(native, global);
    settings.source_roots = source_roots;
    (settings, report)
}

fn check_text(target: &Path, text: &str, global: &Global) -> Report {
    check(config::load_text(target, text), global).1
}

fn check(settings: Settings, global: &Global) -> (buttress::python::SourceRoots, Report) {
    let loaded = Loaded::new(settings, global);
    let request = CheckRequest {
        contracts: Vec::new(),
        max_chains: Some(1),
    };
    let report = loaded.project.check(&request, &*loaded.listener);
    loaded.finish(global);
    (loaded.project.settings().source_roots.clone(), report)
}

fn show(report: &Report) -> io::Result<()> {
    let options = RenderOptions {
        color: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
        verbosity: Verbosity::Quiet,
        ..RenderOptions::default()
    };
    render(report, Format::Full, &options, &mut io::stderr().lock())
}

/// Says on stderr what is written otherwise, what is left out, and where the verdicts differ.
fn explain(migration: &Migration, differences: &[String]) -> io::Result<()> {
    let mut stderr = anstream::stderr();
    for change in &migration.changes {
        writeln!(stderr, "changed: {change}")?;
    }
    for left_out in &migration.left_out {
        writeln!(stderr, "left out: {left_out}")?;
    }
    for difference in differences {
        writeln!(stderr, "different: {difference}")?;
    }
    if !differences.is_empty() {
        let said = "the two configurations do not judge the project alike, so nothing is written";
        writeln!(stderr, "{said}")?;
    }
    Ok(())
}

/// Writes the file; one that exists only if it may be overwritten, even if it came into being since.
fn write_new(target: &Path, text: &str, force: bool) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).truncate(force);
    if force {
        options.create(true);
    } else {
        options.create_new(true);
    }
    let written = (options.open(target)).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(exists(&target.display().to_string()))
        }
        other => other.with_context(|| format!("could not write `{}`", target.display())),
    }
}

fn conclude(folder: &Path, target: &Path, contracts: usize) -> io::Result<()> {
    let shown = shown(folder, target);
    let contracts = match contracts {
        1 => "the same verdict on 1 contract".to_owned(),
        many => format!("the same verdicts on {many} contracts"),
    };
    let mut stderr = anstream::stderr();
    writeln!(
        stderr,
        "wrote `{shown}`: {contracts}, and the same violations"
    )
}
