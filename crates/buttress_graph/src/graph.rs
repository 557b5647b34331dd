//! The import graph: compressed sparse rows in both directions, and the sites of every edge.

use std::ops::Range;

use buttress_source::{FileId, ImportKinds, Span};

use crate::{ModuleId, ModuleRange, ModuleTable, pool};

/// An edge: all imports of one module by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub(crate) u32);

impl EdgeId {
    /// The edge's number, as an index. Edges are numbered by importer, then by imported module.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A place where a module is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImportSite {
    /// The importer's file.
    pub file: FileId,
    /// The whole statement.
    pub statement: Span,
    /// The imported name alone.
    pub name: Span,
    /// The 1-based line on which the statement starts.
    pub line: u32,
    /// Circumstances.
    pub kinds: ImportKinds,
}

/// One import while the graph is being built: importer, imported module, place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The module that holds the statement.
    pub importer: ModuleId,
    /// The module that the statement names.
    pub imported: ModuleId,
    /// Where.
    pub site: ImportSite,
}

/// The imports between all modules of a run. Immutable.
///
/// Neighbours are in name order, so every traversal is the same on every run. Memory: 12 bytes an
/// edge, 8 bytes a module, 32 bytes a site.
#[derive(Debug, Clone)]
pub struct ImportGraph {
    table: ModuleTable,
    /// Where the edges of a module begin in `targets`; one more entry than modules.
    forward: Vec<u32>,
    targets: Vec<ModuleId>,
    sources: Vec<ModuleId>,
    /// Where the incoming edges of a module begin in `incoming`.
    backward: Vec<u32>,
    incoming: Vec<EdgeId>,
    /// Where the sites of an edge begin in `sites`; one more entry than edges.
    site_starts: Vec<u32>,
    sites: Vec<ImportSite>,
}

impl ImportGraph {
    /// Builds the graph of `imports` over the modules of `table`.
    ///
    /// The order of `imports` does not matter. O(n log n) in their number.
    pub fn new(table: ModuleTable, mut imports: Vec<Import>) -> Self {
        imports.sort_unstable();
        Self::of_rows(table, vec![Rows::of(&imports)])
    }

    /// The graph of rows that were gathered apart. No module is the importer in two of them, or in one
    /// that comes before that of a module with a lower id. O(n), on all threads if the caller is on a
    /// thread of a pool.
    pub(crate) fn of_rows(table: ModuleTable, mut rows: Vec<Rows>) -> Self {
        rows.retain(|rows| !rows.targets.is_empty());
        let targets = rows.iter().flat_map(|rows| &rows.targets);
        let targets: Vec<ModuleId> = targets.copied().collect();
        let modules = table.len();
        let join = |rows: Vec<Rows>| Joined::of(modules, targets.len(), rows);
        let (joined, (backward, incoming)) =
            pool::join(|| join(rows), || reverse(modules, &targets));
        Self {
            table,
            forward: joined.forward,
            targets,
            sources: joined.sources,
            backward,
            incoming,
            site_starts: joined.site_starts,
            sites: joined.sites,
        }
    }

    /// All modules.
    pub fn table(&self) -> &ModuleTable {
        &self.table
    }

    /// Number of edges: distinct (importer, imported) pairs, self-imports included.
    pub fn edge_count(&self) -> usize {
        self.targets.len()
    }

    /// Number of import sites.
    pub fn site_count(&self) -> usize {
        self.sites.len()
    }

    /// All edges, by importer and then by imported module.
    pub fn edges(&self) -> impl DoubleEndedIterator<Item = EdgeId> + ExactSizeIterator {
        (0..self.targets.len()).map(EdgeId::from_index)
    }

    /// The module that imports.
    pub fn importer(&self, edge: EdgeId) -> ModuleId {
        self.sources[edge.index()]
    }

    /// The module that is imported.
    pub fn imported(&self, edge: EdgeId) -> ModuleId {
        self.targets[edge.index()]
    }

    /// The places of an import, in source order.
    pub fn sites(&self, edge: EdgeId) -> &[ImportSite] {
        let start = self.site_starts[edge.index()] as usize;
        let end = self.site_starts[edge.index() + 1] as usize;
        &self.sites[start..end]
    }

    /// The edges from a module, by imported module.
    pub fn outgoing(
        &self,
        id: ModuleId,
    ) -> impl DoubleEndedIterator<Item = EdgeId> + ExactSizeIterator + use<> {
        self.outgoing_range(id).map(EdgeId)
    }

    /// The edges from a module to those from `first` to `last`. O(log out-degree) for the first.
    pub(crate) fn outgoing_within(
        &self,
        id: ModuleId,
        first: ModuleId,
        last: ModuleId,
    ) -> impl Iterator<Item = EdgeId> {
        let all = self.outgoing_range(id);
        let (start, end) = (all.start as usize, all.end as usize);
        let targets = &self.targets[start..end];
        let from = start + targets.partition_point(|target| *target < first);
        let to = start + targets.partition_point(|target| *target <= last);
        (from..to).map(EdgeId::from_index)
    }

    /// The numbers of the edges from a module.
    pub(crate) fn outgoing_range(&self, id: ModuleId) -> Range<u32> {
        self.forward[id.index()]..self.forward[id.index() + 1]
    }

    /// The edges to a module, by importer.
    pub fn incoming(&self, id: ModuleId) -> &[EdgeId] {
        let start = self.backward[id.index()] as usize;
        let end = self.backward[id.index() + 1] as usize;
        &self.incoming[start..end]
    }

    /// The edges from the modules of a range, by importer and then by imported module.
    pub(crate) fn outgoing_of(
        &self,
        modules: ModuleRange,
    ) -> impl ExactSizeIterator<Item = EdgeId> + use<> {
        let modules = modules.indices();
        (self.forward[modules.start]..self.forward[modules.end]).map(EdgeId)
    }

    /// The edges to the modules of a range, by imported module and then by importer.
    pub(crate) fn incoming_of(&self, modules: ModuleRange) -> &[EdgeId] {
        let modules = modules.indices();
        let start = self.backward[modules.start] as usize;
        let end = self.backward[modules.end] as usize;
        &self.incoming[start..end]
    }

    /// The edge between two modules, if there is one. O(log out-degree).
    pub fn edge(&self, importer: ModuleId, imported: ModuleId) -> Option<EdgeId> {
        let start = self.forward[importer.index()] as usize;
        let end = self.forward[importer.index() + 1] as usize;
        let found = self.targets[start..end].binary_search(&imported).ok()?;
        Some(EdgeId::from_index(start + found))
    }
}

/// Sorts; imports that are in the order of their importers are sorted importer by importer.
pub(crate) fn sort_imports(imports: &mut [Import]) {
    if imports.is_sorted_by_key(|import| import.importer) {
        let by_importer = imports.chunk_by_mut(|a, b| a.importer == b.importer);
        by_importer.for_each(<[Import]>::sort_unstable);
    } else {
        imports.sort_unstable();
    }
}

/// The edges from some modules, and their sites: a part of a graph on its way.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    sources: Vec<ModuleId>,
    targets: Vec<ModuleId>,
    /// Where the sites of an edge begin in `sites`.
    site_starts: Vec<u32>,
    sites: Vec<ImportSite>,
}

impl Rows {
    /// The rows of imports that are sorted.
    pub(crate) fn of(imports: &[Import]) -> Self {
        let mut rows = Self::default();
        rows.reserve(imports.len(), imports.len());
        rows.add(imports);
        rows
    }

    /// Makes room for so many edges and sites.
    pub(crate) fn reserve(&mut self, edges: usize, sites: usize) {
        self.sources.reserve(edges);
        self.targets.reserve(edges);
        self.site_starts.reserve(edges);
        self.sites.reserve(sites);
    }

    /// Adds imports that are sorted and come after those before; one that is there twice, once.
    pub(crate) fn add(&mut self, imports: &[Import]) {
        let mut last = None;
        for import in imports {
            if last == Some(import) {
                continue;
            }
            last = Some(import);
            let same = self.sources.last() == Some(&import.importer)
                && self.targets.last() == Some(&import.imported);
            if !same {
                self.begin(import.importer, import.imported);
            }
            self.sites.push(import.site);
        }
    }

    /// Adds an edge, which comes after those before; its sites are to be added next.
    pub(crate) fn begin(&mut self, importer: ModuleId, imported: ModuleId) {
        self.sources.push(importer);
        self.targets.push(imported);
        let start = EdgeId::from_index(self.sites.len()).0;
        self.site_starts.push(start);
    }

    /// What the edges lead to.
    pub(crate) fn targets(&self) -> &[ModuleId] {
        &self.targets
    }

    /// Adds a site of the last edge; they come in order.
    pub(crate) fn add_site(&mut self, site: ImportSite) {
        self.sites.push(site);
    }
}

/// Rows in one piece.
struct Joined {
    forward: Vec<u32>,
    sources: Vec<ModuleId>,
    site_starts: Vec<u32>,
    sites: Vec<ImportSite>,
}

impl Joined {
    /// The memory of each of the rows is given back as soon as it is read.
    fn of(modules: usize, edges: usize, rows: Vec<Rows>) -> Self {
        let sites = rows.iter().map(|rows| rows.sites.len()).sum();
        let mut joined = Self {
            forward: vec![0; modules + 1],
            sources: Vec::with_capacity(edges),
            site_starts: Vec::with_capacity(edges + 1),
            sites: Vec::with_capacity(sites),
        };
        for rows in rows {
            let first = EdgeId::from_index(joined.sites.len()).0;
            let starts = rows.site_starts.iter().map(|start| first + start);
            joined.site_starts.extend(starts);
            for source in &rows.sources {
                joined.forward[source.index() + 1] += 1;
            }
            joined.sources.extend_from_slice(&rows.sources);
            joined.sites.extend_from_slice(&rows.sites);
        }
        let end = EdgeId::from_index(joined.sites.len()).0;
        joined.site_starts.push(end);
        accumulate(&mut joined.forward);
        joined
    }
}

/// Turns counts (shifted by one) into start offsets.
fn accumulate(counts: &mut [u32]) {
    let mut total = 0;
    for count in counts {
        total += *count;
        *count = total;
    }
}

/// The reverse adjacency by counting sort: edges grouped by target, within it by edge number.
fn reverse(modules: usize, targets: &[ModuleId]) -> (Vec<u32>, Vec<EdgeId>) {
    let mut starts = vec![0; modules + 1];
    for target in targets {
        starts[target.index() + 1] += 1;
    }
    accumulate(&mut starts);
    let mut next = starts.clone();
    let mut incoming = vec![EdgeId(0); targets.len()];
    for (edge, target) in targets.iter().enumerate() {
        let slot = &mut next[target.index()];
        incoming[*slot as usize] = EdgeId::from_index(edge);
        *slot += 1;
    }
    (starts, incoming)
}
