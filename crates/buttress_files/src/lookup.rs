//! Where Python's import system would find a package, given the folders it searches.
//!
//! In each folder a package with an `__init__.py` comes before a module, and both before a folder
//! without one. The first package or module ends the search; folders without an `__init__.py`
//! become the portions of one namespace package, unless a later folder has more than that.

use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use buttress_graph::ModuleName;

use crate::MappedPackage;
use crate::exclude::join;
use crate::folder::{Child, Folder, Linked, Look, Source};
use crate::place::{Place, Search};
use crate::read::FolderPath;
use crate::roots::Top;
use crate::source_roots::below_or_absolute;

/// One folder of a package, or its only one.
pub(crate) struct Portion {
    /// The folder that holds it.
    pub(crate) above: Rc<Place>,
    /// What of it that folder has.
    pub(crate) child: Child,
    /// The number of the source root; mapped packages count on after them.
    pub(crate) source_root: usize,
}

/// What a name stands for.
pub(crate) enum Spec {
    /// A folder with an `__init__.py`.
    Package(Portion),
    /// A package whose `__init__` is an extension module, and how its folder is shown.
    Compiled(String),
    /// A file, and how it is shown.
    Module(String),
    /// Folders without an `__init__.py`.
    Namespace(Vec<Portion>),
    /// Nothing.
    Missing,
}

/// A name that was looked up.
pub(crate) struct Lookup {
    /// What it stands for.
    pub(crate) spec: Spec,
    /// Whether the name above it is a package with an `__init__.py`.
    pub(crate) in_package: bool,
}

/// Looks up a dotted name, component by component. Lists one folder a component and portion.
pub(crate) fn look_up(
    search: &mut Search<'_>,
    base: &Path,
    tops: &[Top],
    name: &ModuleName,
    mapped: &[MappedPackage],
) -> Lookup {
    let name = name.as_str();
    let mut finder = Finder {
        search,
        base,
        mapped,
        tops: tops.len(),
    };
    let mut spec = finder.find(tops, first(name), first(name));
    let mut in_package = false;
    let mut end = first(name).len();
    for component in name.split('.').skip(1) {
        in_package = matches!(spec, Spec::Package(_));
        let portions = match spec {
            Spec::Package(portion) => vec![portion],
            Spec::Namespace(portions) => portions,
            // A module, a compiled package or nothing: there is no folder to look into.
            _ => {
                spec = Spec::Missing;
                break;
            }
        };
        let inside = finder.enter(portions, &name[..end]);
        end += 1 + component.len();
        spec = finder.find(&inside, component, &name[..end]);
    }
    Lookup { spec, in_package }
}

fn first(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

struct Finder<'f, 'a> {
    search: &'f mut Search<'a>,
    base: &'f Path,
    mapped: &'f [MappedPackage],
    /// Number of source roots.
    tops: usize,
}

impl Finder<'_, '_> {
    /// What `component` is in these folders; `name` is its full name.
    fn find(&mut self, folders: &[Top], component: &str, name: &str) -> Spec {
        let mut portions = Vec::new();
        for folder in folders {
            let child = folder.listed.child(component);
            let spec = match child {
                Some(child) => classify(&folder.place, child, folder.source_root),
                None if has_extension(&folder.place.at.path, component) => {
                    Spec::Module(join(&folder.place.at.display, component))
                }
                None => Spec::Missing,
            };
            match spec {
                Spec::Namespace(portion) => portions.extend(portion),
                Spec::Missing => {}
                found => return found,
            }
        }
        let was_found = !portions.is_empty();
        for (number, mapped) in self.mapped.iter().enumerate() {
            if mapped.name.as_str() != name {
                continue;
            }
            match self.find_mapped(mapped, self.tops + number) {
                Spec::Namespace(portion) => portions.extend(portion),
                Spec::Missing => {}
                // A hook is asked only for what the folders do not have.
                found if !was_found => return found,
                _ => {}
            }
        }
        let holds_mapped = |mapped: &MappedPackage| {
            let below = mapped.name.as_str().strip_prefix(name);
            below.is_some_and(|below| below.starts_with('.'))
        };
        if portions.is_empty() && !self.mapped.iter().any(holds_mapped) {
            return Spec::Missing;
        }
        Spec::Namespace(portions)
    }

    fn find_mapped(&self, mapped: &MappedPackage, source_root: usize) -> Spec {
        let (Some(folder), Some(last)) = (mapped.path.parent(), mapped.path.file_name()) else {
            return Spec::Missing;
        };
        let Some(last) = last.to_str() else {
            return Spec::Missing;
        };
        let file = folder.join(format!("{last}.py"));
        let child = Child {
            name: last.to_owned(),
            file: file.is_file().then(|| Source::of(true)),
            folder: mapped.path.is_dir().then_some(Linked::Yes),
        };
        let at = FolderPath {
            path: folder.to_owned(),
            display: below_or_absolute(self.base, folder),
            elsewhere: None,
        };
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let above = Place {
            at: Arc::new(at.really_at(real)),
            ignores: None,
            above: None,
        };
        classify(&Rc::new(above), &child, source_root)
    }

    /// The insides of the folders of the package `name`; those that cannot be listed have none.
    fn enter(&mut self, portions: Vec<Portion>, name: &str) -> Vec<Top> {
        let mut inside = Vec::new();
        for portion in portions {
            let place = self.search.folder(&portion.above, &portion.child, name);
            let Some(place) = place else {
                continue;
            };
            if let Ok(listed) = Folder::list(&place.at.path, Look::Names) {
                inside.push(Top {
                    place: self.search.with_gitignore(place, &listed),
                    listed,
                    source_root: portion.source_root,
                });
            }
        }
        inside
    }
}

/// What one folder has of a name.
fn classify(above: &Rc<Place>, child: &Child, source_root: usize) -> Spec {
    let portion = || Portion {
        above: Rc::clone(above),
        child: child.clone(),
        source_root,
    };
    let folder = above.at.path.join(&child.name);
    let shown = join(&above.at.display, &child.name);
    if child.folder.is_some() {
        if folder.join("__init__.py").is_file() {
            return Spec::Package(portion());
        }
        if has_extension(&folder, "__init__") {
            return Spec::Compiled(shown);
        }
    }
    if child.file.is_some() {
        Spec::Module(format!("{shown}.py"))
    } else if child.folder.is_some() {
        Spec::Namespace(vec![portion()])
    } else {
        Spec::Missing
    }
}

/// Whether a folder has an extension module of this name.
fn has_extension(folder: &Path, name: &str) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    names.any(|file| {
        let tag = file
            .to_str()
            .and_then(|file| file.strip_prefix(name)?.strip_prefix('.'));
        tag.is_some_and(|tag| {
            // `so`, `abi3.so`, `cpython-311-x86_64-linux-gnu.so`, `cp311-win_amd64.pyd`.
            let stem = tag.strip_suffix("so").or_else(|| tag.strip_suffix("pyd"));
            let known = |stem: &str| {
                ["abi3.", "cp", "pypy"]
                    .iter()
                    .any(|tag| stem.starts_with(tag))
            };
            stem.is_some_and(|stem| stem.is_empty() || known(stem))
        })
    })
}
