//! A program that does nothing: what starting any program costs, for `cargo xtask bench`.

fn main() {}
