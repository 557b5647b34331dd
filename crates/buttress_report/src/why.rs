//! The answer to "how does A come to import B?".

use buttress_contracts::ViolationChain;
use buttress_graph::{EdgeId, ImportGraph, KindFilter};

use crate::build::chain_reports;
use crate::imports::ImportCollector;
use crate::{ChainReport, ImportIx, ImportReport, Places, Sources};

/// How one module or package comes to import another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyReport {
    /// The importer, as it was asked for.
    pub importer: String,
    /// The imported module, as it was asked for.
    pub imported: String,
    /// What else was asked of the chains, as clauses: `through a.b`, `not through c.d`.
    pub conditions: Vec<String>,
    /// Every import that is referred to below.
    pub imports: Vec<ImportReport>,
    /// Edge-disjoint shortest chains, shortest first; empty when there is none.
    pub chains: Vec<ChainReport>,
    /// Whether these are all edge-disjoint chains.
    pub chains_complete: bool,
    /// A smallest set of imports whose removal ends all chains.
    pub cut: Vec<ImportIx>,
    /// All last imports of chains, with how much of the importer comes through each; nearest first.
    pub groups: Vec<WhyGroup<ImportIx>>,
}

impl WhyReport {
    /// Resolves an answer about `graph` in which these kinds of import count.
    pub fn new(
        answer: &WhyAnswer,
        graph: &ImportGraph,
        kinds: KindFilter,
        sources: &dyn Sources,
    ) -> Self {
        let mut collector = ImportCollector::new(graph);
        let mut imports = collector.of_kinds(kinds);
        let mut add = |edge: EdgeId| imports.add(edge);
        let chains = chain_reports(answer.chains.clone(), &mut add);
        let cut = answer.cut.iter().copied().map(&mut add).collect();
        let groups = (answer.groups.iter())
            .map(|group| WhyGroup {
                last: add(group.last),
                importers: group.importers,
                shortest: group.shortest,
            })
            .collect();
        let mut collected = collector.finish(sources);
        // A file that changed meanwhile shows its line number without an excerpt.
        collected.resolve(&Places::All, sources);
        Self {
            importer: answer.importer.clone(),
            imported: answer.imported.clone(),
            conditions: answer.conditions.clone(),
            imports: collected.imports,
            chains,
            chains_complete: answer.chains_complete,
            cut,
            groups,
        }
    }

    /// Whether there is any chain.
    pub fn imports_it(&self) -> bool {
        !self.chains.is_empty()
    }
}

/// The chains that end in one import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhyGroup<I> {
    /// The import all of them end in.
    pub last: I,
    /// How many modules of the importer reach it.
    pub importers: usize,
    /// The length of the shortest chain through it, in imports.
    pub shortest: usize,
}

/// An answer in terms of the graph, to be resolved into a [`WhyReport`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyAnswer {
    /// The importer, as it was asked for.
    pub importer: String,
    /// The imported module, as it was asked for.
    pub imported: String,
    /// What else was asked of the chains, as clauses.
    pub conditions: Vec<String>,
    /// Edge-disjoint shortest chains, shortest first.
    pub chains: Vec<ViolationChain>,
    /// Whether these are all edge-disjoint chains.
    pub chains_complete: bool,
    /// A smallest set of imports whose removal ends all chains.
    pub cut: Vec<EdgeId>,
    /// All last imports of chains, nearest first.
    pub groups: Vec<WhyGroup<EdgeId>>,
}
