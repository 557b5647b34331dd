//! Where the words of a label go: right of the arm, or below it, or left of it, so that they fit.

use unicode_width::UnicodeWidthStr;

use super::paint::wrap;
use crate::text::clean;

/// A line of a label: the arm that leads to the words, then the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Spaces and lines before the words.
    pub(super) arm: String,
    /// The words.
    pub(super) words: String,
    /// Lines after the words.
    pub(super) tail: String,
}

/// The words of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// The number of the hop.
    pub(super) number: Option<usize>,
    /// The words; may be empty.
    pub(super) words: String,
}

/// An arm that hangs from `column` and would reach `arm` columns to the right, on a page of `width`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arm {
    pub(super) column: usize,
    pub(super) length: usize,
    pub(super) width: usize,
}

/// The shortest horizontal stroke that still looks like an arm.
const SHORT: usize = 2;
/// The column of an arm that was led back to the left.
const LEFT: usize = 2;

impl Label {
    /// A label; its words may come from anywhere.
    pub(super) fn new(number: Option<usize>, words: &str) -> Self {
        Self {
            number,
            words: clean(words).into_owned(),
        }
    }

    /// The rows of the label. In order of preference: one row to the right; a few wrapped ones; one
    /// row to the left; the arm led back to the left edge, where there is most room.
    pub(super) fn rows(&self, arm: Arm) -> Vec<Row> {
        let whole = self.lines(usize::MAX).concat();
        let used = arm.column + 2 + whole.width();
        if used + SHORT <= arm.width {
            return hang(arm.column, arm.length.min(arm.width - used), vec![whole]);
        }
        let room = arm.width.saturating_sub(arm.column + 2 + SHORT);
        let wrapped = self.lines(room);
        let fits = wrapped.iter().all(|line| line.width() <= room);
        if fits && wrapped.len() <= 2 {
            return hang(arm.column, SHORT, wrapped);
        }
        if whole.width() + 1 + SHORT <= arm.column {
            return vec![to_the_left(arm.column, whole)];
        }
        if fits && wrapped.len() <= 3 || arm.column <= LEFT + 2 {
            return hang(arm.column, SHORT, wrapped);
        }
        let mut rows = vec![Row {
            arm: format!(
                "{}╭{}╯",
                " ".repeat(LEFT),
                "─".repeat(arm.column - LEFT - 1)
            ),
            words: String::new(),
            tail: String::new(),
        }];
        let room = arm.width.saturating_sub(LEFT + 2 + SHORT);
        rows.extend(hang(LEFT, SHORT, self.lines(room)));
        rows
    }

    /// The words in lines of at most `width` columns, indented below the first word.
    fn lines(&self, width: usize) -> Vec<String> {
        let number = self.number.map_or_else(String::new, |n| format!("{n}  "));
        let lines = wrap(&self.words, width.saturating_sub(number.len()));
        let indent = " ".repeat(number.len());
        let lead = |at| if at == 0 { &number } else { &indent };
        let lines = lines.iter().enumerate();
        lines
            .map(|(at, line)| format!("{}{line}", lead(at)))
            .collect()
    }
}

fn hang(column: usize, length: usize, lines: Vec<String>) -> Vec<Row> {
    let first = format!("{}╰{} ", " ".repeat(column), "─".repeat(length));
    let other = " ".repeat(column + length + 2);
    let rows = lines.into_iter().enumerate().map(|(at, words)| Row {
        arm: if at == 0 {
            first.clone()
        } else {
            other.clone()
        },
        words,
        tail: String::new(),
    });
    rows.collect()
}

fn to_the_left(column: usize, words: String) -> Row {
    let indent = column - words.width() - 1 - SHORT;
    Row {
        arm: " ".repeat(indent),
        words,
        tail: format!(" {}╯", "─".repeat(SHORT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(column: usize, words: &str) -> Vec<String> {
        let label = Label {
            number: Some(2),
            words: words.to_owned(),
        };
        let arm = Arm {
            column,
            length: 6,
            width: 40,
        };
        let rows = label.rows(arm);
        rows.iter()
            .map(|row| format!("{}{}{}", row.arm, row.words, row.tail))
            .collect()
    }

    #[test]
    fn words_go_where_there_is_room() {
        assert_eq!(drawn(3, "a imports b"), ["   ╰────── 2  a imports b"]);
        assert_eq!(
            drawn(20, "a imports b"),
            ["                    ╰──── 2  a imports b"]
        );
        assert_eq!(
            drawn(14, "a.b.c imports d.e.f.g"),
            [
                "              ╰── 2  a.b.c imports",
                "                     d.e.f.g"
            ]
        );
        assert_eq!(
            drawn(30, "a.b.c imports d.e.f.g"),
            ["   2  a.b.c imports d.e.f.g ──╯"]
        );
        assert_eq!(
            drawn(25, "aaaaaaaaaaaa.bbbbbbbbbbbbb imports cccccccc.dddd"),
            [
                "  ╭──────────────────────╯",
                "  ╰── 2  aaaaaaaaaaaa.bbbbbbbbbbbbb",
                "         imports cccccccc.dddd",
            ]
        );
    }
}
