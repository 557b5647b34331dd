//! What a run knows of the files in the end, and the new cache file if any of it is new.

use std::hash::Hasher as _;
use std::io::{self, ErrorKind, Write};
use std::{fs, mem};

use buttress_source::FileImports;
use twox_hash::xxhash3_64::Hasher;

use crate::entry::{Entry, Facts, Payload};
use crate::folder::{self, Temporary};
use crate::header::{self, Header};
use crate::stamp::{Moment, Racy};
use crate::{BlobId, Cache, ContentHash, Problem, ProblemKind, Record, Stamp};

/// How many bytes are gathered before they are written.
const CHUNK: usize = 1 << 18;

/// A file that was read in this run.
#[derive(Debug, Clone, Copy)]
pub struct Fresh<'a> {
    /// Its stamp, taken before it was read.
    pub stamp: Stamp,
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// The id that git gives its bytes, if known.
    pub blob: Option<BlobId>,
    /// What was read.
    pub imports: &'a FileImports,
}

/// What became of an [`Update`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Nothing was new, so nothing was written.
    Unchanged,
    /// The cache file was replaced.
    Replaced {
        /// Number of files in it.
        files: usize,
        /// Its length in bytes.
        bytes: u64,
    },
}

/// Gathers what a run knows of its files. Say of each file one of [`keep`](Self::keep),
/// [`refresh`](Self::refresh) and [`add`](Self::add), in any order, then [`write`](Self::write).
#[derive(Debug)]
pub struct Update<'a> {
    cache: &'a Cache,
    /// What becomes of each entry of the old file.
    old: Vec<Fate>,
    new: Vec<(&'a [u8], Item<'a>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The run has not seen the file.
    Unseen,
    Kept,
    /// There is a new entry for the file.
    Replaced,
}

#[derive(Debug, Clone, Copy)]
enum Item<'a> {
    Fresh(Fresh<'a>),
    /// What is stored, with other facts.
    Refreshed(Payload<'a>, Facts),
    /// An entry as it is stored.
    Kept(&'a [u8]),
}

impl<'a> Update<'a> {
    pub(crate) fn new(cache: &'a Cache) -> Self {
        Self {
            cache,
            old: vec![Fate::Unseen; cache.len()],
            new: Vec::new(),
        }
    }

    /// The file has not changed, by its stamp. The record must be of this update's cache.
    pub fn keep(&mut self, record: &Record<'a>) {
        self.settle(record.number, Fate::Kept);
    }

    /// The content of the file has not changed, by its bytes or by what git knows of them: from now
    /// on it has this stamp and, if one is given, this id. The record must be of this update's cache.
    pub fn refresh(&mut self, record: &Record<'a>, stamp: Stamp, blob: Option<BlobId>) {
        let old = record.entry.facts;
        let facts = Facts {
            stamp,
            racy: Racy::of(&stamp, self.cache.start),
            blob: blob.or(old.blob),
            ..old
        };
        if facts == old {
            return self.keep(record);
        }
        self.settle(record.number, Fate::Replaced);
        let refreshed = Item::Refreshed(record.entry.payload, facts);
        self.new.push((record.entry.key, refreshed));
    }

    /// The file was read. Of two files with the same key, the last counts.
    pub fn add(&mut self, key: &'a [u8], fresh: Fresh<'a>) {
        if let Some((number, _)) = self.cache.image.find(key) {
            self.settle(number, Fate::Replaced);
        }
        self.new.push((key, Item::Fresh(fresh)));
    }

    fn settle(&mut self, number: usize, fate: Fate) {
        if let Some(old) = self.old.get_mut(number)
            && *old != Fate::Replaced
        {
            *old = fate;
        }
    }

    /// Writes the cache anew if there is anything new. A file that was not spoken of stays in it if
    /// `keep_unseen` says so of its key: other runs may look at other files of the same project.
    ///
    /// The new file takes the place of the old in one step, so that other runs find either, whole.
    /// O(bytes) if anything is written, else O(files).
    ///
    /// # Errors
    ///
    /// A problem with the folder or the file; then the old file is as it was.
    pub fn write(mut self, keep_unseen: impl Fn(&[u8]) -> bool) -> Result<Written, Problem> {
        let image = &self.cache.image;
        let mut changed = !self.new.is_empty();
        for (number, fate) in self.old.iter_mut().enumerate() {
            if *fate == Fate::Unseen {
                let kept = image
                    .entry(number)
                    .is_some_and(|entry| keep_unseen(entry.key));
                *fate = if kept { Fate::Kept } else { Fate::Replaced };
                changed |= !kept;
            }
        }
        if !changed {
            return Ok(Written::Unchanged);
        }
        let written = self.write_file();
        let folder = &self.cache.folder;
        written.map_err(|error| Problem::of(ProblemKind::Unwritable, folder, &error))
    }

    fn write_file(&mut self) -> io::Result<Written> {
        let folder = &self.cache.folder;
        fs::create_dir_all(folder)?;
        folder::mark(folder)?;
        let mut file = Temporary::create(folder)?;
        let header = self.write_to(&mut file)?;
        file.write_start(&header.write())?;
        file.keep_as(&folder::file_in(folder))?;
        Ok(Written::Replaced {
            files: header.count as usize,
            bytes: header.body + header::LENGTH as u64,
        })
    }

    /// Writes room for the header and then the body; gives the header to be written there.
    pub(crate) fn write_to(&mut self, out: &mut impl Write) -> io::Result<Header> {
        out.write_all(&[0; header::LENGTH])?;
        let mut body = Body::new(out);
        let mut errors = Vec::new();
        for (key, item) in self.items() {
            let (facts, payload) = match item {
                Item::Kept(bytes) => {
                    body.add(|buffer| {
                        buffer.extend_from_slice(bytes);
                        true
                    })?;
                    continue;
                }
                Item::Refreshed(payload, facts) => (facts, Some(payload)),
                Item::Fresh(fresh) => {
                    let facts = fresh.facts(self.cache.start);
                    (facts, Payload::of(fresh.imports, &mut errors))
                }
            };
            if let Some(payload) = payload {
                let entry = Entry {
                    key,
                    facts,
                    payload,
                };
                body.add(|buffer| entry.write(buffer))?;
            }
        }
        body.finish(self.cache.extractor)
    }

    /// All entries of the new file, sorted by key.
    fn items(&mut self) -> Vec<(&'a [u8], Item<'a>)> {
        let image = &self.cache.image;
        let mut items = mem::take(&mut self.new);
        // Of those with the same key, the first is kept.
        items.reverse();
        let old = self.old.iter().enumerate();
        for (number, _) in old.filter(|(_, fate)| **fate == Fate::Kept) {
            if let Some(entry) = image.entry(number) {
                items.push((entry.key, Item::Kept(image.bytes(number))));
            }
        }
        items.sort_by_key(|(key, _)| *key);
        items.dedup_by_key(|(key, _)| *key);
        items
    }
}

impl Fresh<'_> {
    fn facts(&self, start: Option<Moment>) -> Facts {
        Facts {
            stamp: self.stamp,
            racy: Racy::of(&self.stamp, start),
            hash: self.hash,
            blob: self.blob,
        }
    }
}

/// The body of a cache file on its way out.
struct Body<'w, W> {
    out: &'w mut W,
    buffer: Vec<u8>,
    hasher: Hasher,
    length: u64,
    count: u32,
}

impl<'w, W: Write> Body<'w, W> {
    fn new(out: &'w mut W) -> Self {
        Self {
            out,
            buffer: Vec::with_capacity(CHUNK + CHUNK / 4),
            hasher: Hasher::with_seed(0),
            length: 0,
            count: 0,
        }
    }

    /// Adds the entry that `append` appends, if it says that it has.
    fn add(&mut self, append: impl FnOnce(&mut Vec<u8>) -> bool) -> io::Result<()> {
        if append(&mut self.buffer) {
            self.count += 1;
        }
        if self.buffer.len() < CHUNK {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.length += self.buffer.len() as u64;
        if self.length > header::MAX_BODY {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.hasher.write(&self.buffer);
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn finish(mut self, extractor: u128) -> io::Result<Header> {
        self.flush()?;
        Ok(Header {
            extractor,
            count: self.count,
            body: self.length,
            checksum: self.hasher.finish(),
        })
    }
}
