//! What lies around a statement: the line it starts on, the comment behind it.

use buttress_source::{LineIndex, Span};
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use crate::walk;

/// The lines and comments of a text.
pub(crate) struct Places<'a> {
    text: &'a str,
    pub(crate) lines: &'a LineIndex,
    /// In source order.
    comments: Vec<Span>,
}

impl<'a> Places<'a> {
    /// Of `text`, of which `lines` are the lines and `tokens` the tokens. O(tokens).
    pub(crate) fn new(text: &'a str, lines: &'a LineIndex, tokens: &Tokens) -> Self {
        let comments = tokens
            .iter()
            .filter(|token| token.kind() == TokenKind::Comment);
        let comments = comments.map(|token| walk::span(token.range())).collect();
        Self {
            text,
            lines,
            comments,
        }
    }

    /// The text of a span.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The comment that follows the offset `end` on its physical line. O(log comments + line).
    pub(crate) fn comment_after(&self, end: u32) -> Option<Span> {
        let first = self.comments.partition_point(|comment| comment.start < end);
        let comment = *self.comments.get(first)?;
        let between = self.text.get(end as usize..comment.start as usize)?;
        (!between.contains(['\n', '\r'])).then_some(comment)
    }
}
