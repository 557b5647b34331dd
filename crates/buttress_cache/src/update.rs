//! What a run knows of the files in the end, and the new cache file if any of it is new.

use std::io::{self, Write};
use std::{fs, mem};

use buttress_source::FileImports;

use crate::entry::{Content, Facts};
use crate::folder::{self, Temporary};
use crate::header::{self, Header};
use crate::stamp::{Moment, Racy};
use crate::writer::Writer;
use crate::{BlobId, Cache, ContentHash, Problem, ProblemKind, Record, Stamp};

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
    /// An entry of the old file, with other facts.
    Refreshed(usize, Facts),
    /// An entry of the old file.
    Kept(usize),
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
        let refreshed = Item::Refreshed(record.number, facts);
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
            bytes: header.body() + header::LENGTH as u64,
        })
    }

    /// Writes all but the header, for which it leaves room; gives the header.
    pub(crate) fn write_to(&mut self, out: impl Write) -> io::Result<Header> {
        let mut writer = Writer::new(&self.cache.image, out)?;
        for (key, item) in self.items() {
            match item {
                Item::Kept(number) => writer.add_old(number, None)?,
                Item::Refreshed(number, facts) => writer.add_old(number, Some(facts))?,
                Item::Fresh(fresh) => {
                    let facts = fresh.facts(self.cache.start);
                    writer.add(key, facts, &fresh.content())?;
                }
            }
        }
        writer.finish(self.cache.extractor)
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
                items.push((entry.key, Item::Kept(number)));
            }
        }
        items.sort_by_key(|(key, _)| *key);
        items.dedup_by_key(|(key, _)| *key);
        items
    }
}

impl<'a> Fresh<'a> {
    fn content(&self) -> Content<'a> {
        Content {
            imports: self.imports.packed(),
            errors: self.imports.errors(),
            reading: self.imports.reading(),
        }
    }

    fn facts(&self, start: Option<Moment>) -> Facts {
        Facts {
            stamp: self.stamp,
            racy: Racy::of(&self.stamp, start),
            hash: self.hash,
            blob: self.blob,
        }
    }
}
