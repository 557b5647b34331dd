//! Colour, and the width of the page.

use unicode_width::UnicodeWidthStr;

use crate::RenderOptions;

/// What a piece of text is, and thereby how it is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// An error, or the import to remove.
    Error,
    /// A warning, or the import to remove in one.
    Warning,
    /// A step on the way.
    Step,
    /// What the configuration says.
    Rule,
    /// Something that is as it should be.
    Good,
    /// The frame around an excerpt, and what matters less.
    Margin,
    /// The word that opens a line.
    Lead,
}

impl Tone {
    /// The parameters of the SGR escape sequence; the sixteen colours of the terminal's own theme.
    fn sgr(self) -> &'static str {
        match self {
            Self::Error => "1;31",
            Self::Warning => "1;33",
            Self::Step => "36",
            Self::Rule => "35",
            Self::Good => "32",
            Self::Margin => "90",
            Self::Lead => "1",
        }
    }
}

/// The page that is written on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    color: bool,
    /// Columns.
    pub(super) width: usize,
}

impl Page {
    pub(super) fn new(options: &RenderOptions) -> Self {
        Self {
            color: options.color,
            width: options.width.max(40),
        }
    }

    /// `text` in its colour, if there is colour. White space alone is never coloured.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        if self.color && !text.trim().is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", tone.sgr())
        } else {
            text.to_owned()
        }
    }
}

/// Breaks `text` at spaces into lines of at most `width` columns; a longer word gets its own line.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces_by_columns() {
        assert_eq!(wrap("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(wrap("漢字 漢字", 8), ["漢字", "漢字"]);
        assert_eq!(wrap("toolong a", 3), ["toolong", "a"]);
        assert!(wrap("  ", 3).is_empty());
    }
}
