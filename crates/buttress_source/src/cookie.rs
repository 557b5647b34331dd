//! Finds the encoding cookie of a Python file (PEP 263) in its undecoded bytes.
//!
//! The first step of decoding: `decode` asks here which encoding the file names, if any.

use memchr::memmem;

/// An encoding cookie: `# -*- coding: latin-1 -*-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cookie<'a> {
    /// The name as it is written.
    pub(crate) name: &'a str,
    /// The 1-based line of the cookie: 1 or 2.
    pub(crate) line: u32,
    /// Whether Python heeds it: on line 2 only when line 1 is blank or a comment.
    pub(crate) heeded: bool,
}

/// The cookie on line 1, else the one on line 2. Looks at no more than two lines.
pub(crate) fn find(bytes: &[u8]) -> Option<Cookie<'_>> {
    let (first, rest) = split_line(bytes);
    if let Some(name) = name_in(first) {
        return Some(Cookie {
            name,
            line: 1,
            heeded: true,
        });
    }
    let name = name_in(split_line(rest).0)?;
    let opening = trim_blanks(first).first();
    Some(Cookie {
        name,
        line: 2,
        heeded: matches!(opening, None | Some(b'#')),
    })
}

/// The first line without its end (LF, CR LF or CR), and what follows that end.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some(end) = memchr::memchr2(b'\n', b'\r', bytes) else {
        return (bytes, &[]);
    };
    let width = if bytes[end..].starts_with(b"\r\n") {
        2
    } else {
        1
    };
    (&bytes[..end], &bytes[end + width..])
}

/// What `^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)` captures in `line`.
fn name_in(line: &[u8]) -> Option<&str> {
    let comment = trim_blanks(line).strip_prefix(b"#")?;
    memmem::find_iter(comment, "coding").find_map(|at| {
        let value = &comment[at + "coding".len()..];
        let value = value.strip_prefix(b":").or(value.strip_prefix(b"="))?;
        let start = value.iter().position(|b| !matches!(b, b' ' | b'\t'))?;
        let value = &value[start..];
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let length = value.iter().take_while(|b| is_name(b)).count();
        let name = std::str::from_utf8(&value[..length]).ok()?;
        (!name.is_empty()).then_some(name)
    })
}

fn trim_blanks(line: &[u8]) -> &[u8] {
    let is_blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\x0c');
    &line[line.iter().take_while(is_blank).count()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(&str, u32, bool)>) {
        let found = find(bytes).map(|cookie| (cookie.name, cookie.line, cookie.heeded));
        assert_eq!(found, expected, "{:?}", bytes.escape_ascii().to_string());
    }

    #[test]
    fn spellings() {
        check(b"# -*- coding: latin-1 -*-", Some(("latin-1", 1, true)));
        check(
            b"# vim: set fileencoding=iso-8859-15 :",
            Some(("iso-8859-15", 1, true)),
        );
        check(b" \t\x0c#coding=UTF_8\r\n", Some(("UTF_8", 1, true)));
        check(
            b"# encoding coding=: x coding=\t a.b c",
            Some(("a.b", 1, true)),
        );
        check(b"# the encoding: whatever", Some(("whatever", 1, true)));
        check(b"# coding : latin-1", None);
        check(b"# coding:\xe9", None);
        check(b"# coding:\n", None);
        check(b"coding: latin-1", None);
        check(b"x = 1 # coding: latin-1", None);
        check(b"", None);
    }

    #[test]
    fn lines() {
        check(b"#!python\n# coding: a\n", Some(("a", 2, true)));
        check(b"#!python\r# coding: a\r", Some(("a", 2, true)));
        check(b"#!python\r\n# coding: a\r\n", Some(("a", 2, true)));
        check(b" \t\x0c\n# coding: a", Some(("a", 2, true)));
        check(b"x = 1\n# coding: a\n", Some(("a", 2, false)));
        check(b"# coding:\n# coding: a\n", Some(("a", 2, true)));
        check(b"# coding: a\n# coding: b\n", Some(("a", 1, true)));
        check(b"#\n#\n# coding: a\n", None);
        check(b"\n\r# coding: a\n", None);
    }
}
