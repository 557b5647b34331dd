//! The parts of an answer to "why" that go beyond a shortest chain: chains through a given module,
//! and the imports that chains end in.

use std::collections::VecDeque;

use buttress_graph::{ChainQuery, Direction, EdgeId, GraphView, ModuleId, ModuleSet, Searcher};
use buttress_report::WhyGroup;

/// The shortest way from a source to a target through a module of `via`; ties go to the `via`
/// module that sorts first. It may pass a module twice. O(edges).
pub(crate) fn chain_via(
    view: &GraphView<'_>,
    query: &ChainQuery<'_>,
    via: &ModuleSet,
) -> Option<Vec<EdgeId>> {
    let before = distances(view, query, Direction::Imports);
    let after = distances(view, query, Direction::ImportedBy);
    let through = |id: ModuleId| Some(before[id.index()]? + after[id.index()]?);
    let interior = via.iter().filter(|id| query.is_interior(*id));
    let (_, middle) = interior.filter_map(|id| Some((through(id)?, id))).min()?;
    let mut only_middle = ModuleSet::new(view.table());
    only_middle.insert(middle);
    let mut closed = ModuleSet::new(view.table());
    closed.extend(view.table().ids().filter(|id| !query.is_interior(*id)));
    let (mut sources, mut targets) = (ModuleSet::new(view.table()), ModuleSet::new(view.table()));
    sources.extend(query.sources());
    targets.extend(query.targets());
    let mut searcher = Searcher::new(view);
    let to_middle = ChainQuery::new(&sources, &only_middle).avoiding(&closed);
    let first = searcher.shortest_chain(&to_middle)?;
    let from_middle = ChainQuery::new(&only_middle, &targets).avoiding(&closed);
    let second = searcher.shortest_chain(&from_middle)?;
    Some([first.edges(), second.edges()].concat())
}

/// Every import that some chain ends in, with the importers that reach it: nearest first, then by
/// name. O(edges) for each module that imports a target.
pub(crate) fn last_imports(view: &GraphView<'_>, query: &ChainQuery<'_>) -> Vec<WhyGroup<EdgeId>> {
    let reached = distances(view, query, Direction::Imports);
    let mut groups = Vec::new();
    for id in view.table().ids() {
        let Some(distance) = reached[id.index()] else {
            continue;
        };
        let mut ends = view
            .outgoing(id)
            .filter(|edge| query.is_target(view.graph().imported(*edge)))
            .peekable();
        if ends.peek().is_none() {
            continue;
        }
        let importers = importers_reaching(view, query, id);
        groups.extend(ends.map(|last| WhyGroup {
            last,
            importers,
            shortest: distance + 1,
        }));
    }
    groups.sort_by_key(|group| (group.shortest, group.last));
    groups
}

/// Number of sources from which chains lead to `end`, itself included if it is one.
fn importers_reaching(view: &GraphView<'_>, query: &ChainQuery<'_>, end: ModuleId) -> usize {
    if query.is_source(end) {
        return 1;
    }
    let mut seen = ModuleSet::new(view.table());
    seen.insert(end);
    let mut open = vec![end];
    let mut importers = 0;
    while let Some(id) = open.pop() {
        for importer in view.importers_of(id) {
            if !seen.insert(importer) {
                continue;
            }
            if query.is_source(importer) {
                importers += 1;
            } else if query.is_interior(importer) {
                open.push(importer);
            }
        }
    }
    importers
}

/// Distances in imports from the sources, or to the targets, through interior modules only.
fn distances(
    view: &GraphView<'_>,
    query: &ChainQuery<'_>,
    direction: Direction,
) -> Vec<Option<usize>> {
    let mut distances = vec![None; view.table().len()];
    let start: Vec<ModuleId> = match direction {
        Direction::Imports => query.sources().collect(),
        Direction::ImportedBy => query.targets().collect(),
    };
    for id in &start {
        distances[id.index()] = Some(0);
    }
    let mut open = VecDeque::from(start);
    while let Some(id) = open.pop_front() {
        let next = distances[id.index()].map(|distance| distance + 1);
        let mut visit = |neighbour: ModuleId| {
            if distances[neighbour.index()].is_none() && query.is_interior(neighbour) {
                distances[neighbour.index()] = next;
                open.push_back(neighbour);
            }
        };
        match direction {
            Direction::Imports => view.imported_by(id).for_each(&mut visit),
            Direction::ImportedBy => view.importers_of(id).for_each(&mut visit),
        }
    }
    distances
}
