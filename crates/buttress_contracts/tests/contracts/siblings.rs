//! `acyclic_siblings` over random graphs, against an implementation of its definition on names.

use std::collections::{BTreeMap, BTreeSet};

use buttress_contracts::{
    AcyclicSiblingsSettings, CheckOptions, Contract, ContractKind, Cycle, check,
};
use buttress_graph::{EdgeId, ImportGraph};
use buttress_testing::{Shape, graph_with, random_graphs};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::oracle::{Edges, Names, World, end_names};
use crate::random::{SELECTORS, contract, shuffled, some};

/// Imports between children, by the children.
type Between = BTreeMap<(String, String), Edges>;

fn parent(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// The child of `package` that a name is or lies in.
fn child_of(name: &str, package: &str) -> Option<String> {
    let rest = name.strip_prefix(package)?.strip_prefix('.')?;
    let child = rest.split('.').next()?;
    Some(format!("{package}.{child}"))
}

/// The packages that a contract is about: from every name upwards to an ancestor near enough.
fn packages(world: &World, settings: &AcyclicSiblingsSettings) -> Names {
    let mut ancestors = world.chosen(&settings.ancestors);
    ancestors.retain(|name| world.is_internal(name));
    let skipped = world.chosen(&settings.skip_descendants);
    let names = world.names.iter().filter(|name| world.is_internal(name));
    let dots = |name: &String| {
        name.match_indices('.')
            .map(|(dot, _)| dot)
            .collect::<Vec<_>>()
    };
    let prefixes = names.flat_map(|name| {
        let ends = dots(name).into_iter().chain([name.len()]);
        ends.map(|end| name[..end].to_owned()).collect::<Names>()
    });
    let reached = |name: &String| {
        let mut at = name.as_str();
        for _ in 0..=settings.depth {
            if ancestors.contains(at) {
                return true;
            }
            if skipped.contains(at) || at.is_empty() {
                return false;
            }
            at = parent(at);
        }
        false
    };
    prefixes.filter(reached).collect()
}

fn between(world: &World, package: &str) -> Between {
    let mut between = Between::new();
    for (from, to) in &world.live {
        let children = (child_of(from, package), child_of(to, package));
        if let (Some(a), Some(b)) = children
            && a != b
            && !world.exempt.contains(from)
        {
            let import = (from.clone(), to.clone());
            between.entry((a, b)).or_default().insert(import);
        }
    }
    between
}

/// The order of the nominated-breaker heuristic, one rule after the other.
fn order(between: &Between) -> Vec<String> {
    let mut left: BTreeSet<&String> = between.keys().flat_map(|(a, b)| [a, b]).collect();
    let (mut sources, mut middle, mut sinks) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        let imported = |name: &&String| {
            let mut pairs = between.keys();
            pairs.any(|(a, b)| b == *name && left.contains(a))
        };
        let batch: Vec<_> = left
            .iter()
            .copied()
            .filter(|name| !imported(name))
            .collect();
        if batch.is_empty() {
            break;
        }
        left.retain(|name| !batch.contains(name));
        sources.extend(batch);
    }
    loop {
        let imports = |name: &&String| {
            let mut pairs = between.keys();
            pairs.any(|(a, b)| a == *name && left.contains(b))
        };
        let batch: Vec<_> = left.iter().copied().filter(|name| !imports(name)).collect();
        if batch.is_empty() {
            break;
        }
        left.retain(|name| !batch.contains(name));
        sinks.splice(0..0, batch);
    }
    while !left.is_empty() {
        let weight = |name: &String| -> i64 {
            let pairs = between.iter();
            let within = pairs.filter(|((a, b), _)| left.contains(a) && left.contains(b));
            within
                .map(|((a, b), imports)| {
                    let imports = i64::try_from(imports.len()).expect("few imports");
                    imports * (i64::from(a == name) - i64::from(b == name))
                })
                .sum()
        };
        let greatest = left.iter().map(|name| weight(name)).max();
        let next = left.iter().find(|name| Some(weight(name)) == greatest);
        let next = *next.expect("one has the greatest weight");
        left.remove(next);
        middle.push(next);
    }
    let order = sources.into_iter().chain(middle).chain(sinks);
    order.cloned().collect()
}

fn expected(between: &Between) -> Between {
    let order = order(between);
    let place = |name: &String| order.iter().position(|other| other == name);
    let mut backward = between.clone();
    backward.retain(|(a, b), _| place(a) > place(b));
    backward
}

/// The number of hops on a shortest cycle.
fn girth(pairs: &BTreeSet<(String, String)>) -> Option<usize> {
    let starts: Names = pairs.iter().map(|(a, _)| a.clone()).collect();
    let around = |start: &String| {
        let mut reached = Names::from([start.clone()]);
        (1..=starts.len()).find(|_| {
            let steps = pairs.iter().filter(|(a, _)| reached.contains(a));
            reached = steps.map(|(_, b)| b.clone()).collect();
            reached.contains(start)
        })
    };
    starts.iter().filter_map(around).min()
}

fn validate(graph: &ImportGraph, between: &Between, cycle: &Cycle) {
    let ends = |edge: &EdgeId| end_names(graph, *edge);
    let breakers = cycle.breakers.iter().map(|breaker| {
        assert!(breaker.imports.is_sorted());
        let pair = (breaker.importer.clone(), breaker.imported.clone());
        (pair, breaker.imports.iter().map(ends).collect())
    });
    let breakers: Between = breakers.collect();
    assert_eq!(breakers, expected(between));
    let pairs: BTreeSet<_> = between.keys().cloned().collect();
    let broken = breakers.keys().cloned().collect();
    let rest = pairs.difference(&broken).cloned().collect();
    assert_eq!(girth(&rest), None, "no cycle is left");
    let hops: Vec<_> = cycle.shortest.iter().map(ends).collect();
    let child = |name: &str| child_of(name, &cycle.package).expect("a module of a child");
    let hops: Vec<_> = hops.iter().map(|(a, b)| (child(a), child(b))).collect();
    assert_eq!(Some(hops.len()), girth(&pairs), "no shorter cycle");
    let next = hops.iter().cycle().skip(1);
    assert!(hops.iter().zip(next).all(|(hop, next)| hop.1 == next.0));
    assert!(broken.contains(&hops[0]), "the first hop is a breaker");
    for (hop, edge) in hops.iter().zip(&cycle.shortest) {
        assert_eq!(between[hop].first(), Some(&ends(edge)));
    }
}

fn acyclic_siblings() -> impl Strategy<Value = ContractKind> {
    let lists = (some(&ANCESTORS, 3), some(&SELECTORS, 2));
    (lists, 0..4u32).prop_map(|((ancestors, skip_descendants), depth)| {
        let settings = AcyclicSiblingsSettings {
            ancestors,
            depth,
            skip_descendants,
        };
        settings.into()
    })
}

fn shallow() -> impl Strategy<Value = ImportGraph> {
    random_graphs(Shape::SMALL).prop_map(|random| random.graph)
}

/// Packages of two children four levels deep, in which cycles are likely on every level: an import
/// leads to what bears the other name on some level, or anywhere.
fn nested() -> impl Strategy<Value = ImportGraph> {
    let import = (any::<Index>(), 1..5usize, any::<Index>(), any::<bool>());
    proptest::collection::vec(import, 0..40).prop_map(|imports| {
        let mut names = vec!["p".to_owned()];
        for at in 0..15 {
            let children = ["a", "b"].map(|child| format!("{}.{child}", names[at]));
            names.extend(children);
        }
        let imports = imports.iter().map(|(from, level, anywhere, near)| {
            let from = from.get(&names);
            let mut to: Vec<&str> = from.split('.').take(level + 1).collect();
            let last = to.len() - 1;
            if !near || last == 0 {
                return (from.as_str(), anywhere.get(&names).clone());
            }
            to[last] = if to[last] == "a" { "b" } else { "a" };
            (from.as_str(), to.join("."))
        });
        let imports: Vec<_> = imports.collect();
        let imports: Vec<_> = imports.iter().map(|(from, to)| (*from, &to[..])).collect();
        graph_with(&["p"], &["p"], &imports)
    })
}

const ANCESTORS: [&str; 8] = ["p", "q", "p.a", "p.*", "p.c", "**", "lib", "**.b"];

fn agrees(graph: &ImportGraph, contract: &Contract) {
    let ContractKind::AcyclicSiblings(settings) = &contract.kind else {
        panic!("another kind");
    };
    let outcome = check(contract, graph, &CheckOptions::default());
    assert!(outcome.violations.is_empty());
    let world = World::new(contract, graph);
    let mut wanted = packages(&world, settings);
    wanted.retain(|package| !expected(&between(&world, package)).is_empty());
    let found = outcome.cycles.iter().map(|cycle| cycle.package.clone());
    assert_eq!(found.collect::<Names>(), wanted);
    assert_eq!(outcome.cycles.len(), wanted.len(), "each package once");
    for cycle in &outcome.cycles {
        validate(graph, &between(&world, &cycle.package), cycle);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn acyclic_siblings_agree_with_the_definition(
        graph in prop_oneof![shallow(), nested()],
        contract in contract(acyclic_siblings()),
    ) {
        agrees(&graph, &contract);
    }

    #[test]
    fn the_order_of_the_imports_does_not_matter(
        graph in prop_oneof![shallow(), nested()],
        contract in contract(acyclic_siblings()),
        seed in any::<usize>(),
    ) {
        let options = CheckOptions::default();
        let outcome = check(&contract, &graph, &options);
        let again = check(&contract, &shuffled(&graph, seed), &options);
        prop_assert_eq!(outcome, again);
    }
}
