//! Reading one file, and saying in plain words why it could not be read.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use buttress_source::{Code, Finding};

/// The largest file that is read, in bytes. Its text, decoded to UTF-8, still has `u32` offsets.
const MAX_BYTES: u64 = 1 << 30;

/// Said of pipes, sockets and devices; opening one could wait without end.
pub(crate) const NOT_REGULAR: &str = "it is not a regular file";

/// A Python file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FoundFile {
    /// Where to open it.
    pub path: PathBuf,
    /// Its path to be shown: relative to the base, with `/`, control characters escaped.
    pub display: Box<str>,
}

/// Reads a whole file.
///
/// # Errors
///
/// A finding of code `unreadable-file`, or `oversized-file` from one gibibyte up.
pub fn read_file(file: &FoundFile) -> Result<Vec<u8>, Box<Finding>> {
    let bytes = read_bytes(&file.path).map_err(|error| unreadable(&file.display, &error))?;
    if bytes.len() as u64 == MAX_BYTES {
        return Err(Box::new(oversized(file)));
    }
    Ok(bytes)
}

/// The first [`MAX_BYTES`] of a file.
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let opened = File::open(path)?;
    let metadata = opened.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other(NOT_REGULAR));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MAX_BYTES)).unwrap_or(0));
    opened.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn oversized(file: &FoundFile) -> Finding {
    let message = format!(
        "`{}` is too large to be read: it has a gibibyte or more",
        file.display
    );
    Finding::new(Code::OversizedFile, message)
        .in_path(&*file.display)
        .help("leave it out with `exclude`")
}

/// The finding for a file or folder that could not be read.
pub(crate) fn unreadable(display: &str, error: &io::Error) -> Finding {
    let shown = if display.is_empty() { "." } else { display };
    let message = format!("`{shown}` could not be read: {}", reason(error));
    Finding::new(Code::UnreadableFile, message)
        .in_path(shown)
        .help("make it readable, or leave it out with `exclude`")
}

/// Why the operating system refused, without its error numbers.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it does not exist; a link may lead nowhere".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotADirectory => "it is not a folder".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::InvalidFilename => "its path is too long for this system".to_owned(),
        _ => {
            let text = error.to_string();
            match text.split_once(" (os error") {
                Some((words, _)) => words.to_lowercase(),
                None => text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &Path) -> FoundFile {
        FoundFile {
            path: path.to_owned(),
            display: "p/a.py".into(),
        }
    }

    #[test]
    fn reads_bytes_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        std::fs::write(&path, b"\xff\0x\r\n").unwrap();
        assert_eq!(read_file(&file(&path)), Ok(b"\xff\0x\r\n".to_vec()));
    }

    #[test]
    fn says_in_words_why_not() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read_file(&file(&folder.path().join("a.py"))).unwrap_err();
        assert_eq!(
            missing.message,
            "`p/a.py` could not be read: it does not exist; a link may lead nowhere"
        );
        assert_eq!(missing.path.as_deref(), Some("p/a.py"));
        assert!(read_file(&file(folder.path())).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn knows_a_link_to_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        std::os::unix::fs::symlink(&path, &path).unwrap();
        let finding = read_file(&file(&path)).unwrap_err();
        assert!(!finding.message.contains("os error"), "{}", finding.message);
        assert!(
            finding.message.contains("symbolic links"),
            "{}",
            finding.message
        );
    }
}
