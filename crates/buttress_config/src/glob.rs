//! Path patterns of the configuration that name files or folders to read.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::file_system::{FileSystem, PathKind};

/// How deep `**` goes; deeper trees hold no configuration.
const MAX_DEPTH: usize = 32;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InvalidPattern(pub(crate) String);

/// The paths below `base` that match `pattern`, relative to `base`, `/`-separated, sorted.
///
/// The pattern is relative and `/`-separated; within a component `*`, `?` and `[…]` stand for
/// characters, and the component `**` for any number of folders. Wildcards match no hidden names,
/// and `**` enters no links, so it ends. O(entries of the folders that are listed).
pub(crate) fn expand(
    fs: &dyn FileSystem,
    base: &Path,
    pattern: &str,
) -> Result<Vec<String>, InvalidPattern> {
    let parts = parse(pattern)?;
    let mut found = vec![Vec::new()];
    for part in &parts {
        let step = |path: &Vec<String>| part.step(fs, base, path);
        found = found.iter().flat_map(step).collect();
    }
    let exists = |path: &Vec<String>| fs.kind(&join(base, path)).is_some();
    let mut paths: Vec<String> = found
        .iter()
        .filter(|path| exists(path))
        .map(|path| path.join("/"))
        .collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// `path` below `base`.
pub(crate) fn join(base: &Path, path: &[String]) -> PathBuf {
    let mut joined = base.to_owned();
    joined.extend(path);
    joined
}

/// One component of a pattern.
enum Part {
    Literal(String),
    Wildcard {
        matcher: Box<GlobMatcher>,
        hidden: bool,
    },
    Folders,
}

fn parse(pattern: &str) -> Result<Vec<Part>, InvalidPattern> {
    if pattern.starts_with('/') || Path::new(pattern).is_absolute() {
        let why = "expected a path relative to the configuration's folder";
        return Err(InvalidPattern(why.to_owned()));
    }
    let components = pattern.split('/');
    let components = components.filter(|part| !part.is_empty() && *part != ".");
    components.map(parse_part).collect()
}

fn parse_part(component: &str) -> Result<Part, InvalidPattern> {
    if component == "**" {
        return Ok(Part::Folders);
    }
    if !component.contains(['*', '?', '[', '{', '\\']) {
        return Ok(Part::Literal(component.to_owned()));
    }
    let glob = GlobBuilder::new(component).literal_separator(true).build();
    let glob = glob.map_err(|error| {
        InvalidPattern(format!(
            "`{component}` is not a valid pattern: {}",
            error.kind()
        ))
    })?;
    Ok(Part::Wildcard {
        matcher: Box::new(glob.compile_matcher()),
        hidden: component.starts_with('.'),
    })
}

impl Part {
    fn step(&self, fs: &dyn FileSystem, base: &Path, path: &[String]) -> Vec<Vec<String>> {
        let below = |name: &str| [path, &[name.to_owned()]].concat();
        match self {
            Self::Literal(name) => vec![below(name)],
            Self::Wildcard { matcher, hidden } => names(fs, &join(base, path), *hidden)
                .filter(|(name, _)| matcher.is_match(name))
                .map(|(name, _)| below(&name))
                .collect(),
            Self::Folders => {
                let mut found = vec![path.to_vec()];
                enter_folders(fs, base, path, &mut found);
                found
            }
        }
    }
}

fn enter_folders(fs: &dyn FileSystem, base: &Path, path: &[String], found: &mut Vec<Vec<String>>) {
    if path.len() >= MAX_DEPTH {
        return;
    }
    for (name, is_link) in names(fs, &join(base, path), false) {
        let below = [path, &[name]].concat();
        if !is_link && fs.kind(&join(base, &below)) == Some(PathKind::Folder) {
            found.push(below.clone());
            enter_folders(fs, base, &below, found);
        }
    }
}

/// The names in a folder, sorted; of a folder that cannot be listed, none.
fn names(fs: &dyn FileSystem, folder: &Path, hidden: bool) -> impl Iterator<Item = (String, bool)> {
    let mut entries = fs.list(folder).unwrap_or_default();
    entries.retain(|entry| hidden || !entry.name.starts_with('.'));
    entries.sort();
    entries.into_iter().map(|entry| (entry.name, entry.is_link))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryFiles;

    #[test]
    fn patterns_match_by_component() {
        let files = MemoryFiles::new(
            [
                "b/x.toml",
                "b/c/y.toml",
                "b/.h/z.toml",
                "b/c/d/y.toml",
                "a.toml",
                "b/n.txt",
            ]
            .map(|path| (format!("/r/{path}"), "")),
        );
        let expand = |pattern| expand(&files, Path::new("/r"), pattern).map_err(|error| error.0);
        let table: [(&str, &[&str]); 10] = [
            ("a.toml", &["a.toml"]),
            ("./b//x.toml", &["b/x.toml"]),
            ("*.toml", &["a.toml"]),
            ("b/*.toml", &["b/x.toml"]),
            ("b/.*/*.toml", &["b/.h/z.toml"]),
            (
                "**/*.toml",
                &["a.toml", "b/c/d/y.toml", "b/c/y.toml", "b/x.toml"],
            ),
            ("**/c/**/y.toml", &["b/c/d/y.toml", "b/c/y.toml"]),
            ("b/[cd]", &["b/c"]),
            ("b/?.toml/no", &[]),
            ("missing/*", &[]),
        ];
        for (pattern, expected) in table {
            let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
            assert_eq!(expand(pattern), Ok(expected), "{pattern}");
        }
        assert!(expand("/abs").unwrap_err().contains("relative"));
        assert!(
            expand("a[")
                .unwrap_err()
                .starts_with("`a[` is not a valid pattern")
        );
    }
}
