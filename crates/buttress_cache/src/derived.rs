//! What a run derived from all files together, kept beside the cache for a run over the same modules.
//!
//! The file `graph.bin` has a header and a body, numbers little-endian:
//!
//! | header: bytes | what |
//! |---|---|
//! | 8 | `buttgrph` |
//! | 4 | version of the header |
//! | 16 | XXH3-128 hash of the extractor's version |
//! | 16 | the key |
//! | 8 | length of the body |
//! | 8 | XXH3-64 hash of the body |
//! | 8 | XXH3-64 hash of the bytes above |
//!
//! There is one for all configurations that share the folder; that of another is none. Nor is one that
//! is damaged, which is worth no warning: it is only a matter of time.

use std::fs::File;
use std::io::{self, Read, Write};

use twox_hash::{XxHash3_64, XxHash3_128};

use crate::CacheFolder;
use crate::bytes::Bytes;
use crate::folder::Temporary;
use crate::header::{MAX_BODY, extractor_hash};

/// The name of the file.
pub(crate) const FILE: &str = "graph.bin";

const MAGIC: [u8; 8] = *b"buttgrph";

/// The version of the header. Raise it with every change to it.
const FORMAT: u32 = 1;

const LENGTH: usize = 68;

/// The hash of all that something derived depends on, but the contents of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DerivedKey(u128);

impl DerivedKey {
    /// To be told all that it depends on, piece by piece.
    pub fn hasher() -> KeyHasher {
        KeyHasher(XxHash3_128::new())
    }
}

/// Hashes to a [`DerivedKey`]. How the bytes are cut into pieces makes no difference.
pub struct KeyHasher(XxHash3_128);

impl KeyHasher {
    /// Takes in the next piece.
    pub fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// The hash of all pieces.
    pub fn finish(self) -> DerivedKey {
        DerivedKey(self.0.finish_128())
    }
}

/// What was derived from all files together.
#[derive(Debug)]
pub struct Derived {
    key: DerivedKey,
    body: Vec<u8>,
}

impl Derived {
    /// What was kept, if it was kept with this key.
    pub fn body(&self, key: DerivedKey) -> Option<&[u8]> {
        (self.key == key).then_some(&self.body)
    }
}

impl CacheFolder {
    /// What the last run derived; none if there is nothing, or it is damaged. O(bytes).
    pub fn derived(&self) -> Option<Derived> {
        let path = self.options.folder.join(FILE);
        // Opening a pipe could wait without end.
        let is_file = path.metadata().ok()?.is_file();
        let mut file = is_file.then(|| File::open(path).ok()).flatten()?;
        let mut header = [0; LENGTH];
        file.read_exact(&mut header).ok()?;
        let (key, length, checksum) = self.read_header(&header)?;
        let mut body = Vec::new();
        body.try_reserve_exact(usize::try_from(length).ok()?).ok()?;
        file.take(length).read_to_end(&mut body).ok()?;
        let is_whole = body.len() as u64 == length && XxHash3_64::oneshot(&body) == checksum;
        is_whole.then_some(Derived { key, body })
    }

    fn extractor(&self) -> u128 {
        extractor_hash(&self.options.extractor)
    }

    fn read_header(&self, header: &[u8; LENGTH]) -> Option<(DerivedKey, u64, u64)> {
        let (told, seal) = header.split_at(LENGTH - size_of::<u64>());
        let mut rest = Bytes(told);
        let ours = rest.array() == Some(MAGIC)
            && rest.u32() == Some(FORMAT)
            && rest.array().map(u128::from_le_bytes) == Some(self.extractor())
            && seal == XxHash3_64::oneshot(told).to_le_bytes();
        let key = DerivedKey(u128::from_le_bytes(rest.array()?));
        let length = rest.u64().filter(|length| *length <= MAX_BODY)?;
        let checksum = rest.u64()?;
        ours.then_some((key, length, checksum))
    }

    /// Keeps what was derived, in place of what is there, in one step.
    ///
    /// # Errors
    ///
    /// Whatever the file system says; then what is there is as it was.
    pub fn keep_derived(&self, key: DerivedKey, body: &[u8]) -> io::Result<()> {
        let mut header = Vec::with_capacity(LENGTH);
        header.extend(MAGIC);
        header.extend(FORMAT.to_le_bytes());
        header.extend(self.extractor().to_le_bytes());
        header.extend(key.0.to_le_bytes());
        header.extend((body.len() as u64).to_le_bytes());
        header.extend(XxHash3_64::oneshot(body).to_le_bytes());
        header.extend(XxHash3_64::oneshot(&header).to_le_bytes());
        let mut file = Temporary::create(&self.options.folder)?;
        file.write_all(&header)?;
        file.write_all(body)?;
        file.keep_as(&self.options.folder.join(FILE))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{CacheOptions, Trust};

    fn key(of: &[u8]) -> DerivedKey {
        let mut hasher = DerivedKey::hasher();
        hasher.write(of);
        hasher.finish()
    }

    fn cache(folder: &Path, extractor: &str) -> CacheFolder {
        let options = CacheOptions {
            folder: folder.to_owned(),
            extractor: extractor.to_owned(),
            trust: Trust::Stamp,
        };
        CacheFolder::open(options)
    }

    #[test]
    fn it_comes_back_to_who_has_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let keep = cache(folder.path(), "1");
        assert!(keep.derived().is_none());
        let [key, other] = [key(b"a"), key(b"b")];
        for body in [&b"one"[..], b"", b"another"] {
            keep.keep_derived(key, body).unwrap();
            let derived = keep.derived().unwrap();
            assert_eq!(derived.body(key), Some(body));
            assert_eq!(derived.body(other), None);
        }
        assert!(cache(folder.path(), "2").derived().is_none());
    }

    #[test]
    fn a_key_does_not_depend_on_the_pieces() {
        let bytes: Vec<u8> = (0..=255).cycle().take(1_000).collect();
        for size in [1, 3, 255, 256, 999] {
            let mut hasher = DerivedKey::hasher();
            bytes.chunks(size).for_each(|piece| hasher.write(piece));
            assert_eq!(hasher.finish(), key(&bytes), "pieces of {size}");
        }
    }

    #[test]
    fn every_bit_and_every_length_is_watched() {
        let folder = tempfile::tempdir().unwrap();
        let keep = cache(folder.path(), "1");
        let key = key(b"a");
        keep.keep_derived(key, b"body").unwrap();
        let path = folder.path().join(FILE);
        let bytes = std::fs::read(&path).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, bytes).unwrap();
            assert!(keep.derived().is_none(), "bit {bit}");
        }
        for length in 0..bytes.len() {
            std::fs::write(&path, &bytes[..length]).unwrap();
            assert!(keep.derived().is_none(), "{length} bytes");
        }
    }
}
