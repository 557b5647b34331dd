//! What a run is told: resolved settings, whether they come from a file or from code.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use buttress_cache::Trust;
use buttress_contracts::Contract;
use buttress_files::{Layout, SourceRoots};
use buttress_graph::{ExternalMode, KindFilter, ModuleName};
use buttress_python::{PythonOptions, search_path};
use buttress_report::{ConfigSummary, ContractHeader};
use buttress_source::{Code, FileId, Finding, Severity, SourceText, Spanned};

/// Everything that decides the result of a run.
///
/// Made by `buttress_config` from a file, or in code with [`Settings::new`] and struct update
/// syntax. How much of the machine a run uses is not part of it: see [`crate::Limits`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder that all paths are relative to, absolute. Usually the configuration's folder.
    pub base: PathBuf,
    /// The packages and modules to read; none for every one in the source roots.
    pub root_packages: Option<Vec<Spanned<ModuleName>>>,
    /// The folders that top-level modules lie in.
    pub source_roots: SourceRoots,
    /// The Python environment: where packages are looked for if the source roots are a search path,
    /// and what runs contract types that are Python classes.
    pub python: PythonOptions,
    /// Files and folders to leave out, in the syntax of `.gitignore`, relative to `base`.
    pub exclude: Vec<Spanned<String>>,
    /// Whether files that git ignores are left out too.
    pub respect_gitignore: bool,
    /// Which files and folders are modules.
    pub layout: Layout,
    /// How modules outside the root packages are named.
    pub external: ExternalMode,
    /// Which kinds of import count, for every contract that does not say so itself.
    pub imports: KindFilter,
    /// The contracts, in the order they are reported.
    pub contracts: Vec<ContractEntry>,
    /// Severities that differ from the codes' defaults.
    pub severity: BTreeMap<Code, Severity>,
    /// Where the settings come from, if from a file.
    pub config: Option<ConfigSummary>,
    /// The configuration files; the spans of settings point into them by [`FileId`].
    pub config_files: Vec<ConfigFile>,
    /// Whether syntax errors that cannot touch an import are reported too, for which every file has
    /// to be parsed.
    pub strict: bool,
    /// Where what was read of the files is kept for later runs, if it is.
    pub cache: Option<CacheSettings>,
    /// What there is to say about the configuration apart from its contracts.
    pub findings: Vec<Finding>,
}

impl Settings {
    /// The defaults, without any contract, for the project in `base`.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self {
            base: base.into(),
            root_packages: None,
            source_roots: SourceRoots::default(),
            python: PythonOptions::default(),
            exclude: Vec::new(),
            respect_gitignore: false,
            layout: Layout::Python,
            external: ExternalMode::Full,
            imports: KindFilter::default(),
            contracts: Vec::new(),
            severity: BTreeMap::new(),
            config: None,
            config_files: Vec::new(),
            strict: false,
            cache: None,
            findings: Vec::new(),
        }
    }

    /// Chooses the Python environment. If the source roots are a search path, as import-linter's
    /// configurations have it, it becomes that of the environment, read from files; without this,
    /// it is `base` alone. Gives what there is to tell about the environment, one line each.
    pub fn use_python(&mut self, python: PythonOptions) -> Vec<String> {
        let mut notes = Vec::new();
        if let SourceRoots::SearchPath(path) = &mut self.source_roots {
            let found = search_path(&python, &self.base);
            *path = found.path;
            notes = found.notes;
        }
        self.python = python;
        notes
    }

    /// The severity of a code in this run.
    pub fn severity_of(&self, code: Code) -> Severity {
        let set = self.severity.get(&code).copied();
        set.unwrap_or_else(|| code.default_severity())
    }

    /// The id that the configuration file at this index of `config_files` has in every run.
    pub fn config_file_id(index: usize) -> FileId {
        FileId(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// The import cache of a project. It changes how long a run takes, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheSettings {
    /// Its folder, which need not exist.
    pub folder: PathBuf,
    /// What shows that a file has not changed since it was read.
    pub trust: Trust,
}

impl CacheSettings {
    /// The name of the folder that is used unless another is named.
    pub const FOLDER: &str = ".buttress_cache";

    /// The cache in its usual folder in `base`.
    pub fn usual(base: &Path) -> Self {
        Self {
            folder: base.join(Self::FOLDER),
            trust: Trust::default(),
        }
    }
}

/// A configuration file that was read.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// The path as it is shown: relative to the settings' base, `/`-separated.
    pub path: String,
    /// What it says.
    pub source: SourceText,
}

/// A contract as it was configured: ready to be checked, or not.
#[derive(Debug, Clone)]
pub struct ContractEntry {
    /// What is known about the contract even if it cannot be checked.
    pub header: ContractHeader,
    /// The contract; none when too little of it could be understood.
    pub contract: Option<Contract>,
    /// What the project's own class is told, for a contract of a type that the configuration
    /// defines by a Python class; then there is no `contract`.
    pub custom: Option<CustomContract>,
    /// What there is to say about how it is written. A contract with a finding of severity error
    /// is not checked.
    pub findings: Vec<Finding>,
}

/// A contract whose type is a Python class of the project, as import-linter's `contract_types`
/// name them. Its options mean what the class makes of them, so they are kept as they are written.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomContract {
    /// The word of its `type`.
    pub type_name: String,
    /// The dotted path of the class, such as `tools.contracts.OnlyModels`, and where it is given.
    pub class: Spanned<String>,
    /// All options of the contract, `id`, `name` and `type` among them, in the order of the file.
    pub options: Vec<CustomOption>,
    /// The options of the whole configuration, which the class can read too: with `root_packages`
    /// as a list, without `root_package` and `contracts`.
    pub session_options: Arc<[CustomOption]>,
}

/// An option of a [`CustomContract`].
#[derive(Debug, Clone, PartialEq)]
pub struct CustomOption {
    /// The key; in INI files in lower case.
    pub name: Spanned<String>,
    /// The value, as import-linter hands it over.
    pub value: Spanned<CustomValue>,
}

/// The value of a [`CustomOption`], as Python sees it.
///
/// In an INI file each value is a text, or a list of texts if it has several lines. In TOML a
/// boolean that is an option's whole value is the text `True` or `False`.
#[derive(Debug, Clone, PartialEq)]
pub enum CustomValue {
    /// A string; dates and times of TOML as they are written.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A float.
    Float(f64),
    /// A boolean inside a list or a table.
    Boolean(bool),
    /// A list; each item at its place.
    List(Vec<Spanned<CustomValue>>),
    /// A table of TOML.
    Table(Vec<CustomOption>),
}

impl From<Contract> for ContractEntry {
    fn from(contract: Contract) -> Self {
        let header = ContractHeader {
            id: contract.id.clone(),
            name: contract.name.clone(),
            kind: contract.kind.as_str().to_owned(),
            severity: contract.severity,
            reason: contract.reason.clone(),
            docs: contract.docs.clone(),
            owner: contract.owner.clone(),
            has_ignores: !contract.ignore_imports.is_empty(),
            span: contract.span,
        };
        Self {
            header,
            contract: Some(contract),
            custom: None,
            findings: Vec::new(),
        }
    }
}
