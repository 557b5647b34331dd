//! Whole configurations in memory: what they become, and what is said about them.

mod discovery;
mod files;
mod fuzz;
mod mistakes;
mod published;
mod values;

pub(crate) use published::schema_errors;

use std::fmt::Write as _;
use std::path::Path;

use buttress_project::Settings;
use buttress_source::{FileSpan, Finding};

use crate::{MemoryFiles, load};

/// The settings of `buttress.toml` among these files of the folder `/r`.
fn settings(files: &[(&str, &str)]) -> Settings {
    let files = files
        .iter()
        .map(|(path, text)| (format!("/r/{path}"), *text));
    load(&MemoryFiles::new(files), Path::new("/r/buttress.toml"))
}

/// The settings of a `buttress.toml` alone.
fn parsed(text: &str) -> Settings {
    settings(&[("buttress.toml", text)])
}

/// The settings of a `buttress.toml` that has no mistakes.
fn clean(text: &str) -> Settings {
    let settings = parsed(text);
    assert_eq!(render(&settings), "");
    settings
}

/// Everything that is said about a `buttress.toml`.
fn said(text: &str) -> String {
    render(&parsed(text))
}

/// The findings of the configuration, then those of each contract.
pub(crate) fn render(settings: &Settings) -> String {
    let contracts = settings.contracts.iter().flat_map(|entry| &entry.findings);
    let mut text = String::new();
    for finding in settings.findings.iter().chain(contracts) {
        render_finding(settings, finding, &mut text);
    }
    text
}

fn render_finding(settings: &Settings, finding: &Finding, text: &mut String) {
    let place = finding.span.map(|span| place(settings, span));
    let place = place.or_else(|| finding.path.clone()).unwrap_or_default();
    writeln!(text, "{place}: {}: {}", finding.code, finding.message).unwrap();
    if let Some(help) = &finding.help {
        writeln!(text, "    help: {help}").unwrap();
    }
    for related in &finding.related {
        let place = self::place(settings, related.span);
        writeln!(text, "    {place}: {}", related.message).unwrap();
    }
}

pub(crate) fn place(settings: &Settings, at: FileSpan) -> String {
    let file = &settings.config_files[at.file.index()];
    let position = file.source.position(at.span.start);
    let (line, column) = (position.line, position.column);
    format!(
        "{}:{line}:{column} {}",
        file.path,
        file.source.slice(at.span)
    )
}
