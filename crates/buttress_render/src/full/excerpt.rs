//! The display copy of a source line: safe, narrow enough, and with a span ariadne can underline.
//!
//! ariadne counts columns in characters, splits lines at more characters than Python does and gives
//! a character without width no underline. So it gets a line in which every tab is spaces, every
//! control character a picture, and every character with combining marks one stand-in, which is
//! replaced by the real thing afterwards. A line that is too wide is cut around the marked name.

use std::collections::VecDeque;
use std::ops::Range;

use buttress_report::Location;
use unicode_width::UnicodeWidthChar;

use crate::text::clean_char;

/// Stands for the next of [`Excerpt::clusters`], in a copy free of control characters.
pub(super) const CLUSTER: char = '\u{2}';
/// Stands for the second column of a wide cluster, and for nothing in the end.
pub(super) const FILLER: char = '\u{3}';

const TAB: usize = 4;
/// Characters looked at on either side of the name, and of the name; wider than any page.
const REACH: usize = 500;
/// Combining marks shown on one character.
const MARKS: usize = 8;

/// What is shown of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The line for ariadne.
    pub(super) text: String,
    /// The characters of `text` to underline; never empty.
    pub(super) span: Range<usize>,
    /// What to put for each [`CLUSTER`], in order.
    pub(super) clusters: VecDeque<String>,
}

/// One or more characters that are drawn together.
struct Cell {
    text: String,
    width: usize,
    /// Whether it belongs to the marked name.
    marked: bool,
}

impl Cell {
    fn ellipsis() -> Self {
        Self {
            text: "…".to_owned(),
            width: 1,
            marked: false,
        }
    }
}

impl Excerpt {
    /// The line of `location` in at most `width` columns; an empty line shows `empty` instead.
    pub(super) fn new(location: &Location, width: usize, empty: &str) -> Self {
        if location.line_text.is_empty() && !empty.is_empty() {
            return Self::of_cells(cells_of(empty, 0..empty.chars().count()));
        }
        let start = column_index(location.start.column);
        let end = if location.end.line > location.start.line {
            usize::MAX
        } else {
            column_index(location.end.column).max(start)
        };
        let skipped = start.saturating_sub(REACH);
        let reach = end.min(start + REACH) + REACH;
        let line = location.line_text.chars().skip(skipped);
        let near: String = line.take(reach - skipped).collect();
        let mut cells = cells_of(&near, start - skipped..end - skipped);
        if skipped > 0 {
            cells.insert(0, Cell::ellipsis());
        }
        Self::of_cells(window(cells, width))
    }

    fn of_cells(cells: Vec<Cell>) -> Self {
        let mut excerpt = Self {
            text: String::new(),
            span: 0..0,
            clusters: VecDeque::new(),
        };
        let mut at = 0;
        let mut marked = None;
        for cell in cells {
            let from = at;
            if cell.text.chars().count() == 1 {
                excerpt.text.push_str(&cell.text);
                at += 1;
            } else {
                excerpt.text.push(CLUSTER);
                excerpt
                    .text
                    .extend(std::iter::repeat_n(FILLER, cell.width - 1));
                excerpt.clusters.push_back(cell.text);
                at += cell.width;
            }
            if cell.marked {
                marked = Some(marked.map_or(from, |(first, _)| first)).map(|first| (first, at));
            }
        }
        let (start, end) = marked.unwrap_or((at, at));
        excerpt.span = start..end.max(start + 1);
        if excerpt.span.end > at {
            excerpt.text.push(' ');
        }
        excerpt
    }
}

/// The 0-based index of a 1-based column.
fn column_index(column: u32) -> usize {
    column.saturating_sub(1) as usize
}

/// Cuts `line` into cells; the characters in `name` are marked, or the one at its start if it is
/// empty.
fn cells_of(line: &str, name: Range<usize>) -> Vec<Cell> {
    let name = name.start..name.end.max(name.start + 1);
    let mut cells: Vec<Cell> = Vec::new();
    let mut column = 0;
    for (at, c) in line.chars().enumerate() {
        let marked = name.contains(&at);
        let width = match c {
            '\t' => TAB - column % TAB,
            c => clean_char(c).width().unwrap_or(1),
        };
        column += width;
        match (c, width, cells.last_mut()) {
            ('\t', _, _) => cells.extend((0..width).map(|_| blank(marked))),
            (c, _, _) if c.is_whitespace() && !c.is_control() && clean_char(c) == c => {
                cells.extend((0..width).map(|_| blank(marked)));
            }
            (c, 0, Some(base)) => {
                if base.text.chars().count() <= MARKS {
                    base.text.push(c);
                }
            }
            (_, 0, None) => {}
            (c, width, _) => cells.push(Cell {
                text: clean_char(c).to_string(),
                width,
                marked,
            }),
        }
    }
    cells
}

fn blank(marked: bool) -> Cell {
    Cell {
        text: " ".to_owned(),
        width: 1,
        marked,
    }
}

/// Cuts cells down to `width` columns such that the marked ones stay in sight.
///
/// Indentation goes first; then the end of the line; then its beginning, up to a third of the page
/// before the name.
fn window(mut cells: Vec<Cell>, width: usize) -> Vec<Cell> {
    let wide = |cells: &[Cell]| cells.iter().map(|cell| cell.width).sum::<usize>();
    let trailing = cells
        .iter()
        .rev()
        .take_while(|cell| cell.text == " " && !cell.marked);
    cells.truncate(cells.len() - trailing.count());
    if wide(&cells) <= width {
        return cells;
    }
    let indentation = cells
        .iter()
        .take_while(|cell| cell.text == " " && !cell.marked);
    cells.drain(..indentation.count());
    let first = cells
        .iter()
        .position(|cell| cell.marked)
        .unwrap_or(cells.len());
    let last = cells
        .iter()
        .rposition(|cell| cell.marked)
        .map_or(first, |at| at + 1);
    if wide(&cells[..last]) + 1 > width && first > 0 {
        let name = wide(&cells[first..last]);
        let before = (width / 3).min(width.saturating_sub(name + 2));
        let mut from = first;
        let mut kept = 0;
        while from > 0 && kept + cells[from - 1].width <= before {
            from -= 1;
            kept += cells[from].width;
        }
        cells.splice(..from, [Cell::ellipsis()]);
    }
    if wide(&cells) > width {
        let mut kept = 0;
        let fitting = cells.iter().take_while(|cell| {
            kept += cell.width;
            kept < width
        });
        let fitting = fitting.count();
        let marked = cells.get(fitting).is_some_and(|cell| cell.marked);
        cells.truncate(fitting);
        cells.push(Cell {
            marked,
            ..Cell::ellipsis()
        });
    }
    cells
}

#[cfg(test)]
mod tests {
    use buttress_source::Position;

    use super::*;

    fn location(text: &str, start: u32, end: u32) -> Location {
        let position = |column| Position {
            line: 1,
            column,
            utf16_column: column,
        };
        Location {
            path: "a.py".into(),
            start: position(start),
            end: position(end),
            line_text: text.into(),
        }
    }

    fn marked(excerpt: &Excerpt) -> String {
        let span = excerpt.span.clone();
        excerpt
            .text
            .chars()
            .skip(span.start)
            .take(span.len())
            .collect()
    }

    #[test]
    fn a_plain_line_stays_as_it_is() {
        let excerpt = Excerpt::new(&location("import os", 8, 10), 80, "");
        assert_eq!((excerpt.text.as_str(), excerpt.span), ("import os", 7..9));
    }

    #[test]
    fn tabs_and_form_feeds_keep_the_name_marked() {
        let excerpt = Excerpt::new(&location("\u{c}\timport os", 10, 12), 80, "");
        assert_eq!(excerpt.text, "␌   import os");
        assert_eq!(marked(&excerpt), "os");
    }

    #[test]
    fn combining_marks_become_one_stand_in() {
        let excerpt = Excerpt::new(&location("import e\u{301}te\u{301}", 8, 13), 80, "");
        assert_eq!(marked(&excerpt), format!("{CLUSTER}t{CLUSTER}"));
        assert_eq!(excerpt.clusters, ["e\u{301}", "e\u{301}"]);
    }

    #[test]
    fn long_lines_are_cut_around_the_name() {
        let line = format!(
            "{}import target; {}",
            "x = 1; ".repeat(2000),
            "y = 2; ".repeat(2000)
        );
        let start = u32::try_from(line.find("target").unwrap() + 1).unwrap();
        let excerpt = Excerpt::new(&location(&line, start, start + 6), 60, "");
        assert!(excerpt.text.chars().count() <= 60, "{}", excerpt.text);
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
        assert_eq!(marked(&excerpt), "target");
    }

    #[test]
    fn a_name_wider_than_the_page_is_cut_itself() {
        let line = format!("import {}", "a".repeat(5000));
        let excerpt = Excerpt::new(&location(&line, 8, 5008), 40, "");
        assert_eq!(excerpt.text.chars().count(), 40);
        assert!(marked(&excerpt).starts_with("aaa") && marked(&excerpt).ends_with('…'));
    }

    #[test]
    fn places_without_width_or_text_can_be_pointed_at() {
        let end_of_line = Excerpt::new(&location("x = (", 6, 6), 80, "");
        assert_eq!(
            (end_of_line.text.as_str(), end_of_line.span),
            ("x = ( ", 5..6)
        );
        let lost = Excerpt::new(&location("", 1, 1), 80, "…");
        assert_eq!((lost.text.as_str(), lost.span), ("…", 0..1));
        let past = Excerpt::new(&location("x", 90, 95), 80, "");
        assert_eq!((past.text.as_str(), past.span), ("x ", 1..2));
    }
}
