//! Text helpers that every renderer for people shares.

use std::borrow::Cow;

/// `text` on one line, without anything that a terminal could obey.
///
/// Control characters become their pictures (U+2400…), those without one and the characters that
/// reorder text become U+FFFD; one character stands for one, so columns stay true.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| clean_char(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(clean_char).collect())
    }
}

/// The character to show for `c`; itself for all but control and reordering characters.
pub(crate) fn clean_char(c: char) -> char {
    match c {
        '\u{7f}' => '\u{2421}',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{80}'..='\u{9f}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}

/// `n` with a comma every three digits.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 pair`, `2 pairs`: the noun takes an `s` unless there is exactly one.
pub(crate) fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(n))
}

/// `3 imports to remove`: a count whose noun is followed by more words.
pub(crate) fn count_of(n: usize, noun: &str, rest: &str) -> String {
    format!("{} {rest}", count(n, noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_obeys_survives() {
        assert_eq!(clean("a\u{1b}[31mb\u{7f}\u{9b}\n"), "a␛[31mb␡\u{fffd}␊");
        assert_eq!(clean("\u{202e}é漢"), "\u{fffd}é漢");
        assert!(matches!(clean("plain"), Cow::Borrowed("plain")));
        let all: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        assert!(!clean(&all).chars().any(char::is_control));
    }

    #[test]
    fn numbers_and_nouns_agree() {
        let grouped = [0, 999, 1000, 38_000, 1_234_567].map(thousands);
        assert_eq!(grouped, ["0", "999", "1,000", "38,000", "1,234,567"]);
        assert_eq!(count(1, "pair"), "1 pair");
        assert_eq!(
            count_of(2000, "import", "to remove"),
            "2,000 imports to remove"
        );
    }
}
