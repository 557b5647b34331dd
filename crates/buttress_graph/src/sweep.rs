//! Which of many groups of modules lead to which, in one sweep instead of one search per pair.
//!
//! Sixty-four groups at a time travel the graph as the bits of a word: each module collects the
//! set of groups that lead to it, and hands on what is new. (Bit-parallel multi-source search, as
//! in M. Then et al., "The More the Merrier", VLDB 2014, with a worklist in place of levels.)

use std::collections::VecDeque;

use crate::{GraphView, Groups, ModuleId};
use fixedbitset::FixedBitSet;

/// Which groups lead to which: a bit for every (source, target) pair.
///
/// Memory: sources × targets / 8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPairs {
    targets: usize,
    bits: FixedBitSet,
}

impl GroupPairs {
    fn new(sources: usize, targets: usize) -> Self {
        Self {
            targets,
            bits: FixedBitSet::with_capacity(sources.saturating_mul(targets)),
        }
    }

    /// Whether a chain leads from one group to the other. False if there are no such groups.
    pub fn contains(&self, source: usize, target: usize) -> bool {
        target < self.targets && self.bits.contains(source * self.targets + target)
    }

    /// The groups that `source` leads to, in order.
    pub fn targets_of(&self, source: usize) -> impl Iterator<Item = usize> {
        (0..self.targets).filter(move |target| self.contains(source, *target))
    }

    /// All (source, target) pairs, by source and then by target.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        let bits = self.bits.ones();
        bits.map(|bit| (bit / self.targets, bit % self.targets))
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.bits.count_ones(..)
    }

    /// Whether no group leads to another.
    pub fn is_empty(&self) -> bool {
        self.bits.is_clear()
    }
}

/// For all pairs: whether a chain leads from a source of group *i* to a member of group *j* without
/// running through a member of any group but *i*. For layers and independent siblings.
///
/// `owners` are the groups; `sources` are the members of each where a chain may start: usually
/// all, fewer where some are excepted. Members that are no sources can still be run through by the
/// chains of their own group, and end those of others. A module of groups *i* and *j* is a member
/// of *i* for the chains of *i*: they run through it, and do not end there. There may be more
/// owners than sources: groups where no chain starts.
///
/// Result: sources × owners. Exact for existence, and the diagonal is empty. One pass for every 64
/// groups, each O(edges × how often a module is handed on), a few times in practice, over what the
/// groups reach.
pub fn absorbing_pairs(view: &GraphView<'_>, sources: &Groups, owners: &Groups) -> GroupPairs {
    sweep(view, sources, owners, true)
}

/// For all pairs: whether any chain leads from group *i* of `sources` to group *j* of `targets`,
/// whatever it runs through. For forbidden imports.
///
/// A module of both groups counts as a source only. Result: sources × targets. Cost as for
/// [`absorbing_pairs`].
pub fn reaching_pairs(view: &GraphView<'_>, sources: &Groups, targets: &Groups) -> GroupPairs {
    sweep(view, sources, targets, false)
}

fn sweep(view: &GraphView<'_>, sources: &Groups, targets: &Groups, absorb: bool) -> GroupPairs {
    let mut pairs = GroupPairs::new(sources.len(), targets.len());
    let mut sweep = Sweep::new(view, targets, absorb);
    for first in (0..sources.len()).step_by(LANES) {
        let lanes = first..sources.len().min(first + LANES);
        for (lane, group) in lanes.clone().enumerate() {
            sweep.depart(1 << lane, sources.modules(group));
            if absorb {
                sweep.own(1 << lane, targets.modules(group));
            }
        }
        sweep.travel();
        for (target, arrived) in sweep.arrivals() {
            for (lane, group) in lanes.clone().enumerate() {
                if arrived & (1 << lane) != 0 {
                    pairs.bits.insert(group * targets.len() + target);
                }
            }
        }
        sweep.clear();
    }
    pairs
}

/// Source groups that travel together: the bits of a word.
const LANES: usize = 64;

/// One pass: up to 64 source groups on their way.
struct Sweep<'v> {
    view: &'v GraphView<'v>,
    /// Where the groups of a module begin in `groups`; one more entry than modules.
    starts: Vec<usize>,
    groups: Vec<usize>,
    /// Whether members of groups end the chains of other groups.
    absorb: bool,
    lanes: Vec<Lanes>,
    /// The modules with any lane.
    touched: Vec<ModuleId>,
    open: VecDeque<ModuleId>,
    group_count: usize,
}

/// The lanes at one module, a bit each.
#[derive(Debug, Clone, Copy, Default)]
struct Lanes {
    /// Those that lead here.
    seen: u64,
    /// Those that are still to be handed on.
    fresh: u64,
    /// Those to whose own group the module belongs.
    own: u64,
}

impl<'v> Sweep<'v> {
    fn new(view: &'v GraphView<'v>, targets: &Groups, absorb: bool) -> Self {
        let modules = view.table().len();
        let mut starts = vec![0; modules + 1];
        for id in (0..targets.len()).flat_map(|group| targets.modules(group)) {
            starts[id.index() + 1] += 1;
        }
        for index in 0..modules {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut groups = vec![0; starts[modules]];
        for group in 0..targets.len() {
            for id in targets.modules(group) {
                groups[next[id.index()]] = group;
                next[id.index()] += 1;
            }
        }
        Self {
            view,
            starts,
            groups,
            absorb,
            lanes: vec![Lanes::default(); modules],
            touched: Vec::new(),
            open: VecDeque::new(),
            group_count: targets.len(),
        }
    }

    fn groups_of(&self, id: ModuleId) -> &[usize] {
        &self.groups[self.starts[id.index()]..self.starts[id.index() + 1]]
    }

    /// Starts a lane at the modules of its group.
    fn depart(&mut self, lane: u64, modules: impl Iterator<Item = ModuleId>) {
        for id in modules {
            self.touched.push(id);
            let here = &mut self.lanes[id.index()];
            here.seen |= lane;
            here.own |= lane;
            if here.fresh == 0 {
                self.open.push_back(id);
            }
            here.fresh |= lane;
        }
    }

    /// Tells a lane which modules are of its own group.
    fn own(&mut self, lane: u64, modules: impl Iterator<Item = ModuleId>) {
        for id in modules {
            self.touched.push(id);
            self.lanes[id.index()].own |= lane;
        }
    }

    /// Hands on lanes until nothing is new.
    fn travel(&mut self) {
        while let Some(id) = self.open.pop_front() {
            let fresh = std::mem::take(&mut self.lanes[id.index()].fresh);
            for next in self.view.imported_by(id) {
                let there = &mut self.lanes[next.index()];
                let new = fresh & !there.seen;
                if new == 0 {
                    continue;
                }
                if there.seen == 0 {
                    self.touched.push(next);
                }
                there.seen |= new;
                let owned = self.starts[next.index()] != self.starts[next.index() + 1];
                let goes_on = if self.absorb && owned {
                    new & there.own
                } else {
                    new
                };
                if goes_on != 0 && there.fresh == 0 {
                    self.open.push_back(next);
                }
                there.fresh |= goes_on;
            }
        }
    }

    /// The groups that lanes arrived at, other than their own, with those lanes.
    fn arrivals(&self) -> Vec<(usize, u64)> {
        let mut arrived = vec![0; self.group_count];
        for id in &self.touched {
            let here = self.lanes[id.index()];
            let lanes = here.seen & !here.own;
            if lanes != 0 {
                for group in self.groups_of(*id) {
                    arrived[*group] |= lanes;
                }
            }
        }
        let arrived = arrived.into_iter().enumerate();
        arrived.filter(|(_, lanes)| *lanes != 0).collect()
    }

    /// Takes all lanes off the graph.
    fn clear(&mut self) {
        for id in self.touched.drain(..) {
            self.lanes[id.index()] = Lanes::default();
        }
    }
}
