//! The graph as it is printed: modules with their files, imports with their places.

use std::sync::Arc;

use buttress_graph::{EdgeId, GraphView, ModuleKind};
use buttress_report::{Location, SiteReport};

use crate::Project;
use crate::files::LastFile;

/// A module and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedModule<'p> {
    /// The full name.
    pub name: &'p str,
    /// What it is.
    pub kind: ModuleKind,
    /// Its file, relative to the base and `/`-separated.
    pub path: Option<Arc<str>>,
}

/// A direct import of one module by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedImport<'p> {
    /// The module that imports.
    pub importer: &'p str,
    /// The module that is imported.
    pub imported: &'p str,
    /// The places, in source order.
    pub sites: Vec<SiteReport>,
}

impl Project {
    /// All modules that `view` has, in name order.
    pub fn modules(&self, view: &GraphView<'_>) -> impl Iterator<Item = ListedModule<'_>> {
        let table = self.graph.table();
        let shown = table.ids().filter(move |id| view.has_module(*id));
        shown.map(move |id| {
            let module = table.module(id);
            ListedModule {
                name: table.name(id),
                kind: module.kind,
                path: module.file.map(|file| self.files.shown(file)),
            }
        })
    }

    /// All imports that `view` has, with their places, by importer and then by imported module.
    ///
    /// Reads every importing file once more, one at a time; a file that has changed since the graph
    /// was built gives line numbers only.
    pub fn imports(&self, view: &GraphView<'_>) -> impl Iterator<Item = ListedImport<'_>> {
        let mut sources = LastFile::new(&self.files);
        view.edges().map(move |edge| {
            let table = self.graph.table();
            ListedImport {
                importer: table.name(self.graph.importer(edge)),
                imported: table.name(self.graph.imported(edge)),
                sites: sites(view, edge, &mut sources),
            }
        })
    }
}

/// The places of an import that count, resolved.
fn sites(view: &GraphView<'_>, edge: EdgeId, sources: &mut LastFile<'_>) -> Vec<SiteReport> {
    let sites = view.sites(edge).map(|site| {
        let path = sources.path(site.file);
        let location = match sources.source(site.file) {
            Some(source) => Location::new(path, &source, site.name),
            None => Location::of_line(path, site.line),
        };
        SiteReport {
            location,
            statement_line: site.line,
            kinds: site.kinds,
        }
    });
    sites.collect()
}
