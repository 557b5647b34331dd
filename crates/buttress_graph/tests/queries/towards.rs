//! Questions about many sources and one target, against a search for each source.

use buttress_graph::{Chain, ChainQuery, GraphView, Groups, ModuleSet, Searcher, Sources, Towards};
use buttress_testing::{Shape, graph_with};
use proptest::prelude::*;

use crate::{Case, cases, members, ranges};

/// Compares what is known about all sources and one target with what searches find; returns how
/// many cuts were known.
fn compare(
    view: &GraphView<'_>,
    heads: &Groups,
    owners: Option<&Groups>,
    targets: &[buttress_graph::ModuleRange],
) -> Result<usize, TestCaseError> {
    let table = view.table();
    let sources = Sources::new(view, heads, owners);
    let mut towards = Towards::new(view, &sources);
    let mut searching = Towards::new(view, &sources);
    let mut searcher = Searcher::new(view);
    let mut known = 0;
    for target in targets {
        towards.aim(*target);
        searching.aim(*target);
        for source in 0..heads.len() {
            let own = owners.map_or(heads, |owners| owners).set(table, source);
            let targets = ModuleSet::of_range(table, *target);
            if sources.is_tangled(source) || own.overlaps(&targets) {
                continue;
            }
            let mut avoid = ModuleSet::new(table);
            for group in 0..owners.map_or(0, Groups::len) {
                let owned = owners.map(|owners| owners.set(table, group));
                avoid.union_with(&owned.unwrap_or_else(|| ModuleSet::new(table)));
            }
            avoid.subtract(&own);
            let heads = heads.set(table, source);
            let query = ChainQuery::new(&heads, &targets).avoiding(&avoid);
            let shortest = searcher.shortest_chain(&query);
            prop_assert_eq!(&towards.shortest_chain(source, usize::MAX), &shortest);
            let length = shortest.as_ref().map_or(0, Chain::len);
            prop_assert_eq!(&towards.shortest_chain(source, length), &shortest);
            if length > 0 {
                prop_assert_eq!(towards.shortest_chain(source, length - 1), None);
            }
            let cut = searcher.minimum_cut(&query);
            for wanted in 0..4 {
                let enough = usize::try_from(wanted).is_ok_and(|wanted| cut.len() >= wanted);
                prop_assert_eq!(searcher.has_disjoint_chains(&query, wanted), enough);
            }
            let all = searcher.disjoint_chains(&query, usize::MAX);
            prop_assert_eq!(
                &all,
                &searcher.disjoint_chains_of(&query, usize::MAX, cut.len())
            );
            let direct = view.edges().filter(|edge| {
                heads.contains(view.graph().importer(*edge))
                    && targets.contains(view.graph().imported(*edge))
            });
            prop_assert_eq!(towards.direct_imports(source), direct.collect::<Vec<_>>());
            if let Some(found) = towards.minimum_cut(source) {
                known += 1;
                prop_assert_eq!(&found, &cut);
            } else {
                prop_assert_eq!(&towards.search_minimum_cut(source, &query), &cut);
            }
            prop_assert_eq!(searching.search_minimum_cut(source, &query), cut);
        }
    }
    Ok(known)
}

fn groups(case: &Case, chosen: &[Vec<(proptest::sample::Index, bool)>]) -> Groups {
    let mut groups = Groups::new();
    for members in chosen {
        groups.push(ranges(case.table(), members));
    }
    groups
}

fn without(case: &Case, groups: &Groups, except: &ModuleSet) -> Groups {
    let mut rest = Groups::new();
    for group in 0..groups.len() {
        let mut set = groups.set(case.table(), group);
        set.subtract(except);
        rest.push_set(&set);
    }
    rest
}

/// Siblings with a core between them, of which most go the same way.
#[test]
fn most_cuts_are_known_when_many_sources_go_the_same_way() {
    let names: Vec<String> = (0..40).map(|n| format!("p.s{n:02}")).collect();
    let mut imports: Vec<(&str, &str)> = Vec::new();
    for name in &names {
        imports.extend([(name.as_str(), "p.core.a"), (name, "p.core.b")]);
    }
    let core = [
        ("p.core.a", "p.core.x"),
        ("p.core.b", "p.core.y"),
        ("p.core.x", "p.core.z"),
        ("p.core.y", "p.core.z"),
        ("p.core.z", "p.s00"),
        ("p.core.z", "p.s01"),
        ("p.core.y", "p.s01"),
        ("p.core.a", "p.core.b"),
        ("p.core.b", "p.core.x"),
    ];
    imports.extend(core);
    let graph = graph_with(&["p"], &[], &imports);
    let view = GraphView::new(&graph);
    let mut siblings = Groups::new();
    let mut targets = Vec::new();
    for name in &names {
        siblings.push([graph.table().subtree(name)]);
        targets.push(graph.table().subtree(name));
    }
    let known = compare(&view, &siblings, Some(&siblings), &targets).expect("the same answers");
    assert_eq!(known, 40 * 39, "the target is the best far side for all");
    let known = compare(&view, &siblings, None, &targets).expect("the same answers");
    assert_eq!(known, 40 * 39);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sources_that_absorb_agree_with_searches(
        case in cases(Shape::SMALL),
        chosen in proptest::collection::vec(members(3), 1..7),
    ) {
        let owners = groups(&case, &chosen);
        let targets: Vec<_> = (0..owners.len())
            .flat_map(|group| owners.ranges(group).to_vec())
            .collect();
        compare(&case.view(), &owners, Some(&owners), &targets)?;
        let heads = without(&case, &owners, &case.set(2));
        compare(&case.view(), &heads, Some(&owners), &targets)?;
    }

    #[test]
    fn sources_that_do_not_absorb_agree_with_searches(
        case in cases(Shape::SMALL),
        chosen in proptest::collection::vec(members(3), 1..7),
        targets in members(5),
    ) {
        let heads = groups(&case, &chosen);
        let targets = ranges(case.table(), &targets);
        compare(&case.view(), &heads, None, &targets)?;
        let heads = without(&case, &heads, &case.set(2));
        compare(&case.view(), &heads, None, &targets)?;
    }

    /// Graphs that are dense enough for cuts of several imports, most of which are the same.
    #[test]
    fn dense_graphs_agree_with_searches(
        pairs in proptest::collection::vec((0usize..16, 0usize..16), 30..110),
        absorb in any::<bool>(),
    ) {
        let names: Vec<String> = (0..16).map(|n| format!("p.m{n:02}")).collect();
        let imports: Vec<_> = pairs.iter().map(|(a, b)| (&*names[*a], &*names[*b])).collect();
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let graph = graph_with(&["p"], &all, &imports);
        let view = GraphView::new(&graph);
        let mut siblings = Groups::new();
        let mut targets = Vec::new();
        for name in if absorb { &all[8..] } else { &all[..] } {
            siblings.push([graph.table().subtree(name)]);
            targets.push(graph.table().subtree(name));
        }
        compare(&view, &siblings, absorb.then_some(&siblings), &targets)?;
    }
}
