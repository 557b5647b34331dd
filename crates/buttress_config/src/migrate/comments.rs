//! The comments of a configuration: what each stands above, inside of or behind.
//!
//! Every comment is given out once. What is asked for first gets it, so items of lists come before
//! the options around them, and options before the rest of their section.

use std::ops::Range;

use buttress_source::Span;

use crate::importlinter::{RawConfig, RawEntry, RawTable};

/// A line of a comment without its sign; none for an empty line between two comments.
pub(super) type CommentLine = Option<String>;

/// Where an option stands, in lines.
pub(super) struct Place {
    pub(super) key: String,
    /// From the line of the key to the last of the value.
    lines: Range<usize>,
    /// From the line of the key to the next option or the end of the section.
    until: usize,
    value: Span,
}

/// Where a section or table stands, in lines.
#[derive(Default)]
pub(super) struct Section {
    pub(super) options: Vec<Place>,
    header: usize,
    /// The byte behind the header, or behind a table in braces.
    table_end: usize,
    /// The line behind the comments that belong to the section.
    end: usize,
    /// The first line whose comments may belong to the header.
    above: usize,
}

impl Section {
    /// The number of an option among those that stand in the section itself.
    pub(super) fn option(&self, key: &str) -> Option<usize> {
        self.options.iter().position(|option| option.key == key)
    }
}

/// The lines of a configuration file.
pub(super) struct Comments<'s> {
    text: &'s str,
    /// Where each line starts, in bytes.
    starts: Vec<usize>,
    /// The lines whose comments were given out.
    taken: Vec<bool>,
    is_toml: bool,
}

impl<'s> Comments<'s> {
    pub(super) fn new(text: &'s str, is_toml: bool) -> Self {
        let mut end = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            end += line.len();
            end - line.len()
        });
        let starts: Vec<usize> = lines.collect();
        Self {
            text,
            taken: vec![false; starts.len()],
            starts,
            is_toml,
        }
    }

    /// The section of the whole configuration, and those of the contracts in their order.
    /// O(lines × sections).
    pub(super) fn sections(&self, raw: &RawConfig) -> (Section, Vec<Section>) {
        let contracts = raw.contracts.iter().map(|contract| &contract.table);
        let tables: Vec<&RawTable> = std::iter::once(&raw.session).chain(contracts).collect();
        let own = tables
            .iter()
            .map(|table| self.line_of(table.span.range().start));
        let own: Vec<usize> = own.collect();
        let others = (0..self.starts.len()).filter(|&line| self.line(line).starts_with('['));
        let mut headers: Vec<usize> = own.iter().copied().chain(others).collect();
        headers.sort_unstable();
        headers.dedup();
        let mut sections: Vec<Section> = tables
            .iter()
            .zip(&own)
            .map(|(table, &header)| self.section(table, header, &headers))
            .collect();
        let ends: Vec<(usize, usize)> = sections.iter().map(|s| (s.header, s.end)).collect();
        for section in &mut sections {
            section.above = self.above(section.header, &headers, &ends);
        }
        let contracts = sections.split_off(1);
        (sections.pop().unwrap_or_default(), contracts)
    }

    fn section(&self, table: &RawTable, header: usize, headers: &[usize]) -> Section {
        let next = headers.iter().copied().find(|&line| line > header);
        let next = next.unwrap_or(self.starts.len());
        let mut options: Vec<Place> = table
            .entries
            .iter()
            .filter(|entry| !entry.inherited)
            .map(|entry| self.place(entry, next))
            .collect();
        options.sort_by_key(|option| option.lines.start);
        for index in 1..options.len() {
            options[index - 1].until = options[index].lines.start;
        }
        let last = options.last().map_or(header + 1, |last| last.lines.end);
        Section {
            options,
            header,
            table_end: table.span.range().end,
            end: self.tail_end(last, next),
            above: header,
        }
    }

    fn place(&self, entry: &RawEntry, next: usize) -> Place {
        let first = self.line_of(entry.key.span.range().start);
        let value = entry.value.span.range();
        let last = self.line_of(value.end.saturating_sub(1));
        let after = (last + 1).clamp(first + 1, next.max(first + 1));
        Place {
            key: entry.key.text.clone(),
            lines: first..after,
            until: next,
            value: entry.value.span,
        }
    }

    /// Where the comments end that follow the last option of a section: those at the end of the
    /// file, those that are indented, and those that an empty line parts from the next header.
    fn tail_end(&self, last: usize, next: usize) -> usize {
        if next == self.starts.len() {
            return next;
        }
        let indented = (last..next).take_while(|&line| self.is_indented_comment(line));
        let indented = last + indented.count();
        let run = (indented..next).take_while(|&line| self.comment(line).is_some());
        let run = indented + run.count();
        if run < next { run } else { indented }
    }

    /// The first line whose comments belong to a header.
    fn above(&self, header: usize, headers: &[usize], ends: &[(usize, usize)]) -> usize {
        let before = headers.iter().copied().rfind(|&line| line < header);
        let direct = (0..header).rev();
        let direct = direct.take_while(|&line| self.comment(line).is_some());
        let direct = header - direct.count();
        match before {
            // At the top of an INI file only its own text can stand.
            None if !self.is_toml => 0,
            None => direct,
            Some(before) => {
                let end = ends.iter().find(|(header, _)| *header == before);
                end.map_or(direct, |&(_, end)| end.min(header))
            }
        }
    }

    fn line(&self, line: usize) -> &'s str {
        let end = self.starts.get(line + 1).copied();
        let text = self
            .starts
            .get(line)
            .and_then(|&start| self.text.get(start..end.unwrap_or(self.text.len())));
        text.unwrap_or_default()
    }

    fn line_of(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|&start| start <= offset);
        after.saturating_sub(1)
    }

    /// What a line says if it is nothing but a comment.
    fn comment(&self, line: usize) -> Option<&'s str> {
        let text = self.line(line).trim();
        let inside = text.strip_prefix('#');
        inside.or_else(|| text.strip_prefix(';').filter(|_| !self.is_toml))
    }

    /// Whether a comment is indented as the items of an INI list are; in TOML that means nothing.
    fn is_indented_comment(&self, line: usize) -> bool {
        let is_indented = self.line(line).starts_with([' ', '\t']);
        !self.is_toml && is_indented && self.comment(line).is_some()
    }

    fn take(&mut self, lines: Range<usize>) -> Vec<CommentLine> {
        let mut found = Vec::new();
        let mut gap = false;
        for line in lines.start..lines.end.min(self.starts.len()) {
            match self.comment(line) {
                Some(text) if !self.taken[line] => {
                    self.taken[line] = true;
                    if gap && !found.is_empty() {
                        found.push(None);
                    }
                    found.push(Some(text.to_owned()));
                    gap = false;
                }
                Some(_) => {}
                None => gap |= self.line(line).trim().is_empty(),
            }
        }
        found
    }

    /// The comments above the header of a section, with the empty line below them if there is one.
    pub(super) fn above_header(&mut self, section: &Section) -> Vec<CommentLine> {
        let mut found = self.take(section.above..section.header);
        let before = section.header.checked_sub(1).map(|line| self.line(line));
        if !found.is_empty() && before.is_some_and(|line| line.trim().is_empty()) {
            found.push(None);
        }
        found
    }

    /// The comment behind the header of a section, or behind a table in braces.
    pub(super) fn behind_header(&self, section: &Section) -> Option<String> {
        let line = self.line(section.header);
        if !line.starts_with('[') {
            return self.behind(section.table_end);
        }
        let (_, rest) = line.split_once(']').filter(|_| self.is_toml)?;
        let rest = rest.trim_start_matches(']').trim();
        rest.strip_prefix('#').map(str::to_owned)
    }

    /// The comments above an option.
    pub(super) fn above_option(&mut self, section: &Section, option: usize) -> Vec<CommentLine> {
        let Some(place) = section.options.get(option) else {
            return Vec::new();
        };
        let before = option
            .checked_sub(1)
            .and_then(|before| section.options.get(before));
        let from = before.map_or(section.header + 1, |before| before.lines.end);
        self.take(from..place.lines.start)
    }

    /// The comments inside of an option, and those that are indented below it as its items are.
    pub(super) fn inside(&mut self, place: &Place) -> Vec<CommentLine> {
        let mut end = place.lines.end;
        while end < place.until && self.is_indented_comment(end) {
            end += 1;
        }
        self.take(place.lines.start..end)
    }

    /// The comment behind an option, on its last line.
    pub(super) fn behind_option(&self, place: &Place) -> Option<String> {
        self.behind(place.value.range().end)
    }

    /// The comments around an item of an option: those above it, and the one behind it.
    pub(super) fn around(
        &mut self,
        place: &Place,
        item: Span,
    ) -> (Vec<CommentLine>, Option<String>) {
        let line = self.line_of(item.range().start);
        // What an interpolated reference stands for lies elsewhere.
        if !place.lines.contains(&line) {
            return (Vec::new(), None);
        }
        let above = (place.lines.start..line).rev();
        let above = above.take_while(|&line| self.comment(line).is_some());
        let first = line - above.count();
        let mut found = self.take(first..line);
        if self.line_of(place.value.range().start) + 1 == first && self.is_toml {
            found.splice(0..0, self.behind_bracket(place).map(Some));
        }
        // What stands behind a value that is no list stands behind the option.
        let is_item = item.range().end < place.value.range().end;
        let behind = self.behind(item.range().end).filter(|_| is_item);
        (found, behind)
    }

    /// The comment behind the bracket that opens a list of several lines.
    fn behind_bracket(&self, place: &Place) -> Option<String> {
        let start = place.value.range().start;
        let is_list = self.text.get(start..)?.starts_with('[');
        is_list.then(|| self.behind(start + 1)).flatten()
    }

    /// The comment between a value, with the comma behind it, and the end of its line.
    fn behind(&self, end: usize) -> Option<String> {
        let rest = self.text.get(end..).filter(|_| self.is_toml)?;
        let rest = rest.lines().next()?.trim_start();
        let rest = rest.strip_prefix(',').unwrap_or(rest).trim();
        rest.strip_prefix('#').map(str::to_owned)
    }

    /// The comments of a section that were not given out yet.
    pub(super) fn rest(&mut self, section: &Section) -> Vec<CommentLine> {
        self.take(section.header + 1..section.end)
    }
}
