//! The published schemas: not stale, and true of what is written.

use std::env;
use std::fs;
use std::path::Path;

use buttress_render::{Format, MaxChains, RenderOptions, report_schema, why_schema};
use serde_json::Value;

use crate::{cases, text, why_text};

/// Compares with the published file; writes it when `UPDATE_EXPECT` is set.
fn assert_published(name: &str, schema: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contracts");
    let path = folder.join(name);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, schema).unwrap();
    }
    let published = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        published == schema,
        "{name} is stale: run `cargo xtask schema`"
    );
}

#[test]
fn report_schema_is_published() {
    assert_published("buttress-report.schema.json", &report_schema());
}

#[test]
fn why_schema_is_published() {
    assert_published("buttress-why.schema.json", &why_schema());
}

#[test]
fn report_schema_describes_what_is_written() {
    let schema: Value = serde_json::from_str(&report_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, report) in cases::all() {
        for max_chains in [MaxChains::All, MaxChains::AtMost(1)] {
            let options = RenderOptions {
                max_chains,
                ..RenderOptions::default()
            };
            let written: Value =
                serde_json::from_str(&text(&report, Format::Json, &options)).unwrap();
            let errors: Vec<_> = validator
                .iter_errors(&written)
                .map(|e| e.to_string())
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:#?}");
        }
    }
    let mut wrong: Value = serde_json::from_str(&text(
        &cases::direct(),
        Format::Json,
        &RenderOptions::default(),
    ))
    .unwrap();
    wrong["contracts"][1]["violations"][0]["code"] = "nonsense".into();
    assert!(
        !validator.is_valid(&wrong),
        "the schema must tell codes apart"
    );
}

#[test]
fn why_schema_describes_what_is_written() {
    let schema: Value = serde_json::from_str(&why_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut why = cases::why();
    for _ in 0..2 {
        let written = why_text(&why, Format::Json, &RenderOptions::default());
        let written: Value = serde_json::from_str(&written).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&written)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        why.chains.clear();
        why.groups.clear();
        why.cut.clear();
    }
}
