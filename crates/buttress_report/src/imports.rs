//! The imports a report refers to: collected while it is built, resolved file by file at the end.

use std::collections::BTreeSet;
use std::sync::Arc;

use buttress_graph::{EdgeId, ImportGraph, ImportSite, KindFilter};
use buttress_source::FileId;
use rustc_hash::FxHashMap;

use crate::{ImportIx, ImportReport, Location, SiteReport, Sources};

/// Collects imports and gives each an index.
#[derive(Debug, Default)]
pub(crate) struct ImportCollector {
    known: FxHashMap<(EdgeId, KindFilter), ImportIx>,
    imports: Vec<Collected>,
}

#[derive(Debug)]
struct Collected {
    importer: Arc<str>,
    imported: Arc<str>,
    sites: Vec<ImportSite>,
}

impl ImportCollector {
    /// The index of an edge with the sites that `kinds` admits.
    pub(crate) fn add(&mut self, graph: &ImportGraph, kinds: KindFilter, edge: EdgeId) -> ImportIx {
        let next = ImportIx(self.imports.len());
        let ix = *self.known.entry((edge, kinds)).or_insert(next);
        if ix == next {
            let table = graph.table();
            let sites = graph.sites(edge).iter();
            self.imports.push(Collected {
                importer: table.name(graph.importer(edge)).into(),
                imported: table.name(graph.imported(edge)).into(),
                sites: sites
                    .filter(|site| kinds.admits(site.kinds))
                    .copied()
                    .collect(),
            });
        }
        ix
    }

    /// The importer and the imported module of a collected import.
    pub(crate) fn names(&self, ix: ImportIx) -> (&str, &str) {
        let import = &self.imports[ix.0];
        (&import.importer, &import.imported)
    }

    /// Resolves all sites, asking for them file by file; files without a text go to `lost`.
    pub(crate) fn resolve(
        self,
        sources: &mut dyn Sources,
        lost: &mut BTreeSet<FileId>,
    ) -> Vec<ImportReport> {
        let mut order: Vec<(usize, usize)> = (self.imports.iter().enumerate())
            .flat_map(|(import, collected)| (0..collected.sites.len()).map(move |at| (import, at)))
            .collect();
        order.sort_by_key(|&(import, at)| self.imports[import].sites[at]);
        let mut locations: Vec<Vec<Option<SiteReport>>> = (self.imports.iter())
            .map(|collected| vec![None; collected.sites.len()])
            .collect();
        for (import, at) in order {
            let site = self.imports[import].sites[at];
            let path = sources.path(site.file);
            let location = if let Some(source) = sources.source(site.file) {
                Location::new(path, &source, site.name)
            } else {
                lost.insert(site.file);
                Location::of_line(path, site.line)
            };
            locations[import][at] = Some(SiteReport {
                location,
                statement_line: site.line,
                kinds: site.kinds,
            });
        }
        let resolved = self.imports.into_iter().zip(locations);
        resolved
            .map(|(collected, sites)| ImportReport {
                importer: collected.importer,
                imported: collected.imported,
                sites: sites.into_iter().flatten().collect(),
            })
            .collect()
    }
}
