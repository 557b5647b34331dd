//! Maximum flow with one unit per import: the engine of minimum cuts.
//!
//! Dinic's algorithm (E. A. Dinic, 1970; O(arcs × √arcs) for unit capacities by Even and Tarjan,
//! 1975), without recursion: chains may be as long as the code base has modules.

use crate::EdgeId;

/// All sources, as one node.
const SOURCE: u32 = 0;
/// All targets, as one node.
pub(crate) const SINK: u32 = 1;
/// The first node that is neither.
pub(crate) const FIRST: u32 = 2;
/// Distance of a node that does not lead to the sink.
const FAR: u32 = u32::MAX;

/// A flow network with one unit per arc. Kept between questions for its memory.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// All arcs, by the node they leave.
    arcs: Vec<Arc>,
    /// Where the arcs from a node begin in `arcs`; one more entry than nodes.
    starts: Vec<u32>,
    /// Where the arcs to a node begin in `into`.
    into_starts: Vec<u32>,
    /// Numbers of arcs, by the node they enter.
    into: Vec<u32>,
    /// Distance to the sink along arcs with room.
    distance: Vec<u32>,
    /// How many of a node's arcs (from it, then to it) led nowhere since distances were measured.
    tried: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Arc {
    from: u32,
    to: u32,
    edge: EdgeId,
    /// Whether a unit flows.
    full: bool,
}

impl Network {
    /// Takes out all nodes and arcs. Then, node by node and beginning with the source and the
    /// sink, the arcs from a node are [added](Self::add) and the node is [ended](Self::end_node).
    pub(crate) fn clear(&mut self) {
        self.arcs.clear();
        self.starts.clear();
        self.starts.push(0);
    }

    /// Adds an arc from the current node.
    pub(crate) fn add(&mut self, to: u32, edge: EdgeId) {
        let from = EdgeId::from_index(self.nodes()).0;
        self.arcs.push(Arc {
            from,
            to,
            edge,
            full: false,
        });
    }

    /// Goes on to the next node.
    pub(crate) fn end_node(&mut self) {
        self.starts.push(EdgeId::from_index(self.arcs.len()).0);
    }

    /// Number of nodes that are ended.
    fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    /// Groups the arcs by the node they lead to.
    fn index_heads(&mut self) {
        let nodes = self.nodes();
        self.into_starts.clear();
        self.into_starts.resize(nodes + 1, 0);
        for arc in &self.arcs {
            self.into_starts[arc.to as usize + 1] += 1;
        }
        for node in 0..nodes {
            self.into_starts[node + 1] += self.into_starts[node];
        }
        self.into.clear();
        self.into.resize(self.arcs.len(), 0);
        let mut next = self.into_starts.clone();
        for (number, arc) in (0..).zip(&self.arcs) {
            let slot = &mut next[arc.to as usize];
            self.into[*slot as usize] = number;
            *slot += 1;
        }
    }

    /// The edges of a minimum cut, the nearest to the sink: those that lead into what still leads
    /// to the sink once there is no room for more flow.
    pub(crate) fn minimum_cut(&mut self) -> impl Iterator<Item = EdgeId> {
        self.index_heads();
        while self.measure() {
            self.tried.clear();
            self.tried.resize(self.nodes(), 0);
            while self.augment() {}
        }
        let leads = |node: u32| self.distance[node as usize] != FAR;
        let arcs = self.arcs.iter();
        let crossing = arcs.filter(move |arc| !leads(arc.from) && leads(arc.to));
        crossing.map(|arc| arc.edge)
    }

    /// The arcs from a node, then those to it, without the first `skip`: each with its number,
    /// the node at its other end, and whether there is room for flow to that node.
    fn leaving(&self, node: u32, skip: u32) -> impl Iterator<Item = (u32, u32, bool)> {
        let node = node as usize;
        let ahead = self.starts[node]..self.starts[node + 1];
        let back = self.into_starts[node] as usize..self.into_starts[node + 1] as usize;
        let ahead = ahead.map(|number| {
            let arc = self.arcs[number as usize];
            (number, arc.to, !arc.full)
        });
        let back = self.into[back].iter().map(|number| {
            let arc = self.arcs[*number as usize];
            (*number, arc.from, arc.full)
        });
        ahead.chain(back).skip(skip as usize)
    }

    /// Measures distances to the sink, until the source has one. False if it gets none.
    fn measure(&mut self) -> bool {
        let mut distance = std::mem::take(&mut self.distance);
        distance.clear();
        distance.resize(self.nodes(), FAR);
        distance[SINK as usize] = 0;
        let mut queue = vec![SINK];
        let mut head = 0;
        while head < queue.len() && distance[SOURCE as usize] == FAR {
            let node = queue[head];
            head += 1;
            let next = distance[node as usize] + 1;
            for (_, other, room) in self.leaving(node, 0) {
                // An arc carries nothing or all it can, so there is room towards this node exactly
                // when there is none away from it.
                if !room && distance[other as usize] == FAR {
                    distance[other as usize] = next;
                    queue.push(other);
                }
            }
        }
        self.distance = distance;
        self.distance[SOURCE as usize] != FAR
    }

    /// Sends one unit along a shortest path, if there is one left.
    fn augment(&mut self) -> bool {
        let mut path: Vec<(u32, u32)> = Vec::new();
        let mut at = SOURCE;
        while at != SINK {
            if let Some((number, other)) = self.step(at) {
                path.push((at, number));
                at = other;
            } else {
                let Some((before, _)) = path.pop() else {
                    return false;
                };
                at = before;
                self.tried[at as usize] += 1;
            }
        }
        for (_, number) in path {
            let arc = &mut self.arcs[number as usize];
            arc.full = !arc.full;
        }
        true
    }

    /// The first arc not yet tried that has room and leads one step nearer to the sink.
    fn step(&mut self, node: u32) -> Option<(u32, u32)> {
        let nearer = self.distance[node as usize].checked_sub(1)?;
        let mut tried = self.tried[node as usize];
        let mut found = None;
        for (number, other, room) in self.leaving(node, tried) {
            if room && self.distance[other as usize] == nearer {
                found = Some((number, other));
                break;
            }
            tried += 1;
        }
        self.tried[node as usize] = tried;
        found
    }
}
