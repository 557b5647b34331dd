//! Renderers: every output format of buttress, one a file.
//!
//! The last station of the flow: a [`Report`] or [`WhyReport`], plain
//! data complete in itself, becomes text on a writer. No file is read and no graph is asked here.
//! This is the only crate that names ariadne and `serde_json`; the core types derive no
//! `Serialize`, the shape of the JSON is a set of structs of its own.
//!
//! * [`Format::Full`] (feature `full`): frames with source excerpts, for people;
//! * [`Format::Concise`]: one line a chain, for `grep` and editors;
//! * [`Format::Json`] (feature `json`): version 1 of the published schema, streamed;
//! * [`render_lint_imports`]: the text of the command `lint-imports`, in import-linter's layout;
//! * `write_graph_json` and [`write_graph_dot`]: the import graph itself, streamed.
//!
//! Whatever comes from a file (source lines, paths, messages with names in them) reaches the output
//! without control characters, so no file can write escape sequences to a terminal.
//!
//! Without default features, only concise lines and DOT are left, and none of the libraries above.
//!
//! # Example
//!
//! ```
//! use buttress_render::{Format, RenderOptions, render};
//! use buttress_report::{GraphStats, Report, Status};
//!
//! let report = Report {
//!     status: Status::Kept,
//!     config: None,
//!     stats: GraphStats { modules: 1200, imports: 1, sites: 1, files: 1200, external: 0 },
//!     imports: Vec::new(),
//!     contracts: Vec::new(),
//!     findings: Vec::new(),
//! };
//! let mut out = Vec::new();
//! render(&report, Format::Concise, &RenderOptions::default(), &mut out)?;
//! assert_eq!(String::from_utf8_lossy(&out), "no contracts\n1,200 modules, 1 import\n");
//! # Ok::<(), std::io::Error>(())
//! ```

mod concise;
mod dot;
mod format;
#[cfg(feature = "full")]
mod full;
mod graph;
#[cfg(feature = "json")]
mod json;
mod lint_imports;
mod options;
mod summary;
mod text;
mod wording;

use std::io;

use buttress_report::{Places, Report, WhyReport};

pub use dot::write_graph_dot;
pub use format::{Format, UnknownFormat};
pub use graph::{GraphImport, GraphModule};
#[cfg(feature = "json")]
pub use json::{report_schema, why_schema, write_graph_json};
pub use lint_imports::{
    LintImportsOptions, LintImportsTimings, render_lint_imports, render_lint_imports_warnings,
};
pub use options::{MaxChains, RenderOptions, UnknownMaxChains, Verbosity};

/// Writes a report, in many small pieces: buffer the writer.
///
/// # Errors
///
/// Those of the writer.
pub fn render(
    report: &Report,
    format: Format,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        #[cfg(feature = "full")]
        Format::Full => full::render(report, options, out),
        Format::Concise => concise::render(report, options, out),
        #[cfg(feature = "json")]
        Format::Json => json::render(report, options, out),
    }
}

/// The imports whose places [`render`] would write, which is all that has to be known of a report: it
/// is the same without the places of the others. Asked of the [outline of a
/// draft](buttress_report::Draft::outline), before those places are looked up.
///
/// About as much work as rendering, without the drawing.
pub fn places(report: &Report, format: Format, options: &RenderOptions) -> Places {
    match format {
        #[cfg(feature = "full")]
        Format::Full => full::places(report, options),
        Format::Concise => concise::places(report, options),
        #[cfg(feature = "json")]
        Format::Json => json::places(report, options),
    }
}

/// Writes the answer to "how does A come to import B?".
///
/// `options.max_chains` bounds the chains that are shown.
///
/// # Errors
///
/// Those of the writer.
pub fn render_why(
    why: &WhyReport,
    format: Format,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        #[cfg(feature = "full")]
        Format::Full => full::render_why(why, options, out),
        Format::Concise => concise::render_why(why, options, out),
        #[cfg(feature = "json")]
        Format::Json => json::render_why(why, options, out),
    }
}
