//! Folders on the way down: how they are reached, shown, left out, and kept from going in circles.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use buttress_source::{Code, Finding, Severity};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::exclude::{Exclude, GitIgnores, join};
use crate::folder::{Child, Folder, Linked, Look, Odd, OddKind, Opens, Source};
use crate::listing::Rules;
use crate::read::{FolderPath, FoundFile, NOT_REGULAR, escape, unreadable};
use crate::{DiscoveryInput, Layout};

/// How often one folder may be reached through links. Without a limit, a few folders full of links
/// to each other would be entered in every order there is.
const MAX_VISITS_BY_LINK: u32 = 64;

const RENAME: &str = "rename it, or leave it out with `exclude`";

/// A folder that was reached.
#[derive(Debug)]
pub(crate) struct Place {
    /// Where it can be listed, and how it is shown.
    pub(crate) at: Arc<FolderPath>,
    /// The `.gitignore` files that apply to its entries.
    pub(crate) ignores: Option<Rc<GitIgnores>>,
    /// The folder it was reached from.
    pub(crate) above: Option<Rc<Place>>,
}

impl Place {
    /// The folder at `at`, in the folder `above`.
    pub(crate) fn below(above: &Rc<Self>, at: Arc<FolderPath>) -> Rc<Self> {
        Rc::new(Self {
            at,
            ignores: above.ignores.clone(),
            above: Some(Rc::clone(above)),
        })
    }
}

/// The source roots, links resolved.
pub(crate) struct SourceRootSet {
    all: FxHashSet<PathBuf>,
    /// How long they are, which rules out most folders.
    lengths: FxHashSet<usize>,
}

impl SourceRootSet {
    pub(crate) fn contains(&self, real: &Path) -> bool {
        self.lengths.contains(&real.as_os_str().len()) && self.all.contains(real)
    }
}

impl FromIterator<PathBuf> for SourceRootSet {
    fn from_iter<I: IntoIterator<Item = PathBuf>>(roots: I) -> Self {
        let all: FxHashSet<PathBuf> = roots.into_iter().collect();
        let lengths = all.iter().map(|root| root.as_os_str().len()).collect();
        Self { all, lengths }
    }
}

/// What every step of a search needs, and what it has to say.
pub(crate) struct Search<'a> {
    /// What counts as a module.
    pub(crate) layout: Layout,
    /// What is asked of the entries of a folder.
    pub(crate) look: Look,
    /// The patterns of what is left out.
    pub(crate) exclude: &'a Exclude,
    /// Whether `.gitignore` files are read.
    pub(crate) respect_gitignore: bool,
    /// The source roots.
    pub(crate) source_roots: &'a SourceRootSet,
    /// Names of modules and folders that were left out.
    pub(crate) excluded: Vec<String>,
    /// What there is to say.
    pub(crate) findings: Vec<Finding>,
    visits_by_link: FxHashMap<PathBuf, u32>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        input: &DiscoveryInput,
        exclude: &'a Exclude,
        source_roots: &'a SourceRootSet,
    ) -> Self {
        Self {
            layout: input.layout,
            look: if input.stamps {
                Look::Stamps
            } else {
                Look::Names
            },
            exclude,
            respect_gitignore: input.respect_gitignore,
            source_roots,
            excluded: Vec::new(),
            findings: Vec::new(),
            visits_by_link: FxHashMap::default(),
        }
    }

    /// The rules of a walk.
    pub(crate) fn rules(&self, named: bool) -> Rules<'a> {
        Rules {
            layout: self.layout,
            look: self.look,
            exclude: self.exclude,
            source_roots: self.source_roots,
            gitignore: self.respect_gitignore,
            named,
        }
    }

    /// The file `stem.py` in a folder, as the module `name`; none if it is left out.
    pub(crate) fn file(
        &mut self,
        place: &Place,
        stem: impl Into<Box<str>>,
        name: &str,
        source: Source,
    ) -> Option<FoundFile> {
        let file = FoundFile::new(Arc::clone(&place.at), stem, source.stamp);
        if self.may_leave_out(place) && self.leaves_out(place, &file.path(), &file.display(), false)
        {
            self.excluded.push(name.to_owned());
            return None;
        }
        if source.opens == Opens::No {
            let error = std::io::Error::other(NOT_REGULAR);
            self.findings.push(unreadable(&file.display(), &error));
            return None;
        }
        Some(file)
    }

    /// The folder of a child, as the module `name`; none if it is not to be entered.
    pub(crate) fn folder(
        &mut self,
        above: &Rc<Place>,
        child: &Child,
        name: &str,
    ) -> Option<Rc<Place>> {
        let linked = child.folder?;
        let at = above.at.below(&child.name);
        if linked == Linked::No {
            return self.enter(above, Arc::new(at), name);
        }
        if self.leaves_out_folder(above, &at, name) {
            return None;
        }
        let real = self.follow(above, &at.path, &at.display)?;
        Some(Place::below(above, Arc::new(at.really_at(real))))
    }

    /// The folder at `at`, which is no link, as the module `name`; none if it is left out.
    pub(crate) fn enter(
        &mut self,
        above: &Rc<Place>,
        at: Arc<FolderPath>,
        name: &str,
    ) -> Option<Rc<Place>> {
        let is_left_out = self.leaves_out_folder(above, &at, name);
        (!is_left_out).then(|| Place::below(above, at))
    }

    fn leaves_out_folder(&mut self, above: &Place, at: &FolderPath, name: &str) -> bool {
        let is_left_out = self.leaves_out(above, &at.path, &at.display, true);
        if is_left_out {
            self.excluded.push(name.to_owned());
        }
        is_left_out
    }

    /// Where a link leads; none if that is not to be entered.
    fn follow(&mut self, above: &Rc<Place>, path: &Path, display: &str) -> Option<PathBuf> {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                self.findings.push(unreadable(display, &error));
                return None;
            }
        };
        let mut places = std::iter::successors(Some(above), |place| place.above.as_ref());
        if places.any(|place| place.at.real().starts_with(&real)) {
            let message = format!("the link `{display}` leads back to a folder that holds it");
            self.findings.push(link_loop(display, &message));
            return None;
        }
        let visits = self.visits_by_link.entry(real.clone()).or_default();
        *visits += 1;
        if *visits > MAX_VISITS_BY_LINK {
            let message = format!(
                "the folder behind the link `{display}` was entered by {MAX_VISITS_BY_LINK} other links"
            );
            self.findings.push(link_loop(display, &message));
            return None;
        }
        Some(real)
    }

    /// Whether any entry of `place` could be left out.
    fn may_leave_out(&self, place: &Place) -> bool {
        !self.exclude.is_empty() || place.ignores.is_some()
    }

    /// Whether `exclude` or a `.gitignore` leaves out an entry of `place`.
    fn leaves_out(&self, place: &Place, path: &Path, display: &str, is_folder: bool) -> bool {
        let ignores = place.ignores.as_ref();
        self.exclude.leaves_out(display, is_folder)
            || ignores.is_some_and(|ignores| ignores.ignores(path, is_folder))
    }

    /// A folder that has been listed, with its own `.gitignore` added if that is to be read.
    pub(crate) fn with_gitignore(&self, place: Rc<Place>, listed: &Folder) -> Rc<Place> {
        if !self.respect_gitignore || !listed.has_gitignore {
            return place;
        }
        let ignores = GitIgnores::enter(&place.at.path, place.ignores.clone());
        Rc::new(Place {
            at: Arc::clone(&place.at),
            ignores: Some(ignores),
            above: place.above.clone(),
        })
    }

    /// Says what in a folder cannot be a module though it looks like Python.
    pub(crate) fn report_odd(&mut self, place: &Place, listed: &Folder) {
        for odd in &listed.odd {
            self.report_one_odd(place, odd);
        }
    }

    pub(crate) fn report_one_odd(&mut self, place: &Place, odd: &Odd) {
        let path = place.at.path.join(&odd.raw);
        let display = join(&place.at.display, &escape(&odd.name));
        let is_folder = odd.kind == OddKind::Folder;
        if self.leaves_out(place, &path, &display, is_folder) {
            return;
        }
        if is_folder && !self.holds_python(&path, &place.at.real().join(&odd.raw), &display) {
            return;
        }
        let finding = match odd.kind {
            OddKind::Dots => skipped(
                &display,
                "is no module: its name has more than one dot",
                RENAME,
            ),
            OddKind::FileEncoding => {
                skipped(&display, "is no module: its name is not UTF-8", RENAME)
            }
            OddKind::Folder => skipped(
                &display,
                "is not entered: its name is no Python identifier",
                "rename it, name it in `source_roots`, or leave it out with `exclude`",
            ),
            OddKind::DeadLink => dead_link(&display),
        };
        self.findings.push(finding);
    }

    /// Whether a Python file that is not left out lies in or below a folder that is not entered.
    /// Follows no links, and looks no further than the first one.
    pub(crate) fn holds_python(&self, path: &Path, real: &Path, display: &str) -> bool {
        let mut stack = vec![(path.to_owned(), real.to_owned(), display.to_owned())];
        while let Some((path, real, display)) = stack.pop() {
            let Ok(listed) = Folder::list(&path, Look::Names) else {
                continue;
            };
            if self.source_roots.contains(&real) || (listed.is_environment && listed.init.is_none())
            {
                continue;
            }
            let files = listed.children.iter().filter(|child| child.file.is_some());
            let mut files = files
                .map(|child| child.name.as_str())
                .chain(listed.init.map(|_| "__init__"));
            let is_left_out = |stem: &str| {
                let display = join(&display, &format!("{stem}.py"));
                self.exclude.leaves_out(&display, false)
            };
            if files.any(|stem| !is_left_out(stem)) {
                return true;
            }
            let children = listed
                .children
                .iter()
                .filter(|child| child.folder == Some(Linked::No));
            for child in children.filter(|child| child.name != "__pycache__") {
                let display = join(&display, &child.name);
                if !self.exclude.leaves_out(&display, true) {
                    stack.push((path.join(&child.name), real.join(&child.name), display));
                }
            }
        }
        false
    }
}

/// The finding for a Python file or folder that is no module.
pub(crate) fn skipped(display: &str, why: &str, help: &str) -> Finding {
    Finding::new(Code::SkippedFile, format!("`{display}` {why}"))
        .in_path(display)
        .help(help)
}

fn link_loop(display: &str, message: &str) -> Finding {
    Finding::new(Code::LinkLoop, format!("{message}, so it is not entered"))
        .in_path(display)
        .help("remove the link, or leave it out with `exclude`")
}

/// The finding for a link that could stand for a package, but leads nowhere.
fn dead_link(display: &str) -> Finding {
    Finding::new(
        Code::UnreadableFile,
        format!("the link `{display}` leads nowhere"),
    )
    .severity(Severity::Warning)
    .in_path(display)
    .help("mend or remove the link, or leave it out with `exclude`")
}
