//! The promise of the recogniser: its imports are the full parser's, or it declines.
//!
//! Run it with `cargo +nightly fuzz run recognise`; Python files make good seeds.

#![no_main]

use buttress_imports::{parse_fully, recognise};
use buttress_source::SourceText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(source) = SourceText::decode(data) else {
        return;
    };
    let Ok(recognised) = recognise(source.text()) else {
        return;
    };
    let Ok(parsed) = parse_fully(&source) else {
        return;
    };
    assert!(
        recognised.iter().eq(parsed.iter()),
        "recognised {:#?}, parsed {:#?}",
        recognised.iter().collect::<Vec<_>>(),
        parsed.iter().collect::<Vec<_>>(),
    );
});
