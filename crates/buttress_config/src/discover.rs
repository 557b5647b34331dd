//! Which configuration is in force for a folder.

use std::path::{Path, PathBuf};

use crate::document::{self, Table};
use crate::file_system::{FileSystem, PathKind};
use crate::importlinter;

/// The name of a configuration file of its own.
pub const BUTTRESS_TOML: &str = "buttress.toml";

/// The name of the file that can hold the configuration in its table `[tool.buttress]`.
pub const PYPROJECT_TOML: &str = "pyproject.toml";

/// The path of the table in `pyproject.toml`.
pub(crate) const PYPROJECT_TABLE: [&str; 2] = ["tool", "buttress"];

const REPOSITORY_MARKS: [&str; 2] = [".git", ".hg"];

/// The configuration that is in force for the folder `start`, which should be absolute.
///
/// That is the nearest native one, from `start` upward to the root of its repository (a folder with
/// `.git` or `.hg`), or to the root of the file system. In each folder a `buttress.toml` comes
/// before a `pyproject.toml`, and a `pyproject.toml` without `[tool.buttress]` is passed over. The
/// result does not depend on where below the configuration `start` lies, so neither does a verdict.
///
/// If there is none, it is the one that import-linter would read, which looks into `start` alone:
/// of `setup.cfg`, `.importlinter` and `pyproject.toml` the first that holds one.
pub fn discover(fs: &dyn FileSystem, start: &Path) -> Option<PathBuf> {
    discover_native(fs, start).or_else(|| discover_importlinter(fs, start))
}

/// The configuration that import-linter would read in the folder `start`, whatever native ones
/// there are: see [`discover`].
pub fn discover_importlinter(fs: &dyn FileSystem, start: &Path) -> Option<PathBuf> {
    importlinter::find(fs, start).or_else(|| importlinter::find_incomplete(fs, start))
}

/// Whether a configuration that was found or named is native, judging by its content and name.
pub(crate) fn is_native(fs: &dyn FileSystem, path: &Path) -> bool {
    path.ends_with(BUTTRESS_TOML)
        || holds_table(fs, path)
        || !importlinter::is_importlinter(fs, path)
}

fn discover_native(fs: &dyn FileSystem, start: &Path) -> Option<PathBuf> {
    for folder in start.ancestors() {
        let own = folder.join(BUTTRESS_TOML);
        if fs.kind(&own) == Some(PathKind::File) {
            return Some(own);
        }
        let shared = folder.join(PYPROJECT_TOML);
        if holds_table(fs, &shared) {
            return Some(shared);
        }
        let is_root = |mark| fs.kind(&folder.join(mark)).is_some();
        if REPOSITORY_MARKS.into_iter().any(is_root) {
            return None;
        }
    }
    None
}

/// Whether the file is a `pyproject.toml` with the table `[tool.buttress]`, as far as it can be read.
pub fn holds_table(fs: &dyn FileSystem, path: &Path) -> bool {
    if fs.kind(path) != Some(PathKind::File) {
        return false;
    }
    let Ok(bytes) = fs.read(path) else {
        return false;
    };
    let (table, _) = document::parse(&String::from_utf8_lossy(&bytes));
    has_table(&table)
}

/// Whether a `pyproject.toml` has our table, whatever the table may be.
pub(crate) fn has_table(pyproject: &Table) -> bool {
    let [tool, name] = PYPROJECT_TABLE;
    let tool = pyproject.table(&[tool]);
    tool.is_some_and(|tool| tool.get(name).is_some())
}
