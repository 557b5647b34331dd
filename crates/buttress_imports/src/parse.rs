//! Parses a text and turns what the parser says into records and syntax errors.
//!
//! Recurses, so `extract` calls it only where the stack is large enough. The tree is built and
//! dropped in here.

use std::panic;

use buttress_source::{FileImports, LineIndex, Span, SyntaxError};
use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode, ParseError, ParseOptions, parse_unchecked};

use crate::places::Places;
use crate::walk;

/// More syntax errors than this are not kept: a binary file can have millions.
const MAX_ERRORS: usize = 100;

/// The imports and syntax errors of `text`.
pub(crate) fn parse(text: &str, lines: &LineIndex) -> FileImports {
    // The parser checks its own invariants with assertions. Should one fail, this file is in
    // doubt, and no other.
    panic::catch_unwind(|| parse_and_walk(text, lines)).unwrap_or_else(|_| given_up())
}

fn parse_and_walk(text: &str, lines: &LineIndex) -> FileImports {
    let newest = PythonVersion::latest_preview();
    let options = ParseOptions::from(Mode::Module).with_target_version(newest);
    let parsed = parse_unchecked(text, options);
    let mut imports = FileImports::default();
    for error in syntax_errors(text, parsed.errors()) {
        imports.push_error(error);
    }
    if let Mod::Module(module) = parsed.syntax() {
        let places = Places::new(text, lines, parsed.tokens());
        walk::collect(&module.body, &places, &mut imports);
    }
    imports.shrink_to_fit();
    imports
}

fn given_up() -> FileImports {
    let mut imports = FileImports::default();
    imports.push_error(SyntaxError {
        message: "the parser gave up on this file".to_owned(),
        span: Span::default(),
    });
    imports
}

/// What the parser says, and the first NUL byte: Python refuses it even in a string or a comment.
fn syntax_errors(text: &str, found: &[ParseError]) -> Vec<SyntaxError> {
    let said = found.iter().take(MAX_ERRORS).map(|error| SyntaxError {
        message: uncapitalised(&one_line(&error.error.to_string())),
        span: walk::span(error.location),
    });
    let mut errors: Vec<_> = said.collect();
    if let Some(at) = text.find('\0') {
        let span = Span::from(at..at + 1);
        let before = errors.partition_point(|error| error.span.start < span.start);
        let message = "Python files cannot contain NUL bytes".to_owned();
        let error = SyntaxError { message, span };
        match errors.get_mut(before) {
            Some(said) if said.span == span => *said = error,
            _ => errors.insert(before, error),
        }
    }
    errors
}

/// With a small first letter, as all findings have it; names such as `IPython` stay as they are.
fn uncapitalised(message: &str) -> String {
    let mut chars = message.chars();
    match chars.next() {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

/// Without line breaks, control characters and a full stop.
fn one_line(message: &str) -> String {
    let mut line = String::with_capacity(message.len());
    for word in message.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if c.is_control() {
                line.extend(c.escape_unicode());
            } else {
                line.push(c);
            }
        }
    }
    line.truncate(line.trim_end_matches('.').len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_one_line_without_a_full_stop() {
        assert_eq!(one_line("one\n  two. "), "one two");
        assert_eq!(one_line("Expected `:`"), "Expected `:`");
        assert_eq!(one_line("token \0"), "token \\u{0}");
    }

    #[test]
    fn messages_begin_with_a_small_letter() {
        assert_eq!(uncapitalised("Expected `)`"), "expected `)`");
        assert_eq!(uncapitalised("IPython escapes"), "IPython escapes");
        assert_eq!(uncapitalised("`x` É"), "`x` É");
        assert_eq!(uncapitalised(""), "");
    }

    #[test]
    fn a_parser_that_gives_up_is_a_syntax_error() {
        assert_eq!(given_up().errors().len(), 1);
    }

    #[test]
    fn errors_are_bounded() {
        let text = "$ ?\n".repeat(1_000);
        assert_eq!(
            parse(&text, &LineIndex::new(&text)).errors().len(),
            MAX_ERRORS
        );
    }
}
