//! Sweeps over many groups.

use buttress_graph::{
    Family, GroupPairs, Groups, ModuleSet, absorbing_families, absorbing_pairs, reaching_pairs,
};
use buttress_testing::oracle::{self, Question};
use buttress_testing::{Shape, graph_of};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::{Case, cases, members, ranges};

fn groups(case: &Case, chosen: &[Vec<(Index, bool)>]) -> Groups {
    let mut groups = Groups::new();
    for members in chosen {
        groups.push(ranges(case.table(), members));
    }
    groups
}

/// The members of each group but the excepted ones.
fn without(case: &Case, groups: &Groups, except: &ModuleSet) -> Groups {
    let mut rest = Groups::new();
    for group in 0..groups.len() {
        let mut set = groups.set(case.table(), group);
        set.subtract(except);
        rest.push_set(&set);
    }
    rest
}

/// Whether a chain leads from group `i` to group `j`, by one search for the pair.
fn absorbing(case: &Case, sources: &Groups, owners: &Groups, (i, j): (usize, usize)) -> bool {
    let table = case.table();
    let mut own = sources.set(table, i);
    own.union_with(&owners.set(table, i));
    let mut targets = owners.set(table, j);
    targets.subtract(&own);
    let mut avoid = ModuleSet::new(table);
    for other in 0..owners.len() {
        avoid.union_with(&owners.set(table, other));
    }
    avoid.subtract(&own);
    let sources = &sources.set(table, i);
    let (targets, avoid) = (&targets, &avoid);
    oracle::connected(
        &case.view(),
        Question {
            sources,
            targets,
            avoid,
        },
    )
}

fn reaching(case: &Case, sources: &Groups, targets: &Groups, (i, j): (usize, usize)) -> bool {
    let table = case.table();
    let question = Question {
        sources: &sources.set(table, i),
        targets: &targets.set(table, j),
        avoid: &ModuleSet::new(table),
    };
    oracle::connected(&case.view(), question)
}

fn check(
    found: &GroupPairs,
    (sources, targets): (usize, usize),
    expected: impl Fn((usize, usize)) -> bool,
) -> Result<(), TestCaseError> {
    let all = (0..sources).flat_map(|i| (0..targets).map(move |j| (i, j)));
    let expected: Vec<_> = all.filter(|pair| expected(*pair)).collect();
    let pairs: Vec<_> = found.iter().collect();
    prop_assert_eq!(&pairs, &expected);
    prop_assert_eq!(found.len(), expected.len());
    prop_assert!(expected.iter().all(|(i, j)| found.contains(*i, *j)));
    prop_assert!(!found.contains(sources, 0) && !found.contains(0, targets));
    Ok(())
}

/// The same groups behind so many empty ones that they fall into two passes.
fn behind_many(groups: &Groups) -> Groups {
    let mut padded = Groups::new();
    for _ in 0..PADDING {
        padded.push([]);
    }
    for group in 0..groups.len() {
        padded.push(groups.ranges(group).iter().copied());
    }
    padded
}

const PADDING: usize = 510;

fn shifted(pairs: &GroupPairs) -> Vec<(usize, usize)> {
    let shift = |(i, j): (usize, usize)| (i + PADDING, j + PADDING);
    pairs.iter().map(shift).collect()
}

/// More groups than fit into a pass, in a ring that is closed by unowned modules.
#[test]
fn six_hundred_siblings_take_two_passes() {
    let names: Vec<String> = (0..600).map(|n| format!("p.s{n:03}")).collect();
    let mut imports: Vec<(&str, &str)> = Vec::new();
    for pair in names.windows(2) {
        imports.push((&pair[0], &pair[1]));
    }
    imports.extend([
        (names[599].as_str(), "p.u"),
        ("p.u", "p.v"),
        ("p.v", "p.s000"),
    ]);
    imports.push(("p.v", "p.u"));
    let graph = graph_of(&["p"], &imports);
    let mut siblings = Groups::new();
    for name in &names {
        siblings.push([graph.table().subtree(name)]);
    }
    let view = buttress_graph::GraphView::new(&graph);
    let found: Vec<_> = absorbing_pairs(&view, &siblings, &siblings)
        .iter()
        .collect();
    let expected: Vec<_> = (0..600).map(|i| (i, (i + 1) % 600)).collect();
    assert_eq!(found, expected);
    let found = reaching_pairs(&view, &siblings, &siblings);
    assert_eq!(found.len(), 600 * 599);
    assert!(found.targets_of(570).eq((0..600).filter(|j| *j != 570)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn absorbing_pairs_are_those_of_single_searches(
        case in cases(Shape::SMALL),
        chosen in proptest::collection::vec(members(3), 1..7),
        more in proptest::collection::vec(members(2), 0..2),
    ) {
        let mut sources = without(&case, &groups(&case, &chosen), &case.set(2));
        let all: Vec<_> = chosen.into_iter().chain(more).collect();
        let owners = groups(&case, &all);
        for _ in 0..2 {
            let found = absorbing_pairs(&case.view(), &sources, &owners);
            check(&found, (sources.len(), owners.len()), |pair| {
                absorbing(&case, &sources, &owners, pair)
            })?;
            let (wide_sources, wide_owners) = (behind_many(&sources), behind_many(&owners));
            let wide = absorbing_pairs(&case.view(), &wide_sources, &wide_owners);
            prop_assert_eq!(wide.iter().collect::<Vec<_>>(), shifted(&found));
            sources = owners.clone();
        }
    }

    #[test]
    fn families_travel_together_as_if_each_were_alone(
        case in cases(Shape::SMALL),
        chosen in proptest::collection::vec(proptest::collection::vec(members(3), 0..5), 0..5),
    ) {
        let families: Vec<_> = chosen
            .iter()
            .map(|chosen| {
                let owners = groups(&case, chosen);
                (without(&case, &owners, &case.set(2)), owners)
            })
            .collect();
        let together: Vec<_> = families
            .iter()
            .map(|(sources, owners)| Family::new(sources, owners))
            .collect();
        let found = absorbing_families(&case.view(), &together);
        let alone = families.iter().map(|(s, o)| absorbing_pairs(&case.view(), s, o));
        prop_assert_eq!(&found, &alone.collect::<Vec<_>>());
        let padding = behind_many(&Groups::new());
        let many = Family::new(&padding, &padding);
        let padded = [&[many], &together[..]].concat();
        let found_wide = absorbing_families(&case.view(), &padded);
        prop_assert_eq!(&found_wide[1..], &found[..]);
        // Of what is wanted, nothing is left out.
        let is_wanted = |group: usize| group % 2 == 1;
        let wanted: Vec<bool> = (0..5).map(is_wanted).collect();
        let some = families.iter().map(|(sources, owners)| Family {
            sources,
            owners,
            wanted: Some(&wanted[..owners.len()]),
        });
        let some: Vec<_> = some.collect();
        let found_some = absorbing_families(&case.view(), &some);
        for (all, some) in found.iter().zip(&found_some) {
            let wanted = |pairs: &GroupPairs| -> Vec<_> {
                pairs.iter().filter(|(_, to)| is_wanted(*to)).collect()
            };
            prop_assert_eq!(wanted(all), wanted(some));
        }
    }

    #[test]
    fn reaching_pairs_are_those_of_single_searches(
        case in cases(Shape::SMALL),
        sources in proptest::collection::vec(members(3), 0..6),
        targets in proptest::collection::vec(members(3), 0..6),
    ) {
        let (sources, targets) = (groups(&case, &sources), groups(&case, &targets));
        let found = reaching_pairs(&case.view(), &sources, &targets);
        check(&found, (sources.len(), targets.len()), |pair| {
            reaching(&case, &sources, &targets, pair)
        })?;
        let (wide_sources, wide_targets) = (behind_many(&sources), behind_many(&targets));
        let wide = reaching_pairs(&case.view(), &wide_sources, &wide_targets);
        prop_assert_eq!(wide.iter().collect::<Vec<_>>(), shifted(&found));
    }
}
