//! Bytes to text, as Python decodes a source file.
//!
//! UTF-8 unless a cookie (PEP 263) on line 1 or 2 names another encoding. Where Python refuses a
//! file that can be read without doubt, it is read, because a file that is refused hides its
//! imports:
//!
//! * a byte order mark decides for UTF-8; Python refuses a file whose cookie says otherwise;
//! * a cookie on line 2 after code is not heeded by Python; here it is the second choice, for a
//!   file that is not valid UTF-8;
//! * names of encodings may miss their separators (`iso88591`) or be names the web uses;
//! * some code pages accept bytes that Python leaves undefined (0x81 in `cp1252`).
//!
//! Unlike grimp, `ascii` means ASCII and a valid UTF-8 file with a cookie after code stays UTF-8.

use std::fmt;
use std::sync::OnceLock;

use crate::codecs::{BadLine, Codec, SUGGESTIONS};
use crate::cookie::{self, Cookie};
use crate::{LineIndex, Position, Span, nearest};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a file could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The encoding cookie names no encoding that is known, or one that cannot hold Python.
    UnknownEncoding {
        /// The name in the cookie.
        name: String,
        /// The 1-based line of the cookie.
        line: u32,
    },
    /// The bytes are not valid in the file's encoding.
    Invalid {
        /// The name of the encoding, as the cookie spells it.
        encoding: String,
        /// The 1-based line of the first bad byte.
        line: u32,
    },
}

impl DecodeError {
    /// The 1-based line to look at: that of the cookie or of the first bad byte.
    pub fn line(&self) -> u32 {
        match self {
            Self::UnknownEncoding { line, .. } | Self::Invalid { line, .. } => *line,
        }
    }
}

impl fmt::Display for DecodeError {
    /// One line: what is wrong, where, and the way out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEncoding { name, line } => {
                write!(f, "line {line} declares the unknown encoding `{name}`; ")?;
                match nearest(&name.to_ascii_lowercase(), SUGGESTIONS) {
                    Some(known) => write!(f, "did you mean `{known}`?"),
                    None => f.write_str("save the file as UTF-8 and declare `utf-8`"),
                }
            }
            Self::Invalid { encoding, line } => write!(
                f,
                "line {line} is not valid `{encoding}`; save the file as UTF-8, \
                 or declare its encoding in a `# coding: …` comment on line 1"
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// The decoded text of a file, with its lines, which are found when they are first asked for.
#[derive(Debug, Clone)]
pub struct SourceText {
    text: String,
    lines: OnceLock<LineIndex>,
}

impl SourceText {
    /// Takes text that is decoded already (a configuration file, a test).
    pub fn new(text: String) -> Self {
        Self {
            text,
            lines: OnceLock::new(),
        }
    }

    /// Decodes a Python file, without its byte order mark. O(bytes).
    ///
    /// NUL bytes and other characters that no Python file may hold are kept; the parser reports
    /// them.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if let Some(text) = plain_text(bytes) {
            return Ok(Self::new(text.to_owned()));
        }
        if let Some(bytes) = bytes.strip_prefix(BYTE_ORDER_MARK) {
            return decode_utf8(bytes);
        }
        match cookie::find(bytes) {
            None => decode_utf8(bytes),
            Some(cookie) if cookie.heeded => decode_as(cookie, bytes),
            Some(cookie) => decode_utf8(bytes).or_else(|error| {
                let second_choice = decode_as(cookie, bytes);
                second_choice.map_err(|_| error)
            }),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of the text. O(bytes) when first called.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The position of a byte offset; an offset out of range is moved back into the text.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// The text of a 1-based line, without its line break.
    pub fn line_text(&self, line: u32) -> &str {
        &self.text[self.lines().line_span(&self.text, line).range()]
    }

    /// The text of a span, empty when it lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// The text of a file that is as most are, in place: valid UTF-8 without a byte order mark, and no cookie
/// that is heeded names another encoding. It is what [`SourceText::decode`] gives a copy of. O(bytes).
pub fn plain_text(bytes: &[u8]) -> Option<&str> {
    let is_utf8 = match cookie::find(bytes) {
        Some(cookie) if cookie.heeded => matches!(Codec::named(cookie.name), Some(Codec::Utf8)),
        _ => !bytes.starts_with(BYTE_ORDER_MARK),
    };
    is_utf8.then(|| std::str::from_utf8(bytes).ok())?
}

fn decode_utf8(bytes: &[u8]) -> Result<SourceText, DecodeError> {
    decode_with(Codec::Utf8, "utf-8", bytes)
}

fn decode_as(cookie: Cookie<'_>, bytes: &[u8]) -> Result<SourceText, DecodeError> {
    let Some(codec) = Codec::named(cookie.name) else {
        return Err(DecodeError::UnknownEncoding {
            name: cookie.name.to_owned(),
            line: cookie.line,
        });
    };
    decode_with(codec, cookie.name, bytes)
}

fn decode_with(codec: Codec, name: &str, bytes: &[u8]) -> Result<SourceText, DecodeError> {
    match codec.decode(bytes) {
        Ok(text) => Ok(SourceText::new(text)),
        Err(BadLine(line)) => Err(DecodeError::Invalid {
            encoding: name.to_owned(),
            line,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn decodes(bytes: &[u8], expected: &str) {
        let source = SourceText::decode(bytes);
        assert_eq!(
            source.as_ref().map(SourceText::text),
            Ok(expected),
            "{}",
            bytes.escape_ascii()
        );
        if let Some(text) = plain_text(bytes) {
            assert_eq!(text, expected);
        }
    }

    #[track_caller]
    fn invalid(bytes: &[u8], encoding: &str, line: u32) {
        let encoding = encoding.to_owned();
        let error = DecodeError::Invalid { encoding, line };
        assert_eq!(plain_text(bytes), None);
        assert_eq!(SourceText::decode(bytes).err(), Some(error));
    }

    #[track_caller]
    fn unknown(bytes: &[u8], name: &str, line: u32) {
        let name = name.to_owned();
        let error = DecodeError::UnknownEncoding { name, line };
        assert_eq!(plain_text(bytes), None);
        assert_eq!(SourceText::decode(bytes).err(), Some(error));
    }

    #[test]
    fn utf8_is_the_default() {
        decodes(b"", "");
        decodes("s = 'é'\n".as_bytes(), "s = 'é'\n");
        decodes(b"s = '\0'\x0c\r\x1a", "s = '\0'\u{c}\r\u{1a}");
        invalid(b"x = 1\ny = '\xff'\n", "utf-8", 2);
        invalid(b"x = 1\ry = 2\r\nz = '\xe9'\r", "utf-8", 3);
        invalid(b"\xff\xfex\0", "utf-8", 1);
    }

    #[test]
    fn what_is_plain_need_not_be_copied() {
        for text in [
            "",
            "é",
            "# coding: utf-8\n'é'",
            "#!a\n# vim: fileencoding=UTF_8\n'é'",
            "x = 1\n# coding: latin-1\n'é'",
        ] {
            assert_eq!(plain_text(text.as_bytes()), Some(text));
            decodes(text.as_bytes(), text);
        }
        for bytes in [
            b"\xef\xbb\xbfx".as_slice(),
            b"\xef\xbb\xbf# coding: utf-8\n",
            b"# coding: latin-1\n",
            b"# coding: whatever\n",
            b"'\xe9'",
        ] {
            assert_eq!(plain_text(bytes), None, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_cookie_on_line_1_or_2_is_heeded() {
        decodes(
            b"# coding: latin-1\n'\xe9\x93'",
            "# coding: latin-1\n'é\u{93}'",
        );
        decodes(
            b"#!a\r# coding: latin-1\r'\xe9'\r",
            "#!a\r# coding: latin-1\r'é'\r",
        );
        decodes(
            b"\t\x0c\n# coding: cp437\n'\x82'",
            "\t\u{c}\n# coding: cp437\n'é'",
        );
        decodes(
            b"# coding: utf-8-sig\n'\xc3\xa9'",
            "# coding: utf-8-sig\n'é'",
        );
        invalid(b"#\n#\n# coding: latin-1\n'\xe9'\n", "utf-8", 4);
        invalid(b"# coding: ascii\n'\xe9'\n", "ascii", 2);
        invalid(b"# coding: UTF8\n\n\n'\xe9'\n", "UTF8", 4);
    }

    #[test]
    fn unknown_encodings_say_where_they_are_named() {
        unknown(b"# the encoding: whatever\n", "whatever", 1);
        unknown(b"#!a\n# coding: rot13\n", "rot13", 2);
        unknown(b"# coding: utf-16\nx = 1\n", "utf-16", 1);
    }

    #[test]
    fn a_cookie_after_code_is_the_second_choice() {
        decodes(
            "x = 1\n# coding: latin-1\n'é'".as_bytes(),
            "x = 1\n# coding: latin-1\n'é'",
        );
        decodes(
            b"x = 1\n# coding: latin-1\n'\xe9'",
            "x = 1\n# coding: latin-1\n'é'",
        );
        decodes(
            b"x = 1\n# coding: whatever\n",
            "x = 1\n# coding: whatever\n",
        );
        invalid(b"x = 1\n# coding: whatever\n'\xe9'", "utf-8", 3);
    }

    #[test]
    fn a_byte_order_mark_decides_for_utf8() {
        decodes(b"\xef\xbb\xbfx = 1\n", "x = 1\n");
        decodes(b"\xef\xbb\xbf# coding: utf-8\n", "# coding: utf-8\n");
        decodes(
            b"\xef\xbb\xbf# coding: latin-1\n'\xc3\xa9'",
            "# coding: latin-1\n'é'",
        );
        invalid(b"\xef\xbb\xbf# coding: latin-1\n'\xe9'", "utf-8", 2);
    }

    #[test]
    fn errors_read_well() {
        let text = |bytes: &[u8]| {
            SourceText::decode(bytes)
                .err()
                .map(|error| error.to_string())
        };
        assert_eq!(
            text(b"# coding: Latin-2x\n").as_deref(),
            Some("line 1 declares the unknown encoding `Latin-2x`; did you mean `latin-1`?")
        );
        assert_eq!(
            text(b"#\n# coding: rot13\n").as_deref(),
            Some(
                "line 2 declares the unknown encoding `rot13`; \
                 save the file as UTF-8 and declare `utf-8`"
            )
        );
        assert_eq!(
            text(b"\n'\xe9'\n").as_deref(),
            Some(
                "line 2 is not valid `utf-8`; save the file as UTF-8, \
                 or declare its encoding in a `# coding: …` comment on line 1"
            )
        );
    }
}
