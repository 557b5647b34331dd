//! Where the root packages lie, as source roots of a native configuration.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use buttress_files::SourceRoots;
use buttress_project::Settings;

use crate::file_system::{FileSystem, PathKind};

/// The folders in which the root packages were found, relative to `folder`, and what to say about
/// those that cannot be written so.
pub(super) fn source_roots(
    fs: &dyn FileSystem,
    settings: &Settings,
    folder: &Path,
) -> (Vec<String>, Vec<String>) {
    let (mut roots, mut outside) = (Vec::new(), Vec::new());
    for root in settings.root_packages.iter().flatten() {
        let name = root.value.as_str();
        for found in places(fs, settings, name) {
            let Ok(inside) = found.strip_prefix(folder) else {
                outside.push(format!(
                    "`{name}` lies in `{}`, outside of the configuration's folder, where no source \
                     root can be",
                    found.display()
                ));
                continue;
            };
            let inside = inside.to_string_lossy().replace(MAIN_SEPARATOR, "/");
            let inside = if inside.is_empty() {
                ".".to_owned()
            } else {
                inside
            };
            if !roots.contains(&inside) {
                roots.push(inside);
            }
        }
    }
    if roots.is_empty() {
        roots.push(".".to_owned());
    }
    (roots, outside)
}

/// The folders that hold a package: the first, or all up to the first regular one of a namespace.
fn places(fs: &dyn FileSystem, settings: &Settings, name: &str) -> Vec<PathBuf> {
    let SourceRoots::SearchPath(path) = &settings.source_roots else {
        return Vec::new();
    };
    let inside: PathBuf = name.split('.').collect();
    let mut found = Vec::new();
    for folder in &path.folders {
        let package = folder.join(&inside);
        let is_file = |path: PathBuf| fs.kind(&path) == Some(PathKind::File);
        if is_file(package.join("__init__.py")) || is_file(package.with_extension("py")) {
            found.push(folder.clone());
            return found;
        }
        if fs.kind(&package) == Some(PathKind::Folder) {
            found.push(folder.clone());
        }
    }
    for mapped in &path.mapped {
        let depth = mapped.name.as_str().split('.').count();
        let is_it = buttress_graph::is_same_or_below(name, mapped.name.as_str());
        if is_it && found.is_empty() {
            found.extend(mapped.path.ancestors().nth(depth).map(Path::to_owned));
        }
    }
    found
}
