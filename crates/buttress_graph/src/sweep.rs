//! Which of many groups of modules lead to which, in one sweep instead of one search per pair.
//!
//! Many groups at a time travel the graph as the bits of words: each module collects the set of
//! groups that lead to it, and hands on what is new. (Bit-parallel multi-source search, as
//! in M. Then et al., "The More the Merrier", VLDB 2014, with a worklist in place of levels.)

use std::collections::VecDeque;

use fixedbitset::FixedBitSet;

use crate::groups::Membership;
use crate::lanes::Lanes;
use crate::{GraphView, Groups, ModuleId};

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
/// Result: sources × owners. Exact for existence, and the diagonal is empty. One pass for every
/// 512 groups, each of which looks a few times at every import that the groups lead to.
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
    if sources.len() <= 64 {
        run::<1>(view, sources, targets, absorb)
    } else {
        run::<8>(view, sources, targets, absorb)
    }
}

/// Sweeps with `64 * WORDS` groups at a time. Wide sweeps look at each import about as often as
/// narrow ones, so they are faster, if there are groups enough.
fn run<const WORDS: usize>(
    view: &GraphView<'_>,
    sources: &Groups,
    targets: &Groups,
    absorb: bool,
) -> GroupPairs {
    let mut pairs = GroupPairs::new(sources.len(), targets.len());
    let mut sweep = Sweep::<WORDS>::new(view, targets, absorb);
    let width = 64 * WORDS;
    for first in (0..sources.len()).step_by(width) {
        let groups = first..sources.len().min(first + width);
        for (lane, group) in groups.enumerate() {
            sweep.depart(lane, sources.modules(group));
            if absorb {
                sweep.own(lane, targets.modules(group));
            }
        }
        sweep.travel();
        for (target, arrived) in sweep.arrivals().into_iter().enumerate() {
            for lane in arrived.iter() {
                pairs.bits.insert((first + lane) * targets.len() + target);
            }
        }
        sweep.clear();
    }
    pairs
}

/// Some groups on their way.
struct Sweep<'v, const WORDS: usize> {
    view: &'v GraphView<'v>,
    /// The groups that each module belongs to.
    members: Membership,
    /// Whether members of groups end the chains of other groups.
    absorb: bool,
    /// The lanes that lead to each module.
    seen: Vec<Lanes<WORDS>>,
    /// Those of them that are still to be handed on.
    fresh: Vec<Lanes<WORDS>>,
    /// The lanes to whose own group a module belongs.
    own: Vec<Lanes<WORDS>>,
    /// The modules with any lane; one may come twice.
    touched: Vec<ModuleId>,
    open: VecDeque<ModuleId>,
}

impl<'v, const WORDS: usize> Sweep<'v, WORDS> {
    fn new(view: &'v GraphView<'v>, targets: &Groups, absorb: bool) -> Self {
        let modules = view.table().len();
        Self {
            view,
            members: Membership::new(modules, targets),
            absorb,
            seen: vec![Lanes::NONE; modules],
            fresh: vec![Lanes::NONE; modules],
            own: vec![Lanes::NONE; modules],
            touched: Vec::new(),
            open: VecDeque::new(),
        }
    }

    /// Starts a lane at the modules of its group.
    fn depart(&mut self, lane: usize, modules: impl Iterator<Item = ModuleId>) {
        for id in modules {
            self.touched.push(id);
            let at = id.index();
            if self.fresh[at].is_empty() {
                self.open.push_back(id);
            }
            self.seen[at].insert(lane);
            self.fresh[at].insert(lane);
            self.own[at].insert(lane);
        }
    }

    /// Tells a lane which modules are of its own group.
    fn own(&mut self, lane: usize, modules: impl Iterator<Item = ModuleId>) {
        for id in modules {
            self.touched.push(id);
            self.own[id.index()].insert(lane);
        }
    }

    /// Hands on lanes until nothing is new.
    fn travel(&mut self) {
        while let Some(id) = self.open.pop_front() {
            let fresh = std::mem::replace(&mut self.fresh[id.index()], Lanes::NONE);
            for next in self.view.imported_by(id) {
                let at = next.index();
                let new = fresh.without(self.seen[at]);
                if new.is_empty() {
                    continue;
                }
                if self.seen[at].is_empty() {
                    self.touched.push(next);
                }
                self.seen[at].add(new);
                let goes_on = if self.absorb && self.members.any(next) {
                    new.common(self.own[at])
                } else {
                    new
                };
                if goes_on.is_empty() {
                    continue;
                }
                if self.fresh[at].is_empty() {
                    self.open.push_back(next);
                }
                self.fresh[at].add(goes_on);
            }
        }
    }

    /// For every target group the lanes that arrived there, other than its own.
    fn arrivals(&self) -> Vec<Lanes<WORDS>> {
        let mut arrived = vec![Lanes::NONE; self.members.group_count()];
        for id in &self.touched {
            let lanes = self.seen[id.index()].without(self.own[id.index()]);
            if !lanes.is_empty() {
                for group in self.members.of(*id) {
                    arrived[*group].add(lanes);
                }
            }
        }
        arrived
    }

    /// Takes all lanes off the graph.
    fn clear(&mut self) {
        for id in self.touched.drain(..) {
            self.seen[id.index()] = Lanes::NONE;
            self.own[id.index()] = Lanes::NONE;
        }
    }
}
