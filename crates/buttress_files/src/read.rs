//! Reading one file, and saying in plain words why it could not be read.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use buttress_cache::Stamp;
use buttress_source::{Code, Finding};

use crate::exclude::join;

/// The largest file that is read, in bytes. Its text, decoded to UTF-8, still has `u32` offsets.
const MAX_BYTES: u64 = 1 << 30;

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
        let folder = self.folder.path.as_os_str();
        let length = folder.len() + 1 + self.stem.len() + SUFFIX.len();
        let mut path = PathBuf::with_capacity(length);
        path.push(folder);
        path.push(&*self.stem);
        path.as_mut_os_string().push(SUFFIX);
        path
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

/// Reads a whole file into `bytes`, in place of what is there; gives its metadata from before it was
/// read.
///
/// # Errors
///
/// A finding of code `unreadable-file`, or `oversized-file` from one gibibyte up.
pub fn read_file(file: &FoundFile, bytes: &mut Vec<u8>) -> Result<Metadata, Box<Finding>> {
    let read = read_bytes(&file.path(), bytes);
    let metadata = read.map_err(|error| unreadable(&file.display(), &error))?;
    if bytes.len() as u64 >= MAX_BYTES {
        return Err(Box::new(oversized(file)));
    }
    Ok(metadata)
}

/// The first [`MAX_BYTES`] of a file.
fn read_bytes(path: &Path, bytes: &mut Vec<u8>) -> io::Result<Metadata> {
    let opened = File::open(path)?;
    let metadata = opened.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other(NOT_REGULAR));
    }
    // One byte more than there should be: to get fewer is to have met the end, which need not be
    // looked for with another read. What `bytes` holds is overwritten.
    let length = usize::try_from(metadata.len().min(MAX_BYTES)).unwrap_or(0);
    bytes.resize(length + 1, 0);
    let read = read_once(&opened, bytes)?;
    bytes.truncate(read);
    if read != length && read != 0 {
        opened.take(MAX_BYTES).read_to_end(bytes)?;
        bytes.truncate(usize::try_from(MAX_BYTES).unwrap_or(usize::MAX));
    }
    Ok(metadata)
}

fn read_once(mut opened: &File, bytes: &mut [u8]) -> io::Result<usize> {
    loop {
        match opened.read(bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

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
        let mut bytes = b"what was there".to_vec();
        let metadata = read_file(&file(&path), &mut bytes).unwrap();
        assert_eq!((bytes, metadata.len()), (b"\xff\0x\r\n".to_vec(), 5));
    }

    #[test]
    fn reads_files_of_every_size_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        let mut bytes = Vec::new();
        for length in [0, 1, 70_000, 3, 0, 5_000, 4_096] {
            let written = b"import a\n".repeat(length / 9 + 1);
            std::fs::write(&path, &written[..length]).unwrap();
            read_file(&file(&path), &mut bytes).unwrap();
            assert_eq!(bytes, written[..length]);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn reads_a_file_that_hides_its_size() {
        let mut bytes = b"what was there".to_vec();
        let metadata = read_bytes(Path::new("/proc/self/status"), &mut bytes).unwrap();
        assert_eq!(metadata.len(), 0);
        assert!(bytes.starts_with(b"Name:") && bytes.ends_with(b"\n"));
    }

    #[test]
    fn says_in_words_why_not() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read_file(&file(&folder.path().join("a.py")), &mut Vec::new()).unwrap_err();
        assert_eq!(
            missing.message,
            "`p/a.py` could not be read: it does not exist; a link may lead nowhere"
        );
        assert_eq!(missing.path.as_deref(), Some("p/a.py"));
        let in_the_way = folder.path().join("b.py");
        std::fs::create_dir(&in_the_way).unwrap();
        assert!(read_file(&file(&in_the_way), &mut Vec::new()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn knows_a_link_to_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        std::os::unix::fs::symlink(&path, &path).unwrap();
        let finding = read_file(&file(&path), &mut Vec::new()).unwrap_err();
        assert!(!finding.message.contains("os error"), "{}", finding.message);
        assert!(
            finding.message.contains("symbolic links"),
            "{}",
            finding.message
        );
    }
}
