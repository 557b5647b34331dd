//! Where the chains of a pair start and end, and what they must not run through.

use buttress_graph::{ChainQuery, ModuleRange, ModuleSet, ModuleTable};

use super::Pair;

/// The question for the chains of one pair after another.
#[derive(Debug)]
pub(super) struct Ends {
    sources: ModuleSet,
    targets: ModuleSet,
    /// The modules of the importing term that start no chain but may be passed through are not in
    /// here; they are in `absorbing`.
    avoid: ModuleSet,
    absorbing: ModuleSet,
    /// The importer for which `sources` and `avoid` are set.
    importer: Option<ModuleRange>,
    imported: Option<ModuleRange>,
}

impl Ends {
    pub(super) fn new(table: &ModuleTable) -> Self {
        let none = ModuleSet::new(table);
        Self {
            sources: none.clone(),
            targets: none.clone(),
            avoid: none.clone(),
            absorbing: none,
            importer: None,
            imported: None,
        }
    }

    /// From now on, chains must not run through these modules, except those of the pair itself.
    pub(super) fn absorb(&mut self, modules: &[ModuleRange]) {
        self.importer = None;
        self.absorbing.clear();
        for range in modules {
            self.absorbing.insert_range(*range);
        }
    }

    /// The question for the chains of a pair; none starts at an `exempt` module.
    pub(super) fn query(&mut self, pair: &Pair<'_>, exempt: &ModuleSet) -> ChainQuery<'_> {
        let (importer, imported) = (pair.importer.modules, pair.imported.modules);
        if self.importer != Some(importer) {
            self.importer = Some(importer);
            self.sources.clear();
            self.sources.insert_range(importer);
            self.avoid.clone_from(&self.absorbing);
            self.avoid.subtract(&self.sources);
            self.sources.subtract(exempt);
        }
        if self.imported != Some(imported) {
            self.imported = Some(imported);
            self.targets.clear();
            self.targets.insert_range(imported);
        }
        ChainQuery::new(&self.sources, &self.targets).avoiding(&self.avoid)
    }
}
