//! What holds for every text: no panic, spans inside the text, names as they are written.

use buttress_source::{FileImports, ImportKinds, SourceText, Span};
use proptest::prelude::*;
use proptest::sample;

use super::constructs::{BLOCKS, CONSTRUCTS};
use crate::flatten::flatten;
use crate::{parse, parse_fully};

const PYTHON: &str = "\
from __future__ import annotations
import os, sys as system
import a . b
from ..x import (y, z as w)
if TYPE_CHECKING:
    from é.ﬁ import *
elif not not -+~x:
    def f(a, *b, c=1): import d
try: lazy import e.f
except A, B: x = f'{a['b']!r:>{c}}' + ---d
match [1, {'a': 2}]:
    case {'k': [v, *_]} | C(d=e): from . import g
";

fn extracted(text: &str) -> (SourceText, FileImports) {
    let source = SourceText::new(text.to_owned());
    let imports = parse_fully(&source).unwrap();
    (source, imports)
}

/// Python with a few spans of it deleted, doubled or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let fragments = [
        "", "(", ")", "[", "]", "{", "}", "'", "\"", "'''", "f'{", "\\", "\n", "\r", "\n    ",
        "\0", "import", " from ", ".", "*", "not ", "~", "lambda:", ":", ",", "\u{feff}", "é", "$",
        "=",
    ];
    let edit = (
        any::<sample::Index>(),
        0..8_usize,
        sample::select(fragments.to_vec()),
    );
    proptest::collection::vec(edit, 0..6).prop_map(|edits| {
        let mut text: Vec<char> = PYTHON.chars().collect();
        for (at, deleted, inserted) in edits {
            let start = at.index(text.len() + 1);
            let end = (start + deleted).min(text.len());
            text.splice(start..end, inserted.chars());
        }
        text.into_iter().collect()
    })
}

#[track_caller]
fn inside(source: &SourceText, span: Span) {
    assert!(source.text().get(span.range()).is_some(), "{span:?}");
}

fn check(text: &str) {
    let (source, imports) = extracted(text);
    let mut last = 0;
    for record in imports.iter() {
        inside(&source, record.statement);
        inside(&source, record.span);
        assert!(record.statement.start <= record.span.start);
        assert!(record.span.end <= record.statement.end);
        assert!(last <= record.span.start, "not in source order");
        last = record.span.start;
        assert_eq!(record.line, source.position(record.statement.start).line);
        let star = record.kinds.contains(ImportKinds::STAR);
        assert_eq!(star, record.name == Some("*"));
        let written = source.slice(record.span);
        if written
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._*".contains(&b))
        {
            let named = record.name.unwrap_or(record.module);
            let cut = !imports.errors().is_empty() && written.starts_with(named);
            assert!(written == named || cut, "{written} is not {named}");
        }
    }
    for error in imports.errors() {
        inside(&source, error.span);
        assert!(!error.message.contains('\n') && !error.message.ends_with('.'));
    }
}

/// Flattening changes no record and no verdict on the syntax.
fn check_flat(text: &str) {
    let (source, imports) = extracted(text);
    let flat = flatten(text);
    assert_eq!(flat.len(), text.len());
    let from_flat = parse::parse(&flat, source.lines());
    assert!(imports.iter().eq(from_flat.iter()), "{text}");
    assert_eq!(
        imports.errors().is_empty(),
        from_flat.errors().is_empty(),
        "{text}"
    );
}

#[test]
fn the_seed_is_good_python() {
    let (_, imports) = extracted(PYTHON);
    assert_eq!(imports.errors(), []);
    assert_eq!(imports.len(), 10);
}

#[test]
fn every_construct_cut_anywhere() {
    for (_, make) in CONSTRUCTS.iter().chain(BLOCKS) {
        let text = make(6);
        for (at, _) in text.char_indices() {
            check(&text[..at]);
            check_flat(&text[..at]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text(text in any::<String>()) {
        check(&text);
        check_flat(&text);
    }

    #[test]
    fn arbitrary_tokens(
        tokens in proptest::collection::vec(
            sample::select(vec![
                "import", "from", "a", "b", ".", "...", ",", "*", "(", ")", "as", "if", "else", ":",
                "\n", "\n ", "\n  ", "lazy", "not", "~", "-", "+", "=", "def", "try", "in", "is",
                "lambda", "[", "]", "TYPE_CHECKING", "f'{", "}'", "'", "#", "\\\n", ";", "match",
            ]),
            0..40,
        )
    ) {
        let text = tokens.join(" ");
        check(&text);
        check_flat(&text);
        check(&tokens.concat());
    }

    #[test]
    fn mutated_python(text in mutated()) {
        check(&text);
        check_flat(&text);
    }

    #[test]
    fn plain_imports_are_sliced_back(target in "[a-z_]{1,9}(\\.[a-z_]{1,9}){0,4}") {
        let text = format!("x = 1\nimport {target}\n");
        let (source, imports) = extracted(&text);
        // A keyword is no name: the parser recovers what it can, and says so.
        if imports.errors().is_empty() {
            let spans: Vec<_> = imports.iter().map(|r| (r.module, source.slice(r.span))).collect();
            prop_assert_eq!(spans, [(target.as_str(), target.as_str())]);
        }
    }
}
