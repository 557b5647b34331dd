//! Numbers of variable length, and differences as such numbers.

use crate::Span;

/// Appends where a span starts, told from a place before it, and its length.
pub(super) fn write_span(records: &mut Vec<u8>, from: u32, span: Span) {
    write(records, zigzag(from, span.start));
    write(records, u64::from(span.end.saturating_sub(span.start)));
}

/// Appends a number: seven bits a byte, lowest first.
pub(super) fn write(records: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        records.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    records.push(number.to_le_bytes()[0]);
}

/// The way from one number to another, small in either direction.
pub(super) fn zigzag(from: u32, to: u32) -> u64 {
    let way = to.wrapping_sub(from).cast_signed();
    u64::from(((way << 1) ^ (way >> 31)).cast_unsigned())
}

/// The number that lies this way from another.
pub(super) fn unzigzag(from: u32, way: u32) -> u32 {
    from.wrapping_add((way >> 1) ^ 0_u32.wrapping_sub(way & 1))
}

/// Takes the next number off `bytes`; none if there is none, or one that nothing writes.
pub(super) fn read(bytes: &mut &[u8]) -> Option<u64> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        *bytes = rest;
        return Some(u64::from(first));
    }
    let end = bytes.iter().position(|byte| *byte < 0x80)?;
    // Nine groups of seven bits fit; no number that is written has more.
    let groups = bytes.get(..=end).filter(|_| end < 9)?;
    *bytes = &bytes[end + 1..];
    let number = groups.iter().rev();
    Some(number.fold(0, |number, byte| number << 7 | u64::from(byte & 0x7f)))
}
