//! The reference of all options, from the declarations in `options`.

use std::fmt::Write as _;

use crate::kinds::KINDS;
use crate::options::{
    CommonOptions, IgnoreOptions, ImportsOptions, IncludedOptions, LayerOptions, ProjectOptions,
};
use crate::table::{Fallback, OptionSpec};

/// All options with their types, defaults and meanings, in Markdown: a part of
/// `docs/configuration.md`.
pub fn options_reference() -> String {
    let mut text = String::new();
    section(&mut text, "The whole configuration", ProjectOptions::SPECS);
    section(&mut text, "Included files", IncludedOptions::SPECS);
    section(&mut text, "Every contract", CommonOptions::SPECS);
    for kind in KINDS {
        section(
            &mut text,
            &format!("Contracts of type `{}`", kind.word),
            kind.specs,
        );
    }
    section(&mut text, "A layer as a table", LayerOptions::SPECS);
    section(
        &mut text,
        "An ignored import as a table",
        IgnoreOptions::SPECS,
    );
    section(&mut text, "`imports`", ImportsOptions::SPECS);
    text
}

fn section(text: &mut String, title: &str, specs: &[OptionSpec]) {
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "### {title}\n\n| option | takes | default | |\n|---|---|---|---|"
    );
    for spec in specs {
        let default = match spec.fallback {
            Fallback::Required => "required".to_owned(),
            Fallback::Unset => String::new(),
            Fallback::Value(value) => format!("`{value}`"),
        };
        let expected = (spec.expected)();
        let doc = spec.text().replace('|', "\\|");
        let _ = writeln!(text, "| `{}` | {expected} | {default} | {doc} |", spec.key);
    }
    text.push('\n');
}
