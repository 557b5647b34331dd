//! The computed stack suffices: measured for every construct, in the profile of the test run.
//!
//! Each construct is parsed on a thread of its own with twice the computed stack, so that the
//! parser never leaves it. On Linux the kernel tells how much of it was touched. Elsewhere the test
//! only shows that nothing overflows.

use std::thread;

use buttress_source::LineIndex;
use proptest::prelude::*;
use proptest::sample;

use super::constructs::{BLOCKS, CONSTRUCTS};
use crate::parse;
use crate::stack::{bound_by_bytes, bound_by_tokens};

/// Bytes of the current thread's stack that have been touched so far.
fn touched() -> Option<u64> {
    let here = 0_u8;
    let address = std::ptr::from_ref(&here).addr();
    let maps = std::fs::read_to_string("/proc/self/smaps").ok()?;
    let mut inside = false;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let first = words.next()?;
        if let Some((start, end)) = first.split_once('-') {
            let start = usize::from_str_radix(start, 16).ok()?;
            let end = usize::from_str_radix(end, 16).ok()?;
            inside = (start..end).contains(&address);
        } else if inside && first == "Rss:" {
            return Some(words.next()?.parse::<u64>().ok()? * 1024);
        }
    }
    None
}

/// Parses `text` on a fresh thread and compares what it used with what was computed.
#[track_caller]
fn check(name: &str, text: String, levels: usize) {
    let by_bytes = bound_by_bytes(&text);
    let by_tokens = bound_by_tokens(&text);
    let bound = by_tokens.map_or(by_bytes, |by_tokens| by_tokens.min(by_bytes));
    let size = usize::try_from(by_bytes * 2).unwrap();
    let thread = thread::Builder::new().stack_size(size).spawn(move || {
        let imports = parse::parse(&text, &LineIndex::new(&text));
        assert!(!imports.is_empty());
        touched()
    });
    let Some(used) = thread.unwrap().join().unwrap() else {
        return;
    };
    // The fifth above it is for other platforms, whose frames differ a little.
    assert!(
        used * 6 / 5 < bound,
        "{name}: {used} bytes used ({} a level), {by_bytes} by bytes, {by_tokens:?} by tokens",
        used / levels as u64
    );
}

#[test]
fn the_bounds_hold_for_every_expression() {
    for (name, make) in CONSTRUCTS {
        check(name, format!("import a\n{}", make(2_000)), 2_000);
    }
}

#[test]
fn the_bounds_hold_for_every_block() {
    for (name, make) in BLOCKS {
        check(name, make(500), 500);
    }
}

#[test]
fn the_bounds_hold_for_every_pair() {
    let openings = [
        "(",
        "a[",
        "{",
        "f'{",
        "lambda x=",
        "not ",
        "~",
        "(yield ",
        "1 if 1 else ",
        "1**",
    ];
    for first in openings {
        for second in openings {
            let text = format!("{first}{second}").repeat(1_000);
            check(
                &format!("{first}{second}"),
                format!("import a\n{text}"),
                1_000,
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// No mixture of tokens costs more than its parts.
    #[test]
    fn the_bounds_hold_for_random_mixtures(
        tokens in proptest::collection::vec(sample::select(TOKENS.to_vec()), 1..6),
    ) {
        let mixture = tokens.concat();
        check(&mixture, format!("import a\n{}", mixture.repeat(1_000)), 1_000);
    }
}

const TOKENS: &[&str] = &[
    "(",
    "a(",
    "[",
    "a[",
    "{",
    "{1:",
    "{**",
    "f'{",
    "f\"{",
    "t'''{",
    ")",
    "]",
    "}",
    "'",
    "~",
    "- ",
    "*",
    "**",
    "* ",
    "1+",
    "1**",
    "1@",
    "not ",
    "await ",
    "yield ",
    "yield from ",
    "async ",
    "lambda:",
    "lambda x=",
    "lambda*a,",
    "x for x in ",
    " if ",
    " else ",
    "1 or ",
    "1 and ",
    "1<",
    "x:=",
    "=",
    "a=",
    "x,",
    ":",
    ".",
    "a.",
    "!r:",
    "->",
    "as ",
    "\\\n",
    "\n",
    "\n ",
    ";",
    "if x:",
    "else:",
    "def f(",
    "class A[",
    "type X[T:",
    "with(",
    "match x:\n case (",
    "case[",
    "for x in ",
    "del ",
    "return ",
    "print ",
    "@",
    "raise ",
    "assert ",
    "import ",
    "from . import (",
    "0x",
    "$",
];
