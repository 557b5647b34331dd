//! Inputs made to overflow the stack or to take forever. All run on the 2 MiB stack of a test.

use std::time::{Duration, Instant};

use buttress_source::{FileImports, SourceText};

use super::constructs::{BLOCKS, CONSTRUCTS};
use crate::parse_fully;

/// Extracts from `deep` with an import before and after it; checks that the first is found.
#[track_caller]
fn survive(name: &str, deep: &str) -> FileImports {
    let source = SourceText::new(format!("import before\n{deep}\nimport after\n"));
    let start = Instant::now();
    let imports = parse_fully(&source).unwrap();
    let first = imports.iter().next().map(|record| record.module);
    assert_eq!(first, Some("before"), "{name}");
    // Quadratic work on inputs of this size takes minutes, linear work well under a second.
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{name}: {:?}",
        start.elapsed()
    );
    imports
}

#[track_caller]
fn intact(name: &str, deep: &str) {
    let imports = survive(name, deep);
    assert_eq!(imports.errors(), [], "{name}");
    assert_eq!(imports.len(), 2, "{name}");
}

#[test]
fn nested_parentheses() {
    let n = 100_000;
    intact("closed", &format!("{}1{}", "(".repeat(n), ")".repeat(n)));
    survive("open", &"(".repeat(n));
}

#[test]
fn nested_lists() {
    let n = 100_000;
    intact("closed", &format!("{}1{}", "[".repeat(n), "]".repeat(n)));
    survive("open", &"[".repeat(n));
}

#[test]
fn chained_operators() {
    intact("+", &format!("{}1", "1 + ".repeat(200_000)));
    intact("not", &format!("{}x", "not ".repeat(1_000_000)));
    intact("~", &format!("{}x", "~".repeat(5_000_000)));
    intact("-~+", &format!("{}x", "- ~ +".repeat(1_000_000)));
}

#[test]
fn chains() {
    let n = 200_000;
    intact("attributes", &format!("a{}", ".b".repeat(n)));
    intact("calls", &format!("a{}", "()".repeat(n)));
    intact("subscripts", &format!("a{}", "[0]".repeat(n)));
    intact("lambdas", &format!("{}1", "lambda: ".repeat(n)));
}

#[test]
fn nested_f_strings() {
    let n = 50_000;
    intact(
        "strings",
        &format!("{}1{}", "f'{".repeat(n), "}'".repeat(n)),
    );
    intact("specs", &format!("f'{}{}'", "{1:".repeat(n), "}".repeat(n)));
    survive("open", &"f'{".repeat(n));
}

#[test]
fn three_thousand_nested_blocks() {
    let (_, blocks) = BLOCKS[0];
    let source = SourceText::new(blocks(3_000));
    let imports = parse_fully(&source).unwrap();
    assert_eq!(imports.errors(), []);
    assert_eq!(imports.iter().next().map(|record| record.line), Some(3_001));
}

#[test]
fn every_construct() {
    for (name, make) in CONSTRUCTS {
        survive(name, &make(20_000));
    }
}

#[test]
fn depth_hidden_behind_a_broken_f_string() {
    for hidden in ["(", "~", "[", "not "] {
        let deep = hidden.repeat(30_000);
        survive("triple", &format!("f'''{{'''\n{deep}"));
        survive("spec", &format!("f'{{x:r' {deep}\n}}'"));
    }
}
