//! What many sources of chains have in common: the modules that their chains run through.

use std::sync::OnceLock;

use crate::groups::lies_in;
use crate::marks::Marks;
use crate::successive::SuccessiveCuts;
use crate::{
    ChainQuery, EdgeId, GraphView, Groups, ImportGraph, ModuleId, ModuleRange, ModuleSet, pool,
};

/// The most bytes for what separates each source from the hub.
const HUB_MEMORY: usize = 1 << 27;

/// Groups of modules where chains start, prepared for questions about one target after another
/// (see [`Towards`](crate::Towards)).
///
/// A chain leaves its source with its first import and then runs through *shared* modules, which
/// more than one source may lead to. Memory: 28 bytes for each import of a source.
#[derive(Debug)]
pub struct Sources {
    starts: Vec<Source>,
    shared: ModuleSet,
    closed: ModuleSet,
    /// Of all modules, the imports by shared ones.
    incoming: Incoming,
    hub: Option<Hub>,
}

/// Some of the imports of each module, in CSR form.
#[derive(Debug)]
struct Incoming {
    starts: Vec<usize>,
    edges: Vec<EdgeId>,
}

/// A module through which most chains could go.
#[derive(Debug)]
struct Hub {
    module: ModuleId,
    /// How far from it the shared modules are.
    distance: Marks,
    /// Those that lead to it.
    leading: ModuleSet,
    /// What separates each source from it, as soon as someone asks.
    near_sides: Vec<OnceLock<NearSide>>,
}

/// A minimum cut of a source and the hub, of several the one nearest to the hub.
#[derive(Debug)]
pub(crate) struct NearSide {
    /// The imports to remove, sorted.
    pub(crate) cut: Vec<EdgeId>,
    /// The shared modules that then still lead to the hub.
    pub(crate) beyond: ModuleSet,
}

/// One source.
#[derive(Debug)]
pub(crate) struct Source {
    /// The modules where a chain may start, as sorted ranges.
    pub(crate) heads: Vec<ModuleRange>,
    /// The imports of other modules by the source, by imported module and then by importer.
    pub(crate) leaving: Vec<(ModuleId, EdgeId)>,
    /// The modules through which a chain may go on; those that most sources import come first.
    pub(crate) entries: Vec<Entry>,
    /// The modules of the source that chains of other sources may run through.
    pub(crate) shared_heads: Vec<ModuleId>,
    /// Whether chains may run through modules of its own where none of them may start.
    tangled: bool,
}

/// A module that a source imports.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) module: ModuleId,
    /// The first import of it by the source.
    pub(crate) first: EdgeId,
    /// Number of imports of it by the source.
    pub(crate) imports: u32,
    /// Whether a module imports it that no other source's chains run through.
    pub(crate) private: bool,
}

impl Sources {
    /// Prepares the groups of `heads`. With `owners`, chains run through no module of any of these
    /// groups (the group of the same number holds the source's own modules); without, through any.
    ///
    /// O(modules + edges + edges of the sources × log of their number).
    pub fn new(view: &GraphView<'_>, heads: &Groups, owners: Option<&Groups>) -> Self {
        let mut closed = ModuleSet::new(view.table());
        let owned = owners.into_iter().flat_map(|owners| {
            (0..owners.len()).flat_map(|group| owners.ranges(group).iter().copied())
        });
        owned.for_each(|range| closed.insert_range(range));
        let groups: Vec<usize> = (0..heads.len()).collect();
        let mut starts: Vec<Source> = pool::map(groups, |group| {
            let own = owners.map_or(&[][..], |owners| owners.ranges(group));
            Source::new(view, heads.ranges(group), own)
        });
        let shared = shared(view, &starts, &closed);
        pool::for_each(&mut starts, |source| source.enter(view, &shared));
        let mut importers = vec![0; view.table().len()];
        for entry in starts.iter().flat_map(|source| &source.entries) {
            importers[entry.module.index()] += 1;
        }
        let popularity = |entry: &Entry| {
            (
                std::cmp::Reverse(importers[entry.module.index()]),
                entry.module,
            )
        };
        pool::for_each(&mut starts, |source| {
            source.entries.sort_unstable_by_key(popularity);
        });
        let (hub, incoming) = pool::join(
            || hub(view, &shared, starts.len()),
            || Incoming::new(view, &shared),
        );
        let mut sources = Self {
            starts,
            incoming,
            shared,
            closed,
            hub: None,
        };
        sources.hub = hub.map(|module| Hub::new(view, &sources, module));
        sources
    }

    /// The imports of a module by shared ones, by importer.
    pub(crate) fn incoming(&self, id: ModuleId) -> &[EdgeId] {
        &self.incoming.edges[self.incoming.starts[id.index()]..self.incoming.starts[id.index() + 1]]
    }

    /// How far from a target the shared modules are that lead to it, and which they are. None but
    /// the target's own if none leads to it. O(imports of the modules that lead to it).
    pub(crate) fn measure(
        &self,
        graph: &ImportGraph,
        target: ModuleRange,
        distance: &mut Marks,
        leading: &mut ModuleSet,
    ) {
        distance.clear();
        leading.clear();
        for id in target.iter() {
            distance.set(id, 0);
        }
        let mut level: Vec<ModuleId> = target.iter().collect();
        let mut depth = 0;
        while !level.is_empty() {
            depth += 1;
            let mut next = Vec::new();
            for edge in level.iter().flat_map(|id| self.incoming(*id)) {
                let importer = graph.importer(*edge);
                if !distance.has(importer) {
                    distance.set(importer, depth);
                    leading.insert(importer);
                    next.push(importer);
                }
            }
            level = next;
        }
    }

    /// A module that many import and that imports many.
    pub(crate) fn hub(&self) -> Option<ModuleId> {
        self.hub.as_ref().map(|hub| hub.module)
    }

    /// What separates a source from the hub, if there is a hub, and the source does not hold it.
    /// `cuts` is for questions about the hub alone.
    pub(crate) fn near_side(
        &self,
        source: usize,
        view: &GraphView<'_>,
        cuts: &mut SuccessiveCuts<'_>,
    ) -> Option<&NearSide> {
        let hub = self.hub.as_ref()?;
        if lies_in(&self.starts[source].heads, hub.module) {
            return None;
        }
        let near_side = hub.near_sides.get(source)?;
        Some(near_side.get_or_init(|| {
            let mut heads = ModuleSet::new(view.table());
            let ranges = self.starts[source].heads.iter();
            ranges.for_each(|range| heads.insert_range(*range));
            let targets = ModuleSet::of_range(view.table(), hub.module.into());
            let query = ChainQuery::new(&heads, &targets).avoiding(&self.closed);
            let cut = cuts.minimum_cut(&query.within(&hub.leading), &hub.distance, None);
            let (beyond, _) = self.beyond(view, hub.module.into(), Some(&cut));
            NearSide { cut, beyond }
        }))
    }

    /// The shared modules that lead to a target without the imports of a cut, those of the target
    /// included, and the imports of them by other shared modules. Without a cut, none but those of
    /// the target.
    pub(crate) fn beyond(
        &self,
        view: &GraphView<'_>,
        target: ModuleRange,
        cut: Option<&[EdgeId]>,
    ) -> (ModuleSet, Vec<EdgeId>) {
        let graph = view.graph();
        let mut beyond = ModuleSet::of_range(view.table(), target);
        let mut entering = Vec::new();
        let mut open: Vec<ModuleId> = target.iter().collect();
        let passes = |edge: &EdgeId| cut.is_some_and(|cut| cut.binary_search(edge).is_err());
        while let Some(id) = open.pop() {
            for edge in self.incoming(id) {
                let importer = graph.importer(*edge);
                if beyond.contains(importer) {
                    continue;
                }
                if passes(edge) {
                    beyond.insert(importer);
                    open.push(importer);
                } else {
                    entering.push(*edge);
                }
            }
        }
        entering.retain(|edge| !beyond.contains(graph.importer(*edge)));
        (beyond, entering)
    }

    /// Whether [`Towards`](crate::Towards) cannot speak for this source: its chains may run through
    /// modules of its own where none of them may start.
    pub fn is_tangled(&self, source: usize) -> bool {
        self.starts[source].tangled
    }

    /// The modules that no chain runs through.
    pub(crate) fn closed(&self) -> &ModuleSet {
        &self.closed
    }

    pub(crate) fn source(&self, source: usize) -> &Source {
        &self.starts[source]
    }

    /// Whether chains of more than one source may run through the module. It may be said of too
    /// many modules, but never of too few.
    pub(crate) fn is_shared(&self, id: ModuleId) -> bool {
        self.shared.contains(id)
    }
}

impl Source {
    fn new(view: &GraphView<'_>, heads: &[ModuleRange], own: &[ModuleRange]) -> Self {
        let is_head = |id: ModuleId| lies_in(heads, id);
        let graph = view.graph();
        let mut leaving = Vec::new();
        for id in heads.iter().flat_map(|range| range.iter()) {
            let edges = view.outgoing(id).map(|edge| (graph.imported(edge), edge));
            leaving.extend(edges.filter(|(imported, _)| !is_head(*imported)));
        }
        leaving.sort_unstable();
        let silent = |id: &ModuleId| !is_head(*id);
        let mut silent = own.iter().flat_map(|range| range.iter()).filter(silent);
        let tangled = silent.any(|id| {
            let mut importers = view.importers_of(id);
            importers.any(|importer| is_head(importer) || !lies_in(own, importer))
        });
        Self {
            heads: heads.to_vec(),
            leaving,
            entries: Vec::new(),
            shared_heads: Vec::new(),
            tangled,
        }
    }

    /// Fills in what depends on which modules are shared.
    fn enter(&mut self, view: &GraphView<'_>, shared: &ModuleSet) {
        let all = self.heads.iter().flat_map(|range| range.iter());
        self.shared_heads = all.filter(|id| shared.contains(*id)).collect();
        for (module, edge) in &self.leaving {
            if !shared.contains(*module) {
                continue;
            }
            let private = !shared.contains(view.graph().importer(*edge));
            match self.entries.last_mut() {
                Some(entry) if entry.module == *module => {
                    entry.imports += 1;
                    entry.private |= private;
                }
                _ => self.entries.push(Entry {
                    module: *module,
                    first: *edge,
                    imports: 1,
                    private,
                }),
            }
        }
    }

    /// The imports of the modules of a range by the source, by imported module.
    pub(crate) fn leading_to(&self, range: ModuleRange) -> &[(ModuleId, EdgeId)] {
        let range = range.indices();
        let start = self
            .leaving
            .partition_point(|(id, _)| id.index() < range.start);
        let end = self
            .leaving
            .partition_point(|(id, _)| id.index() < range.end);
        &self.leaving[start..end]
    }
}

/// The modules that a source's chains can get to, beyond the source itself, and go on from.
fn shared(view: &GraphView<'_>, starts: &[Source], closed: &ModuleSet) -> ModuleSet {
    let mut shared = ModuleSet::new(view.table());
    let first = starts.iter().flat_map(|source| &source.leaving);
    let mut open: Vec<ModuleId> = first
        .map(|(module, _)| *module)
        .filter(|id| !closed.contains(*id) && shared.insert(*id))
        .collect();
    while let Some(id) = open.pop() {
        for next in view.imported_by(id) {
            if !closed.contains(next) && shared.insert(next) {
                open.push(next);
            }
        }
    }
    shared
}

/// The shared module with the most imports on the side where it has fewer; none where what it tells
/// about so many sources would take too much memory.
fn hub(view: &GraphView<'_>, shared: &ModuleSet, sources: usize) -> Option<ModuleId> {
    if sources.saturating_mul(view.table().len()) / 8 > HUB_MEMORY {
        return None;
    }
    let among =
        |ids: &mut dyn Iterator<Item = ModuleId>| ids.filter(|id| shared.contains(*id)).count();
    let weight = |id: &ModuleId| {
        let imports = among(&mut view.imported_by(*id));
        let importers = among(&mut view.importers_of(*id));
        (imports.min(importers), std::cmp::Reverse(*id))
    };
    shared.iter().max_by_key(weight)
}

impl Hub {
    fn new(view: &GraphView<'_>, sources: &Sources, module: ModuleId) -> Self {
        let table = view.table();
        let mut distance = Marks::new(table.len());
        let mut leading = ModuleSet::new(table);
        sources.measure(view.graph(), module.into(), &mut distance, &mut leading);
        let near_sides = sources.starts.iter().map(|_| OnceLock::new());
        Self {
            module,
            distance,
            leading,
            near_sides: near_sides.collect(),
        }
    }
}

impl Incoming {
    /// O(modules + edges).
    fn new(view: &GraphView<'_>, importers: &ModuleSet) -> Self {
        let graph = view.graph();
        let mut starts = vec![0];
        let mut edges = Vec::new();
        for id in view.table().range().iter() {
            let chosen = view.incoming(id);
            edges.extend(chosen.filter(|edge| importers.contains(graph.importer(*edge))));
            starts.push(edges.len());
        }
        Self { starts, edges }
    }
}
