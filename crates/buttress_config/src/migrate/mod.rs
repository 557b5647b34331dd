//! Settings that were read from import-linter's configuration, written as a native one.
//!
//! `contract` writes the tables, `toml_text` the values, `roots` finds the source roots, and `comments`
//! knows which comments of the original belong to what. The text is read again by `load_text` of this
//! crate, so that a caller can prove that both say the same before anything is written to disk.

mod comments;
mod contract;
mod roots;
mod toml_text;

use std::collections::BTreeSet;
use std::path::Path;

use buttress_graph::{ExternalMode, KindFilter};
use buttress_project::Settings;
use buttress_source::SourceText;

use crate::file_system::FileSystem;
use crate::importlinter;
use comments::Comments;
use toml_text::Writer;

/// A native configuration made from import-linter's, and what there is to tell about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The text of a `buttress.toml`.
    pub text: String,
    /// Options that are called or written otherwise, one line each.
    pub changes: Vec<String>,
    /// What the native configuration cannot express, one line each.
    pub left_out: Vec<String>,
}

/// Writes settings of import-linter's as a native configuration for the folder `folder`.
///
/// The settings should be free of errors; of a contract that could not be understood only a comment
/// is left. Their source roots should be those of the environment, see [`Settings::use_python`].
/// O(size of the configuration), times the folders of the search path for each root package.
pub fn migrate(fs: &dyn FileSystem, settings: &Settings, folder: &Path) -> Migration {
    let source = settings.config_files.first();
    let text = source.map_or("", |file| SourceText::text(&file.source));
    let is_toml = source.is_some_and(|file| importlinter::is_toml(Path::new(&file.path)));
    let mut migrator = Migrator {
        comments: Comments::new(text, is_toml),
        out: Writer::default(),
        migration: Migration {
            text: String::new(),
            changes: Vec::new(),
            left_out: Vec::new(),
        },
        ids: BTreeSet::new(),
        source: text,
    };
    migrator.top(fs, settings, folder);
    for entry in &settings.contracts {
        migrator.entry(entry);
    }
    let mut migration = migrator.migration;
    migration.text = migrator.out.finish();
    migration
}

/// What is known on the way from one dialect to the other.
struct Migrator<'s> {
    comments: Comments<'s>,
    out: Writer,
    migration: Migration,
    /// The ids that were given so far.
    ids: BTreeSet<String>,
    /// The text of import-linter's configuration.
    source: &'s str,
}

impl Migrator<'_> {
    fn changed(&mut self, change: impl Into<String>) {
        self.migration.changes.push(change.into());
    }

    /// Comments above an option of the whole configuration, and what became of the option.
    fn option(&mut self, option: &str, became: &str) {
        if let Some(lines) = self.comments.above_key(self.comments.session(), option) {
            self.out.comments(&lines, 0);
            if option != became {
                self.changed(format!("`{option}` is now {became}"));
            }
        }
    }

    fn top(&mut self, fs: &dyn FileSystem, settings: &Settings, folder: &Path) {
        let header = self.comments.above_session();
        self.out.comments(&header, 0);
        self.option("root_package", "`root_packages`");
        self.option("root_packages", "root_packages");
        let roots = settings.root_packages.as_deref().unwrap_or_default();
        let items = roots.iter().map(|root| (root.value.to_string(), root.span));
        self.list("root_packages", items.collect());
        let (folders, outside) = roots::source_roots(fs, settings, folder);
        self.migration.left_out.extend(outside);
        let folders = folders.into_iter().map(|folder| (folder, None));
        self.list("source_roots", folders.collect());
        self.changed("`source_roots` says where the root packages were found");
        let external = match settings.external {
            ExternalMode::Root => "root",
            ExternalMode::None => "none",
            ExternalMode::Full => "full",
        };
        let became = format!("`external = \"{external}\"`");
        self.option("include_external_packages", &became);
        self.out.text("external", external);
        self.out.raw("namespace_packages", "false");
        self.changed("`namespace_packages = false`: folders without an `__init__.py` are no packages, as import-linter has it");
        let excluded = r#"{ exclude = ["type-checking"] }"#;
        let became = format!("`imports = {excluded}`");
        if settings.imports == KindFilter::default() {
            self.option("exclude_type_checking_imports", "the default");
        } else {
            self.option("exclude_type_checking_imports", &became);
            self.out.raw("imports", excluded);
        }
        self.option("contract_types", "left out");
        let (from, to) = self.comments.session();
        self.rest(from, to);
        if !settings.severity.is_empty() {
            self.out.header("[severity]");
        }
        for (code, severity) in &settings.severity {
            self.out
                .raw(code.as_str(), &toml_text::quote(severity.as_str()));
            self.changed(format!(
                "`{code} = \"{severity}\"` under `[severity]`, as import-linter has it",
                severity = severity.as_str()
            ));
        }
    }

    /// Comments that belong to nothing in particular.
    fn rest(&mut self, from: usize, to: usize) {
        let lines = self.comments.rest(from, to);
        self.out.comments(&lines, 0);
    }
}

#[cfg(test)]
mod tests;
