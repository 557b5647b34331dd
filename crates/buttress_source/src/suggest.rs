//! "Did you mean …?": the nearest of several names.
//!
//! Names that do not exist come by the thousand when a package is gone and the configuration still
//! speaks of it, and each is compared with every name that could have been meant. So a candidate is
//! measured only as far as it can still win: its length and its letters tell most of them apart, and
//! the others are given up as soon as they are further away than the best one so far.

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
    /// O(candidates), and the square of the length for each of those with about the same letters.
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
    letters: Vec<char>,
    /// Of the candidate that is measured.
    others: Vec<char>,
    rows: Rows,
}

impl<'n> Search<'n> {
    fn new(name: &'n str) -> Self {
        Self {
            name: Word::new(name),
            letters: name.chars().collect(),
            others: Vec::new(),
            rows: Rows::default(),
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
        self.others.clear();
        self.others.extend(word.text.chars());
        let (a, b) = without_common_ends(&self.letters, &self.others);
        self.rows.distance(a, b, limit)
    }
}

/// Two words without what both begin with and what both end with, which costs nothing to align.
fn without_common_ends<'w>(a: &'w [char], b: &'w [char]) -> (&'w [char], &'w [char]) {
    let same = |pair: &(&char, &char)| pair.0 == pair.1;
    let start = a.iter().zip(b).take_while(same).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    (&a[..a.len() - end], &b[..b.len() - end])
}

/// Three rows of the table of distances between the beginnings of two words, in turn.
#[derive(Debug, Default)]
struct Rows {
    current: Vec<usize>,
    last: Vec<usize>,
    /// The one before the last.
    before: Vec<usize>,
}

impl Rows {
    /// The optimal string alignment distance, if it is at most `limit`: the Levenshtein distance in
    /// which to exchange two neighbours counts as one step.
    ///
    /// Only what lies at most `limit` beside the diagonal can be on the way to such a distance
    /// (E. Ukkonen, 1985). O(length × limit).
    fn distance(&mut self, a: &[char], b: &[char], limit: usize) -> Option<usize> {
        if a.len().abs_diff(b.len()) > limit {
            return None;
        }
        let far = limit + 1;
        self.current.clear();
        self.current.extend((0..=b.len()).map(|row| row.min(far)));
        self.last.clear();
        self.last.resize(b.len() + 1, far);
        self.before.clear();
        self.before.resize(b.len() + 1, far);
        let mut nearest = 0;
        for row in 1..=a.len() {
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.current);
            let nearest_here = self.fill(row, a, b, limit);
            if nearest_here > limit && nearest > limit {
                return None;
            }
            nearest = nearest_here;
        }
        Some(self.current[b.len()]).filter(|distance| *distance <= limit)
    }

    /// Fills the current row near the diagonal. Returns the least distance in it.
    fn fill(&mut self, row: usize, a: &[char], b: &[char], limit: usize) -> usize {
        let far = limit + 1;
        let start = row.saturating_sub(limit).max(1);
        let end = b.len().min(row + limit);
        self.current[start - 1] = if start == 1 { row.min(far) } else { far };
        let mut nearest = self.current[start - 1];
        for column in start..=end {
            let replaced = usize::from(a[row - 1] != b[column - 1]);
            let mut distance = (self.last[column - 1] + replaced)
                .min(self.last[column] + 1)
                .min(self.current[column - 1] + 1)
                .min(far);
            let exchanged =
                row > 1 && column > 1 && a[row - 1] == b[column - 2] && a[row - 2] == b[column - 1];
            if exchanged {
                distance = distance.min(self.before[column - 2] + 1);
            }
            self.current[column] = distance;
            nearest = nearest.min(distance);
        }
        if let Some(behind) = self.current.get_mut(end + 1) {
            *behind = far;
        }
        nearest
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
        }

        #[test]
        fn a_distance_within_the_limit_is_the_distance(
            a in "[abc]{0,12}",
            b in "[abc]{0,12}",
            limit in 0usize..14,
        ) {
            let exact = strsim::osa_distance(&a, &b);
            let (left, right): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let (short, shorter) = without_common_ends(&left, &right);
            let mut rows = Rows::default();
            rows.distance(&right, &left, 3);
            let expected = Some(exact).filter(|exact| *exact <= limit);
            prop_assert_eq!(rows.distance(&left, &right, limit), expected);
            prop_assert_eq!(rows.distance(short, shorter, limit), expected);
            prop_assert!(Word::new(&a).at_least(&Word::new(&b)) <= exact);
        }
    }
}
