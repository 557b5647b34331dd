use std::path::Path;

use proptest::prelude::*;

use super::{parsed, render};
use crate::{MemoryFiles, load};

const SAMPLE: &str = include_str!("sample.toml");

/// Pieces of TOML and of our options, to be put in anywhere.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "\"",
        "'",
        "\"\"\"",
        "=",
        ".",
        ",",
        "\n",
        "#",
        "\\",
        "\\u00e9",
        "é",
        "\u{feff}",
        "\u{0}",
        "|",
        ":",
        "(",
        ")",
        "*",
        "**",
        "->",
        "1",
        "true",
        "type",
        "layers",
        "[[contracts]]",
        "id = \"a\"",
        "contracts = 1",
        "2027-03-31",
        "nan",
        "-",
    ];
    proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        render(&parsed(&text));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in any::<Vec<u8>>()) {
        let files = MemoryFiles::new([("/r/buttress.toml", bytes)]);
        render(&load(&files, Path::new("/r/buttress.toml")));
    }

    #[test]
    fn any_soup_of_pieces_is_read(pieces in prop::collection::vec(pieces(), 0..40)) {
        render(&parsed(&pieces.concat()));
    }

    /// Rendering slices every span out of the text, so this also shows that spans lie within it.
    #[test]
    fn mutated_configurations_never_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, pieces()), 1..5)
    ) {
        let mut text: Vec<char> = SAMPLE.chars().collect();
        for (index, removed, inserted) in edits {
            let start = index.index(text.len() + 1);
            let end = (start + removed).min(text.len());
            text.splice(start..end, inserted.chars());
        }
        let text: String = text.into_iter().collect();
        let settings = parsed(&text);
        render(&settings);
        for entry in &settings.contracts {
            prop_assert!(entry.contract.is_some() || !entry.findings.is_empty());
        }
    }
}

#[test]
fn deep_nesting_is_an_error_not_an_overflow() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let text = format!("x = {}1{}", open.repeat(100_000), close.repeat(100_000));
        let said = render(&parsed(&text));
        assert!(said.contains("recursion"), "{}", &said[..200]);
    }
    let text = format!("{}x = 1", "a.".repeat(100_000));
    let said = render(&parsed(&text));
    assert!(said.contains("recursion"), "{}", &said[..200]);
}
