//! From the name an import statement writes to the module it means.
//!
//! Needs the names of all modules, so it runs after every file has been read. The rules are
//! grimp's: a name is a module, or an attribute of the module one component up, or neither; there
//! is exactly one such step, and an import of a module is no import of the packages above it.

use buttress_source::ImportRecord;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::{ModuleName, pool};

/// What becomes of imports of modules outside the root packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ExternalMode {
    /// Every external keeps the name that was imported: `django.forms.ModelForm`.
    ///
    /// An import below a root package that names no module counts as an import of the nearest
    /// package above it that exists.
    #[default]
    Full,
    /// Externals are squashed to `django`, or to the first component in which they differ from a
    /// dotted root package, as grimp does with `include_external_packages`.
    Root,
    /// Externals are left out, as grimp does by default.
    None,
}

/// How imports are resolved.
#[derive(Debug, Clone, Copy)]
pub struct ResolveOptions<'a> {
    /// What becomes of externals.
    pub external: ExternalMode,
    /// The root packages; dotted names are allowed, and so is one root below another.
    pub roots: &'a [ModuleName],
    /// Modules that exist and were left out on purpose; leaving out a package leaves out whatever
    /// lies below it and is no module.
    pub excluded: &'a [ModuleName],
    /// Whether names below a root package that are no module are reported.
    pub report_unresolved: bool,
}

/// What an imported name turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resolved<'n> {
    pub(crate) target: Target<'n>,
    pub(crate) doubt: Option<Doubt<'n>>,
}

/// The module an edge leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target<'n> {
    /// The module of this number, as the resolver was given them.
    Known(u32),
    /// A module that is known only because it is imported.
    External(&'n str),
    /// There is no edge.
    Nothing,
}

/// What was odd about the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt<'n> {
    /// It is this module, which is excluded, or lies below it.
    Excluded(&'n str),
    /// Neither it nor its parent is a module, though it lies below a root package.
    Unresolved {
        /// The whole name.
        name: &'n str,
        /// The root package.
        root: &'n str,
    },
}

/// What the names in a module mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NamesIn<'n> {
    /// All the same.
    Same(Target<'n>),
    /// Modules below the module of this number, or attributes of it.
    Module(u32),
    /// Each has to be resolved.
    Unknown,
}

/// The names of a run, ready for look-ups.
pub(crate) struct Resolver<'a> {
    modules: FxHashMap<&'a str, Known>,
    excluded: FxHashSet<&'a str>,
    /// The first components of all names above: most imports of externals end here.
    tops: FxHashSet<&'a str>,
    roots: Roots<'a>,
    external: ExternalMode,
}

/// A module that exists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// Its number, as the resolver was given it.
    pub(crate) number: u32,
    /// Whether a module is directly below it, so that a name in it may be that module's.
    pub(crate) has_children: bool,
}

/// The root packages, so that no look-up goes through all of them: there may be thousands.
struct Roots<'a> {
    names: FxHashSet<&'a str>,
    /// The names that dotted roots lie below.
    above: FxHashSet<&'a str>,
    /// The dotted roots by their first component.
    dotted: FxHashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Roots<'a> {
    fn new(roots: &'a [ModuleName]) -> Self {
        let mut dotted: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for root in roots.iter().map(ModuleName::as_str) {
            if let Some((top, _)) = root.split_once('.') {
                dotted.entry(top).or_default().push(root);
            }
        }
        let names = || roots.iter().map(ModuleName::as_str);
        Self {
            names: names().collect(),
            above: names()
                .flat_map(|root| ancestors_and_self(root).skip(1))
                .collect(),
            dotted,
        }
    }
}

impl<'a> Resolver<'a> {
    /// Takes the names of all modules; of equal names the first counts.
    pub(crate) fn new(names: &[&'a str], options: &ResolveOptions<'a>) -> Self {
        let (mut modules, (parents, tops)) = pool::join(
            || numbered(names),
            || (parents(names), tops(names, options)),
        );
        for parent in parents {
            if let Some(known) = modules.get_mut(parent) {
                known.has_children = true;
            }
        }
        Self {
            modules,
            excluded: options.excluded.iter().map(ModuleName::as_str).collect(),
            tops,
            roots: Roots::new(options.roots),
            external: options.external,
        }
    }

    /// What names that are imported from the module `module` mean.
    pub(crate) fn names_in<'n>(&self, module: &'n str) -> NamesIn<'n> {
        let top = top(module);
        if !self.tops.contains(top) {
            return match self.external {
                ExternalMode::Full => NamesIn::Unknown,
                ExternalMode::Root => NamesIn::Same(Target::External(top)),
                ExternalMode::None => NamesIn::Same(Target::Nothing),
            };
        }
        match self.modules.get(module) {
            None => NamesIn::Unknown,
            Some(known) if known.has_children || !self.excluded.is_empty() => {
                NamesIn::Module(known.number)
            }
            Some(known) => NamesIn::Same(Target::Known(known.number)),
        }
    }

    /// Resolves an absolute name whose parent is the module of this number: what
    /// [`resolve`](Self::resolve) says, with one look-up.
    pub(crate) fn resolve_in<'n>(&self, parent: u32, name: &'n str) -> Resolved<'n> {
        if let Some(known) = self.modules.get(name) {
            return Resolved::known(known.number);
        }
        let excluded = self.excluded.get(name).map(|_| Doubt::Excluded(name));
        Resolved {
            doubt: excluded,
            ..Resolved::known(parent)
        }
    }

    /// Resolves an absolute name; `*` is its last component for a star import.
    ///
    /// Allocates nothing. O(components) look-ups at worst, one or two as a rule.
    pub(crate) fn resolve<'n>(&self, name: &'n str) -> Resolved<'n> {
        if !self.tops.contains(top(name)) {
            return self.outside(name);
        }
        if let Some(known) = self.modules.get(name) {
            return Resolved::known(known.number);
        }
        let parent = parent_of(name).and_then(|parent| self.modules.get(parent));
        if let Some(parent) = parent {
            return self.resolve_in(parent.number, name);
        }
        let root = ancestors_and_self(name).find(|above| self.roots.names.contains(above));
        match root {
            Some(root) => self.missing(name, root.len()),
            None => self.outside(name),
        }
    }

    /// A name below a root package of `root` bytes that is neither a module nor in one.
    fn missing<'n>(&self, name: &'n str, root: usize) -> Resolved<'n> {
        if let Some(excluded) = self.excluded_part(name) {
            return Resolved {
                target: self.nearest(name),
                doubt: Some(Doubt::Excluded(excluded)),
            };
        }
        let target = match self.external {
            ExternalMode::Full => self.nearest(name),
            ExternalMode::Root => match self.squash(name) {
                Some(squashed) => self.known_or_external(squashed),
                None => Target::Nothing,
            },
            ExternalMode::None => Target::Nothing,
        };
        Resolved {
            target,
            doubt: Some(Doubt::Unresolved {
                name,
                root: &name[..root],
            }),
        }
    }

    /// The excluded module that a name is or lies below, unless a module stands between.
    fn excluded_part<'n>(&self, name: &'n str) -> Option<&'n str> {
        if self.excluded.is_empty() {
            return None;
        }
        let is_known =
            |name: &&str| self.modules.contains_key(*name) || self.excluded.contains(*name);
        let known = ancestors_and_self(name).find(is_known)?;
        self.excluded.contains(known).then_some(known)
    }

    /// The nearest module above a name that lies in one of the root packages.
    fn nearest<'n>(&self, name: &str) -> Target<'n> {
        let found = ancestors_and_self(name).find_map(|name| self.modules.get(name));
        found.map_or(Target::Nothing, |known| Target::Known(known.number))
    }

    /// A name outside all root packages.
    fn outside<'n>(&self, name: &'n str) -> Resolved<'n> {
        let excluded = self.excluded_part(name).map(Doubt::Excluded);
        let target = match excluded {
            Some(_) => Target::Nothing,
            None => self.external(name),
        };
        Resolved {
            target,
            doubt: excluded,
        }
    }

    /// The node of an external.
    fn external<'n>(&self, name: &'n str) -> Target<'n> {
        match self.external {
            ExternalMode::None => Target::Nothing,
            ExternalMode::Full => {
                let package = name.strip_suffix(".*").unwrap_or(name);
                if self.roots.above.contains(package) {
                    Target::Nothing
                } else {
                    Target::External(package)
                }
            }
            ExternalMode::Root => match self.squash(name) {
                Some(squashed) => self.known_or_external(squashed),
                None => Target::Nothing,
            },
        }
    }

    fn known_or_external<'n>(&self, name: &'n str) -> Target<'n> {
        let known = self.modules.get(name);
        known.map_or(Target::External(name), |known| Target::Known(known.number))
    }

    /// The part of an unresolved name that becomes a node in [`ExternalMode::Root`]: as short as
    /// it can be without enclosing a dotted root; none if nothing of it can be a node.
    fn squash<'n>(&self, name: &'n str) -> Option<&'n str> {
        let top = top(name);
        let mut end = top.len();
        for root in self.roots.dotted.get(top).into_iter().flatten() {
            end = end.max(divergence(name, root)?);
        }
        Some(&name[..end])
    }
}

/// The modules by name, as if none had others below it.
fn numbered<'a>(names: &[&'a str]) -> FxHashMap<&'a str, Known> {
    let mut known = FxHashMap::with_capacity_and_hasher(names.len(), FxBuildHasher);
    for (number, name) in (0..).zip(names) {
        known.entry(*name).or_insert(Known {
            number,
            has_children: false,
        });
    }
    known
}

/// What the names lie directly below. Modules are sorted as a rule, and siblings stand together, so
/// that few come twice.
fn parents<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut parents = Vec::new();
    for parent in names.iter().filter_map(|name| parent_of(name)) {
        if parents.last() != Some(&parent) {
            parents.push(parent);
        }
    }
    parents
}

/// The first components of all names.
fn tops<'a>(names: &[&'a str], options: &ResolveOptions<'a>) -> FxHashSet<&'a str> {
    let named = options.excluded.iter().chain(options.roots);
    let mut tops: FxHashSet<_> = named.map(|name| top(name.as_str())).collect();
    let mut last = None;
    for name in names.iter().map(|name| top(name)) {
        if last != Some(name) {
            tops.insert(name);
        }
        last = Some(name);
    }
    tops
}

impl Resolved<'_> {
    fn known(number: u32) -> Self {
        Self {
            target: Target::Known(number),
            doubt: None,
        }
    }
}

/// The length of `name` up to and with the first component in which it differs from `root`;
/// none if it is `root`, encloses it, or lies below it.
fn divergence(name: &str, root: &str) -> Option<usize> {
    let mut end = 0;
    let mut components = root.split('.');
    for component in name.split('.') {
        end += component.len();
        if components.next()? != component {
            return Some(end);
        }
        end += 1;
    }
    None
}

/// The name and the names above it, nearest first.
fn ancestors_and_self(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| parent_of(name))
}

/// The first component.
fn top(name: &str) -> &str {
    name.split_once('.').map_or(name, |(top, _)| top)
}

fn parent_of(name: &str) -> Option<&str> {
    Some(name.rsplit_once('.')?.0)
}

/// Writes the absolute name of the module that an import in the module `importer` names, without
/// the name it imports from it, into `buffer`. False if it has more dots than the module has
/// packages above it.
pub(crate) fn absolute_module(
    record: &ImportRecord<'_>,
    importer: &str,
    is_package: bool,
    buffer: &mut String,
) -> bool {
    buffer.clear();
    if record.level > 0 {
        let steps = record.level - u32::from(is_package);
        let Some(base) = step_up(importer, steps) else {
            return false;
        };
        buffer.push_str(base);
    }
    push_component(Some(record.module), buffer);
    true
}

/// Appends what is imported from a module to its name.
pub(crate) fn push_component(name: Option<&str>, buffer: &mut String) {
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return;
    };
    if !buffer.is_empty() {
        buffer.push('.');
    }
    buffer.push_str(name);
}

/// The package `steps` levels above a name, if there are that many.
fn step_up(name: &str, steps: u32) -> Option<&str> {
    let mut steps = usize::try_from(steps).ok()?;
    if steps == 0 {
        return Some(name);
    }
    let dots = name.bytes().enumerate().rev();
    for (dot, _) in dots.filter(|(_, byte)| *byte == b'.') {
        steps -= 1;
        if steps == 0 {
            return Some(&name[..dot]);
        }
    }
    None
}

#[cfg(test)]
mod tests;
