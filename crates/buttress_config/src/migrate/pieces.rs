//! The options of one table, put together with the comments around them.

use buttress_source::FileSpan;

use super::comments::{Comments, Section};
use super::toml_text::{Item, Writer, list, quote};

/// An option as it is written now.
struct Piece {
    /// The number of the option of the original that it comes from.
    from: Option<usize>,
    lines: String,
}

/// Collects the options of a table: in the order of the original, each at its place.
pub(super) struct Pieces<'p, 's> {
    comments: &'p mut Comments<'s>,
    section: &'p Section,
    written: Vec<Piece>,
}

impl<'p, 's> Pieces<'p, 's> {
    pub(super) fn new(comments: &'p mut Comments<'s>, section: &'p Section) -> Self {
        Self {
            comments,
            section,
            written: Vec::new(),
        }
    }

    /// Whether the original has an option in this very section.
    pub(super) fn has(&self, option: &str) -> bool {
        self.section.option(option).is_some()
    }

    /// An option whose value is written in TOML; `old` is its key in the original. One that the
    /// original does not have follows the one before it.
    pub(super) fn raw(&mut self, old: &str, key: &str, value: &str) {
        self.add(old, format!("{key} = {value}\n"));
    }

    /// An option with a string.
    pub(super) fn text(&mut self, old: &str, key: &str, value: &str) {
        self.raw(old, key, &quote(value));
    }

    /// An option that is on or off, unless it is by default what it is.
    pub(super) fn switch(&mut self, key: &str, value: bool, default: bool) {
        if value != default || self.has(key) {
            self.raw(key, key, &value.to_string());
        }
    }

    /// An option with a list of strings, each with its place in the original.
    pub(super) fn list(&mut self, old: &str, key: &str, items: Vec<(String, Option<FileSpan>)>) {
        let place = self.section.option(old);
        let place = place.map(|option| &self.section.options[option]);
        let mut written = Vec::with_capacity(items.len());
        for (text, span) in items {
            let around = place
                .zip(span)
                .map(|(place, span)| self.comments.around(place, span.span));
            let (above, behind) = around.unwrap_or_default();
            written.push(Item {
                above,
                text,
                behind,
            });
        }
        let tail = place.map(|place| self.comments.inside(place));
        self.add(old, list(key, &written, &tail.unwrap_or_default()));
    }

    fn add(&mut self, old: &str, lines: String) {
        let before = self.written.last().and_then(|piece| piece.from);
        let from = self.section.option(old).or(before);
        self.written.push(Piece { from, lines });
    }

    /// Writes everything. Comments around an option that is gone stand above the next one.
    pub(super) fn finish(mut self, out: &mut Writer) {
        let pieces = std::mem::take(&mut self.written);
        for piece in pieces.iter().filter(|piece| piece.from.is_none()) {
            out.option(&piece.lines, None);
        }
        let mut carried = Vec::new();
        for (number, place) in self.section.options.iter().enumerate() {
            carried.extend(self.comments.above_option(self.section, number));
            let mut behind = self.comments.behind_option(place);
            let mut is_gone = true;
            for piece in pieces.iter().filter(|piece| piece.from == Some(number)) {
                out.comments(&std::mem::take(&mut carried), 0);
                out.option(&piece.lines, behind.take().as_deref());
                is_gone = false;
            }
            if is_gone {
                carried.extend(self.comments.inside(place));
                carried.extend(behind.map(Some));
            }
        }
        carried.extend(self.comments.rest(self.section));
        out.comments(&carried, 0);
    }
}
