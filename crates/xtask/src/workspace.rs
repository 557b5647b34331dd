//! Where things lie in the workspace.

use std::env;
use std::path::{Path, PathBuf};

use crate::Result;

/// The folders that the tasks read and write.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace this binary is run for: the one cargo says, else the one it was built in.
    pub(crate) fn find() -> Result<Self> {
        let own = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own.ancestors().nth(2).unwrap_or(Path::new("."));
        if !root.join("Cargo.toml").is_file() {
            return Err(format!(
                "no workspace at `{}`; run `cargo xtask` inside the repository",
                root.display()
            ));
        }
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder, by its path from the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }
}
