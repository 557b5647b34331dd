//! What a person sees who types `buttress …`: transcripts of whole runs.
//!
//! `INSTA_UPDATE=always` rewrites the snapshots.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod cache;
mod check;
mod graph;
mod harness;
mod hostile;
mod hostile_code;
mod lint_imports;
mod migrate;
mod python;
mod usage;
mod why;
