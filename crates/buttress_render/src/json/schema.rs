//! The published schemas of the JSON formats.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::{shape, why};

/// The JSON schema of a report, as it is published: `contracts/buttress-report.schema.json`.
///
/// Pretty-printed, with a line break at the end.
pub fn report_schema() -> String {
    schema::<shape::Document<'static>>()
}

/// The JSON schema of the answer of `why`: `contracts/buttress-why.schema.json`.
///
/// Pretty-printed, with a line break at the end.
pub fn why_schema() -> String {
    schema::<why::Document<'static>>()
}

fn schema<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    format!("{:#}\n", schema.as_value())
}
