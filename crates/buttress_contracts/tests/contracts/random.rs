//! All kinds of contract over random graphs, against the brute force of [`oracle`](crate::oracle).

use buttress_contracts::{
    CheckOptions, Contract, ContractKind, ForbiddenSettings, IgnoredImport, IndependenceSettings,
    Layer, LayerModule, LayersSettings, Outcome, ProtectedSettings, check,
};
use buttress_graph::{ImportGraph, Selector};
use buttress_source::Spanned;
use buttress_testing::{Shape, graph_with, random_graphs};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::oracle::{World, end_names};

const TAILS: [&str; 11] = [
    "a", "b", "c", "d", "e", "f", "a-b", "a.a", "a.b", "b.c", "c.a",
];
const CONTAINERS: [&str; 6] = ["p", "q", "p.a", "p.*", "p.c", "**"];
pub(crate) const SELECTORS: [&str; 16] = [
    "p.a", "p.b", "p.c", "p.d", "p.a.b", "p.a-b", "q", "q.a", "lib", "lib.x", "net", "p.*", "q.**",
    "p.*.a", "p.a.*", "**.b",
];
const IGNORES: [&str; 8] = [
    "p.a -> p.b",
    "p.* -> p.*",
    "** -> q.a",
    "p.a.** -> **",
    "p.c -> lib",
    "p.**.a -> p.b.*",
    "q -> net.http",
    "* -> **",
];

pub(crate) fn some(
    of: &'static [&'static str],
    most: usize,
) -> impl Strategy<Value = Vec<Spanned<Selector>>> {
    let texts = subsequence(of, 0..=most).prop_shuffle();
    texts.prop_map(|texts| {
        let parsed = texts
            .iter()
            .map(|text| text.parse::<Selector>().expect("valid"));
        parsed.map(Spanned::from).collect()
    })
}

/// Layers of distinct optional modules, cut from a shuffled list at random places.
fn some_layers() -> impl Strategy<Value = Vec<Spanned<Layer>>> {
    let names = subsequence(&TAILS[..], 1..=7).prop_shuffle();
    let shapes = proptest::collection::vec((1..4usize, any::<bool>(), any::<bool>()), 7);
    (names, shapes).prop_map(|(names, shapes)| {
        let mut names = names.into_iter();
        let mut layers = Vec::new();
        for (size, independent, closed) in shapes {
            let modules = names.by_ref().take(size).map(|name| LayerModule {
                name: name.parse().expect("valid"),
                optional: true,
            });
            let modules: Vec<Spanned<LayerModule>> = modules.map(Spanned::from).collect();
            if !modules.is_empty() {
                layers.push(Spanned::from(Layer {
                    modules,
                    independent,
                    closed,
                }));
            }
        }
        layers
    })
}

fn layers() -> impl Strategy<Value = ContractKind> {
    (some(&CONTAINERS, 3), some_layers()).prop_map(|(containers, mut layers)| {
        if containers.is_empty() {
            for module in layers.iter_mut().flat_map(|layer| &mut layer.value.modules) {
                let root: buttress_graph::ModuleName = "p".parse().expect("valid");
                module.value.name = root.join(&module.value.name);
            }
        }
        let settings = LayersSettings {
            containers,
            layers,
            ..LayersSettings::default()
        };
        settings.into()
    })
}

fn forbidden() -> impl Strategy<Value = ContractKind> {
    let lists = (some(&SELECTORS, 5), some(&SELECTORS, 5));
    (lists, any::<bool>(), any::<bool>()).prop_map(
        |((source_modules, forbidden_modules), allow_indirect_imports, as_packages)| {
            let settings = ForbiddenSettings {
                source_modules,
                forbidden_modules,
                allow_indirect_imports,
                as_packages,
                whole_externals: false,
            };
            settings.into()
        },
    )
}

fn independence() -> impl Strategy<Value = ContractKind> {
    some(&SELECTORS, 7).prop_map(|modules| IndependenceSettings { modules }.into())
}

fn protected() -> impl Strategy<Value = ContractKind> {
    let lists = (some(&SELECTORS, 5), some(&SELECTORS, 4));
    (lists, any::<bool>()).prop_map(|((protected_modules, allowed_importers), as_packages)| {
        let settings = ProtectedSettings {
            protected_modules,
            allowed_importers,
            as_packages,
        };
        settings.into()
    })
}

pub(crate) fn contract(
    kind: impl Strategy<Value = ContractKind>,
) -> impl Strategy<Value = Contract> {
    let ignores = subsequence(&IGNORES[..], 0..=2);
    let excepts = some(&SELECTORS, 2);
    (kind, ignores, excepts).prop_map(|(kind, ignores, except_importers)| {
        let ignored = ignores.iter().map(|text| IgnoredImport {
            pattern: Spanned::from(
                text.parse::<buttress_graph::ImportPattern>()
                    .expect("valid"),
            ),
            reason: None,
        });
        Contract {
            ignore_imports: ignored.collect(),
            except_importers,
            ..Contract::new("random", kind)
        }
    })
}

/// The same modules and imports, with the imports in another order and some of them twice.
pub(crate) fn shuffled(graph: &ImportGraph, seed: usize) -> ImportGraph {
    let mut imports: Vec<_> = graph.edges().map(|edge| end_names(graph, edge)).collect();
    let half = imports.len() / 2;
    imports.extend_from_within(..half);
    let length = imports.len().max(1);
    imports.reverse();
    imports.rotate_left(seed % length);
    let imports: Vec<_> = imports
        .iter()
        .map(|(from, to)| (&from[..], &to[..]))
        .collect();
    let modules: Vec<&str> = graph.table().names().collect();
    let roots: Vec<&str> = graph.table().roots().collect();
    graph_with(&roots, &modules, &imports)
}

fn agrees(graph: &ImportGraph, contract: &Contract, max_chains: Option<usize>) -> Outcome {
    let options = CheckOptions {
        max_chains,
        ..CheckOptions::default()
    };
    let outcome = check(contract, graph, &options);
    let world = World::new(contract, graph);
    assert_eq!(outcome.ignored_imports, world.ignored.len());
    let mut expected = world.questions(contract);
    expected.retain(|question| question.shortest(&world.live).is_some());
    let pair = |from: &str, to: &str| format!("{from} => {to}");
    let wanted: Vec<_> = expected
        .iter()
        .map(|q| pair(&q.importer, &q.imported))
        .collect();
    let found = outcome.violations.iter();
    let found: Vec<_> = found.map(|v| pair(&v.importer, &v.imported)).collect();
    assert_eq!(found, wanted);
    for (question, violation) in expected.iter().zip(&outcome.violations) {
        question.validate(graph, &world.live, violation);
        let limit = max_chains.unwrap_or(usize::MAX);
        assert!(violation.chains.len() <= limit);
        assert!(violation.chains_complete || violation.chains.len() == limit);
    }
    outcome
}

fn limits() -> impl Strategy<Value = Option<usize>> {
    select(vec![None, None, Some(0), Some(1), Some(3)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn layers_agree_with_brute_force(
        graph in random_graphs(Shape::SMALL),
        contract in contract(layers()),
        limit in limits(),
    ) {
        agrees(&graph.graph, &contract, limit);
    }

    #[test]
    fn forbidden_agrees_with_brute_force(
        graph in random_graphs(Shape::SMALL),
        contract in contract(forbidden()),
        limit in limits(),
    ) {
        agrees(&graph.graph, &contract, limit);
    }

    #[test]
    fn independence_agrees_with_brute_force(
        graph in random_graphs(Shape::SMALL),
        contract in contract(independence()),
        limit in limits(),
    ) {
        agrees(&graph.graph, &contract, limit);
    }

    #[test]
    fn protected_agrees_with_brute_force(
        graph in random_graphs(Shape::SMALL),
        contract in contract(protected()),
        limit in limits(),
    ) {
        agrees(&graph.graph, &contract, limit);
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(
        graph in random_graphs(Shape::SMALL),
        contract in prop_oneof![
            contract(layers()),
            contract(forbidden()),
            contract(independence()),
            contract(protected()),
        ],
        seed in any::<usize>(),
    ) {
        let options = CheckOptions::default();
        let outcome = check(&contract, &graph.graph, &options);
        let again = check(&contract, &shuffled(&graph.graph, seed), &options);
        prop_assert_eq!(&outcome, &again);
        let mut reversed = contract.clone();
        reversed.ignore_imports.reverse();
        reversed.except_importers.reverse();
        match &mut reversed.kind {
            ContractKind::Forbidden(settings) => {
                settings.source_modules.reverse();
                settings.forbidden_modules.reverse();
            }
            ContractKind::Independence(settings) => settings.modules.reverse(),
            ContractKind::Layers(settings) => settings.containers.reverse(),
            _ => {}
        }
        let again = check(&reversed, &graph.graph, &options);
        prop_assert_eq!(&outcome.violations, &again.violations);
    }
}
