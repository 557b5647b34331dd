//! Random graphs.

use std::fmt;

use buttress_graph::ImportGraph;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use crate::graph_with;

/// Internal names to draw from: nested packages, names with a byte below `.`, two roots.
const INTERNAL: [&str; 22] = [
    "p", "p.a", "p.a.a", "p.a.b", "p.a.b.c", "p.a-b", "p.a-b.x", "p.b", "p.b.a", "p.b.c", "p.c",
    "p.c.a", "p.c.a.b", "p.c.b", "p.d", "p.e", "p.e.a", "p.f", "q", "q.a", "q.a.b", "q.b",
];

/// External names to draw from; some stand below one another, some have ancestors that are none.
const EXTERNAL: [&str; 6] = [
    "lib",
    "lib.x",
    "lib.x.y",
    "net.http.client",
    "net.http",
    "z.z",
];

/// How large random graphs are.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The most internal modules, at most 22; the roots `p` and `q` are always there.
    pub modules: usize,
    /// The most externals, at most 6.
    pub externals: usize,
    /// The most imports; one may come twice.
    pub imports: usize,
}

impl Shape {
    /// Small enough for exhaustive enumeration of chains.
    pub const TINY: Self = Self {
        modules: 7,
        externals: 1,
        imports: 14,
    };

    /// Small enough for one search per pair of modules.
    pub const SMALL: Self = Self {
        modules: 20,
        externals: 4,
        imports: 60,
    };
}

/// A random graph; its `Debug` shows the imports by name, so a failure can be read.
#[derive(Clone)]
pub struct TestGraph {
    /// The graph; its roots are `p` and `q`.
    pub graph: ImportGraph,
    imports: Vec<(&'static str, &'static str)>,
}

impl fmt::Debug for TestGraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modules: Vec<&str> = self.graph.table().names().collect();
        f.debug_struct("TestGraph")
            .field("modules", &modules)
            .field("imports", &self.imports)
            .finish()
    }
}

/// Graphs with packages, cycles, self-imports and imports of externals, which import nothing.
pub fn random_graphs(shape: Shape) -> impl Strategy<Value = TestGraph> {
    let internal = subsequence(&INTERNAL[..], 1..=shape.modules.clamp(1, INTERNAL.len()));
    let external = subsequence(&EXTERNAL[..], 0..=shape.externals.min(EXTERNAL.len()));
    let pair = (any::<Index>(), any::<Index>());
    let imports = proptest::collection::vec(pair, 0..=shape.imports);
    (internal, external, imports).prop_map(|(mut internal, external, imports)| {
        internal.extend(["p", "q"]);
        let all: Vec<&'static str> = internal.iter().chain(&external).copied().collect();
        let named = |(from, to): (Index, Index)| (*from.get(&internal), *to.get(&all));
        let imports: Vec<_> = imports.into_iter().map(named).collect();
        let graph = graph_with(&["p", "q"], &all, &imports);
        TestGraph { graph, imports }
    })
}
