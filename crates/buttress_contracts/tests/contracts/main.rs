//! Contracts against small graphs, rule by rule, and against brute force over random graphs.

mod common;
mod forbidden;
mod independence;
mod layers;
mod oracle;
mod random;
mod support;
