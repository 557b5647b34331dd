//! What to look for, and where: the question that [`find_modules`](crate::find_modules) answers.

use std::path::PathBuf;

use buttress_graph::ModuleName;
use buttress_source::Spanned;

/// Where modules are looked for and what counts as one.
#[derive(Debug, Clone)]
pub struct DiscoveryInput {
    /// The folder that patterns and shown paths are relative to; absolute.
    pub base: PathBuf,
    /// The folders whose top-level entries are top-level modules.
    pub source_roots: SourceRoots,
    /// The root packages to read, dotted names allowed; all that the source roots hold if none are
    /// given.
    pub root_packages: Option<Vec<Spanned<ModuleName>>>,
    /// Files and folders to leave out: patterns in the syntax of `.gitignore`, relative to the base.
    pub exclude: Vec<Spanned<String>>,
    /// Whether what `.gitignore` files name is left out, too.
    pub respect_gitignore: bool,
    /// What counts as a module.
    pub layout: Layout,
    /// Whether the stamps of files are taken while their folders are listed, where that costs less
    /// than to take them later.
    pub stamps: bool,
}

/// The folders whose top-level entries are top-level modules, as on Python's `sys.path`.
#[derive(Debug, Clone)]
pub enum SourceRoots {
    /// The base, its `src` folder, and further folders (members of a workspace, say), each with its
    /// `src` folder. Those that do not exist are passed over, and a `src` that has an `__init__.py`
    /// is a package and no source root.
    Default {
        /// The further folders; absolute.
        further: Vec<PathBuf>,
    },
    /// Folders relative to the base; `*`, `?`, `[…]`, `{…}` and `**` are understood.
    Explicit(Vec<Spanned<String>>),
    /// What a Python interpreter would search, and its rules: the first regular package or module
    /// hides all else, and a root package has to be a package.
    SearchPath(SearchPath),
}

impl Default for SourceRoots {
    fn default() -> Self {
        Self::Default {
            further: Vec::new(),
        }
    }
}

/// Where a Python interpreter looks for top-level modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchPath {
    /// The folders, absolute, in the order of `sys.path`; those that do not exist are passed over.
    pub folders: Vec<PathBuf>,
    /// Packages that lie in folders of another name, as editable installs can say; they are looked
    /// up after all folders.
    pub mapped: Vec<MappedPackage>,
}

impl From<Vec<PathBuf>> for SearchPath {
    fn from(folders: Vec<PathBuf>) -> Self {
        Self {
            folders,
            mapped: Vec::new(),
        }
    }
}

/// A package whose place was told apart from the search path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedPackage {
    /// Its name; dotted if it is a part of a namespace package.
    pub name: ModuleName,
    /// Its folder, or its file without the suffix `.py`; absolute.
    pub path: PathBuf,
}

/// What counts as a module, and which folders are entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Layout {
    /// As Python sees it: a folder without `__init__.py` is a module if a Python file lies below it,
    /// and a package `x/__init__.py` hides `x.py` beside it.
    ///
    /// Not entered, unless they have an `__init__.py`: hidden folders and folders called
    /// `__pycache__` or `node_modules` anywhere, virtual environments (folders with a
    /// `pyvenv.cfg`) anywhere, and folders called `build` or `dist` directly in a source root.
    /// A folder that is itself a source root belongs to nothing but that source root.
    #[default]
    Python,
    /// As grimp 3 sees it: below a folder with an `__init__.py`, a folder without one is left out
    /// with all that it holds, and `x.py` hides a package `x/__init__.py` beside it. Folders
    /// outside of regular packages are modules if a Python file lies below them. No other folder
    /// is left out.
    Grimp,
}
