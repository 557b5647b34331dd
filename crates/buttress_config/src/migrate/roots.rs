//! Where the root packages lie, as source roots of a native configuration.

use std::collections::BTreeSet;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use buttress_files::{SearchPath, SourceRoots};
use buttress_graph::is_same_or_below;
use buttress_project::Settings;

use crate::file_system::{FileSystem, PathKind};

/// The source roots of a configuration, and what there is to say about them.
#[derive(Default)]
pub(super) struct Found {
    /// The folders relative to that of the configuration, in the order of the search path.
    pub(super) folders: Vec<String>,
    /// What holds on this machine, and may not on another.
    pub(super) notes: Vec<String>,
    /// Root packages that no source root can give.
    pub(super) left_out: Vec<String>,
}

/// The folders in which the root packages were found, for a configuration in `folder`.
/// O(root packages × folders of the search path).
pub(super) fn source_roots(fs: &dyn FileSystem, settings: &Settings, folder: &Path) -> Found {
    let mut found = Found::default();
    let SourceRoots::SearchPath(path) = &settings.source_roots else {
        return found;
    };
    let mut used = BTreeSet::new();
    for root in settings.root_packages.iter().flatten() {
        let name = root.value.as_str();
        let places = places(fs, path, name);
        for place in &places {
            found.notes.extend(note(fs, name, place, folder));
        }
        if places.is_empty() {
            found.left_out.extend(mapped(path, name));
        }
        used.extend(places);
    }
    let is_used = |place: &&PathBuf| used.contains(*place);
    let mut folders: Vec<&PathBuf> = path.folders.iter().filter(is_used).collect();
    folders.extend(used.iter().filter(|place| !path.folders.contains(place)));
    for place in folders {
        let written = pattern(&relative(folder, place));
        if !found.folders.contains(&written) {
            found.folders.push(written);
        }
    }
    found
}

/// The folders that hold a package: the first, or all up to the first regular one of a namespace.
fn places(fs: &dyn FileSystem, path: &SearchPath, name: &str) -> Vec<PathBuf> {
    let inside: PathBuf = name.split('.').collect();
    let mut found = Vec::new();
    for folder in &path.folders {
        let package = folder.join(&inside);
        if fs.kind(&package.join("__init__.py")) == Some(PathKind::File) {
            found.push(folder.clone());
            return found;
        }
        if fs.kind(&package) == Some(PathKind::Folder) {
            found.push(folder.clone());
        }
    }
    for mapped in path.mapped.iter().filter(|_| found.is_empty()) {
        let parts: PathBuf = mapped.name.as_str().split('.').collect();
        if is_same_or_below(name, mapped.name.as_str()) && mapped.path.ends_with(&parts) {
            let above = mapped.path.ancestors().nth(parts.components().count());
            return above.map(Path::to_owned).into_iter().collect();
        }
    }
    found
}

/// What to say about a package that an editable install has in a folder of another name.
fn mapped(path: &SearchPath, name: &str) -> Option<String> {
    let mut mapped = path.mapped.iter();
    let mapped = mapped.find(|mapped| is_same_or_below(name, mapped.name.as_str()))?;
    let place = mapped.path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
    Some(format!(
        "the root package `{name}` is installed from the folder `{place}`, whose name is another"
    ))
}

/// What makes a source root depend on this machine.
fn note(fs: &dyn FileSystem, name: &str, place: &Path, folder: &Path) -> Option<String> {
    let shown = relative(folder, place);
    let is_environment = |folder: &Path| fs.kind(&folder.join("pyvenv.cfg")).is_some();
    let is_packages = |part: Component<'_>| {
        let part = part.as_os_str();
        part == "site-packages" || part == "dist-packages"
    };
    if place.components().any(is_packages) || place.ancestors().any(is_environment) {
        return Some(format!(
            "`{name}` is read where it is installed on this machine, `{shown}`: a native \
             configuration does not look for environments, so change `source_roots` where it lies \
             elsewhere"
        ));
    }
    (!place.starts_with(folder)).then(|| {
        format!(
            "`{name}` lies outside of the configuration's folder, in `{shown}`: it has to lie there \
             wherever the configuration is used"
        )
    })
}

/// A path as seen from a folder, with `/`; absolute if they have nothing in common.
fn relative(folder: &Path, path: &Path) -> String {
    let (from, to) = (folder.components(), path.components());
    let common = from.clone().zip(to.clone()).take_while(|(a, b)| a == b);
    let common = common.count();
    let is_apart = !path
        .components()
        .take(common)
        .any(|part| matches!(part, Component::Normal(_)));
    if is_apart && !folder.starts_with(path) && !path.starts_with(folder) {
        return path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
    }
    let ups = from.skip(common).map(|_| "..".to_owned());
    let downs = to
        .skip(common)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = ups.chain(downs).collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

/// A path as a pattern that matches nothing else.
fn pattern(path: &str) -> String {
    let escape = |c: char| match c {
        '*' | '?' | '[' | '{' | '}' => format!("[{c}]"),
        c => c.to_string(),
    };
    path.chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_configuration() {
        let seen = |path: &str| relative(Path::new("/home/shop"), Path::new(path));
        assert_eq!(seen("/home/shop"), ".");
        assert_eq!(seen("/home/shop/src"), "src");
        assert_eq!(seen("/home/lib"), "../lib");
        assert_eq!(seen("/home"), "..");
        assert_eq!(seen("/opt/lib"), "/opt/lib");
    }

    #[test]
    fn names_with_signs_of_patterns_match_themselves() {
        assert_eq!(pattern("a[b]/c{d}*"), "a[[]b]/c[{]d[}][*]");
    }
}
