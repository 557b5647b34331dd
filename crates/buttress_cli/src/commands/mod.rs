//! One file a command.

pub(crate) mod check;
pub(crate) mod graph;
pub(crate) mod why;
