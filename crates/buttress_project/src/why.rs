//! "How does A come to import B?"

use std::fmt;

use buttress_contracts::{ViolationChain, avoided_modules, view_of};
use buttress_graph::{ChainQuery, EdgeId, GraphView, ModuleRange, ModuleSet, Searcher, Selector};
use buttress_report::{WhyAnswer, WhyReport};
use buttress_source::nearest;

use crate::Project;
use crate::paths::{chain_via, last_imports};

/// The question.
#[derive(Debug, Clone, Default)]
pub struct WhyRequest {
    /// The importing module or package; its descendants count.
    pub importer: String,
    /// The imported module or package; its descendants count.
    pub imported: String,
    /// See the graph as the contract with this id does.
    pub contract: Option<String>,
    /// No chain passes through these modules or their descendants.
    pub avoid: Vec<Selector>,
    /// The chain passes through one of these modules or their descendants.
    pub via: Vec<Selector>,
    /// Search for all edge-disjoint chains, not only for the shortest.
    pub all: bool,
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyError {
    /// There is no such module.
    UnknownModule {
        /// The name or pattern.
        name: String,
        /// The nearest name that exists.
        nearest: Option<String>,
    },
    /// There is no such contract, or it could not be understood.
    UnknownContract {
        /// The id.
        id: String,
        /// The nearest id that exists.
        nearest: Option<String>,
    },
    /// The two names mean the same modules.
    SameModule {
        /// The name.
        name: String,
    },
}

impl fmt::Display for WhyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownModule { name, .. } => write!(f, "no module matches `{name}`"),
            Self::UnknownContract { id, .. } => write!(f, "there is no contract `{id}`"),
            Self::SameModule { name } => {
                write!(f, "`{name}` is both the importer and the imported module")
            }
        }
    }
}

impl std::error::Error for WhyError {}

impl WhyError {
    /// The nearest name that exists, if the error is about a name that does not.
    pub fn nearest(&self) -> Option<&str> {
        match self {
            Self::UnknownModule { nearest, .. } | Self::UnknownContract { nearest, .. } => {
                nearest.as_deref()
            }
            Self::SameModule { .. } => None,
        }
    }
}

impl Project {
    /// Explains how one module or package comes to import another.
    ///
    /// When one of the two lies inside the other, the question is about the modules of the outer
    /// one that are not in the inner one. O(edges) for each chain, for the cut, and for each module
    /// that imports the imported one directly.
    pub fn why(&self, request: &WhyRequest) -> Result<WhyReport, WhyError> {
        let view = self.why_view(request)?;
        let (sources, targets) = self.terms(request)?;
        let mut avoid = self.modules_of(&request.avoid)?;
        if let Some(contract) = self.contract(request)? {
            let others =
                avoided_modules(contract, &self.graph, &request.importer, &request.imported);
            avoid.union_with(&others);
        }
        let via = self.modules_of(&request.via)?;
        let query = ChainQuery::new(&sources, &targets).avoiding(&avoid);
        let mut answer = WhyAnswer {
            importer: request.importer.clone(),
            imported: request.imported.clone(),
            conditions: conditions(request),
            chains: Vec::new(),
            chains_complete: true,
            cut: Vec::new(),
            groups: Vec::new(),
        };
        if request.via.is_empty() {
            search(&mut answer, &view, &query, request.all);
        } else {
            let chain = chain_via(&view, &query, &via);
            answer
                .chains
                .extend(chain.map(|imports| plain_chain(imports, &[])));
        }
        let kinds = view.kinds();
        let report = || WhyReport::new(&answer, &self.graph, kinds, &self.files);
        Ok(self.on_pool(report))
    }

    fn contract(
        &self,
        request: &WhyRequest,
    ) -> Result<Option<&buttress_contracts::Contract>, WhyError> {
        let Some(id) = &request.contract else {
            return Ok(None);
        };
        let entries = &self.settings.contracts;
        let entry = entries.iter().find(|entry| entry.header.id == *id);
        let contract = entry.and_then(|entry| entry.contract.as_ref());
        contract.map(Some).ok_or_else(|| WhyError::UnknownContract {
            id: id.clone(),
            nearest: nearest(id, entries.iter().map(|entry| entry.header.id.as_str()))
                .map(str::to_owned),
        })
    }

    fn why_view(&self, request: &WhyRequest) -> Result<GraphView<'_>, WhyError> {
        Ok(match self.contract(request)? {
            Some(contract) => view_of(contract, &self.graph, self.settings.imports),
            None => self.view(),
        })
    }

    /// The modules of importer and imported; the inner of two nested ones taken out of the outer.
    fn terms(&self, request: &WhyRequest) -> Result<(ModuleSet, ModuleSet), WhyError> {
        let (importer, imported) = (
            self.range(&request.importer)?,
            self.range(&request.imported)?,
        );
        if importer == imported {
            let name = request.importer.clone();
            return Err(WhyError::SameModule { name });
        }
        let table = self.graph.table();
        let mut sources = ModuleSet::of_range(table, importer);
        let mut targets = ModuleSet::of_range(table, imported);
        if importer.len() > imported.len() {
            sources.subtract(&targets);
        } else {
            targets.subtract(&sources);
        }
        Ok((sources, targets))
    }

    fn range(&self, name: &str) -> Result<ModuleRange, WhyError> {
        let range = self.graph.table().subtree(name);
        if range.is_empty() {
            return Err(self.unknown_module(name));
        }
        Ok(range)
    }

    fn unknown_module(&self, name: &str) -> WhyError {
        let known = self.graph.table().names();
        WhyError::UnknownModule {
            name: name.to_owned(),
            nearest: nearest(name, known).map(str::to_owned),
        }
    }

    /// The modules that the selectors match, with their descendants.
    fn modules_of(&self, selectors: &[Selector]) -> Result<ModuleSet, WhyError> {
        let table = self.graph.table();
        let mut modules = ModuleSet::new(table);
        for selector in selectors {
            let selected = selector.select(table);
            if selected.is_empty() {
                return Err(self.unknown_module(selector.as_str()));
            }
            for module in selected {
                modules.insert_range(table.subtree(module.name));
            }
        }
        Ok(modules)
    }
}

/// What the request asks beyond importer and imported module, as clauses.
fn conditions(request: &WhyRequest) -> Vec<String> {
    let names = |selectors: &[Selector]| {
        let names: Vec<&str> = selectors.iter().map(Selector::as_str).collect();
        names.join(" or ")
    };
    let mut conditions = Vec::new();
    if !request.via.is_empty() {
        conditions.push(format!("through {}", names(&request.via)));
    }
    if !request.avoid.is_empty() {
        conditions.push(format!("not through {}", names(&request.avoid)));
    }
    if let Some(id) = &request.contract {
        conditions.push(format!("as contract {id} sees it"));
    }
    conditions
}

/// Fills in chains, cut and groups.
fn search(answer: &mut WhyAnswer, view: &GraphView<'_>, query: &ChainQuery<'_>, all: bool) {
    let mut searcher = Searcher::new(view);
    // One more than is shown tells whether there are more.
    let limit = if all { usize::MAX } else { 2 };
    let found = searcher.disjoint_chains(query, limit);
    answer.chains_complete = found.complete;
    answer.cut = searcher.minimum_cut(query);
    answer.chains = (found.chains.iter())
        .map(|chain| ViolationChain {
            extra_first: chain.extra_first(view, query),
            extra_last: chain.extra_last(view, query),
            ..plain_chain(chain.edges().to_vec(), &answer.cut)
        })
        .collect();
    if !answer.chains.is_empty() {
        answer.groups = last_imports(view, query);
    }
}

fn plain_chain(imports: Vec<EdgeId>, cut: &[EdgeId]) -> ViolationChain {
    let in_cut = imports.iter().rposition(|edge| cut.contains(edge));
    ViolationChain {
        primary: in_cut.unwrap_or(imports.len().saturating_sub(1)),
        imports,
        extra_first: Vec::new(),
        extra_last: Vec::new(),
    }
}
