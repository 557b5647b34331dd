//! The first bytes of the cache file: whose it is, how long, and whether it is whole.

use buttress_source::PackedImports;
use twox_hash::{XxHash3_64, XxHash3_128};

use crate::bytes::Bytes;

/// What every cache file begins with.
const MAGIC: [u8; 8] = *b"buttress";

/// The version of header and entries. Raise it with every change to either.
const FORMAT: u32 = 1;

/// Length of the header in bytes.
pub(crate) const LENGTH: usize = 72;

/// The largest body that is read or written, in bytes.
pub(crate) const MAX_BODY: u64 = 1 << 30;

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The hash of the version of what made the entries.
    pub(crate) extractor: u128,
    /// The number of entries.
    pub(crate) count: u32,
    /// Length of the entries in bytes.
    pub(crate) entries: u64,
    /// Length of the text of all names, which follows the entries, in bytes.
    pub(crate) text: u32,
    /// The number of names; where each ends in the text follows the text.
    pub(crate) names: u32,
    /// The number of names when every one was in use.
    pub(crate) used_names: u32,
    /// The XXH3-64 hash of entries, text and ends.
    pub(crate) checksum: u64,
}

/// Why a header is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It is that of a cache that another version of buttress made. No reason to worry.
    OtherVersion,
    /// It is no header, or not whole.
    Damaged,
}

/// What tells one version of an extractor from another.
pub(crate) fn extractor_hash(version: &str) -> u128 {
    XxHash3_128::oneshot(version.as_bytes())
}

impl Header {
    /// Length of all that follows the header in bytes.
    pub(crate) fn body(&self) -> u64 {
        let ends = u64::from(self.names) * size_of::<u32>() as u64;
        self.entries.saturating_add(u64::from(self.text) + ends)
    }

    pub(crate) fn write(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        let fields: [&[u8]; 10] = [
            &MAGIC,
            &FORMAT.to_le_bytes(),
            &PackedImports::VERSION.to_le_bytes(),
            &self.extractor.to_le_bytes(),
            &self.entries.to_le_bytes(),
            &self.text.to_le_bytes(),
            &self.names.to_le_bytes(),
            &self.used_names.to_le_bytes(),
            &self.count.to_le_bytes(),
            &self.checksum.to_le_bytes(),
        ];
        let mut end = 0;
        for field in fields {
            bytes[end..end + field.len()].copy_from_slice(field);
            end += field.len();
        }
        let checksum = XxHash3_64::oneshot(&bytes[..end]);
        bytes[end..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Reads the header of a cache whose entries `extractor` made.
    pub(crate) fn read(bytes: &[u8; LENGTH], extractor: u128) -> Result<Self, Unfit> {
        let (told, seal) = bytes.split_at(LENGTH - size_of::<u64>());
        let mut rest = Bytes(told);
        if rest.array() != Some(MAGIC) {
            return Err(Unfit::Damaged);
        }
        let versions = [rest.u32(), rest.u32()];
        if versions != [FORMAT, PackedImports::VERSION].map(Some) {
            return Err(Unfit::OtherVersion);
        }
        let sound = seal == XxHash3_64::oneshot(told).to_le_bytes();
        let header = Self::read_fields(rest).filter(|header| sound && header.body() <= MAX_BODY);
        match header {
            None => Err(Unfit::Damaged),
            Some(header) if header.extractor != extractor => Err(Unfit::OtherVersion),
            Some(header) => Ok(header),
        }
    }

    fn read_fields(mut rest: Bytes<'_>) -> Option<Self> {
        Some(Self {
            extractor: u128::from_le_bytes(rest.array()?),
            entries: rest.u64()?,
            text: rest.u32()?,
            names: rest.u32()?,
            used_names: rest.u32()?,
            count: rest.u32()?,
            checksum: rest.u64()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header = Header {
        extractor: 3 << 100,
        count: 7,
        entries: 1 << 20,
        text: 900,
        names: 90,
        used_names: 60,
        checksum: u64::MAX,
    };

    #[test]
    fn a_header_comes_back() {
        assert_eq!(Header::read(&HEADER.write(), HEADER.extractor), Ok(HEADER));
    }

    #[test]
    fn another_version_is_no_damage() {
        let bytes = HEADER.write();
        assert_eq!(Header::read(&bytes, 1), Err(Unfit::OtherVersion));
        for version in [8, 12] {
            let mut bytes = bytes;
            bytes[version] += 1;
            let read = Header::read(&bytes, HEADER.extractor);
            assert_eq!(read, Err(Unfit::OtherVersion));
        }
    }

    #[test]
    fn every_other_bit_is_watched() {
        let bytes = HEADER.write();
        for bit in (0..LENGTH * 8).filter(|bit| !(64..128).contains(bit)) {
            let mut bytes = bytes;
            bytes[bit / 8] ^= 1 << (bit % 8);
            let read = Header::read(&bytes, HEADER.extractor);
            assert_eq!(read, Err(Unfit::Damaged), "bit {bit}");
        }
    }

    #[test]
    fn a_body_beyond_the_limit_is_not_believed() {
        for entries in [MAX_BODY, u64::MAX] {
            let bytes = Header { entries, ..HEADER }.write();
            let read = Header::read(&bytes, HEADER.extractor);
            assert_eq!(read, Err(Unfit::Damaged));
        }
    }
}
