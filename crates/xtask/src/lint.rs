//! `cargo xtask lint`: what must be clean before a commit.

use crate::workspace::Workspace;
use crate::{Result, process};

/// Formatting, clippy on all targets, and rustdoc, each with warnings denied.
pub(crate) fn run() -> Result {
    let workspace = Workspace::find()?;
    let cargo = || process::cargo(&workspace);
    process::run(cargo().args(["fmt", "--all", "--check"]))?;
    process::run(
        cargo()
            .args(["clippy", "--workspace", "--all-targets"])
            .args(["--", "-D", "warnings"]),
    )?;
    process::run(
        cargo()
            .args(["doc", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}
