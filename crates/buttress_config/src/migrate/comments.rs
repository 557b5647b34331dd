//! The comments of a configuration, line by line: which stand above what, and which are still to be
//! written.

use buttress_source::FileSpan;

/// A range of lines, the end not included.
pub(super) type Lines = (usize, usize);

/// The lines of a configuration file.
pub(super) struct Comments<'s> {
    lines: Vec<&'s str>,
    /// Where each line starts, in bytes.
    starts: Vec<usize>,
    /// The lines whose comments were given out.
    taken: Vec<bool>,
    is_toml: bool,
}

impl<'s> Comments<'s> {
    pub(super) fn new(text: &'s str, is_toml: bool) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut end = 0;
        let starts = lines.iter().map(|line| {
            end += line.len();
            end - line.len()
        });
        Self {
            starts: starts.collect(),
            taken: vec![false; lines.len()],
            lines,
            is_toml,
        }
    }

    /// What a line says if it is nothing but a comment.
    fn comment(&self, line: usize) -> Option<&'s str> {
        let text = self.lines[line].trim();
        let inside = text.strip_prefix('#');
        inside.or_else(|| text.strip_prefix(';').filter(|_| !self.is_toml))
    }

    fn take(&mut self, lines: impl Iterator<Item = usize>) -> Vec<String> {
        let mut found = Vec::new();
        for line in lines {
            if let (Some(text), false) = (self.comment(line), self.taken[line]) {
                self.taken[line] = true;
                found.push(text.to_owned());
            }
        }
        found
    }

    /// The first of the comment lines directly above a line.
    fn block_above(&self, line: usize) -> usize {
        let above = (0..line).rev();
        line - above
            .take_while(|&line| self.comment(line).is_some())
            .count()
    }

    fn line_of(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|&start| start <= offset);
        after.saturating_sub(1)
    }

    /// The comments above an item, and in TOML the one behind it.
    pub(super) fn around(&mut self, place: FileSpan) -> Vec<String> {
        if self.lines.is_empty() {
            return Vec::new();
        }
        let (start, end) = (place.span.start as usize, place.span.end as usize);
        let line = self.line_of(start);
        let mut found = self.take(self.block_above(line)..line);
        let last = self.line_of(end);
        let behind = self.lines[last].get(end.saturating_sub(self.starts[last])..);
        let behind = behind.unwrap_or_default().trim();
        let behind = behind.trim_start_matches(['"', '\'', ',', ']', ' ', '\t']);
        if let (true, false, Some(text)) =
            (self.is_toml, self.taken[last], behind.strip_prefix('#'))
        {
            self.taken[last] = true;
            found.push(text.to_owned());
        }
        found
    }

    /// The comments above an option within some lines; none if the option is not there.
    pub(super) fn above_key(&mut self, (from, to): Lines, key: &str) -> Option<Vec<String>> {
        let line = (from..to).find(|&line| {
            let rest = self.lines[line].trim_start().strip_prefix(key);
            rest.is_some_and(|rest| rest.trim_start().starts_with(['=', ':']))
        })?;
        Some(self.take(self.block_above(line)..line))
    }

    /// The lines of the section of the whole configuration, its header included.
    pub(super) fn session(&self) -> Lines {
        let headers = ["[importlinter]", "[tool.importlinter]"];
        let is_header = |line: &str| headers.iter().any(|header| line.trim().starts_with(header));
        let from = self.lines.iter().position(|line| is_header(line));
        from.map_or((0, 0), |from| self.section(from))
    }

    /// The comments above the section of the whole configuration.
    pub(super) fn above_session(&mut self) -> Vec<String> {
        let (from, _) = self.session();
        self.take(self.block_above(from)..from)
    }

    /// The lines of the section that starts at a place.
    pub(super) fn section_at(&self, place: Option<FileSpan>) -> Lines {
        place.map_or((0, 0), |place| {
            self.section(self.line_of(place.span.start as usize))
        })
    }

    /// From a header up to the next one and the comments above that.
    fn section(&self, from: usize) -> Lines {
        let after = (from + 1).min(self.lines.len());
        let next = (after..self.lines.len()).find(|&line| self.lines[line].starts_with('['));
        let to = next.map_or(self.lines.len(), |next| self.block_above(next));
        (from, to.max(after))
    }

    /// The comments within some lines that were not given out yet.
    pub(super) fn rest(&mut self, from: usize, to: usize) -> Vec<String> {
        self.take(from..to)
    }
}
