//! Bytes to text, as Python decodes a source file.

use crate::{LineIndex, Position, Span};

/// Why a file could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The encoding cookie names no encoding that Python knows.
    UnknownEncoding {
        /// The name in the cookie.
        name: String,
        /// The 1-based line of the cookie.
        line: u32,
    },
    /// The bytes are not valid in the file's encoding.
    Invalid {
        /// The name of the encoding.
        encoding: String,
        /// The 1-based line of the first bad byte.
        line: u32,
    },
}

/// The decoded text of a file, with its lines.
#[derive(Debug, Clone)]
pub struct SourceText {
    text: String,
    lines: LineIndex,
}

impl SourceText {
    /// Takes text that is decoded already (a configuration file, a test).
    pub fn new(text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self { text, lines }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of the text.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The position of a byte offset; an offset out of range is moved back into the text.
    pub fn position(&self, offset: u32) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// The text of a 1-based line, without its line break.
    pub fn line_text(&self, line: u32) -> &str {
        &self.text[self.lines.line_span(&self.text, line).range()]
    }

    /// The text of a span, empty when it lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}
