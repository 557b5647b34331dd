//! What the tests of the other crates share: small graphs, random graphs and slow, obvious answers.
//!
//! * [`graph_of`] and [`graph_with`] build an [`ImportGraph`](buttress_graph::ImportGraph) from
//!   names; [`names`] and [`Terms`] turn modules back into text that a failing test can show.
//! * [`random_graphs`] is a proptest strategy for graphs with packages, cycles, self-imports and
//!   externals.
//! * [`oracle`] answers the questions of `buttress_graph` by brute force. Its functions are written
//!   from the definitions, share no code with what they check, and suit graphs of a dozen modules.
//! * [`write_packages`] puts Python files on disk, for benchmarks.
//!
//! For development only: it may panic, as tests do.

mod files;
mod graph;
pub mod oracle;
mod random;

pub use files::write_packages;
pub use graph::{Terms, graph_of, graph_with, id, names, set_of};
pub use random::{Shape, TestGraph, random_graphs};
