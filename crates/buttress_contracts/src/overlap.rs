//! Terms that lie inside each other, which a contract cannot compare.

use std::cmp::Reverse;

use buttress_graph::ModuleRange;
use buttress_source::{Code, Finding};

use crate::terms::Term;

/// All pairs (outer, inner) of overlapping ranges, as indices; of two equal ranges the earlier one
/// is the outer.
///
/// Packages nest or are disjoint, so this is one pass over the sorted ranges: O(n log n + pairs).
pub(crate) fn nested(ranges: &[ModuleRange]) -> Vec<(usize, usize)> {
    let mut sorted: Vec<usize> = (0..ranges.len()).collect();
    sorted.sort_by_key(|index| {
        let modules = ranges[*index].indices();
        (modules.start, Reverse(modules.end))
    });
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for inner in sorted {
        while open
            .pop_if(|outer| !ranges[*outer].overlaps(ranges[inner]))
            .is_some()
        {}
        pairs.extend(open.iter().map(|outer| (*outer, inner)));
        open.push(inner);
    }
    pairs.sort_unstable();
    pairs
}

/// Two terms that the contract compares lie inside each other.
pub(crate) fn finding(outer: &Term, inner: &Term) -> Finding {
    let (inside, outside) = (&inner.name, &outer.name);
    let message = if inside == outside {
        format!("`{inside}` is listed twice, and cannot be compared with itself")
    } else {
        format!("`{inside}` lies inside `{outside}`, so the two cannot be compared")
    };
    let finding = Finding::new(Code::OverlappingModules, message)
        .at(inner.span)
        .module(&**inside)
        .help("list modules that do not contain each other, such as siblings");
    match outer.span {
        Some(span) if outer.span != inner.span => {
            finding.related(span, format!("`{outside}` is listed here"))
        }
        _ => finding,
    }
}

#[cfg(test)]
mod tests {
    use buttress_graph::ModuleTable;
    use buttress_testing::graph_with;

    use super::*;

    fn ranges(table: &ModuleTable, names: &[&str]) -> Vec<ModuleRange> {
        names.iter().map(|name| table.subtree(name)).collect()
    }

    #[test]
    fn finds_every_nested_pair_and_no_other() {
        let modules = ["p.a", "p.a.b", "p.a.b.c", "p.a-b", "p.d"];
        let graph = graph_with(&["p"], &modules, &[]);
        let names = ["p.a.b.c", "p.d", "p.a", "p.a-b", "p.a.b"];
        let found = nested(&ranges(graph.table(), &names));
        assert_eq!(found, [(2, 0), (2, 4), (4, 0)]);
    }

    #[test]
    fn equal_ranges_overlap() {
        let graph = graph_with(&["p"], &["p.a"], &[]);
        let found = nested(&ranges(graph.table(), &["p.a", "p.a"]));
        assert_eq!(found, [(0, 1)]);
    }
}
