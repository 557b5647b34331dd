//! Small code bases on disk.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder with files, gone when dropped.
pub(crate) struct Tree(TempDir);

impl Tree {
    /// Writes files, given by path and content.
    pub(crate) fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (path, content) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Self(root)
    }

    /// Writes text files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self::new(files.iter().map(|(path, text)| (*path, text.as_bytes())))
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Folders below it.
    pub(crate) fn folders(&self, names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(|name| self.path().join(name)).collect()
    }
}
