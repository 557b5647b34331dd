//! INI text to sections, options and lines with their places, by the rules of Python's
//! `configparser` with its defaults. The first step for `setup.cfg` and `.importlinter`.
//!
//! The rules are those of `ConfigParser._read` of the standard library: a delimiter is the first
//! `=` or `:`, keys are lower-cased, a line that is indented deeper than its option continues the
//! value, empty lines belong to it, comments take whole lines and begin with `#` or `;`, and a
//! section or an option must not come twice. Where Python stops at the first mistake, this goes on.

use std::collections::BTreeMap;
use std::ops::Range;

use buttress_source::Span;

use crate::document::{Key, SyntaxError};

/// The section whose options every other section inherits.
pub(crate) const DEFAULT_SECTION: &str = "DEFAULT";

/// A file that was read, with what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Ini {
    /// The sections in the order of the file, `[DEFAULT]` left out.
    pub(crate) sections: Vec<Section>,
    /// The options of `[DEFAULT]`.
    pub(crate) defaults: Vec<IniOption>,
    /// The mistakes, in the order of the file.
    pub(crate) errors: Vec<SyntaxError>,
}

/// A section.
#[derive(Debug)]
pub(crate) struct Section {
    /// Its name, with the place of the name between the brackets.
    pub(crate) name: Key,
    /// Its own options.
    pub(crate) options: Vec<IniOption>,
}

/// An option and its value as written.
#[derive(Debug, Clone)]
pub(crate) struct IniOption {
    /// The key in lower case, where it is written.
    pub(crate) key: Key,
    /// The lines of the value, at least one; the first is what follows the delimiter. Empty lines
    /// at the end are left out.
    pub(crate) lines: Vec<Line>,
}

/// A line of a value without the white space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Ini {
    /// The section of this very name.
    pub(crate) fn section(&self, name: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.name.text == name)
    }
}

/// Reads INI text. O(bytes × log of the sections and options).
pub(crate) fn parse(text: &str) -> Ini {
    let mut parser = Parser::new(text);
    for line in lines(text) {
        parser.line(line);
    }
    parser.finish()
}

/// Which list of options is being filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Before the first section.
    Nowhere,
    Defaults,
    Section(usize),
}

struct Parser<'t> {
    text: &'t str,
    ini: Ini,
    place: Place,
    /// The columns, in characters, at which the current option or section begins.
    indent: usize,
    /// Whether a deeper line continues an option.
    in_option: bool,
    sections: BTreeMap<String, usize>,
    /// Where each option stands, to find those that come twice.
    options: BTreeMap<(Place, String), usize>,
    complained_of_headless: bool,
    /// Whether the section was there before, so that each of its options may be.
    in_repeated_section: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            ini: Ini::default(),
            place: Place::Nowhere,
            indent: 0,
            in_option: false,
            sections: BTreeMap::new(),
            options: BTreeMap::new(),
            complained_of_headless: false,
            in_repeated_section: false,
        }
    }

    fn line(&mut self, line: Range<usize>) {
        let inner = trimmed(self.text, line.clone());
        let value = &self.text[inner.clone()];
        if value.starts_with(['#', ';']) {
            return;
        }
        if value.is_empty() {
            self.continue_option(inner);
            return;
        }
        let indent = self.text[line.start..inner.start].chars().count();
        if self.in_option && indent > self.indent {
            self.continue_option(inner);
            return;
        }
        self.indent = indent;
        if let Some(name) = section_name(value) {
            self.section(inner.start + name.start..inner.start + name.end);
        } else if self.place == Place::Nowhere {
            self.headless(inner);
        } else {
            self.option(inner);
        }
    }

    fn continue_option(&mut self, inner: Range<usize>) {
        let line = self.slice(inner);
        if !self.in_option {
            return;
        }
        if let Some(option) = self.current().and_then(|options| options.last_mut()) {
            option.lines.push(line);
        }
    }

    fn section(&mut self, name: Range<usize>) {
        let name = self.slice(name);
        self.in_option = false;
        self.in_repeated_section = self.sections.contains_key(&name.text);
        if name.text == DEFAULT_SECTION {
            self.place = Place::Defaults;
            return;
        }
        if let Some(&first) = self.sections.get(&name.text) {
            let message = format!(
                "the section `[{}]` is there twice; give each its own name",
                name.text
            );
            self.error(message, name.span);
            self.place = Place::Section(first);
            return;
        }
        let index = self.ini.sections.len();
        self.sections.insert(name.text.clone(), index);
        self.place = Place::Section(index);
        self.ini.sections.push(Section {
            name: Key {
                text: name.text,
                span: name.span,
            },
            options: Vec::new(),
        });
    }

    /// A line that belongs to no section; reported once.
    fn headless(&mut self, inner: Range<usize>) {
        if !self.complained_of_headless {
            let message = "expected a section such as `[importlinter]` before the first option";
            self.error(message.to_owned(), inner.into());
        }
        self.complained_of_headless = true;
    }

    fn option(&mut self, inner: Range<usize>) {
        let line = &self.text[inner.clone()];
        let Some(delimiter) = line.find(['=', ':']) else {
            let message = "expected `option = value`, a section in brackets, or a deeper indented \
                           line that continues the value above";
            self.error(message.to_owned(), inner.into());
            return;
        };
        let key = trimmed(self.text, inner.start..inner.start + delimiter);
        if key.is_empty() {
            let message = "expected the name of an option before the delimiter".to_owned();
            self.in_option = false;
            self.error(message, inner.into());
            return;
        }
        // Both delimiters are one byte long.
        let value = trimmed(self.text, inner.start + delimiter + 1..inner.end);
        let (key, value) = (self.slice(key), self.slice(value));
        let name = key.text.to_lowercase();
        self.in_option = true;
        let known = self.options.entry((self.place, name.clone())).or_insert(0);
        *known += 1;
        if *known > 1 && !self.in_repeated_section {
            let message = format!("the option `{name}` is there twice in its section; keep one");
            self.error(message, key.span);
        }
        let key = Key {
            text: name,
            span: key.span,
        };
        let lines = vec![value];
        if let Some(options) = self.current() {
            options.push(IniOption { key, lines });
        }
    }

    fn current(&mut self) -> Option<&mut Vec<IniOption>> {
        match self.place {
            Place::Nowhere => None,
            Place::Defaults => Some(&mut self.ini.defaults),
            Place::Section(index) => Some(&mut self.ini.sections[index].options),
        }
    }

    fn slice(&self, range: Range<usize>) -> Line {
        Line {
            text: self.text[range.clone()].to_owned(),
            span: range.into(),
        }
    }

    fn error(&mut self, message: String, span: Span) {
        let span = Some(span);
        self.ini.errors.push(SyntaxError { message, span });
    }

    fn finish(mut self) -> Ini {
        let own = self.ini.sections.iter_mut();
        let own = own.flat_map(|section| &mut section.options);
        for option in own.chain(&mut self.ini.defaults) {
            while option.lines.len() > 1 && option.lines.last().is_some_and(|l| l.text.is_empty()) {
                option.lines.pop();
            }
        }
        self.ini
    }
}

/// The name in `[name]`, up to the last bracket; what follows it does not matter.
fn section_name(line: &str) -> Option<Range<usize>> {
    let end = line.rfind(']')?;
    (line.starts_with('[') && end > 1).then_some(1..end)
}

/// The lines of a text without their ends, which are those of Python's text files; a byte order
/// mark is no part of the first.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let rest = &text[start..];
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = start..start + end;
        let crlf = rest[end..].starts_with("\r\n");
        start += end + if crlf { 2 } else { 1 };
        Some(line)
    })
}

/// The part of a range without the white space around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let leading = part.len() - part.trim_start_matches(is_space).len();
    let inner = part[leading..].trim_end_matches(is_space);
    range.start + leading..range.start + leading + inner.len()
}

/// White space as Python's `str.strip` sees it: four separators more than Unicode's property.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}
