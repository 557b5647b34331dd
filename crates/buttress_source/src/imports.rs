//! The imports of one file, as plain data: what the extractor writes and the resolver reads.
//!
//! Nothing here is resolved: `from a import b` stays exactly that until all modules are known. The
//! records of a file are packed, so a file costs three allocations however many imports it has.

use std::{fmt, mem};

use crate::Span;
use crate::packed::{PackedImports, PackedList};

bitflags::bitflags! {
    /// In which circumstances an import statement runs.
    ///
    /// An import with none of `DEFERRED`, `CONDITIONAL`, `TYPE_CHECKING` and `LAZY` is a *runtime*
    /// import: it always runs when its module is first imported.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
    pub struct ImportKinds: u8 {
        /// In the body of `if TYPE_CHECKING:` (its `else` is not).
        const TYPE_CHECKING = 1;
        /// Inside a function: it runs when the function is called.
        const DEFERRED = 1 << 1;
        /// Inside an `if`, `try` or `match` (other than the body of a type-checking guard).
        const CONDITIONAL = 1 << 2;
        /// `lazy import` (PEP 810).
        const LAZY = 1 << 3;
        /// `from a import *`.
        const STAR = 1 << 4;
    }
}

impl ImportKinds {
    /// The words of the configuration and of JSON, in display order.
    ///
    /// `runtime` is the absence of the first four flags and therefore has none of its own.
    pub const NAMES: [(&'static str, ImportKinds); 5] = [
        ("type-checking", Self::TYPE_CHECKING),
        ("deferred", Self::DEFERRED),
        ("conditional", Self::CONDITIONAL),
        ("lazy", Self::LAZY),
        ("star", Self::STAR),
    ];

    /// Whether the import always runs when its module is first imported.
    pub fn is_runtime(self) -> bool {
        (self - Self::STAR).is_empty()
    }

    /// The kind words that hold for this import: `runtime` or what it is instead, then `star`.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let runtime = self.is_runtime().then_some("runtime");
        let flags = Self::NAMES.into_iter();
        runtime.into_iter().chain(
            flags
                .filter(move |(_, flag)| self.contains(*flag))
                .map(|(word, _)| word),
        )
    }
}

/// One imported name.
///
/// | statement | `level` | `module` | `name` |
/// |---|---|---|---|
/// | `import a.b as c` | 0 | `a.b` | none |
/// | `from a import b` | 0 | `a` | `b` |
/// | `from a import *` | 0 | `a` | `*` |
/// | `from ..a import b` | 2 | `a` | `b` |
/// | `from . import b` | 1 | empty | `b` |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ImportRecord<'a> {
    /// Number of leading dots.
    pub level: u32,
    /// The dotted module, NFKC-normalised and without white space; empty in `from . import b`.
    pub module: &'a str,
    /// The name after `from … import`, `*` included; none for a plain `import`.
    pub name: Option<&'a str>,
    /// The name after `as`.
    pub alias: Option<&'a str>,
    /// The whole statement.
    pub statement: Span,
    /// The imported name alone: `a.b` of `import a.b as c`, `b` of `from a import b`.
    pub span: Span,
    /// The 1-based line on which the statement starts.
    pub line: u32,
    /// Circumstances.
    pub kinds: ImportKinds,
    /// The comment, from its `#`, that follows on the line on which the statement ends; what stands
    /// between the two, another statement say, does not matter.
    pub comment: Option<Span>,
}

/// Where one of the names stands that a statement imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ImportedName {
    /// The name, `*` included.
    pub span: Span,
    /// The name after `as`.
    pub alias: Option<Span>,
}

/// How thoroughly a file was read: what is known beside its imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reading {
    /// The imports were recognised from the text and are exact; syntax errors that cannot touch
    /// them were not looked for.
    Recognised,
    /// The imports were in doubt, so that the whole file was parsed; its syntax errors are known,
    /// and with any the imports may not be all.
    #[default]
    InDoubt,
    /// The imports are exact, and the whole file was parsed all the same, for its syntax errors.
    Verified,
}

/// A syntax error and its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SyntaxError {
    /// What the parser says, one line, no full stop.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// All imports of one file in source order, and what kept the parser from reading it cleanly.
#[derive(Clone, Default)]
pub struct FileImports {
    records: PackedList,
    errors: Vec<SyntaxError>,
    reading: Reading,
}

impl FileImports {
    /// The records as they are kept.
    pub fn packed(&self) -> PackedImports<'_> {
        self.records.packed()
    }

    /// Appends one import; call in source order.
    pub fn push(&mut self, record: ImportRecord<'_>) {
        self.records.push(&record);
    }

    /// Appends the imports of a `from` statement of `text`, one for each name: what they share is taken
    /// from `statement`. The same as a push for each, in less time; call in source order.
    pub fn push_from(&mut self, text: &str, statement: &ImportRecord<'_>, names: &[ImportedName]) {
        self.records.push_from(text, statement, names);
    }

    /// Appends a syntax error.
    pub fn push_error(&mut self, error: SyntaxError) {
        self.errors.push(error);
    }

    /// Says how thoroughly the file was read; [`Reading::InDoubt`] until then.
    pub fn set_reading(&mut self, reading: Reading) {
        self.reading = reading;
    }

    /// How thoroughly the file was read.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// Takes out all that was pushed, in just as much memory as it needs; what was reserved for it here
    /// serves the next file.
    #[must_use]
    pub fn take(&mut self) -> Self {
        Self {
            records: self.records.take(),
            errors: mem::take(&mut self.errors),
            reading: mem::take(&mut self.reading),
        }
    }

    /// Gives back what growing left over; call once all is pushed.
    pub fn shrink_to_fit(&mut self) {
        self.records.shrink_to_fit();
        self.errors.shrink_to_fit();
    }

    /// The imports, in source order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = ImportRecord<'_>> {
        self.packed().iter()
    }

    /// Number of imported names.
    pub fn len(&self) -> usize {
        self.packed().len()
    }

    /// Whether the file imports nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The syntax errors, in source order; none are known of a [`Reading::Recognised`] file. With any
    /// in a file in doubt, the imports are only what could be recovered.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }
}

impl PartialEq for FileImports {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter()) && self.errors == other.errors && self.reading == other.reading
    }
}

impl Eq for FileImports {}

impl fmt::Debug for FileImports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileImports")
            .field("records", &self.iter().collect::<Vec<_>>())
            .field("errors", &self.errors)
            .field("reading", &self.reading)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_as_they_were_pushed() {
        let record = ImportRecord {
            level: 2,
            module: "a.b",
            name: Some("*"),
            alias: None,
            statement: Span::new(0, 20),
            span: Span::new(18, 19),
            line: 1,
            kinds: ImportKinds::STAR | ImportKinds::DEFERRED,
            comment: Some(Span::new(22, 25)),
        };
        let plain = ImportRecord {
            name: None,
            alias: Some("x"),
            level: 0,
            kinds: ImportKinds::empty(),
            ..record
        };
        let mut imports = FileImports::default();
        imports.push(record);
        imports.push(plain);
        assert_eq!(imports.iter().collect::<Vec<_>>(), [record, plain]);
    }

    #[test]
    fn what_was_taken_is_not_there_any_more() {
        let text = "from a import b, c as d";
        let statement = ImportRecord {
            level: 0,
            module: "a",
            name: None,
            alias: None,
            statement: Span::new(0, 23),
            span: Span::default(),
            line: 1,
            kinds: ImportKinds::empty(),
            comment: None,
        };
        let alias = Some(Span::new(22, 23));
        let names = [(14, 15, None), (17, 18, alias)].map(|(start, end, alias)| ImportedName {
            span: Span::new(start, end),
            alias,
        });
        let mut imports = FileImports::default();
        let mut expected = FileImports::default();
        for (name, alias, span) in [("b", None, names[0].span), ("c", Some("d"), names[1].span)] {
            expected.push(ImportRecord {
                name: Some(name),
                alias,
                span,
                ..statement
            });
        }
        for _ in 0..2 {
            imports.push_from(text, &statement, &names);
            assert_eq!(imports.take(), expected);
            assert_eq!(imports, FileImports::default());
        }
    }

    #[test]
    fn runtime_is_the_absence_of_the_others() {
        let words = |kinds: ImportKinds| kinds.words().collect::<Vec<_>>();
        assert_eq!(words(ImportKinds::empty()), ["runtime"]);
        assert_eq!(words(ImportKinds::STAR), ["runtime", "star"]);
        assert_eq!(
            words(ImportKinds::DEFERRED | ImportKinds::LAZY),
            ["deferred", "lazy"]
        );
    }
}
