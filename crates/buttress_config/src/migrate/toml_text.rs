//! TOML as it is written.

use std::fmt::Write as _;

/// The most columns of a list on one line.
const WIDTH: usize = 80;

/// Collects the lines of a file.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
}

impl Writer {
    /// Lines of comments, so many columns from the left.
    pub(super) fn comments(&mut self, lines: &[String], indent: usize) {
        for line in lines {
            let line = line.replace(|c: char| c.is_control() && c != '\t', " ");
            let gap = if line.is_empty() || line.starts_with([' ', '\t', '#', '!']) {
                ""
            } else {
                " "
            };
            let line = format!("{:indent$}#{gap}{line}", "");
            self.line(line.trim_end());
        }
    }

    /// A line as it is.
    pub(super) fn raw_line(&mut self, line: &str) {
        self.line(line);
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An empty line, unless it would be the first.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// The header of a table.
    pub(super) fn header(&mut self, header: &str) {
        self.gap();
        self.line(header);
    }

    /// An option with a value in TOML.
    pub(super) fn raw(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {value}"));
    }

    /// An option with a string.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.raw(key, &quote(value));
    }

    /// An option with a list of strings, each with the comments above it.
    pub(super) fn list(&mut self, key: &str, items: &[(Vec<String>, String)]) {
        let quoted: Vec<String> = items.iter().map(|(_, item)| quote(item)).collect();
        let line = format!("{key} = [{}]", quoted.join(", "));
        let plain = items.iter().all(|(comments, _)| comments.is_empty());
        if plain && (items.len() < 2 || line.chars().count() <= WIDTH) {
            self.line(&line);
            return;
        }
        self.line(&format!("{key} = ["));
        for ((comments, _), item) in items.iter().zip(quoted) {
            self.comments(comments, 4);
            self.line(&format!("    {item},"));
        }
        self.line("]");
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A basic string of TOML.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
