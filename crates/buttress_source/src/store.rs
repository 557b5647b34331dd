//! The packed imports of many files in one piece, their names in one table: what is kept between
//! runs, and what files that were not read again take their imports from without a copy.

use std::fmt;
use std::ops::Range;

use crate::packed::{Names, PackedImports};

/// Names by number.
#[derive(Debug, Default)]
pub(crate) struct NameTable {
    text: String,
    ends: Vec<u32>,
}

impl NameTable {
    pub(crate) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = match number {
            0 => 0,
            _ => self.ends[number - 1],
        };
        self.text.get(start as usize..end as usize)
    }
}

/// Packed imports of many files.
#[derive(Default)]
pub struct ImportStore {
    names: NameTable,
    bytes: Vec<u8>,
}

impl ImportStore {
    /// A store of `bytes`, in which there are packed imports somewhere. Name number `n` is the text
    /// from one of `name_ends` to the next. None if those do not fit the text. O(names).
    pub fn new(names: String, name_ends: Vec<u32>, bytes: Vec<u8>) -> Option<Self> {
        let ascend = name_ends.is_sorted();
        let whole = name_ends.last().map_or(0, |end| *end as usize) == names.len();
        let fit = |end: &u32| names.is_char_boundary(*end as usize);
        let sound = ascend && whole && name_ends.iter().all(fit);
        sound.then_some(Self {
            names: NameTable {
                text: names,
                ends: name_ends,
            },
            bytes,
        })
    }

    /// The `count` imports of one file that were [packed](PackedImports::pack) to this place; none
    /// if anything else is there. O(records), without a copy.
    pub fn packed(&self, place: Range<usize>, count: usize) -> Option<PackedImports<'_>> {
        let records = self.bytes.get(place)?;
        let packed = PackedImports::new(Names::Numbered(&self.names), records, count);
        packed.is_sound().then_some(packed)
    }

    /// All bytes of the store.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Number of names.
    pub fn name_count(&self) -> usize {
        self.names.ends.len()
    }

    /// The names, in the order of their numbers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.name_count()).filter_map(|number| self.names.get(number))
    }
}

impl fmt::Debug for ImportStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (names, bytes) = (self.name_count(), self.bytes.len());
        write!(f, "ImportStore {{ {names} names, {bytes} bytes }}")
    }
}
