//! `cargo xtask schema`: writes the generated JSON schemas.
//!
//! The crates that own the schemas have a test each that fails when the published file is stale;
//! with `UPDATE_EXPECT=1` that same test writes the file, so what is written is what is tested.

use crate::workspace::Workspace;
use crate::{Result, process};

/// Rewrites `contracts/*.schema.json`.
pub(crate) fn run() -> Result {
    let workspace = Workspace::find()?;
    process::run(
        process::cargo(&workspace)
            .args(["test", "--quiet", "-p", "buttress_config"])
            .args(["-p", "buttress_render", "schema"])
            .env("UPDATE_EXPECT", "1"),
    )
}
