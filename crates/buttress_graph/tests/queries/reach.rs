//! Reachability.

use buttress_graph::{Direction, ModuleSet, reachable};
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
}
