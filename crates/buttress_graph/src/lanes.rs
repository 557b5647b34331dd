//! Bit sets of a fixed number of words, for many groups that travel at once.

/// A set of lanes, a bit each. A lane is one of the groups that travel together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lanes<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Lanes<WORDS> {
    pub(crate) const NONE: Self = Self([0; WORDS]);

    pub(crate) fn is_empty(self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    pub(crate) fn insert(&mut self, lane: usize) {
        self.0[lane / 64] |= 1 << (lane % 64);
    }

    pub(crate) fn remove(&mut self, lane: usize) {
        self.0[lane / 64] &= !(1 << (lane % 64));
    }

    pub(crate) fn add(&mut self, other: Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & !other.0[word]))
    }

    pub(crate) fn common(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        let bits = |(number, word): (usize, u64)| {
            let set = (0..64).filter(move |bit| word & (1 << bit) != 0);
            set.map(move |bit| number * 64 + bit)
        };
        let words = self.0.into_iter().enumerate();
        words.filter(|(_, word)| *word != 0).flat_map(bits)
    }
}
