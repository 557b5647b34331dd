//! The imports of some modules, resolved: what one thread makes of its share.
//!
//! A batch numbers the externals it meets by itself; the numbers of all batches are brought together
//! afterwards, in the order of the modules, so that the graph does not depend on the threads.

use buttress_source::{FileId, FileSpan, Finding, ImportRecord, PackedImports, Span};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::SourceModule;
use super::odd::{beyond_root_finding, excluded_finding, unresolved_finding};
use crate::resolve::{Doubt, NamesIn, Resolved, Resolver, Target, absolute_module, push_component};
use crate::{Import, ImportSite, ModuleId, ModuleKind, pool};

/// Modules in a batch: enough to make numbering externals anew worth it, few enough to share out.
pub(super) const SIZE: usize = 512;

/// The resolved imports of some modules.
#[derive(Default)]
pub(super) struct Batch {
    /// The names of the externals, by number.
    pub(super) externals: IndexSet<Box<str>, FxBuildHasher>,
    /// The imports, by module and place. Their ids are numbers for the time being: a module's among
    /// all modules; an external's in this batch, counted on from them.
    pub(super) imports: Vec<Import>,
    /// What was odd, with its place.
    pub(super) findings: Vec<(FileSpan, Finding)>,
}

/// Resolves the imports of all modules, on all threads if the caller is on a thread of a pool.
pub(super) fn resolve_all(
    modules: &[SourceModule<'_>],
    resolver: &Resolver<'_>,
    report_unresolved: bool,
) -> Vec<Batch> {
    let modules_in_all = modules.len();
    let resolve = |(number, modules): (usize, &[SourceModule<'_>])| {
        let mut work = Work {
            resolver,
            report_unresolved,
            modules: modules_in_all,
            batch: Batch::default(),
        };
        let imports = modules.iter().filter_map(|module| module.imports);
        let count = imports.map(PackedImports::len).sum();
        work.batch.imports.reserve_exact(count);
        let first = u32::try_from(number * SIZE).unwrap_or(u32::MAX);
        for (number, module) in (first..).zip(modules) {
            work.add_imports(number, module);
        }
        work.batch
    };
    pool::map(modules.chunks(SIZE).enumerate().collect(), resolve)
}

/// Resolves one module after the other.
pub(super) struct Work<'w, 'a> {
    pub(super) resolver: &'w Resolver<'a>,
    pub(super) report_unresolved: bool,
    /// Number of modules in all batches.
    pub(super) modules: usize,
    pub(super) batch: Batch,
}

/// The statement whose imports are being resolved.
#[derive(Clone, Copy)]
struct Statement {
    span: Span,
    /// Length of the absolute name of the module it imports from; none if it leads nowhere.
    module: Option<usize>,
    names: Names,
}

/// What the names that a statement imports mean.
#[derive(Clone, Copy)]
enum Names {
    /// All the same module, or nothing.
    Same(Option<ModuleId>),
    /// Modules below the module of this number, or attributes of it.
    In(u32),
    /// Each has to be resolved.
    Each,
}

impl Work<'_, '_> {
    /// Adds the imports of the module of this number.
    pub(super) fn add_imports(&mut self, number: u32, module: &SourceModule<'_>) {
        let (Some(file), Some(imports)) = (module.file, module.imports) else {
            return;
        };
        let importer = ModuleId::from_index(number as usize);
        let mut name = String::new();
        let mut last: Option<Statement> = None;
        for record in imports.iter().filter(names_something) {
            let statement = match last {
                // A statement with names imports from one module.
                Some(last) if last.span == record.statement && record.name.is_some() => last,
                _ => self.begin(file, &record, module, &mut name),
            };
            last = Some(statement);
            let Some(length) = statement.module else {
                continue;
            };
            name.truncate(length);
            let imported = match statement.names {
                Names::Same(imported) => imported,
                Names::In(parent) => {
                    push_component(record.name, &mut name);
                    let resolved = self.resolver.resolve_in(parent, &name);
                    self.take(file, &record, module, resolved)
                }
                Names::Each => {
                    push_component(record.name, &mut name);
                    let resolved = self.resolver.resolve(&name);
                    self.take(file, &record, module, resolved)
                }
            };
            let Some(imported) = imported else {
                continue;
            };
            self.batch.imports.push(Import {
                importer,
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

    /// Takes up the statement of its first record; its module's name goes to `name`.
    fn begin(
        &mut self,
        file: FileId,
        record: &ImportRecord<'_>,
        module: &SourceModule<'_>,
        name: &mut String,
    ) -> Statement {
        let mut statement = Statement {
            span: record.statement,
            module: None,
            names: Names::Each,
        };
        if has_gap(record) {
            return statement;
        }
        let is_package = module.kind == ModuleKind::Package;
        if !absolute_module(record, module.name.as_str(), is_package, name) {
            self.report(file, record, beyond_root_finding(module, record.level));
            return statement;
        }
        statement.module = Some(name.len());
        if record.name.is_some() {
            statement.names = match self.resolver.names_in(name) {
                NamesIn::Same(target) => Names::Same(self.node(target)),
                NamesIn::Module(number) => Names::In(number),
                NamesIn::Unknown => Names::Each,
            };
        }
        statement
    }

    /// The module that a record turned out to name. What is odd about that is reported.
    fn take(
        &mut self,
        file: FileId,
        record: &ImportRecord<'_>,
        importer: &SourceModule<'_>,
        resolved: Resolved<'_>,
    ) -> Option<ModuleId> {
        match resolved.doubt {
            Some(Doubt::Excluded(excluded)) => {
                self.report(file, record, excluded_finding(importer, excluded));
            }
            Some(Doubt::Unresolved { name, root }) if self.report_unresolved => {
                self.report(file, record, unresolved_finding(importer, name, root));
            }
            _ => {}
        }
        self.node(resolved.target)
    }

    fn node(&mut self, target: Target<'_>) -> Option<ModuleId> {
        match target {
            Target::Known(number) => Some(ModuleId::from_index(number as usize)),
            Target::External(external) => Some(self.intern(external)),
            Target::Nothing => None,
        }
    }

    fn intern(&mut self, external: &str) -> ModuleId {
        let externals = &mut self.batch.externals;
        let known = externals.get_index_of(external);
        let number = known.unwrap_or_else(|| externals.insert_full(external.into()).0);
        ModuleId::from_index(self.modules + number)
    }

    fn report(&mut self, file: FileId, record: &ImportRecord<'_>, finding: Finding) {
        let place = FileSpan::new(file, record.span);
        self.batch.findings.push((place, finding.at(place)));
    }
}

/// Whether the record names something: after a syntax error the parser may leave gaps.
fn names_something(record: &ImportRecord<'_>) -> bool {
    match record.name {
        Some(name) => !name.is_empty(),
        None => !record.module.is_empty(),
    }
}

/// Whether such a gap is in the module that the record imports from.
fn has_gap(record: &ImportRecord<'_>) -> bool {
    match record.module {
        "" => record.level == 0,
        module => crate::name::has_gap(module),
    }
}
