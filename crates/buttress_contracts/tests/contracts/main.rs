//! Contracts against small graphs, rule by rule, and against brute force over random graphs.

mod acyclic;
mod bounded;
mod common;
mod forbidden;
mod independence;
mod layers;
mod oracle;
mod protected;
mod random;
mod siblings;
mod support;
