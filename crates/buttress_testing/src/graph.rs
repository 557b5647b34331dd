//! Graphs from lists of names.

use std::collections::BTreeSet;

use buttress_graph::{
    Import, ImportGraph, ImportSite, Module, ModuleId, ModuleKind, ModuleSet, ModuleTable,
};
use buttress_source::{FileId, ImportKinds, Span};

/// The graph of some imports, written as (importer, imported) names.
///
/// `roots` are the root packages; whatever lies outside them is external. The modules are the ends
/// of the imports and the roots. Every import has one runtime site, on a line of its own.
///
/// # Panics
///
/// Never, but for a bug in here.
pub fn graph_of(roots: &[&str], imports: &[(&str, &str)]) -> ImportGraph {
    graph_with(roots, &[], imports)
}

/// As [`graph_of`], with more modules, which need not take part in an import.
pub fn graph_with(roots: &[&str], modules: &[&str], imports: &[(&str, &str)]) -> ImportGraph {
    let ends = imports.iter().flat_map(|(from, to)| [*from, *to]);
    let names: BTreeSet<&str> = roots.iter().chain(modules).copied().chain(ends).collect();
    let table = ModuleTable::new(
        entries(&names, roots),
        roots.iter().map(|root| (*root).into()).collect(),
    );
    let resolved = (1u32..).zip(imports).map(|(line, (importer, imported))| {
        let importer = id(&table, importer);
        let imported = id(&table, imported);
        let site = site(importer, line);
        Import {
            importer,
            imported,
            site,
        }
    });
    let resolved = resolved.collect();
    ImportGraph::new(table, resolved)
}

fn entries(names: &BTreeSet<&str>, roots: &[&str]) -> Vec<(Box<str>, Module)> {
    let below = |name: &str, other: &str| buttress_graph::is_below(name, other);
    let kind = |name: &str| {
        if !roots.iter().any(|root| name == *root || below(name, root)) {
            ModuleKind::External
        } else if has_descendant(names, name) {
            ModuleKind::Package
        } else {
            ModuleKind::Module
        }
    };
    let mut file = 0u32;
    let mut entry = |name: &str| {
        let kind = kind(name);
        file += 1;
        let file = (kind != ModuleKind::External).then_some(FileId(file));
        (name.into(), Module { kind, file })
    };
    names.iter().map(|name| entry(name)).collect()
}

fn has_descendant(names: &BTreeSet<&str>, name: &str) -> bool {
    let start = format!("{name}.");
    let next = names.range(&start[..]..).next();
    next.is_some_and(|next| next.starts_with(&start))
}

fn site(importer: ModuleId, line: u32) -> ImportSite {
    let start = line * 100;
    ImportSite {
        file: FileId(u32::try_from(importer.index()).expect("few modules")),
        statement: Span::new(start, start + 20),
        name: Span::new(start + 7, start + 20),
        line,
        kinds: ImportKinds::empty(),
    }
}

/// The module of this name.
///
/// # Panics
///
/// If there is none.
pub fn id(table: &ModuleTable, name: &str) -> ModuleId {
    table
        .id(name)
        .unwrap_or_else(|| panic!("no module `{name}` in the test graph"))
}

/// The modules of these names and everything below them.
///
/// # Panics
///
/// If a name is neither a module nor has one below it.
pub fn set_of(table: &ModuleTable, packages: &[&str]) -> ModuleSet {
    let mut set = ModuleSet::new(table);
    for package in packages {
        let range = table.subtree(package);
        assert!(
            !range.is_empty(),
            "nothing at `{package}` in the test graph"
        );
        set.insert_range(range);
    }
    set
}

/// The names of modules, in the order given.
pub fn names(table: &ModuleTable, ids: impl IntoIterator<Item = ModuleId>) -> Vec<&str> {
    ids.into_iter().map(|id| table.name(id)).collect()
}

/// Text for edges and chains of a graph.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'g>(pub &'g ImportGraph);

impl Terms<'_> {
    /// `importer -> imported` for every edge, in the order given.
    pub fn edges(self, edges: impl IntoIterator<Item = buttress_graph::EdgeId>) -> Vec<String> {
        let table = self.0.table();
        let text = |edge| {
            let importer = table.name(self.0.importer(edge));
            let imported = table.name(self.0.imported(edge));
            format!("{importer} -> {imported}")
        };
        edges.into_iter().map(text).collect()
    }

    /// `a -> b -> c` for edges that follow one another.
    pub fn chain(self, edges: &[buttress_graph::EdgeId]) -> String {
        let table = self.0.table();
        let first = edges.first().map(|edge| self.0.importer(*edge));
        let rest = edges.iter().map(|edge| self.0.imported(*edge));
        names(table, first.into_iter().chain(rest)).join(" -> ")
    }
}
