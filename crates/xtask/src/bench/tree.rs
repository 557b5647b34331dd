//! Folders of Python files: keeping, completing, copying, counting them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Result;

/// How much there is to read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) files: u64,
    pub(super) lines: u64,
    pub(super) bytes: u64,
}

impl Sizes {
    /// Counts the Python files below a folder.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let mut sizes = Self::default();
        each_python_file(folder, |path| {
            let bytes = fs::read(path).map_err(|error| failed(path, &error))?;
            sizes.files += 1;
            sizes.bytes += bytes.len() as u64;
            sizes.lines += bytes.split(|byte| *byte == b'\n').count() as u64 - 1;
            Ok(())
        })?;
        Ok(sizes)
    }
}

/// Visits all Python files below a folder, in an order that does not depend on the file system.
///
/// Holds no list of them: what this task holds shows in the memory of the programs that it starts.
pub(super) fn each_python_file(folder: &Path, mut visit: impl FnMut(&Path) -> Result) -> Result {
    let mut open = vec![(folder.to_path_buf(), true)];
    while let Some((path, is_folder)) = open.pop() {
        if is_folder {
            let mut entries = entries(&path)?;
            entries.sort_by(|a, b| b.cmp(a));
            open.append(&mut entries);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            visit(&path)?;
        }
    }
    Ok(())
}

/// Copies the Python files below a folder, and gives each folder that leads to one its `__init__.py`,
/// so that every tool takes it for a package.
pub(super) fn copy_packages(from: &Path, to: &Path) -> Result {
    each_python_file(from, |file| {
        let inside = file.strip_prefix(from).unwrap_or(file);
        let folder = copy_file(file, &to.join(inside))?;
        let own = inside.ancestors().count().saturating_sub(1);
        folder.ancestors().take(own).try_for_each(complete)
    })
}

/// Copies the Python files below a folder as they are.
pub(super) fn copy(from: &Path, to: &Path) -> Result {
    each_python_file(from, |file| {
        let inside = file.strip_prefix(from).unwrap_or(file);
        copy_file(file, &to.join(inside)).map(drop)
    })
}

/// Copies a file into a folder that is made if need be; gives that folder.
fn copy_file(file: &Path, target: &Path) -> Result<PathBuf> {
    let folder = target.parent().unwrap_or(target).to_path_buf();
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    fs::copy(file, target).map_err(|error| failed(target, &error))?;
    Ok(folder)
}

/// An empty `__init__.py` where there is none.
fn complete(folder: &Path) -> Result {
    let path = folder.join("__init__.py");
    match fs::File::create_new(&path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(&path, &error)),
        _ => Ok(()),
    }
}

fn entries(folder: &Path) -> Result<Vec<(PathBuf, bool)>> {
    let read = || {
        fs::read_dir(folder)?
            .map(|entry| {
                let entry = entry?;
                Ok((entry.path(), entry.file_type()?.is_dir()))
            })
            .collect::<io::Result<_>>()
    };
    read().map_err(|error| failed(folder, &error))
}

fn failed(path: &Path, error: &io::Error) -> String {
    format!("could not copy or read `{}`: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_python_is_kept_and_every_folder_becomes_a_package() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to/pkg"));
        for (path, text) in [
            ("a.py", "import b\n"),
            ("data.json", "{}"),
            ("deep/er/__init__.py", "x = 1\n"),
            ("other/data.txt", ""),
        ] {
            let path = from.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        copy_packages(&from, &to).unwrap();
        let mut files = Vec::new();
        let root = folder.path().join("to");
        each_python_file(&root, |file| {
            let inside = file.strip_prefix(&root).unwrap();
            files.push(inside.to_string_lossy().replace('\\', "/"));
            Ok(())
        })
        .unwrap();
        assert_eq!(
            files,
            [
                "pkg/__init__.py",
                "pkg/a.py",
                "pkg/deep/__init__.py",
                "pkg/deep/er/__init__.py"
            ]
        );
        assert!(!to.join("other").exists() && !to.join("data.json").exists());
        let sizes = Sizes::of(&to).unwrap();
        assert_eq!((sizes.files, sizes.lines, sizes.bytes), (4, 2, 15));
    }
}
