//! Words for lists, shells and TOML.

use std::borrow::Cow;

use crate::text::{clean, thousands};

/// An argument of a command line, quoted if a shell would split or expand it.
pub(super) fn shell_word(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "_.-:/@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return Cow::Borrowed(word);
    }
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"");
    Cow::Owned(format!("\"{}\"", clean(&escaped)))
}

/// A TOML basic string.
pub(super) fn toml_string(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", clean(&escaped))
}

/// `a`, `a and b`, `a, b and c`; at most `shown` of them, then `and 12 more`.
pub(super) fn list(items: &[String], shown: usize) -> String {
    let hidden = items.len().saturating_sub(shown);
    let (visible, last) = match items {
        [] => return String::new(),
        _ if hidden > 0 => (&items[..shown], format!("{} more", thousands(hidden))),
        [rest @ .., last] => (rest, last.clone()),
    };
    if visible.is_empty() {
        return last;
    }
    format!("{} and {last}", visible.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_a_sentence_and_are_bounded() {
        let items = ["a", "b", "c", "d"].map(String::from);
        assert_eq!(list(&items[..1], 3), "a");
        assert_eq!(list(&items[..3], 3), "a, b and c");
        assert_eq!(list(&items, 2), "a, b and 2 more");
        assert_eq!(list(&[], 2), "");
    }

    #[test]
    fn words_for_shells_and_toml_are_quoted_when_needed() {
        assert_eq!(shell_word("shop.a-b"), "shop.a-b");
        assert_eq!(shell_word("a \"b\""), r#""a \"b\"""#);
        assert_eq!(shell_word(""), "\"\"");
        assert_eq!(toml_string("a -> b"), "\"a -> b\"");
    }
}
