//! How a run uses the machine and tells of its progress; neither changes any result.

use std::time::Duration;

/// What a run may use.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// Number of threads; none for one a core (`RAYON_NUM_THREADS` is honoured).
    pub jobs: Option<usize>,
    /// Told about progress, from any thread.
    pub progress: &'a dyn Progress,
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self {
            jobs: None,
            progress: &Silent,
        }
    }
}

/// A listener to the progress of a run.
pub trait Progress: Sync {
    /// A stage begins, with this many steps if that is known.
    fn begin(&self, stage: Stage, steps: Option<usize>);

    /// A step of the current stage is done.
    fn step(&self);

    /// A contract was judged: its index in the report, and how long that took. Contracts are judged
    /// side by side, so these come in any order.
    fn judged(&self, _contract: usize, _took: Duration) {}

    /// Something cost time and changed no result, such as a cache that cannot be used: what it was,
    /// and the way out, one line each.
    fn warn(&self, _message: &str, _help: &str) {}
}

/// The stages of a run, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Looking for modules in the source roots.
    Discover,
    /// Reading files and extracting their imports; a step is a file.
    Read,
    /// Resolving imports and building the graph.
    Build,
    /// Checking contracts; a step is a contract.
    Check,
    /// Gathering the places that the report shows.
    Report,
}

/// A listener that ignores everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Stage, _: Option<usize>) {}

    fn step(&self) {}
}
