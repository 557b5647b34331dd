//! Reading one file, and saying in plain words why it could not be read.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use buttress_cache::Stamp;
use buttress_source::{Code, Finding};

use crate::exclude::join;

/// The largest file that is read, in bytes. Its text, decoded to UTF-8, still has `u32` offsets.
const MAX_BYTES: usize = 1 << 30;

/// Said of pipes, sockets and devices; opening one could wait without end.
pub(crate) const NOT_REGULAR: &str = "it is not a regular file";

/// A Python file. It shares what is known of its folder with the other files in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FoundFile {
    folder: Arc<FolderPath>,
    stem: Box<str>,
    /// In a box, as most runs take none and there may be a hundred thousand files.
    stamp: Option<Box<Stamp>>,
}

/// Where a folder is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct FolderPath {
    /// Where it can be listed.
    pub(crate) path: PathBuf,
    /// How it is shown: relative to the base, with `/`; empty for the base.
    pub(crate) display: String,
    /// Where it is, links resolved, if that is another path.
    pub(crate) elsewhere: Option<PathBuf>,
}

impl FolderPath {
    /// Where it is, links resolved.
    pub(crate) fn real(&self) -> &Path {
        self.elsewhere.as_deref().unwrap_or(&self.path)
    }

    /// Its folder `name`, which is no link.
    pub(crate) fn below(&self, name: &str) -> Self {
        Self {
            path: self.path.join(name),
            display: join(&self.display, name),
            elsewhere: self.elsewhere.as_ref().map(|real| real.join(name)),
        }
    }

    /// The same folder, which is really at `real`.
    pub(crate) fn really_at(self, real: PathBuf) -> Self {
        Self {
            elsewhere: (real != self.path).then_some(real),
            ..self
        }
    }
}

impl FoundFile {
    /// The file `stem.py` in a folder.
    pub(crate) fn new(
        folder: Arc<FolderPath>,
        stem: impl Into<Box<str>>,
        stamp: Option<Box<Stamp>>,
    ) -> Self {
        Self {
            folder,
            stem: stem.into(),
            stamp,
        }
    }

    /// Its stamp when it was found, links followed, if that was asked for and could be told.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp.as_deref().copied()
    }

    /// Where to open it.
    pub fn path(&self) -> PathBuf {
        let mut path = PathBuf::new();
        self.write_path(&mut path);
        path
    }

    /// Puts what [`path`](Self::path) gives in place of `path`.
    fn write_path(&self, path: &mut PathBuf) {
        let folder = self.folder.path.as_os_str();
        path.clear();
        path.reserve(folder.len() + 1 + self.stem.len() + SUFFIX.len());
        path.push(folder);
        path.push(&*self.stem);
        path.as_mut_os_string().push(SUFFIX);
    }

    /// Its path to be shown: relative to the base, with `/`, control characters escaped.
    pub fn display(&self) -> String {
        let mut display = String::new();
        self.write_display(&mut display);
        display
    }

    /// Appends what [`display`](Self::display) gives.
    pub fn write_display(&self, out: &mut String) {
        out.reserve(self.folder.display.len() + 1 + self.stem.len() + SUFFIX.len());
        if !self.folder.display.is_empty() {
            out.push_str(&self.folder.display);
            out.push('/');
        }
        escape_into(&self.stem, out);
        out.push_str(SUFFIX);
    }
}

const SUFFIX: &str = ".py";

/// A file name for one line of text.
pub(crate) fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    escape_into(name, &mut escaped);
    escaped
}

fn escape_into(name: &str, out: &mut String) {
    let is_plain = name.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain || !name.contains(char::is_control) {
        out.push_str(name);
        return;
    }
    for c in name.chars() {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
}

/// Reads files, one after the other, into memory that all of them use.
#[derive(Debug, Default)]
pub struct FileReader {
    path: PathBuf,
    /// What was read last is at its beginning. It is never cut, for to grow again it would have to be
    /// filled again.
    buffer: Vec<u8>,
}

impl FileReader {
    /// The bytes of a file.
    ///
    /// # Errors
    ///
    /// A finding of code `unreadable-file`, or `oversized-file` from one gibibyte up.
    pub fn read(&mut self, file: &FoundFile) -> Result<&[u8], Box<Finding>> {
        file.write_path(&mut self.path);
        let length = File::open(&self.path).and_then(|mut opened| self.fill(&mut opened, None));
        self.bytes(file, length)
    }

    /// The bytes of a file, and its metadata from before they were read.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_with_metadata(
        &mut self,
        file: &FoundFile,
    ) -> Result<(&[u8], Metadata), Box<Finding>> {
        file.write_path(&mut self.path);
        let found = File::open(&self.path).and_then(|opened| Ok((opened.metadata()?, opened)));
        let (metadata, mut opened) = found.map_err(|error| unreadable(&file.display(), &error))?;
        let length = if metadata.is_file() {
            self.fill(&mut opened, Some(metadata.len()))
        } else {
            Err(io::Error::other(NOT_REGULAR))
        };
        Ok((self.bytes(file, length)?, metadata))
    }

    /// What was read of a file, if it could be.
    fn bytes(&self, file: &FoundFile, length: io::Result<usize>) -> Result<&[u8], Box<Finding>> {
        let length = length.map_err(|error| unreadable(&file.display(), &error))?;
        if length >= MAX_BYTES {
            return Err(Box::new(oversized(file)));
        }
        Ok(self.buffer.get(..length).unwrap_or_default())
    }

    /// Reads to the end, or up to [`MAX_BYTES`]; gives how much that was. A file of the expected length
    /// ends there if it gave no more than that although it could have.
    fn fill(&mut self, opened: &mut File, expected: Option<u64>) -> io::Result<usize> {
        let mut length = 0;
        loop {
            if length == self.buffer.len() {
                if length >= MAX_BYTES {
                    return Ok(length);
                }
                self.buffer.resize((2 * length).max(BUFFER), 0);
            }
            match opened.read(&mut self.buffer[length..]) {
                Ok(0) => return Ok(length),
                Ok(count) => length += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            let is_less = length < self.buffer.len();
            if is_less && expected.is_some_and(|expected| length as u64 == expected) {
                return Ok(length);
            }
        }
    }
}

/// So much is asked for at first: nearly all files are shorter.
const BUFFER: usize = 1 << 16;

fn oversized(file: &FoundFile) -> Finding {
    let display = file.display();
    let message = format!("`{display}` is too large to be read: it has a gibibyte or more");
    Finding::new(Code::OversizedFile, message)
        .in_path(display)
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

    /// The file at a path that ends in `.py`, shown as in the folder `p`.
    fn file(path: &Path) -> FoundFile {
        let folder = FolderPath {
            path: path.parent().unwrap().to_owned(),
            display: "p".to_owned(),
            elsewhere: None,
        };
        FoundFile::new(
            Arc::new(folder),
            path.file_stem().unwrap().to_str().unwrap(),
            None,
        )
    }

    #[test]
    fn a_file_is_shown_on_one_line() {
        let folder = FolderPath {
            path: PathBuf::from("/x"),
            ..FolderPath::default()
        };
        let file = FoundFile::new(Arc::new(folder), "a\nb", None);
        assert_eq!(file.path(), Path::new("/x/a\nb.py"));
        assert_eq!(file.display(), "a\\nb.py");
    }

    #[test]
    fn reads_bytes_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        std::fs::write(&path, b"\xff\0x\r\n").unwrap();
        let mut reader = FileReader::default();
        let expected = b"\xff\0x\r\n";
        assert_eq!(reader.read(&file(&path)), Ok(expected.as_slice()));
        let (bytes, metadata) = reader.read_with_metadata(&file(&path)).unwrap();
        assert_eq!((bytes, metadata.len()), (expected.as_slice(), 5));
    }

    #[test]
    fn reads_files_of_every_size_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        let mut reader = FileReader::default();
        for length in [0, 1, 70_000, 3, 0, BUFFER, BUFFER + 1, 5_000, 4 * BUFFER] {
            let written = b"import a\n".repeat(length / 9 + 1);
            std::fs::write(&path, &written[..length]).unwrap();
            assert_eq!(reader.read(&file(&path)), Ok(&written[..length]));
            let (bytes, _) = reader.read_with_metadata(&file(&path)).unwrap();
            assert_eq!(bytes, &written[..length]);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn reads_a_file_that_hides_its_size() {
        let path = Path::new("/proc/self/status");
        for expected in [None, Some(0), Some(1), Some(1 << 20)] {
            let mut reader = FileReader::default();
            let mut opened = File::open(path).unwrap();
            let length = reader.fill(&mut opened, expected).unwrap();
            let bytes = &reader.buffer[..length];
            assert!(bytes.starts_with(b"Name:") && bytes.ends_with(b"\n"));
        }
    }

    #[test]
    fn says_in_words_why_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut reader = FileReader::default();
        let missing = reader.read(&file(&folder.path().join("a.py"))).unwrap_err();
        assert_eq!(
            missing.message,
            "`p/a.py` could not be read: it does not exist; a link may lead nowhere"
        );
        assert_eq!(missing.path.as_deref(), Some("p/a.py"));
        let in_the_way = folder.path().join("b.py");
        std::fs::create_dir(&in_the_way).unwrap();
        let folder = reader.read(&file(&in_the_way)).unwrap_err();
        assert_eq!(folder.message, "`p/b.py` could not be read: it is a folder");
        let folder = reader.read_with_metadata(&file(&in_the_way)).unwrap_err();
        assert_eq!(
            folder.message,
            "`p/b.py` could not be read: it is not a regular file"
        );
    }

    #[cfg(unix)]
    #[test]
    fn knows_a_link_to_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        std::os::unix::fs::symlink(&path, &path).unwrap();
        let mut reader = FileReader::default();
        let finding = reader.read(&file(&path)).unwrap_err();
        assert!(!finding.message.contains("os error"), "{}", finding.message);
        assert!(
            finding.message.contains("symbolic links"),
            "{}",
            finding.message
        );
    }
}
