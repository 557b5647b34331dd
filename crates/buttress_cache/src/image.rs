//! The cache file in memory: checked once, then asked by path without being taken apart.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::ops::Range;
use std::path::Path;

use buttress_source::{ImportStore, PackedImports};
use twox_hash::XxHash3_64;

use crate::entry::{self, Entry};
use crate::header::{self, Header, Unfit};
use crate::{Problem, ProblemKind};

/// Marks a slot of the table in which no entry is.
const FREE: u32 = u32::MAX;

/// The entries of a cache file, sorted by key.
#[derive(Debug, Default)]
pub(crate) struct Image {
    /// Entries and names.
    store: ImportStore,
    /// Where each entry begins.
    starts: Vec<u32>,
    /// The entries' numbers at the places that the hashes of their keys choose, or at the next free
    /// ones. Its length is a power of two, and at most half of it is taken.
    table: Vec<u32>,
    /// The number of names when every one was in use.
    used_names: usize,
}

impl Image {
    /// Reads the file and checks it. An empty image if there is none, or one of another version.
    pub(crate) fn load(path: &Path, extractor: u128) -> Result<Self, Problem> {
        match read(path, extractor) {
            Ok(Some((header, body))) => Self::check(&header, body)
                .ok_or_else(|| Problem::new(ProblemKind::Damaged, path, "it is damaged")),
            Ok(None) => Ok(Self::default()),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(Problem::of(ProblemKind::Damaged, path, &error))
            }
            Err(error) => Err(Problem::of(ProblemKind::Unreadable, path, &error)),
        }
    }

    /// None unless checksum and every length hold. O(bytes).
    pub(crate) fn check(header: &Header, body: Vec<u8>) -> Option<Self> {
        if XxHash3_64::oneshot(&body) != header.checksum {
            return None;
        }
        let mut image = Self {
            store: store(header, body)?,
            used_names: header.used_names as usize,
            ..Self::default()
        };
        image.index(header.count as usize)?;
        Some(image)
    }

    /// Finds where the entries begin. None unless there are `count`, and their keys ascend.
    fn index(&mut self, count: usize) -> Option<()> {
        let bytes = self.store.bytes();
        if count > bytes.len() / entry::LEAST {
            return None;
        }
        let slots = (count * 2).next_power_of_two();
        self.table = vec![FREE; slots];
        self.starts.reserve_exact(count);
        let mut last: Option<&[u8]> = None;
        let mut start = 0;
        while start < bytes.len() {
            let (key, length) = entry::measure(&bytes[start..])?;
            if self.starts.len() == count || last.is_some_and(|last| last >= key) {
                return None;
            }
            let mut slot = slot_of(key, slots);
            while self.table[slot] != FREE {
                slot = (slot + 1) % slots;
            }
            self.table[slot] = u32::try_from(self.starts.len()).ok()?;
            self.starts.push(u32::try_from(start).ok()?);
            last = Some(key);
            start += length;
        }
        (self.starts.len() == count).then_some(())
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The names in the order of their numbers, and whether many are no longer in use.
    pub(crate) fn names(&self) -> (impl Iterator<Item = &str>, bool) {
        let stale = self.store.name_count() / 2 > self.used_names;
        (self.store.names(), stale)
    }

    /// The number of names when every one was in use.
    pub(crate) fn used_names(&self) -> usize {
        self.used_names
    }

    fn place(&self, number: usize) -> Option<Range<usize>> {
        let start = |number: usize| self.starts.get(number).map(|start| *start as usize);
        Some(start(number)?..start(number + 1).unwrap_or(self.store.bytes().len()))
    }

    /// The bytes of an entry.
    pub(crate) fn bytes(&self, number: usize) -> &[u8] {
        let place = self.place(number);
        place.map_or(&[], |place| &self.store.bytes()[place])
    }

    /// The entry of this number.
    pub(crate) fn entry(&self, number: usize) -> Option<Entry<'_>> {
        Entry::read(self.bytes(number))
    }

    /// The imports of the entry of this number; none if they are damaged. O(imports).
    pub(crate) fn packed(&self, number: usize, entry: &Entry<'_>) -> Option<PackedImports<'_>> {
        let place = entry.payload.place(self.place(number)?.end)?;
        self.store.packed(place, entry.payload.count()?)
    }

    /// The entry of this key, with its number. O(1).
    pub(crate) fn find(&self, key: &[u8]) -> Option<(usize, Entry<'_>)> {
        let slots = self.table.len();
        let mut slot = slot_of(key, slots);
        loop {
            let number = *self.table.get(slot).filter(|number| **number != FREE)? as usize;
            match self.entry(number) {
                Some(entry) if entry.key == key => return Some((number, entry)),
                _ => slot = (slot + 1) % slots,
            }
        }
    }
}

fn slot_of(key: &[u8], slots: usize) -> usize {
    let mask = (slots as u64).wrapping_sub(1);
    usize::try_from(XxHash3_64::oneshot(key) & mask).unwrap_or(0)
}

/// Takes the body of a file apart: entries, text of the names, their ends. None if it does not fit
/// the header.
fn store(header: &Header, mut body: Vec<u8>) -> Option<ImportStore> {
    let entries = usize::try_from(header.entries).ok()?;
    let text = entries.checked_add(header.text as usize)?;
    if body.len() as u64 != header.body() {
        return None;
    }
    let (ends, _) = body.get(text..)?.as_chunks();
    let ends = ends.iter().map(|end| u32::from_le_bytes(*end)).collect();
    let text = str::from_utf8(body.get(entries..text)?).ok()?.to_owned();
    body.truncate(entries);
    ImportStore::new(text, ends, body)
}

/// Header and body of the file; none if there is no file, or one of another version.
fn read(path: &Path, extractor: u128) -> io::Result<Option<(Header, Vec<u8>)>> {
    let damaged = |why: &str| Err(io::Error::new(ErrorKind::InvalidData, why));
    let mut file = match open(path) {
        Ok(file) => file,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    // Of the open file: another run may have replaced it in the meantime.
    let length = file.metadata()?.len();
    let Some(body) = length.checked_sub(header::LENGTH as u64) else {
        return damaged("it is cut off");
    };
    let mut bytes = [0; header::LENGTH];
    file.read_exact(&mut bytes)?;
    let header = match Header::read(&bytes, extractor) {
        Ok(header) => header,
        Err(Unfit::OtherVersion) => return Ok(None),
        Err(Unfit::Damaged) => return damaged("it is damaged or not a cache"),
    };
    if header.body() != body {
        return damaged("it is cut off");
    }
    read_body(&file, body).map(|body| Some((header, body)))
}

fn open(path: &Path) -> io::Result<File> {
    // Opening a pipe could wait without end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    File::open(path)
}

fn read_body(file: &File, length: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let capacity = usize::try_from(length).map_err(|_| ErrorKind::OutOfMemory)?;
    body.try_reserve_exact(capacity)?;
    file.take(length).read_to_end(&mut body)?;
    Ok(body)
}

/// Whether there is simply no file yet. What is wrong with the folder shows when it is written to.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
