//! Settings to a graph: find, read, extract, resolve.

use buttress_cache::Cache;
use buttress_files::{Discovery, DiscoveryInput, find_modules};
use buttress_graph::{GraphView, ImportGraph, ResolveOptions, SourceModule, build_graph};
use buttress_imports::WORKER_STACK;
use buttress_report::GraphStats;
use buttress_source::{Code, Finding, Severity};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::files::{FileTable, PythonFile};
use crate::read::{ReadFile, read_all};
use crate::{Limits, Progress, Settings, Stage, store};

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
        // Before anything is read: what changes from now on is not recognised by its stamp.
        let store = store::open(settings);
        let cache = store.as_ref().map(|store| &store.cache);
        progress.begin(Stage::Discover, None);
        let discovery = find_modules(&discovery_input(settings, cache));
        let read = read_all(&discovery.modules, settings, cache, progress);
        if let Some(store) = &store {
            store::save(store, &discovery.modules, &read, &settings.base, progress);
        }
        progress.begin(Stage::Build, None);
        let mut findings = settings.findings.clone();
        findings.extend(discovery.findings.iter().cloned());
        let graph = connect(settings, &discovery, &read, &mut findings);
        let files = discovery.modules.into_iter().zip(read);
        let python = files.filter_map(|(module, read)| {
            Some(PythonFile {
                file: module.file?,
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

fn discovery_input(settings: &Settings, cache: Option<&Cache>) -> DiscoveryInput {
    DiscoveryInput {
        base: settings.base.clone(),
        source_roots: settings.source_roots.clone(),
        root_packages: settings.root_packages.clone(),
        exclude: settings.exclude.clone(),
        respect_gitignore: settings.respect_gitignore,
        layout: settings.layout,
        stamps: cache.is_some_and(Cache::asks_for_stamps),
    }
}

/// Builds the graph; findings of the files and of resolution go to `findings`.
fn connect(
    settings: &Settings,
    discovery: &Discovery,
    read: &[Option<ReadFile<'_>>],
    findings: &mut Vec<Finding>,
) -> ImportGraph {
    let modules: Vec<SourceModule<'_>> = (discovery.modules.iter().zip(read))
        .map(|(module, file)| SourceModule {
            name: &module.name,
            kind: module.kind,
            file: file.as_ref().map(|file| file.id),
            imports: file.as_ref().and_then(|file| file.content.imports()),
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
