//! The house rules that a machine can check: which crate may know which, and documents that keep
//! up with the code.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod documents;
mod layering;
mod sizes;

use std::path::PathBuf;

/// The root of the workspace.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}
