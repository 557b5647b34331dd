//! Numbers of variable length (LEB128), and differences as such numbers: what packed data is made of.

use crate::Span;

/// The numbers of one record. It has room for all that a record can have, so that no vector needs
/// to be asked for room at each.
pub(super) struct Numbers {
    bytes: [u8; 128],
    length: usize,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            bytes: [0; 128],
            length: 0,
        }
    }
}

impl Numbers {
    /// Appends what was written to `out`.
    #[inline]
    pub(super) fn append_to(&self, out: &mut Vec<u8>) {
        match self.bytes.first_chunk::<16>() {
            // To copy a fixed number of bytes takes no call.
            Some(first) if self.length <= first.len() => {
                let end = out.len() + self.length;
                out.extend_from_slice(first);
                out.truncate(end);
            }
            _ => out.extend_from_slice(self.bytes.get(..self.length).unwrap_or_default()),
        }
    }

    /// Appends where a span starts, told from a place before it, and its length.
    #[inline]
    pub(super) fn span(&mut self, from: u32, span: Span) {
        self.number(zigzag(from, span.start));
        self.number(u64::from(span.end.saturating_sub(span.start)));
    }

    /// Appends a number: seven bits a byte, lowest first.
    #[inline]
    pub(super) fn number(&mut self, number: u64) {
        let [low, _, _, _, _, _, _, _] = number.to_le_bytes();
        if number < 0x80 {
            self.byte(low);
        } else if number < 0x4000 {
            let [high, _, _, _, _, _, _, _] = (number >> 7).to_le_bytes();
            self.byte(low | 0x80);
            self.byte(high);
        } else {
            self.long_number(number);
        }
    }

    fn long_number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.byte(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.byte(number.to_le_bytes()[0]);
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        // A record has twelve numbers of at most ten bytes.
        if let Some(next) = self.bytes.get_mut(self.length) {
            *next = byte;
            self.length += 1;
        }
    }
}

/// Appends a number: seven bits a byte, lowest first.
pub fn write(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// The way from one number to another, small in either direction.
pub fn zigzag(from: u32, to: u32) -> u64 {
    let way = to.wrapping_sub(from).cast_signed();
    u64::from(((way << 1) ^ (way >> 31)).cast_unsigned())
}

/// The number that lies this way from another.
pub fn unzigzag(from: u32, way: u32) -> u32 {
    from.wrapping_add((way >> 1) ^ 0_u32.wrapping_sub(way & 1))
}

/// Takes the next number off `bytes`; none if there is none, or one that nothing writes.
pub fn read(bytes: &mut &[u8]) -> Option<u64> {
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
