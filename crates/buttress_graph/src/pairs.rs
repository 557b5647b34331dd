//! The answer of a sweep: which of many groups lead to which.

use fixedbitset::FixedBitSet;

/// Which groups lead to which: a bit for every (source, target) pair.
///
/// Memory: sources × targets / 8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPairs {
    targets: usize,
    bits: FixedBitSet,
}

impl GroupPairs {
    pub(crate) fn new(sources: usize, targets: usize) -> Self {
        Self {
            targets,
            bits: FixedBitSet::with_capacity(sources.saturating_mul(targets)),
        }
    }

    pub(crate) fn insert(&mut self, source: usize, target: usize) {
        self.bits.insert(source * self.targets + target);
    }

    /// Whether a chain leads from one group to the other. False if there are no such groups.
    pub fn contains(&self, source: usize, target: usize) -> bool {
        target < self.targets && self.bits.contains(source * self.targets + target)
    }

    /// The groups that `source` leads to, in order.
    pub fn targets_of(&self, source: usize) -> impl Iterator<Item = usize> {
        (0..self.targets).filter(move |target| self.contains(source, *target))
    }

    /// All (source, target) pairs, by source and then by target.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        let bits = self.bits.ones();
        bits.map(|bit| (bit / self.targets, bit % self.targets))
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.bits.count_ones(..)
    }

    /// Whether no group leads to another.
    pub fn is_empty(&self) -> bool {
        self.bits.is_clear()
    }
}
