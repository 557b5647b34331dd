//! What reading the values of one file needs: its identity, and where findings go.

use std::ops::Range;

use buttress_source::{Code, FileId, FileSpan, Finding, Span, Spanned};

use crate::document::{Key, Node, Value};

/// Reads values of one file and keeps what there is to say about them.
pub(crate) struct Reader<'a> {
    file: FileId,
    text: &'a str,
    findings: Vec<Finding>,
    suggested: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(file: FileId, text: &'a str) -> Self {
        Self {
            file,
            text,
            findings: Vec::new(),
            suggested: Vec::new(),
        }
    }

    /// The findings, in the order of the text.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.span);
        self.findings
    }

    pub(crate) fn place(&self, span: Span) -> FileSpan {
        FileSpan::new(self.file, span)
    }

    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Reports a value that is not understood.
    pub(crate) fn invalid(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.push(Code::InvalidValue, span, message)
    }

    /// Reports a value of a type that its option does not take.
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: &str) -> &mut Finding {
        let found = node.value.type_name();
        self.invalid(node.span, format!("expected {expected}, found {found}"))
    }

    /// Reports a key that is not known.
    pub(crate) fn unknown_key(&mut self, key: &Key, message: String, help: Option<String>) {
        self.push(Code::UnknownOption, key.span, message).help = help;
    }

    /// Remembers that a key was likely meant to be this option, so that it is not missed as well.
    pub(crate) fn suggest(&mut self, option: &'static str) {
        self.suggested.push(option);
    }

    pub(crate) fn was_suggested(&self, option: &str) -> bool {
        self.suggested.contains(&option)
    }

    fn push(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Finding {
        let finding = Finding::new(code, message).at(self.place(span));
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The place of a part of a string; of the whole literal if that has escapes.
    pub(crate) fn part(&self, node: &Node, range: Range<usize>) -> Span {
        let Value::Text(value) = &node.value else {
            return node.span;
        };
        let literal = self.text.get(node.span.range()).unwrap_or_default();
        let quotes = ["\"\"\"", "'''", "\"", "'"];
        let plain = quotes.into_iter().find(|quote| {
            let inner = literal.strip_prefix(quote);
            inner.and_then(|rest| rest.strip_suffix(quote)) == Some(value)
        });
        let Some(quote) = plain else {
            return node.span;
        };
        let start = node.span.range().start + quote.len();
        Span::from(start + range.start..start + range.end)
    }
}

/// A value of the configuration at its place.
pub(crate) fn spanned<T>(value: T, span: Span, reader: &Reader<'_>) -> Spanned<T> {
    Spanned::at(value, reader.place(span))
}
