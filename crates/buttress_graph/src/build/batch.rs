//! The imports of some modules, resolved: what one thread makes of its share.
//!
//! A batch numbers the externals it meets by itself; the numbers of all batches are brought together
//! afterwards, in the order of the modules, so that the graph does not depend on the threads.

use buttress_source::{FileId, FileSpan, Finding, ImportRecord, Span};
use indexmap::IndexSet;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::SourceModule;
use super::odd::{beyond_root_finding, excluded_finding, unresolved_finding};
use crate::resolve::{Doubt, Resolver, Target, absolute_name};
use crate::{ImportSite, ModuleKind};

/// Modules in a batch: enough to make numbering externals anew worth it, few enough to share out.
const SIZE: usize = 512;

/// An import between numbered names, before the names are sorted.
pub(super) struct Edge {
    /// The number of the importing module.
    pub(super) importer: u32,
    /// What it imports.
    pub(super) imported: Node,
    /// Where.
    pub(super) site: ImportSite,
}

/// What is imported.
#[derive(Clone, Copy)]
pub(super) enum Node {
    /// The module of this number.
    Module(u32),
    /// The external of this number in its batch.
    External(u32),
}

/// The resolved imports of some modules.
#[derive(Default)]
pub(super) struct Batch {
    /// The names of the externals, by number.
    pub(super) externals: IndexSet<Box<str>, FxBuildHasher>,
    /// The imports, by module and place.
    pub(super) edges: Vec<Edge>,
    /// What was odd, with its place.
    pub(super) findings: Vec<(FileSpan, Finding)>,
}

/// Resolves the imports of all modules, on all threads if the caller is on a thread of a pool.
pub(super) fn resolve_all(
    modules: &[SourceModule<'_>],
    resolver: &Resolver<'_>,
    report_unresolved: bool,
) -> Vec<Batch> {
    let resolve = |(number, modules): (usize, &[SourceModule<'_>])| {
        let mut work = Work {
            resolver,
            report_unresolved,
            batch: Batch::default(),
        };
        let first = u32::try_from(number * SIZE).unwrap_or(u32::MAX);
        for (number, module) in (first..).zip(modules) {
            work.add_imports(number, module);
        }
        work.batch
    };
    // Elsewhere rayon would start a pool of its own, which can fail.
    if rayon::current_thread_index().is_some() {
        let batches = modules.par_chunks(SIZE).enumerate();
        batches.map(resolve).collect()
    } else {
        modules.chunks(SIZE).enumerate().map(resolve).collect()
    }
}

struct Work<'w, 'a> {
    resolver: &'w Resolver<'a>,
    report_unresolved: bool,
    batch: Batch,
}

impl Work<'_, '_> {
    fn add_imports(&mut self, number: u32, module: &SourceModule<'_>) {
        let (Some(file), Some(imports)) = (module.file, module.imports) else {
            return;
        };
        let mut name = String::new();
        let mut beyond_root: Option<Span> = None;
        for record in imports.iter().filter(is_whole) {
            let importer = module.name.as_str();
            let is_package = module.kind == ModuleKind::Package;
            if !absolute_name(&record, importer, is_package, &mut name) {
                let first_of_statement =
                    beyond_root.replace(record.statement) != Some(record.statement);
                if first_of_statement {
                    self.report(file, &record, beyond_root_finding(module, record.level));
                }
                continue;
            }
            let Some(imported) = self.resolve(file, &record, module, &name) else {
                continue;
            };
            self.batch.edges.push(Edge {
                importer: number,
                imported,
                site: ImportSite {
                    file,
                    statement: record.statement,
                    name: record.span,
                    line: record.line,
                    kinds: record.kinds,
                },
            });
        }
    }

    fn resolve(
        &mut self,
        file: FileId,
        record: &ImportRecord<'_>,
        importer: &SourceModule<'_>,
        name: &str,
    ) -> Option<Node> {
        let resolved = self.resolver.resolve(name);
        match resolved.doubt {
            Some(Doubt::Excluded(excluded)) => {
                self.report(file, record, excluded_finding(importer, excluded));
            }
            Some(Doubt::Unresolved(root)) if self.report_unresolved => {
                self.report(file, record, unresolved_finding(importer, name, root));
            }
            _ => {}
        }
        match resolved.target {
            Target::Known(number) => Some(Node::Module(number)),
            Target::External(external) => Some(self.intern(external)),
            Target::Nothing => None,
        }
    }

    fn intern(&mut self, external: &str) -> Node {
        let externals = &mut self.batch.externals;
        let known = externals.get_index_of(external);
        let number = known.unwrap_or_else(|| externals.insert_full(external.into()).0);
        Node::External(u32::try_from(number).unwrap_or(u32::MAX))
    }

    fn report(&mut self, file: FileId, record: &ImportRecord<'_>, finding: Finding) {
        let place = FileSpan::new(file, record.span);
        self.batch.findings.push((place, finding.at(place)));
    }
}

/// Whether the record names something: after a syntax error the parser may leave gaps.
fn is_whole(record: &ImportRecord<'_>) -> bool {
    let gap = |dotted: &str| dotted.split('.').any(str::is_empty);
    match (record.module, record.name) {
        ("", name) => record.level > 0 && name.is_some_and(|name| !name.is_empty()),
        (module, name) => !gap(module) && name.is_none_or(|name| !name.is_empty()),
    }
}
