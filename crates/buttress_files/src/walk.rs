//! From a root package down: every module in it, by the rules of the layout.
//!
//! Folders are visited with a list instead of by recursion, so no depth of folders can exhaust the
//! stack. They are listed ahead, and what is in them is taken up in a fixed order. Whether a folder without `__init__.py` is a module is known only when everything below it
//! has been seen, so folders are settled at the end, from the leaves up.

use std::rc::Rc;

use buttress_graph::ModuleKind;
use buttress_source::{Code, Finding};

use crate::Layout;
use crate::folder::{Child, Folder};
use crate::listing::Listing;
use crate::place::{Place, Search, skipped};
use crate::read::{FoundFile, unreadable};

/// A module in one source root.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its absolute name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: ModuleKind,
    /// Its file; none exactly for namespace packages.
    pub(crate) file: Option<FoundFile>,
    /// The number of its source root.
    pub(crate) source_root: usize,
}

/// The top of a walk: one root package in one source root.
pub(crate) struct Start<'s> {
    /// The absolute name of the root package.
    pub(crate) name: &'s str,
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
pub(crate) fn walk(search: &mut Search<'_>, start: &Start<'_>, found: &mut Vec<Found>) {
    let mut walk = Walk {
        search,
        found,
        start,
        visits: Vec::new(),
    };
    walk.child(None, start.name.to_owned(), &start.child);
    let mut next = 0;
    while next < walk.visits.len() {
        walk.enter(next);
        next += 1;
    }
    walk.settle();
}

struct Walk<'w, 'a> {
    search: &'w mut Search<'a>,
    found: &'w mut Vec<Found>,
    start: &'w Start<'w>,
    visits: Vec<Visit>,
}

/// A folder of the walk. A folder stands behind the one that holds it.
struct Visit {
    name: String,
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
}

impl Walk<'_, '_> {
    /// Takes up one entry of a folder: a file, a folder, or both of one name.
    fn child(&mut self, above: Option<usize>, name: String, child: &Child) {
        let place = above.map_or(&self.start.above, |above| &self.visits[above].place);
        let place = Rc::clone(place);
        let opens = child.file;
        let file = opens.and_then(|opens| self.search.file(&place, &child.name, &name, opens));
        if let (Some(_), Some(above)) = (&file, above) {
            self.visits[above].has_python = true;
        }
        let folder = self.search.folder(&place, child, &name);
        let folder = folder.filter(|folder| !self.belongs_elsewhere(folder));
        match (folder, file) {
            (Some(folder), beside) => self.visits.push(Visit {
                name,
                listing: Some(Listing::begin(&folder.at)),
                place: folder,
                above,
                beside,
                init: None,
                in_package: above.is_some_and(|above| self.visits[above].in_package),
                has_python: false,
            }),
            (None, Some(file)) => self.add(name, ModuleKind::Module, Some(file)),
            (None, None) => {}
        }
    }

    fn belongs_elsewhere(&self, folder: &Place) -> bool {
        let is_grimps = self.search.layout == Layout::Grimp && self.start.named;
        !is_grimps && self.search.source_roots.contains(&folder.real)
    }

    /// Takes up the entries of a folder.
    fn enter(&mut self, index: usize) {
        let visit = &mut self.visits[index];
        let Some(listing) = visit.listing.take() else {
            return;
        };
        let place = Rc::clone(&visit.place);
        let listed = match listing.wait() {
            Ok(listed) => listed,
            Err(error) => {
                self.search
                    .findings
                    .push(unreadable(&place.at.display, &error));
                return;
            }
        };
        if listed.init.is_none() && !self.is_entered_without_init(index, &listed) {
            return;
        }
        let place = self.search.with_gitignore(place, &listed);
        self.visits[index].place = Rc::clone(&place);
        self.visits[index].in_package |= listed.init.is_some();
        let name = self.visits[index].name.clone();
        if let Some(opens) = listed.init {
            let init = self.search.file(&place, "__init__", &name, opens);
            self.visits[index].has_python = init.is_some();
            self.visits[index].init = init;
        }
        self.search.report_odd(&place, &listed);
        for child in &listed.children {
            let mut below = String::with_capacity(name.len() + 1 + child.name.len());
            below.extend([&*name, ".", &*child.name]);
            self.child(Some(index), below, child);
        }
    }

    fn is_entered_without_init(&mut self, index: usize, listed: &Folder) -> bool {
        let visit = &self.visits[index];
        let last = visit.name.rsplit('.').next().unwrap_or_default();
        let is_top = visit.above.is_none() && !visit.name.contains('.');
        let is_named = visit.above.is_none() && self.start.named;
        if !is_named && self.search.is_no_code(last, is_top, listed) {
            return false;
        }
        if self.search.layout == Layout::Python || !visit.in_package {
            return true;
        }
        let place = &visit.place;
        let is_lost = last != "__pycache__"
            && self
                .search
                .holds_python(&place.at.path, &place.real, &place.at.display);
        if is_lost {
            self.search.findings.push(skipped(
                &place.at.display,
                "is not entered: it has no `__init__.py`, and folders without one are no modules here",
                "add an `__init__.py`, or set `namespace_packages = true`",
            ));
        }
        false
    }

    /// Decides for every folder whether it is a module, and of which file.
    fn settle(&mut self) {
        while let Some(visit) = self.visits.pop() {
            if let (true, Some(above)) = (visit.has_python, visit.above) {
                self.visits[above].has_python = true;
            }
            if visit.beside.is_some() && visit.has_python {
                self.search
                    .findings
                    .push(shadowed(self.search.layout, &visit));
            }
            let beside = (visit.beside, ModuleKind::Module);
            let init = (visit.init, ModuleKind::Package);
            let order = match self.search.layout {
                Layout::Python => [init, beside],
                Layout::Grimp => [beside, init],
            };
            let file = order
                .into_iter()
                .find_map(|(file, kind)| Some((file?, kind)));
            match file {
                Some((file, kind)) => self.add(visit.name, kind, Some(file)),
                None if visit.has_python => self.add(visit.name, ModuleKind::Namespace, None),
                None => {}
            }
        }
    }

    fn add(&mut self, name: String, kind: ModuleKind, file: Option<FoundFile>) {
        self.found.push(Found {
            name,
            kind,
            file,
            source_root: self.start.source_root,
        });
    }
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
