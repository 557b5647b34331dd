//! Places in files: ids, byte ranges, and values that remember where they were written.

use std::ops::Range;

/// A file of one run: a configuration file or a Python file.
///
/// Ids are handed out by the project in a fixed order (configuration files first, then Python files
/// sorted by path), so they are the same on every run over the same tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The id as an index into a table of files.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of bytes in the decoded text of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span must not end before it starts");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of `usize`, to slice text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    /// Saturates at `u32::MAX`; no text that large is ever loaded.
    fn from(range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::new(clamp(range.start), clamp(range.end))
    }
}

/// A span in a known file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileSpan {
    /// The file.
    pub file: FileId,
    /// The bytes within its decoded text.
    pub span: Span,
}

impl FileSpan {
    /// The place `span` in `file`.
    pub fn new(file: FileId, span: Span) -> Self {
        Self { file, span }
    }
}

/// A value of the configuration that may remember where it was written.
///
/// Settings built in code carry no span; settings read from a file do, so that a finding can point
/// at the very item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written, if it was written anywhere.
    pub span: Option<FileSpan>,
}

impl<T> Spanned<T> {
    /// A value that was read from a file.
    pub fn at(value: T, span: FileSpan) -> Self {
        Self {
            value,
            span: Some(span),
        }
    }

    /// The same place around another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned {
            value: f(self.value),
            span: self.span,
        }
    }
}

impl<T> From<T> for Spanned<T> {
    fn from(value: T) -> Self {
        Self { value, span: None }
    }
}
