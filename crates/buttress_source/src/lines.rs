//! Lines and columns as Python counts them.
//!
//! A line ends with LF, CR LF or a lone CR, and with nothing else: a form feed, a vertical tab or
//! U+2028 is an ordinary character.

use crate::Span;

/// A place for people and editors. All numbers are 1-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column in characters (Unicode scalar values).
    pub column: u32,
    /// Column in UTF-16 code units, as the Language Server Protocol counts.
    pub utf16_column: u32,
}

/// The byte offsets at which lines start.
///
/// Building is O(bytes), a look-up is O(log lines + length of the line).
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let first_of_pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !first_of_pair {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self { starts }
    }

    /// Number of lines; a text that ends in a line break has an empty last line.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: the empty text has one line.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The 1-based line that holds the byte `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|&start| start <= offset)).unwrap_or(u32::MAX)
    }

    /// The position of the byte `offset` of `text`, the text this index was made of.
    ///
    /// An offset past the end or inside a character is moved back to the nearest boundary.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let before = &text[start..floor_boundary(text, offset as usize).max(start)];
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1) + 1;
        Position {
            line,
            column: count(before.chars().count()),
            utf16_column: count(before.chars().map(char::len_utf16).sum()),
        }
    }

    /// The bytes of the 1-based `line` of `text`, without its line break; empty past the end.
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let Some(&start) = self.starts.get((line as usize).wrapping_sub(1)) else {
            return Span::default();
        };
        let end = self
            .starts
            .get(line as usize)
            .map_or(text.len(), |&next| next as usize);
        let content = text[start as usize..end].trim_end_matches(['\n', '\r']);
        Span::from(start as usize..start as usize + content.len())
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, needle: &str) -> (u32, u32, u32) {
        let offset = u32::try_from(text.find(needle).unwrap()).unwrap();
        let p = LineIndex::new(text).position(text, offset);
        (p.line, p.column, p.utf16_column)
    }

    #[test]
    fn all_three_line_ends_count_once() {
        assert_eq!(at("a\nb\r\nc\rX", "X"), (4, 1, 1));
    }

    #[test]
    fn form_feed_and_unicode_separators_end_no_line() {
        assert_eq!(at("a\u{c}\u{b}\u{2028}\u{85}X", "X"), (1, 6, 6));
    }

    #[test]
    fn columns_count_characters_and_utf16_units() {
        assert_eq!(at("é = '🐍'; X", "X"), (1, 10, 11));
    }

    #[test]
    fn offsets_past_the_end_or_inside_a_character_do_not_panic() {
        let text = "é";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 1).column, 1);
        assert_eq!(index.position(text, 99).column, 2);
    }

    #[test]
    fn a_line_is_given_without_its_break() {
        let text = "one\r\ntwo";
        let index = LineIndex::new(text);
        assert_eq!(&text[index.line_span(text, 1).range()], "one");
        assert_eq!(&text[index.line_span(text, 2).range()], "two");
        assert!(index.line_span(text, 3).is_empty());
        assert!(index.line_span(text, 0).is_empty());
    }
}
