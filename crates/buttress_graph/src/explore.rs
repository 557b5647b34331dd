//! A search along what flow leaves to others, for anything that leads to the targets.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::flow::Flow;
use crate::marks::Marks;
use crate::{ChainQuery, EdgeId, ImportGraph, ModuleId, ModuleSet, ModuleTable};

/// The most modules to look at before the searches of one question are given up.
const ENDURANCE: usize = 1 << 12;

/// Searches, the nearest to the targets first, and remembers what was seen in vain.
///
/// What a search without success has seen leads nowhere as long as flow is only added: flow that
/// could change that would have to run through there.
#[derive(Debug)]
pub(crate) struct Explorer {
    /// What the present search has seen, and what earlier ones have seen in vain.
    seen: ModuleSet,
    trail: Vec<Step>,
    open: BinaryHeap<(Reverse<u32>, Reverse<usize>)>,
    explored: usize,
}

/// What is searched.
#[derive(Debug)]
pub(crate) struct Terrain<'t, 'v> {
    pub(crate) flow: &'t Flow<'v>,
    pub(crate) query: &'t ChainQuery<'t>,
    /// How far from the targets modules are, if no import is in use.
    pub(crate) distance: &'t Marks,
}

impl<'v> Terrain<'_, 'v> {
    fn graph(&self) -> &'v ImportGraph {
        self.flow.graph()
    }
}

/// A module that is reached, and how.
#[derive(Debug)]
struct Step {
    module: ModuleId,
    by: EdgeId,
    /// The place of the step before it in the trail; its own for the first.
    from: usize,
}

impl Explorer {
    pub(crate) fn new(table: &ModuleTable) -> Self {
        Self {
            seen: ModuleSet::new(table),
            trail: Vec::new(),
            open: BinaryHeap::new(),
            explored: 0,
        }
    }

    /// Forgets what was seen, for another question.
    pub(crate) fn forget(&mut self) {
        self.seen.clear();
        self.explored = 0;
    }

    pub(crate) fn has_seen(&self, id: ModuleId) -> bool {
        self.seen.contains(id)
    }

    /// Whether the searches have taken too long.
    pub(crate) fn is_tired(&self) -> bool {
        self.explored > ENDURANCE
    }

    /// Searches on from the module behind an import. Returns the place of an end in the trail.
    pub(crate) fn explore(
        &mut self,
        terrain: &Terrain<'_, '_>,
        start: EdgeId,
        is_end: impl Fn(ModuleId) -> bool,
    ) -> Option<usize> {
        self.trail.clear();
        self.open.clear();
        let module = terrain.graph().imported(start);
        if self.reach(terrain, module, start, 0) && is_end(module) {
            return Some(0);
        }
        while let Some((_, Reverse(at))) = self.open.pop() {
            let module = self.trail[at].module;
            if !terrain.query.is_interior(module) {
                continue;
            }
            // Not a loop of its own: this is where the time goes, and `find` goes through both kinds of
            // steps one after the other.
            let mut steps = terrain.flow.steps(module, 0).flatten();
            let end = steps.find(|(by, next)| self.reach(terrain, *next, *by, at) && is_end(*next));
            if end.is_some() {
                return Some(self.trail.len() - 1);
            }
        }
        self.explored += self.trail.len();
        None
    }

    /// Adds a module to the trail, unless it was seen or does not lead to the targets at all.
    fn reach(&mut self, terrain: &Terrain<'_, '_>, to: ModuleId, by: EdgeId, from: usize) -> bool {
        let Some(distance) = terrain.distance.get(to) else {
            return false;
        };
        let is_new = !terrain.query.is_source(to) && self.seen.insert(to);
        if is_new {
            self.open
                .push((Reverse(distance), Reverse(self.trail.len())));
            self.trail.push(Step {
                module: to,
                by,
                from,
            });
        }
        is_new
    }

    /// Whether so many edge-disjoint chains lead from the sources to the targets; nothing if that
    /// takes too long to find out. The flow is clear before and after.
    pub(crate) fn finds_chains(
        &mut self,
        flow: &mut Flow<'_>,
        query: &ChainQuery<'_>,
        distance: &Marks,
        wanted: u32,
    ) -> Option<bool> {
        let mut found = 0;
        let starts: Vec<EdgeId> = query.sources().flat_map(|id| flow.outgoing(id)).collect();
        for start in starts {
            if found == wanted || self.is_tired() {
                break;
            }
            if !flow.is_free(start) {
                continue;
            }
            let terrain = Terrain {
                flow,
                query,
                distance,
            };
            if let Some(end) = self.explore(&terrain, start, |id| query.is_target(id)) {
                flow.send(&self.path_to(end));
                self.unsee();
                found += 1;
            }
        }
        let tired = self.is_tired();
        flow.clear();
        self.forget();
        (found == wanted || !tired).then_some(found == wanted)
    }

    /// The module at a place of the trail.
    pub(crate) fn module(&self, at: usize) -> ModuleId {
        self.trail[at].module
    }

    /// The places in the trail from here back to its start.
    fn back_from(&self, end: usize) -> impl Iterator<Item = &Step> {
        let mut at = Some(end);
        std::iter::from_fn(move || {
            let place = at?;
            let step = &self.trail[place];
            at = (place != step.from).then_some(step.from);
            Some(step)
        })
    }

    /// The imports that lead to a place of the trail.
    pub(crate) fn path_to(&self, end: usize) -> Vec<EdgeId> {
        let mut path: Vec<EdgeId> = self.back_from(end).map(|step| step.by).collect();
        path.reverse();
        path
    }

    /// The modules on the way to a place of the trail.
    pub(crate) fn modules_to(&self, end: usize) -> impl Iterator<Item = ModuleId> {
        self.back_from(end).map(|step| step.module)
    }

    /// What the present search has seen was not in vain.
    pub(crate) fn unsee(&mut self) {
        self.explored += self.trail.len();
        for step in self.trail.drain(..) {
            self.seen.remove(step.module);
        }
    }
}
