//! The imports a report refers to: collected while it is built, their places looked up afterwards.

use std::collections::BTreeSet;
use std::sync::Arc;

use buttress_graph::{EdgeId, ImportGraph, ImportSite, KindFilter, ModuleId, pool};
use buttress_source::{FileId, SourceText};
use rustc_hash::FxHashMap;

use crate::{ImportIx, ImportReport, Location, Places, SiteReport, Sources};

/// Collects imports and gives each an index.
pub(crate) struct ImportCollector<'a> {
    graph: &'a ImportGraph,
    sources: &'a dyn Sources,
    known: FxHashMap<(EdgeId, KindFilter), ImportIx>,
    names: FxHashMap<ModuleId, Arc<str>>,
    paths: FxHashMap<FileId, Arc<str>>,
    collected: Collected,
}

/// Imports whose places are known by file and line, and where to look for the rest.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// The imports, by index.
    pub(crate) imports: Vec<ImportReport>,
    sites: Vec<Site>,
}

/// A place of an import that is collected.
#[derive(Debug, Clone, Copy)]
struct Site {
    import: ImportIx,
    /// Which of the places of the import it is.
    at: usize,
    place: ImportSite,
}

impl<'a> ImportCollector<'a> {
    pub(crate) fn new(graph: &'a ImportGraph, sources: &'a dyn Sources) -> Self {
        Self {
            graph,
            sources,
            known: FxHashMap::default(),
            names: FxHashMap::default(),
            paths: FxHashMap::default(),
            collected: Collected::default(),
        }
    }

    /// The index of an edge with the sites that `kinds` admits.
    pub(crate) fn add(&mut self, kinds: KindFilter, edge: EdgeId) -> ImportIx {
        let next = ImportIx(self.collected.imports.len());
        let import = *self.known.entry((edge, kinds)).or_insert(next);
        if import == next {
            let graph = self.graph;
            let admitted = graph.sites(edge).iter();
            let admitted = admitted.filter(|site| kinds.admits(site.kinds));
            let report = ImportReport {
                importer: self.name(graph.importer(edge)),
                imported: self.name(graph.imported(edge)),
                sites: admitted.clone().map(|site| self.unresolved(site)).collect(),
            };
            self.collected.imports.push(report);
            let sites = admitted.enumerate();
            let sites = sites.map(|(at, &place)| Site { import, at, place });
            self.collected.sites.extend(sites);
        }
        import
    }

    /// The importer and the imported module of a collected import.
    pub(crate) fn names(&self, ix: ImportIx) -> (&str, &str) {
        let import = &self.collected.imports[ix.0];
        (&import.importer, &import.imported)
    }

    /// What was collected.
    pub(crate) fn finish(self) -> Collected {
        self.collected
    }

    fn name(&mut self, module: ModuleId) -> Arc<str> {
        let table = self.graph.table();
        let name = self.names.entry(module);
        name.or_insert_with(|| table.name(module).into()).clone()
    }

    fn unresolved(&mut self, site: &ImportSite) -> SiteReport {
        let path = self.paths.entry(site.file);
        let path = path.or_insert_with(|| self.sources.path(site.file));
        SiteReport {
            location: Location::of_line(path.clone(), site.line),
            statement_line: site.line,
            kinds: site.kinds,
        }
    }
}

impl Collected {
    /// Looks up the places of the imports that are to be shown, each file once; on a thread of a
    /// rayon pool the pool shares the work. Returns the files that have no text any more.
    pub(crate) fn resolve(&mut self, shown: &Places, sources: &dyn Sources) -> BTreeSet<FileId> {
        let wanted = self.sites.iter().copied();
        let mut wanted: Vec<Site> = wanted.filter(|site| shown.holds(site.import)).collect();
        wanted
            .sort_unstable_by_key(|site| (site.place.file, site.place.name, site.import, site.at));
        let files: Vec<&[Site]> = wanted
            .chunk_by(|a, b| a.place.file == b.place.file)
            .collect();
        let imports = &self.imports;
        let located = pool::map(files.clone(), |sites| {
            let source = sources.source(sites[0].place.file)?;
            Some(locations(sites, imports, &source))
        });
        let mut lost = BTreeSet::new();
        for (sites, locations) in files.iter().zip(located) {
            match locations {
                Some(locations) => self.place(sites, locations),
                None => lost.extend([sites[0].place.file]),
            }
        }
        lost
    }

    fn place(&mut self, sites: &[Site], locations: Vec<Location>) {
        for (site, location) in sites.iter().zip(locations) {
            self.imports[site.import.0].sites[site.at].location = location;
        }
    }
}

/// The places of these sites of one file. What is on one line shares its text.
fn locations(sites: &[Site], imports: &[ImportReport], source: &SourceText) -> Vec<Location> {
    let mut located: Vec<Location> = Vec::with_capacity(sites.len());
    for site in sites {
        let path = &imports[site.import.0].sites[site.at].location.path;
        let near = located.last();
        let location = Location::near(near, path.clone(), source, site.place.name);
        located.push(location);
    }
    located
}
