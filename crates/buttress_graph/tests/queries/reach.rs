//! Reachability, in one step and in many.

use buttress_graph::{Direction, ModuleRange, ModuleSet, reachable};
use buttress_testing::Shape;
use proptest::prelude::*;

use crate::{Case, cases};

/// The least set that holds `start` and, along every edge, what follows it.
fn closure(case: &Case, direction: Direction, start: &ModuleSet, avoid: &ModuleSet) -> ModuleSet {
    let view = case.view();
    let graph = view.graph();
    let mut closed = start.clone();
    loop {
        let before = closed.clone();
        for edge in view.edges() {
            let (from, to) = match direction {
                Direction::Imports => (graph.importer(edge), graph.imported(edge)),
                Direction::ImportedBy => (graph.imported(edge), graph.importer(edge)),
            };
            if closed.contains(from) && !avoid.contains(to) {
                closed.insert(to);
            }
        }
        if closed == before {
            return closed;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn reachable_modules_are_the_closure(case in cases(Shape::SMALL)) {
        let (start, avoid) = (case.set(0), case.set(1));
        for direction in [Direction::Imports, Direction::Imports.reversed()] {
            let found = reachable(&case.view(), direction, &start, Some(&avoid));
            prop_assert_eq!(found, closure(&case, direction, &start, &avoid));
            let none = ModuleSet::new(case.table());
            let found = reachable(&case.view(), direction, &start, None);
            prop_assert_eq!(found, closure(&case, direction, &start, &none));
        }
    }

    #[test]
    fn the_first_import_between_ranges_is_the_first_of_all_that_fit(
        case in cases(Shape::SMALL),
        ends in prop::array::uniform4(any::<prop::sample::Index>()),
    ) {
        let view = case.view();
        let ids: Vec<_> = case.table().ids().collect();
        let ends = ends.map(|end| ModuleRange::from(ids[end.index(ids.len())]));
        for (from, to) in [(ends[0], ends[1].to(ends[2])), (ends[0].to(ends[3]), ends[1])] {
            let fits = |edge: &buttress_graph::EdgeId| {
                from.contains(view.graph().importer(*edge)) && to.contains(view.graph().imported(*edge))
            };
            prop_assert_eq!(view.first_import(from, to), view.edges().find(fits));
        }
    }
}
