//! Compact JSON whose strings hold no character that a terminal could obey.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::text::clean_char;

/// Serialises `value`; what JSON leaves alone and a terminal does not is escaped as `\u` and four digits.
pub(super) fn write(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Escaping);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The compact format, with more escapes. All characters to escape lie in the basic plane.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W>(&mut self, out: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        if fragment.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(|c| clean_char(c) != c) {
            let (safe, risky) = rest.split_at(at);
            out.write_all(safe.as_bytes())?;
            let mut chars = risky.chars();
            if let Some(c) = chars.next() {
                write!(out, "\\u{:04x}", u32::from(c))?;
            }
            rest = chars.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_change_the_text_and_not_the_value() {
        let value = "é漢 \u{1b}[31m \u{9b}31m \u{7f}\u{202e}\n\"";
        let mut out = Vec::new();
        write(&value, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, r#""é漢 \u001b[31m \u009b31m \u007f\u202e\n\"""#);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), value);
    }
}
