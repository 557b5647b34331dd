//! `buttress migrate`: import-linter's configuration as a native one, and the proof that both judge the
//! project alike.
//!
//! `target` knows what is written where, `proof` checks both configurations, `compare` tells their
//! reports apart, and `tell` says what came of it.

mod compare;
mod proof;
mod target;
mod tell;

use std::io;
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result};
use buttress::config;
use buttress::render::{Format, RenderOptions, Verbosity, render};
use buttress::{Report, Status};

use crate::args::{Global, Migrate};
use crate::exit::{Exit, UserError};
use crate::output;
use crate::project::existing_file;
use proof::{Original, Proof};
use target::Target;
use tell::Story;

pub(crate) fn run(migrate: &Migrate, global: &Global) -> Result<Exit> {
    let folder = std::env::current_dir().context("the working directory cannot be used")?;
    let source = source(&folder, global)?;
    let target = Target::new(&folder, &source, migrate)?;
    let original = Original::check(config::load_importlinter(&source, &folder), global);
    if original.report.status == Status::Error {
        show(&original.report)?;
        let message = "import-linter's configuration could not be checked, so nothing is migrated";
        let help = "mend what is reported above first".to_owned();
        return Err(UserError::new(message, help).into());
    }
    let proof = original.migrate(&target, global);
    let story = Story {
        folder: &folder,
        source: &source,
        target: &target,
        original: &original,
        proof: &proof,
    };
    if proof.migration.expressed.is_empty() {
        story.left_out()?;
        let message = "there is nothing to migrate: no contract has a native form";
        let help = "keep import-linter's configuration".to_owned();
        return Err(UserError::new(message, help).into());
    }
    conclude(&story, migrate, global)?;
    let status = status(&proof);
    if !migrate.dry_run {
        return Ok(status);
    }
    let text = proof.migration.text.as_bytes();
    output::to_stdout(|out| out.write_all(text), status)
}

/// Tells what there is to tell, and writes the file if it is proven and wanted.
fn conclude(story: &Story<'_>, migrate: &Migrate, global: &Global) -> Result<()> {
    if !global.quiet {
        story.changes()?;
    }
    story.left_out()?;
    if !story.proof.holds() {
        return Ok(story.differences(migrate.dry_run)?);
    }
    if !migrate.dry_run {
        story.target.write(&story.proof.migration.text)?;
    }
    if !global.quiet {
        story.conclusion(migrate)?;
    }
    Ok(())
}

/// 0 if everything is expressed, 1 if something is left out, 2 if it would be judged otherwise.
fn status(proof: &Proof) -> Exit {
    if !proof.holds() {
        Exit::Error
    } else if proof.migration.left_out.is_empty() {
        Exit::Kept
    } else {
        Exit::Broken
    }
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

fn show(report: &Report) -> io::Result<()> {
    let options = RenderOptions {
        color: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
        verbosity: Verbosity::Quiet,
        ..RenderOptions::default()
    };
    render(report, Format::Full, &options, &mut io::stderr().lock())
}
