//! Settings to a graph: find, read, extract, resolve.

use std::sync::OnceLock;

use buttress_cache::{CacheFolder, Derived};
use buttress_files::{Discovery, DiscoveryInput, FoundModule, find_modules};
use buttress_graph::{
    Built, GraphView, ImportGraph, ResolveOptions, SourceModule, build_graph, pool, rebuild_graph,
};
use buttress_imports::WORKER_STACK;
use buttress_report::GraphStats;
use buttress_source::{Code, Finding, Severity};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::earlier::{self, Earlier};
use crate::few::read_few;
use crate::files::{FileTable, PythonFile};
use crate::read::{ReadFile, read_all};
use crate::store::{self, Store};
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
        let present = table.ids().filter(|id| view.has_module(*id));
        let (mut modules, mut external) = (0, 0);
        for id in present {
            modules += 1;
            external += usize::from(table.is_external(id));
        }
        GraphStats {
            modules,
            imports: view.edge_count(),
            sites: view.site_count(),
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
        let stamps = store::may_recognise(settings);
        let discover = || find_modules(&discovery_input(settings, stamps));
        // What is read from now on is not recognised by its stamp later on, if it is fresh; what was
        // found before is not believed to be anything.
        let (discovery, begun) = pool::join(discover, || store::begin(settings));
        let store = OnceLock::new();
        let work = Work {
            settings,
            progress,
            discovery: &discovery,
            store: &store,
        };
        let (read, built) = match &begun {
            Some((folder, derived)) => work.build(folder, derived.as_ref()),
            None => work.build_whole(None),
        };
        let mut findings = settings.findings.clone();
        findings.extend(discovery.findings.iter().cloned());
        findings.extend(read.iter().flatten().flat_map(|file| file.findings.clone()));
        findings.extend(built.findings);
        // What was read of the files is let go on all threads.
        let hash = |read: Option<ReadFile<'_>>| read.and_then(|read| read.hash);
        let hashes = pool::map(read, hash);
        let mut python = Vec::with_capacity(hashes.len());
        let files = discovery.modules.into_iter().zip(hashes);
        python.extend(files.filter_map(|(module, hash)| {
            let file = module.file?;
            Some(PythonFile { file, hash })
        }));
        let files = FileTable::new(&settings.config_files, python);
        sort_findings(&mut findings, &files);
        Self {
            files,
            graph: built.graph,
            findings,
        }
    }
}

/// From the modules to their graph.
struct Work<'w, 'c> {
    settings: &'w Settings,
    progress: &'w dyn Progress,
    discovery: &'w Discovery,
    /// The cache, once it is opened.
    store: &'c OnceLock<Store>,
}

/// What was read of each module, and the graph.
type Graph<'c> = (Vec<Option<ReadFile<'c>>>, Built);

impl<'w, 'c> Work<'w, 'c> {
    /// The graph with the help of the cache: without opening it, if that can be, else of what it knows.
    fn build(&self, folder: &CacheFolder, derived: Option<&Derived>) -> Graph<'c> {
        let modules = &self.discovery.modules;
        let names = modules.iter().map(|module| (&module.name, module.kind));
        let key = earlier::key(names, &self.options(), self.settings);
        let known = derived.and_then(|derived| Earlier::of(derived, key, modules.len()));
        if let Some(known) = &known
            && let Some(read) = self.read_few(known, folder)
            && let Some(built) = self.rebuild(known, &read)
        {
            if let Some(entries) = earlier::news(Some(known), &read, folder, true) {
                earlier::keep(folder, key, &entries, &self.sources(&read), &built);
            }
            return (read, built);
        }
        let store = self.store.get_or_init(|| store::open(folder));
        let rebuilt = known.as_ref().and_then(|known| {
            let read = self.read(Some(store), Some(known));
            let (built, is_saved) =
                pool::join(|| self.rebuild(known, &read), || self.save(store, &read));
            Some((read, built?, is_saved))
        });
        let known = known.filter(|_| rebuilt.is_some());
        let (read, built, is_saved) = rebuilt.unwrap_or_else(|| {
            let read = self.read(Some(store), None);
            let (built, is_saved) = pool::join(|| self.build_of(&read), || self.save(store, &read));
            (read, built, is_saved)
        });
        if let Some(entries) =
            earlier::news(known.as_ref(), &read, folder, false).filter(|_| is_saved)
        {
            earlier::keep(folder, key, &entries, &self.sources(&read), &built);
        }
        (read, built)
    }

    /// The whole graph, of what the cache knows if there is one.
    fn build_whole(&self, store: Option<&'c Store>) -> Graph<'c> {
        let read = self.read(store, None);
        let built = self.build_of(&read);
        (read, built)
    }

    fn build_of(&self, read: &[Option<ReadFile<'_>>]) -> Built {
        self.progress.begin(Stage::Build, None);
        build_graph(&self.sources(read), &self.options())
    }

    /// The graph with what an earlier run resolved, unless all has to be resolved again.
    fn rebuild(&self, known: &Earlier<'_>, read: &[Option<ReadFile<'_>>]) -> Option<Built> {
        self.progress.begin(Stage::Build, None);
        let unchanged = known.unchanged(read);
        let sources = self.sources(read);
        rebuild_graph(&sources, &unchanged, &known.resolution, &self.options())
    }

    fn read_few(
        &self,
        known: &Earlier<'_>,
        folder: &CacheFolder,
    ) -> Option<Vec<Option<ReadFile<'c>>>> {
        let modules = &self.discovery.modules;
        read_few(modules, self.settings, known, folder.trust(), self.progress)
    }

    fn read(
        &self,
        store: Option<&'c Store>,
        known: Option<&Earlier<'_>>,
    ) -> Vec<Option<ReadFile<'c>>> {
        let cache = store.map(|store| &store.cache);
        let modules = &self.discovery.modules;
        read_all(modules, self.settings, cache, known, self.progress)
    }

    fn save(&self, store: &Store, read: &[Option<ReadFile<'_>>]) -> bool {
        let base = &self.settings.base;
        store::save(store, &self.discovery.modules, read, base, self.progress)
    }

    fn options(&self) -> ResolveOptions<'w> {
        let severity = self.settings.severity_of(Code::UnresolvedImport);
        ResolveOptions {
            external: self.settings.external,
            roots: &self.discovery.roots,
            excluded: &self.discovery.excluded,
            report_unresolved: severity != Severity::Off,
        }
    }

    fn sources<'r>(&'r self, read: &'r [Option<ReadFile<'_>>]) -> Vec<SourceModule<'r>> {
        let modules = self.discovery.modules.iter().zip(read).collect();
        pool::map(modules, |(module, file): (&FoundModule, &Option<_>)| {
            let file = file.as_ref();
            SourceModule {
                name: &module.name,
                kind: module.kind,
                file: file.map(|file: &ReadFile<'_>| file.id),
                imports: file.and_then(|file| file.content.imports()),
            }
        })
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

fn discovery_input(settings: &Settings, stamps: bool) -> DiscoveryInput {
    DiscoveryInput {
        base: settings.base.clone(),
        source_roots: settings.source_roots.clone(),
        root_packages: settings.root_packages.clone(),
        exclude: settings.exclude.clone(),
        respect_gitignore: settings.respect_gitignore,
        layout: settings.layout,
        stamps,
    }
}
