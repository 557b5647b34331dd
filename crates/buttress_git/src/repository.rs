//! Finding the repository of a folder: its work tree, its own files, and those it shares.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The work tree that a folder is in.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The work tree's root, without links.
    pub(crate) root: PathBuf,
    /// The folder that has the index and `HEAD`.
    pub(crate) own: PathBuf,
    /// The folder that has the configuration: the same, except in a linked work tree.
    pub(crate) common: PathBuf,
}

impl Repository {
    /// The repository nearest above a folder that has no links in its path.
    pub(crate) fn find(folder: &Path) -> Option<Self> {
        for root in folder.ancestors() {
            let dot_git = root.join(".git");
            match fs::metadata(&dot_git) {
                Ok(found) if found.is_dir() => return Self::at(root, dot_git),
                Ok(_) => {
                    let target = path_in(&dot_git, "gitdir: ")?;
                    return Self::at(root, root.join(target));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(_) => return None,
            }
        }
        None
    }

    fn at(root: &Path, own: PathBuf) -> Option<Self> {
        // Without it, git takes the folder for any other and looks further up.
        fs::metadata(own.join("HEAD")).ok()?;
        let common = match fs::metadata(own.join("commondir")) {
            Ok(_) => own.join(path_in(&own.join("commondir"), "")?),
            Err(error) if error.kind() == ErrorKind::NotFound => own.clone(),
            Err(_) => return None,
        };
        let root = root.to_owned();
        Some(Self { root, own, common })
    }
}

/// The path that is all that a file says, after a word.
fn path_in(file: &Path, word: &str) -> Option<PathBuf> {
    let bytes = fs::read(file).ok()?;
    let path = bytes.strip_prefix(word.as_bytes())?;
    let path = path.strip_suffix(b"\n").unwrap_or(path);
    let path = path.strip_suffix(b"\r").unwrap_or(path);
    to_path(path).filter(|path| !path.as_os_str().is_empty())
}

/// The path that git has as these bytes.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems know only text")]
pub(crate) fn to_path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(OsStr::from_bytes(bytes).into())
}

/// The path that git has as these bytes.
#[cfg(not(unix))]
pub(crate) fn to_path(bytes: &[u8]) -> Option<PathBuf> {
    let text = str::from_utf8(bytes).ok()?;
    Some(OsStr::new(text).into())
}
