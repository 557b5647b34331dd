//! What is said on stderr about a migration.

use std::io::{self, Write};
use std::path::Path;

use buttress::config;

use super::proof::{Original, Proof};
use super::target::{Target, shown};
use crate::args::Migrate;

/// All there is to tell.
pub(super) struct Story<'s> {
    pub(super) folder: &'s Path,
    pub(super) source: &'s Path,
    pub(super) target: &'s Target,
    pub(super) original: &'s Original,
    pub(super) proof: &'s Proof,
}

impl Story<'_> {
    /// What is written otherwise, and what depends on this machine.
    pub(super) fn changes(&self) -> io::Result<()> {
        let mut stderr = anstream::stderr();
        let migration = &self.proof.migration;
        for change in &migration.changes {
            writeln!(stderr, "changed: {change}")?;
        }
        for note in &migration.notes {
            writeln!(stderr, "note: {note}")?;
        }
        Ok(())
    }

    /// What has no native form, and how to go on checking it.
    pub(super) fn left_out(&self) -> io::Result<()> {
        let mut stderr = anstream::stderr();
        for left_out in &self.proof.migration.left_out {
            writeln!(stderr, "left out: {left_out}")?;
        }
        let contracts = self.original.settings.contracts.iter();
        let custom = contracts.filter(|entry| entry.custom.is_some());
        let ids: Vec<String> = custom.map(|entry| quoted(&entry.header.id)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let source = shown(self.folder, self.source);
        let options = ids.iter().map(|id| format!(" --contract {id}"));
        let options: String = options.collect();
        // A `pyproject.toml` with a native table is read as native by all but `lint-imports`.
        let command = if self.target.path == self.source {
            "buttress lint-imports".to_owned()
        } else {
            format!("buttress check --config {}", quoted(&source))
        };
        writeln!(
            stderr,
            "help: keep `{source}`, and check what needs Python with: {command}{options}"
        )
    }

    /// Where the two configurations differ, so that nothing was written.
    pub(super) fn differences(&self, is_dry_run: bool) -> io::Result<()> {
        let mut stderr = anstream::stderr();
        for difference in &self.proof.differences {
            writeln!(stderr, "different: {difference}")?;
        }
        let shown = &self.target.shown;
        if is_dry_run {
            writeln!(
                stderr,
                "error: what is printed does not judge the project as import-linter's \
                 configuration does; without --dry-run, `{shown}` would not be written"
            )
        } else {
            writeln!(
                stderr,
                "error: the native configuration would not judge the project as import-linter's \
                 does, so `{shown}` was not written"
            )?;
            writeln!(stderr, "help: --dry-run prints it, to be mended by hand")
        }
    }

    /// What was written, or would be.
    pub(super) fn conclusion(&self, migrate: &Migrate) -> io::Result<()> {
        let mut stderr = anstream::stderr();
        let Target { shown, path, .. } = self.target;
        let wrote = if migrate.dry_run {
            "would write"
        } else {
            "wrote"
        };
        let expressed = match self.proof.migration.expressed.len() {
            1 => "the same verdict on 1 contract".to_owned(),
            many => format!("the same verdicts on {many} contracts"),
        };
        let all = self.original.settings.contracts.len();
        let rest = match all - self.proof.migration.expressed.len() {
            0 => String::new(),
            1 => "; 1 contract is left out".to_owned(),
            many => format!("; {many} contracts are left out"),
        };
        writeln!(
            stderr,
            "{wrote} `{shown}`: {expressed}, and the same violations{rest}"
        )?;
        if migrate.dry_run && self.target.exists && !migrate.force {
            return writeln!(
                stderr,
                "note: `{shown}` exists already; --force overwrites it"
            );
        }
        let is_in_force = migrate.dry_run || config::discover(self.folder).as_ref() == Some(path);
        if is_in_force {
            return Ok(());
        }
        writeln!(
            stderr,
            "note: in this folder it has to be named: buttress check --config {}",
            quoted(shown)
        )
    }
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,\\".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
