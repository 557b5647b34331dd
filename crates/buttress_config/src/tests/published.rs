//! What is generated from the declarations of the options, and published.

use std::fs;
use std::path::PathBuf;

use serde_json::Value as Json;

use super::{clean, said};
use crate::{options_reference, schema};

const SAMPLE: &str = include_str!("sample.toml");
const BEGIN: &str = "<!-- options: generated, see CONTRIBUTING.md -->\n";
const END: &str = "<!-- end of options -->\n";

fn in_repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Compares a published text with what it should be; with `UPDATE_EXPECT=1`, writes it.
fn assert_published(path: &str, expected: &str) {
    let file = in_repository(path);
    let found = fs::read_to_string(&file).unwrap_or_default();
    if found == expected {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, expected).unwrap();
        return;
    }
    panic!("{path} is stale: run `UPDATE_EXPECT=1 cargo test -p buttress_config`");
}

#[test]
fn the_schema_is_not_stale() {
    assert_published("contracts/buttress.schema.json", &schema());
}

#[test]
fn the_reference_is_not_stale() {
    let path = "docs/configuration.md";
    let page = fs::read_to_string(in_repository(path)).unwrap();
    let (before, rest) = page
        .split_once(BEGIN)
        .expect("the mark where the options begin");
    let (_, after) = rest
        .split_once(END)
        .expect("the mark where the options end");
    let expected = format!("{before}{BEGIN}{}{END}{after}", options_reference());
    assert_published(path, &expected);
}

/// The blocks of a Markdown page that are marked with a language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let mark = format!("```{language}\n");
    let starts = page.split(&mark).skip(1);
    starts
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

#[test]
fn the_examples_of_the_documentation_are_valid() {
    let page = fs::read_to_string(in_repository("docs/configuration.md")).unwrap();
    let examples = blocks(&page, "toml");
    assert!(examples.len() > 5);
    let validator = validator();
    for example in examples {
        assert_eq!(said(example), "", "{example}");
        let errors = errors(&validator, example);
        assert_eq!(errors, [""; 0], "{example}");
    }
}

fn validator() -> jsonschema::Validator {
    let schema: Json = serde_json::from_str(&schema()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// What the published schema finds wrong with a configuration.
pub(crate) fn schema_errors(toml: &str) -> Vec<String> {
    errors(&validator(), toml)
}

fn errors(validator: &jsonschema::Validator, toml: &str) -> Vec<String> {
    let (table, errors) = crate::document::parse(toml);
    assert_eq!(errors, []);
    let json = json_of_table(&table);
    validator
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect()
}

fn json_of_table(table: &crate::document::Table) -> Json {
    let entries = table.entries.iter();
    Json::Object(
        entries
            .map(|(key, node)| (key.text.clone(), json_of(node)))
            .collect(),
    )
}

fn json_of(node: &crate::document::Node) -> Json {
    use crate::document::Value;
    match &node.value {
        Value::Text(text) => text.as_str().into(),
        Value::Integer(integer) => (*integer).into(),
        Value::Float => 1.5.into(),
        Value::Boolean(value) => (*value).into(),
        Value::Datetime => "1979-05-27".into(),
        Value::Array(items) => items.iter().map(json_of).collect(),
        Value::Table(table) => json_of_table(table),
    }
}

#[test]
fn the_examples_of_the_repository_are_valid() {
    let validator = validator();
    let mut checked = 0;
    for folder in fs::read_dir(in_repository("examples")).unwrap() {
        let file = folder.unwrap().path().join("buttress.toml");
        if let Ok(text) = fs::read_to_string(&file) {
            assert_eq!(said(&text), "", "{}", file.display());
            assert_eq!(errors(&validator, &text), [""; 0], "{}", file.display());
            checked += 1;
        }
    }
    assert!(checked >= 3);
}

#[test]
fn schema_and_parser_agree() {
    let validator = validator();
    assert_eq!(errors(&validator, SAMPLE), [""; 0]);
    clean(SAMPLE);
    let contract = "[[contracts]]\nid = 'a'\ntype = 'forbidden'\nsource_modules = 'a'\nforbidden_modules = 'b'\n";
    let good = [
        "",
        "external = 'none'",
        "root_packages = 'a'",
        "imports = { include = ['star'] }",
        contract,
    ];
    for text in good {
        assert_eq!(
            (said(text).as_str(), errors(&validator, text).len()),
            ("", 0),
            "{text}"
        );
    }
    let bad = [
        "foo = 1".to_owned(),
        "external = 'x'".to_owned(),
        "root_packages = []".to_owned(),
        "exclude = [1]".to_owned(),
        "imports = { foo = 1 }".to_owned(),
        "severity = { layers = 'off' }".to_owned(),
        "severity = { foo = 'off' }".to_owned(),
        "[[contracts]]\nid = 'a'\ntype = 'nope'".to_owned(),
        "[[contracts]]\nid = 'a'\ntype = 'forbidden'\nsource_modules = 'a'".to_owned(),
        format!("{contract}layers = ['a']"),
        format!("{contract}severity = 'off'"),
        format!("{contract}ignore_imports = [{{ import = 'a -> b', until = 'x' }}]"),
    ];
    for text in bad {
        assert!(!said(&text).is_empty(), "{text}");
        assert!(!errors(&validator, &text).is_empty(), "{text}");
    }
}
