//! The `.pth` files of a folder of installed packages: which folders they add, read as text.
//!
//! Python runs lines that begin with `import`. The only ones that are understood here are those
//! that install the hooks of editable installs; others are named, since what they add is unknown.

use std::fs;
use std::path::{Component, Path, PathBuf};

use buttress_files::{MappedPackage, SearchPath};

use crate::finder::mappings;

/// Lines that add nothing to the search path, told by what they import.
const HARMLESS: [&str; 4] = [
    "_distutils_hack",
    "SETUPTOOLS_USE_DISTUTILS",
    "coverage",
    "has_mfs", // Namespace packages of old: they work as folders without `__init__.py` do.
];

/// Adds what the `.pth` files in `folder` add, in the order in which Python reads them.
pub(crate) fn read_all(folder: &Path, path: &mut SearchPath, notes: &mut Vec<String>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_pth = |name: &String| name.strip_suffix(".pth").is_some() && !name.starts_with('.');
    let mut names: Vec<_> = names.filter(is_pth).collect();
    names.sort_unstable();
    for name in names {
        if let Ok(bytes) = fs::read(folder.join(&name)) {
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim_start_matches('\u{feff}');
            for line in text.lines() {
                read_line(folder, &name, line.trim_end(), path, notes);
            }
        }
    }
}

fn read_line(
    folder: &Path,
    file: &str,
    line: &str,
    path: &mut SearchPath,
    notes: &mut Vec<String>,
) {
    if line.trim().is_empty() || line.starts_with('#') {
        return;
    }
    if !line.starts_with("import ") && !line.starts_with("import\t") {
        add_folder(&folder.join(line), path);
        return;
    }
    let module: String = line["import".len()..]
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let mapped = read_finder(&folder.join(format!("{module}.py")));
    if !mapped.is_empty() {
        path.mapped.extend(mapped);
    } else if !HARMLESS.iter().any(|known| line.contains(known)) {
        notes.push(format!(
            "`{file}` runs code when Python starts (`import {module}`); what it adds to the search path is not known"
        ));
    }
}

/// Adds a folder that exists and is not there yet.
pub(crate) fn add_folder(folder: &Path, path: &mut SearchPath) {
    let folder = normalised(folder);
    if folder.is_dir() && !path.folders.contains(&folder) {
        path.folders.push(folder);
    }
}

/// The path without `.` and `..`, by its text, as Python's `normpath` gives it.
fn normalised(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

fn read_finder(file: &Path) -> Vec<MappedPackage> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let found = mappings(&text).into_iter();
    let mapped = found.filter_map(|(name, path)| {
        let name = name.parse().ok()?;
        path.is_absolute().then_some(MappedPackage { name, path })
    });
    mapped.collect()
}
