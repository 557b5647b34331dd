//! Many groups of modules, compactly.

use crate::{ModuleId, ModuleRange, ModuleSet, ModuleTable};

/// A list of groups of modules, each a few ranges: layers, siblings, sources, …
///
/// Groups may nest and overlap. Memory: 8 bytes a range, so a thousand packages cost nothing where
/// a thousand bit sets would not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    ranges: Vec<ModuleRange>,
    /// Where each group ends in `ranges`.
    ends: Vec<usize>,
}

impl Groups {
    /// No groups.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a group of these ranges, in any order; they may overlap.
    pub fn push(&mut self, ranges: impl IntoIterator<Item = ModuleRange>) {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_unstable();
        self.ranges.extend(merged(ranges));
        self.ends.push(self.ranges.len());
    }

    /// Appends a group of the modules of a set. O(table / 64 + modules).
    pub fn push_set(&mut self, set: &ModuleSet) {
        self.ranges
            .extend(merged(set.iter().map(ModuleRange::from)));
        self.ends.push(self.ranges.len());
    }

    /// Number of groups, empty ones included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The ranges of a group: sorted, disjoint, none of them empty. No ranges if there is no such
    /// group.
    pub fn ranges(&self, group: usize) -> &[ModuleRange] {
        let Some(end) = self.ends.get(group) else {
            return &[];
        };
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ranges[start..*end]
    }

    /// The modules of a group, in name order.
    pub fn modules(&self, group: usize) -> impl Iterator<Item = ModuleId> {
        self.ranges(group).iter().flat_map(|range| range.iter())
    }

    /// The modules of a group, as a set.
    pub fn set(&self, table: &ModuleTable, group: usize) -> ModuleSet {
        let mut set = ModuleSet::new(table);
        for range in self.ranges(group) {
            set.insert_range(*range);
        }
        set
    }
}

/// Joins sorted ranges that touch or overlap, and drops empty ones.
pub(crate) fn merged(sorted: impl IntoIterator<Item = ModuleRange>) -> Vec<ModuleRange> {
    let mut merged: Vec<ModuleRange> = Vec::new();
    for range in sorted.into_iter().filter(|range| !range.is_empty()) {
        match merged.last_mut() {
            Some(last) if range.indices().start <= last.indices().end => *last = last.to(range),
            _ => merged.push(range),
        }
    }
    merged
}

/// Whether one of these sorted, disjoint ranges holds the module.
pub(crate) fn lies_in(ranges: &[ModuleRange], id: ModuleId) -> bool {
    let behind = ranges.partition_point(|range| range.indices().end <= id.index());
    ranges.get(behind).is_some_and(|range| range.contains(id))
}

/// The groups of every module.
#[derive(Debug)]
pub(crate) struct Membership {
    /// Where the groups of a module begin in `of`; one more entry than modules.
    starts: Vec<usize>,
    of: Vec<usize>,
}

impl Membership {
    pub(crate) fn new(modules: usize, groups: &Groups) -> Self {
        let mut starts = vec![0; modules + 1];
        for id in (0..groups.len()).flat_map(|group| groups.modules(group)) {
            starts[id.index() + 1] += 1;
        }
        for index in 0..modules {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut of = vec![0; starts[modules]];
        for group in 0..groups.len() {
            for id in groups.modules(group) {
                of[next[id.index()]] = group;
                next[id.index()] += 1;
            }
        }
        Self { starts, of }
    }

    /// The groups of a module, in order.
    pub(crate) fn of(&self, id: ModuleId) -> &[usize] {
        &self.of[self.starts[id.index()]..self.starts[id.index() + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> ModuleRange {
        (start..end)
            .map(|id| ModuleRange::from(ModuleId(id)))
            .reduce(ModuleRange::to)
            .unwrap_or_default()
    }

    #[test]
    fn ranges_of_a_group_are_joined() {
        let mut groups = Groups::new();
        groups.push([range(5, 7), range(0, 3), range(1, 2), range(3, 4)]);
        groups.push([]);
        groups.push([range(2, 3), ModuleRange::default()]);
        assert_eq!(groups.len(), 3);
        assert_eq!(groups.ranges(0), [range(0, 4), range(5, 7)]);
        assert_eq!(groups.ranges(1), []);
        assert_eq!(groups.ranges(2), [range(2, 3)]);
        assert_eq!(groups.ranges(3), []);
        let modules: Vec<_> = groups.modules(0).map(ModuleId::index).collect();
        assert_eq!(modules, [0, 1, 2, 3, 5, 6]);
    }
}
