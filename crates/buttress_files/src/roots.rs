//! The root packages: where in the source roots they are, and what to say if they are not.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use buttress_graph::ModuleName;
use buttress_source::{Code, Finding, Spanned, nearest};

use crate::exclude::{GitIgnores, join};
use crate::folder::{Child, Folder, Look, Odd, OddKind};
use crate::importable::{not_importable, portions};
use crate::lookup::look_up;
use crate::place::{Place, Search, skipped};
use crate::read::{FolderPath, unreadable};
use crate::source_roots::SourceRoot;
use crate::walk::{Portion, Start, walk};
use crate::{Layout, MappedPackage};

/// A source root and what lies directly in it.
pub(crate) struct Top {
    /// The folder.
    pub(crate) place: Rc<Place>,
    /// What is in it.
    pub(crate) listed: Folder,
    /// The number of the source root.
    pub(crate) source_root: usize,
}

/// Finds root packages and walks them.
pub(crate) struct Roots<'s, 'a> {
    search: &'s mut Search<'a>,
    tops: Vec<Top>,
    found: Vec<Portion>,
}

impl<'s, 'a> Roots<'s, 'a> {
    /// Lists the source roots.
    pub(crate) fn new(search: &'s mut Search<'a>, source_roots: Vec<SourceRoot>) -> Self {
        let tops = source_roots
            .into_iter()
            .enumerate()
            .filter_map(|(number, root)| top(search, root, number))
            .collect();
        Self {
            search,
            tops,
            found: Vec::new(),
        }
    }

    /// Everything that was found.
    pub(crate) fn into_found(self) -> Vec<Portion> {
        self.found
    }

    /// Walks the root packages that were asked for; the names of those that exist.
    pub(crate) fn named(&mut self, names: &[Spanned<ModuleName>]) -> Vec<ModuleName> {
        let mut roots = Vec::new();
        for name in names {
            let starts = self.starts(&name.value, true);
            if self.walk_all(&starts) {
                roots.push(name.value.clone());
            } else {
                let missing = self.missing(name, !starts.is_empty());
                self.search.findings.push(missing);
            }
        }
        roots
    }

    /// Walks the root packages that Python would import from the source roots and what is mapped;
    /// the names of those that exist.
    pub(crate) fn imported(
        &mut self,
        names: &[Spanned<ModuleName>],
        base: &Path,
        mapped: &[MappedPackage],
    ) -> Vec<ModuleName> {
        let mut roots = Vec::new();
        for name in names {
            let lookup = look_up(self.search, base, &self.tops, &name.value, mapped);
            match portions(name, lookup) {
                Ok(None) => {
                    let missing = not_importable(name, base, &self.tops);
                    self.search.findings.push(missing);
                }
                Ok(Some(portions)) => {
                    let starts = portions.into_iter().map(|portion| Start {
                        name: &name.value,
                        above: portion.above,
                        child: portion.child,
                        source_root: portion.source_root,
                        named: true,
                    });
                    let starts: Vec<_> = starts.collect();
                    if self.walk_all(&starts) {
                        roots.push(name.value.clone());
                    } else {
                        let empty = self.missing(name, true);
                        self.search.findings.push(empty);
                    }
                }
                Err(finding) => self.search.findings.push(*finding),
            }
        }
        roots
    }

    /// Walks every top-level package and module of the source roots; their names, sorted.
    pub(crate) fn all(&mut self) -> Vec<ModuleName> {
        self.report_top_files();
        let children = self.tops.iter().flat_map(|top| &top.listed.children);
        let mut names: Vec<_> = children
            .filter_map(|child| child.name.parse().ok())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| {
            let said = self.search.findings.len();
            let starts = self.starts(name, false);
            let is_root = self.walk_all(&starts);
            if !is_root {
                // A folder of data, documents or other projects, which no one called a package.
                let findings = self.search.findings.split_off(said);
                let kept = findings
                    .into_iter()
                    .filter(|finding| finding.code != Code::SkippedFile);
                self.search.findings.extend(kept);
            }
            is_root
        });
        names
    }

    /// Whether anything was found.
    fn walk_all(&mut self, starts: &[Start<'_>]) -> bool {
        let before = self.found.len();
        for start in starts {
            let portion = walk(self.search, start);
            if !portion.modules.is_empty() {
                self.found.push(portion);
            }
        }
        self.found.len() > before
    }

    /// The source roots that hold a part of the root package.
    ///
    /// In grimp's layout the first regular package or module hides all else, as on `sys.path`;
    /// folders without `__init__.py` are portions of one namespace.
    fn starts<'n>(&mut self, name: &'n ModuleName, named: bool) -> Vec<Start<'n>> {
        let mut starts = Vec::new();
        for source_root in 0..self.tops.len() {
            let Some((above, child)) = self.locate(source_root, name.as_str()) else {
                continue;
            };
            let is_whole = self.search.layout == Layout::Grimp && is_regular(&above, &child);
            let start = Start {
                name,
                above,
                child,
                source_root,
                named,
            };
            if is_whole {
                return vec![start];
            }
            starts.push(start);
        }
        starts
    }

    /// The folder that holds the last component of `name`, and what it has of it.
    fn locate(&mut self, source_root: usize, name: &str) -> Option<(Rc<Place>, Child)> {
        let top = &self.tops[source_root];
        let mut place = Rc::clone(&top.place);
        let Some((parent, last)) = name.rsplit_once('.') else {
            return Some((place, top.listed.child(name)?.clone()));
        };
        let mut end = 0;
        let mut listed: Option<Folder> = None;
        for component in parent.split('.') {
            end += component.len();
            let folder = listed.as_ref().unwrap_or(&self.tops[source_root].listed);
            let child = folder.child(component)?.clone();
            let below = self.search.folder(&place, &child, &name[..end])?;
            let inside = Folder::list(&below.at.path, Look::Names).ok()?;
            place = self.search.with_gitignore(below, &inside);
            listed = Some(inside);
            end += 1;
        }
        let child = listed?.child(last)?.clone();
        Some((place, child))
    }

    /// Says what lies directly in a source root and cannot be a module.
    fn report_top_files(&mut self) {
        for top in &self.tops {
            let display = join(&top.place.at.display, "__init__.py");
            if top.listed.init.is_some() && !self.search.exclude.leaves_out(&display, false) {
                self.search.findings.push(skipped(
                    &display,
                    "is no module: the folder it is in is a source root, not a package",
                    "name the folder above as the source root, or leave the file out with `exclude`",
                ));
            }
            let files = |odd: &&Odd| odd.kind != OddKind::Folder;
            for odd in top.listed.odd.iter().filter(files) {
                self.search.report_one_odd(&top.place, odd);
            }
        }
    }

    fn missing(&self, name: &Spanned<ModuleName>, is_there: bool) -> Finding {
        let searched = searched(self.tops.iter().map(|top| top.place.at.display.as_str()));
        let written = name.value.as_str();
        let children = || self.tops.iter().flat_map(|top| &top.listed.children);
        let (message, help) = if is_there {
            let message =
                format!("the root package `{written}` holds no Python file that is not left out");
            (
                message,
                "name a package that holds code, or check `exclude`".to_owned(),
            )
        } else {
            let message = format!("the root package `{written}` was not found in {searched}");
            let top = written.split('.').next().unwrap_or(written);
            let near = nearest(top, children().map(|child| child.name.as_str()));
            let help = near.map(|near| format!("did you mean `{near}{}`?", &written[top.len()..]));
            (message, help.unwrap_or_else(|| SOURCE_ROOTS.to_owned()))
        };
        Finding::new(Code::MissingRoot, message)
            .at(name.span)
            .module(written)
            .help(help)
    }
}

const SOURCE_ROOTS: &str = "name the folder that holds it in `source_roots`";

/// The finding for a run without any module, if nothing else has been said about it.
pub(crate) fn nothing_found(source_roots: &[SourceRoot]) -> Finding {
    let searched = searched(source_roots.iter().map(|root| root.display.as_str()));
    let message = format!("no Python module was found in {searched}");
    Finding::new(Code::MissingRoot, message).help(SOURCE_ROOTS)
}

/// The source roots as a phrase.
fn searched<'d>(displays: impl Iterator<Item = &'d str>) -> String {
    let shown = displays.map(|display| if display.is_empty() { "." } else { display });
    let shown: Vec<_> = shown.map(|display| format!("`{display}`")).collect();
    match shown.as_slice() {
        [] => "any source root: there is none".to_owned(),
        [one] => format!("the source root {one}"),
        many => format!("the source roots {}", many.join(", ")),
    }
}

fn top(search: &mut Search<'_>, root: SourceRoot, source_root: usize) -> Option<Top> {
    let listed = match Folder::list(&root.path, search.look) {
        Ok(listed) => listed,
        Err(error) => {
            search.findings.push(unreadable(&root.display, &error));
            return None;
        }
    };
    let ignores = search
        .respect_gitignore
        .then(|| GitIgnores::above(&root.real));
    let at = FolderPath {
        path: root.path,
        display: root.display,
        elsewhere: None,
    };
    let place = Rc::new(Place {
        at: Arc::new(at.really_at(root.real)),
        ignores: ignores.flatten(),
        above: None,
    });
    let place = search.with_gitignore(place, &listed);
    Some(Top {
        place,
        listed,
        source_root,
    })
}

/// Whether Python would find a package with `__init__.py` or a module here.
fn is_regular(above: &Place, child: &Child) -> bool {
    let init = || {
        above
            .at
            .path
            .join(&child.name)
            .join("__init__.py")
            .is_file()
    };
    child.file.is_some() || (child.folder.is_some() && init())
}
