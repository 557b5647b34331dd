//! The flow that one source leaves to the next, as paths to the targets.

use std::ops::Range;

use crate::marks::Marks;
use crate::{EdgeId, ImportGraph, ModuleId};

/// Paths of flow that have lost their source: whatever leads to a module on one of them can take
/// over the rest of it.
#[derive(Debug)]
pub(crate) struct Inherited {
    /// The imports of all paths, one after the other.
    edges: Vec<EdgeId>,
    /// Where each path lies in `edges`; nothing, when it is taken or dropped.
    paths: Vec<Option<Range<usize>>>,
    /// The paths that run through a module, as the first of a list in `stations`.
    first: Marks,
    stations: Vec<Station>,
}

/// A module that a path runs through.
#[derive(Debug)]
struct Station {
    path: usize,
    /// The place in `edges` of the import by which the path leaves the module.
    leaves: usize,
    /// The next one of the same module.
    next: Option<usize>,
}

impl Inherited {
    /// Nothing is inherited.
    pub(crate) fn new(modules: usize) -> Self {
        Self {
            edges: Vec::new(),
            paths: Vec::new(),
            first: Marks::new(modules),
            stations: Vec::new(),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.edges.clear();
        self.paths.clear();
        self.first.clear();
        self.stations.clear();
    }

    /// Adds a path; its modules, but for the last, can be joined.
    pub(crate) fn add(&mut self, graph: &ImportGraph, path: &[EdgeId]) {
        let start = self.edges.len();
        for (leaves, edge) in (start..).zip(path) {
            let module = graph.importer(*edge);
            let first = self.first.get(module).map(|first| first as usize);
            let Ok(station) = u32::try_from(self.stations.len()) else {
                continue;
            };
            self.first.set(module, station);
            self.stations.push(Station {
                path: self.paths.len(),
                leaves,
                next: first,
            });
        }
        self.edges.extend_from_slice(path);
        self.paths.push(Some(start..self.edges.len()));
    }

    /// Takes over the rest of a path that runs through the module, if one is left. Returns the
    /// imports before the module, which are not needed any more.
    pub(crate) fn join(&mut self, id: ModuleId) -> Option<&[EdgeId]> {
        let mut at = self.first.get(id).map(|first| first as usize);
        while let Some(station) = at.and_then(|at| self.stations.get(at)) {
            if let Some(path) = self.paths[station.path].take() {
                return Some(&self.edges[path.start..station.leaves]);
            }
            at = station.next;
        }
        None
    }

    /// Whether a path that is left runs through the module.
    pub(crate) fn runs_through(&self, id: ModuleId) -> bool {
        let mut at = self.first.get(id).map(|first| first as usize);
        while let Some(station) = at.and_then(|at| self.stations.get(at)) {
            if self.paths[station.path].is_some() {
                return true;
            }
            at = station.next;
        }
        false
    }

    /// The imports of the paths that are left.
    pub(crate) fn rest(&self) -> impl Iterator<Item = EdgeId> {
        let left = self.paths.iter().flatten().flat_map(Clone::clone);
        left.map(|place| self.edges[place])
    }
}
