//! Which of many groups of modules lead to which, in one sweep instead of one search per pair.
//!
//! Many groups at a time travel the graph as the bits of words: each module collects the set of
//! groups that lead to it, and hands on what is new, unless no group can be reached from there. (Bit-parallel multi-source search, as
//! in M. Then et al., "The More the Merrier", VLDB 2014, with a worklist in place of levels.)

use std::collections::VecDeque;

use crate::groups::Membership;
use crate::lanes::Lanes;
use crate::{Direction, GraphView, GroupPairs, Groups, ModuleId, ModuleSet, reachable};

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
    one(sweep(view, &[Family::new(sources, owners)], true))
}

/// Groups that are compared with each other, and with no other family's.
#[derive(Debug, Clone, Copy)]
pub struct Family<'g> {
    /// The members of each group where a chain may start.
    pub sources: &'g Groups,
    /// The groups.
    pub owners: &'g Groups,
    /// Of each owner, whether it matters who leads to it; all do if there are none. Pairs with others
    /// may be left out of the result.
    pub wanted: Option<&'g [bool]>,
}

impl<'g> Family<'g> {
    /// A family of groups that all matter.
    pub fn new(sources: &'g Groups, owners: &'g Groups) -> Self {
        Self {
            sources,
            owners,
            wanted: None,
        }
    }

    /// The modules that matter as the ends of chains.
    fn wanted_modules(&self) -> impl Iterator<Item = ModuleId> {
        let is_wanted = |group: &usize| self.wanted.is_none_or(|wanted| wanted[*group]);
        let groups = (0..self.owners.len()).filter(is_wanted);
        groups.flat_map(|group| self.owners.modules(group))
    }
}

/// [`absorbing_pairs`] of many families of groups, such as the layers of many containers. Only a
/// chain's own family stands in its way: it may run through the groups of all others.
///
/// All families travel together, so a thousand small ones cost little more than one large one.
pub fn absorbing_families(view: &GraphView<'_>, families: &[Family<'_>]) -> Vec<GroupPairs> {
    sweep(view, families, true)
}

/// For all pairs: whether any chain leads from group *i* of `sources` to group *j* of `targets`,
/// whatever it runs through. For forbidden imports.
///
/// A module of both groups counts as a source only. Result: sources × targets. Cost as for
/// [`absorbing_pairs`].
pub fn reaching_pairs(view: &GraphView<'_>, sources: &Groups, targets: &Groups) -> GroupPairs {
    one(sweep(view, &[Family::new(sources, targets)], false))
}

/// The answer for a single family.
fn one(mut pairs: Vec<GroupPairs>) -> GroupPairs {
    pairs.pop().unwrap_or_else(|| GroupPairs::new(0, 0))
}

fn sweep(view: &GraphView<'_>, families: &[Family<'_>], absorb: bool) -> Vec<GroupPairs> {
    let groups: usize = families.iter().map(|family| family.sources.len()).sum();
    if groups <= 64 {
        Sweep::<1>::new(view, families, absorb).run()
    } else {
        Sweep::<8>::new(view, families, absorb).run()
    }
}

/// The modules that matter to the families, and those from which a chain leads there.
fn leading(view: &GraphView<'_>, families: &[Family<'_>]) -> ModuleSet {
    let mut targets = ModuleSet::new(view.table());
    for id in families.iter().flat_map(Family::wanted_modules) {
        targets.insert(id);
    }
    reachable(view, Direction::ImportedBy, &targets, None)
}

/// Groups on their way, `64 * WORDS` at a time. Wide sweeps look at each import about as often as
/// narrow ones, so they are faster, if there are groups enough.
struct Sweep<'v, 'g, const WORDS: usize> {
    view: &'v GraphView<'v>,
    families: &'v [Family<'g>],
    /// The targets of all families, one after the other.
    targets: Vec<Place>,
    /// Which of `targets` each module belongs to.
    members: Membership,
    /// Whether the members of a family's groups end the chains of its other groups.
    absorb: bool,
    /// The modules that lead to any target of the families in the pass. The others, which are most in a
    /// code base that keeps its contracts, need not be entered.
    leading: ModuleSet,
    /// The lanes that lead to each module.
    seen: Vec<Lanes<WORDS>>,
    /// Those of them that are still to be handed on.
    fresh: Vec<Lanes<WORDS>>,
    /// The lanes for which a module belongs to another group of their family.
    ends: Vec<Lanes<WORDS>>,
    /// The modules with any lane; one may come twice.
    touched: Vec<ModuleId>,
    open: VecDeque<ModuleId>,
}

/// A group of a family: one that travels, in the lane of its index in the pass, or one to arrive at.
#[derive(Clone, Copy)]
struct Place {
    family: usize,
    group: usize,
}

impl<'v, 'g, const WORDS: usize> Sweep<'v, 'g, WORDS> {
    fn new(view: &'v GraphView<'v>, families: &'v [Family<'g>], absorb: bool) -> Self {
        let modules = view.table().len();
        let mut targets = Vec::new();
        let mut all = Groups::new();
        for (family, groups) in families.iter().enumerate() {
            for group in 0..groups.owners.len() {
                targets.push(Place { family, group });
                all.push(groups.owners.ranges(group).iter().copied());
            }
        }
        Self {
            view,
            families,
            targets,
            members: Membership::new(modules, &all),
            absorb,
            leading: ModuleSet::new(view.table()),
            seen: vec![Lanes::NONE; modules],
            fresh: vec![Lanes::NONE; modules],
            ends: vec![Lanes::NONE; modules],
            touched: Vec::new(),
            open: VecDeque::new(),
        }
    }

    fn run(mut self) -> Vec<GroupPairs> {
        let families = self.families.iter();
        let pairs =
            families.map(|family| GroupPairs::new(family.sources.len(), family.owners.len()));
        let mut pairs: Vec<GroupPairs> = pairs.collect();
        let mut travellers = Vec::new();
        for (family, groups) in self.families.iter().enumerate() {
            travellers.extend((0..groups.sources.len()).map(|group| Place { family, group }));
        }
        let mut last = None;
        for pass in travellers.chunks(64 * WORDS) {
            let families = pass[0].family..=pass[pass.len() - 1].family;
            if last.as_ref() != Some(&families) {
                self.leading = leading(self.view, &self.families[families.clone()]);
                last = Some(families);
            }
            let lanes = self.board(pass);
            self.travel();
            self.arrive(&lanes, |target, lane| {
                pairs[target.family].insert(pass[lane].group, target.group);
            });
            self.clear();
        }
        pairs
    }

    /// Starts a lane for each traveller at the sources of its group. Returns each family's lanes.
    fn board(&mut self, pass: &[Place]) -> Vec<Lanes<WORDS>> {
        let mut lanes = vec![Lanes::NONE; self.families.len()];
        for (lane, traveller) in pass.iter().enumerate() {
            lanes[traveller.family].insert(lane);
        }
        for (family, lanes) in self.families.iter().zip(&lanes) {
            if lanes.is_empty() {
                continue;
            }
            for id in (0..family.owners.len()).flat_map(|group| family.owners.modules(group)) {
                self.touched.push(id);
                self.ends[id.index()].add(*lanes);
            }
        }
        for (lane, traveller) in pass.iter().enumerate() {
            let family = self.families[traveller.family];
            self.depart(lane, family.sources.modules(traveller.group));
            if self.absorb {
                for id in family.owners.modules(traveller.group) {
                    self.ends[id.index()].remove(lane);
                }
            }
        }
        lanes
    }

    fn depart(&mut self, lane: usize, modules: impl Iterator<Item = ModuleId>) {
        for id in modules {
            self.touched.push(id);
            let at = id.index();
            if self.fresh[at].is_empty() {
                self.open.push_back(id);
            }
            self.seen[at].insert(lane);
            self.fresh[at].insert(lane);
            self.ends[at].remove(lane);
        }
    }

    /// Hands on lanes until nothing is new.
    fn travel(&mut self) {
        while let Some(id) = self.open.pop_front() {
            let fresh = std::mem::replace(&mut self.fresh[id.index()], Lanes::NONE);
            for next in self.view.imported_by(id) {
                if !self.leading.contains(next) {
                    continue;
                }
                let at = next.index();
                let new = fresh.without(self.seen[at]);
                if new.is_empty() {
                    continue;
                }
                if self.seen[at].is_empty() {
                    self.touched.push(next);
                }
                self.seen[at].add(new);
                let goes_on = if self.absorb {
                    new.without(self.ends[at])
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

    /// Tells which lanes arrived at which groups of their own family, given each family's lanes.
    fn arrive(&self, lanes: &[Lanes<WORDS>], mut tell: impl FnMut(Place, usize)) {
        let mut arrived = vec![Lanes::NONE; self.targets.len()];
        for id in &self.touched {
            let here = self.seen[id.index()].common(self.ends[id.index()]);
            if here.is_empty() {
                continue;
            }
            for target in self.members.of(*id) {
                let family = self.targets[*target].family;
                arrived[*target].add(here.common(lanes[family]));
            }
        }
        for (target, arrived) in self.targets.iter().zip(arrived) {
            arrived.iter().for_each(|lane| tell(*target, lane));
        }
    }

    /// Takes all lanes off the graph.
    fn clear(&mut self) {
        for id in self.touched.drain(..) {
            self.seen[id.index()] = Lanes::NONE;
            self.ends[id.index()] = Lanes::NONE;
        }
    }
}
