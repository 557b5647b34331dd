//! The stamp of a file in a table that is compared without being taken apart.

use crate::stamp::{Moment, Racy};
use crate::{Stamp, Trust};

const TOLD: u8 = 1;
const IDENTITY: u8 = 1 << 1;
const RACY_MODIFIED: u8 = 1 << 2;
const RACY_CHANGED: u8 = 1 << 3;
const RACY: u8 = RACY_MODIFIED | RACY_CHANGED;

/// How many bytes size and mtime take, after the flags.
const ROUGH: usize = 8 + 12;

/// The stamp that a file had when it was read, and which of its times were racy; or that there is none
/// by which it could be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Seen([u8; Seen::LENGTH]);

impl Seen {
    /// Its length in bytes.
    pub const LENGTH: usize = 1 + ROUGH + 12 + 8;

    /// A file that is not to be recognised.
    pub const NEVER: Self = Self([0; Self::LENGTH]);

    pub(crate) fn new(stamp: &Stamp, racy: Racy) -> Self {
        let mut bytes = Self::NEVER.0;
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        bytes[0] = TOLD
            | flag(stamp.identity.is_some(), IDENTITY)
            | flag(racy.modified, RACY_MODIFIED)
            | flag(racy.changed, RACY_CHANGED);
        let mut at = 1;
        let mut put = |part: &[u8]| {
            bytes[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        };
        let moment = |moment: Moment| {
            (
                moment.seconds.to_le_bytes(),
                moment.nanoseconds.to_le_bytes(),
            )
        };
        put(&stamp.size.to_le_bytes());
        let (seconds, nanoseconds) = moment(stamp.modified);
        put(&seconds);
        put(&nanoseconds);
        if let Some(identity) = stamp.identity {
            let (seconds, nanoseconds) = moment(identity.changed);
            put(&seconds);
            put(&nanoseconds);
            put(&identity.inode.to_le_bytes());
        }
        Self(bytes)
    }

    /// What [`to_bytes`](Self::to_bytes) gave.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// As bytes.
    pub fn to_bytes(self) -> [u8; Self::LENGTH] {
        self.0
    }

    /// Whether there is a stamp by which the file could be recognised, now or later.
    pub fn is_told(self) -> bool {
        self.0[0] & TOLD != 0
    }

    /// Whether this stamp proves that the file has not changed since.
    pub fn proves(self, stamp: &Stamp, trust: Trust) -> bool {
        let settled = Racy {
            modified: false,
            changed: false,
        };
        let now = Self::new(stamp, settled);
        match trust {
            Trust::Stamp => self == now,
            Trust::RelaxedStamp => {
                let told = self.0[0] & (TOLD | RACY & !RACY_CHANGED) == TOLD;
                told && self.0[1..=ROUGH] == now.0[1..=ROUGH]
            }
            Trust::Content => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Identity;

    fn stamp(number: u64) -> Stamp {
        let at = |seconds: i64| Moment {
            seconds,
            nanoseconds: 7,
        };
        Stamp {
            size: 1 + (number & 1),
            modified: at(i64::from(number & 2 != 0)),
            identity: (number & 16 == 0).then_some(Identity {
                changed: at(i64::from(number & 4 != 0)),
                inode: number & 8,
            }),
        }
    }

    /// The same as [`Cache::find`](crate::Cache::find), written out.
    #[test]
    fn every_part_of_the_stamp_counts_that_is_trusted() {
        for (one, other, racy) in (0..32)
            .flat_map(|a| (0..32).map(move |b| (a, b)))
            .flat_map(|(a, b)| (0..4).map(move |r| (a, b, r)))
        {
            let racy = Racy {
                modified: racy & 1 != 0,
                changed: racy & 2 != 0,
            };
            let (known, now) = (stamp(one), stamp(other));
            let seen = Seen::from_bytes(Seen::new(&known, racy).to_bytes());
            let settled = !racy.modified && !racy.changed;
            assert_eq!(seen.proves(&now, Trust::Stamp), settled && known == now);
            let roughly = !racy.modified && known.roughly(&now);
            assert_eq!(seen.proves(&now, Trust::RelaxedStamp), roughly);
            assert!(!seen.proves(&now, Trust::Content) && seen.is_told());
            assert!(!Seen::NEVER.proves(&now, Trust::Stamp));
            assert!(!Seen::NEVER.proves(&now, Trust::RelaxedStamp));
        }
    }
}
