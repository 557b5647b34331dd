//! How far apart two names are, as far as that matters.

/// Measures how far other names are from one.
///
/// The optimal string alignment distance: the Levenshtein distance in which to exchange two
/// neighbours counts as one step.
pub(crate) enum Ruler {
    /// For a name of 1 to 64 letters.
    Short(Places),
    Long(Table),
}

impl Ruler {
    pub(crate) fn new(name: &str) -> Self {
        Places::of(name).map_or_else(|| Self::Long(Table::new(name)), Self::Short)
    }

    /// The distance of another name, if it is at most `limit`. O(its letters), times the limit for a
    /// long name.
    pub(crate) fn distance(&mut self, other: &str, limit: usize) -> Option<usize> {
        match self {
            Self::Short(places) => places.distance(other, limit),
            Self::Long(table) => table.distance(other, limit),
        }
    }
}

/// The places of each letter in a name, as bits.
pub(crate) struct Places {
    length: usize,
    ascii: Box<[u64; 128]>,
    others: Vec<(char, u64)>,
}

impl Places {
    fn of(name: &str) -> Option<Self> {
        let length = name.chars().count();
        if !(1..=64).contains(&length) {
            return None;
        }
        let mut places = Self {
            length,
            ascii: Box::new([0; 128]),
            others: Vec::new(),
        };
        for (place, letter) in name.chars().enumerate() {
            let bit = 1 << place;
            match places.ascii.get_mut(letter as usize) {
                Some(bits) => *bits |= bit,
                None => places.others.push((letter, bit)),
            }
        }
        Some(places)
    }

    fn get(&self, letter: char) -> u64 {
        if let Some(bits) = self.ascii.get(letter as usize) {
            return *bits;
        }
        let same = self.others.iter().filter(|(other, _)| *other == letter);
        same.fold(0, |all, (_, bit)| all | bit)
    }

    /// As [`Table::distance`], a column at a time: bits say where a distance is one more or one less
    /// than the one above it (H. Hyyrö, "A Bit-Vector Algorithm for Computing
    /// Levenshtein and Damerau Edit Distances", 2003).
    fn distance(&self, other: &str, limit: usize) -> Option<usize> {
        let last = 1 << (self.length - 1);
        let (mut more, mut less) = (u64::MAX, 0);
        let (mut diagonal, mut before) = (0, 0);
        let mut distance = self.length;
        let letters = other.chars().count();
        for (rest, letter) in (0..letters).rev().zip(other.chars()) {
            let here = self.get(letter);
            let exchanged = ((!diagonal & here) << 1) & before;
            diagonal = ((here & more).wrapping_add(more) ^ more) | here | less | exchanged;
            let rises = less | !(diagonal | more);
            let falls = diagonal & more;
            distance += usize::from(rises & last != 0);
            distance -= usize::from(falls & last != 0);
            if distance > limit + rest {
                return None;
            }
            let rises = (rises << 1) | 1;
            more = (falls << 1) | !(diagonal | rises);
            less = rises & diagonal;
            before = here;
        }
        (distance <= limit).then_some(distance)
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

/// The table of distances between the beginnings of two words, of which three rows are kept.
pub(crate) struct Table {
    name: Vec<char>,
    other: Vec<char>,
    rows: Rows,
}

impl Table {
    fn new(name: &str) -> Self {
        Self {
            name: name.chars().collect(),
            other: Vec::new(),
            rows: Rows::default(),
        }
    }

    fn distance(&mut self, other: &str, limit: usize) -> Option<usize> {
        self.other.clear();
        self.other.extend(other.chars());
        let (a, b) = without_common_ends(&self.name, &self.other);
        self.rows.distance(a, b, limit)
    }
}

/// Three rows, in turn.
#[derive(Default)]
struct Rows {
    current: Vec<usize>,
    last: Vec<usize>,
    /// The one before the last.
    before: Vec<usize>,
}

impl Rows {
    /// Row by row. Only what lies at most `limit` beside the diagonal can be on the way to such a distance
    /// (E. Ukkonen, 1985).
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
    fn long_names_are_measured_like_short_ones() {
        for length in [64, 65] {
            let name = &"ab".repeat(40)[..length];
            let mut ruler = Ruler::new(name);
            assert_eq!(matches!(ruler, Ruler::Short(_)), length == 64);
            assert_eq!(ruler.distance(&format!("ba{}", &name[2..]), 1), Some(1));
            assert_eq!(ruler.distance(&format!("{name}zz"), 2), Some(2));
            assert_eq!(ruler.distance(&format!("{name}zz"), 1), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn a_distance_within_the_limit_is_the_distance(
            name in "[abç]{0,12}",
            others in prop::array::uniform4("[abç]{0,12}"),
            limit in 0usize..14,
        ) {
            let (mut ruler, mut table) = (Ruler::new(&name), Table::new(&name));
            for other in &others {
                let exact = strsim::osa_distance(&name, other);
                let expected = Some(exact).filter(|exact| *exact <= limit);
                prop_assert_eq!(ruler.distance(other, limit), expected);
                prop_assert_eq!(table.distance(other, limit), expected);
            }
        }
    }
}
