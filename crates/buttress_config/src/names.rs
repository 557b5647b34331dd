//! Options whose values are names: ids, paths, modules, selectors and imports.

use buttress_graph::{ImportPattern, ModuleName, Selector};
use serde_json::{Value as Json, json};

use crate::document::Node;
use crate::reader::Reader;
use crate::table::OptionType;
use crate::values::text;

/// Implements [`OptionType`] for a type that is parsed from a string.
macro_rules! parsed {
    ($($type:ty, $one:literal, $many:literal, $parse:expr;)+) => {$(
        impl OptionType for $type {
            fn expected() -> String {
                $one.to_owned()
            }

            fn plural() -> String {
                $many.to_owned()
            }

            fn schema() -> Json {
                json!({ "type": "string", "minLength": 1 })
            }

            fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
                let text = text(node, $one, reader)?;
                let parsed: Result<Self, String> = $parse(text);
                parsed
                    .map_err(|message| reader.invalid(node.span, message))
                    .ok()
            }
        }
    )+};
}

/// The id of a contract.
#[derive(Debug)]
pub(crate) struct ContractId(pub(crate) String);

/// A path, or a pattern of paths.
#[derive(Debug)]
pub(crate) struct PathPattern(pub(crate) String);

parsed! {
    ContractId, "a string", "strings", contract_id;
    PathPattern, "a string", "strings", path_pattern;
    ModuleName, "a string", "strings", module_name;
    Selector, "a string", "strings", selector;
    ImportPattern, "a string", "strings", import_pattern;
}

fn describe(error: &impl ToString) -> String {
    error.to_string()
}

fn contract_id(text: &str) -> Result<ContractId, String> {
    if text.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(format!(
            "`{}` is not a contract id: expected a word without spaces, such as `top-level-layers`",
            text.escape_debug()
        ));
    }
    Ok(ContractId(text.to_owned()))
}

fn path_pattern(text: &str) -> Result<PathPattern, String> {
    if text.trim().is_empty() {
        return Err(
            "expected a path, found an empty string; `.` is the configuration's folder".to_owned(),
        );
    }
    Ok(PathPattern(text.to_owned()))
}

fn selector(text: &str) -> Result<Selector, String> {
    check_grammar(text)?;
    text.parse().map_err(|error| describe(&error))
}

fn import_pattern(text: &str) -> Result<ImportPattern, String> {
    text.split("->")
        .try_for_each(|side| check_grammar(side.trim()))?;
    text.parse().map_err(|error| describe(&error))
}

/// Refuses what is no part of a module name and would otherwise only be a module that is missing.
fn check_grammar(text: &str) -> Result<(), String> {
    let has = |c: char| matches!(c, '!' | '@' | ':' | '|' | '/' | '\\' | ',') || c.is_control();
    match text.chars().find(|c| has(*c)) {
        Some(c) => Err(format!(
            "`{}` cannot be part of a module: expected dotted names such as `a.b`, or a pattern such as `a.*`",
            c.escape_debug()
        )),
        None => Ok(()),
    }
}

/// Reads a plain module name, in which nothing stands for anything else.
pub(crate) fn module_name(text: &str) -> Result<ModuleName, String> {
    let refused = |why: &str| format!("`{}` is not a module name: {why}", text.escape_debug());
    if text.contains('*') {
        return Err(refused("wildcards are not possible here"));
    }
    if text.contains(['|', ':', '(', ')', ',', '>', '/', '\\']) || text.contains(char::is_control) {
        return Err(refused("expected dotted names, such as `a.b`"));
    }
    if text.trim() != text {
        return Err(refused("it begins or ends with a space"));
    }
    text.parse().map_err(|error| refused(&describe(&error)))
}
