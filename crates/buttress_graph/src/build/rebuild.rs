//! The graph once more, from what an earlier run resolved: only what changed is resolved again.

use buttress_source::{FileSpan, Finding};
use rustc_hash::FxHashMap;

use super::batch::{Batch, SIZE, Work};
use super::earlier::{EDGE, Resolution, SITE};
use super::{Built, SourceModule, names_of, sorted, table};
use crate::graph::Rows;
use crate::resolve::Resolver;
use crate::{ImportGraph, ModuleId, ResolveOptions, pool};

/// Builds what [`build_graph`](crate::build_graph) would build, with the help of what an earlier run
/// with the same modules in the same order, the same kinds and options resolved. Of a module that is
/// `unchanged`, the imports are not looked at; the earlier run must [know](Resolution::knows) it.
///
/// None if the whole graph has to be built: if an external is imported for the first time or no
/// longer, or anything is not as it should be. O(modules + sites), and as much as before for what
/// changed. Runs on all threads of the rayon pool that the caller is in.
pub fn rebuild_graph(
    modules: &[SourceModule<'_>],
    unchanged: &[bool],
    earlier: &Resolution<'_>,
    options: &ResolveOptions<'_>,
) -> Option<Built> {
    let ranks = earlier.ranks(modules.len())?;
    let is_changed = unchanged.contains(&false);
    let resolver = is_changed.then(|| Resolver::new(&names_of(modules), options));
    let rebuild = Rebuild {
        modules,
        unchanged,
        earlier,
        options,
        ids: &ranks.ids,
        resolver,
        externals: if is_changed {
            (0..)
                .zip(&earlier.externals)
                .map(|(n, e)| (*e, n))
                .collect()
        } else {
            FxHashMap::default()
        },
    };
    let numbers: Vec<usize> = (0..modules.len()).collect();
    let make_table = || table(modules, &earlier.externals, &ranks, options);
    let chunks = numbers.chunks(SIZE).collect();
    let make_parts = || pool::map(chunks, |chunk| rebuild.part(chunk));
    let (table, parts) = pool::join(make_table, make_parts);
    let parts: Vec<Part> = parts.into_iter().collect::<Option<_>>()?;
    rebuild.still_imported(&parts)?;
    let mut findings = Vec::new();
    let rows = parts.into_iter().map(|part| {
        findings.extend(part.findings);
        part.rows
    });
    let rows = rows.collect();
    Some(Built {
        graph: ImportGraph::of_rows(table, rows),
        findings: sorted(findings),
    })
}

struct Rebuild<'r, 'a> {
    modules: &'r [SourceModule<'a>],
    unchanged: &'r [bool],
    earlier: &'r Resolution<'r>,
    options: &'r ResolveOptions<'r>,
    /// The ids of modules, then of externals.
    ids: &'r [ModuleId],
    /// There if anything has changed.
    resolver: Option<Resolver<'r>>,
    /// The numbers of the externals among themselves, if anything has changed.
    externals: FxHashMap<&'r str, usize>,
}

/// What was built of some modules.
#[derive(Default)]
struct Part {
    rows: Rows,
    findings: Vec<(FileSpan, Finding)>,
    /// Externals that a module which has changed imports, or no longer imports.
    now: Vec<ModuleId>,
    before: Vec<ModuleId>,
}

impl Rebuild<'_, '_> {
    fn part(&self, numbers: &[usize]) -> Option<Part> {
        let mut part = Part::default();
        let length = self.earlier.length(numbers);
        part.rows.reserve(length / EDGE, length / SITE);
        for &number in numbers {
            if *self.unchanged.get(number)? {
                let file = self.modules[number].file;
                (self.earlier).add_row(number, file, self.ids, &mut part.rows)?;
            } else {
                self.resolve(number, &mut part)?;
            }
        }
        Some(part)
    }

    /// Resolves the imports of a module anew.
    fn resolve(&self, number: usize, part: &mut Part) -> Option<()> {
        let module = &self.modules[number];
        let mut work = Work {
            resolver: self.resolver.as_ref()?,
            report_unresolved: self.options.report_unresolved,
            modules: self.modules.len(),
            batch: Batch::default(),
        };
        work.add_imports(u32::try_from(number).ok()?, module);
        let Batch {
            externals,
            mut imports,
            findings,
        } = work.batch;
        for import in &mut imports {
            import.importer = self.ids[number];
            let imported = import.imported.index();
            let imported = match imported.checked_sub(self.modules.len()) {
                None => imported,
                Some(external) => {
                    self.modules.len() + self.external(externals.get_index(external)?)?
                }
            };
            import.imported = self.ids[imported];
        }
        imports.sort_unstable();
        let now = Rows::of(&imports);
        part.now.extend(self.externals_of(&now));
        part.rows.add(&imports);
        part.findings.extend(findings);
        // Its file has a number today, whatever it had then.
        let mut before = Rows::default();
        let file = module.file.or(Some(buttress_source::FileId(0)));
        self.earlier.add_row(number, file, self.ids, &mut before)?;
        part.before.extend(self.externals_of(&before));
        Some(())
    }

    /// The number of an external; none if it is new.
    fn external(&self, name: &str) -> Option<usize> {
        self.externals.get(name).copied()
    }

    fn externals_of(&self, rows: &Rows) -> impl Iterator<Item = ModuleId> {
        let externals = &self.ids[self.modules.len()..];
        let targets = rows.targets().iter().copied();
        targets.filter(move |target| externals.binary_search(target).is_ok())
    }

    /// None if no module imports some external any longer.
    fn still_imported(&self, parts: &[Part]) -> Option<()> {
        let externals = &self.ids[self.modules.len()..];
        let mut importers = self.earlier.importers.clone();
        let number = |id: &ModuleId| externals.binary_search(id).ok();
        for id in parts.iter().flat_map(|part| &part.now) {
            let importers = &mut importers[number(id)?];
            *importers = importers.checked_add(1)?;
        }
        for id in parts.iter().flat_map(|part| &part.before) {
            let importers = &mut importers[number(id)?];
            *importers = importers.checked_sub(1)?;
        }
        importers.iter().all(|count| *count > 0).then_some(())
    }
}

#[cfg(test)]
mod tests;
