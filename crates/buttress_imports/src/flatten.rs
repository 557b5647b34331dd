//! Shortens runs of prefix operators, the one construct that costs a level of depth for a byte.
//!
//! `~~~~x` says about imports what `~~x` says. With the other signs replaced by spaces every offset
//! stays true, and five million of them need no gigabytes of stack. Only files too deep for an
//! ordinary thread come here.
//!
//! A run keeps its first two operators: `a not not b` and `is not not a` are errors and stay errors,
//! where one `not` would make them good. Strings and comments are changed in the same way, which
//! does no harm: nothing in them is an import.

use std::borrow::Cow;

/// `text` with runs of `+`, `-`, `~` and runs of `not` cut to two; same length, same lines.
pub(crate) fn flatten(text: &str) -> Cow<'_, str> {
    let mut flat = String::new();
    let mut copied = 0;
    let mut run = Run::default();
    let mut at = 0;
    while at < text.len() {
        let token = Token::at(text, at);
        let length = token.len();
        if run.is_excess(token) {
            flat.push_str(&text[copied..at]);
            flat.extend(std::iter::repeat_n(' ', length));
            copied = at + length;
        }
        at += length;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    flat.push_str(&text[copied..]);
    Cow::Owned(flat)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Sign,
    Not,
    Blank,
    /// Anything else, with its length in bytes; words are taken whole.
    Other(usize),
}

impl Token {
    fn at(text: &str, at: usize) -> Self {
        let bytes = &text.as_bytes()[at..];
        match bytes[0] {
            b'+' | b'-' | b'~' => Self::Sign,
            b' ' | b'\t' => Self::Blank,
            first if is_word(first) => {
                let word = bytes.iter().take_while(|&&b| is_word(b)).count();
                if &bytes[..word] == b"not" {
                    Self::Not
                } else {
                    Self::Other(word)
                }
            }
            _ => Self::Other(1),
        }
    }

    fn len(self) -> usize {
        match self {
            Self::Sign | Self::Blank => 1,
            Self::Not => 3,
            Self::Other(length) => length,
        }
    }
}

/// Bytes of names, keywords and numbers; all of a character outside ASCII.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// The operators of one kind just read, with nothing but blanks between them.
#[derive(Default)]
struct Run {
    operator: Option<Token>,
    length: usize,
}

impl Run {
    fn is_excess(&mut self, token: Token) -> bool {
        match token {
            Token::Blank => return false,
            Token::Other(_) => *self = Self::default(),
            operator if self.operator == Some(operator) => self.length += 1,
            operator => {
                *self = Self {
                    operator: Some(operator),
                    length: 1,
                }
            }
        }
        self.length > 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_cut_to_two() {
        let cases = [
            ("~~~~x", "~~  x"),
            ("+-~ -\t~x", "+-   \t x"),
            ("a --b", "a --b"),
            ("not not not not x", "not not         x"),
            ("not(not(not x))", "not(not(not x))"),
            ("not not_not not not not é", "not not_not not not     é"),
            ("énot not not x", "énot not not x"),
            ("a is not not not b", "a is not not     b"),
            ("~not ~not ~not x", "~not ~not ~not x"),
            ("~~\n~~x", "~~\n~~x"),
            ("x = 0xfnot not not 1", "x = 0xfnot not not 1"),
            ("'---' # ----é", "'-- ' # --  é"),
            ("", ""),
        ];
        for (text, expected) in cases {
            let flat = flatten(text);
            assert_eq!(flat, expected);
            assert_eq!(flat.len(), text.len());
        }
    }

    #[test]
    fn what_needs_no_change_is_not_copied() {
        assert!(matches!(flatten("a + b - (~c)"), Cow::Borrowed(_)));
    }
}
