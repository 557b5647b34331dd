//! "Did you mean …?": the nearest of several names.

/// The candidate nearest to `name`, if one is near enough to be a likely slip of the pen.
///
/// Near means an optimal string alignment distance of at most a third of the longer word. Ties go
/// to the candidate that sorts first. O(candidates × length²).
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= length.max(candidate.chars().count()))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
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
}
