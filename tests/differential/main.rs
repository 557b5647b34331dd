//! The graph equals grimp's: every module, every import, every line, on real packages and on
//! generated ones.
//!
//! Needs `BUTTRESS_TEST_PYTHON`, an interpreter that has grimp, and for the real packages
//! `BUTTRESS_TEST_CORPUS`, the folder that holds them; `cargo xtask test` sets both. Without them
//! the tests say so and pass, so that `cargo test` works without Python.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may panic, and says what it compared"
)]

mod awkward;
mod corpus;
mod dump;
mod generated;
mod grimp;
mod ours;
mod tree;
