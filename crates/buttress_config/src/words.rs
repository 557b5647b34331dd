//! Options whose values are words.

use buttress_graph::{ExternalMode, ImportKind};
use buttress_project::Trust;
use buttress_source::{Severity, nearest};
use serde_json::{Value as Json, json};

use crate::document::Node;
use crate::kinds::KINDS;
use crate::reader::Reader;
use crate::table::OptionType;
use crate::unknown;
use crate::values::text;

/// Reads one of several words.
fn word<T>(node: &Node, words: &[(&'static str, T)], reader: &mut Reader<'_>) -> Option<T>
where
    T: Copy,
{
    let expected = one_of(words);
    let text = text(node, &expected, reader)?;
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
        return Some(*value);
    }
    let finding = reader.invalid(node.span, format!("expected {expected}, found `{text}`"));
    let near = nearest(text, words.iter().map(|(word, _)| *word));
    finding.help = near.map(unknown::did_you_mean);
    None
}

/// The words as alternatives.
fn one_of<T>(words: &[(&'static str, T)]) -> String {
    unknown::list_words(words.iter().map(|(word, _)| *word), "or")
}

fn words_schema<T>(words: &[(&'static str, T)]) -> Json {
    let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    json!({ "enum": words })
}

/// Implements [`OptionType`] for a type whose values are words.
macro_rules! words {
    ($($type:ty, $plural:literal, $words:expr;)+) => {$(
        impl OptionType for $type {
            fn expected() -> String {
                one_of(&$words)
            }

            fn plural() -> String {
                $plural.to_owned()
            }

            fn schema() -> Json {
                words_schema(&$words)
            }

            fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
                word(node, &$words, reader)
            }
        }
    )+};
}

/// The severity of a contract.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ContractSeverity(pub(crate) Severity);

/// What becomes of an ignored import that matches nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alerting(pub(crate) Severity);

/// What the cache trusts; none if there is to be no cache.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CacheTrust(pub(crate) Option<Trust>);

words! {
    ExternalMode, "modes", [
        ("full", ExternalMode::Full),
        ("root", ExternalMode::Root),
        ("none", ExternalMode::None),
    ];
    ImportKind, "kinds of import", ImportKind::ALL.map(|kind| (kind.as_str(), kind));
    Severity, "severities", [
        ("error", Self::Error),
        ("warning", Self::Warning),
        ("off", Self::Off),
    ];
    ContractSeverity, "severities", [
        ("error", Self(Severity::Error)),
        ("warning", Self(Severity::Warning)),
    ];
    Alerting, "words", [
        ("error", Self(Severity::Error)),
        ("warn", Self(Severity::Warning)),
        ("none", Self(Severity::Off)),
    ];
    CacheTrust, "words", [
        ("stamp", Self(Some(Trust::Stamp))),
        ("relaxed-stamp", Self(Some(Trust::RelaxedStamp))),
        ("hash", Self(Some(Trust::Content))),
        ("off", Self(None)),
    ];
}

/// The word of a contract's type; checked where it is known what else the contract says.
#[derive(Debug)]
pub(crate) struct ContractType(pub(crate) String);

impl OptionType for ContractType {
    fn expected() -> String {
        unknown::list_words(KINDS.iter().map(|kind| kind.word), "or")
    }

    fn plural() -> String {
        "types of contract".to_owned()
    }

    fn schema() -> Json {
        let words: Vec<_> = KINDS.iter().map(|kind| kind.word).collect();
        json!({ "enum": words })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let word = text(node, &Self::expected(), reader)?;
        if !KINDS.iter().any(|kind| kind.word == word) {
            unknown::report_type(node, word, reader);
        }
        Some(Self(word.to_owned()))
    }
}
