//! The nearest option name, by the measure that import-linter uses: Python's
//! `difflib.get_close_matches` with one match and its cutoff of 0.6, after Ratcliff and Obershelp.

/// Below this share of common characters a name is no suggestion.
const CUTOFF: f64 = 0.6;

/// No option is nearly as long, so longer words have no match; it bounds the work.
const MAX_CHARS: usize = 120;

/// The candidate most similar to `word`, if one is similar enough; of equals the one that sorts
/// last, as in Python. O(candidates × length² × matching parts).
pub(crate) fn closest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word: Vec<char> = word.chars().collect();
    if word.len() > MAX_CHARS {
        return None;
    }
    let scored = candidates.into_iter().map(|candidate| {
        let letters: Vec<char> = candidate.chars().collect();
        (ratio(&letters, &word), candidate)
    });
    let near = scored.filter(|(score, _)| *score >= CUTOFF);
    let best = near.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    best.map(|(_, candidate)| candidate)
}

/// Twice the matching characters over all characters.
fn ratio(a: &[char], b: &[char]) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * count(matching(a, b)) / count(a.len() + b.len())
}

/// The characters in the longest common part, and in those left and right of it.
fn matching(a: &[char], b: &[char]) -> usize {
    let (start_a, start_b, length) = longest(a, b);
    if length == 0 {
        return 0;
    }
    let left = matching(&a[..start_a], &b[..start_b]);
    let right = matching(&a[start_a + length..], &b[start_b + length..]);
    left + length + right
}

/// The longest common part; of several the first in `a`, then the first in `b`.
fn longest(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    // Lengths of the common parts that end at the character before, for each end in `b`.
    let mut before = vec![0; b.len() + 1];
    for (i, letter) in a.iter().enumerate() {
        let mut here = vec![0; b.len() + 1];
        for (j, other) in b.iter().enumerate() {
            if letter != other {
                continue;
            }
            let length = before[j] + 1;
            here[j + 1] = length;
            if length > best.2 {
                best = (i + 1 - length, j + 1 - length, length);
            }
        }
        before = here;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Options of `forbidden` contracts, and answers of Python's `difflib.get_close_matches(word,
    /// options, n=1)`.
    #[test]
    fn suggestions_are_those_of_difflib() {
        let options = [
            "allow_indirect_imports",
            "as_packages",
            "broken_contract_guidance",
            "forbidden_modules",
            "id",
            "ignore_imports",
            "name",
            "source_modules",
            "type",
            "unmatched_ignore_imports_alerting",
        ];
        for (word, expected) in CASES {
            assert_eq!(closest(word, options), *expected, "{word}");
        }
        assert_eq!(closest(&"x".repeat(100_000), options), None);
    }

    const CASES: &[(&str, Option<&str>)] = &[
        ("source_module", Some("source_modules")),
        ("ignore_import", Some("ignore_imports")),
        ("modules", Some("source_modules")),
        ("forbiden_modules", Some("forbidden_modules")),
        ("as_package", Some("as_packages")),
        ("as-packages", Some("as_packages")),
        ("ids", Some("id")),
        ("nmae", Some("name")),
        ("typ", Some("type")),
        ("Name", Some("name")),
        ("indirect_imports", Some("allow_indirect_imports")),
        ("allow_indirect", Some("allow_indirect_imports")),
        ("alerting", None),
        (
            "unmatched_ignore_imports",
            Some("unmatched_ignore_imports_alerting"),
        ),
        ("guidance", None),
        ("broken", None),
        ("module", Some("source_modules")),
        ("packages", Some("as_packages")),
        ("imports", Some("ignore_imports")),
        ("", None),
        ("x", None),
        ("import", Some("ignore_imports")),
        ("source", Some("source_modules")),
        ("d", Some("id")),
        ("i", Some("id")),
        ("idd", Some("id")),
        ("tyep", Some("type")),
        ("sourcemodules", Some("source_modules")),
        ("forbidden", Some("forbidden_modules")),
        ("ame_", Some("name")),
        ("eman", None),
        ("epyt", None),
        ("_modules_", Some("source_modules")),
    ];
}
