//! `cargo xtask schema`: writes what is generated, the JSON schemas and the reference of options.
//!
//! The crates that own them have tests that fail when a published file is stale; with
//! `UPDATE_EXPECT=1` those same tests write the file, so what is written is what is tested.

use crate::workspace::Workspace;
use crate::{Result, process};

/// Rewrites `contracts/*.schema.json` and the generated pages of `docs/`.
pub(crate) fn run() -> Result {
    let workspace = Workspace::find()?;
    process::run(
        process::cargo(&workspace)
            .args(["test", "--quiet", "-p", "buttress_config"])
            .args(["-p", "buttress_render", "published"])
            .env("UPDATE_EXPECT", "1"),
    )
}
