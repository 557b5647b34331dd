//! A resolved place: path, lines, columns, and the text of the line.

use std::sync::Arc;

use buttress_source::{Position, SourceText, Span};

/// A place in a file, resolved for people, editors and machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Relative to the configuration's folder, `/`-separated.
    pub path: Arc<str>,
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
    /// The whole first line, without its line break.
    pub line_text: Arc<str>,
}

impl Location {
    /// Resolves a span of a source.
    pub fn new(path: Arc<str>, source: &SourceText, span: Span) -> Self {
        Self::near(None, path, source, span)
    }

    /// Resolves a span of a source; one that starts on the line of `near`, a place in the same
    /// source, shares its text.
    pub(crate) fn near(
        near: Option<&Self>,
        path: Arc<str>,
        source: &SourceText,
        span: Span,
    ) -> Self {
        let start = source.position(span.start);
        let same = near.filter(|near| near.start.line == start.line);
        Self {
            path,
            start,
            end: source.position(span.end),
            line_text: match same {
                Some(near) => near.line_text.clone(),
                None => source.line_text(start.line).into(),
            },
        }
    }

    /// The start of a line of a file whose text is not at hand.
    pub fn of_line(path: Arc<str>, line: u32) -> Self {
        let position = Position {
            line,
            column: 1,
            utf16_column: 1,
        };
        Self {
            path,
            start: position,
            end: position,
            line_text: Arc::default(),
        }
    }
}
