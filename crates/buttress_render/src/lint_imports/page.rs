//! Headings, lines and colours.

use std::fmt::Display;
use std::io;

use crate::text::clean;

/// Where text goes, coloured or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    color: bool,
}

impl Page {
    pub(super) fn new(color: bool) -> Self {
        Self { color }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(super) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.paint("33", text)
    }

    fn paint(self, sgr: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{sgr}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// A heading between two lines, and an empty line.
    pub(super) fn heading(self, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let line = rule(text);
        let framed = [line.as_str(), text, line.as_str()].map(|line| self.bold(line));
        write!(out, "{}\n\n", framed.join("\n"))
    }

    /// A heading above a line, and an empty line.
    pub(super) fn subheading(self, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let text = clean(text);
        write!(out, "{}\n{}\n\n", self.bold(&text), self.bold(&rule(&text)))
    }
}

/// Writes the lines of a text that may have several.
pub(super) fn write_lines(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    text.lines()
        .try_for_each(|line| writeln!(out, "{}", clean(line)))
}

/// `1 warning`, `2 warnings`, without separators between the thousands.
pub(super) fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// A line as long as a text.
fn rule(text: &str) -> String {
    "-".repeat(text.chars().count())
}

/// `l.1, l.4`: the distinct lines in order, each after `prefix`.
pub(super) fn joined<T: Display>(items: impl IntoIterator<Item = T>, prefix: &str) -> String {
    let items = items.into_iter().map(|item| format!("{prefix}{item}"));
    items.collect::<Vec<_>>().join(", ")
}
