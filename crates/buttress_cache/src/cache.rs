//! The cache of a run: opened at its start, asked for each file.

use std::path::PathBuf;

use buttress_source::{FileImports, PackedImports, Reading, SyntaxError};

use crate::entry::Entry;
use crate::header::extractor_hash;
use crate::image::Image;
use crate::stamp::{Moment, Racy};
use crate::{BlobId, ContentHash, Problem, Seen, Stamp, Update, folder};

/// When a file counts as unchanged without being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Trust {
    /// Size and mtime are the same and, on Unix, ctime and inode.
    #[default]
    Stamp,
    /// Size and mtime are the same: for checkouts that are copied with their times.
    RelaxedStamp,
    /// Never: each file is read, and its hash tells whether it has changed. For fresh checkouts.
    Content,
}

/// Where the cache is, and when it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheOptions {
    /// The folder; it need not exist.
    pub folder: PathBuf,
    /// The version of everything that decides what is read out of a file. A cache that another
    /// version wrote counts as empty.
    pub extractor: String,
    /// When a file counts as unchanged.
    pub trust: Trust,
}

impl CacheOptions {
    /// Whether a file may be recognised by its stamp: there is a cache, and stamps are believed.
    pub fn may_recognise(&self) -> bool {
        self.trust != Trust::Content && folder::file_in(&self.folder).exists()
    }
}

/// The folder of the cache, in a run that has begun; the cache itself may not be needed.
#[derive(Debug, Clone)]
pub struct CacheFolder {
    pub(crate) options: CacheOptions,
    /// The start of this run on the file system's clock, if it has told it.
    start: Option<Moment>,
}

impl CacheFolder {
    /// Takes the time, and makes the folder if need be. Call it before the first source file is read,
    /// as [`Cache::open`].
    pub fn open(options: CacheOptions) -> Self {
        let start = folder::now(&options.folder).ok();
        if let Some(start) = start {
            folder::remove_litter(&options.folder, start);
        }
        Self { options, start }
    }

    /// Opens the cache. O(bytes of the cache).
    pub fn cache(&self) -> (Cache, Option<Problem>) {
        Cache::open_at(self.options.clone(), self.start)
    }

    /// What to tell a later run of a file that is read in this one, with its stamp from before.
    pub fn seen(&self, stamp: &Stamp) -> Seen {
        Seen::new(stamp, Racy::of(stamp, self.start))
    }

    /// When a file counts as unchanged.
    pub fn trust(&self) -> Trust {
        self.options.trust
    }
}

/// What earlier runs read. Asking it takes `&self` and is safe from several threads.
#[derive(Debug)]
pub struct Cache {
    pub(crate) folder: PathBuf,
    pub(crate) extractor: u128,
    trust: Trust,
    pub(crate) image: Image,
    /// The start of this run on the file system's clock, if it has told it.
    pub(crate) start: Option<Moment>,
}

impl Cache {
    /// Opens the cache in a folder, which is made if it does not exist. Call it before the first
    /// source file is read: what was modified after this moment, or shortly before, is not
    /// recognised by its stamp later on.
    ///
    /// The cache is empty if there is none, if another version wrote it, or if there is a problem
    /// with it. O(bytes of the cache).
    pub fn open(options: CacheOptions) -> (Self, Option<Problem>) {
        CacheFolder::open(options).cache()
    }

    /// Opens the cache in a run that started at `start`.
    pub(crate) fn open_at(options: CacheOptions, start: Option<Moment>) -> (Self, Option<Problem>) {
        let extractor = extractor_hash(&options.extractor);
        let loaded = Image::load(&folder::file_in(&options.folder), extractor);
        let (image, problem) = match loaded {
            Ok(image) => (image, None),
            Err(problem) => (Image::default(), Some(problem)),
        };
        let cache = Self {
            folder: options.folder,
            extractor,
            trust: options.trust,
            image,
            start,
        };
        (cache, problem)
    }

    /// Number of files that are known.
    pub fn len(&self) -> usize {
        self.image.len()
    }

    /// Whether no file is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known of a file, if its stamp proves that it has not changed. O(1).
    pub fn find(&self, key: &[u8], stamp: &Stamp) -> Option<Record<'_>> {
        let record = self.find_key(key)?;
        let known = &record.entry.facts;
        let trusted = match self.trust {
            Trust::Stamp => known.stamp == *stamp && !known.racy.modified && !known.racy.changed,
            Trust::RelaxedStamp => known.stamp.roughly(stamp) && !known.racy.modified,
            Trust::Content => false,
        };
        trusted.then_some(record)
    }

    /// What is known of a file, if its content is the same as it was. O(1).
    pub fn find_by_hash(&self, key: &[u8], hash: ContentHash) -> Option<Record<'_>> {
        let record = self.find_key(key)?;
        (record.content_hash() == hash).then_some(record)
    }

    /// What is known of a file, if it was kept with this id; whether the file on disk is still the
    /// blob of this id is for the caller to know. O(1).
    pub fn find_by_blob(&self, key: &[u8], blob: &BlobId) -> Option<Record<'_>> {
        let record = self.find_key(key)?;
        (record.blob() == Some(*blob)).then_some(record)
    }

    fn find_key(&self, key: &[u8]) -> Option<Record<'_>> {
        let (number, entry) = self.image.find(key)?;
        Some(Record {
            image: &self.image,
            number,
            entry,
        })
    }

    /// Begins to gather what this run knows of the files.
    pub fn update(&self) -> Update<'_> {
        Update::new(self)
    }
}

/// What is known of one file.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    pub(crate) image: &'a Image,
    pub(crate) number: usize,
    pub(crate) entry: Entry<'a>,
}

impl<'a> Record<'a> {
    /// How thoroughly the file was read. A [`Reading::Recognised`] file has to be read again to know
    /// its syntax errors.
    pub fn reading(&self) -> Reading {
        self.entry.payload.reading().unwrap_or_default()
    }

    /// The imports of the file where they lie in the cache. None if they are damaged in a way that
    /// no checksum shows, and the file has to be read. O(imports).
    pub fn packed(&self) -> Option<PackedImports<'a>> {
        self.image.packed(self.number, &self.entry)
    }

    /// The file's syntax errors, as far as they are known; none if they are damaged.
    pub fn errors(&self) -> Option<Vec<SyntaxError>> {
        self.entry.payload.errors()
    }

    /// A copy of all that was read from the file; none if it is damaged. O(imports).
    pub fn imports(&self) -> Option<FileImports> {
        let mut imports = FileImports::default();
        for record in self.packed()?.iter() {
            imports.push(record);
        }
        for error in self.errors()? {
            imports.push_error(error);
        }
        imports.set_reading(self.reading());
        imports.shrink_to_fit();
        Some(imports)
    }

    /// The hash of the file's bytes.
    pub fn content_hash(&self) -> ContentHash {
        self.entry.facts.hash
    }

    /// The stamp that the file had when it was read or last compared.
    pub fn stamp(&self) -> Stamp {
        self.entry.facts.stamp
    }

    /// The stamp, and which of its times were racy.
    pub fn seen(&self) -> Seen {
        Seen::new(&self.entry.facts.stamp, self.entry.facts.racy)
    }

    /// The id that git gives the content, if it was told.
    pub fn blob(&self) -> Option<BlobId> {
        self.entry.facts.blob
    }
}
