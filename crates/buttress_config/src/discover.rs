//! Which configuration is in force for a folder.

use std::path::{Path, PathBuf};

use buttress_source::nearest;

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

/// The file in the folder `start` that import-linter would read and cannot, as it is not valid,
/// whether it is meant for import-linter or not.
pub fn broken_importlinter(fs: &dyn FileSystem, start: &Path) -> Option<PathBuf> {
    importlinter::find_broken(fs, start)
}

/// A table `[tool.…]` of a `pyproject.toml` that [`discover`] passes over, with a name like that of a
/// configuration: the file, the name as it is written, and the one that was meant.
pub fn misspelt_table(
    fs: &dyn FileSystem,
    start: &Path,
) -> Option<(PathBuf, String, &'static str)> {
    const MEANT: [&str; 2] = [PYPROJECT_TABLE[1], "importlinter"];
    folders(fs, start).find_map(|folder| {
        let path = folder.join(PYPROJECT_TOML);
        let document = parsed(fs, &path)?;
        let tools = document.table(&[PYPROJECT_TABLE[0]])?;
        tools.entries.iter().find_map(|(key, _)| {
            let name = key.text.to_lowercase().replace(['-', '_'], "");
            let same = MEANT.into_iter().find(|meant| *meant == name);
            let meant = same.or_else(|| nearest(&name, MEANT))?;
            (meant != key.text).then(|| (path.clone(), key.text.clone(), meant))
        })
    })
}

/// Whether a configuration that was found or named is native, judging by its content and name.
pub(crate) fn is_native(fs: &dyn FileSystem, path: &Path) -> bool {
    path.ends_with(BUTTRESS_TOML)
        || holds_table(fs, path)
        || !importlinter::is_importlinter(fs, path)
}

fn discover_native(fs: &dyn FileSystem, start: &Path) -> Option<PathBuf> {
    for folder in folders(fs, start) {
        let own = folder.join(BUTTRESS_TOML);
        if fs.kind(&own) == Some(PathKind::File) {
            return Some(own);
        }
        let shared = folder.join(PYPROJECT_TOML);
        if holds_table(fs, &shared) {
            return Some(shared);
        }
    }
    None
}

/// The folders from `start` upward to the root of its repository.
fn folders<'p>(fs: &dyn FileSystem, start: &'p Path) -> impl Iterator<Item = &'p Path> {
    let is_root = |folder: &&Path| {
        let mut marks = REPOSITORY_MARKS.into_iter();
        marks.any(|mark| fs.kind(&folder.join(mark)).is_some())
    };
    let below = start.ancestors().position(|folder| is_root(&folder));
    let count = below.map_or(usize::MAX, |below| below.saturating_add(1));
    start.ancestors().take(count)
}

/// Whether the file is a `pyproject.toml` with the table `[tool.buttress]`, as far as it can be read.
pub fn holds_table(fs: &dyn FileSystem, path: &Path) -> bool {
    parsed(fs, path).is_some_and(|table| has_table(&table))
}

/// What can be understood of a TOML file.
fn parsed(fs: &dyn FileSystem, path: &Path) -> Option<Table> {
    if fs.kind(path) != Some(PathKind::File) {
        return None;
    }
    let bytes = fs.read(path).ok()?;
    let (table, _) = document::parse(&String::from_utf8_lossy(&bytes));
    Some(table)
}

/// Whether a `pyproject.toml` has our table, whatever the table may be.
pub(crate) fn has_table(pyproject: &Table) -> bool {
    let [tool, name] = PYPROJECT_TABLE;
    let tool = pyproject.table(&[tool]);
    tool.is_some_and(|tool| tool.get(name).is_some())
}
