//! Line numbers, counted on the way.

use super::wide::line_feeds;

/// Up to here, the way to a routine for long texts is longer than the text.
const SHORT: usize = 256;

/// Counts lines as the line index does, but no further than to the last import.
pub(super) struct LineCounter {
    /// Whether a line may end in a carriage return.
    pub(super) has_returns: bool,
    counted: usize,
    line: u32,
}

impl LineCounter {
    /// For a text of which no more than `bytes` are looked at.
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self {
            has_returns: memchr::memchr(b'\r', bytes).is_some(),
            counted: 0,
            line: 1,
        }
    }

    /// The 1-based line of the offset `at`, which lies behind all those asked for before.
    pub(super) fn line(&mut self, bytes: &[u8], at: usize) -> u32 {
        let passed = &bytes[self.counted..at];
        let ends = if self.has_returns {
            // Of CR LF, the line feed counts. No pair is cut: `at` is the start of a statement.
            let ends_line = |at: &usize| passed[*at] == b'\n' || passed.get(at + 1) != Some(&b'\n');
            memchr::memchr2_iter(b'\n', b'\r', passed)
                .filter(ends_line)
                .count()
        } else if passed.len() < SHORT {
            line_feeds(passed) as usize
        } else {
            memchr::memchr_iter(b'\n', passed).count()
        };
        self.pass(at, u32::try_from(ends).unwrap_or(u32::MAX))
    }

    /// Takes it that so many lines end before the offset `at` and behind all those asked for before; gives
    /// its line.
    #[inline]
    pub(super) fn pass(&mut self, at: usize, ends: u32) -> u32 {
        self.counted = at;
        self.line = self.line.saturating_add(ends);
        self.line
    }
}
