//! How much stack a text may need: upper bounds, computed before anything recurses.
//!
//! Three things recurse over an input: the parser, a few helpers inside it that walk a tree it has
//! just built, and the destructor of the tree. The parser moves to a fresh 1 MiB segment when its
//! stack runs short, but the helpers and the destructor do not, so they are safe only on a stack
//! that the parser never has to leave. The bounds here are for that stack: they count what the
//! frames of *all three* can take together.
//!
//! Every recursive call of the parser consumes a token before it recurses again, so the depth is
//! bounded by the number of tokens, and the bytes by what one token costs. The costs below are at
//! least 1.4 times the worst that was measured for any construct with ruff 0.0.10 on x86-64, with
//! and without optimisation (an unoptimised parser takes two to three times the stack of an
//! optimised one); the tests measure them again, in
//! the profile of the test run.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};

/// The stack, in bytes, that the threads of a pool should have: enough for any file up to about
/// 200 KB and for larger ones that are not dense. It is reserved, not used; the system commits
/// pages when they are touched.
pub const WORKER_STACK: usize = if cfg!(target_pointer_width = "64") {
    256 << 20
} else {
    16 << 20
};

/// The most stack, in bytes, that is reserved for one file: 4 GiB (256 MiB on 32-bit targets).
/// A file that may need more is [`TooLarge`](crate::TooLarge). That takes about 350,000 nested
/// brackets.
pub const MAX_STACK: usize = 16 * WORKER_STACK;

/// Up to this the quick bound is good enough to reserve a stack by; above it, a closer bound is
/// worth its time and the memory it may save.
pub(crate) const MODERATE_STACK: u64 = 4 * WORKER_STACK as u64;

/// What is needed at no depth at all, the red zone of the parser (100 KiB) included.
const BASE: u64 = 320 << 10;
/// `(`, `[`, `{`, with the call, subscript, comprehension or f-string around it (measured: 6.9 KB
/// for `f'{`, 6.0 KB for `a(`, 5.8 KB for `{`).
const OPENING: u64 = 10 << 10;
/// A prefix operator: `~`, `+`, `-`, `*`, `**` (measured: 2.5 KB for `* `).
const PREFIX: u64 = 4 << 10;
/// A keyword that nests: `lambda`, `not`, `yield`, `await`, `if`, … (measured: 8.1 KB for
/// `1<lambda x=`, which is three tokens more).
const KEYWORD: u64 = 7 << 10;
/// Any other token: a link of a chain such as `a.b` or `1+1` (measured: 1.4 KB for `1**`).
const TOKEN: u64 = 1 << 10;
/// Any byte that is part of a longer token. A keyword has at least four bytes with the space that
/// must follow (`not `: 2.2 KB), `1**` has three.
const BYTE: u64 = 1 << 10;

/// An upper bound in O(bytes) that needs no tokens: everything that can open a level is assumed to
/// do so inside everything before it. Comments and strings count as code.
pub(crate) fn bound_by_bytes(text: &str) -> u64 {
    let mut openings = 0;
    let mut prefixes = 0;
    // Counting in bytes, a few at a time, lets the compiler use vector instructions.
    for chunk in text.as_bytes().chunks(128) {
        let mut counts = (0_u8, 0_u8);
        for &byte in chunk {
            counts.0 += u8::from(byte == b'(' || byte == b'[' || byte == b'{');
            counts.1 += u8::from(byte == b'~' || byte == b'+' || byte == b'-' || byte == b'*');
        }
        openings += u64::from(counts.0);
        prefixes += u64::from(counts.1);
    }
    BASE + openings * OPENING + prefixes * PREFIX + text.len() as u64 * BYTE
}

/// A closer upper bound, for large files: what is closed is not counted. None if the brackets do
/// not match, the text has a token that is none, or the parser might read other tokens.
///
/// In a text that does not parse, what a keyword began may outlive its line and its bracket: within
/// `lambda x=` the parser goes on to what follows. So a keyword, and all that is open where it
/// stands, is counted to the end; the bound is close only for texts of few keywords, which large
/// files of data are. A string inside an f-string may even be taken apart again (as the end of the
/// f-string and code), so a text with such a string has no bound here. Should recovery hold on to
/// more than that, the parser moves to segments of its own and the destructor still has enough: it
/// needs a tenth of what the parser needs.
pub(crate) fn bound_by_tokens(text: &str) -> Option<u64> {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut depth = Depth::default();
    let mut interpolated = 0_i64;
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile if depth.open.is_empty() => break,
            TokenKind::EndOfFile | TokenKind::Unknown => return None,
            TokenKind::FStringStart | TokenKind::TStringStart => interpolated += 1,
            TokenKind::FStringEnd | TokenKind::TStringEnd => interpolated -= 1,
            TokenKind::String if interpolated > 0 => return None,
            kind => depth.token(kind)?,
        }
    }
    Some(BASE + depth.peak)
}

/// The bytes of stack that the tokens read so far hold, seen from the current token.
#[derive(Default)]
struct Depth {
    now: u64,
    peak: u64,
    /// What a comma or the end of a line leaves: everything up to the innermost bracket or the last
    /// keyword.
    held: u64,
    open: Vec<Open>,
}

struct Open {
    closing: TokenKind,
    /// `now` and `held` before the bracket, and `held` in it.
    now: u64,
    held: u64,
    inside: u64,
}

impl Depth {
    /// Takes the next token; none if it closes what is not open.
    fn token(&mut self, kind: TokenKind) -> Option<()> {
        match kind {
            TokenKind::Lpar => self.open(TokenKind::Rpar),
            TokenKind::Lsqb => self.open(TokenKind::Rsqb),
            TokenKind::Lbrace => self.open(TokenKind::Rbrace),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                let open = self.open.pop().filter(|open| open.closing == kind)?;
                let has_keyword = self.held > open.inside;
                (self.now, self.held) = if has_keyword {
                    (self.held, self.held)
                } else {
                    (open.now, open.held)
                };
                // `a()()` nests to the left, so what is closed remains one link of a chain.
                self.add(TOKEN);
            }
            TokenKind::Comma | TokenKind::Newline => self.now = self.held,
            TokenKind::Plus
            | TokenKind::Minus
            | TokenKind::Tilde
            | TokenKind::Star
            | TokenKind::DoubleStar => self.add(PREFIX),
            TokenKind::True | TokenKind::False | TokenKind::None => self.add(TOKEN),
            kind if kind.is_keyword() || kind.is_soft_keyword() => {
                self.add(KEYWORD);
                self.held = self.now;
            }
            TokenKind::NonLogicalNewline | TokenKind::Comment => {}
            _ => self.add(TOKEN),
        }
        Some(())
    }

    fn open(&mut self, closing: TokenKind) {
        let (now, held) = (self.now, self.held);
        self.add(OPENING);
        self.held = self.now;
        self.open.push(Open {
            closing,
            now,
            held,
            inside: self.held,
        });
    }

    fn add(&mut self, cost: u64) {
        self.now += cost;
        self.peak = self.peak.max(self.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_closed_is_not_counted_by_tokens() {
        let flat = format!("x = [{}]\n", "[1, -2, {'a': f(b)}], ".repeat(10_000));
        let nested = format!("x = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
        let flat = bound_by_tokens(&flat).unwrap();
        assert!(flat < BASE + 4 * OPENING + 20 * TOKEN, "{flat}");
        assert!(bound_by_tokens(&nested).unwrap() > BASE + 10_000 * OPENING);
    }

    #[test]
    fn statements_are_not_counted_together() {
        let text = "x = a.b.c + d.e.f * -g\n".repeat(10_000);
        let bound = bound_by_tokens(&text).unwrap();
        assert!(bound < BASE + 30 * PREFIX, "{bound}");
    }

    #[test]
    fn keywords_hold_on_and_operators_do_not() {
        let now = |text: &str| {
            let mut lexer = lexer::lex(text, Mode::Module);
            let mut depth = Depth::default();
            loop {
                match lexer.next_token() {
                    TokenKind::Newline => return depth.now,
                    kind => depth.token(kind).unwrap(),
                }
            }
        };
        assert_eq!(now("-a, b\n"), TOKEN);
        assert_eq!(now("lambda a, b\n"), KEYWORD + TOKEN);
        assert_eq!(now("a, b, -lambda c, d\n"), PREFIX + KEYWORD + TOKEN);
        assert_eq!(now("(a + b), c\n"), TOKEN);
        assert_eq!(now("(lambda a), b\n"), OPENING + KEYWORD + TOKEN);
        assert_eq!(now("f(a, (b)).b\n"), 4 * TOKEN);
        let held = TOKEN + 2 * (OPENING + KEYWORD);
        assert_eq!(now("f(lambda a, (yield)).b\n"), held + 3 * TOKEN);
    }

    #[test]
    fn broken_texts_have_no_bound_by_tokens() {
        for text in ["(]", ")", "(", "$", "f'{'a'}'", "f'{x:r'", "f'''{'''\n((("] {
            assert_eq!(bound_by_tokens(text), None, "{text:?}");
        }
        for text in ["'", "f'{a:{b}}'", "x = \\\n1\n", "if x:\n  (a\n)\n  y"] {
            assert!(bound_by_tokens(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn both_bounds_grow_with_the_depth() {
        for text in [
            "~",
            "[",
            "not ",
            "lambda: ",
            "a(",
            "1+",
            "a.",
            "f'{",
            "{1:",
            "1 if 1 else ",
        ] {
            let deep = text.repeat(1_000);
            assert!(bound_by_bytes(&deep) > BASE + 1_000 * TOKEN, "{text}");
            let by_tokens = bound_by_tokens(&deep);
            assert!(by_tokens.is_none_or(|b| b > BASE + 1_000 * TOKEN), "{text}");
        }
    }
}
