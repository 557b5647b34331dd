//! Settings that were read from import-linter's configuration, written as a native one.
//!
//! `contract` says which options a contract has, `pieces` puts them together in the order of the
//! original with the comments that `comments` finds around them, `toml_text` writes values, and
//! `roots` finds the source roots. The text is read again by `load_text` of this crate, so that a
//! caller can prove that both say the same before anything is written to disk.

mod comments;
mod contract;
mod pieces;
mod roots;
mod toml_text;

use std::collections::BTreeSet;
use std::path::Path;

use buttress_graph::{ExternalMode, KindFilter};
use buttress_project::Settings;
use buttress_source::{Code, Severity, SourceText};

use crate::file_system::FileSystem;
use crate::importlinter::{self, RawConfig};
use comments::{Comments, Section};
use pieces::Pieces;
pub use toml_text::Form;
use toml_text::{Writer, quote};

/// A native configuration made from import-linter's, and what there is to tell about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migration {
    /// The text of a `buttress.toml`, or of the tables of a `pyproject.toml`.
    pub text: String,
    /// Options that are called or written otherwise, one line each.
    pub changes: Vec<String>,
    /// What depends on this machine, one line each.
    pub notes: Vec<String>,
    /// What a native configuration cannot express, one line each.
    pub left_out: Vec<String>,
    /// The contracts that are expressed: their numbers in the settings, from 0.
    pub expressed: Vec<usize>,
}

/// Writes settings of import-linter's as a native configuration for the folder `folder`.
///
/// The settings should be free of errors; of a contract that could not be understood only a comment
/// is left. Their source roots should be those of the environment, see [`Settings::use_python`].
/// Every severity that they set is written; most projects need none of them to be judged alike.
/// O(size of the configuration), times the folders of the search path for each root package.
pub fn migrate(fs: &dyn FileSystem, settings: &Settings, folder: &Path, form: Form) -> Migration {
    let source = settings.config_files.first();
    let text = source.map_or("", |file| SourceText::text(&file.source));
    let is_toml = source.is_some_and(|file| importlinter::is_toml(Path::new(&file.path)));
    let raw = raw(text, is_toml);
    let comments = Comments::new(text, is_toml);
    let (session, contracts) = comments.sections(&raw);
    let mut migrator = Migrator {
        comments,
        out: Writer::default(),
        migration: Migration::default(),
        ids: BTreeSet::new(),
        headers: Headers::of(form),
    };
    migrator.top(
        settings,
        roots::source_roots(fs, settings, folder),
        &session,
    );
    migrator.severities(settings);
    let nowhere = Section::default();
    for (number, entry) in settings.contracts.iter().enumerate() {
        let section = contracts.get(number).unwrap_or(&nowhere);
        if migrator.entry(entry, raw.contracts.get(number), section) {
            migrator.migration.expressed.push(number);
        }
    }
    let mut migration = migrator.migration;
    migration.text = migrator.out.finish();
    migration
}

/// The configuration as it is written; what is wrong with it was said when the settings were read.
fn raw(text: &str, is_toml: bool) -> RawConfig {
    let (file, mut said) = (Settings::config_file_id(0), Vec::new());
    let (raw, _) = importlinter::parse(text, file, is_toml, &mut said);
    raw.unwrap_or_default()
}

/// What is known on the way from one dialect to the other.
struct Migrator<'s> {
    comments: Comments<'s>,
    out: Writer,
    migration: Migration,
    /// The ids that were given so far.
    ids: BTreeSet<String>,
    headers: Headers,
}

/// The headers of tables.
struct Headers {
    top: Option<&'static str>,
    severity: &'static str,
    contract: &'static str,
}

impl Headers {
    fn of(form: Form) -> Self {
        match form {
            Form::File => Self {
                top: None,
                severity: "[severity]",
                contract: "[[contracts]]",
            },
            Form::Pyproject => Self {
                top: Some("[tool.buttress]"),
                severity: "[tool.buttress.severity]",
                contract: "[[tool.buttress.contracts]]",
            },
        }
    }
}

impl Migrator<'_> {
    /// Notes a change, once.
    fn changed(&mut self, change: impl Into<String>) {
        let change = change.into();
        if !self.migration.changes.contains(&change) {
            self.migration.changes.push(change);
        }
    }

    fn top(&mut self, settings: &Settings, roots: roots::Found, section: &Section) {
        let header = self.comments.above_header(section);
        self.out.comments(&header, 0);
        let behind = self.comments.behind_header(section);
        match self.headers.top {
            Some(top) => self.out.option(top, behind.as_deref()),
            None => self.out.comments(&Vec::from_iter(behind.map(Some)), 0),
        }
        self.explain_top(settings, section, !roots.folders.is_empty());
        let mut pieces = Pieces::new(&mut self.comments, section);
        let old = ["root_packages", "root_package"];
        let old = old.into_iter().find(|option| pieces.has(option));
        let names = settings.root_packages.iter().flatten();
        let names = names.map(|root| (root.value.to_string(), root.span));
        pieces.list(old.unwrap_or_default(), "root_packages", names.collect());
        let folders = roots.folders.into_iter().map(|folder| (folder, None));
        let folders: Vec<_> = folders.collect();
        if !folders.is_empty() {
            pieces.list("", "source_roots", folders);
        }
        let external = external(settings.external);
        pieces.text("include_external_packages", "external", external);
        pieces.raw("", "namespace_packages", "false");
        if settings.imports != KindFilter::default() {
            let excluded = r#"{ exclude = ["type-checking"] }"#;
            pieces.raw("exclude_type_checking_imports", "imports", excluded);
        }
        pieces.finish(&mut self.out);
        self.migration.notes = roots.notes;
        self.migration.left_out = roots.left_out;
    }

    /// Says what became of the options of the whole configuration.
    fn explain_top(&mut self, settings: &Settings, section: &Section, is_located: bool) {
        let has = |option| section.option(option).is_some();
        if has("root_package") {
            self.changed("`root_package` is now `root_packages`, a list");
        }
        if is_located {
            self.changed("`source_roots` says where the root packages lie");
        }
        if has("include_external_packages") {
            let external = external(settings.external);
            self.changed(format!(
                "`include_external_packages` is now `external = \"{external}\"`"
            ));
        } else {
            self.changed(
                "`external = \"none\"` leaves out other packages, which is no default here",
            );
        }
        self.changed(
            "`namespace_packages = false` leaves out folders without an `__init__.py`, which is no default here",
        );
        if settings.imports != KindFilter::default() {
            self.changed("`exclude_type_checking_imports` is now among the `imports`");
        }
        if has("contract_types") {
            self.changed("`contract_types` is gone: contract types are not written in Python here");
        }
    }

    fn severities(&mut self, settings: &Settings) {
        if settings.severity.is_empty() {
            return;
        }
        self.out.gap();
        self.out.line(self.headers.severity);
        for (&code, severity) in &settings.severity {
            let why = match (code, severity) {
                (Code::EmptySelector, Severity::Off) => {
                    "Some names and wildcards match no module.".to_owned()
                }
                _ => format!("As import-linter has it. {}", code.summary()),
            };
            self.out.comments(&[Some(why)], 0);
            let (code, severity) = (code.as_str(), severity.as_str());
            self.out.line(&format!("{code} = {}", quote(severity)));
            self.changed(format!(
                "`{code} = \"{severity}\"` under `{}`, because the verdicts differ without it",
                self.headers.severity
            ));
        }
    }
}

fn external(mode: ExternalMode) -> &'static str {
    match mode {
        ExternalMode::Root => "root",
        ExternalMode::None => "none",
        ExternalMode::Full => "full",
    }
}

#[cfg(test)]
mod tests;
