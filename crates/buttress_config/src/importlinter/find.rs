//! Which files hold a configuration of import-linter's.

use std::path::{Path, PathBuf};

use crate::discover::PYPROJECT_TOML;
use crate::document;
use crate::file_system::{FileSystem, PathKind};

use super::from_ini::SESSION_SECTION;
use super::{from_toml, ini};

const SETUP_CFG: &str = "setup.cfg";
const DOT_IMPORTLINTER: &str = ".importlinter";

/// What a file has to do with import-linter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// It holds a configuration.
    Configuration,
    /// It may hold one, but is not valid.
    Broken,
    /// It holds none.
    Other,
}

/// The configuration that import-linter would use in a folder: of `setup.cfg`, `.importlinter` and
/// `pyproject.toml` the first that holds one. A `setup.cfg` that cannot be read as INI stops the
/// search, if there is anything to find at all.
pub(crate) fn find(fs: &dyn FileSystem, folder: &Path) -> Option<PathBuf> {
    let mut broken = None;
    for name in [SETUP_CFG, DOT_IMPORTLINTER, PYPROJECT_TOML] {
        let path = folder.join(name);
        match content(fs, &path) {
            Content::Configuration => return broken.or(Some(path)),
            Content::Broken => {
                if broken.is_none() && mentions(fs, &path) {
                    return Some(path);
                }
                broken = broken.or(Some(path).filter(|_| name != PYPROJECT_TOML));
            }
            Content::Other => {}
        }
    }
    None
}

/// The first of these files that is not valid, at which import-linter would stop.
pub(crate) fn find_broken(fs: &dyn FileSystem, folder: &Path) -> Option<PathBuf> {
    let names = [SETUP_CFG, DOT_IMPORTLINTER, PYPROJECT_TOML];
    let mut paths = names.iter().map(|name| folder.join(name));
    paths.find(|path| content(fs, path) == Content::Broken)
}

/// A `.importlinter` without the section that would make it count, to be complained about when
/// nothing else is found.
pub(crate) fn find_incomplete(fs: &dyn FileSystem, folder: &Path) -> Option<PathBuf> {
    let path = folder.join(DOT_IMPORTLINTER);
    (fs.kind(&path) == Some(PathKind::File)).then_some(path)
}

/// Whether a file that was named belongs to import-linter, judging by its name and content.
pub(crate) fn is_importlinter(fs: &dyn FileSystem, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_ini = [".cfg", ".ini", DOT_IMPORTLINTER];
    is_ini.iter().any(|end| name.ends_with(end)) || content(fs, path) == Content::Configuration
}

/// Whether a file is read as TOML.
pub(crate) fn is_toml(path: &Path) -> bool {
    // As in import-linter, `.TOML` is another name.
    path.extension()
        .is_some_and(|extension| extension == "toml")
}

fn content(fs: &dyn FileSystem, path: &Path) -> Content {
    let Some(text) = read(fs, path) else {
        return Content::Other;
    };
    let (holds, broken) = if is_toml(path) {
        let (document, errors) = document::parse(&from_toml::with_line_feeds(text));
        (from_toml::node(&document).is_some(), !errors.is_empty())
    } else {
        let ini = ini::parse(&text);
        let broken = !ini.errors.is_empty();
        (ini.section(SESSION_SECTION).is_some(), broken)
    };
    match (holds, broken) {
        (true, _) => Content::Configuration,
        (false, true) => Content::Broken,
        (false, false) => Content::Other,
    }
}

fn mentions(fs: &dyn FileSystem, path: &Path) -> bool {
    let is_own = path.ends_with(DOT_IMPORTLINTER);
    is_own || read(fs, path).is_some_and(|text| text.contains(SESSION_SECTION))
}

fn read(fs: &dyn FileSystem, path: &Path) -> Option<String> {
    if fs.kind(path) != Some(PathKind::File) {
        return None;
    }
    let bytes = fs.read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
