//! What a bound on chains leaves as it is when there are more pairs than are searched.

use std::collections::BTreeSet;

use buttress_contracts::{CheckOptions, Contract, ContractKind, Outcome, check};
use buttress_graph::{EdgeId, ImportGraph};

use crate::support::{forbidden, graph_of, independence};

/// Thirty packages that meet in a core which imports all of them, some of them directly as well.
fn siblings() -> ImportGraph {
    let names: Vec<String> = (0..30).map(|n| format!("p.s{n:02}")).collect();
    let modules: Vec<[String; 2]> = names
        .iter()
        .map(|name| [format!("{name}.a"), format!("{name}.b")])
        .collect();
    let mut imports: Vec<(&str, &str)> = Vec::new();
    for (n, [a, b]) in modules.iter().enumerate() {
        imports.extend([(a.as_str(), "p.core.x"), (b, "p.core.x"), (b, "p.core.y")]);
        imports.extend([("p.core.z", a.as_str()), ("p.core.y", b)]);
        if n % 3 == 0 {
            let other = &modules[(n + 7) % 30];
            imports.extend([(a.as_str(), other[1].as_str()), (b, &other[0])]);
        }
    }
    imports.extend([("p.core.x", "p.core.z"), ("p.core.x", "p.core.y")]);
    graph_of(&["p"], &imports)
}

fn run(graph: &ImportGraph, kind: ContractKind, max_chains: Option<usize>) -> Outcome {
    let options = CheckOptions {
        max_chains,
        ..CheckOptions::default()
    };
    check(&Contract::new("test", kind), graph, &options)
}

/// Everything that must not depend on the bound.
fn exact(outcome: &Outcome) -> Vec<(&str, &str, usize, &[EdgeId])> {
    let violations = outcome.violations.iter();
    let facts = violations.map(|pair| {
        let names = (&*pair.importer, &*pair.imported);
        (names.0, names.1, pair.direct_imports, &*pair.cut)
    });
    facts.collect()
}

/// The lengths of all chains, with the import to remove of each, as many as are shown.
fn shown(outcome: &Outcome, limit: usize) -> Vec<(usize, EdgeId)> {
    let violations = outcome.violations.iter().enumerate();
    let mut chains: Vec<_> = violations
        .flat_map(|(pair, violation)| violation.chains.iter().map(move |chain| (pair, chain)))
        .collect();
    chains.sort_by_key(|(_, chain)| chain.imports.len());
    let mut seen = BTreeSet::new();
    chains.retain(|(_, chain)| seen.insert(chain.imports[chain.primary]));
    let shown = chains.iter().take(limit);
    shown
        .map(|(_, chain)| (chain.imports.len(), chain.imports[chain.primary]))
        .collect()
}

fn agrees(graph: &ImportGraph, kind: &ContractKind) {
    let all = run(graph, kind.clone(), None);
    assert!(all.violations.len() > 700, "more pairs than are searched");
    assert!(all.violations.iter().all(|pair| pair.chains_complete));
    for limit in [0, 1, 3, 10] {
        let bounded = run(graph, kind.clone(), Some(limit));
        assert_eq!(exact(&bounded), exact(&all));
        for (few, every) in bounded.violations.iter().zip(&all.violations) {
            let known = few.chains.len();
            assert!(known <= limit && (limit == 0 || known > 0));
            let edges = |n: usize| (&few.chains[n].imports, &every.chains[n].imports);
            assert!(
                (0..known).all(|n| edges(n).0 == edges(n).1),
                "the first chains are the same"
            );
            if few.chains_complete {
                assert_eq!(few.chains, every.chains);
            }
        }
        for (few, every) in bounded.violations.iter().zip(&all.violations).take(limit) {
            assert_eq!(few.chains, every.chains[..every.chains.len().min(limit)]);
        }
        assert_eq!(shown(&bounded, limit), shown(&all, limit));
    }
}

#[test]
fn siblings_keep_their_counts_and_what_is_shown() {
    // Not the core, without which no chain would be indirect.
    let names: Vec<String> = (0..30).map(|n| format!("p.s{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    agrees(&siblings(), &independence(&names).into());
}

#[test]
fn forbidden_modules_keep_their_counts_and_what_is_shown() {
    agrees(&siblings(), &forbidden(&["p.*"], &["p.*"]).into());
}
