//! Sixteen bytes at a time: where a word ends, where one of a few bytes stands.
//!
//! What `cursor` and `strings` step with, in vectors that every processor of the kind has.

use wide::i8x16;

/// How many bytes are looked at together.
const WIDTH: usize = 16;

/// The bits of as many answers.
const ALL: u32 = 0xffff;

/// The byte at a place; zero behind the end.
#[inline]
pub(super) fn byte_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The bytes from `at` on, with zeros behind the end.
#[inline]
fn load(bytes: &[u8], at: usize) -> i8x16 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk::<WIDTH>() {
        Some(bytes) => i8x16::new(bytes.map(u8::cast_signed)),
        None => padded(rest),
    }
}

#[cold]
fn padded(rest: &[u8]) -> i8x16 {
    let mut bytes = [0; WIDTH];
    for (to, from) in bytes.iter_mut().zip(rest) {
        *to = from.cast_signed();
    }
    i8x16::new(bytes)
}

#[inline]
fn all(byte: u8) -> i8x16 {
    i8x16::splat(byte.cast_signed())
}

/// Which bytes lie in a range of ASCII; those outside ASCII are negative here.
#[inline]
fn in_range(bytes: i8x16, first: u8, last: u8) -> i8x16 {
    bytes.simd_gt(all(first - 1)) & all(last + 1).simd_gt(bytes)
}

/// Where the run of bytes that can stand inside a name in ASCII, which goes on at `at`, ends.
#[inline]
pub(super) fn word_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let next = load(bytes, at);
        // Of a letter, 32 tells only the case.
        let letters = in_range(next | all(b' '), b'a', b'z');
        let digits = in_range(next, b'0', b'9');
        let words = (letters | digits | next.simd_eq(all(b'_'))).to_bitmask();
        if words != ALL {
            return at + words.trailing_ones() as usize;
        }
        at += WIDTH;
    }
}

/// Where the run of spaces that goes on at `at` ends.
#[inline]
pub(super) fn spaces_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let spaces = load(bytes, at).simd_eq(all(b' ')).to_bitmask();
        if spaces != ALL {
            return at + spaces.trailing_ones() as usize;
        }
        at += WIDTH;
    }
}

/// Where the first byte of `set` stands from `at` on; the end of the text if none does.
#[inline]
pub(super) fn find<const N: usize>(bytes: &[u8], mut at: usize, set: [u8; N]) -> usize {
    while at < bytes.len() {
        let next = load(bytes, at);
        let mut found = all(0);
        for byte in set {
            found |= next.simd_eq(all(byte));
        }
        let found = found.to_bitmask();
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += WIDTH;
    }
    bytes.len()
}

/// How many line feeds there are; made for short texts.
#[inline]
pub(super) fn line_feeds(bytes: &[u8]) -> u32 {
    let mut count = 0;
    for at in (0..bytes.len()).step_by(WIDTH) {
        let mut found = load(bytes, at).simd_eq(all(b'\n')).to_bitmask();
        while found != 0 {
            found &= found - 1;
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::cursor::is_word;

    #[test]
    fn every_byte_at_every_place_is_told_apart() {
        for byte in 0..=u8::MAX {
            for place in 0..40 {
                let mut bytes = vec![b'a'; 45];
                bytes[place] = byte;
                for start in 0..=place {
                    let end = if is_word(byte) { 45 } else { place };
                    assert_eq!(word_end(&bytes, start), end, "{byte} at {place}");
                }
                let run = if byte == b' ' { 45 } else { place };
                let mut spaced = vec![b' '; 45];
                spaced[place] = byte;
                assert_eq!(spaces_end(&spaced, 0), run, "{byte} at {place}");
                let first = match byte {
                    b'a' => 0,
                    _ => place,
                };
                assert_eq!(find(&bytes, 0, [byte]), first, "{byte} at {place}");
                let feeds = u32::from(byte == b'\n');
                assert_eq!(line_feeds(&bytes), feeds, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn the_end_is_the_end() {
        for length in 0..40 {
            let bytes = vec![b'x'; length];
            for at in 0..length + 3 {
                assert_eq!(word_end(&bytes, at), at.max(length));
                assert_eq!(find(&bytes, at, [b'\n', b'\r']), length);
            }
            assert_eq!(line_feeds(&bytes), 0);
            assert_eq!(line_feeds(&b"\n".repeat(length)) as usize, length);
        }
    }

    #[test]
    fn the_first_of_several_is_found() {
        let text = b"a string of some length 'x' \n and \\ more";
        assert_eq!(find(text, 0, [b'\n', b'\'']), 24);
        assert_eq!(find(text, 25, [b'\n', b'\'']), 26);
        assert_eq!(find(text, 27, [b'\\', b'\'', b'\n', b'\r']), 28);
        assert_eq!(find(text, 29, [b'\\', b'\'', b'\n', b'\r']), 34);
    }
}
