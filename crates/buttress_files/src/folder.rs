//! The entries of one folder, sorted and sorted out: the only place that lists folders.

use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use buttress_cache::Stamp;

use crate::names::{FileName, classify, is_identifier};

/// What a folder holds, as far as modules are concerned. All lists are in name order.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// The file `__init__.py`, if it is there.
    pub(crate) init: Option<Source>,
    /// Whether `pyvenv.cfg` marks the folder as a virtual environment.
    pub(crate) is_environment: bool,
    /// Whether a `.gitignore` is there.
    pub(crate) has_gitignore: bool,
    /// The possible modules: files, folders, and the two side by side.
    pub(crate) children: Vec<Child>,
    /// Entries that cannot be modules though they look like Python.
    pub(crate) odd: Vec<Odd>,
}

/// A possible module.
#[derive(Debug, Clone)]
pub(crate) struct Child {
    /// The last component of its name.
    pub(crate) name: String,
    /// The file `name.py`, if it is there.
    pub(crate) file: Option<Source>,
    /// Whether there is a folder `name`, and whether it is a link.
    pub(crate) folder: Option<Linked>,
}

/// A Python file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Whether it can be opened safely.
    pub(crate) opens: Opens,
    /// What the file system said of it, links followed, if it was asked.
    pub(crate) stamp: Option<Box<Stamp>>,
}

/// What is asked of the entries of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// What the folder itself says of them.
    Names,
    /// The stamps of Python files, too.
    Stamps,
}

/// Whether a file may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opens {
    /// It is a regular file, or a link that leads to one or nowhere.
    Yes,
    /// It is a pipe, a socket or a device.
    No,
}

/// Whether a folder is a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Linked {
    /// It stands where it is named.
    No,
    /// The link has to be resolved.
    Yes,
}

/// An entry that cannot be a module.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Odd {
    /// Its name, lossily decoded.
    pub(crate) name: String,
    /// Its name as the system has it.
    pub(crate) raw: OsString,
    /// What it is.
    pub(crate) kind: OddKind,
}

/// Why an entry cannot be a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OddKind {
    /// A file `a.b.py`.
    Dots,
    /// A Python file whose name is not UTF-8.
    FileEncoding,
    /// A folder whose name is no identifier, or not UTF-8.
    Folder,
    /// A link that leads nowhere and could stand for a package.
    DeadLink,
}

/// What an entry is, links followed.
#[derive(Debug, Clone)]
enum Kind {
    File(Source),
    Folder(Linked),
    /// A link that leads nowhere.
    Nowhere,
}

impl Folder {
    /// Lists a folder. Only links cost a system call of their own, and stamps one each, made by way
    /// of the open folder.
    pub(crate) fn list(path: &Path, look: Look) -> io::Result<Self> {
        let mut folder = Self::default();
        for entry in fs::read_dir(path)? {
            folder.add(&entry?, look);
        }
        folder.sort();
        Ok(folder)
    }

    fn add(&mut self, entry: &DirEntry, look: Look) {
        let raw = entry.file_name();
        let Some(name) = raw.to_str() else {
            self.add_undecodable(entry, raw);
            return;
        };
        match name {
            "pyvenv.cfg" => self.is_environment = true,
            ".gitignore" => self.has_gitignore = true,
            _ => {}
        }
        if name.starts_with('.') {
            return;
        }
        let class = classify(name);
        let is_module = matches!(class, FileName::Module(_));
        let kind = match kind(entry, is_module && look == Look::Stamps) {
            Kind::Nowhere if class == FileName::Other && is_identifier(name) => {
                self.add_odd(name, OddKind::DeadLink);
                return;
            }
            // Reading a Python file that is a dead link will say so.
            Kind::Nowhere => Kind::File(Source::of(true)),
            kind => kind,
        };
        match (kind, class) {
            (Kind::Nowhere, _) | (Kind::File(_), FileName::Other) => {}
            (Kind::File(source), FileName::Module("__init__")) => self.init = Some(source),
            (Kind::File(source), FileName::Module(stem)) => {
                self.add_child(stem, Some(source), None);
            }
            (Kind::File(_), FileName::Impossible) => self.add_odd(name, OddKind::Dots),
            (Kind::Folder(linked), _) if is_identifier(name) => {
                self.add_child(name, None, Some(linked));
            }
            (Kind::Folder(_), _) => self.add_odd(name, OddKind::Folder),
        }
    }

    fn add_undecodable(&mut self, entry: &DirEntry, raw: OsString) {
        let name = raw.to_string_lossy().into_owned();
        let is_folder = entry.path().is_dir();
        let kind = if is_folder {
            OddKind::Folder
        } else {
            OddKind::FileEncoding
        };
        let is_python = classify(&name) != FileName::Other;
        if is_python || (is_folder && !name.starts_with('.')) {
            self.odd.push(Odd { name, raw, kind });
        }
    }

    fn add_child(&mut self, name: &str, file: Option<Source>, folder: Option<Linked>) {
        self.children.push(Child {
            name: name.to_owned(),
            file,
            folder,
        });
    }

    fn add_odd(&mut self, name: &str, kind: OddKind) {
        self.odd.push(Odd {
            name: name.to_owned(),
            raw: name.into(),
            kind,
        });
    }

    /// Puts everything in order and joins `x.py` and `x/` to one child.
    fn sort(&mut self) {
        self.children.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        self.children.dedup_by(|later, first| {
            let same = later.name == first.name;
            if same {
                first.file = first.file.take().or(later.file.take());
                first.folder = first.folder.or(later.folder);
            }
            same
        });
        self.odd.sort_unstable_by(|a, b| a.raw.cmp(&b.raw));
    }

    /// The child of this exact name.
    pub(crate) fn child(&self, name: &str) -> Option<&Child> {
        let found = self
            .children
            .binary_search_by(|child| child.name.as_str().cmp(name));
        found.ok().map(|index| &self.children[index])
    }
}

impl Source {
    /// A regular file, or not.
    pub(crate) fn of(is_file: bool) -> Self {
        Self {
            opens: if is_file { Opens::Yes } else { Opens::No },
            stamp: None,
        }
    }

    fn with_stamp(self, stamp: Option<Stamp>) -> Self {
        let stamp = stamp.map(Box::new);
        Self { stamp, ..self }
    }
}

fn kind(entry: &DirEntry, with_stamp: bool) -> Kind {
    let Ok(file_type) = entry.file_type() else {
        // Reading it will say what is wrong.
        return Kind::File(Source::of(true));
    };
    if file_type.is_dir() {
        return Kind::Folder(Linked::No);
    }
    if !file_type.is_symlink() {
        let source = Source::of(file_type.is_file());
        // Elsewhere what a folder says of its files may be out of date.
        let with_stamp = with_stamp && cfg!(unix) && file_type.is_file();
        return Kind::File(source.with_stamp(with_stamp.then(|| stamp(entry)).flatten()));
    }
    match fs::metadata(entry.path()) {
        Ok(target) if target.is_dir() => Kind::Folder(Linked::Yes),
        Ok(target) => {
            let stamp = with_stamp.then(|| Stamp::of(&target));
            Kind::File(Source::of(target.is_file()).with_stamp(stamp))
        }
        Err(_) => Kind::Nowhere,
    }
}

/// The stamp of a regular file; none if another took its place since the folder was listed.
fn stamp(entry: &DirEntry) -> Option<Stamp> {
    let metadata = entry.metadata().ok()?;
    metadata.is_file().then(|| Stamp::of(&metadata))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for path in paths {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_are_one_child() {
        let root = tree(&[
            "x.py",
            "x/data.txt",
            "b.py",
            "a/__init__.py",
            "a-b.py",
            "n.txt",
        ]);
        let folder = Folder::list(root.path(), Look::Names).unwrap();
        let shown: Vec<_> = folder
            .children
            .iter()
            .map(|child| {
                (
                    child.name.as_str(),
                    child.file.is_some(),
                    child.folder.is_some(),
                )
            })
            .collect();
        let expected = [
            ("a", false, true),
            ("a-b", true, false),
            ("b", true, false),
            ("x", true, true),
        ];
        assert_eq!(shown, expected);
        assert!(folder.child("a-b").is_some() && folder.child("n").is_none());
        assert!(folder.init.is_none() && folder.odd.is_empty());
    }

    #[test]
    fn a_folder_called_init_is_no_init() {
        let root = tree(&["__init__.py/x.py", "__init__.pyi"]);
        let folder = Folder::list(root.path(), Look::Names).unwrap();
        assert!(folder.init.is_none());
        assert_eq!(folder.odd[0].kind, OddKind::Folder);
    }

    #[test]
    fn odd_names_are_kept_for_a_finding() {
        let root = tree(&[
            "a.b.py",
            "a-b/x.py",
            ".hidden/x.py",
            ".x.py",
            "pyvenv.cfg",
            ".gitignore",
        ]);
        let folder = Folder::list(root.path(), Look::Names).unwrap();
        let shown: Vec<_> = folder
            .odd
            .iter()
            .map(|odd| (odd.name.as_str(), odd.kind))
            .collect();
        assert_eq!(shown, [("a-b", OddKind::Folder), ("a.b.py", OddKind::Dots)]);
        assert!(folder.children.is_empty() && folder.is_environment && folder.has_gitignore);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_text_are_not_lost() {
        use std::os::unix::ffi::OsStringExt as _;
        let root = tree(&[]);
        for raw in [b"\xff.py".to_vec(), b"\xfe.txt".to_vec()] {
            fs::write(root.path().join(OsString::from_vec(raw)), "").unwrap();
        }
        let folder = Folder::list(root.path(), Look::Names).unwrap();
        assert_eq!(folder.odd.len(), 1);
        assert_eq!(folder.odd[0].kind, OddKind::FileEncoding);
    }
}
