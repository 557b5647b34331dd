//! What there is to say about a violating pair: its chains, its direct imports, what to remove.
//!
//! The sweeps have found out which pairs violate a contract; only those come here.

use buttress_graph::{
    Chain, ChainQuery, EdgeId, GraphView, ModuleRange, ModuleSet, ModuleTable, Searcher,
};
use buttress_source::FileSpan;

use crate::scope::Scope;
use crate::terms::Term;
use crate::{Violation, ViolationChain};

/// A pair of terms of which the first must not import the second, and why.
#[derive(Debug)]
pub(crate) struct Pair<'t> {
    /// What must not import.
    pub(crate) importer: &'t Term,
    /// What must not be imported.
    pub(crate) imported: &'t Term,
    /// The item of the configuration that says so.
    pub(crate) because: Option<FileSpan>,
    /// What it says.
    pub(crate) explanation: String,
}

/// Judges one violating pair after another; keeps its working memory between them.
#[derive(Debug)]
pub(crate) struct Judge<'v> {
    searcher: Searcher<'v>,
    exempt: &'v ModuleSet,
    max_chains: usize,
    ends: Ends,
}

impl<'v> Judge<'v> {
    /// A judge of chains that may run through any module.
    pub(crate) fn new(scope: &'v Scope<'_>) -> Self {
        Self {
            searcher: Searcher::new(&scope.view),
            exempt: &scope.exempt,
            max_chains: scope.max_chains.unwrap_or(usize::MAX),
            ends: Ends::new(scope.view.table()),
        }
    }

    /// From now on, chains must not run through these modules, except those of the pair itself.
    pub(crate) fn absorb(&mut self, modules: impl IntoIterator<Item = ModuleRange>) {
        self.ends.absorb(modules);
    }

    /// The violation of a pair, if there is a chain between its terms.
    pub(crate) fn violation(&mut self, pair: Pair<'_>) -> Option<Violation> {
        self.ends.set(&pair, self.exempt);
        let query = self.ends.query();
        let found = self.searcher.disjoint_chains(&query, self.max_chains);
        if found.complete && found.chains.is_empty() {
            return None;
        }
        let cut = self.searcher.minimum_cut(&query);
        let view = self.searcher.view();
        let chains = found.chains.iter();
        let chains = chains.map(|chain| violation_chain(view, &query, chain, &cut));
        Some(Violation {
            chains: chains.collect(),
            chains_complete: found.complete,
            direct_imports: direct(view, &query).count(),
            ..bare(pair, cut)
        })
    }

    /// The violation of a pair of which only direct imports count, if there is one.
    pub(crate) fn direct_violation(&mut self, pair: Pair<'_>) -> Option<Violation> {
        self.ends.set(&pair, self.exempt);
        let imports: Vec<EdgeId> = direct(self.searcher.view(), &self.ends.query()).collect();
        let chain = |edge: &EdgeId| ViolationChain {
            imports: vec![*edge],
            extra_first: Vec::new(),
            extra_last: Vec::new(),
            primary: 0,
        };
        (!imports.is_empty()).then(|| Violation {
            chains: imports.iter().take(self.max_chains).map(chain).collect(),
            chains_complete: imports.len() <= self.max_chains,
            direct_imports: imports.len(),
            ..bare(pair, imports)
        })
    }
}

/// A violation of which only the cut is known yet.
fn bare(pair: Pair<'_>, cut: Vec<EdgeId>) -> Violation {
    Violation {
        importer: pair.importer.name.clone(),
        imported: pair.imported.name.clone(),
        because: pair.because,
        explanation: pair.explanation,
        chains: Vec::new(),
        chains_complete: false,
        direct_imports: 0,
        cut,
        protections: Vec::new(),
    }
}

fn violation_chain(
    view: &GraphView<'_>,
    query: &ChainQuery<'_>,
    chain: &Chain,
    cut: &[EdgeId],
) -> ViolationChain {
    let imports = chain.edges().to_vec();
    let in_cut = imports.iter().rposition(|edge| cut.contains(edge));
    ViolationChain {
        primary: in_cut.unwrap_or(imports.len() - 1),
        imports,
        extra_first: chain.extra_first(view, query),
        extra_last: chain.extra_last(view, query),
    }
}

/// The imports of a target by a source.
fn direct<'a>(
    view: &'a GraphView<'_>,
    query: &'a ChainQuery<'_>,
) -> impl Iterator<Item = EdgeId> + 'a {
    let imports = query.sources().flat_map(|id| view.outgoing(id));
    imports.filter(|edge| query.is_target(view.graph().imported(*edge)))
}

/// Where the chains of a pair start and end, and what they must not run through.
#[derive(Debug)]
struct Ends {
    sources: ModuleSet,
    targets: ModuleSet,
    /// The modules of the importing term that start no chain but may be passed through are not in
    /// here; they are in `absorbing`.
    avoid: ModuleSet,
    absorbing: ModuleSet,
    /// The importer for which `sources` and `avoid` are set.
    importer: Option<ModuleRange>,
}

impl Ends {
    fn new(table: &ModuleTable) -> Self {
        let none = ModuleSet::new(table);
        Self {
            sources: none.clone(),
            targets: none.clone(),
            avoid: none.clone(),
            absorbing: none,
            importer: None,
        }
    }

    fn absorb(&mut self, modules: impl IntoIterator<Item = ModuleRange>) {
        self.importer = None;
        self.absorbing.clear();
        for range in modules {
            self.absorbing.insert_range(range);
        }
    }

    fn set(&mut self, pair: &Pair<'_>, exempt: &ModuleSet) {
        let importer = pair.importer.modules;
        if self.importer != Some(importer) {
            self.importer = Some(importer);
            self.sources.clear();
            self.sources.insert_range(importer);
            self.avoid.clone_from(&self.absorbing);
            self.avoid.subtract(&self.sources);
            self.sources.subtract(exempt);
        }
        self.targets.clear();
        self.targets.insert_range(pair.imported.modules);
    }

    fn query(&self) -> ChainQuery<'_> {
        ChainQuery::new(&self.sources, &self.targets).avoiding(&self.avoid)
    }
}
