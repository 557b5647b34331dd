//! A place in a text, and the smallest steps forward: blanks, comments, words.

use unicode_ident::{is_xid_continue, is_xid_start};

use super::doubt::Doubt;
use super::wide::{byte_at, find, spaces_end, word_end};

/// What a byte can begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter, `_`, or a byte of a character outside ASCII.
    Word,
    Digit,
    Quote,
    Other,
}

/// The class of every byte.
pub(super) static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => Class::Word,
            b'0'..=b'9' => Class::Digit,
            b'\'' | b'"' => Class::Quote,
            _ => Class::Other,
        };
        if byte == u8::MAX {
            return classes;
        }
        byte += 1;
    }
}

/// Whether an ASCII byte can stand inside a name.
pub(super) const fn is_word(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9')
}

/// White space within a logical line, or the beginning of some.
const BLANK: u8 = 1;
/// The same in brackets alone.
const BLANK_IN_BRACKETS: u8 = 1 << 1;

/// Which bytes are blanks.
static BLANKS: [u8; 256] = blanks();

const fn blanks() -> [u8; 256] {
    let mut blanks = [0; 256];
    let (within, between) = (b" \t\x0c\\", b"\n\r#");
    let mut n = 0;
    while n < within.len() {
        blanks[within[n] as usize] = BLANK;
        n += 1;
    }
    n = 0;
    while n < between.len() {
        blanks[between[n] as usize] = BLANK_IN_BRACKETS;
        n += 1;
    }
    blanks
}

/// A text and how far it has been read.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    /// At the first character; a byte order mark is none.
    pub(super) fn new(text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self {
            text,
            bytes: text.as_bytes(),
            at,
        }
    }

    /// The next byte, 0 at the end: a text with a NUL byte never gets this far.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        byte_at(self.bytes, self.at)
    }

    /// The byte after the next.
    #[inline]
    pub(super) fn second(&self) -> u8 {
        byte_at(self.bytes, self.at + 1)
    }

    /// Goes past `byte` if it is next.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.byte() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    /// Whether the logical line ends here, where only a comment may follow.
    #[inline]
    pub(super) fn at_line_end(&self) -> bool {
        matches!(self.byte(), b'\n' | b'\r' | b'#' | 0)
    }

    /// Goes past white space within a logical line; in brackets, past line ends and comments too.
    #[inline]
    pub(super) fn skip_blanks(&mut self, in_brackets: bool) -> Result<(), Doubt> {
        // Mostly there is one space, or nothing.
        self.at += usize::from(self.byte() == b' ');
        let kinds = BLANK | if in_brackets { BLANK_IN_BRACKETS } else { 0 };
        if BLANKS[self.byte() as usize] & kinds == 0 {
            return Ok(());
        }
        self.skip_more_blanks(in_brackets)
    }

    #[inline(never)]
    fn skip_more_blanks(&mut self, in_brackets: bool) -> Result<(), Doubt> {
        loop {
            match self.byte() {
                b' ' => self.at = spaces_end(self.bytes, self.at + 1),
                b'\t' | b'\x0c' => self.at += 1,
                b'\\' => self.skip_continuation()?,
                b'\n' | b'\r' if in_brackets => self.at += 1,
                b'#' if in_brackets => self.skip_comment(),
                _ => return Ok(()),
            }
        }
    }

    #[cold]
    fn skip_continuation(&mut self) -> Result<(), Doubt> {
        self.at += 1;
        if self.eat(b'\r') {
            self.eat(b'\n');
        } else if !self.eat(b'\n') {
            return Err(Doubt::Continuation);
        }
        if self.at >= self.bytes.len() {
            return Err(Doubt::Continuation);
        }
        Ok(())
    }

    /// Goes to the end of the physical line.
    #[inline]
    pub(super) fn skip_comment(&mut self) {
        self.at = find(self.bytes, self.at, [b'\n', b'\r']);
    }

    /// Goes past the line end, after the comment before it if there is one.
    #[inline]
    pub(super) fn finish_line(&mut self) {
        if self.byte() == b'#' {
            self.skip_comment();
        }
        self.eat(b'\r');
        self.eat(b'\n');
    }

    /// Reads the name or keyword that begins here.
    #[inline]
    pub(super) fn word(&mut self) -> Result<&'a [u8], Doubt> {
        let start = self.at;
        self.at = word_end(self.bytes, start);
        if self.byte() >= 0x80 {
            self.foreign_word(start)?;
        }
        Ok(&self.bytes[start..self.at])
    }

    #[cold]
    fn foreign_word(&mut self, start: usize) -> Result<(), Doubt> {
        let rest = self.text.get(start..).ok_or(Doubt::Character)?;
        let mut chars = rest.char_indices();
        let starts = |(_, c)| is_xid_start(c) || c == '_';
        if !chars.next().is_some_and(starts) {
            return Err(Doubt::Character);
        }
        let end = chars.find(|&(_, c)| !is_xid_continue(c));
        self.at = start + end.map_or(rest.len(), |(at, _)| at);
        Ok(())
    }

    /// Goes past `keyword` if it is the next word.
    #[inline]
    pub(super) fn eat_word(&mut self, keyword: &[u8]) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let behind = rest.get(keyword.len()).copied().unwrap_or(0);
        let is_next = rest.starts_with(keyword) && !is_word(behind) && behind < 0x80;
        if is_next {
            self.at += keyword.len();
        }
        is_next
    }

    /// Reads a name that is no keyword: `x` of `a.x`, of `def x`.
    #[inline]
    pub(super) fn name(&mut self) -> Result<&'a [u8], Doubt> {
        if CLASSES[self.byte() as usize] != Class::Word {
            return Err(Doubt::Expression);
        }
        let word = self.word()?;
        if is_keyword(word) {
            return Err(Doubt::Expression);
        }
        // A quote would make it the prefix of a string.
        if CLASSES[self.byte() as usize] == Class::Quote {
            return Err(Doubt::Expression);
        }
        Ok(word)
    }

    /// The word that begins here, if it is plain ASCII; nothing is read.
    pub(super) fn peek_word(&self) -> &'a [u8] {
        let end = word_end(self.bytes, self.at);
        match self.bytes.get(end) {
            Some(0x80..) => &[],
            _ => self.bytes.get(self.at..end).unwrap_or_default(),
        }
    }
}

const KEYWORDS: [&[u8]; 35] = [
    b"False",
    b"None",
    b"True",
    b"and",
    b"as",
    b"assert",
    b"async",
    b"await",
    b"break",
    b"class",
    b"continue",
    b"def",
    b"del",
    b"elif",
    b"else",
    b"except",
    b"finally",
    b"for",
    b"from",
    b"global",
    b"if",
    b"import",
    b"in",
    b"is",
    b"lambda",
    b"nonlocal",
    b"not",
    b"or",
    b"pass",
    b"raise",
    b"return",
    b"try",
    b"while",
    b"with",
    b"yield",
];

/// The keywords as [`number`] gives them, those of a first letter and a length together, zeros behind
/// them: no first letter has more than three of the same length.
static KEYWORD_NUMBERS: [[u64; 3]; 256] = keyword_numbers();

const fn keyword_numbers() -> [[u64; 3]; 256] {
    let mut numbers = [[0; 3]; 256];
    let mut n = 0;
    while n < KEYWORDS.len() {
        let place = keyword_place(KEYWORDS[n][0], KEYWORDS[n].len());
        let mut other = 0;
        while numbers[place][other] != 0 {
            other += 1;
        }
        numbers[place][other] = number(KEYWORDS[n]);
        n += 1;
    }
    numbers
}

/// Where the keywords with this first byte are, of a length from one to eight.
#[inline]
const fn keyword_place(first: u8, length: usize) -> usize {
    (first as usize & 31) << 3 | (length - 1) & 7
}

/// A word of at most eight bytes as a number of its own, for no word holds a zero.
#[inline]
const fn number(word: &[u8]) -> u64 {
    let mut number = 0;
    let mut n = 0;
    while n < word.len() {
        number = number << 8 | word[n] as u64;
        n += 1;
    }
    number
}

/// Whether a word can never be a name.
#[inline]
pub(super) fn is_keyword(word: &[u8]) -> bool {
    let Some(&first) = word.first() else {
        return false;
    };
    if word.len() > 8 {
        return false;
    }
    let numbers = &KEYWORD_NUMBERS[keyword_place(first, word.len())];
    numbers[0] != 0 && numbers.contains(&number(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_told_from_names() {
        for word in KEYWORDS {
            assert!(is_keyword(word), "{}", word.escape_ascii());
            let longer = [word, b"x"].concat();
            assert!(!is_keyword(&longer), "{}", longer.escape_ascii());
            let shorter = &word[1..];
            let expected = matches!(shorter, b"s" | b"or" | b"as" | b"is" | b"in" | b"if");
            assert!(
                expected || !is_keyword(shorter),
                "{}",
                shorter.escape_ascii()
            );
        }
        for word in [
            "", "x", "none", "match", "case", "type", "lazy", "lambdas", "print", "é",
        ] {
            assert!(!is_keyword(word.as_bytes()), "{word}");
        }
    }
}
