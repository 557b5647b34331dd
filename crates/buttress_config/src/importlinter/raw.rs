//! A configuration before its options are read: the same for INI and TOML, each value with its
//! place and of the type that import-linter sees.

use buttress_project::{CustomOption, CustomValue};
use buttress_source::{FileId, FileSpan, Finding, Span, Spanned};

use crate::document::Key;

/// The configuration of a file.
#[derive(Debug, Default)]
pub(crate) struct RawConfig {
    /// The options of the whole configuration.
    pub(crate) session: RawTable,
    /// The contracts, in the order of the file.
    pub(crate) contracts: Vec<RawContract>,
}

/// A contract.
#[derive(Debug, Default)]
pub(crate) struct RawContract {
    /// The id that the name of its section gives.
    pub(crate) section_id: Option<String>,
    /// Its options.
    pub(crate) table: RawTable,
    /// What was found while they were collected.
    pub(crate) findings: Vec<Finding>,
}

/// Options, each key once.
#[derive(Debug, Default)]
pub(crate) struct RawTable {
    /// The header.
    pub(crate) span: Span,
    /// The options in the order of the file.
    pub(crate) entries: Vec<RawEntry>,
}

impl RawTable {
    /// The option of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&RawEntry> {
        self.entries.iter().find(|entry| entry.key.text == name)
    }
}

/// An option.
#[derive(Debug, Clone)]
pub(crate) struct RawEntry {
    pub(crate) key: Key,
    pub(crate) value: Raw,
    /// Whether it stands in `[DEFAULT]` and not in the section itself.
    pub(crate) inherited: bool,
}

/// A value at its place.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    pub(crate) kind: RawKind,
    pub(crate) span: Span,
    /// The byte at which a text begins, if it stands in the file just as it is.
    pub(crate) verbatim: Option<usize>,
}

/// A value of the type that Python would see.
#[derive(Debug, Clone)]
pub(crate) enum RawKind {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    /// A date or time, as it is written.
    Date(String),
    List(Vec<Raw>),
    Table(Vec<RawEntry>),
    /// Something that was reported already.
    Invalid,
}

impl Raw {
    /// The type in words, with its article.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.kind {
            RawKind::Text(_) | RawKind::Invalid => "a string",
            RawKind::Integer(_) => "an integer",
            RawKind::Float(_) => "a float",
            RawKind::Boolean(_) => "a boolean",
            RawKind::Date(_) => "a date or time",
            RawKind::List(_) => "a list",
            RawKind::Table(_) => "a table",
        }
    }

    /// The items of a list; any other value is a list of itself.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.kind {
            RawKind::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            RawKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The place of a part of the text; of all of it if it is not written just so.
    pub(crate) fn part(&self, range: std::ops::Range<usize>) -> Span {
        match self.verbatim {
            Some(start) if !range.is_empty() => Span::from(start + range.start..start + range.end),
            _ => self.span,
        }
    }
}

/// The options as a class of the project gets them.
pub(crate) fn custom_options(entries: &[RawEntry], file: FileId) -> Vec<CustomOption> {
    let option = |entry: &RawEntry| {
        let key = FileSpan::new(file, entry.key.span);
        CustomOption {
            name: Spanned::at(entry.key.text.clone(), key),
            value: custom_value(&entry.value, file),
        }
    };
    entries.iter().map(option).collect()
}

fn custom_value(raw: &Raw, file: FileId) -> Spanned<CustomValue> {
    let value = match &raw.kind {
        RawKind::Text(text) | RawKind::Date(text) => CustomValue::Text(text.clone()),
        RawKind::Integer(number) => CustomValue::Integer(*number),
        RawKind::Float(number) => CustomValue::Float(*number),
        RawKind::Boolean(value) => CustomValue::Boolean(*value),
        RawKind::List(items) => {
            CustomValue::List(items.iter().map(|item| custom_value(item, file)).collect())
        }
        RawKind::Table(entries) => CustomValue::Table(custom_options(entries, file)),
        RawKind::Invalid => CustomValue::Text(String::new()),
    };
    Spanned::at(value, FileSpan::new(file, raw.span))
}
