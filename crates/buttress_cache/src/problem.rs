//! What can go wrong with the cache: never more than a warning and a cold run.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Something that kept the cache from being read or written. The verdict is the same without it;
/// only time is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The file or folder.
    pub path: PathBuf,
    /// Why, in a few words.
    pub reason: String,
}

/// What the matter is with the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The file is there and cannot be read.
    Unreadable,
    /// What is in the file is no cache, or no longer; it will be replaced.
    Damaged,
    /// What this run learnt could not be kept.
    Unwritable,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, path: &Path, reason: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    pub(crate) fn of(kind: ProblemKind, path: &Path, error: &io::Error) -> Self {
        Self::new(kind, path, reason(error))
    }

    /// The way out, one line.
    pub fn help(&self) -> &'static str {
        match self.kind {
            ProblemKind::Damaged => "the files are read again and the cache is replaced",
            ProblemKind::Unreadable | ProblemKind::Unwritable => {
                "make the folder writable, name another with `--cache-dir`, or use `--no-cache`"
            }
        }
    }
}

impl fmt::Display for Problem {
    /// One line: what happened, where, and why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let happened = match self.kind {
            ProblemKind::Unreadable => "could not be read",
            ProblemKind::Damaged => "is not used",
            ProblemKind::Unwritable => "could not be written",
        };
        let path = self.path.display();
        write!(f, "the import cache `{path}` {happened}: {}", self.reason)
    }
}

impl std::error::Error for Problem {}

/// Why the operating system refused, without its error numbers.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::StorageFull => "no space is left on the device".to_owned(),
        ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        ErrorKind::FileTooLarge => "it would be larger than files may be".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "it is not a folder".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotFound => "it does not exist; a link may lead nowhere".to_owned(),
        _ => {
            let text = error.to_string();
            let words = text.split(" (os error").next().unwrap_or_default();
            words.to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_read_well() {
        let full = io::Error::from(ErrorKind::StorageFull);
        let path = Path::new("a/.buttress_cache");
        let problem = Problem::of(ProblemKind::Unwritable, path, &full);
        assert_eq!(
            problem.to_string().replace('\\', "/"),
            "the import cache `a/.buttress_cache` could not be written: no space is left on the device"
        );
        assert!(problem.help().contains("`--cache-dir`"));
        let odd = io::Error::from_raw_os_error(40);
        let reason = Problem::of(ProblemKind::Unreadable, path, &odd).reason;
        assert!(!reason.contains("os error"), "{reason}");
    }
}
