//! The cache folder: made when needed, marked as a cache, its clock read, its litter removed.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::derived;
use crate::stamp::Moment;

/// The name of the cache file.
const FILE: &str = "imports.bin";

const TEMPORARY: (&str, &str) = ("imports-", ".tmp");

/// After how many seconds a temporary file that nobody has locked is litter. Locking follows
/// creation at once, so this is plenty.
const UNLOCKED_SECONDS: i64 = 60;

/// The same where files cannot be locked; no run takes that long.
const UNKNOWN_SECONDS: i64 = 24 * 60 * 60;

/// What tells other programs that the folder is a cache.
const MARKS: [(&str, &str); 2] = [
    (".gitignore", "*\n"),
    (
        "CACHEDIR.TAG",
        "Signature: 8a477f597d28d172789f06886806bc55\n\
         # This folder is a cache of buttress; it can be removed at any time.\n\
         # See https://bford.info/cachedir/\n",
    ),
];

/// The path of the cache file.
pub(crate) fn file_in(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Makes the folder if need be, and gives the time of the file system it is on.
pub(crate) fn now(folder: &Path) -> io::Result<Moment> {
    fs::create_dir_all(folder)?;
    let temporary = Temporary::create(folder)?;
    temporary
        .file
        .metadata()
        .map(|data| Moment::modified(&data))
}

/// A file that is removed unless it is kept, locked as long as it is open.
#[derive(Debug)]
pub(crate) struct Temporary {
    file: File,
    path: Option<PathBuf>,
}

impl Temporary {
    /// Makes a file that nobody else writes to.
    pub(crate) fn create(folder: &Path) -> io::Result<Self> {
        loop {
            let path = folder.join(temporary_name());
            match File::create_new(&path) {
                Ok(file) => {
                    // Where files cannot be locked, the age decides alone.
                    file.try_lock().ok();
                    let path = Some(path);
                    return Ok(Self { file, path });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes over the first bytes of the file.
    pub(crate) fn write_start(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.rewind()?;
        self.file.write_all(bytes)
    }

    /// Moves the file to `to`, in place of what is there, in one step.
    pub(crate) fn keep_as(mut self, to: &Path) -> io::Result<()> {
        // Some systems let nobody read a locked file.
        self.file.unlock().ok();
        match &self.path {
            Some(path) => fs::rename(path, to)?,
            None => return Ok(()),
        }
        self.path = None;
        Ok(())
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            fs::remove_file(path).ok();
        }
    }
}

/// A name that no other process or thread uses, as far as can be told beforehand.
fn temporary_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanoseconds = since.map_or(0, |since| since.as_nanos());
    let (start, end) = TEMPORARY;
    format!("{start}{:x}-{nanoseconds:x}-{next:x}{end}", process::id())
}

fn is_temporary(name: &OsStr) -> bool {
    let (start, end) = TEMPORARY;
    let name = name.to_str();
    name.is_some_and(|name| name.starts_with(start) && name.ends_with(end))
}

/// Removes the temporary files of runs that were killed, as of `now` on the file system's clock.
/// Whatever cannot be removed stays.
pub(crate) fn remove_litter(folder: &Path, now: Moment) {
    for entry in entries(folder) {
        if is_temporary(&entry.file_name()) && is_litter(&entry, now) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

fn is_litter(entry: &fs::DirEntry, now: Moment) -> bool {
    let Ok(metadata) = entry.metadata() else {
        return false;
    };
    let modified = Moment::modified(&metadata);
    if !metadata.is_file() || modified > now.less_seconds(UNLOCKED_SECONDS) {
        return false;
    }
    match File::open(entry.path()).map(|file| file.try_lock()) {
        Ok(Ok(())) => true,
        Ok(Err(TryLockError::WouldBlock)) => false,
        Ok(Err(TryLockError::Error(_))) | Err(_) => modified <= now.less_seconds(UNKNOWN_SECONDS),
    }
}

/// Marks the folder as a cache, unless something else is kept in it as well: then its owner may
/// want it in version control and in backups.
pub(crate) fn mark(folder: &Path) -> io::Result<()> {
    let ours = |name: &OsStr| {
        let files = [FILE, derived::FILE];
        let mut known = files.into_iter().chain(MARKS.map(|(name, _)| name));
        is_temporary(name) || known.any(|known| name == known)
    };
    if !entries(folder).all(|entry| ours(&entry.file_name())) {
        return Ok(());
    }
    for (name, text) in MARKS {
        let path = folder.join(name);
        // One that a killed run left behind empty is written again.
        let there = fs::symlink_metadata(&path).is_ok_and(|data| data.len() > 0);
        if !there {
            fs::write(path, text)?;
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> impl Iterator<Item = fs::DirEntry> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}
