//! Tables of options: the declarations that the parser, the JSON schema and the reference share.

use buttress_source::{Code, FileSpan, Finding};
use serde_json::Value as Json;

use crate::document::{Key, Node, Table, Value};
use crate::reader::Reader;
use crate::unknown::{self, Place};

/// A type of values that an option can take.
pub(crate) trait OptionType: Sized {
    /// What is expected, with its article: `a string`.
    fn expected() -> String;

    /// Several of it: `strings`.
    fn plural() -> String;

    /// Its JSON schema.
    fn schema() -> Json;

    /// The schema of one that stands where a list is expected: of a string.
    fn single_schema() -> Json {
        Self::schema()
    }

    /// Reads a value; none if it was not understood, and then the reader has a finding.
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}

/// What counts when an option is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// The option must be given.
    Required,
    /// Its documentation says what counts.
    Unset,
    /// This value, as JSON and as TOML.
    Value(&'static str),
}

/// The declaration of one option.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OptionSpec {
    pub(crate) key: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) fallback: Fallback,
    pub(crate) expected: fn() -> String,
    pub(crate) schema: fn() -> Json,
}

impl OptionSpec {
    /// The documentation on one line.
    pub(crate) fn text(&self) -> String {
        let words: Vec<_> = self.doc.split_whitespace().collect();
        words.join(" ")
    }
}

/// An option as it was found.
#[derive(Debug, Clone)]
pub(crate) struct Field<T> {
    /// Where its key stands; none if the option is not given.
    pub(crate) key: Option<FileSpan>,
    /// Its value; none if it is not given or was not understood.
    pub(crate) value: Option<T>,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self {
            key: None,
            value: None,
        }
    }
}

impl<T: OptionType> Field<T> {
    pub(crate) fn read(key: &Key, node: &Node, reader: &mut Reader<'_>) -> Self {
        Self {
            key: Some(reader.place(key.span)),
            value: T::read(node, reader),
        }
    }
}

/// A table of options that is filled key by key.
pub(crate) trait OptionTable {
    /// Its options.
    fn specs(&self) -> &'static [OptionSpec];

    /// Takes a key that is one of its options; false for any other key.
    fn set(&mut self, key: &Key, node: &Node, reader: &mut Reader<'_>) -> bool;

    /// Whether an option, by its index, is given.
    fn is_given(&self, index: usize) -> bool;
}

/// Fills option tables, which share the keys of one TOML table, and reports keys that none takes.
pub(crate) fn fill(
    table: &Table,
    options: &mut [&mut dyn OptionTable],
    place: Place,
    reader: &mut Reader<'_>,
) {
    for (key, node) in &table.entries {
        let known = options.iter_mut();
        let taken = known
            .into_iter()
            .any(|options| options.set(key, node, reader));
        if !taken {
            let specs = options.iter().flat_map(|options| options.specs());
            let known: Vec<&'static str> = specs.map(|spec| spec.key).collect();
            unknown::report(key, node, place, &known, reader);
        }
    }
}

/// Reports the options that `owner` (`a contract`) needs and does not have; `help` may know a way
/// out for an option.
pub(crate) fn report_missing(
    options: &dyn OptionTable,
    owner: &str,
    at: FileSpan,
    help: impl Fn(&str) -> Option<String>,
    reader: &mut Reader<'_>,
) {
    for (index, spec) in options.specs().iter().enumerate() {
        let required = spec.fallback == Fallback::Required;
        if required && !options.is_given(index) && !reader.was_suggested(spec.key) {
            let expected = (spec.expected)();
            let message = format!("{owner} needs the option `{}`: {expected}", spec.key);
            let mut finding = Finding::new(Code::MissingOption, message).at(at);
            finding.help = help(spec.key);
            reader.report(finding);
        }
    }
}

/// Reads a table of options that stands on its own.
pub(crate) fn read_table<T: OptionTable + Default>(
    node: &Node,
    name: &'static str,
    reader: &mut Reader<'_>,
) -> Option<T> {
    let Value::Table(table) = &node.value else {
        return None;
    };
    let mut options = T::default();
    fill(table, &mut [&mut options], Place::Nested(name), reader);
    let at = reader.place(node.span);
    report_missing(&options, name, at, |_| None, reader);
    Some(options)
}

/// Declares a table of options: a struct with a [`Field`] each, and its [`OptionTable`].
macro_rules! options {
    ($(
        $(#[doc = $about:literal])+
        struct $name:ident {$(
            $(#[doc = $doc:literal])+
            $field:ident $(as $key:literal)?: $type:ty = $fallback:expr,
        )+}
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Default)]
        pub(crate) struct $name {$(
            $(#[doc = $doc])+
            pub(crate) $field: Field<$type>,
        )+}

        impl $name {
            pub(crate) const SPECS: &'static [OptionSpec] = &[$(
                OptionSpec {
                    key: options!(@key $field $($key)?),
                    doc: concat!($($doc, "\n"),+),
                    fallback: $fallback,
                    expected: <$type as OptionType>::expected,
                    schema: <$type as OptionType>::schema,
                },
            )+];
        }

        impl OptionTable for $name {
            fn specs(&self) -> &'static [OptionSpec] {
                Self::SPECS
            }

            fn set(&mut self, key: &Key, node: &Node, reader: &mut Reader<'_>) -> bool {
                match key.text.as_str() {
                    $(options!(@key $field $($key)?) => {
                        self.$field = Field::read(key, node, reader);
                    })+
                    _ => return false,
                }
                true
            }

            fn is_given(&self, index: usize) -> bool {
                [$(self.$field.key.is_some()),+].get(index) == Some(&true)
            }
        }
    )+};
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}

pub(crate) use options;
