//! The first bytes of the cache file: whose it is, how long, and whether it is whole.

use buttress_source::PackedImports;
use twox_hash::{XxHash3_64, XxHash3_128};

use crate::bytes::Bytes;

/// What every cache file begins with.
const MAGIC: [u8; 8] = *b"buttress";

/// The version of header and entries. Raise it with every change to either.
const FORMAT: u32 = 1;

/// Length of the header in bytes.
pub(crate) const LENGTH: usize = 64;

/// The largest body that is read or written, in bytes.
pub(crate) const MAX_BODY: u64 = 1 << 30;

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The hash of the version of what made the entries.
    pub(crate) extractor: u128,
    /// The number of entries.
    pub(crate) count: u32,
    /// Length of the body in bytes.
    pub(crate) body: u64,
    /// The XXH3-64 hash of the body.
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
    pub(crate) fn write(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        let fields: [&[u8]; 8] = [
            &MAGIC,
            &FORMAT.to_le_bytes(),
            &PackedImports::VERSION.to_le_bytes(),
            &self.extractor.to_le_bytes(),
            &self.body.to_le_bytes(),
            &self.checksum.to_le_bytes(),
            &self.count.to_le_bytes(),
            &[0; 4],
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
        let header = Self::read_fields(rest).filter(|header| sound && header.body <= MAX_BODY);
        match header {
            None => Err(Unfit::Damaged),
            Some(header) if header.extractor != extractor => Err(Unfit::OtherVersion),
            Some(header) => Ok(header),
        }
    }

    fn read_fields(mut rest: Bytes<'_>) -> Option<Self> {
        Some(Self {
            extractor: u128::from_le_bytes(rest.array()?),
            body: rest.u64()?,
            checksum: rest.u64()?,
            count: rest.u32()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header = Header {
        extractor: 3 << 100,
        count: 7,
        body: 1 << 20,
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
        let body = MAX_BODY + 1;
        let bytes = Header { body, ..HEADER }.write();
        let read = Header::read(&bytes, HEADER.extractor);
        assert_eq!(read, Err(Unfit::Damaged));
    }
}
