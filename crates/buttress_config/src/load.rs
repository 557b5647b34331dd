//! A configuration file, and the files it includes, to settings.

use std::collections::BTreeMap;
use std::path::Path;

use buttress_files::{Layout, SourceRoots};
use buttress_project::{CacheSettings, Settings};
use buttress_report::{ConfigSummary, Dialect};
use buttress_source::{Code, FileId, FileSpan, Finding, Spanned};

use crate::contract::{self, Around, ReadContract};
use crate::discover::{BUTTRESS_TOML, PYPROJECT_TABLE, PYPROJECT_TOML, has_table, is_native};
use crate::document::{Node, Table, Value};
use crate::file_system::{FileSystem, PathKind, WithFile};
use crate::glob;
use crate::importlinter;
use crate::names::PathPattern;
use crate::options::{IncludedOptions, ProjectOptions};
use crate::reader::Reader;
use crate::source;
use crate::table::fill;
use crate::unknown::Place;
use crate::values::{ContractTables, Many};
use crate::words::CacheTrust;
use crate::workspace;

/// Reads the configuration at `path` for a run in its folder; see [`load_in`].
pub fn load(fs: &dyn FileSystem, path: &Path) -> Settings {
    load_in(fs, path, path.parent().unwrap_or(Path::new("")))
}

/// Reads the configuration at `path`, with everything it includes, for a run in the folder
/// `working_directory`; both should be absolute.
///
/// A native one is read from the table `[tool.buttress]` of a file named `pyproject.toml`, and from
/// the top level of a file of any other name; its folder becomes the base of the settings. A file
/// is import-linter's if it has the table `[tool.importlinter]` or the section `[importlinter]`, or
/// is named `*.cfg`, `*.ini` or `*.importlinter`; then the base is the working directory, from which
/// import-linter imports packages.
///
/// This never fails: what is wrong becomes findings of the settings and of their contracts, and
/// what was understood is there. O(bytes read).
pub fn load_in(fs: &dyn FileSystem, path: &Path, working_directory: &Path) -> Settings {
    if !is_native(fs, path) {
        return importlinter::load(fs, path, working_directory);
    }
    let base = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut loader = Loader {
        fs,
        settings: Settings::new(base),
        id_places: BTreeMap::new(),
    };
    loader.settings.config = Some(ConfigSummary {
        path: name.clone().into_owned(),
        dialect: Dialect::Buttress,
    });
    loader.load_main(&name);
    loader.note_ignored(base, path);
    if working_directory != base {
        loader.note_ignored(working_directory, path);
    }
    let by_place = |finding: &Finding| finding.span;
    loader.settings.findings.sort_by_key(by_place);
    loader.settings
}

/// As [`load_in`], for a file that is import-linter's, whatever else it holds.
pub fn load_importlinter(fs: &dyn FileSystem, path: &Path, working_directory: &Path) -> Settings {
    importlinter::load(fs, path, working_directory)
}

/// As [`load`], for a file that is not written yet: what it includes, and what lies around it, is
/// read through `fs`.
pub fn load_text(fs: &dyn FileSystem, path: &Path, text: &str) -> Settings {
    let text = text.as_bytes().to_vec();
    load(&WithFile { fs, path, text }, path)
}

struct Loader<'f> {
    fs: &'f dyn FileSystem,
    settings: Settings,
    /// Where the ids of the contracts stand.
    id_places: BTreeMap<String, Option<FileSpan>>,
}

impl Loader<'_> {
    fn load_main(&mut self, name: &str) {
        let main = self.open(name, None);
        let pyproject = if name == PYPROJECT_TOML {
            main.as_ref().map(|(_, document)| document.clone())
        } else {
            self.open_beside(name)
        };
        if let Some(pyproject) = pyproject {
            let members = workspace::members(self.fs, &self.settings.base, &pyproject);
            let members = members.iter().map(|member| self.settings.base.join(member));
            let further = members.collect();
            self.settings.source_roots = SourceRoots::Default { further };
        }
        let Some((file, document)) = main else {
            return;
        };
        if name != PYPROJECT_TOML {
            self.read_project(file, &document);
        } else if let Some(table) = self.pyproject_table(file, &document) {
            self.read_project(file, table);
        }
    }

    /// Opens the `pyproject.toml` beside a configuration of its own, for what else it says.
    fn open_beside(&mut self, name: &str) -> Option<Table> {
        let path = self.settings.base.join(PYPROJECT_TOML);
        if self.fs.kind(&path) != Some(PathKind::File) {
            return None;
        }
        let (_, document) = self.open(PYPROJECT_TOML, None)?;
        if name == BUTTRESS_TOML && has_table(&document) {
            let message = "`[tool.buttress]` of `pyproject.toml` is ignored, because there is a \
                           `buttress.toml` beside it";
            let finding = Finding::new(Code::IgnoredConfig, message);
            let finding = finding.in_path(PYPROJECT_TOML);
            self.settings
                .findings
                .push(finding.help("remove one of the two"));
        }
        Some(document)
    }

    /// Says that a configuration of import-linter's in this folder does not count.
    fn note_ignored(&mut self, folder: &Path, native: &Path) {
        let Some(ignored) = importlinter::find(self.fs, folder) else {
            return;
        };
        let base = &self.settings.base;
        let shown = |path: &Path| {
            let shown = path.strip_prefix(base).unwrap_or(path).to_string_lossy();
            shown.replace(std::path::MAIN_SEPARATOR, "/")
        };
        let (ignored, native) = (shown(&ignored), shown(native));
        let message = if ignored == native {
            format!(
                "`[tool.importlinter]` of `{ignored}` is ignored, because `[tool.buttress]` counts"
            )
        } else {
            format!(
                "import-linter's configuration in `{ignored}` is ignored, because `{native}` counts"
            )
        };
        let finding = Finding::new(Code::IgnoredConfig, message).in_path(ignored);
        let help = "remove it once nobody runs import-linter here any more";
        self.settings.findings.push(finding.help(help));
    }

    fn pyproject_table<'d>(&mut self, file: FileId, document: &'d Table) -> Option<&'d Table> {
        let [tool, name] = PYPROJECT_TABLE;
        let node = document.table(&[tool]).and_then(|tool| tool.get(name));
        match node {
            Some(Node {
                value: Value::Table(table),
                ..
            }) => Some(table),
            Some(node) => {
                let mut reader = self.reader(file);
                reader.wrong_type(node, "a table");
                let findings = reader.finish();
                self.settings.findings.extend(findings);
                None
            }
            None => {
                let message = "`pyproject.toml` has no table `[tool.buttress]`";
                let finding = Finding::new(Code::MissingOption, message).in_path(PYPROJECT_TOML);
                let help = "add `[tool.buttress]` and `[[tool.buttress.contracts]]`, or write a \
                            `buttress.toml`";
                self.settings.findings.push(finding.help(help));
                None
            }
        }
    }

    fn open(&mut self, path: &str, named: Option<FileSpan>) -> Option<(FileId, Table)> {
        source::open(self.fs, path, named, &mut self.settings)
    }

    fn reader(&self, file: FileId) -> Reader<'_> {
        Reader::new(file, self.settings.config_files[file.index()].source.text())
    }

    fn read_project(&mut self, file: FileId, table: &Table) {
        let mut options = ProjectOptions::default();
        let mut reader = self.reader(file);
        fill(table, &mut [&mut options], Place::Project, &mut reader);
        let findings = reader.finish();
        self.settings.findings.extend(findings);
        let contracts = options.contracts.value.take();
        let include = options.include.value.take();
        self.apply(options);
        self.read_contracts(file, contracts, None);
        self.include(include.map(|Many(patterns)| patterns).unwrap_or_default());
    }

    fn apply(&mut self, options: ProjectOptions) {
        let settings = &mut self.settings;
        let paths = |paths: Vec<Spanned<PathPattern>>| -> Vec<Spanned<String>> {
            let texts = paths.into_iter().map(|path| path.map(|path| path.0));
            texts.collect()
        };
        settings.root_packages = options.root_packages.value.map(|list| list.0);
        if let Some(list) = options.source_roots.value {
            settings.source_roots = SourceRoots::Explicit(paths(list.0));
        }
        if let Some(Many(patterns)) = options.exclude.value {
            settings.exclude = paths(patterns);
        }
        settings.respect_gitignore = options.respect_gitignore.value.unwrap_or(false);
        settings.external = options.external.value.unwrap_or_default();
        settings.layout = match options.namespace_packages.value {
            Some(false) => Layout::Grimp,
            Some(true) | None => Layout::Python,
        };
        settings.imports = options.imports.value.unwrap_or_default();
        settings.severity = options.severity.value.unwrap_or_default();
        let usual = CacheSettings::usual(&settings.base);
        let folder = options.cache_dir.value;
        let folder = folder.map_or(usual.folder, |path| settings.base.join(path.0));
        let trust = options.cache.value;
        let trust = trust.map_or(Some(usual.trust), |CacheTrust(trust)| trust);
        settings.cache = trust.map(|trust| CacheSettings { folder, trust });
    }

    fn read_contracts(
        &mut self,
        file: FileId,
        contracts: Option<ContractTables>,
        owner: Option<&str>,
    ) {
        for node in contracts.map(|tables| tables.0).unwrap_or_default() {
            let around = Around {
                number: self.settings.contracts.len() + 1,
                owner,
                severities: &self.settings.severity,
            };
            let mut read = contract::read(&node, around, self.reader(file));
            self.check_id(&mut read);
            self.settings.contracts.push(read.entry);
        }
    }

    fn check_id(&mut self, read: &mut ReadContract) {
        if read.id_place.is_none() {
            return;
        }
        let id = read.entry.header.id.clone();
        let Some(first) = self.id_places.get(&id) else {
            self.id_places.insert(id, read.id_place);
            return;
        };
        let mut finding = duplicate_id(&id).at(read.id_place);
        if let Some(first) = first {
            finding = finding.related(*first, format!("`{id}` is used here first"));
        }
        read.entry.findings.push(finding);
        read.entry.findings.sort_by_key(|finding| finding.span);
    }

    fn include(&mut self, patterns: Vec<Spanned<PathPattern>>) {
        let main = self.settings.config.iter();
        let mut read: Vec<String> = main.map(|main| main.path.clone()).collect();
        for pattern in patterns {
            for path in self.matches(&pattern) {
                if !read.contains(&path) {
                    self.read_included(&path, pattern.span);
                    read.push(path);
                }
            }
        }
    }

    /// The files that a pattern of `include` names; a finding if there are none.
    fn matches(&mut self, pattern: &Spanned<PathPattern>) -> Vec<String> {
        let text = &pattern.value.0;
        let found = glob::expand(self.fs, &self.settings.base, text);
        let is_file =
            |path: &String| self.fs.kind(&self.settings.base.join(path)) == Some(PathKind::File);
        let finding = match found {
            Ok(mut paths) => {
                paths.retain(is_file);
                if !paths.is_empty() {
                    return paths;
                }
                let message = format!("`{text}` matches no file");
                let help = "patterns are relative to the configuration's folder";
                Finding::new(Code::UnmatchedPattern, message).help(help)
            }
            Err(invalid) => Finding::new(Code::InvalidValue, invalid.0),
        };
        self.settings.findings.push(finding.at(pattern.span));
        Vec::new()
    }

    fn read_included(&mut self, path: &str, named: Option<FileSpan>) {
        let Some((file, document)) = self.open(path, named) else {
            return;
        };
        let mut options = IncludedOptions::default();
        let mut reader = self.reader(file);
        fill(&document, &mut [&mut options], Place::Included, &mut reader);
        let findings = reader.finish();
        self.settings.findings.extend(findings);
        let owner = options.owner.value;
        self.read_contracts(file, options.contracts.value, owner.as_deref());
    }
}

/// A finding for an id that two contracts have.
fn duplicate_id(id: &str) -> Finding {
    Finding::new(
        Code::DuplicateId,
        format!("the id `{id}` is that of another contract already"),
    )
    .help("ids name contracts in baselines and on the command line, so each must be unique")
}
