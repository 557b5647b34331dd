use proptest::prelude::*;

use super::settings;
use crate::importlinter::ini;

/// Text in which sections, options, references and continuations are likely.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[importlinter]\n".to_owned()),
        Just("[importlinter:contract:a]\n".to_owned()),
        Just("[DEFAULT]\n".to_owned()),
        Just("root_package = p\n".to_owned()),
        Just("type = layers\n".to_owned()),
        Just("layers =\n  a | b\n  (c) : d\n".to_owned()),
        Just("  ".to_owned()),
        Just("%(x)s".to_owned()),
        Just("%".to_owned()),
        Just("\r\n".to_owned()),
        "[a-z*|:()= ->.\u{e9}]{0,12}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_read_and_every_place_lies_in_it(text in prop_oneof![any::<String>(), pieces()]) {
        // A byte order mark is no part of the text that places lie in.
        let read = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for name in ["x.ini", "x.importlinter"] {
            let settings = settings(name, &text);
            let contracts = settings.contracts.iter().flat_map(|entry| &entry.findings);
            for finding in settings.findings.iter().chain(contracts) {
                if let Some(at) = finding.span {
                    prop_assert!(read.get(at.span.range()).is_some(), "{finding:?}");
                }
            }
        }
    }

    #[test]
    fn any_toml_text_is_read(text in "[a-z*|:()= ->.\n\"'\\[\\]{},0-9]{0,60}") {
        let text = format!("[tool.importlinter]\nroot_package = 'p'\n{text}");
        let _ = settings("x.toml", &text);
    }

    #[test]
    fn every_line_of_a_value_is_where_it_says(text in pieces()) {
        let ini = ini::parse(&text);
        for option in ini.sections.iter().flat_map(|section| &section.options) {
            for line in &option.lines {
                prop_assert_eq!(&text[line.span.range()], &line.text);
            }
        }
    }
}
