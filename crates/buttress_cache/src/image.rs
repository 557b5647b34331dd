//! The cache file in memory: checked once, then asked by path without being taken apart.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use twox_hash::XxHash3_64;

use crate::entry::{self, Entry};
use crate::header::{self, Header, Unfit};
use crate::{Problem, ProblemKind};

/// Marks a slot of the table in which no entry is.
const FREE: u32 = u32::MAX;

/// The entries of a cache file, sorted by key.
#[derive(Debug, Default)]
pub(crate) struct Image {
    body: Vec<u8>,
    /// Where each entry begins.
    starts: Vec<u32>,
    /// The entries' numbers at the places that the hashes of their keys choose, or at the next free
    /// ones. Its length is a power of two, and at most half of it is taken.
    table: Vec<u32>,
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
        let starts = starts(&body, header.count)?;
        let slots = (starts.len() * 2).next_power_of_two();
        let mut image = Self {
            body,
            starts,
            table: vec![FREE; slots],
        };
        for (number, start) in (0..).zip(&image.starts) {
            let (key, _) = entry::measure(&image.body[*start as usize..])?;
            let mut slot = slot_of(key, slots);
            while image.table[slot] != FREE {
                slot = (slot + 1) % slots;
            }
            image.table[slot] = number;
        }
        Some(image)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of an entry.
    pub(crate) fn bytes(&self, number: usize) -> &[u8] {
        let place = |number: usize| self.starts.get(number).map(|start| *start as usize);
        let end = place(number + 1).unwrap_or(self.body.len());
        place(number).map_or(&[], |start| &self.body[start..end])
    }

    /// The entry of this number.
    pub(crate) fn entry(&self, number: usize) -> Option<Entry<'_>> {
        Entry::read(self.bytes(number))
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

/// Where each of `count` entries begins. None unless they fill the body and their keys ascend.
fn starts(body: &[u8], count: u32) -> Option<Vec<u32>> {
    let mut starts = Vec::new();
    let mut last: Option<&[u8]> = None;
    let mut start = 0;
    while start < body.len() {
        let (key, length) = entry::measure(&body[start..])?;
        if last.is_some_and(|last| last >= key) {
            return None;
        }
        starts.push(u32::try_from(start).ok()?);
        last = Some(key);
        start += length;
    }
    (starts.len() == count as usize).then_some(starts)
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
    if header.body != body {
        return damaged("it is cut off");
    }
    read_body(&file, header.body).map(|body| Some((header, body)))
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
