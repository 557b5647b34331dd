//! Tests of the whole crate: records, hostile input, and the stack that inputs really take.

mod constructs;
mod hostile;
mod measured;
mod properties;
mod records;

#[test]
fn the_version_names_the_parser() {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let manifest = std::fs::read_to_string(workspace).unwrap();
    let line = |line: &&str| line.starts_with("ruff_python_parser = ");
    let line = manifest.lines().find(line).unwrap();
    let parser = line.split('"').nth(1).unwrap().trim_start_matches('=');
    assert!(
        crate::VERSION.starts_with(&format!("ruff {parser},")),
        "{line}"
    );
}
