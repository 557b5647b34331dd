//! Sets of modules.

use fixedbitset::FixedBitSet;

use crate::{ModuleId, ModuleRange, ModuleTable};

/// A set of modules of one table, as a bit set: O(1) look-up, ordered iteration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleSet(FixedBitSet);

impl ModuleSet {
    /// The empty set over the modules of `table`.
    pub fn new(table: &ModuleTable) -> Self {
        Self::with_capacity(table.len())
    }

    pub(crate) fn with_capacity(modules: usize) -> Self {
        Self(FixedBitSet::with_capacity(modules))
    }

    /// The modules of a range, as a set.
    pub fn of_range(table: &ModuleTable, range: ModuleRange) -> Self {
        let mut set = Self::new(table);
        set.insert_range(range);
        set
    }

    /// Adds a module; false if it was there already.
    pub fn insert(&mut self, id: ModuleId) -> bool {
        !self.0.put(id.index())
    }

    /// Adds all modules of a range.
    pub fn insert_range(&mut self, range: ModuleRange) {
        self.0.insert_range(range.indices());
    }

    /// Adds all modules of another set.
    pub fn union_with(&mut self, other: &Self) {
        self.0.union_with(&other.0);
    }

    /// Takes out all modules of another set.
    pub fn subtract(&mut self, other: &Self) {
        self.0.difference_with(&other.0);
    }

    /// Takes out a module.
    pub fn remove(&mut self, id: ModuleId) {
        self.0.set(id.index(), false);
    }

    /// Takes out everything; keeps the allocation.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether the module is in the set.
    pub fn contains(&self, id: ModuleId) -> bool {
        self.0.contains(id.index())
    }

    /// Whether the two sets share a module.
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.0.is_disjoint(&other.0)
    }

    /// Number of modules, counted in O(table / 64).
    pub fn len(&self) -> usize {
        self.0.count_ones(..)
    }

    /// Whether the set holds no module.
    pub fn is_empty(&self) -> bool {
        self.0.is_clear()
    }

    /// The first and the last module, if there is any. O(table / 64).
    pub(crate) fn bounds(&self) -> Option<(ModuleId, ModuleId)> {
        let (first, last) = (self.0.minimum()?, self.0.maximum()?);
        Some((ModuleId::from_index(first), ModuleId::from_index(last)))
    }

    /// The modules in name order.
    pub fn iter(&self) -> impl Iterator<Item = ModuleId> {
        self.0.ones().map(ModuleId::from_index)
    }
}

impl Extend<ModuleId> for ModuleSet {
    fn extend<I: IntoIterator<Item = ModuleId>>(&mut self, ids: I) {
        for id in ids {
            self.insert(id);
        }
    }
}
