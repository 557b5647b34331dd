//! Places and texts that no honest file has: nothing panics, nothing escapes.

use buttress_render::{Format, MaxChains, RenderOptions};
use buttress_report::{Location, Report};
use buttress_source::{Code, ImportKinds, Position};
use proptest::prelude::*;

use crate::fixture::{Fixture, chain, contract, finding, related, site, violation};
use crate::text;

fn position() -> impl Strategy<Value = Position> {
    let number = prop_oneof![0..50_u32, Just(100_000), Just(u32::MAX)];
    (number.clone(), number).prop_map(|(line, column)| Position {
        line,
        column,
        utf16_column: column,
    })
}

fn wild_text() -> impl Strategy<Value = String> {
    let nasty =
        "\t\r\n\u{b}\u{c}\u{1}\u{2}\u{3}\u{4}\u{1b}\u{85}\u{2028}\u{202e}\u{301}\u{200d}漢🙂 a.│╰";
    let nasty: Vec<char> = nasty.chars().collect();
    let char = prop_oneof![prop::sample::select(nasty), any::<char>()];
    prop::collection::vec(char, 0..80).prop_map(String::from_iter)
}

fn location() -> impl Strategy<Value = Location> {
    (wild_text(), position(), position(), wild_text()).prop_map(|(path, start, end, line)| {
        Location {
            path: path.into(),
            start,
            end,
            line_text: line.into(),
        }
    })
}

fn report(places: Vec<Location>, words: &str) -> Report {
    let mut fixture = Fixture::default();
    let hops: Vec<_> = (places.iter().cloned())
        .map(|place| fixture.import(words, words, vec![site(place, ImportKinds::all())]))
        .collect();
    let mut pair = violation(words, words, vec![chain(&hops)]);
    pair.because = places.last().cloned().map(Into::into);
    pair.explanation = words.into();
    let mut broken = contract(words, vec![pair]);
    broken.reason = Some(words.into());
    broken.location = places.first().cloned();
    let mut report = fixture.report(vec![broken]);
    let mut finding = finding(Code::SyntaxError, words);
    finding.location = places.first().cloned();
    finding.related = places
        .into_iter()
        .map(|place| related(place, words))
        .collect();
    report.findings = vec![finding];
    report
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_panics_and_nothing_escapes(
        places in prop::collection::vec(location(), 1..4),
        words in wild_text(),
        width in 0..120_usize,
    ) {
        let hops = places.len();
        let report = report(places, &words);
        let options = RenderOptions { width, max_chains: MaxChains::All, ..RenderOptions::default() };
        for &format in Format::ALL {
            let rendered = text(&report, format, &options);
            prop_assert!(!rendered.chars().any(|c| c.is_control() && c != '\n'), "{rendered:?}");
        }
        let full = text(&report, Format::Full, &options);
        let headers = full.lines().filter(|line| {
            let line = line.trim_start();
            line.starts_with("╭─[") || line.starts_with("├─[")
        });
        prop_assert_eq!(headers.count(), 2 * hops + 2, "{}", full);
    }
}
