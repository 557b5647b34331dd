//! Options whose values are tables.

use std::collections::BTreeMap;

use buttress_contracts::IgnoredImport;
use buttress_graph::KindFilter;
use buttress_source::{Code, Nature, Severity};
use serde_json::{Value as Json, json};

use crate::document::{Node, Value};
use crate::kinds::KINDS;
use crate::options::{IgnoreOptions, ImportsOptions};
use crate::reader::Reader;
use crate::table::{OptionType, read_table};
use crate::unknown;
use crate::words::ContractSeverity;

impl OptionType for KindFilter {
    fn expected() -> String {
        "a table with `include` or `exclude`".to_owned()
    }

    fn plural() -> String {
        "tables".to_owned()
    }

    fn schema() -> Json {
        json!({ "$ref": "#/$defs/imports" })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if !matches!(node.value, Value::Table(_)) {
            let finding = reader.wrong_type(node, &Self::expected());
            finding.help = Some("write `imports = { exclude = [\"type-checking\"] }`".to_owned());
            return None;
        }
        let options: ImportsOptions = read_table(node, "`imports`", reader)?;
        let include = options.include.value.map(|list| list.0);
        let exclude = options.exclude.value.map(|list| list.0);
        let (include, exclude) = (include.unwrap_or_default(), exclude.unwrap_or_default());
        Some(Self::new(&include, &exclude))
    }
}

impl OptionType for IgnoredImport {
    fn expected() -> String {
        "a string or a table".to_owned()
    }

    fn plural() -> String {
        "strings or tables".to_owned()
    }

    fn schema() -> Json {
        json!({ "anyOf": [Self::single_schema(), { "$ref": "#/$defs/ignored_import" }] })
    }

    fn single_schema() -> Json {
        json!({ "type": "string", "minLength": 1 })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Text(_) => Some(Self {
                pattern: OptionType::read(node, reader)?,
                reason: None,
            }),
            Value::Table(_) => {
                let options: IgnoreOptions = read_table(node, "an ignored import", reader)?;
                Some(Self {
                    pattern: options.import.value?,
                    reason: options.reason.value,
                })
            }
            _ => {
                reader.wrong_type(node, &Self::expected());
                None
            }
        }
    }
}

impl OptionType for BTreeMap<Code, Severity> {
    fn expected() -> String {
        "a table of severities".to_owned()
    }

    fn plural() -> String {
        "tables of severities".to_owned()
    }

    fn schema() -> Json {
        let entry = |code: &Code| {
            let words = if is_contract_type(*code) {
                ContractSeverity::schema()
            } else {
                Severity::schema()
            };
            let mut schema = words;
            schema["description"] = code.summary().into();
            schema["default"] = code.default_severity().as_str().into();
            (code.as_str().to_owned(), schema)
        };
        let properties: serde_json::Map<String, Json> = Code::ALL.iter().map(entry).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            reader.wrong_type(node, &Self::expected());
            return None;
        };
        let mut severities = Self::new();
        for (key, value) in &table.entries {
            let Ok(code) = key.text.parse::<Code>() else {
                unknown::report_code(key, reader);
                continue;
            };
            let Some(severity) = Severity::read(value, reader) else {
                continue;
            };
            if severity == Severity::Off && is_contract_type(code) {
                let message = format!("`{code}` contracts cannot be switched off as a whole");
                let finding = reader.invalid(value.span, message);
                finding.help = Some(
                    "remove those contracts, or write `warning` to see what they find".to_owned(),
                );
                continue;
            }
            severities.insert(code, severity);
        }
        Some(severities)
    }
}

fn is_contract_type(code: Code) -> bool {
    code.nature() == Nature::Verdict && KINDS.iter().any(|kind| kind.word == code.as_str())
}
