//! Configurations of import-linter 2: `setup.cfg`, `.importlinter` and `[tool.importlinter]` of
//! `pyproject.toml`, read as they are into the same settings.
//!
//! On its way, a file becomes a raw configuration, the same for INI (`ini`, `interpolate`,
//! `from_ini`) and TOML (`from_toml`): options whose values have the types that import-linter sees.
//! `session` reads the options of the whole configuration, `contract` and `kinds` those of each
//! contract, with the types of values in `fields`, `expressions` and `layer`. What import-linter
//! refuses is an error here as well, but all mistakes are reported at once and each at its place.

mod contract;
mod expressions;
mod fields;
mod find;
mod from_ini;
mod from_toml;
mod ini;
mod interpolate;
mod kinds;
mod layer;
mod load;
mod raw;
mod session;
mod similar;

use std::collections::BTreeSet;

use buttress_source::Spanned;

pub(crate) use find::{find, find_broken, find_incomplete, is_importlinter, is_toml};
pub(crate) use load::{load, parse};
pub(crate) use raw::{RawConfig, RawContract, RawEntry, RawTable};

/// Removes what is there a second time. O(n log n).
fn keep_first<T: ToString>(items: &mut Vec<Spanned<T>>) {
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(item.value.to_string()));
}

#[cfg(test)]
mod tests;
