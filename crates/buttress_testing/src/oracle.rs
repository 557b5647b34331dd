//! Slow, obvious answers to the questions that `buttress_graph` answers fast.
//!
//! All of them take the same definition of a chain: it has at least one import, starts in a source,
//! ends in a target that is no source, and its interior modules are neither sources, targets nor
//! modules to avoid.

use std::collections::{BTreeMap, BTreeSet};

use buttress_graph::{EdgeId, GraphView, ModuleId, ModuleSet};

/// A question about chains from some modules to others.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// Where a chain starts.
    pub sources: &'q ModuleSet,
    /// Where a chain ends.
    pub targets: &'q ModuleSet,
    /// What it must not run through.
    pub avoid: &'q ModuleSet,
}

impl Question<'_> {
    fn is_end(&self, id: ModuleId) -> bool {
        self.targets.contains(id) && !self.sources.contains(id)
    }

    fn is_interior(&self, id: ModuleId) -> bool {
        ![self.sources, self.targets, self.avoid]
            .iter()
            .any(|set| set.contains(id))
    }
}

/// Least number of imports from the sources to each module that a chain may visit or end in, by
/// relaxing every edge until nothing changes.
fn distances(view: &GraphView<'_>, question: Question<'_>) -> BTreeMap<ModuleId, usize> {
    let mut least: BTreeMap<ModuleId, usize> = question.sources.iter().map(|id| (id, 0)).collect();
    loop {
        let before = least.clone();
        for edge in view.edges() {
            let (from, to) = ends(view, edge);
            let goes_on = question.sources.contains(from) || question.is_interior(from);
            let enters = question.is_end(to) || question.is_interior(to);
            let (Some(near), true, true) = (least.get(&from).copied(), goes_on, enters) else {
                continue;
            };
            let known = least.entry(to).or_insert(near + 1);
            *known = (*known).min(near + 1);
        }
        if least == before {
            return least;
        }
    }
}

fn ends(view: &GraphView<'_>, edge: EdgeId) -> (ModuleId, ModuleId) {
    (view.graph().importer(edge), view.graph().imported(edge))
}

/// The number of imports in the shortest chain, if there is a chain.
pub fn shortest_length(view: &GraphView<'_>, question: Question<'_>) -> Option<usize> {
    let least = distances(view, question);
    let ends = least.iter().filter(|(id, _)| question.is_end(**id));
    ends.map(|(_, length)| *length).min()
}

/// Whether there is a chain.
pub fn connected(view: &GraphView<'_>, question: Question<'_>) -> bool {
    shortest_length(view, question).is_some()
}

/// Every chain that visits no module twice, shortest first, equally long ones by module names.
///
/// Exponential: for graphs of about ten modules and fifteen imports.
pub fn chains(view: &GraphView<'_>, question: Question<'_>) -> Vec<Vec<EdgeId>> {
    let mut found = Vec::new();
    for source in question.sources.iter() {
        extend(view, question, source, &mut Vec::new(), &mut found);
    }
    let modules = |chain: &[EdgeId]| -> Vec<String> {
        let first = chain.iter().take(1).map(|edge| ends(view, *edge).0);
        let rest = chain.iter().map(|edge| ends(view, *edge).1);
        let name = |id| view.table().name(id).replace('.', "\0");
        first.chain(rest).map(name).collect()
    };
    found.sort_by_key(|chain| (chain.len(), modules(chain)));
    found
}

fn extend(
    view: &GraphView<'_>,
    question: Question<'_>,
    at: ModuleId,
    path: &mut Vec<EdgeId>,
    found: &mut Vec<Vec<EdgeId>>,
) {
    for edge in view.edges() {
        let (from, to) = ends(view, edge);
        if from != at || path.iter().any(|taken| ends(view, *taken).1 == to) {
            continue;
        }
        path.push(edge);
        if question.is_end(to) {
            found.push(path.clone());
        } else if question.is_interior(to) {
            extend(view, question, to, path, found);
        }
        path.pop();
    }
}

/// Edge-disjoint chains, taken greedily from the front of `chains`, which is ordered.
pub fn greedy_disjoint(chains: &[Vec<EdgeId>]) -> Vec<Vec<EdgeId>> {
    let mut used = BTreeSet::new();
    let mut taken = Vec::new();
    for chain in chains {
        if !chain.iter().any(|edge| used.contains(edge)) {
            used.extend(chain.iter().copied());
            taken.push(chain.clone());
        }
    }
    taken
}

/// The greatest number of chains of which no two share an edge.
///
/// Exponential in the number of chains that share an edge.
pub fn most_disjoint(chains: &[Vec<EdgeId>]) -> usize {
    let Some((first, rest)) = chains.split_first() else {
        return 0;
    };
    let apart = |chain: &&Vec<EdgeId>| !chain.iter().any(|edge| first.contains(edge));
    let with: Vec<Vec<EdgeId>> = rest.iter().filter(apart).cloned().collect();
    let taken = 1 + most_disjoint(&with);
    if with.len() == rest.len() {
        return taken;
    }
    taken.max(most_disjoint(rest))
}

/// All sets of as few edges as possible that hit every chain, each sorted.
///
/// Branches on the edges of the first chain that is not yet hit, deepening one edge at a time.
pub fn minimum_cuts(chains: &[Vec<EdgeId>]) -> BTreeSet<BTreeSet<EdgeId>> {
    let mut size = 0;
    loop {
        let mut cuts = BTreeSet::new();
        hit(chains, size, &mut BTreeSet::new(), &mut cuts);
        if !cuts.is_empty() {
            return cuts;
        }
        size += 1;
    }
}

fn hit(
    chains: &[Vec<EdgeId>],
    left: usize,
    chosen: &mut BTreeSet<EdgeId>,
    cuts: &mut BTreeSet<BTreeSet<EdgeId>>,
) {
    let open = |chain: &&Vec<EdgeId>| !chain.iter().any(|edge| chosen.contains(edge));
    let Some(chain) = chains.iter().find(open) else {
        cuts.insert(chosen.clone());
        return;
    };
    if left == 0 {
        return;
    }
    for edge in chain {
        chosen.insert(*edge);
        hit(chains, left - 1, chosen, cuts);
        chosen.remove(edge);
    }
}

/// The minimum cut that leaves the fewest modules between itself and the targets.
pub fn nearest_minimum_cut(view: &GraphView<'_>, question: Question<'_>) -> Vec<EdgeId> {
    let fed = distances(view, question);
    let mut avoid = question.avoid.clone();
    avoid.union_with(question.sources);
    let mut targets = question.targets.clone();
    targets.subtract(question.sources);
    let interior: Vec<ModuleId> = fed
        .into_keys()
        .filter(|id| question.is_interior(*id))
        .collect();
    let behind = |cut: &BTreeSet<EdgeId>| {
        let mut rest = view.clone();
        for edge in cut {
            rest.hide(*edge);
        }
        let reaches = |start: &&ModuleId| {
            let mut sources = ModuleSet::new(view.table());
            sources.insert(**start);
            let (targets, avoid) = (&targets, &avoid);
            let from_here = Question {
                sources: &sources,
                targets,
                avoid,
            };
            connected(&rest, from_here)
        };
        interior.iter().filter(reaches).count()
    };
    let cuts = minimum_cuts(&chains(view, question));
    let nearest = cuts.into_iter().min_by_key(behind);
    nearest.unwrap_or_default().into_iter().collect()
}
