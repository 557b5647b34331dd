//! The graph through the eyes of a contract, for questions beyond its verdict.

use buttress_graph::{GraphView, ImportGraph, KindFilter, ModuleRange, ModuleSet};

use crate::scope::Scope;
use crate::{CheckOptions, Contract, ContractKind, independence, layers};

/// The graph as a contract sees it: without the kinds of import that do not count for it (by
/// default those that `kinds` leaves out), and without the imports it ignores.
pub fn view_of<'g>(
    contract: &Contract,
    graph: &'g ImportGraph,
    kinds: KindFilter,
) -> GraphView<'g> {
    scope(contract, graph, kinds).view
}

/// The modules through which no chain from `importer` to `imported` leads in this contract: those
/// of its other layers or siblings. Empty if the contract does not compare the two.
pub fn avoided_modules(
    contract: &Contract,
    graph: &ImportGraph,
    importer: &str,
    imported: &str,
) -> ModuleSet {
    let mut scope = scope(contract, graph, KindFilter::default());
    let groups = match &contract.kind {
        ContractKind::Layers(settings) => layers::groups(&mut scope, settings),
        ContractKind::Independence(settings) => vec![independence::group(&mut scope, settings)],
        ContractKind::Forbidden(_)
        | ContractKind::Protected(_)
        | ContractKind::AcyclicSiblings(_) => Vec::new(),
    };
    let table = graph.table();
    let (from, to) = (table.subtree(importer), table.subtree(imported));
    let mut avoided = ModuleSet::new(table);
    for group in groups {
        let holds = |modules: ModuleRange| group.iter().any(|range| range.overlaps(modules));
        if !holds(from) || !holds(to) {
            continue;
        }
        for range in &group {
            avoided.insert_range(*range);
        }
        let own = group
            .iter()
            .filter(|range| range.overlaps(from) || range.overlaps(to));
        for range in own {
            avoided.subtract(&ModuleSet::of_range(table, *range));
        }
    }
    avoided
}

fn scope<'g>(contract: &Contract, graph: &'g ImportGraph, kinds: KindFilter) -> Scope<'g> {
    let options = CheckOptions {
        imports: kinds,
        max_chains: None,
    };
    Scope::new(contract, graph, &options)
}
