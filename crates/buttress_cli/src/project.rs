//! From the global options to a project that was read.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result};
use buttress::python::{PythonOptions, Variables};
use buttress::render::{Format, RenderOptions, Verbosity, render};
use buttress::{CacheSettings, Limits, Project, Settings, Status, config};

use crate::args::Global;
use crate::exit::UserError;
use crate::progress::Listener;

/// A project, and the listener that saw it being read.
pub(crate) struct Loaded {
    /// Never dropped: to give its memory back piece by piece takes longer than to end the process.
    pub(crate) project: ManuallyDrop<Project>,
    pub(crate) listener: Arc<Listener>,
}

impl Loaded {
    /// Reads the project that the settings describe.
    pub(crate) fn new(mut settings: Settings, global: &Global) -> Self {
        let notes = settings.use_python(python(global));
        use_cache(&mut settings, global.no_cache, global.cache_dir.as_deref());
        let listener = Listener::new(global.quiet);
        let limits = Limits {
            jobs: global.jobs.map(Into::into),
            progress: &*listener,
        };
        let project = Project::load(settings, limits);
        if global.verbose {
            describe(&project, &notes);
        }
        Self {
            project: ManuallyDrop::new(project),
            listener,
        }
    }

    /// Shows what was odd about the project on stderr, for commands whose output is not a report.
    pub(crate) fn show_findings(&self) -> Result<Status> {
        let report = self.project.findings();
        if !report.findings.is_empty() {
            let options = RenderOptions {
                color: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
                verbosity: Verbosity::Quiet,
                ..RenderOptions::default()
            };
            render(&report, Format::Full, &options, &mut io::stderr().lock())?;
        }
        Ok(report.status)
    }

    /// Ends the progress line and tells the times, if they are asked for.
    pub(crate) fn finish(&self, global: &Global) {
        self.listener.finish();
        if global.timings {
            self.listener.print_timings();
        }
    }
}

/// The settings of the configuration file that is named or found; none if there is no file.
pub(crate) fn settings(global: &Global) -> Result<Option<Settings>> {
    let folder = std::env::current_dir().context("the working directory cannot be used")?;
    let Some(named) = &global.config else {
        return Ok(config::discover(&folder).map(|path| config::load_in(&path, &folder)));
    };
    let path = existing_file(&folder, named)?;
    Ok(Some(config::load_in(&path, &folder)))
}

/// The configuration file that was named on the command line.
pub(crate) fn existing_file(folder: &Path, named: &Path) -> Result<PathBuf> {
    let path = folder.join(named);
    if path.is_dir() {
        let message = format!("`{}` is a folder", named.display());
        let help = format!(
            "name a file in it: --config {}",
            named.join(config::BUTTRESS_TOML).display()
        );
        return Err(UserError::new(message, help).into());
    }
    if !path.exists() {
        let message = format!("there is no file `{}`", named.display());
        return Err(UserError::new(message, None).into());
    }
    Ok(path)
}

/// The settings, or the defaults for the working directory.
pub(crate) fn settings_or_defaults(global: &Global) -> Result<Settings> {
    let folder = std::env::current_dir().context("the working directory cannot be used")?;
    Ok(settings(global)?.unwrap_or_else(|| Settings::new(folder)))
}

/// Applies what the command line says of the cache.
pub(crate) fn use_cache(settings: &mut Settings, no_cache: bool, folder: Option<&Path>) {
    if no_cache {
        settings.cache = None;
    } else if let Some(folder) = folder {
        // What is typed is relative to where it is typed.
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let usual = CacheSettings::usual(&settings.base);
        let cache = settings.cache.take().unwrap_or(usual);
        settings.cache = Some(CacheSettings { folder, ..cache });
    }
}

/// The Python environment that the options and the shell mean.
fn python(global: &Global) -> PythonOptions {
    // What is typed is relative to where it is typed; the settings may be those of another folder.
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folders = global.pythonpath.iter().flat_map(std::env::split_paths);
    let folders = folders.filter(|folder| !folder.as_os_str().is_empty());
    PythonOptions {
        working_directory: None,
        python: global.python.as_deref().map(absolute),
        pythonpath: folders.map(|folder| absolute(&folder)).collect(),
        variables: Variables::of_this_process(),
    }
}

fn describe(project: &Project, notes: &[String]) {
    let mut stderr = anstream::stderr();
    let settings = project.settings();
    let config = settings
        .config
        .as_ref()
        .map_or("none", |config| &config.path);
    let _ = writeln!(stderr, "configuration: {config}");
    let _ = writeln!(stderr, "base folder: {}", settings.base.display());
    let roots: Vec<_> = project.graph().table().roots().collect();
    let _ = writeln!(stderr, "root packages: {}", roots.join(", "));
    for note in notes {
        let _ = writeln!(stderr, "{note}");
    }
    let stats = project.stats();
    let _ = writeln!(stderr, "files read: {}", stats.files);
}
