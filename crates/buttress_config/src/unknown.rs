//! Keys and words that are not known, and what to write instead.

use buttress_source::{Code, nearest};

use crate::document::{Key, Node};
use crate::foreign::foreign_key;
use crate::kinds::KINDS;
use crate::options::{CommonOptions, ProjectOptions};
use crate::reader::Reader;
use crate::table::OptionSpec;

/// The table in which a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The main configuration.
    Project,
    /// An included file.
    Included,
    /// A contract of a known type.
    Contract(&'static str),
    /// A contract whose type is missing or unknown.
    ContractOfNoType,
    /// A table that stands for a value, in words.
    Nested(&'static str),
}

/// Reports a key that the table at `place`, which has the options `known`, does not have.
pub(crate) fn report(
    key: &Key,
    node: &Node,
    place: Place,
    known: &[&'static str],
    reader: &mut Reader<'_>,
) {
    let name = key.text.as_str();
    if let Some((message, help)) = foreign_key(name, node, place).or_else(|| misplaced(name, place))
    {
        reader.unknown_key(key, message, Some(help));
        return;
    }
    let message = format!("unknown option `{}`", name.escape_debug());
    let near = nearest(name, known.iter().copied());
    let help = near.map_or_else(|| all_options(place, known), did_you_mean);
    if let Some(near) = known.iter().find(|known| Some(**known) == near) {
        reader.suggest(near);
    }
    reader.unknown_key(key, message, Some(help));
}

fn misplaced(name: &str, place: Place) -> Option<(String, String)> {
    let project = has(ProjectOptions::SPECS, name);
    let common = has(CommonOptions::SPECS, name);
    let kinds = KINDS.iter().filter(|kind| has(kind.specs, name));
    let kinds: Vec<_> = kinds.map(|kind| kind.word).collect();
    let (message, help) = match place {
        Place::Contract(word) if !kinds.is_empty() => {
            let owners = list_words(kinds.iter().copied(), "and");
            let plural = if kinds.len() == 1 { "" } else { "s" };
            (
                format!(
                    "`{name}` is an option of the contract type{plural} {owners}, not of `{word}`"
                ),
                "remove it, or change the `type` of the contract".to_owned(),
            )
        }
        Place::Contract(_) | Place::ContractOfNoType | Place::Nested(_) if project => (
            format!("`{name}` is an option of the whole configuration"),
            "move it to the top of the file, above the first table".to_owned(),
        ),
        Place::Included if project => (
            format!("`{name}` is not possible in an included file"),
            "an included file holds `[[contracts]]` and one `owner`; move the rest to the main \
             configuration"
                .to_owned(),
        ),
        Place::Project if common || !kinds.is_empty() => (
            format!("`{name}` is an option of a contract"),
            "move it into a `[[contracts]]` table".to_owned(),
        ),
        _ => return None,
    };
    Some((message, help))
}

fn has(specs: &[OptionSpec], name: &str) -> bool {
    specs.iter().any(|spec| spec.key == name)
}

fn all_options(place: Place, known: &[&str]) -> String {
    let of = |owner: &str, known: &[&str]| {
        let known = list_words(known.iter().copied(), "and");
        format!("the options of {owner} are {known}")
    };
    let common = |key: &&str| has(CommonOptions::SPECS, key);
    match place {
        Place::Project => of("a configuration", known),
        Place::Included => "an included file holds `[[contracts]]` and one `owner`".to_owned(),
        Place::Contract(word) => {
            let own: Vec<_> = known.iter().copied().filter(|key| !common(key)).collect();
            let own = of(&format!("the contract type `{word}`"), &own);
            format!("{own}, besides those of every contract")
        }
        Place::ContractOfNoType => of("every contract", known),
        Place::Nested(name) => of(name, known),
    }
}

/// Reports the type of a contract that does not exist.
pub(crate) fn report_type(node: &Node, word: &str, reader: &mut Reader<'_>) {
    let words = || KINDS.iter().map(|kind| kind.word);
    let help = nearest(word, words()).map_or_else(
        || format!("the types of contract are {}", list_words(words(), "and")),
        did_you_mean,
    );
    let message = format!("unknown contract type `{}`", word.escape_debug());
    reader.invalid(node.span, message).help = Some(help);
}

/// Reports a key of `[severity]` that is no code.
pub(crate) fn report_code(key: &Key, reader: &mut Reader<'_>) {
    let name = key.text.as_str();
    if let Some((message, help)) = misplaced(name, Place::Nested("`[severity]`")) {
        reader.unknown_key(key, message, Some(help));
        return;
    }
    let near = nearest(name, Code::ALL.iter().map(|code| code.as_str()));
    let help = near.map_or_else(
        || "the codes are listed in `docs/codes.md`".to_owned(),
        did_you_mean,
    );
    let message = format!("unknown code `{}`", name.escape_debug());
    reader.unknown_key(key, message, Some(help));
}

pub(crate) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn list_words<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, start)) => format!("{} {last} {end}", start.join(", ")),
        None => String::new(),
    }
}
