//! Stamps: what the file system says of a file, by which it is recognised without being read.

use std::fs::Metadata;
#[cfg(any(not(unix), test))]
use std::time::{SystemTime, UNIX_EPOCH};

/// A time of the file system's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Whole seconds since 1970, rounded down.
    pub seconds: i64,
    /// Nanoseconds since then.
    pub nanoseconds: u32,
}

impl Moment {
    /// Said where the system tells no time; later than any other, so never taken for the past.
    const UNKNOWN: Self = Self {
        seconds: i64::MAX,
        nanoseconds: 0,
    };

    /// When the file was modified.
    pub(crate) fn modified(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Self::from_parts(metadata.mtime(), metadata.mtime_nsec())
        }
        #[cfg(not(unix))]
        metadata.modified().map_or(Self::UNKNOWN, Self::from_system)
    }

    #[cfg(unix)]
    fn from_parts(seconds: i64, nanoseconds: i64) -> Self {
        let nanoseconds = u32::try_from(nanoseconds).ok();
        nanoseconds.map_or(Self::UNKNOWN, |nanoseconds| Self {
            seconds,
            nanoseconds,
        })
    }

    #[cfg(any(not(unix), test))]
    fn from_system(time: SystemTime) -> Self {
        let whole = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(since) => Self {
                seconds: whole(since.as_secs()),
                nanoseconds: since.subsec_nanos(),
            },
            Err(before) => {
                let before = before.duration();
                let part = before.subsec_nanos();
                Self {
                    seconds: -whole(before.as_secs()) - i64::from(part > 0),
                    nanoseconds: (1_000_000_000 - part) % 1_000_000_000,
                }
            }
        }
    }

    pub(crate) fn less_seconds(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds.saturating_sub(seconds),
            ..self
        }
    }
}

/// What the file system says of a file. Take it *before* reading the file, from the opened file:
/// then a change in the meantime shows as a difference the next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Length in bytes.
    pub size: u64,
    /// The mtime, which programs can set as they please.
    pub modified: Moment,
    /// What programs cannot set; on Unix only.
    pub identity: Option<Identity>,
}

/// Which file it is, and when anything about it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The ctime.
    pub changed: Moment,
    /// The number of the inode.
    pub inode: u64,
}

impl Stamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            modified: Moment::modified(metadata),
            identity: identity(metadata),
        }
    }

    /// Whether the two agree in what is known everywhere: size and mtime.
    pub(crate) fn roughly(&self, other: &Self) -> bool {
        self.size == other.size && self.modified == other.modified
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems know no identity")]
fn identity(metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some(Identity {
        changed: Moment::from_parts(metadata.ctime(), metadata.ctime_nsec()),
        inode: metadata.ino(),
    })
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> Option<Identity> {
    None
}

/// How far back a time may have been rounded: two seconds on FAT.
const SLACK_SECONDS: i64 = 2;

/// Which times of a stamp were so fresh when the file was read that a later change may have left
/// them as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Racy {
    /// The mtime.
    pub(crate) modified: bool,
    /// The ctime.
    pub(crate) changed: bool,
}

impl Racy {
    /// Of a file read by a run that started at `start` on the file system's clock; if that is not
    /// known, any time may be fresh.
    pub(crate) fn of(stamp: &Stamp, start: Option<Moment>) -> Self {
        let fresh =
            |time: Moment| start.is_none_or(|start| time >= start.less_seconds(SLACK_SECONDS));
        Self {
            modified: fresh(stamp.modified),
            changed: stamp
                .identity
                .is_some_and(|identity| fresh(identity.changed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64, nanoseconds: u32) -> Moment {
        Moment {
            seconds,
            nanoseconds,
        }
    }

    fn racy(modified: Moment, changed: Moment, start: Option<Moment>) -> (bool, bool) {
        let stamp = Stamp {
            size: 1,
            modified,
            identity: Some(Identity { changed, inode: 7 }),
        };
        let racy = Racy::of(&stamp, start);
        (racy.modified, racy.changed)
    }

    #[test]
    fn what_is_two_seconds_older_than_the_start_is_settled() {
        let start = Some(at(100, 500));
        assert_eq!(racy(at(98, 499), at(98, 499), start), (false, false));
        assert_eq!(racy(at(98, 500), at(98, 499), start), (true, false));
        assert_eq!(racy(at(98, 499), at(98, 500), start), (false, true));
        assert_eq!(racy(at(500, 0), at(-3, 0), start), (true, false));
    }

    #[test]
    fn without_a_clock_nothing_is_settled() {
        assert_eq!(racy(at(0, 0), at(0, 0), None), (true, true));
        let start = Some(at(i64::MIN, 0));
        assert_eq!(racy(at(i64::MIN, 0), at(0, 0), start), (true, true));
    }

    #[test]
    fn a_time_that_is_not_told_is_never_settled() {
        let start = Some(at(i64::MAX - 1, 0));
        assert_eq!(racy(Moment::UNKNOWN, at(0, 0), start), (true, false));
    }

    #[test]
    fn times_of_the_system_are_rounded_down() {
        use std::time::Duration;
        let after = |nanoseconds| UNIX_EPOCH + Duration::from_nanos(nanoseconds);
        let before = |nanoseconds| UNIX_EPOCH - Duration::from_nanos(nanoseconds);
        assert_eq!(Moment::from_system(after(0)), at(0, 0));
        assert_eq!(Moment::from_system(after(1_000_000_007)), at(1, 7));
        assert_eq!(Moment::from_system(before(1)), at(-1, 999_999_999));
        assert_eq!(Moment::from_system(before(1_000_000_000)), at(-1, 0));
    }

    #[test]
    fn the_stamp_of_a_file_is_that_of_the_file_system() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        std::fs::write(&path, b"import a").unwrap();
        let file = std::fs::File::options().append(true).open(&path).unwrap();
        let before = UNIX_EPOCH - std::time::Duration::from_millis(1_250);
        file.set_modified(before).unwrap();
        let stamp = Stamp::of(&file.metadata().unwrap());
        assert_eq!(stamp.size, 8);
        assert_eq!(Moment::from_system(before), stamp.modified);
        assert_eq!(stamp.modified, at(-2, 750_000_000));
        assert_eq!(stamp.identity.is_some(), cfg!(unix));
        assert_eq!(stamp, Stamp::of(&std::fs::metadata(&path).unwrap()));
    }
}
