//! The JSON schema of the configuration, from the declarations in `options`.

use serde_json::{Map, Value as Json, json};

use crate::kinds::KINDS;
use crate::options::{CommonOptions, IgnoreOptions, ImportsOptions, LayerOptions, ProjectOptions};
use crate::table::{Fallback, OptionSpec};

/// The JSON schema (draft 2020-12) of `buttress.toml`, as text with a final line break.
///
/// It describes shapes: what only the code base can tell, such as whether a module exists, is no
/// part of it. Included files are described by its definition `included`.
pub fn schema() -> String {
    let mut root = object(&[ProjectOptions::SPECS], None);
    root["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    root["title"] = "buttress.toml".into();
    root["description"] =
        "The configuration of buttress, architecture contracts for Python imports.".into();
    root["$defs"] = json!({
        "contract": contract(),
        "ignored_import": object(&[IgnoreOptions::SPECS], None),
        "imports": object(&[ImportsOptions::SPECS], None),
        "included": object(&[crate::options::IncludedOptions::SPECS], None),
        "layer": object(&[LayerOptions::SPECS], None),
    });
    format!("{:#}\n", sorted(root))
}

/// One branch for each type of contract, told apart by `type`.
fn contract() -> Json {
    let branch = |kind: &crate::kinds::KindSpec| {
        let mut branch = object(&[CommonOptions::SPECS, kind.specs], Some(kind.word));
        branch["title"] = format!("A `{}` contract: {}", kind.word, kind.rule).into();
        branch
    };
    let branches: Vec<Json> = KINDS.iter().map(branch).collect();
    json!({ "type": "object", "oneOf": branches })
}

/// An object with the options of these tables and no others.
fn object(tables: &[&[OptionSpec]], contract_type: Option<&str>) -> Json {
    let specs = || tables.iter().copied().flatten();
    let mut properties: Map<String, Json> = specs()
        .map(|spec| (spec.key.to_owned(), property(spec)))
        .collect();
    if let Some(word) = contract_type {
        properties["type"] =
            json!({ "const": word, "description": properties["type"]["description"] });
    }
    let required = specs().filter(|spec| spec.fallback == Fallback::Required);
    let required: Vec<_> = required.map(|spec| spec.key).collect();
    let mut object = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    object
}

fn property(spec: &OptionSpec) -> Json {
    let mut schema = (spec.schema)();
    schema["description"] = spec.text().into();
    if let Fallback::Value(value) = spec.fallback {
        // A default that is not JSON would be a mistake in a declaration; the tests read them all.
        schema["default"] = serde_json::from_str(value).unwrap_or_default();
    }
    schema
}

/// The value with all keys in order, whatever map `serde_json` was built with.
fn sorted(value: Json) -> Json {
    match value {
        Json::Object(map) => {
            let mut entries: Vec<(String, Json)> = map.into_iter().collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            let entries = entries.into_iter().map(|(key, value)| (key, sorted(value)));
            Json::Object(entries.collect())
        }
        Json::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}
