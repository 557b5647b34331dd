//! The file that a native configuration is written to.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use buttress::config::{self, BUTTRESS_TOML, Form, PYPROJECT_TOML};

use crate::args::Migrate;
use crate::exit::UserError;

/// A file that may be written, as far as could be seen beforehand.
pub(super) struct Target {
    pub(super) path: PathBuf,
    /// As it is shown.
    pub(super) shown: String,
    pub(super) form: Form,
    /// Whether something is there that would be overwritten.
    pub(super) exists: bool,
    /// What a `pyproject.toml` says already; the configuration comes after it.
    before: String,
    force: bool,
}

impl Target {
    /// The file that was asked for, or `buttress.toml` beside the original.
    pub(super) fn new(folder: &Path, source: &Path, migrate: &Migrate) -> Result<Self> {
        let beside = || source.with_file_name(BUTTRESS_TOML);
        let path = (migrate.output.as_ref()).map_or_else(beside, |named| folder.join(named));
        let shown = shown(folder, &path);
        let is_pyproject = path.file_name().is_some_and(|name| name == PYPROJECT_TOML);
        let target = Self {
            form: if is_pyproject {
                Form::Pyproject
            } else {
                Form::File
            },
            exists: path.exists() && !is_pyproject,
            before: String::new(),
            force: migrate.force,
            path,
            shown,
        };
        target.refuse(folder, source)?;
        if target.exists && !migrate.dry_run && !migrate.force {
            return Err(exists(&target.shown));
        }
        target.with_pyproject()
    }

    /// Says why something cannot be the output at all.
    fn refuse(&self, folder: &Path, source: &Path) -> Result<()> {
        let shown = &self.shown;
        let refused = |message: String, help: String| Err(UserError::new(message, help).into());
        if self.path.is_dir() {
            let file = Path::new(shown).join(BUTTRESS_TOML);
            let help = format!("name a file in it: --output {}", file.display());
            return refused(format!("`{shown}` is a folder"), help);
        }
        let parent = self.path.parent().filter(|parent| !parent.is_dir());
        if let Some(parent) = parent {
            let parent = self::shown(folder, parent);
            let message = format!("there is no folder `{parent}` to write in");
            return refused(message, "make it first, or name another file".to_owned());
        }
        if self.form == Form::File && self.path == source {
            let message = format!("`{shown}` is the configuration to migrate, and is kept");
            return refused(
                message,
                format!("name another file, such as {BUTTRESS_TOML}"),
            );
        }
        if self.form == Form::Pyproject && config::holds_table(&self.path) {
            let message = format!("`{shown}` has a table `[tool.buttress]` already");
            let help =
                format!("remove it first, or write a file of its own: --output {BUTTRESS_TOML}");
            return refused(message, help);
        }
        Ok(())
    }

    fn with_pyproject(mut self) -> Result<Self> {
        if self.form == Form::Pyproject && self.path.exists() {
            let read = fs::read_to_string(&self.path);
            self.before = read.with_context(|| format!("`{}` cannot be read", self.shown))?;
            if !self.before.is_empty() && !self.before.ends_with('\n') {
                self.before.push('\n');
            }
        }
        Ok(self)
    }

    /// The whole file with this configuration.
    pub(super) fn whole(&self, text: &str) -> String {
        let gap = if self.before.is_empty() { "" } else { "\n" };
        let is_crlf = self.before.contains("\r\n");
        let added = format!("{gap}{text}");
        let added = if is_crlf {
            added.replace('\n', "\r\n")
        } else {
            added
        };
        format!("{}{added}", self.before)
    }

    /// Writes the file; one that exists only if it may be overwritten, even if it came into being
    /// since.
    pub(super) fn write(&self, text: &str) -> Result<()> {
        let mut options = OpenOptions::new();
        options.write(true);
        if self.force || !self.before.is_empty() {
            options.create(true).truncate(true);
        } else {
            options.create_new(true);
        }
        let whole = self.whole(text);
        let written = options.open(&self.path);
        match written.and_then(|mut file| file.write_all(whole.as_bytes())) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(exists(&self.shown)),
            other => other.with_context(|| format!("could not write `{}`", self.shown)),
        }
    }
}

fn exists(shown: &str) -> anyhow::Error {
    let message = format!("`{shown}` exists already, and is kept");
    let help = "--force overwrites it, --output names another file, --dry-run prints".to_owned();
    UserError::new(message, help).into()
}

/// A path as it is shown: relative to the folder if it lies below it.
pub(super) fn shown(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.display().to_string()
}
