//! How long the graph and each contract took.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use buttress::render::LintImportsTimings;
use buttress::{Progress, Stage};

use crate::exit;

/// Listens to a run.
pub(super) struct Stopwatch {
    started: Instant,
    contracts: Mutex<BTreeMap<usize, Duration>>,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self {
            started: Instant::now(),
            contracts: Mutex::default(),
        }
    }

    /// Time since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// What was measured, for a graph that took that long.
    pub(super) fn timings(&self, graph: Duration) -> LintImportsTimings {
        let contracts = self.contracts.lock();
        let contracts = contracts.unwrap_or_else(PoisonError::into_inner);
        LintImportsTimings {
            graph,
            contracts: contracts.values().copied().collect(),
        }
    }
}

impl Progress for Stopwatch {
    fn begin(&self, _: Stage, _: Option<usize>) {}

    fn step(&self) {}

    fn warn(&self, message: &str, help: &str) {
        exit::warn(message, help);
    }

    fn judged(&self, contract: usize, took: Duration) {
        let mut contracts = self
            .contracts
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        contracts.insert(contract, took);
    }
}
