//! How this crate reads files: through a trait, so that it does no IO itself.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    /// The name; entries whose names are not Unicode are left out.
    pub name: String,
    /// Whether the entry is a link.
    pub is_link: bool,
}

/// What reading a configuration needs of a file system.
pub trait FileSystem {
    /// The whole content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// What lies at the path, links followed; none if there is nothing, or nothing readable.
    fn kind(&self, path: &Path) -> Option<PathKind>;

    /// The entries of a folder, in any order.
    fn list(&self, folder: &Path) -> io::Result<Vec<FolderEntry>>;
}

/// A file system in memory: for tests, and for embedders whose files lie elsewhere.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl MemoryFiles {
    /// These files, by path; folders exist where a file lies below them.
    pub fn new<P: Into<PathBuf>, C: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (P, C)>,
    ) -> Self {
        let files = files
            .into_iter()
            .map(|(path, content)| (path.into(), content.into()));
        Self {
            files: files.collect(),
        }
    }
}

impl FileSystem for MemoryFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let content = self.files.get(path).cloned();
        content.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn kind(&self, path: &Path) -> Option<PathKind> {
        if self.files.contains_key(path) {
            return Some(PathKind::File);
        }
        let below = self.files.keys().any(|file| file.starts_with(path));
        below.then_some(PathKind::Folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let mut entries: Vec<FolderEntry> = self
            .files
            .keys()
            .filter_map(|file| file.strip_prefix(folder).ok()?.components().next())
            .filter_map(|first| first.as_os_str().to_str())
            .map(|name| FolderEntry {
                name: name.to_owned(),
                is_link: false,
            })
            .collect();
        entries.dedup();
        Ok(entries)
    }
}

/// A file system with one more file, or another content of it.
pub(crate) struct WithFile<'f> {
    pub(crate) fs: &'f dyn FileSystem,
    pub(crate) path: &'f Path,
    pub(crate) text: Vec<u8>,
}

impl FileSystem for WithFile<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if path == self.path {
            return Ok(self.text.clone());
        }
        self.fs.read(path)
    }

    fn kind(&self, path: &Path) -> Option<PathKind> {
        if path == self.path {
            return Some(PathKind::File);
        }
        self.fs.kind(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        self.fs.list(folder)
    }
}
