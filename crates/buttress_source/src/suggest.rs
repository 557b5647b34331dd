//! "Did you mean …?": the nearest of several names.
//!
//! Names that do not exist come by the thousand when a package is gone and the configuration still
//! speaks of it, and each is compared with every name that could have been meant. So a candidate is
//! measured only as far as it can still win: its length and its letters tell most of them apart, and
//! the others are given up as soon as they are further away than the best one so far.

use crate::distance::Ruler;

/// The letters of a name are counted in so many classes.
const CLASSES: usize = 32;

/// The candidate nearest to `name`, if one is near enough to be a likely slip of the pen.
///
/// Near means an optimal string alignment distance of at most a third of the longer word. Ties go
/// to the candidate that sorts first. For many names and the same candidates there is
/// [`Candidates`].
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Search::new(name).run(candidates.into_iter().map(Word::new))
}

/// Names that one name after another is compared with. Memory: 56 bytes a name.
#[derive(Debug, Clone, Default)]
pub struct Candidates<'a> {
    words: Vec<Word<'a>>,
}

impl<'a> Candidates<'a> {
    /// As [`nearest`], among these candidates.
    ///
    /// O(candidates + length of those with about the same letters); of names with more than 64 letters,
    /// the square of the length.
    pub fn nearest(&self, name: &str) -> Option<&'a str> {
        Search::new(name).run(self.words.iter().copied())
    }

    /// The candidates, as they were given.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'a str> {
        self.words.iter().map(|word| word.text)
    }
}

impl<'a> FromIterator<&'a str> for Candidates<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Self {
            words: names.into_iter().map(Word::new).collect(),
        }
    }
}

/// A name, and what tells it apart from most others.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    /// Number of characters.
    length: usize,
    /// How many characters of each class it has.
    letters: [u8; CLASSES],
}

impl<'a> Word<'a> {
    fn new(text: &'a str) -> Self {
        let mut letters = [0u8; CLASSES];
        let mut length = 0;
        for letter in text.chars() {
            let class = &mut letters[letter as usize % CLASSES];
            *class = class.saturating_add(1);
            length += 1;
        }
        Self {
            text,
            length,
            letters,
        }
    }

    /// At least how far apart two names are: by the letters that only one of them has. To exchange
    /// two letters changes none, to replace one changes one of each name.
    fn at_least(&self, other: &Self) -> usize {
        let more = |a: &[u8; CLASSES], b: &[u8; CLASSES]| {
            let lacking = a
                .iter()
                .zip(b)
                .map(|(a, b)| u16::from(a.saturating_sub(*b)));
            usize::from(lacking.fold(0, u16::wrapping_add))
        };
        let (here, there) = (&self.letters, &other.letters);
        more(here, there).max(more(there, here))
    }
}

/// The search for the candidate nearest to a name.
struct Search<'n> {
    name: Word<'n>,
    ruler: Ruler,
}

impl<'n> Search<'n> {
    fn new(name: &'n str) -> Self {
        Self {
            name: Word::new(name),
            ruler: Ruler::new(name),
        }
    }

    fn run<'a>(mut self, candidates: impl Iterator<Item = Word<'a>>) -> Option<&'a str> {
        let mut best: Option<(usize, &str)> = None;
        for word in candidates {
            let near_enough = self.name.length.max(word.length) / 3;
            let limit = match best {
                Some((distance, text)) if word.text < text => near_enough.min(distance),
                Some((distance, _)) => near_enough.min(distance - 1),
                None => near_enough,
            };
            if let Some(distance) = self.distance(&word, limit) {
                best = Some((distance, word.text));
            }
        }
        best.map(|(_, text)| text)
    }

    /// The distance of another name, if it is at most `limit`.
    fn distance(&mut self, word: &Word<'_>, limit: usize) -> Option<usize> {
        let hopeless = limit == 0
            || self.name.length.abs_diff(word.length) > limit
            || self.name.at_least(word) > limit
            || self.name.text == word.text;
        if hopeless {
            return None;
        }
        self.ruler.distance(word.text, limit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_slips_and_transpositions_only() {
        let keys = ["layers", "containers", "exhaustive"];
        assert_eq!(nearest("layres", keys), Some("layers"));
        assert_eq!(nearest("container", keys), Some("containers"));
        assert_eq!(nearest("Layers", keys), Some("layers"));
        assert_eq!(nearest("modules", keys), None);
        assert_eq!(nearest("", keys), None);
    }

    /// What "nearest" means, measured for every candidate.
    fn by_definition<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
        let length = name.chars().count();
        let others = candidates.iter().filter(|candidate| **candidate != name);
        let measured = others.map(|other| (strsim::osa_distance(name, other), *other));
        let near = measured.filter(|(distance, other)| {
            let longer = length.max(other.chars().count());
            distance * 3 <= longer
        });
        near.min().map(|(_, other)| other)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn agrees_with_the_definition(
            name in "[abé_]{0,9}",
            words in prop::collection::vec("[abé_]{0,9}", 0..40),
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let expected = by_definition(&name, &words);
            prop_assert_eq!(nearest(&name, words.iter().copied()), expected);
            let candidates: Candidates<'_> = words.iter().copied().collect();
            prop_assert_eq!(candidates.nearest(&name), expected);
            for word in words {
                let distance = strsim::osa_distance(&name, word);
                prop_assert!(Word::new(&name).at_least(&Word::new(word)) <= distance);
            }
        }
    }
}
