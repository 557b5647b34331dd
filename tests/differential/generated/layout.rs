//! Folders and file names of a random code base, and which of them are roots.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Names, python};
use super::random::Random;

/// Files and roots.
pub(crate) struct CodeBase {
    /// The folders in which packages are looked for.
    pub(crate) path: Vec<&'static str>,
    /// The root packages.
    pub(crate) roots: Vec<String>,
    /// Content by path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// Names of modules and folders; none begins with another.
const NAMES: &[&str] = &[
    "alpha",
    "beta",
    "core",
    "data",
    "eta",
    "gum",
    "x",
    "y",
    "z9",
    "_u",
    "class",
    "\u{b5}",
    "na\u{ef}ve",
    "\u{fb01}g",
    "build",
    "__main__",
];

/// Names of files that are modules no statement can import, or no modules at all.
const ODD_FILES: &[&str] = &[
    "a-b.py",
    "1m.py",
    "n o.py",
    "many.dots.py",
    ".hidden.py",
    "stub.pyi",
    "lib.so",
    "README.txt",
    "UPPER.PY",
    "script.pyw",
];

/// Names of folders that are not entered, or only in namespaces.
const ODD_FOLDERS: &[&str] = &[
    "d-d",
    "2x",
    ".h",
    "__pycache__",
    "node_modules",
    "__init__.py",
];

impl CodeBase {
    pub(crate) fn random(random: &mut Random) -> Self {
        let mut paths = BTreeSet::new();
        let (path, roots) = shape(random, &mut paths);
        let roots: Vec<_> = roots.iter().map(|root| (*root).to_owned()).collect();
        keep_first_of_each_module(&mut paths);
        keep_folders(&mut paths);
        let names = Names::new(paths.iter().map(|path| module(path).0), &roots);
        let files = paths.iter().map(|path| {
            let (module, is_init) = module(path);
            let is_python = path.strip_suffix(".py").is_some();
            let content = if is_python {
                python(random, &names, &module, is_init)
            } else {
                Vec::new()
            };
            (path.clone(), content)
        });
        Self {
            path,
            roots,
            files: files.collect(),
        }
    }
}

/// Where roots are and what they are; fills in the files.
fn shape(
    random: &mut Random,
    paths: &mut BTreeSet<String>,
) -> (Vec<&'static str>, Vec<&'static str>) {
    match random.below(7) {
        0 => {
            folder(random, paths, "one/p", 3, true);
            beside(random, paths, "one/p.py");
            (vec!["one"], vec!["p"])
        }
        1 => {
            folder(random, paths, "one/p", 2, true);
            folder(random, paths, "one/q", 2, true);
            (vec!["one"], vec!["q", "p"])
        }
        2 => {
            folder(random, paths, "one/ns", 3, false);
            (vec!["one"], vec!["ns"])
        }
        3 => {
            folder(random, paths, "one/ns", 2, false);
            folder(random, paths, "two/ns", 2, false);
            (vec!["one", "two"], vec!["ns"])
        }
        4 => {
            folder(random, paths, "one/ns/alpha", 2, true);
            folder(random, paths, "two/ns/deep/beta", 2, true);
            folder(random, paths, "two/p", 1, true);
            folder(random, paths, "two/ns/other", 1, true);
            (vec!["one", "two"], vec!["ns.deep.beta", "ns.alpha", "p"])
        }
        5 => {
            folder(random, paths, "one/ns", 2, false);
            folder(random, paths, "one/ns/core", 2, true);
            (vec!["one"], vec!["ns", "ns.core"])
        }
        // A portion that a regular package further on hides.
        _ => {
            folder(random, paths, "one/p", 1, false);
            folder(random, paths, "two/p", 2, true);
            (vec!["one", "two"], vec!["p"])
        }
    }
}

/// A folder with files and folders in it, and an `__init__.py` or not.
fn folder(
    random: &mut Random,
    paths: &mut BTreeSet<String>,
    at: &str,
    depth: usize,
    has_init: bool,
) {
    if has_init {
        paths.insert(format!("{at}/__init__.py"));
    }
    for _ in 0..=random.below(4) {
        paths.insert(format!("{at}/{}.py", random.pick(NAMES)));
    }
    if random.chance(40) {
        paths.insert(format!("{at}/{}", random.pick(ODD_FILES)));
    }
    if depth == 0 {
        return;
    }
    for _ in 0..=random.below(3) {
        let inner = format!("{at}/{}", random.pick(NAMES));
        let has_init = random.chance(60);
        folder(random, paths, &inner, depth - 1, has_init);
    }
    if random.chance(30) {
        let odd = random.pick(ODD_FOLDERS);
        if !(has_init && odd == "__init__.py") {
            let has_init = random.chance(50);
            folder(random, paths, &format!("{at}/{odd}"), 0, has_init);
        }
    }
    if random.chance(20) {
        paths.insert(format!("{at}/{}/data.txt", random.pick(NAMES)));
    }
}

/// Sometimes, the file that stands for a root package.
fn beside(random: &mut Random, paths: &mut BTreeSet<String>, file: &str) {
    if random.chance(20) {
        paths.insert(file.to_owned());
    }
}

/// Takes out what would be the same module in a second portion: grimp reads either.
fn keep_first_of_each_module(paths: &mut BTreeSet<String>) {
    let first: BTreeSet<_> = paths
        .iter()
        .filter(|path| path.starts_with("one/"))
        .map(|path| module(path).0)
        .collect();
    let is_second =
        |path: &String| path.starts_with("two/ns/") && path.strip_suffix(".py").is_some();
    paths.retain(|path| !is_second(path) || !first.contains(&module(path).0));
}

/// Takes out files where a folder of the same name is to stand.
fn keep_folders(paths: &mut BTreeSet<String>) {
    let all = paths.clone();
    paths.retain(|path| {
        !all.iter()
            .any(|other| other.starts_with(&format!("{path}/")))
    });
}

/// The module of a path, and whether it is an `__init__.py`.
fn module(path: &str) -> (String, bool) {
    let inside = path.split_once('/').map_or(path, |(_, inside)| inside);
    let dotted = inside
        .strip_suffix(".py")
        .unwrap_or(inside)
        .replace('/', ".");
    match dotted.strip_suffix(".__init__") {
        Some(package) => (package.to_owned(), true),
        None => (dotted, false),
    }
}
