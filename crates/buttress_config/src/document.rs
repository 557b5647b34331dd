//! TOML text to a tree in which every key and value knows its place. The only file that names the
//! `toml` crate.

use std::ops::Range;

use buttress_source::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A key, where it is first written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A value and the bytes of its literal; for a table with a header, the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// A value of any of TOML's types; fractions and dates only as types, for no option takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// None if it needs more than 64 bits.
    Integer(Option<i64>),
    Float,
    Boolean(bool),
    Datetime,
    Array(Vec<Node>),
    Table(Table),
}

impl Value {
    /// The type in words, with its article.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float => "a float",
            Self::Boolean(_) => "a boolean",
            Self::Datetime => "a date or time",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// The entries of a table, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Table {
    pub(crate) entries: Vec<(Key, Node)>,
}

impl Table {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let mut entries = self.entries.iter();
        let found = entries.find(|(candidate, _)| candidate.text == key)?;
        Some(&found.1)
    }

    /// The table at a path of keys.
    pub(crate) fn table(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |table, key| match &table.get(key)?.value {
                Value::Table(inner) => Some(inner),
                _ => None,
            })
    }
}

/// Why a text is not valid TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    pub(crate) span: Option<Span>,
}

/// Reads TOML; with errors, the table is what could be recovered. O(bytes).
///
/// Of several errors in a line only the first is kept, as the others tend to follow from it. The
/// parser bounds the depth of a document, so its tree can be walked recursively.
pub(crate) fn parse(text: &str) -> (Table, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut errors: Vec<_> = errors
        .iter()
        .map(|error| syntax_error(text, error))
        .collect();
    errors.sort_by_key(|error| error.span);
    let start = |error: &SyntaxError| error.span.map_or(0, |span| span.range().start);
    errors.dedup_by(|error, earlier| {
        let between = text.get(start(earlier)..start(error));
        between.is_some_and(|between| !between.contains('\n'))
    });
    (convert_table(table.get_ref()), errors)
}

fn syntax_error(text: &str, error: &toml::de::Error) -> SyntaxError {
    let message = error.message();
    let message = message
        .strip_suffix(", expected nothing")
        .unwrap_or(message);
    SyntaxError {
        message: message.to_owned(),
        span: error.span().map(|span| visible(text, span).into()),
    }
}

/// A span of at least one character, if the line has one: the next, or else the one before.
fn visible(text: &str, span: Range<usize>) -> Range<usize> {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.start..)) else {
        return span;
    };
    let is_break = |c: &char| matches!(c, '\n' | '\r');
    let length = |c: Option<char>| c.filter(|c| !is_break(c)).map_or(0, char::len_utf8);
    if !span.is_empty() {
        return span;
    }
    match (
        length(after.chars().next()),
        length(before.chars().next_back()),
    ) {
        (0, before) => span.start - before..span.end,
        (after, _) => span.start..span.end + after,
    }
}

fn convert_table(table: &DeTable<'_>) -> Table {
    let mut entries: Vec<(Key, Node)> = table.iter().map(convert_entry).collect();
    entries.sort_by_key(|(key, _)| key.span);
    Table { entries }
}

fn convert_entry<'a>(
    (key, value): (&Spanned<toml::de::DeString<'a>>, &Spanned<DeValue<'a>>),
) -> (Key, Node) {
    let key = Key {
        text: key.get_ref().to_string(),
        span: key.span().into(),
    };
    let mut node = convert(value);
    if node.span.is_empty() {
        node.span = key.span;
    }
    (key, node)
}

fn convert(value: &Spanned<DeValue<'_>>) -> Node {
    let span = value.span().into();
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => {
            let digits = integer.as_str();
            Value::Integer(i64::from_str_radix(digits, integer.radix()).ok())
        }
        DeValue::Float(_) => Value::Float,
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(_) => Value::Datetime,
        DeValue::Array(items) => Value::Array(items.iter().map(convert).collect()),
        DeValue::Table(table) => Value::Table(convert_table(table)),
    };
    Node { value, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<(String, &str)> {
        fn walk<'t>(table: &Table, text: &'t str, found: &mut Vec<(String, &'t str)>) {
            for (key, node) in &table.entries {
                assert_eq!(text[key.span.range()].trim_matches(['"', '\'']), key.text);
                found.push((key.text.clone(), &text[node.span.range()]));
                visit(node, text, found);
            }
        }
        fn visit<'t>(node: &Node, text: &'t str, found: &mut Vec<(String, &'t str)>) {
            match &node.value {
                Value::Table(inner) => walk(inner, text, found),
                Value::Array(items) => items.iter().for_each(|item| {
                    found.push(("-".to_owned(), &text[item.span.range()]));
                    visit(item, text, found);
                }),
                _ => {}
            }
        }
        let (table, errors) = parse(text);
        assert_eq!(errors, []);
        let mut found = Vec::new();
        walk(&table, text, &mut found);
        found
    }

    #[test]
    fn every_key_and_value_knows_its_place() {
        let text =
            "\u{feff}b = 1\n'a' = [\"é\", {x = true}]\nd.e = 'q'\n[[c]]\r\nk = 2\n[[c]]\n[t.u]\n";
        let expected = [
            ("b", "1"),
            ("a", "[\"é\", {x = true}]"),
            ("-", "\"é\""),
            ("-", "{x = true}"),
            ("x", "true"),
            ("d", "d"),
            ("e", "'q'"),
            ("c", "[[c]]"),
            ("-", "[[c]]"),
            ("k", "2"),
            ("-", "[[c]]"),
            ("t", "t"),
            ("u", "[t.u]"),
        ];
        let expected = expected.map(|(key, value)| (key.to_owned(), value));
        assert_eq!(spans(text), expected);
    }

    #[test]
    fn errors_come_with_what_was_recovered() {
        let text = "a = 1\nb = = 2\nc = 3\na = 4\n";
        let (table, errors) = parse(text);
        let places: Vec<_> = errors
            .iter()
            .map(|error| (error.message.as_str(), &text[error.span.unwrap().range()]))
            .collect();
        insta::assert_debug_snapshot!(places, @r#"
[
    (
        "extra `=`",
        "=",
    ),
    (
        "duplicate key",
        "a",
    ),
]
"#);
        assert!(table.get("a").is_some());
    }
}
