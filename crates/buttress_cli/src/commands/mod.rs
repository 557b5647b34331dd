//! One file a command.

pub(crate) mod check;
pub(crate) mod graph;
pub(crate) mod migrate;
pub(crate) mod why;
