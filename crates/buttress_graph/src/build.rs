//! Modules and their raw imports in, the import graph out.
//!
//! The step between reading and judging: resolves every import, gathers the externals, sorts all
//! names into one table and hands table and edges to [`ImportGraph::new`].

use buttress_source::{FileId, FileSpan, Finding, PackedImports};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use self::batch::{Batch, resolve_all};
use self::ranks::Ranks;
use crate::graph::{Rows, sort_imports};
use crate::resolve::Resolver;
use crate::{
    Import, ImportGraph, Module, ModuleId, ModuleKind, ModuleName, ModuleTable, ResolveOptions,
    pool,
};

mod batch;
mod earlier;
mod odd;
mod pack;
mod ranks;
mod rebuild;

pub use earlier::Resolution;
pub use pack::pack_resolution;
pub use rebuild::rebuild_graph;

/// A module of the code base and what it imports.
#[derive(Debug, Clone, Copy)]
pub struct SourceModule<'a> {
    /// Its absolute name; no two modules share one.
    pub name: &'a ModuleName,
    /// What it is; decides what a leading dot in its imports means.
    pub kind: ModuleKind,
    /// The file that was read for it.
    pub file: Option<FileId>,
    /// What that file imports; none for a namespace package or a file that could not be read.
    pub imports: Option<PackedImports<'a>>,
}

/// A graph, and what was odd about the imports in it.
#[derive(Debug, Clone)]
pub struct Built {
    /// The graph.
    pub graph: ImportGraph,
    /// Relative imports beyond the root, imports of excluded modules and, if asked for, imports
    /// that could not be resolved; by file and place.
    pub findings: Vec<Finding>,
}

/// Resolves all imports of `modules` and builds their graph.
///
/// The order of `modules` does not matter; sorted, they cost less. O(names + imports · log imports).
/// Runs on all threads of the rayon pool that the caller is in.
pub fn build_graph(modules: &[SourceModule<'_>], options: &ResolveOptions<'_>) -> Built {
    let names = names_of(modules);
    let resolver = Resolver::new(&names, options);
    let mut batches = resolve_all(modules, &resolver, options.report_unresolved);
    drop(resolver);
    let findings = batches
        .iter_mut()
        .flat_map(|batch| std::mem::take(&mut batch.findings));
    let findings = findings.collect();
    Built {
        graph: connect(modules, names, batches, options),
        findings: sorted(findings),
    }
}

fn names_of<'a>(modules: &[SourceModule<'a>]) -> Vec<&'a str> {
    modules.iter().map(|module| module.name.as_str()).collect()
}

/// By file and place.
fn sorted(mut findings: Vec<(FileSpan, Finding)>) -> Vec<Finding> {
    findings.sort_by_key(|(place, finding)| (*place, finding.code));
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// Sorts all names, those of the modules and of externals, into one table and renumbers the imports.
fn connect(
    modules: &[SourceModule<'_>],
    names: Vec<&str>,
    mut batches: Vec<Batch>,
    options: &ResolveOptions<'_>,
) -> ImportGraph {
    let mut imports: Vec<Vec<Import>> = (batches.iter_mut())
        .map(|batch| std::mem::take(&mut batch.imports))
        .collect();
    let mut names = names;
    let numbers = add_externals(&batches, &mut names);
    let ranks = Ranks::sorted(&names);
    let renumber = |(imports, externals): (&mut Vec<Import>, &Vec<usize>)| {
        let known = |number: ModuleId| match number.index().checked_sub(modules.len()) {
            None => ranks.ids[number.index()],
            Some(external) => ranks.ids[externals[external]],
        };
        for import in &mut *imports {
            import.importer = known(import.importer);
            import.imported = known(import.imported);
        }
        sort_imports(imports);
    };
    let (table, _) = pool::join(
        || table(modules, &names[modules.len()..], &ranks, options),
        || pool::map(imports.iter_mut().zip(&numbers).collect(), renumber),
    );
    let ends = imports.iter().filter(|batch| !batch.is_empty());
    let ends = ends.map(|batch| (batch[0].importer, batch[batch.len() - 1].importer));
    if !ends.is_sorted_by(|(_, last), (first, _)| last < first) {
        return ImportGraph::new(table, imports.into_iter().flatten().collect());
    }
    // The memory of a batch is given back as soon as it is read.
    let rows = pool::map(imports, |imports: Vec<Import>| Rows::of(&imports));
    ImportGraph::of_rows(table, rows)
}

/// Adds the names of all externals to those of the modules; gives their numbers, batch by batch.
fn add_externals<'n>(batches: &'n [Batch], names: &mut Vec<&'n str>) -> Vec<Vec<usize>> {
    let modules = names.len();
    let mut externals: IndexSet<&str, FxBuildHasher> = IndexSet::default();
    let numbers = batches.iter().map(|batch| {
        let names = batch.externals.iter();
        let numbers = names.map(|name| modules + externals.insert_full(name).0);
        numbers.collect()
    });
    let numbers = numbers.collect();
    names.extend(&externals);
    numbers
}

/// The modules and externals in their order. An external of a module's name is that module.
fn table(
    modules: &[SourceModule<'_>],
    externals: &[&str],
    ranks: &Ranks,
    options: &ResolveOptions<'_>,
) -> ModuleTable {
    let rows = ranks.order.iter().map(|number| {
        let number = *number as usize;
        let Some(module) = modules.get(number) else {
            return (externals[number - modules.len()], Module::EXTERNAL);
        };
        let row = Module {
            kind: module.kind,
            file: module.file,
        };
        (module.name.as_str(), row)
    });
    let roots = options.roots.iter().map(|root| root.as_str().into());
    ModuleTable::of_sorted(rows, roots.collect()).with_externals(options.external)
}

#[cfg(test)]
mod tests;
