//! A cache file on its way out: entries are written as they come, names and header at the end.

use std::hash::Hasher as _;
use std::io::{self, ErrorKind, Write};

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use twox_hash::xxhash3_64::Hasher;

use crate::entry::{Content, Entry, Facts, Payload};
use crate::header::{self, Header};
use crate::image::Image;

/// How many bytes are gathered before they are written.
const CHUNK: usize = 1 << 18;

/// Writes one cache file, some of whose entries are those of an old one.
pub(crate) struct Writer<'a, W> {
    out: W,
    old: &'a Image,
    /// Whether names get new numbers, so that those of entries that are gone are gone too.
    anew: bool,
    names: IndexSet<Box<str>, FxBuildHasher>,
    /// What is still to be written.
    buffer: Vec<u8>,
    /// Room for the imports of one file.
    packed: Vec<u8>,
    hasher: Hasher,
    written: u64,
    count: u32,
}

impl<'a, W: Write> Writer<'a, W> {
    /// Leaves room for the header.
    pub(crate) fn new(old: &'a Image, mut out: W) -> io::Result<Self> {
        out.write_all(&[0; header::LENGTH])?;
        let (names, stale) = old.names();
        let anew = stale || old.len() == 0;
        let names = names.filter(|_| !anew).map(Box::from);
        Ok(Self {
            out,
            old,
            anew,
            names: names.collect(),
            buffer: Vec::with_capacity(CHUNK + CHUNK / 4),
            packed: Vec::new(),
            hasher: Hasher::with_seed(0),
            written: 0,
            count: 0,
        })
    }

    /// Adds the entry of this number of the old file, with other facts if there are any. One that
    /// turns out to be damaged is left out.
    pub(crate) fn add_old(&mut self, number: usize, facts: Option<Facts>) -> io::Result<()> {
        let old = self.old;
        let Some(entry) = old.entry(number) else {
            return Ok(());
        };
        let facts = facts.unwrap_or(entry.facts);
        if self.anew {
            let (imports, errors) = (old.packed(number, &entry), entry.payload.errors());
            let (Some(imports), Some(errors)) = (imports, errors) else {
                return Ok(());
            };
            let content = Content {
                imports,
                errors: &errors,
                reading: entry.payload.reading().unwrap_or_default(),
            };
            return self.add(entry.key, facts, &content);
        }
        self.count += u32::from(Entry { facts, ..entry }.write(&mut self.buffer));
        self.flush_if(self.buffer.len() >= CHUNK)
    }

    /// Adds an entry. One that is too long to be told is left out.
    pub(crate) fn add(
        &mut self,
        key: &[u8],
        facts: Facts,
        content: &Content<'_>,
    ) -> io::Result<()> {
        let names = &mut self.names;
        let number = |name: &str| {
            let number = match names.get_index_of(name) {
                Some(number) => number,
                None => names.insert_full(name.into()).0,
            };
            u32::try_from(number).unwrap_or(u32::MAX)
        };
        if let Some(payload) = Payload::of(content, number, &mut self.packed) {
            let entry = Entry {
                key,
                facts,
                payload,
            };
            self.count += u32::from(entry.write(&mut self.buffer));
        }
        self.flush_if(self.buffer.len() >= CHUNK)
    }

    /// Writes the names; gives the header, to be written at the start.
    pub(crate) fn finish(mut self, extractor: u128) -> io::Result<Header> {
        self.flush_if(true)?;
        let entries = self.written;
        let mut ends = Vec::with_capacity(self.names.len());
        let mut text = 0_u32;
        for name in &self.names {
            let length = u32::try_from(name.len()).ok();
            let end = length.and_then(|length| text.checked_add(length));
            text = end.ok_or(ErrorKind::FileTooLarge)?;
            ends.push(text);
            self.buffer.extend_from_slice(name.as_bytes());
        }
        self.buffer
            .extend(ends.iter().flat_map(|end| end.to_le_bytes()));
        self.flush_if(true)?;
        let names = u32::try_from(ends.len()).map_err(|_| ErrorKind::FileTooLarge)?;
        let used_before = u32::try_from(self.old.used_names()).unwrap_or(names);
        Ok(Header {
            extractor,
            count: self.count,
            entries,
            text,
            names,
            used_names: if self.anew { names } else { used_before },
            checksum: self.hasher.finish(),
        })
    }

    fn flush_if(&mut self, due: bool) -> io::Result<()> {
        if !due {
            return Ok(());
        }
        self.written += self.buffer.len() as u64;
        if self.written > header::MAX_BODY {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.hasher.write(&self.buffer);
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}
