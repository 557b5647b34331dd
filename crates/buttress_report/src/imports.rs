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
    /// The imports by index, each with the kinds of its sites that count.
    edges: Vec<(EdgeId, KindFilter)>,
    known: FxHashMap<KindFilter, Vec<Option<ImportIx>>>,
}

/// Collects imports of which sites of the same kinds count.
pub(crate) struct OfKinds<'c> {
    kinds: KindFilter,
    edges: &'c mut Vec<(EdgeId, KindFilter)>,
    /// Of all edges of the graph, the index.
    known: &'c mut [Option<ImportIx>],
}

impl OfKinds<'_> {
    /// The index of an edge with the sites that count.
    pub(crate) fn add(&mut self, edge: EdgeId) -> ImportIx {
        *self.known[edge.index()].get_or_insert_with(|| {
            self.edges.push((edge, self.kinds));
            ImportIx::new(self.edges.len() - 1)
        })
    }
}

/// Imports whose places are known by file and line, and where to look for the rest.
pub(crate) struct Collected<'a> {
    graph: &'a ImportGraph,
    /// The imports, by index.
    pub(crate) imports: Vec<ImportReport>,
    edges: Vec<(EdgeId, KindFilter)>,
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
    pub(crate) fn new(graph: &'a ImportGraph) -> Self {
        Self {
            graph,
            edges: Vec::new(),
            known: FxHashMap::default(),
        }
    }

    /// Collects imports of which the sites count that `kinds` admits. O(edges of the graph), once for
    /// the same kinds.
    pub(crate) fn of_kinds(&mut self, kinds: KindFilter) -> OfKinds<'_> {
        let known = self.known.entry(kinds);
        OfKinds {
            kinds,
            edges: &mut self.edges,
            known: known.or_insert_with(|| vec![None; self.graph.edge_count()]),
        }
    }

    /// What was collected. On a thread of a rayon pool the pool shares the work.
    pub(crate) fn finish(self, sources: &dyn Sources) -> Collected<'a> {
        let Self { graph, edges, .. } = self;
        let (names, paths) = pool::join(|| names(graph, &edges), || paths(graph, &edges, sources));
        let name = |module: ModuleId| names[&module].clone();
        let report = |(edge, kinds): (EdgeId, KindFilter)| ImportReport {
            importer: name(graph.importer(edge)),
            imported: name(graph.imported(edge)),
            sites: sites(graph, edge, kinds)
                .map(|site| unresolved(site, paths[&site.file].clone()))
                .collect(),
            located: false,
        };
        Collected {
            graph,
            imports: pool::map(edges.clone(), report),
            edges,
        }
    }
}

/// The places of an import that count.
fn sites(
    graph: &ImportGraph,
    edge: EdgeId,
    kinds: KindFilter,
) -> impl Iterator<Item = &ImportSite> {
    let sites = graph.sites(edge).iter();
    sites.filter(move |site| kinds.admits(site.kinds))
}

/// The names of the modules at both ends.
fn names(graph: &ImportGraph, edges: &[(EdgeId, KindFilter)]) -> FxHashMap<ModuleId, Arc<str>> {
    let mut names = FxHashMap::default();
    for (edge, _) in edges {
        for module in [graph.importer(*edge), graph.imported(*edge)] {
            let name = || graph.table().name(module).into();
            names.entry(module).or_insert_with(name);
        }
    }
    names
}

/// The paths of the files of the places.
fn paths(
    graph: &ImportGraph,
    edges: &[(EdgeId, KindFilter)],
    sources: &dyn Sources,
) -> FxHashMap<FileId, Arc<str>> {
    let mut paths = FxHashMap::default();
    for site in edges
        .iter()
        .flat_map(|(edge, kinds)| sites(graph, *edge, *kinds))
    {
        paths
            .entry(site.file)
            .or_insert_with(|| sources.path(site.file));
    }
    paths
}

fn unresolved(site: &ImportSite, path: Arc<str>) -> SiteReport {
    SiteReport {
        location: Location::of_line(path, site.line),
        statement_line: site.line,
        kinds: site.kinds,
    }
}

impl Collected<'_> {
    /// Looks up the places of the imports that are to be shown, each file once; on a thread of a
    /// rayon pool the pool shares the work. Returns the files that have no text any more.
    pub(crate) fn resolve(&mut self, shown: &Places, sources: &dyn Sources) -> BTreeSet<FileId> {
        let mut wanted = Vec::new();
        for (index, (edge, kinds)) in self.edges.iter().enumerate() {
            let import = ImportIx::new(index);
            self.imports[index].located = shown.holds(import);
            if self.imports[index].located {
                let sites = sites(self.graph, *edge, *kinds).enumerate();
                wanted.extend(sites.map(|(at, &place)| Site { import, at, place }));
            }
        }
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
            self.imports[site.import.index()].sites[site.at].location = location;
        }
    }
}

/// The places of these sites of one file. What is on one line shares its text.
fn locations(sites: &[Site], imports: &[ImportReport], source: &SourceText) -> Vec<Location> {
    let mut located: Vec<Location> = Vec::with_capacity(sites.len());
    for site in sites {
        let path = &imports[site.import.index()].sites[site.at].location.path;
        let near = located.last();
        let location = Location::near(near, path.clone(), source, site.place.name);
        located.push(location);
    }
    located
}
