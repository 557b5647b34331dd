//! Whether the test of an `if` is a type-checking guard.

use memchr::memmem;

use super::cursor::is_word;
use super::doubt::Doubt;

const NAME: &[u8] = b"TYPE_CHECKING";

/// Whether `test`, a well-formed expression, is the name `TYPE_CHECKING` or an attribute of that
/// name, in parentheses or not.
pub(super) fn is_guard(test: &[u8]) -> Result<bool, Doubt> {
    // A name outside ASCII may be normalised to this one.
    let may_hold = memchr::memchr(b'K', test).is_some() && memmem::find(test, NAME).is_some();
    if !may_hold && test.is_ascii() {
        return Ok(false);
    }
    let hides = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'#' | b'\\' | b'\t' | b'\x0c');
    if test.iter().any(hides) {
        return Err(Doubt::Guard);
    }
    let end = rposition(test, |byte| !matches!(byte, b')' | b' '));
    let start = rposition(&test[..end], |byte| !is_word(byte) && byte.is_ascii());
    let last = &test[start..end];
    if !last.is_ascii() {
        return Err(Doubt::Guard);
    }
    if last != NAME {
        return Ok(false);
    }
    let before = &test[..rposition(test, |byte| !matches!(byte, b')'))];
    let first = rposition(before, |byte| !is_word(byte) && byte != b'.');
    match &before[..first] {
        // `not x.TYPE_CHECKING` is no attribute.
        b"not " if before.len() == test.len() => Ok(false),
        wrap if wrap.iter().all(|&byte| byte == b'(') => Ok(true),
        _ => Err(Doubt::Guard),
    }
}

/// One past the last byte that `is_it`; 0 if none is.
fn rposition(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .rposition(|&byte| is_it(byte))
        .map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_others_and_doubts() {
        let cases: [(&str, Option<bool>); 22] = [
            ("TYPE_CHECKING", Some(true)),
            ("typing.TYPE_CHECKING", Some(true)),
            ("(TYPE_CHECKING)", Some(true)),
            ("((a.b.TYPE_CHECKING))", Some(true)),
            ("not TYPE_CHECKING", Some(false)),
            ("not t.TYPE_CHECKING", Some(false)),
            ("TYPE_CHECKING or x", Some(false)),
            ("XTYPE_CHECKING", Some(false)),
            ("TYPE_CHECKING.x", Some(false)),
            ("x[TYPE_CHECKING]", Some(false)),
            ("x == 'TYPE_CHECKING'", Some(false)),
            ("x == 'é'", Some(false)),
            ("x", Some(false)),
            ("x or TYPE_CHECKING", None),
            ("f(TYPE_CHECKING)", None),
            ("TYPE_CHECKING()", Some(false)),
            ("(a.TYPE_CHECKING)()", Some(false)),
            ("(\n TYPE_CHECKING\n)", None),
            ("TYPE_CHECKING == (x)", Some(false)),
            ("not (TYPE_CHECKING)", None),
            ("x.ＴYPE_CHECKING", None),
            ("f().TYPE_CHECKING", None),
        ];
        for (test, expected) in cases {
            assert_eq!(is_guard(test.as_bytes()).ok(), expected, "{test}");
        }
    }
}
