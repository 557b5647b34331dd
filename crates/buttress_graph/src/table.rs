//! All modules of a run, sorted by name.

use std::ops::Range;

use buttress_source::FileId;

use crate::ExternalMode;
use crate::name::{cmp_names, is_below, is_same_or_below};

/// A module: its rank in the [`ModuleTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub(crate) u32);

impl ModuleId {
    /// The rank as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of an index; saturates, as no table holds 2³² modules.
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// What a module is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModuleKind {
    /// A file `name.py`.
    Module,
    /// A folder with an `__init__.py`.
    Package,
    /// A folder without one, with Python files below it.
    Namespace,
    /// A module outside the root packages, known only because it is imported.
    External,
}

/// What is known about a module besides its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Module {
    /// What it is.
    pub kind: ModuleKind,
    /// The file that was read for it; none for namespace packages and externals.
    pub file: Option<FileId>,
}

impl Module {
    /// A module that is known only because it is imported.
    pub const EXTERNAL: Self = Self {
        kind: ModuleKind::External,
        file: None,
    };
}

/// A contiguous run of modules: usually a package and its descendants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ModuleRange {
    start: u32,
    end: u32,
}

impl ModuleRange {
    /// Whether `id` lies in the range: two comparisons.
    pub fn contains(self, id: ModuleId) -> bool {
        (self.start..self.end).contains(&id.0)
    }

    /// Number of modules.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the range holds no module.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two ranges share a module.
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return if self.is_empty() { other } else { self };
        }
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// What comes behind `part` in this range.
    pub(crate) fn after(self, part: Self) -> Self {
        Self {
            start: part.end.clamp(self.start, self.end),
            end: self.end,
        }
    }

    /// The ranks, as a range of indices.
    pub fn indices(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The modules in name order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = ModuleId> + ExactSizeIterator {
        (self.start..self.end).map(ModuleId)
    }
}

impl From<ModuleId> for ModuleRange {
    /// The module alone, without its descendants.
    fn from(id: ModuleId) -> Self {
        Self {
            start: id.0,
            end: id.0 + 1,
        }
    }
}

/// All modules of a run, internal and external, sorted by name, component by component.
///
/// Look-up by name or prefix is O(log modules).
#[derive(Debug, Clone, Default)]
pub struct ModuleTable {
    /// All names, one after the other.
    text: String,
    /// Where in `text` the name of each module ends.
    ends: Vec<usize>,
    modules: Vec<Module>,
    roots: Vec<Box<str>>,
    externals: ExternalMode,
}

impl ModuleTable {
    /// Sorts `modules` into a table. Of two entries with one name the first is kept.
    ///
    /// `roots` are the names of the root packages: whatever equals one or lies below it is internal.
    pub fn new(modules: Vec<(Box<str>, Module)>, roots: Vec<Box<str>>) -> Self {
        let mut sorted = modules;
        sorted.sort_by(|(a, _), (b, _)| cmp_names(a, b));
        sorted.dedup_by(|(later, _), (first, _)| later == first);
        let sorted = sorted.iter().map(|(name, module)| (name.as_ref(), *module));
        Self::of_sorted(sorted, roots)
    }

    /// The table of modules that are sorted, no name twice.
    pub(crate) fn of_sorted<'n>(
        modules: impl ExactSizeIterator<Item = (&'n str, Module)> + Clone,
        roots: Vec<Box<str>>,
    ) -> Self {
        let mut table = Self {
            text: String::with_capacity(modules.clone().map(|(name, _)| name.len()).sum()),
            ends: Vec::with_capacity(modules.len()),
            modules: Vec::with_capacity(modules.len()),
            roots,
            externals: ExternalMode::Full,
        };
        for (name, module) in modules {
            table.text.push_str(name);
            table.ends.push(table.text.len());
            table.modules.push(module);
        }
        table
    }

    /// The same table, of a graph whose externals are named in this way.
    #[must_use]
    pub fn with_externals(mut self, externals: ExternalMode) -> Self {
        self.externals = externals;
        self
    }

    /// Whether an external of this name could be part of the graph, imported or not: none can
    /// where externals are left out, and `django.forms` cannot where it is squashed to `django`.
    pub fn can_hold_external(&self, name: &str) -> bool {
        fn top(name: &str) -> &str {
            name.split_once('.').map_or(name, |(top, _)| top)
        }
        match self.externals {
            ExternalMode::Full => true,
            ExternalMode::None => false,
            // Beside a dotted root such as `google.cloud.mine`, `google.auth` keeps its name.
            ExternalMode::Root => {
                !name.contains('.') || self.roots().any(|root| top(root) == top(name))
            }
        }
    }

    /// How externals are named.
    pub fn externals(&self) -> ExternalMode {
        self.externals
    }

    /// Number of modules.
    pub fn len(&self) -> usize {
        self.modules.len()
    }

    /// Whether there is no module.
    pub fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }

    /// The names of the root packages, as they were given.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.iter().map(AsRef::as_ref)
    }

    /// Whether a name is a root package or lies below one, existing or not.
    pub fn is_internal_name(&self, name: &str) -> bool {
        self.roots().any(|root| is_same_or_below(name, root))
    }

    /// Whether a root package lies below this name.
    pub(crate) fn is_above_root(&self, name: &str) -> bool {
        self.roots().any(|root| is_below(root, name))
    }

    /// The module of this exact name.
    pub fn id(&self, name: &str) -> Option<ModuleId> {
        let id = self.first_from(name);
        let is_it = id.index() < self.len() && self.name(id) == name;
        is_it.then_some(id)
    }

    /// The name of a module.
    pub fn name(&self, id: ModuleId) -> &str {
        let index = id.index();
        let Some(&end) = self.ends.get(index) else {
            return "";
        };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..end]
    }

    /// What is known about a module.
    pub fn module(&self, id: ModuleId) -> Module {
        self.modules[id.index()]
    }

    /// Whether a module is external.
    pub fn is_external(&self, id: ModuleId) -> bool {
        self.module(id).kind == ModuleKind::External
    }

    /// All modules in name order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ModuleId> + ExactSizeIterator {
        self.range().iter()
    }

    /// All names in order.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.ids().map(|id| self.name(id))
    }

    /// The module called `prefix`, if there is one, and everything below that name.
    ///
    /// The prefix need not be a module itself: `django` gives a range when only `django.forms` is
    /// imported.
    pub fn subtree(&self, prefix: &str) -> ModuleRange {
        let rest = ModuleRange {
            start: self.first_from(prefix).0,
            end: self.range().end,
        };
        self.leading(rest, prefix)
    }

    /// The first module that does not sort before `name`; the number of modules if all do.
    fn first_from(&self, name: &str) -> ModuleId {
        let all = self.range();
        let (mut low, mut high) = (all.start, all.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if cmp_names(self.name(ModuleId(middle)), name).is_lt() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        ModuleId(low)
    }

    /// All modules.
    pub fn range(&self) -> ModuleRange {
        ModuleRange {
            start: 0,
            end: ModuleId::from_index(self.len()).0,
        }
    }

    /// The modules at the beginning of `range` that are called `prefix` or lie below that name, if
    /// no module before them in the range sorts before `prefix`. O(log result): gallops, then
    /// bisects.
    pub(crate) fn leading(&self, range: ModuleRange, prefix: &str) -> ModuleRange {
        let matches = |index: u32| is_same_or_below(self.name(ModuleId(index)), prefix);
        let mut inside = range.start;
        let mut step = 1;
        while inside < range.end && matches(inside) {
            let next = inside.saturating_add(step);
            step = step.saturating_mul(2);
            if next >= range.end || !matches(next) {
                let (mut low, mut high) = (inside + 1, next.min(range.end));
                while low < high {
                    let middle = low + (high - low) / 2;
                    if matches(middle) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                inside = low;
                break;
            }
            inside = next;
        }
        ModuleRange {
            start: range.start,
            end: inside,
        }
    }

    /// The module and its descendants.
    pub fn descendants_and_self(&self, id: ModuleId) -> ModuleRange {
        let rest = ModuleRange {
            start: id.0,
            end: self.range().end,
        };
        self.leading(rest, self.name(id))
    }

    /// The names one component below `parent` (which need not be a module itself), in order;
    /// a child that is no module but has descendants is included.
    pub fn children<'a>(&'a self, parent: &str) -> impl Iterator<Item = &'a str> {
        let children = self.child_ranges(parent, self.subtree(parent));
        children.map(|(child, _)| child)
    }

    /// As [`children`](Self::children), each with its [`subtree`](Self::subtree), where that of `parent`
    /// is known. O(log descendants) each.
    pub fn child_ranges<'a>(
        &'a self,
        parent: &str,
        subtree: ModuleRange,
    ) -> impl Iterator<Item = (&'a str, ModuleRange)> {
        let depth = parent.len() + 1;
        let mut rest = subtree;
        std::iter::from_fn(move || {
            loop {
                let first = rest.iter().next()?;
                let name = self.name(first);
                let Some(tail) = name.get(depth..) else {
                    // The parent itself.
                    rest.start += 1;
                    continue;
                };
                let end = tail.find('.').map_or(name.len(), |dot| depth + dot);
                let child = &name[..end];
                let range = self.leading(rest, child);
                rest = rest.after(range);
                return Some((child, range));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&str]) -> ModuleTable {
        let module = Module {
            kind: ModuleKind::Module,
            file: None,
        };
        let modules = names.iter().map(|name| ((*name).into(), module)).collect();
        ModuleTable::new(modules, vec!["p".into()])
    }

    fn subtree<'a>(table: &'a ModuleTable, prefix: &str) -> Vec<&'a str> {
        table
            .subtree(prefix)
            .iter()
            .map(|id| table.name(id))
            .collect()
    }

    #[test]
    fn a_package_is_one_range_whatever_stands_beside_it() {
        let t = table(&["p.a-b", "p.a.c", "p", "p.a copy", "p.a", "p.ab", "p.a.c.d"]);
        assert_eq!(subtree(&t, "p.a"), ["p.a", "p.a.c", "p.a.c.d"]);
        assert_eq!(subtree(&t, "p.a-b"), ["p.a-b"]);
        assert_eq!(subtree(&t, "p").len(), 7);
        assert!(t.subtree("p.b").is_empty());
        assert!(t.subtree("zz").is_empty() && t.subtree("a").is_empty());
    }

    #[test]
    fn a_prefix_that_is_no_module_has_a_range_and_children() {
        let t = table(&["django.forms", "django.db.models", "django.db.utils", "p"]);
        assert_eq!(t.subtree("django").len(), 3);
        assert_eq!(t.id("django"), None);
        let children: Vec<_> = t.children("django").collect();
        assert_eq!(children, ["django.db", "django.forms"]);
    }

    #[test]
    fn of_two_entries_with_one_name_the_first_is_kept() {
        let module = |kind| Module { kind, file: None };
        let t = ModuleTable::new(
            vec![
                ("p".into(), module(ModuleKind::Package)),
                ("p".into(), module(ModuleKind::Module)),
            ],
            vec!["p".into()],
        );
        assert_eq!(t.len(), 1);
        assert_eq!(t.module(ModuleId(0)).kind, ModuleKind::Package);
    }
}
