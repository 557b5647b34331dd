//! Cycles: strongly connected modules, and the imports that make packages cyclic.

use std::collections::{BTreeMap, VecDeque};

use petgraph::algo::kosaraju_scc;

use crate::{EdgeId, GraphView, ModuleId, ModuleRange};

/// The strongly connected components of a view: modules that all lead to one another.
///
/// A module on no cycle is a component of its own. Each component is in name order, and the
/// components are by their first modules. O(modules + edges); by Kosaraju's algorithm, which does
/// not recurse.
pub fn strong_components(view: &GraphView<'_>) -> Vec<Vec<ModuleId>> {
    let mut components = kosaraju_scc(view);
    for component in &mut components {
        component.sort_unstable();
    }
    components.sort_unstable();
    components
}

/// Imports from one package to another that close a cycle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CycleBreaker {
    /// The importing package: its place in the packages given.
    pub importer: usize,
    /// The imported package: its place in the packages given.
    pub imported: usize,
    /// All imports from the one to the other, sorted.
    pub imports: Vec<EdgeId>,
}

/// Imports to remove so that no cycle is left between `packages`; none if there is no cycle.
///
/// The heuristic of grimp's `nominate_cycle_breakers`, to the letter (after Eades, Lin and Smyth,
/// "A fast and effective heuristic for the feedback arc set problem", 1993): packages that nobody
/// imports go first, packages that import nobody go last, and between them always the one whose
/// imports most exceed the imports of it; whatever then points backwards is to be removed. Imports
/// within a package do not count.
///
/// `packages` are the children of a package, usually; a module of two of them belongs to the
/// smaller one, and ties go to the one that comes first by name. The result is sorted by its
/// packages' places. O(edges from the packages + packages²).
pub fn cycle_breakers(view: &GraphView<'_>, packages: &[ModuleRange]) -> Vec<CycleBreaker> {
    if are_acyclic(view, packages) {
        return Vec::new();
    }
    let imports = imports_between(view, packages);
    let place = Arrangement::new(packages, &imports).places();
    let backward = |(from, to): &(usize, usize)| place[*from] > place[*to];
    let breakers = imports.into_iter().filter(|(pair, _)| backward(pair));
    breakers
        .map(|((importer, imported), imports)| CycleBreaker {
            importer,
            imported,
            imports,
        })
        .collect()
}

/// A shortest cycle of imports between `packages`, given their cycle breakers: for each hop from
/// package to package its first import. None if there are no breakers.
///
/// Every cycle holds a breaker, so a shortest one is a breaker and a shortest way back. The first
/// hop is that breaker; of several shortest cycles, the one of the first breaker, and then the one
/// whose packages come first. O(breakers × imports between the packages) at worst.
pub fn shortest_cycle(
    view: &GraphView<'_>,
    packages: &[ModuleRange],
    breakers: &[CycleBreaker],
) -> Vec<EdgeId> {
    let imports = imports_between(view, packages);
    let mut imported_by = vec![Vec::new(); packages.len()];
    for (from, to) in imports.keys() {
        imported_by[*from].push(*to);
    }
    let mut shortest: Option<Vec<usize>> = None;
    for breaker in breakers {
        let bound = shortest.as_ref().map_or(usize::MAX, Vec::len);
        if bound == 2 {
            break;
        }
        let (importer, imported) = (breaker.importer, breaker.imported);
        let way = shortest_way(&imported_by, imported, importer);
        shortest = way.filter(|way| way.len() < bound).or(shortest);
    }
    let packages = shortest.unwrap_or_default();
    let hops = packages.last().into_iter().chain(&packages).zip(&packages);
    hops.filter_map(|(from, to)| imports.get(&(*from, *to))?.first().copied())
        .collect()
}

/// The packages on a shortest way, both ends included. Breadth first.
fn shortest_way(imported_by: &[Vec<usize>], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut reached_from = vec![None; imported_by.len()];
    let mut open = VecDeque::from([from]);
    while let Some(package) = open.pop_front() {
        if package == to {
            let before = |at: &usize| reached_from[*at].filter(|_| *at != from);
            let mut way: Vec<usize> = std::iter::successors(Some(to), before).collect();
            way.reverse();
            return Some(way);
        }
        for next in &imported_by[package] {
            if reached_from[*next].is_none() {
                reached_from[*next] = Some(package);
                open.push_back(*next);
            }
        }
    }
    None
}

/// Whether packages that lie one behind the other are seen to have no cycle, without a list of their
/// imports; most have none.
fn are_acyclic(view: &GraphView<'_>, packages: &[ModuleRange]) -> bool {
    let ends = |package: &ModuleRange| package.indices().end;
    let in_order = |pair: &[ModuleRange]| ends(&pair[0]) <= pair[1].indices().start;
    if !packages.windows(2).all(in_order) {
        return false;
    }
    let mut imports: Vec<(usize, usize)> = Vec::new();
    for (from, package) in packages.iter().enumerate() {
        for imported in package.iter().flat_map(|id| view.imported_by(id)) {
            if package.contains(imported) {
                continue;
            }
            let to = packages.partition_point(|other| ends(other) <= imported.index());
            let lies_there = packages.get(to).is_some_and(|to| to.contains(imported));
            if lies_there && imports.last() != Some(&(from, to)) {
                imports.push((from, to));
            }
        }
    }
    let forward = imports.iter().filter(|(from, to)| from < to).count();
    forward == 0 || forward == imports.len() || can_be_ordered(packages.len(), &imports)
}

/// Whether packages with these imports can be put in an order in which no import points back: taking
/// out what nobody imports leaves nothing (A. B. Kahn, 1962).
fn can_be_ordered(packages: usize, imports: &[(usize, usize)]) -> bool {
    let mut importers = vec![0; packages];
    let mut imported_by = vec![Vec::new(); packages];
    for (from, to) in imports {
        importers[*to] += 1;
        imported_by[*from].push(*to);
    }
    let mut open: Vec<usize> = (0..packages)
        .filter(|package| importers[*package] == 0)
        .collect();
    let mut placed = 0;
    while let Some(package) = open.pop() {
        placed += 1;
        for to in &imported_by[package] {
            importers[*to] -= 1;
            if importers[*to] == 0 {
                open.push(*to);
            }
        }
    }
    placed == packages
}

type PackageImports = BTreeMap<(usize, usize), Vec<EdgeId>>;

fn imports_between(view: &GraphView<'_>, packages: &[ModuleRange]) -> PackageImports {
    let mut largest_first: Vec<usize> = (0..packages.len()).collect();
    largest_first.sort_by_key(|package| std::cmp::Reverse(packages[*package].len()));
    // Children of one package lie close together in a table that may be much larger.
    let hull = packages.iter().copied().reduce(ModuleRange::to);
    let hull = hull.map_or(0..0, ModuleRange::indices);
    let mut package_of = vec![None; hull.len()];
    for package in largest_first
        .into_iter()
        .filter(|package| !packages[*package].is_empty())
    {
        let own = packages[package].indices();
        package_of[own.start - hull.start..own.end - hull.start].fill(Some(package));
    }
    let package_of = |id: ModuleId| {
        let place = id.index().checked_sub(hull.start)?;
        *package_of.get(place)?
    };
    let mut imports = PackageImports::new();
    for id in packages.iter().flat_map(|range| range.iter()) {
        for edge in view.outgoing(id) {
            let imported = view.graph().imported(edge);
            let (Some(from), Some(to)) = (package_of(id), package_of(imported)) else {
                continue;
            };
            if from != to {
                imports.entry((from, to)).or_default().push(edge);
            }
        }
    }
    for edges in imports.values_mut() {
        edges.sort_unstable();
        edges.dedup();
    }
    imports
}

/// Packages being put in order.
struct Arrangement {
    /// The name order of the packages.
    rank: Vec<ModuleRange>,
    /// What a package imports, and how many imports that is.
    imports: Vec<Vec<(usize, i64)>>,
    importers: Vec<Vec<(usize, i64)>>,
    /// Packages not yet placed.
    left: Vec<bool>,
}

impl Arrangement {
    fn new(packages: &[ModuleRange], between: &PackageImports) -> Self {
        let mut imports = vec![Vec::new(); packages.len()];
        let mut importers = vec![Vec::new(); packages.len()];
        for ((from, to), edges) in between {
            let weight = i64::try_from(edges.len()).unwrap_or(i64::MAX);
            imports[*from].push((*to, weight));
            importers[*to].push((*from, weight));
        }
        Self {
            rank: packages.to_vec(),
            imports,
            importers,
            left: vec![true; packages.len()],
        }
    }

    /// The place of every package in the order.
    fn places(mut self) -> Vec<usize> {
        let mut order = self.strip(|all, package| &all.importers[package]);
        let last = self.strip(|all, package| &all.imports[package]);
        while let Some(package) = self.most_importing() {
            self.left[package] = false;
            order.push(package);
        }
        order.extend(last.into_iter().rev());
        let mut places = vec![0; order.len()];
        for (place, package) in order.into_iter().enumerate() {
            places[package] = place;
        }
        places
    }

    /// Takes out packages without neighbours of one kind among those left, until there are none.
    fn strip(&mut self, neighbours: impl Fn(&Self, usize) -> &[(usize, i64)]) -> Vec<usize> {
        let mut stripped = Vec::new();
        loop {
            let free = |package: &usize| {
                let mut others = neighbours(self, *package).iter();
                self.left[*package] && !others.any(|(other, _)| self.left[*other])
            };
            let batch: Vec<usize> = (0..self.left.len()).filter(free).collect();
            if batch.is_empty() {
                return stripped;
            }
            for package in &batch {
                self.left[*package] = false;
            }
            stripped.extend(batch);
        }
    }

    /// Of the packages left, the one whose imports most exceed the imports of it.
    fn most_importing(&self) -> Option<usize> {
        let weight = |neighbours: &[(usize, i64)]| -> i64 {
            let left = neighbours.iter().filter(|(other, _)| self.left[*other]);
            left.map(|(_, weight)| weight).sum()
        };
        let excess = |package: &usize| {
            let package = *package;
            weight(&self.imports[package]) - weight(&self.importers[package])
        };
        let left = (0..self.left.len()).filter(|package| self.left[*package]);
        left.min_by_key(|package| (-excess(package), self.rank[*package]))
    }
}
