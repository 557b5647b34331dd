//! Import chains, and the question that asks for them.

use crate::{EdgeId, GraphView, ImportGraph, ModuleId, ModuleSet};

/// One or more imports, each of which starts where the one before it ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chain(Vec<EdgeId>);

#[expect(
    clippy::len_without_is_empty,
    reason = "a chain has at least one import"
)]
impl Chain {
    /// A chain of these imports, unless there are none or they do not follow one another.
    pub fn new(graph: &ImportGraph, edges: Vec<EdgeId>) -> Option<Self> {
        let joined = |pair: &[EdgeId]| graph.imported(pair[0]) == graph.importer(pair[1]);
        let sound = !edges.is_empty() && edges.windows(2).all(joined);
        sound.then_some(Self(edges))
    }

    /// The chain of a direct import.
    pub fn direct(edge: EdgeId) -> Self {
        Self(vec![edge])
    }

    /// For edges that are known to follow one another; at least one.
    pub(crate) fn of_path(edges: Vec<EdgeId>) -> Self {
        debug_assert!(!edges.is_empty());
        Self(edges)
    }

    /// Number of imports, at least 1.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the chain is a single import.
    pub fn is_direct(&self) -> bool {
        self.0.len() == 1
    }

    /// The imports in order.
    pub fn edges(&self) -> &[EdgeId] {
        &self.0
    }

    /// The imports in order.
    pub fn into_edges(self) -> Vec<EdgeId> {
        self.0
    }

    /// The first import.
    pub fn first(&self) -> EdgeId {
        self.0[0]
    }

    /// The last import.
    pub fn last(&self) -> EdgeId {
        self.0[self.0.len() - 1]
    }

    /// The module where the chain starts.
    pub fn importer(&self, graph: &ImportGraph) -> ModuleId {
        graph.importer(self.first())
    }

    /// The module where the chain ends.
    pub fn imported(&self, graph: &ImportGraph) -> ModuleId {
        graph.imported(self.last())
    }

    /// All modules in order; one more than imports.
    pub fn modules(&self, graph: &ImportGraph) -> impl Iterator<Item = ModuleId> {
        let rest = self.0.iter().map(|edge| graph.imported(*edge));
        std::iter::once(self.importer(graph)).chain(rest)
    }

    /// The modules between the first and the last; none in a direct import.
    pub fn interior(&self, graph: &ImportGraph) -> impl DoubleEndedIterator<Item = ModuleId> {
        let inner = &self.0[..self.0.len() - 1];
        inner.iter().map(|edge| graph.imported(*edge))
    }

    /// The other imports by which a source enters this chain's interior, by importer.
    ///
    /// None for a direct import. O(log importers of the first interior module + those of them that
    /// lie between the first and the last source).
    pub fn extra_first(&self, view: &GraphView<'_>, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        let bounds = query.sources.bounds().filter(|_| !self.is_direct());
        let Some((first, last)) = bounds else {
            return Vec::new();
        };
        // Importers are in order, and the sources are a package, usually.
        let graph = view.graph();
        let enters = graph.incoming(graph.imported(self.first()));
        let start = enters.partition_point(|edge| graph.importer(*edge) < first);
        let enters = enters[start..].iter().copied();
        enters
            .take_while(|edge| graph.importer(*edge) <= last)
            .filter(|edge| *edge != self.first() && view.is_live(*edge))
            .filter(|edge| query.is_source(view.graph().importer(*edge)))
            .collect()
    }

    /// The other imports by which this chain's interior leads to a target, by imported module.
    ///
    /// None for a direct import. O(log imports of the last interior module + those of them that lie
    /// between the first and the last target).
    pub fn extra_last(&self, view: &GraphView<'_>, query: &ChainQuery<'_>) -> Vec<EdgeId> {
        let bounds = query.targets.bounds().filter(|_| !self.is_direct());
        let Some((first, last)) = bounds else {
            return Vec::new();
        };
        let graph = view.graph();
        let leaves = graph.outgoing_within(graph.importer(self.last()), first, last);
        leaves
            .filter(|edge| *edge != self.last() && view.is_live(*edge))
            .filter(|edge| query.is_target(graph.imported(*edge)))
            .collect()
    }
}

/// The question for chains from some modules to others.
///
/// A chain starts in a source, ends in a target, and has at least one import. Its *interior*
/// modules are neither sources nor targets nor modules to avoid. From this follows:
///
/// * A module that is both a source and a target counts as a source only: no chain ends there, and
///   an import between two sources is no chain.
/// * Avoiding a source or a target has no effect. So one set, "all layers", can serve for all
///   pairs; but where some modules of the importing package do not count as sources and may still
///   be passed through, the caller takes that package out of the set.
#[derive(Debug, Clone, Copy)]
pub struct ChainQuery<'q> {
    sources: &'q ModuleSet,
    targets: &'q ModuleSet,
    avoid: Option<&'q ModuleSet>,
    within: Option<&'q ModuleSet>,
}

impl<'q> ChainQuery<'q> {
    /// Chains from `sources` to `targets` through any other modules.
    pub fn new(sources: &'q ModuleSet, targets: &'q ModuleSet) -> Self {
        Self {
            sources,
            targets,
            avoid: None,
            within: None,
        }
    }

    /// The same chains, but none through a module of `avoid`.
    #[must_use]
    pub fn avoiding(self, avoid: &'q ModuleSet) -> Self {
        Self {
            avoid: Some(avoid),
            ..self
        }
    }

    /// The same chains, when all modules that they run through are known to be in `within`: spares
    /// the search from looking elsewhere.
    #[must_use]
    pub(crate) fn within(self, within: &'q ModuleSet) -> Self {
        Self {
            within: Some(within),
            ..self
        }
    }

    /// Where chains start, in name order.
    pub fn sources(&self) -> impl Iterator<Item = ModuleId> {
        self.sources.iter()
    }

    /// Where chains end, in name order.
    pub fn targets(&self) -> impl Iterator<Item = ModuleId> {
        self.targets.iter().filter(|id| !self.is_source(*id))
    }

    /// Whether a chain may start here.
    pub fn is_source(&self, id: ModuleId) -> bool {
        self.sources.contains(id)
    }

    /// Whether a chain may end here.
    pub fn is_target(&self, id: ModuleId) -> bool {
        self.targets.contains(id) && !self.is_source(id)
    }

    /// Whether a chain may run through here.
    pub fn is_interior(&self, id: ModuleId) -> bool {
        let avoided = self.avoid.is_some_and(|avoid| avoid.contains(id))
            || self.within.is_some_and(|within| !within.contains(id));
        !(avoided || self.sources.contains(id) || self.targets.contains(id))
    }
}

/// Chains of which no two share an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chains {
    /// The chains, shortest first, equally long ones by their modules' names.
    pub chains: Vec<Chain>,
    /// Whether the search was finished: without the imports of `chains` there is no chain left.
    pub complete: bool,
}
