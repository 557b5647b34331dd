//! The members of a uv workspace, which are source roots by default.

use std::path::Path;

use crate::discover::PYPROJECT_TOML;
use crate::document::{Node, Table, Value};
use crate::file_system::{FileSystem, PathKind};
use crate::glob;

/// The folders of the members that `[tool.uv.workspace]` of this `pyproject.toml` names, relative
/// to `base`, sorted.
///
/// As uv does, folders without a `pyproject.toml` are no members. Patterns that are not understood
/// match nothing: it is uv that has to complain about them.
pub(crate) fn members(fs: &dyn FileSystem, base: &Path, pyproject: &Table) -> Vec<String> {
    let Some(workspace) = pyproject.table(&["tool", "uv", "workspace"]) else {
        return Vec::new();
    };
    let folders = |key| folders(fs, base, workspace.get(key));
    let excluded = folders("exclude");
    let mut members = folders("members");
    members.retain(|folder| !excluded.contains(folder) && is_project(fs, base, folder));
    members.sort();
    members.dedup();
    members
}

fn folders(fs: &dyn FileSystem, base: &Path, patterns: Option<&Node>) -> Vec<String> {
    let Some(Value::Array(patterns)) = patterns.map(|node| &node.value) else {
        return Vec::new();
    };
    let texts = patterns.iter().filter_map(|node| match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    texts
        .flat_map(|pattern| glob::expand(fs, base, pattern).unwrap_or_default())
        .collect()
}

fn is_project(fs: &dyn FileSystem, base: &Path, folder: &str) -> bool {
    // The root is a member of every workspace, and a source root already.
    let file = base.join(folder).join(PYPROJECT_TOML);
    !folder.is_empty() && fs.kind(&file) == Some(PathKind::File)
}
