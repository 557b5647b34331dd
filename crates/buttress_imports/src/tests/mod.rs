//! Tests of the whole crate: records, hostile input, and the stack that inputs really take.

mod constructs;
mod hostile;
mod measured;
mod properties;
mod records;
