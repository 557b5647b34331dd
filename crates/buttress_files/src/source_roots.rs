//! From patterns to folders: the source roots of a run.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use buttress_source::{Code, Finding, Spanned, nearest};
use globset::{GlobBuilder, GlobMatcher};
use rustc_hash::FxHashSet;

use crate::exclude::{Exclude, join};
use crate::{DiscoveryInput, SourceRoots};

/// A folder whose top-level entries are top-level modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceRoot {
    /// Where it can be listed.
    pub(crate) path: PathBuf,
    /// Where it is, links resolved.
    pub(crate) real: PathBuf,
    /// How it is shown; empty for the base.
    pub(crate) display: String,
}

/// The source roots in their order, each once, without those that `exclude` leaves out.
pub(crate) fn source_roots(
    input: &DiscoveryInput,
    exclude: &Exclude,
    findings: &mut Vec<Finding>,
) -> Vec<SourceRoot> {
    let folders = match &input.source_roots {
        SourceRoots::Default { further } => default_folders(&input.base, further),
        SourceRoots::Explicit(patterns) => {
            let each = patterns.iter();
            each.flat_map(|pattern| explicit_folders(&input.base, pattern, findings))
                .collect()
        }
        SourceRoots::SearchPath(path) => search_path(&input.base, &path.folders),
    };
    let mut seen = FxHashSet::default();
    let roots = folders.into_iter().filter_map(|Folder { path, display }| {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let is_new = seen.insert(real.clone());
        let is_left_out = !display.is_empty() && exclude.leaves_out_folder(&display);
        (is_new && !is_left_out).then_some(SourceRoot {
            path,
            real,
            display,
        })
    });
    roots.collect()
}

#[derive(Debug, Clone)]
struct Folder {
    path: PathBuf,
    display: String,
}

fn default_folders(base: &Path, further: &[PathBuf]) -> Vec<Folder> {
    let mut folders = Vec::new();
    for (number, path) in std::iter::once(base)
        .chain(further.iter().map(PathBuf::as_path))
        .enumerate()
    {
        let is_base = number == 0;
        let src = path.join("src");
        if is_base || path.is_dir() {
            folders.push(path.to_owned());
        }
        if src.is_dir() && !src.join("__init__.py").is_file() {
            folders.push(src);
        }
    }
    let shown = folders.into_iter().map(|path| Folder {
        display: relative(base, &path),
        path,
    });
    shown.collect()
}

/// The folders that exist, shown relative to the base if they are below it.
fn search_path(base: &Path, folders: &[PathBuf]) -> Vec<Folder> {
    let there = folders.iter().filter(|path| path.is_dir());
    let shown = there.map(|path| Folder {
        path: path.clone(),
        display: below_or_absolute(base, path),
    });
    shown.collect()
}

/// `path` relative to `base` if it is below it, else as it is; with `/`.
pub(crate) fn below_or_absolute(base: &Path, path: &Path) -> String {
    if path.starts_with(base) {
        relative(base, path)
    } else {
        let text = path.to_string_lossy();
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// `path` as seen from `base`, with `/` and, if need be, `..`.
fn relative(base: &Path, path: &Path) -> String {
    let common = base
        .components()
        .zip(path.components())
        .take_while(|(a, b)| a == b)
        .count();
    let ups = base.components().skip(common).map(|_| "..".to_owned());
    let downs = path.components().skip(common);
    let downs = downs.map(|part| part.as_os_str().to_string_lossy().into_owned());
    ups.chain(downs).collect::<Vec<_>>().join("/")
}

fn explicit_folders(
    base: &Path,
    pattern: &Spanned<String>,
    findings: &mut Vec<Finding>,
) -> Vec<Folder> {
    match expand(base, &pattern.value) {
        Ok(folders) if folders.is_empty() => {
            findings.push(missing(base, pattern));
            Vec::new()
        }
        Ok(folders) => folders,
        Err(reason) => {
            let message = format!("`{}` is no pattern: {reason}", pattern.value);
            findings.push(Finding::new(Code::InvalidValue, message).at(pattern.span));
            Vec::new()
        }
    }
}

/// All folders that a pattern matches, in name order.
fn expand(base: &Path, pattern: &str) -> Result<Vec<Folder>, String> {
    let written = Path::new(pattern);
    let start = if written.is_absolute() {
        let root = written
            .components()
            .take_while(|part| !matches!(part, Component::Normal(_)));
        root.collect()
    } else {
        base.to_owned()
    };
    let mut folders = vec![Folder {
        path: start,
        display: String::new(),
    }];
    let components = pattern.split('/').filter(|part| !matches!(*part, "" | "."));
    for component in components {
        let step = Step::parse(component)?;
        folders = folders
            .iter()
            .flat_map(|folder| step.take(folder))
            .collect();
    }
    folders.retain(|folder| folder.path.is_dir());
    if written.is_absolute() {
        for folder in &mut folders {
            folder.display = relative(base, &folder.path);
        }
    }
    Ok(folders)
}

/// One component of a pattern.
enum Step<'p> {
    Name(&'p str),
    Glob(GlobMatcher),
    AnyDepth,
}

impl<'p> Step<'p> {
    fn parse(component: &'p str) -> Result<Self, String> {
        if component == "**" {
            return Ok(Self::AnyDepth);
        }
        if !has_glob(component) {
            return Ok(Self::Name(component));
        }
        let glob = GlobBuilder::new(component).literal_separator(true).build();
        let glob = glob.map_err(|error| error.kind().to_string())?;
        Ok(Self::Glob(glob.compile_matcher()))
    }

    fn take(&self, folder: &Folder) -> Vec<Folder> {
        match self {
            Self::Name(name) => vec![folder.enter(OsStr::new(name))],
            Self::Glob(glob) => folder.folders(|name| glob.is_match(name)),
            Self::AnyDepth => {
                let mut all = vec![folder.clone()];
                let mut next = 0;
                while let Some(folder) = all.get(next) {
                    // A link could lead back up, so none is followed here.
                    let below = folder.folders(|_| true);
                    all.extend(below.into_iter().filter(|below| !below.path.is_symlink()));
                    next += 1;
                }
                all.sort_by(|a, b| a.path.cmp(&b.path));
                all
            }
        }
    }
}

impl Folder {
    fn enter(&self, name: &OsStr) -> Self {
        Self {
            path: self.path.join(name),
            display: join(&self.display, &name.to_string_lossy()),
        }
    }

    /// The folders in this one whose names match, hidden ones never, in name order.
    fn folders(&self, matches: impl Fn(&OsStr) -> bool) -> Vec<Self> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name());
        let visible = names.filter(|name| !name.as_encoded_bytes().starts_with(b"."));
        let mut names: Vec<_> = visible.filter(|name| matches(name)).collect();
        names.sort_unstable();
        let folders = names.iter().map(|name| self.enter(name));
        folders.filter(|folder| folder.path.is_dir()).collect()
    }
}

fn has_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

fn missing(base: &Path, pattern: &Spanned<String>) -> Finding {
    let written = pattern.value.as_str();
    let finding = if has_glob(written) {
        let message = format!("the source root pattern `{written}` matches no folder");
        Finding::new(Code::MissingRoot, message).help(RELATIVE)
    } else if base.join(written).is_file() {
        let message = format!("the source root `{written}` is a file");
        Finding::new(Code::MissingRoot, message).help("name the folder that holds it")
    } else {
        let message = format!("the source root `{written}` was not found");
        let near = neighbour(base, written);
        let help = near.map_or(RELATIVE.to_owned(), |near| {
            format!("did you mean `{near}`?")
        });
        Finding::new(Code::MissingRoot, message).help(help)
    };
    finding.at(pattern.span)
}

const RELATIVE: &str = "source roots are folders, relative to the configuration's folder";

/// The path with its first wrong component replaced by the nearest name there is.
fn neighbour(base: &Path, written: &str) -> Option<String> {
    let components: Vec<_> = written.split('/').collect();
    let mut folder = Folder {
        path: base.to_owned(),
        display: String::new(),
    };
    for (at, name) in components.iter().enumerate() {
        let next = folder.enter(OsStr::new(name));
        if next.path.is_dir() {
            folder = next;
            continue;
        }
        let there = folder.folders(|_| true);
        let names = there
            .iter()
            .filter_map(|there| there.path.file_name()?.to_str());
        let near = nearest(name, names)?;
        let rest = components.iter().skip(at + 1);
        let fixed = rest.fold(join(&folder.display, near), |path, name| join(&path, name));
        return base.join(&fixed).is_dir().then_some(fixed);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(folders: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in folders {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        root
    }

    fn expanded(base: &Path, pattern: &str) -> Vec<String> {
        let folders = expand(base, pattern).unwrap();
        folders.into_iter().map(|folder| folder.display).collect()
    }

    #[test]
    fn patterns_match_folders_in_order() {
        let root = tree(&[
            "libs/b/src",
            "libs/a/src",
            "libs/c",
            "libs/.h/src",
            "src",
            "deep/x/y/src",
        ]);
        let base = root.path();
        assert_eq!(expanded(base, "libs/*/src"), ["libs/a/src", "libs/b/src"]);
        assert_eq!(expanded(base, "**/src").len(), 4);
        assert_eq!(expanded(base, "./src/"), ["src"]);
        assert_eq!(expanded(base, "libs/{a,c}"), ["libs/a", "libs/c"]);
        assert_eq!(expanded(base, "."), [""]);
        assert_eq!(expanded(&base.join("src"), "../libs"), ["../libs"]);
        assert!(expand(base, "a[").is_err());
        let absolute = base.join("src");
        let shown = expanded(&base.join("libs"), absolute.to_str().unwrap());
        assert_eq!(shown, ["../src"]);
    }

    #[test]
    fn a_missing_folder_is_said_with_the_nearest_one() {
        let root = tree(&["libs/shop/src"]);
        let helps = |pattern: &str| {
            let pattern = Spanned::from(pattern.to_owned());
            let mut findings = Vec::new();
            assert!(explicit_folders(root.path(), &pattern, &mut findings).is_empty());
            findings[0].help.clone().unwrap_or_default()
        };
        assert_eq!(helps("lib/shop/src"), "did you mean `libs/shop/src`?");
        assert_eq!(helps("libs/shpo"), "did you mean `libs/shop`?");
        assert_eq!(helps("elsewhere"), RELATIVE);
        assert_eq!(helps("libs/*/lib"), RELATIVE);
    }

    #[test]
    fn paths_are_shown_from_the_base() {
        let base = Path::new("/a/b");
        assert_eq!(relative(base, Path::new("/a/b")), "");
        assert_eq!(relative(base, Path::new("/a/b/c/d")), "c/d");
        assert_eq!(relative(base, Path::new("/a/c")), "../c");
    }
}
