//! One entry of the cache file: what is known of one source file, flat.

use std::ops::Range;

use buttress_source::{PackedImports, Reading, Span, SyntaxError};

use crate::bytes::Bytes;
use crate::stamp::{Identity, Moment, Racy, Stamp};
use crate::{BlobId, ContentHash};

const READING: u8 = 0b11;
const RECOGNISED: u8 = 0;
const IN_DOUBT: u8 = 1;
const VERIFIED: u8 = 2;
const SHA1: u8 = 1 << 2;
const SHA256: u8 = 1 << 3;
const IDENTITY: u8 = 1 << 4;
const RACY_MODIFIED: u8 = 1 << 5;
const RACY_CHANGED: u8 = 1 << 6;
const KNOWN: u8 = (1 << 7) - 1;

/// All of an entry but its imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) stamp: Stamp,
    pub(crate) racy: Racy,
    pub(crate) hash: ContentHash,
    pub(crate) blob: Option<BlobId>,
}

/// An entry, read as far as it takes to find its parts; the parts themselves are checked when they
/// are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) key: &'a [u8],
    pub(crate) facts: Facts,
    pub(crate) payload: Payload<'a>,
}

/// What was read from the file, as it is stored. It does not depend on the facts, so it can be
/// copied as it is, to a file with the same names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payload<'a> {
    reading: u8,
    count: u32,
    records: &'a [u8],
    errors: &'a [u8],
}

/// What was read from a file, before it is stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Content<'a> {
    pub(crate) imports: PackedImports<'a>,
    pub(crate) errors: &'a [SyntaxError],
    pub(crate) reading: Reading,
}

/// The least length of an entry: that of one without a key, imports, identity and blob.
pub(crate) const LEAST: usize = 17 + 16 + 8 + 12;

/// The key of the entry at the start of `bytes`, and how many bytes the entry takes. None if it
/// cannot be read, or if its lengths do not add up.
pub(crate) fn measure(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let length = Bytes(bytes).length()?;
    let entry = Entry::read(bytes.get(..length)?)?;
    Some((entry.key, length))
}

impl<'a> Entry<'a> {
    /// Reads exactly one entry. O(1).
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = Bytes(bytes);
        let length = rest.length()?;
        let key = rest.length()?;
        let records = rest.length()?;
        let count = rest.u32()?;
        let flags = rest.u8()?;
        let facts = Facts::read(&mut rest, flags)?;
        let entry = Self {
            key: rest.take(key)?,
            facts,
            payload: Payload {
                reading: flags & READING,
                count,
                records: rest.take(records)?,
                errors: rest.0,
            },
        };
        let plausible = length == bytes.len() && flags & !KNOWN == 0;
        (plausible && entry.payload.reading().is_some()).then_some(entry)
    }

    /// Appends the entry. Leaves `out` as it is and says false if a part is too long to be told.
    pub(crate) fn write(&self, out: &mut Vec<u8>) -> bool {
        let Payload {
            records, errors, ..
        } = self.payload;
        let before = out.len();
        let parts = [self.key.len(), records.len()];
        let [Ok(key), Ok(packed)] = parts.map(u32::try_from) else {
            return false;
        };
        for number in [0, key, packed, self.payload.count] {
            out.extend(number.to_le_bytes());
        }
        out.push(self.payload.reading | self.facts.flags());
        self.facts.write(out);
        for part in [self.key, records, errors] {
            out.extend_from_slice(part);
        }
        let Ok(length) = u32::try_from(out.len() - before) else {
            out.truncate(before);
            return false;
        };
        out[before..before + 4].copy_from_slice(&length.to_le_bytes());
        true
    }
}

impl Facts {
    fn flags(&self) -> u8 {
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        flag(self.racy.modified, RACY_MODIFIED)
            | flag(self.racy.changed, RACY_CHANGED)
            | flag(self.stamp.identity.is_some(), IDENTITY)
            | match self.blob {
                None => 0,
                Some(BlobId::Sha1(_)) => SHA1,
                Some(BlobId::Sha256(_)) => SHA256,
            }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.hash.to_bytes());
        out.extend(self.stamp.size.to_le_bytes());
        write_moment(out, self.stamp.modified);
        if let Some(identity) = self.stamp.identity {
            write_moment(out, identity.changed);
            out.extend(identity.inode.to_le_bytes());
        }
        if let Some(blob) = &self.blob {
            out.extend_from_slice(blob.bytes());
        }
    }

    fn read(rest: &mut Bytes<'_>, flags: u8) -> Option<Self> {
        let hash = ContentHash::from_bytes(rest.array()?);
        let size = rest.u64()?;
        let modified = read_moment(rest)?;
        let mut identity = None;
        if flags & IDENTITY != 0 {
            identity = Some(Identity {
                changed: read_moment(rest)?,
                inode: rest.u64()?,
            });
        }
        let blob = match flags & (SHA1 | SHA256) {
            0 => None,
            SHA1 => Some(BlobId::Sha1(rest.array()?)),
            SHA256 => Some(BlobId::Sha256(rest.array()?)),
            _ => return None,
        };
        Some(Self {
            stamp: Stamp {
                size,
                modified,
                identity,
            },
            racy: Racy {
                modified: flags & RACY_MODIFIED != 0,
                changed: flags & RACY_CHANGED != 0,
            },
            hash,
            blob,
        })
    }
}

fn write_moment(out: &mut Vec<u8>, moment: Moment) {
    out.extend(moment.seconds.to_le_bytes());
    out.extend(moment.nanoseconds.to_le_bytes());
}

fn read_moment(rest: &mut Bytes<'_>) -> Option<Moment> {
    Some(Moment {
        seconds: rest.i64()?,
        nanoseconds: rest.u32()?,
    })
}

impl<'a> Payload<'a> {
    /// What `read` is stored as, with `name` for the number of each name; the bytes are put into
    /// `buffer`. None if there are too many.
    pub(crate) fn of(
        read: &Content<'_>,
        name: impl FnMut(&str) -> u32,
        buffer: &'a mut Vec<u8>,
    ) -> Option<Self> {
        buffer.clear();
        read.imports.pack(buffer, name);
        let records = buffer.len();
        for error in read.errors {
            buffer.extend(error.span.start.to_le_bytes());
            buffer.extend(error.span.end.to_le_bytes());
            buffer.extend(u32::try_from(error.message.len()).ok()?.to_le_bytes());
            buffer.extend_from_slice(error.message.as_bytes());
        }
        let (records, errors) = buffer.split_at(records);
        Some(Self {
            reading: match read.reading {
                Reading::Recognised => RECOGNISED,
                Reading::InDoubt => IN_DOUBT,
                Reading::Verified => VERIFIED,
            },
            count: u32::try_from(read.imports.len()).ok()?,
            records,
            errors,
        })
    }

    pub(crate) fn reading(&self) -> Option<Reading> {
        match self.reading {
            RECOGNISED => Some(Reading::Recognised),
            IN_DOUBT => Some(Reading::InDoubt),
            VERIFIED => Some(Reading::Verified),
            _ => None,
        }
    }

    /// Number of records.
    pub(crate) fn count(&self) -> Option<usize> {
        usize::try_from(self.count).ok()
    }

    /// Where the records are, if the entry ends at `end`.
    pub(crate) fn place(&self, end: usize) -> Option<Range<usize>> {
        let end = end.checked_sub(self.errors.len())?;
        Some(end.checked_sub(self.records.len())?..end)
    }

    /// The syntax errors; none if what is stored is damaged.
    pub(crate) fn errors(&self) -> Option<Vec<SyntaxError>> {
        let mut errors = Vec::new();
        let mut rest = Bytes(self.errors);
        while !rest.0.is_empty() {
            errors.push(read_error(&mut rest)?);
        }
        Some(errors)
    }
}

fn read_error(rest: &mut Bytes<'_>) -> Option<SyntaxError> {
    let (start, end) = (rest.u32()?, rest.u32()?);
    let length = rest.length()?;
    let message = str::from_utf8(rest.take(length)?).ok()?;
    (start <= end).then(|| SyntaxError {
        message: message.to_owned(),
        span: Span::new(start, end),
    })
}
