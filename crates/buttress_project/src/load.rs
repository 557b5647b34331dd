//! Settings to a graph: find, read, extract, resolve.

use buttress_files::{Discovery, DiscoveryInput, FoundFile, FoundModule, find_modules, read_file};
use buttress_graph::{GraphView, ImportGraph, ResolveOptions, SourceModule, build_graph};
use buttress_imports::{WORKER_STACK, extract};
use buttress_report::GraphStats;
use buttress_source::{Code, FileId, FileImports, FileSpan, Finding, Severity, SourceText};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::files::{FileTable, PythonFile, content_hash};
use crate::{Limits, Progress, Settings, Stage};

/// A code base that was read: its import graph, and everything needed to judge it.
#[derive(Debug)]
pub struct Project {
    pub(crate) settings: Settings,
    pub(crate) files: FileTable,
    pub(crate) graph: ImportGraph,
    pub(crate) findings: Vec<Finding>,
    /// Threads with stacks that deep syntax trees fit on; none if there was too little memory.
    pub(crate) pool: Option<ThreadPool>,
}

impl Project {
    /// Reads the code base that `settings` describe.
    ///
    /// Never fails: what cannot be found, read or parsed is a finding of the project, and the rest
    /// is read all the same.
    pub fn load(settings: Settings, limits: Limits<'_>) -> Self {
        let pool = ThreadPoolBuilder::new()
            .num_threads(limits.jobs.unwrap_or(0))
            .stack_size(WORKER_STACK)
            .build()
            .ok();
        let read = || Read::all(&settings, limits.progress);
        let Read {
            files,
            graph,
            findings,
        } = match &pool {
            Some(pool) => pool.install(read),
            None => read(),
        };
        Self {
            settings,
            files,
            graph,
            findings,
            pool,
        }
    }

    /// The settings the project was read with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The import graph, with imports of every kind.
    pub fn graph(&self) -> &ImportGraph {
        &self.graph
    }

    /// The graph with the kinds of import that count by default.
    pub fn view(&self) -> GraphView<'_> {
        GraphView::of_kinds(&self.graph, self.settings.imports)
    }

    /// The sizes of the graph, as [`Project::view`] sees it.
    pub fn stats(&self) -> GraphStats {
        let view = self.view();
        let table = self.graph.table();
        let (internal, external): (Vec<_>, Vec<_>) =
            table.ids().partition(|id| !table.is_external(*id));
        let external = external
            .into_iter()
            .filter(|id| view.has_module(*id))
            .count();
        GraphStats {
            modules: internal.len() + external,
            imports: view.edge_count(),
            sites: view.edges().map(|edge| view.sites(edge).count()).sum(),
            files: self.files.read_count(),
            external,
        }
    }
}

/// What was read of a code base.
struct Read {
    files: FileTable,
    graph: ImportGraph,
    findings: Vec<Finding>,
}

impl Read {
    /// Runs on the threads of the pool that the caller is in, or on the caller's alone.
    fn all(settings: &Settings, progress: &dyn Progress) -> Self {
        progress.begin(Stage::Discover, None);
        let discovery = find_modules(&discovery_input(settings));
        let first = settings.config_files.len();
        let read = read_all(&discovery.modules, first, progress);
        progress.begin(Stage::Build, None);
        let mut findings = settings.findings.clone();
        findings.extend(discovery.findings.iter().cloned());
        let graph = connect(settings, &discovery, &read, &mut findings);
        let files = discovery.modules.into_iter().zip(read);
        let python = files.filter_map(|(module, read)| {
            let file = module.file?;
            Some(PythonFile {
                shown: (*file.display).into(),
                file,
                hash: read?.hash,
            })
        });
        let files = FileTable::new(&settings.config_files, python.collect());
        sort_findings(&mut findings, &files);
        Self {
            files,
            graph,
            findings,
        }
    }
}

/// What is about the configuration first, then by path and place.
fn sort_findings(findings: &mut [Finding], files: &FileTable) {
    findings.sort_by_cached_key(|finding| {
        let path = finding.span.map(|span| files.shown(span.file).to_string());
        let path = path.or_else(|| finding.path.clone());
        let of_config = finding.span.is_some_and(|span| files.is_config(span.file));
        let start = finding.span.map(|span| span.span.start);
        (
            !of_config,
            path,
            start,
            finding.code,
            finding.message.clone(),
        )
    });
}

fn discovery_input(settings: &Settings) -> DiscoveryInput {
    DiscoveryInput {
        base: settings.base.clone(),
        source_roots: settings.source_roots.clone(),
        root_packages: settings.root_packages.clone(),
        exclude: settings.exclude.clone(),
        respect_gitignore: settings.respect_gitignore,
        layout: settings.layout,
    }
}

/// What reading one file gave.
struct ReadFile {
    id: FileId,
    hash: Option<u64>,
    imports: FileImports,
    findings: Vec<Finding>,
}

/// Reads the files of all modules that have one, in parallel; ids count from `first`.
fn read_all(
    modules: &[FoundModule],
    first: usize,
    progress: &dyn Progress,
) -> Vec<Option<ReadFile>> {
    let mut next = first;
    let ids: Vec<Option<FileId>> = (modules.iter())
        .map(|module| {
            module.file.as_ref()?;
            next += 1;
            Some(Settings::config_file_id(next - 1))
        })
        .collect();
    progress.begin(Stage::Read, Some(next - first));
    let read = |(module, id): (&FoundModule, &Option<FileId>)| {
        let file = id.map(|id| read_module(module, id));
        progress.step();
        file
    };
    // Elsewhere rayon would start a pool of its own, which can fail.
    if rayon::current_thread_index().is_some() {
        modules.par_iter().zip(&ids).map(read).collect()
    } else {
        modules.iter().zip(&ids).map(read).collect()
    }
}

fn read_module(module: &FoundModule, id: FileId) -> ReadFile {
    let mut file = ReadFile {
        id,
        hash: None,
        imports: FileImports::default(),
        findings: Vec::new(),
    };
    let Some(found) = &module.file else {
        return file;
    };
    let bytes = match read_file(found) {
        Ok(bytes) => bytes,
        Err(finding) => {
            file.findings.push(*finding);
            return file;
        }
    };
    file.hash = Some(content_hash(&bytes));
    match parse(&bytes, found) {
        Ok(imports) => {
            file.findings.extend(syntax_finding(&imports, module, id));
            file.imports = imports;
        }
        Err(finding) => file.findings.push((*finding).module(module.name.as_str())),
    }
    file
}

/// Decodes and extracts.
fn parse(bytes: &[u8], file: &FoundFile) -> Result<FileImports, Box<Finding>> {
    let shown = &*file.display;
    let finding = |code, message| Box::new(Finding::new(code, message).in_path(shown));
    let source = SourceText::decode(bytes).map_err(|error| {
        let message = format!("`{shown}` cannot be decoded: {error}");
        finding(Code::UndecodableFile, message)
    })?;
    extract(&source).map_err(|error| {
        let message = format!("`{shown}` was not parsed: {error}");
        finding(Code::OversizedFile, message)
    })
}

/// One finding for the first syntax error of a file, which counts the others.
fn syntax_finding(imports: &FileImports, module: &FoundModule, id: FileId) -> Option<Finding> {
    let (first, rest) = imports.errors().split_first()?;
    let more = match rest.len() {
        0 => String::new(),
        1 => " (and 1 more syntax error)".to_owned(),
        n => format!(" (and {n} more syntax errors)"),
    };
    let finding = Finding::new(Code::SyntaxError, format!("{}{more}", first.message))
        .at(FileSpan::new(id, first.span))
        .module(module.name.as_str())
        .help("the imports that could be read still count, but there may be others");
    Some(finding)
}

/// Builds the graph; findings of the files and of resolution go to `findings`.
fn connect(
    settings: &Settings,
    discovery: &Discovery,
    read: &[Option<ReadFile>],
    findings: &mut Vec<Finding>,
) -> ImportGraph {
    let modules: Vec<SourceModule<'_>> = (discovery.modules.iter().zip(read))
        .map(|(module, file)| SourceModule {
            name: &module.name,
            kind: module.kind,
            file: file.as_ref().map(|file| file.id),
            imports: file.as_ref().map(|file| &file.imports),
        })
        .collect();
    findings.extend(read.iter().flatten().flat_map(|file| file.findings.clone()));
    let built = build_graph(
        &modules,
        &ResolveOptions {
            external: settings.external,
            roots: &discovery.roots,
            excluded: &discovery.excluded,
            report_unresolved: settings.severity_of(Code::UnresolvedImport) != Severity::Off,
        },
    );
    findings.extend(built.findings);
    built.graph
}
