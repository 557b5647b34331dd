//! Reachability from a set of modules.

use crate::{GraphView, ModuleId, ModuleSet};

/// Which way to follow imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From importers to what they import.
    Imports,
    /// From imported modules to their importers.
    ImportedBy,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Imports => Self::ImportedBy,
            Self::ImportedBy => Self::Imports,
        }
    }
}

/// The modules that chains from `start` lead to, those of `start` included.
///
/// A module in `avoid` is neither entered nor reported, unless it is in `start`. O(modules + edges).
pub fn reachable(
    view: &GraphView<'_>,
    direction: Direction,
    start: &ModuleSet,
    avoid: Option<&ModuleSet>,
) -> ModuleSet {
    let mut reached = start.clone();
    let mut open: Vec<ModuleId> = start.iter().collect();
    while let Some(id) = open.pop() {
        let mut visit = |next: ModuleId| {
            let avoided = avoid.is_some_and(|avoid| avoid.contains(next));
            if !avoided && reached.insert(next) {
                open.push(next);
            }
        };
        match direction {
            Direction::Imports => view.imported_by(id).for_each(&mut visit),
            Direction::ImportedBy => view.importers_of(id).for_each(&mut visit),
        }
    }
    reached
}
