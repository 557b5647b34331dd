//! Folders listed ahead, on other threads, while what was found so far is taken up.
//!
//! Listing costs more than all else in a walk, and what is in a folder has to be taken up in a fixed
//! order; so one thread does that and lists only what no other thread has got to. A folder that is
//! sure to be entered is listed as soon as the one above it has been, before that is taken up.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use buttress_graph::ModuleName;
use rayon::{ScopeFifo, Yield};

use crate::Layout;
use crate::exclude::Exclude;
use crate::folder::{Child, Folder, Linked, Look};
use crate::place::SourceRootSet;
use crate::read::FolderPath;

/// What decides whether a folder is entered, as far as that can be said on any thread.
pub(crate) struct Rules<'a> {
    pub(crate) layout: Layout,
    pub(crate) look: Look,
    pub(crate) exclude: &'a Exclude,
    pub(crate) source_roots: &'a SourceRootSet,
    /// Whether `.gitignore` files may leave something out.
    pub(crate) gitignore: bool,
    /// Whether the root package was asked for by name.
    pub(crate) named: bool,
}

/// A folder on the way down.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Where it is.
    pub(crate) at: Arc<FolderPath>,
    /// Its absolute name as a module.
    pub(crate) name: ModuleName,
    /// Whether it is the root package.
    pub(crate) is_root: bool,
    /// Whether a folder above it has an `__init__.py`.
    pub(crate) in_package: bool,
}

/// A folder that was listed, with what can be said of its entries on any thread.
pub(crate) struct Listed {
    /// What is in it; its children are below.
    pub(crate) folder: Folder,
    /// Its children, with their absolute names and, if they are sure to be entered, their listings.
    pub(crate) children: Vec<(ModuleName, Child, Option<Ahead>)>,
}

/// A folder that is being listed.
pub(crate) struct Ahead {
    pub(crate) at: Arc<FolderPath>,
    pub(crate) listing: Listing,
}

/// The listing of a folder.
pub(crate) enum Listing {
    /// It will be made when it is asked for.
    Later(Box<Step>),
    /// A thread of the pool puts the answer here.
    Ahead(Arc<Mutex<Option<io::Result<Listed>>>>),
}

impl Rules<'_> {
    /// Whether a folder without `__init__.py` holds no code of this project.
    pub(crate) fn is_no_code(&self, step: &Step, listed: &Folder) -> bool {
        let last = step.name.as_str().rsplit('.').next().unwrap_or_default();
        let is_top = step.is_root && !step.name.as_str().contains('.');
        self.layout == Layout::Python
            && !(step.is_root && self.named)
            && (listed.is_environment
                || matches!(last, "node_modules" | "__pycache__")
                || (is_top && matches!(last, "build" | "dist")))
    }

    /// Whether a folder belongs to a source root of its own.
    pub(crate) fn belongs_elsewhere(&self, folder: &FolderPath) -> bool {
        let is_grimps = self.layout == Layout::Grimp && self.named;
        !is_grimps && self.source_roots.contains(folder.real())
    }

    /// Whether the entries of a folder are sure to be taken up.
    fn is_entered(&self, step: &Step, listed: &Folder) -> bool {
        let is_module = self.layout == Layout::Python || !step.in_package;
        !self.gitignore && (listed.init.is_some() || (is_module && !self.is_no_code(step, listed)))
    }
}

impl Listing {
    /// Has a folder listed by the threads of the pool that the scope is of, if there is one.
    pub(crate) fn begin<'s>(
        step: Step,
        rules: &'s Rules<'s>,
        scope: Option<&ScopeFifo<'s>>,
    ) -> Self {
        let Some(scope) = scope else {
            return Self::Later(Box::new(step));
        };
        let answer = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&answer);
        scope.spawn_fifo(move |scope| {
            let listed = list(&step, rules, Some(scope));
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(listed);
        });
        Self::Ahead(answer)
    }

    /// What is in the folder. Lists other folders as long as that is not known.
    pub(crate) fn wait(self, rules: &Rules<'_>) -> io::Result<Listed> {
        let answer = match self {
            Self::Later(step) => return list(&step, rules, None),
            Self::Ahead(answer) => answer,
        };
        loop {
            let taken = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(listed) = taken {
                return listed;
            }
            if rayon::yield_now() != Some(Yield::Executed) {
                thread::yield_now();
            }
        }
    }
}

fn list<'s>(
    step: &Step,
    rules: &'s Rules<'s>,
    scope: Option<&ScopeFifo<'s>>,
) -> io::Result<Listed> {
    let mut folder = Folder::list(&step.at.path, rules.look)?;
    let goes_on = scope.is_some() && rules.is_entered(step, &folder);
    let in_package = step.in_package || folder.init.is_some();
    let children = std::mem::take(&mut folder.children);
    let children = children.into_iter().filter_map(|child| {
        // None for a name with an empty component, which no entry can give.
        let name = step.name.child(&child.name)?;
        let below = |name| Step {
            at: Arc::new(step.at.below(&child.name)),
            name,
            is_root: false,
            in_package,
        };
        let is_entered = |step: &Step| {
            !rules.exclude.will_leave_out(&step.at.display, true)
                && !rules.belongs_elsewhere(&step.at)
        };
        let is_folder = goes_on && child.folder == Some(Linked::No);
        let step = is_folder.then(|| below(name.clone())).filter(is_entered);
        let ahead = step.map(|step| Ahead {
            at: Arc::clone(&step.at),
            listing: Listing::begin(step, rules, scope),
        });
        Some((name, child, ahead))
    });
    Ok(Listed {
        children: children.collect(),
        folder,
    })
}
