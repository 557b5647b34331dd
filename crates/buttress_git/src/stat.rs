//! Whether a file is as the index has it, by what the file system says of it.

use std::fs::Metadata;

use gix_index::entry::Stat;
#[cfg(unix)]
use gix_index::entry::stat::Time;

/// How far back a time may have been rounded where the clock is not known to be finer: two seconds
/// on FAT.
#[cfg(unix)]
const COARSE: u64 = 2_000_000_000;

/// Two ticks of the slowest clock that Linux tells file times by.
#[cfg(unix)]
const FINE: u64 = 20_000_000;

/// When the index was written, and on which file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    #[cfg(unix)]
    moment: u64,
    #[cfg(unix)]
    device: u64,
}

#[cfg(unix)]
impl Written {
    /// Taken from the opened index file before it is read. None if its mtime was set to something
    /// that its ctime contradicts, or is of no use.
    pub(crate) fn of(index: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let moment = nanoseconds(time(index.mtime(), index.mtime_nsec())?);
        let changed = nanoseconds(time(index.ctime(), index.ctime_nsec())?);
        let device = index.dev();
        (moment <= changed).then_some(Self { moment, device })
    }

    /// Whether a file has not changed since the index got this entry.
    pub(crate) fn proves(&self, entry: &Stat, file: &Metadata) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        // The index has the lower half of these numbers.
        let low = |number: u64| u32::try_from(number & u64::from(u32::MAX)).ok();
        let same = time(file.mtime(), file.mtime_nsec()) == Some(entry.mtime)
            && time(file.ctime(), file.ctime_nsec()) == Some(entry.ctime)
            && u32::try_from(file.len()) == Ok(entry.size)
            && low(file.ino()) == Some(entry.ino)
            && low(file.dev()) == Some(entry.dev)
            && (file.uid(), file.gid()) == (entry.uid, entry.gid);
        // Clocks of two file systems cannot be compared.
        same && file.is_file() && file.dev() == self.device && self.is_settled(entry)
    }

    /// Whether a change after the entry's times, even one right after them, would have changed them.
    fn is_settled(&self, entry: &Stat) -> bool {
        // Programs cannot set the ctime, so it shows how finely the clock tells time.
        let is_fine = !entry.ctime.nsecs.is_multiple_of(1_000_000);
        let slack = if is_fine { FINE } else { COARSE };
        let last = nanoseconds(entry.ctime).max(nanoseconds(entry.mtime));
        last.saturating_add(slack) < self.moment
    }
}

#[cfg(unix)]
fn time(seconds: i64, nanoseconds: i64) -> Option<Time> {
    Some(Time {
        secs: u32::try_from(seconds).ok()?,
        nsecs: u32::try_from(nanoseconds).ok()?,
    })
}

#[cfg(unix)]
fn nanoseconds(time: Time) -> u64 {
    u64::from(time.secs) * 1_000_000_000 + u64::from(time.nsecs)
}

/// Size and mtime alone are no proof.
#[cfg(not(unix))]
impl Written {
    pub(crate) fn of(_index: &Metadata) -> Option<Self> {
        None
    }

    pub(crate) fn proves(&self, _entry: &Stat, _file: &Metadata) -> bool {
        false
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn at(nanoseconds: u64) -> Time {
        time(
            i64::try_from(nanoseconds / SECOND).unwrap(),
            i64::try_from(nanoseconds % SECOND).unwrap(),
        )
        .unwrap()
    }

    fn is_settled(changed: u64, modified: u64, written: u64) -> bool {
        let entry = Stat {
            ctime: at(changed),
            mtime: at(modified),
            ..Stat::default()
        };
        let written = Written {
            moment: written,
            device: 0,
        };
        written.is_settled(&entry)
    }

    #[test]
    fn both_times_must_be_older_than_the_index() {
        let then = 100 * SECOND + 123;
        assert!(!is_settled(then, then, then + FINE));
        assert!(is_settled(then, then, then + FINE + 1));
        assert!(!is_settled(then, then + 1, then + FINE + 1));
        assert!(!is_settled(then + 1, 0, then + FINE + 1));
    }

    #[test]
    fn a_coarse_clock_needs_two_seconds() {
        for then in [100 * SECOND, 100 * SECOND + 5_000_000] {
            assert!(!is_settled(then, then, then + COARSE));
            assert!(is_settled(then, then, then + COARSE + 1));
            // Anyone can set an mtime to the nanosecond.
            assert!(!is_settled(then, then + 123, then + FINE + 124));
        }
    }

    #[test]
    fn times_beyond_those_of_the_index_are_not_told() {
        assert_eq!(time(-1, 0), None);
        assert_eq!(time(i64::from(u32::MAX) + 1, 0), None);
        assert_eq!(time(0, -1), None);
    }
}
