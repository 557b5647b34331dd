//! Texts that no one thought of: mutated lines, sequences of tokens, anything.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{both, pairs};

/// Lines of Python that the mutations work on.
const LINES: &[&str] = &[
    "import a",
    "import a.b as c, d  # why",
    "from . import a",
    "from a import (b,",
    "    c as d,  # e",
    ")",
    "from a import *",
    "lazy import a",
    "if TYPE_CHECKING:",
    "    import b",
    "if x: import c",
    "elif y:",
    "else:",
    "try:",
    "except E as e:",
    "finally:",
    "def f(a, b: int = 1, *c) -> int:",
    "    return [x for x in y if z]",
    "class A(B, c=1):",
    "        import d",
    "for x in y:",
    "while x:",
    "with (a as b, c):",
    "@d",
    "async def g():",
    "match x:",
    "  case {'a': b}:",
    "    case [1, *_] if z: import e",
    "x = {'a': [1, 2], **b}",
    "x = '''",
    "'''",
    "f'{x!r:{y}}'",
    "x = f\"{a['b']}\" # c",
    "f(a, b=lambda x: y)",
    "x[1:2, ::3] += 1",
    "raise a from b",
    "yield from x",
    "x = (",
    "]",
    "}",
    "\\",
    "\tx = 1",
    "# import z",
    "print 'x'",
    "x: int = 3; import f",
    "type X = int",
    "del a",
    "if (",
    "        and b):",
    "\x0c",
    "",
];

fn snippet() -> impl Strategy<Value = String> {
    let ends = select(vec!["\n", "\n", "\n", "\r\n", "\r"]);
    let lines = proptest::collection::vec(select(LINES), 0..14);
    (lines, ends).prop_map(|(lines, end)| lines.join(end))
}

/// A change of a byte or of a line.
#[derive(Debug, Clone)]
enum Change {
    Delete(Index),
    Insert(Index, &'static str),
    Swap(Index),
    DeleteLine(Index),
    SwapLines(Index, Index),
    DoubleLine(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = vec![
        "(", ")", "[", "]", "{", "}", "'", "\"", "'''", ":", ";", ",", ".", "=", "*", "\\", "\n",
        "\r", " ", "\t", "    ", "#", "import ", "from ", "if ", "for ", "in ", "as ", "lambda ",
        "not ", "lazy ", "yield ", "f'", "{", "}", "!", "\0", "é", "1", "x", "\x0c", "async ",
        "else ", "@",
    ];
    let place = any::<Index>;
    prop_oneof![
        place().prop_map(Change::Delete),
        (place(), select(pieces)).prop_map(|(at, piece)| Change::Insert(at, piece)),
        place().prop_map(Change::Swap),
        place().prop_map(Change::DeleteLine),
        (place(), place()).prop_map(|(a, b)| Change::SwapLines(a, b)),
        place().prop_map(Change::DoubleLine),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (places, rows) = (chars.len() + 1, lines.len().max(1));
    match change {
        Change::Delete(at) if !chars.is_empty() => {
            chars.remove(at.index(chars.len()));
        }
        Change::Insert(at, piece) => {
            let at = at.index(places);
            chars.splice(at..at, piece.chars());
        }
        Change::Swap(at) if chars.len() > 1 => {
            let at = at.index(chars.len() - 1);
            chars.swap(at, at + 1);
        }
        Change::DeleteLine(at) if !lines.is_empty() => {
            lines.remove(at.index(rows));
            return lines.concat();
        }
        Change::SwapLines(a, b) if !lines.is_empty() => {
            lines.swap(a.index(rows), b.index(rows));
            return lines.concat();
        }
        Change::DoubleLine(at) if !lines.is_empty() => {
            let at = at.index(rows);
            lines.insert(at, lines[at]);
            return lines.concat();
        }
        _ => {}
    }
    chars.into_iter().collect()
}

const TOKENS: &[&str] = &[
    "x",
    "1",
    "0",
    "01",
    "1.",
    "''",
    "'a'",
    "f'{",
    "None",
    ".y",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "=",
    "==",
    "!=",
    ":=",
    "-",
    " + ",
    "*",
    "**",
    "\n",
    "  ",
    " if ",
    " else ",
    " for x in ",
    " in ",
    " as ",
    "lambda ",
    "not ",
    "yield ",
];

/// Where expressions stand.
const AROUND: &[(&str, &str)] = &[
    ("", ""),
    ("x = ", ""),
    ("f(", ")"),
    ("x = [a, ", "]"),
    ("x = {a: b, ", "}"),
    ("return ", ""),
    ("if ", ": pass"),
    ("for x in ", ": pass"),
    ("with ", ": pass"),
    ("class A(", "): pass"),
    ("def f(x: ", ", y): pass"),
];

/// Whether tokens are recognised anywhere; `both` checks that it is right if they are.
fn anywhere(tokens: &[&str]) -> bool {
    let tokens = tokens.concat();
    let recognised = AROUND.iter().map(|(before, after)| {
        let text =
            format!("def g():\n    import a\n    {before}{tokens}{after}\n    import b # c\n");
        both(&text).is_ok()
    });
    recognised.fold(false, |any, one| any | one)
}

#[test]
fn all_pairs_of_tokens() {
    let recognised = pairs(TOKENS, TOKENS).filter(|(first, second)| anywhere(&[first, second]));
    assert!(recognised.count() > 100);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutations(text in snippet(), changes in proptest::collection::vec(change(), 0..5)) {
        let text = changes.iter().fold(text, |text, change| apply(&text, change));
        // Whether it declines is free; `both` checks that it is right if it does not.
        let _ = both(&text);
    }

    #[test]
    fn arbitrary_tokens(tokens in proptest::collection::vec(select(TOKENS), 0..9)) {
        anywhere(&tokens);
    }

    #[test]
    fn arbitrary_text(text in any::<String>()) {
        let _ = both(&text);
        let _ = both(&format!("{text}\nimport a"));
    }
}
