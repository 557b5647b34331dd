//! TOML as a person would write it.

use std::fmt::Write as _;

use super::comments::CommentLine;

/// The most columns of a list on one line.
const WIDTH: usize = 80;

/// Where the text of a configuration is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In a file of its own.
    File,
    /// In the tables `[tool.buttress…]` of a `pyproject.toml`.
    Pyproject,
}

/// An item of a list, and the comments around it.
#[derive(Default)]
pub(super) struct Item {
    pub(super) above: Vec<CommentLine>,
    pub(super) text: String,
    pub(super) behind: Option<String>,
}

/// Collects the lines of a file.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
}

impl Writer {
    /// Lines of comments, so many columns from the left.
    pub(super) fn comments(&mut self, lines: &[CommentLine], indent: usize) {
        for line in lines {
            let line = line
                .as_ref()
                .map(|line| format!("{:indent$}{}", "", comment(line)));
            self.line(&line.unwrap_or_default());
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An empty line, unless it would be the first.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The lines of an option, and the comment behind it.
    pub(super) fn option(&mut self, lines: &str, behind: Option<&str>) {
        self.text.push_str(lines.trim_end_matches('\n'));
        if let Some(behind) = behind {
            let _ = write!(self.text, " {}", comment(behind));
        }
        self.text.push('\n');
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A comment with its sign, on one line.
fn comment(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() && c != '\t', " ");
    let is_set_off = text.is_empty() || text.starts_with([' ', '\t', '#', '!', ':']);
    let gap = if is_set_off { "" } else { " " };
    format!("#{gap}{text}").trim_end().to_owned()
}

/// A list of strings: on one line if it fits and has no comments inside. Layers stand one above the
/// other.
pub(super) fn list(key: &str, items: &[Item], tail: &[CommentLine]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| quote(&item.text)).collect();
    let line = format!("{key} = [{}]\n", quoted.join(", "));
    let is_plain = |item: &Item| item.above.is_empty() && item.behind.is_none();
    let plain = tail.is_empty() && items.iter().all(is_plain);
    let fits = key != "layers" && line.chars().count() <= WIDTH;
    if plain && (items.len() < 2 || fits) {
        return line;
    }
    let mut out = Writer::default();
    out.line(&format!("{key} = ["));
    for (item, quoted) in items.iter().zip(quoted) {
        out.comments(&item.above, 4);
        out.option(&format!("    {quoted},"), item.behind.as_deref());
    }
    out.comments(tail, 4);
    out.line("]");
    out.finish()
}

/// A string of TOML: literal where that spares escapes, of several lines where the text has them.
pub(super) fn quote(text: &str) -> String {
    let has_control = |c: char| c.is_control();
    if text.contains(['"', '\\']) && !text.contains('\'') && !text.contains(has_control) {
        return format!("'{text}'");
    }
    if text.contains('\n') {
        return format!("\"\"\"\n{}\"\"\"", escaped(text, true));
    }
    format!("\"{}\"", escaped(text, false))
}

fn escaped(text: &str, is_long: bool) -> String {
    let mut escaped = String::new();
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        match c {
            // In a long string a single quote ends nothing, unless it stands before the end.
            '"' if is_long && before != Some('"') && chars.peek().is_some() => escaped.push('"'),
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' if is_long => escaped.push('\n'),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
        before = Some(c);
    }
    escaped
}
