//! The types of values that options take: strings, booleans, numbers and lists.

use buttress_source::Spanned;
use serde_json::{Value as Json, json};

use crate::document::{Node, Value};
use crate::reader::{Reader, spanned};
use crate::table::OptionType;

/// The text of a string; of any other type a finding.
pub(crate) fn text<'n>(node: &'n Node, expected: &str, reader: &mut Reader<'_>) -> Option<&'n str> {
    if let Value::Text(text) = &node.value {
        return Some(text);
    }
    reader.wrong_type(node, expected);
    None
}

impl OptionType for String {
    fn expected() -> String {
        "a string".to_owned()
    }

    fn plural() -> String {
        "strings".to_owned()
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        text(node, &Self::expected(), reader).map(str::to_owned)
    }
}

impl OptionType for bool {
    fn expected() -> String {
        "`true` or `false`".to_owned()
    }

    fn plural() -> String {
        "booleans".to_owned()
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Boolean(value) = node.value {
            return Some(value);
        }
        let finding = reader.wrong_type(node, &Self::expected());
        if let Value::Text(text) = &node.value {
            let word = text.trim().to_lowercase();
            if word == "true" || word == "false" {
                finding.help = Some(format!("write `{word}`, without quotes"));
            }
        }
        None
    }
}

/// A number of levels, from 0.
impl OptionType for u32 {
    fn expected() -> String {
        "a whole number".to_owned()
    }

    fn plural() -> String {
        "whole numbers".to_owned()
    }

    fn schema() -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Integer(integer) = node.value else {
            let finding = reader.wrong_type(node, &Self::expected());
            if let Value::Text(text) = &node.value
                && let Ok(number) = text.trim().parse::<Self>()
            {
                finding.help = Some(format!("write `{number}`, without quotes"));
            }
            return None;
        };
        let number = integer.and_then(|integer| Self::try_from(integer).ok());
        if number.is_none() {
            let message = format!("expected a whole number from 0 to {}", Self::MAX);
            reader.invalid(node.span, message);
        }
        number
    }
}

impl<T: OptionType> OptionType for Spanned<T> {
    fn expected() -> String {
        T::expected()
    }

    fn plural() -> String {
        T::plural()
    }

    fn schema() -> Json {
        T::schema()
    }

    fn single_schema() -> Json {
        T::single_schema()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let value = T::read(node, reader)?;
        Some(spanned(value, node.span, reader))
    }
}

/// A list, for which a single string may stand; `None` from reading if any item was not understood.
#[derive(Debug)]
pub(crate) struct Many<T>(pub(crate) Vec<T>);

impl<T: OptionType> OptionType for Many<T> {
    fn expected() -> String {
        format!("a list of {}", T::plural())
    }

    fn plural() -> String {
        format!("lists of {}", T::plural())
    }

    fn schema() -> Json {
        list_schema::<T>(0)
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Array(items) => {
                // Every item is read, so that every mistake is reported.
                let read: Vec<_> = items.iter().map(|item| T::read(item, reader)).collect();
                read.into_iter().collect::<Option<_>>().map(Self)
            }
            Value::Text(_) => Some(Self(vec![T::read(node, reader)?])),
            _ => {
                reader.wrong_type(node, &Self::expected());
                None
            }
        }
    }
}

fn list_schema<T: OptionType>(min_items: u32) -> Json {
    let mut list = json!({ "type": "array", "items": T::schema() });
    if min_items > 0 {
        list["minItems"] = min_items.into();
    }
    json!({ "anyOf": [list, T::single_schema()] })
}

/// A list that must not be empty.
#[derive(Debug)]
pub(crate) struct AtLeastOne<T>(pub(crate) Vec<T>);

impl<T: OptionType> OptionType for AtLeastOne<T> {
    fn expected() -> String {
        Many::<T>::expected()
    }

    fn plural() -> String {
        Many::<T>::plural()
    }

    fn schema() -> Json {
        list_schema::<T>(1)
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Many(items) = Many::read(node, reader)?;
        if items.is_empty() {
            reader.invalid(node.span, "expected at least one item, found an empty list");
            return None;
        }
        Some(Self(items))
    }
}

/// The tables of contracts, read one by one later so that one cannot spoil another.
#[derive(Debug)]
pub(crate) struct ContractTables(pub(crate) Vec<Node>);

impl OptionType for ContractTables {
    fn expected() -> String {
        "a list of tables".to_owned()
    }

    fn plural() -> String {
        "lists of tables".to_owned()
    }

    fn schema() -> Json {
        json!({ "type": "array", "items": { "$ref": "#/$defs/contract" } })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Array(items) = &node.value {
            return Some(Self(items.clone()));
        }
        let finding = reader.wrong_type(node, &Self::expected());
        finding.help = Some("write `[[contracts]]` above each contract".to_owned());
        None
    }
}
