//! The JSON formats, version 1, streamed to the writer.
//!
//! The shapes are structs of their own ([`shape`], [`graph`], [`why`]): what the core types are
//! called inside never shows, and the schemas are derived from the same structs. Lists are
//! [`Each`](each::Each): their items are made while they are written.

mod each;
mod escape;
mod graph;
mod report;
mod schema;
mod shape;
mod why;

use std::io;

pub use graph::write_graph_json;
pub(crate) use report::{places, render};
pub use schema::{report_schema, why_schema};
pub(crate) use why::render as render_why;

/// Serialises `document` on one line.
fn write_line(document: &impl serde::Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    escape::write(document, out)?;
    out.write_all(b"\n")
}
