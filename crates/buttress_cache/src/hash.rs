//! Names of contents: the hash of a file's bytes, and the id that git gives them.

use std::fmt;

use twox_hash::XxHash3_128;

/// The XXH3-128 hash of a file's bytes. Two files that differ by chance share one with a probability
/// of 2⁻¹²⁸; it does not withstand who looks for two that do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 16]);

impl ContentHash {
    /// Hashes the bytes of a file, as they are on disk. O(bytes), several GB a second.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes).to_le_bytes())
    }

    /// The hash as bytes.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// What [`to_bytes`](Self::to_bytes) gave.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({:032x})", u128::from_le_bytes(self.0))
    }
}

/// The id of a blob in a git repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlobId {
    /// Of a repository that uses SHA-1.
    Sha1([u8; 20]),
    /// Of a repository that uses SHA-256.
    Sha256([u8; 32]),
}

impl BlobId {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Sha1(id) => id,
            Self::Sha256(id) => id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // The reference implementation's value of nothing, with seed 0.
        let shown = format!("{:?}", ContentHash::of(b""));
        assert_eq!(shown, "ContentHash(99aa06d3014798d86001c324468d497f)");
        assert_ne!(ContentHash::of(b"a"), ContentHash::of(b"b"));
        let hash = ContentHash::of(b"import a\n");
        assert_eq!(ContentHash::from_bytes(hash.to_bytes()), hash);
    }
}
