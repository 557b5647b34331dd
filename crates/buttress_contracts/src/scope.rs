//! The graph as one contract sees it, and what there is to say about the contract meanwhile.

use buttress_graph::{
    Family, GraphView, GroupPairs, Groups, ImportGraph, ModuleRange, ModuleSet, Sources,
    absorbing_families, absorbing_pairs, reaching_pairs,
};
use buttress_source::{Code, Finding, Severity};

use crate::names::Names;
use crate::terms::empty_selector;
use crate::{CheckOptions, Contract, ignores};

/// What the checks of all kinds work on.
#[derive(Debug)]
pub(crate) struct Scope<'g> {
    /// The imports that count, without the ignored ones.
    pub(crate) view: GraphView<'g>,
    /// Modules that may violate the contract.
    pub(crate) exempt: ModuleSet,
    /// The most chains to search for a violating pair.
    pub(crate) max_chains: Option<usize>,
    /// Number of imports that `ignore_imports` took out.
    pub(crate) ignored_imports: usize,
    /// For what to say about names that do not exist.
    pub(crate) names: Names<'g>,
    /// The view before imports were ignored: ignoring an import makes no module disappear.
    unignored: GraphView<'g>,
    findings: Vec<Finding>,
}

impl<'g> Scope<'g> {
    /// Applies what all kinds of contract have in common.
    pub(crate) fn new(contract: &Contract, graph: &'g ImportGraph, options: &CheckOptions) -> Self {
        let kinds = contract.imports.unwrap_or(options.imports);
        let unignored = GraphView::of_kinds(graph, kinds);
        let mut scope = Self {
            view: unignored.clone(),
            exempt: ModuleSet::new(graph.table()),
            max_chains: options.max_chains,
            ignored_imports: 0,
            names: Names::new(graph.table()),
            unignored,
            findings: Vec::new(),
        };
        scope.ignore(contract);
        scope.excuse(contract);
        scope
    }

    fn ignore(&mut self, contract: &Contract) {
        let ignored = ignores::find(contract, &self.unignored, &mut self.names);
        self.ignored_imports = ignored.edges.len();
        for edge in ignored.edges {
            self.view.hide(edge);
        }
        self.findings.extend(ignored.findings);
    }

    fn excuse(&mut self, contract: &Contract) {
        let table = self.view.table();
        for selector in &contract.except_importers {
            let selected = selector.value.select(table);
            self.exempt
                .extend(selected.iter().filter_map(|selected| selected.id));
            if selected.is_empty() {
                let finding = empty_selector(&mut self.names, selector);
                self.report(finding);
            }
        }
    }

    /// Keeps a finding about the contract.
    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Makes findings of this code errors, whatever the project makes of the code elsewhere.
    pub(crate) fn insist(&mut self, code: Code) {
        let meant = self.findings.iter_mut();
        for finding in meant.filter(|finding| finding.code == code) {
            finding.severity = Some(Severity::Error);
        }
    }

    /// Whether there is a module of this name; an external is there while it, or something below
    /// it, is imported.
    pub(crate) fn has(&self, name: &str) -> bool {
        let table = self.view.table();
        if table.is_internal_name(name) {
            return table.id(name).is_some();
        }
        let mut modules = table.subtree(name).iter();
        modules.any(|id| self.unignored.has_module(id))
    }

    /// Which of the ranges lead to which, without chains through a third one.
    pub(crate) fn absorbing_pairs(&self, ranges: &[ModuleRange]) -> GroupPairs {
        let owners = groups(ranges);
        absorbing_pairs(&self.view, &self.heads(ranges), &owners)
    }

    /// As [`absorbing_pairs`](Self::absorbing_pairs), for many lists of ranges, each on its own. Pairs
    /// may be left out whose importer cannot violate the contract, or whose imported range may be
    /// imported by all others.
    pub(crate) fn absorbing_families(&self, families: &[Vec<Ruled>]) -> Vec<GroupPairs> {
        let parts = families.iter().map(|ruled| {
            let all: Vec<ModuleRange> = ruled.iter().map(|ruled| ruled.range).collect();
            let importers: Vec<ModuleRange> = ruled.iter().map(Ruled::importer).collect();
            let wanted = ruled.iter().map(|ruled| !ruled.all_may_import);
            (self.heads(&importers), groups(&all), wanted.collect())
        });
        let parts: Vec<(Groups, Groups, Vec<bool>)> = parts.collect();
        let families = parts.iter().map(|(sources, owners, wanted)| Family {
            sources,
            owners,
            wanted: Some(wanted),
        });
        absorbing_families(&self.view, &families.collect::<Vec<_>>())
    }

    /// Which of the sources lead to which of the targets, through whatever modules.
    pub(crate) fn reaching_pairs(
        &self,
        sources: &[ModuleRange],
        targets: &[ModuleRange],
    ) -> GroupPairs {
        reaching_pairs(&self.view, &self.heads(sources), &groups(targets))
    }

    /// What the sources of these ranges have in common. If they are `absorbing`, no chain runs
    /// through a range but that of its source.
    pub(crate) fn sources(&self, ranges: &[ModuleRange], absorbing: bool) -> Sources {
        let owners = absorbing.then(|| groups(ranges));
        Sources::new(&self.view, &self.heads(ranges), owners.as_ref())
    }

    /// The modules of each range where a chain may start: those that may not violate the contract.
    fn heads(&self, ranges: &[ModuleRange]) -> Groups {
        if self.exempt.is_empty() {
            return groups(ranges);
        }
        let mut heads = Groups::new();
        for range in ranges {
            let modules = range.iter().filter(|id| !self.exempt.contains(*id));
            heads.push(modules.map(ModuleRange::from));
        }
        heads
    }

    /// The findings, in the order in which they were made.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// A range of modules that is compared with others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ruled {
    pub(crate) range: ModuleRange,
    /// Whether there is no other range that it must not import.
    pub(crate) may_import_all: bool,
    /// Whether there is no other range that must not import it.
    pub(crate) all_may_import: bool,
}

impl Ruled {
    /// The range, unless there is nothing to find out about what it imports.
    fn importer(&self) -> ModuleRange {
        if self.may_import_all {
            ModuleRange::default()
        } else {
            self.range
        }
    }
}

/// A group for each range.
fn groups(ranges: &[ModuleRange]) -> Groups {
    let mut groups = Groups::new();
    for range in ranges {
        groups.push([*range]);
    }
    groups
}
