//! From a root package down: every module in it, by the rules of the layout.
//!
//! Folders are visited with a list instead of by recursion, so no depth of folders can exhaust the
//! stack. They are listed ahead, and what is in them is taken up in a fixed order. Whether a folder
//! without `__init__.py` is a module is known only when everything below it has been seen, so folders
//! are settled at the end, from the leaves up.

use std::mem;
use std::rc::Rc;
use std::sync::Arc;

use buttress_graph::{ModuleKind, ModuleName, pool};
use buttress_source::{Code, Finding};
use rayon::ScopeFifo;

use crate::folder::{Child, Folder};
use crate::listing::{Ahead, Listed, Listing, Rules, Step};
use crate::place::{Place, Search, skipped};
use crate::read::{FoundFile, unreadable};
use crate::{FoundModule, Layout};

/// What there is of a root package in one source root.
#[derive(Debug)]
pub(crate) struct Portion {
    /// The modules, sorted by name; no name twice.
    pub(crate) modules: Vec<FoundModule>,
    /// The number of the source root.
    pub(crate) source_root: usize,
}

/// The top of a walk: one root package in one source root.
pub(crate) struct Start<'s> {
    /// The absolute name of the root package.
    pub(crate) name: &'s ModuleName,
    /// The folder that holds it.
    pub(crate) above: Rc<Place>,
    /// What of it that folder has.
    pub(crate) child: Child,
    /// The number of the source root.
    pub(crate) source_root: usize,
    /// Whether the root package was asked for by name.
    pub(crate) named: bool,
}

/// Walks a root package in one source root.
pub(crate) fn walk(search: &mut Search<'_>, start: &Start<'_>) -> Portion {
    let rules = search.rules(start.named);
    let modules = if pool::in_pool() {
        rayon::in_place_scope_fifo(|scope| walk_in(search, start, &rules, Some(scope)))
    } else {
        walk_in(search, start, &rules, None)
    };
    Portion {
        modules,
        source_root: start.source_root,
    }
}

fn walk_in<'s>(
    search: &mut Search<'_>,
    start: &Start<'_>,
    rules: &'s Rules<'s>,
    scope: Option<&ScopeFifo<'s>>,
) -> Vec<FoundModule> {
    let mut walk = Walk {
        search,
        rules,
        scope,
        visits: Vec::new(),
    };
    let above = Above {
        place: &start.above,
        visit: None,
    };
    let top = walk.child(&above, start.name.clone(), start.child.clone(), None);
    let mut next = 0;
    while next < walk.visits.len() {
        walk.enter(next);
        next += 1;
    }
    walk.settle();
    walk.hand_over(top)
}

struct Walk<'w, 'a, 's> {
    search: &'w mut Search<'a>,
    rules: &'s Rules<'s>,
    scope: Option<&'w ScopeFifo<'s>>,
    visits: Vec<Visit>,
}

/// A folder of the walk. A folder stands behind the one that holds it.
struct Visit {
    name: ModuleName,
    place: Rc<Place>,
    /// What is in it, until that has been taken up.
    listing: Option<Listing>,
    above: Option<usize>,
    /// The file `x.py` beside this folder `x`.
    beside: Option<FoundFile>,
    init: Option<FoundFile>,
    /// Whether this folder or one above it has an `__init__.py`.
    in_package: bool,
    /// Whether a module was found in or below it.
    has_python: bool,
    /// What was found in it, by name.
    items: Vec<Item>,
}

/// What was found in a folder.
enum Item {
    Module(FoundModule),
    /// The number of a visit.
    Folder(usize),
}

/// The folder whose entries are taken up; the one that holds the root package has no visit.
struct Above<'v> {
    place: &'v Rc<Place>,
    visit: Option<usize>,
}

impl Walk<'_, '_, '_> {
    /// Takes up one entry of a folder: a file, a folder, or both of one name.
    fn child(
        &mut self,
        above: &Above<'_>,
        name: ModuleName,
        child: Child,
        ahead: Option<Ahead>,
    ) -> Option<Item> {
        let folder = match ahead {
            Some(ahead) => self.begun(above, &name, ahead),
            None => self.begin(above, &name, &child),
        };
        let source = child.file;
        let file = source
            .and_then(|source| (self.search).file(above.place, child.name, name.as_str(), source));
        if let (Some(_), Some(above)) = (&file, above.visit) {
            self.visits[above].has_python = true;
        }
        let Some((place, listing)) = folder else {
            return file.map(|file| Item::Module(module(name, ModuleKind::Module, Some(file))));
        };
        self.visits.push(Visit {
            name,
            place,
            listing: Some(listing),
            above: above.visit,
            beside: file,
            init: None,
            in_package: self.is_in_package(above),
            has_python: false,
            items: Vec::new(),
        });
        Some(Item::Folder(self.visits.len() - 1))
    }

    /// A folder that is being listed already; none if it is left out.
    fn begun(
        &mut self,
        above: &Above<'_>,
        name: &ModuleName,
        ahead: Ahead,
    ) -> Option<(Rc<Place>, Listing)> {
        let place = self.search.enter(above.place, ahead.at, name.as_str())?;
        Some((place, ahead.listing))
    }

    /// The folder of a child, which is listed from now on; none if it is not to be entered.
    fn begin(
        &mut self,
        above: &Above<'_>,
        name: &ModuleName,
        child: &Child,
    ) -> Option<(Rc<Place>, Listing)> {
        let place = self.search.folder(above.place, child, name.as_str())?;
        if self.rules.belongs_elsewhere(&place.at) {
            return None;
        }
        let step = Step {
            at: Arc::clone(&place.at),
            name: name.clone(),
            is_root: above.visit.is_none(),
            in_package: self.is_in_package(above),
        };
        Some((place, Listing::begin(step, self.rules, self.scope)))
    }

    fn is_in_package(&self, above: &Above<'_>) -> bool {
        above
            .visit
            .is_some_and(|above| self.visits[above].in_package)
    }

    /// Takes up the entries of a folder.
    fn enter(&mut self, index: usize) {
        let visit = &mut self.visits[index];
        let Some(listing) = visit.listing.take() else {
            return;
        };
        let place = Rc::clone(&visit.place);
        let Listed { folder, children } = match listing.wait(self.rules) {
            Ok(listed) => listed,
            Err(error) => {
                let finding = unreadable(&place.at.display, &error);
                self.search.findings.push(finding);
                return;
            }
        };
        if folder.init.is_none() && !self.is_entered_without_init(index, &folder) {
            return;
        }
        let place = self.search.with_gitignore(place, &folder);
        let visit = &mut self.visits[index];
        visit.place = Rc::clone(&place);
        visit.in_package |= folder.init.is_some();
        if let Some(source) = folder.init.clone() {
            visit.init = (self.search).file(&place, "__init__", visit.name.as_str(), source);
            visit.has_python = visit.init.is_some();
        }
        self.search.report_odd(&place, &folder);
        let above = Above {
            place: &place,
            visit: Some(index),
        };
        let mut items = Vec::with_capacity(children.len());
        for (name, child, ahead) in children {
            items.extend(self.child(&above, name, child, ahead));
        }
        self.visits[index].items = items;
    }

    fn is_entered_without_init(&mut self, index: usize, listed: &Folder) -> bool {
        let visit = &self.visits[index];
        let place = &visit.place;
        let step = Step {
            at: Arc::clone(&place.at),
            name: visit.name.clone(),
            is_root: visit.above.is_none(),
            in_package: visit.in_package,
        };
        if self.rules.is_no_code(&step, listed) {
            return false;
        }
        if self.search.layout == Layout::Python || !visit.in_package {
            return true;
        }
        let last = visit.name.as_str().rsplit('.').next();
        let is_lost = last != Some("__pycache__")
            && (self.search).holds_python(&place.at.path, place.at.real(), &place.at.display);
        if is_lost {
            self.search.findings.push(skipped(
                &place.at.display,
                "is not entered: it has no `__init__.py`, and folders without one are no modules here",
                "add an `__init__.py`, or set `namespace_packages = true`",
            ));
        }
        false
    }

    /// Decides for every folder whether it is a module.
    fn settle(&mut self) {
        for index in (0..self.visits.len()).rev() {
            let visit = &self.visits[index];
            let has_python = visit.has_python;
            if visit.beside.is_some() && has_python {
                let finding = shadowed(self.search.layout, visit);
                self.search.findings.push(finding);
            }
            let above = visit.above.filter(|_| has_python);
            if let Some(above) = above {
                self.visits[above].has_python = true;
            }
        }
    }

    /// Hands over what was found, a folder before what is in it: so it is in the order of the names.
    fn hand_over(&mut self, top: Option<Item>) -> Vec<FoundModule> {
        let items = self.visits.iter().map(|visit| visit.items.len());
        let mut found = Vec::with_capacity(1 + items.sum::<usize>());
        let mut open = vec![Vec::from_iter(top).into_iter()];
        while let Some(items) = open.last_mut() {
            match items.next() {
                None => {
                    open.pop();
                }
                Some(Item::Module(module)) => found.push(module),
                Some(Item::Folder(visit)) => {
                    let visit = &mut self.visits[visit];
                    open.push(mem::take(&mut visit.items).into_iter());
                    found.extend(visit.take_module(self.search.layout));
                }
            }
        }
        found
    }
}

impl Visit {
    /// What the folder is itself: a package, a module beside it, or a namespace of what is below.
    fn take_module(&mut self, layout: Layout) -> Option<FoundModule> {
        let beside = (self.beside.take(), ModuleKind::Module);
        let init = (self.init.take(), ModuleKind::Package);
        let order = match layout {
            Layout::Python => [init, beside],
            Layout::Grimp => [beside, init],
        };
        let mut files = order.into_iter();
        let file = files.find_map(|(file, kind)| Some((kind, Some(file?))));
        let namespace = self.has_python.then_some((ModuleKind::Namespace, None));
        let (kind, file) = file.or(namespace)?;
        Some(module(self.name.clone(), kind, file))
    }
}

fn module(name: ModuleName, kind: ModuleKind, file: Option<FoundFile>) -> FoundModule {
    FoundModule { name, kind, file }
}

/// The finding for `x.py` beside a folder `x` with Python files.
fn shadowed(layout: Layout, visit: &Visit) -> Finding {
    let folder = &visit.place.at.display;
    let file = visit.beside.as_ref().map(FoundFile::display);
    let file = file.unwrap_or_default();
    let init = visit.init.as_ref().map(FoundFile::display);
    let (path, message) = match (&init, layout) {
        (Some(init), Layout::Python) => (
            &file,
            format!("`{file}` is not read: the package `{init}` hides it"),
        ),
        (Some(init), Layout::Grimp) => (
            init,
            format!("`{init}` is not read: `{file}` stands for the module"),
        ),
        (None, _) => (
            &file,
            format!(
                "`{file}` hides the folder `{folder}`: Python cannot import the modules in it, which are in the graph all the same"
            ),
        ),
    };
    Finding::new(Code::ShadowedModule, message)
        .in_path(path.as_str())
        .module(visit.name.as_str())
        .help("rename one of the two")
}
