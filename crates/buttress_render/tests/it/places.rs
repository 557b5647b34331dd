//! A report is shown the same when only the places that its format asks for are known.

use buttress_render::{Format, MaxChains, RenderOptions, places};
use buttress_report::{ImportIx, Location, Places, Report};

use crate::{cases, text};

const BOUNDS: [MaxChains; 5] = [
    MaxChains::AtMost(0),
    MaxChains::AtMost(1),
    MaxChains::AtMost(3),
    MaxChains::AtMost(25),
    MaxChains::All,
];

fn options(max_chains: MaxChains) -> RenderOptions {
    RenderOptions {
        max_chains,
        ..RenderOptions::default()
    }
}

/// The report with places that nobody could take for real ones where none were asked for.
fn without_others(report: &Report, known: &Places) -> Report {
    let mut report = report.clone();
    for (at, import) in report.imports.iter_mut().enumerate() {
        if !known.holds(ImportIx::new(at)) {
            for site in &mut import.sites {
                site.location = Location::of_line("NOT ASKED FOR".into(), 777_777);
            }
        }
    }
    report
}

#[test]
fn no_other_place_is_shown() {
    for (name, report) in cases::all() {
        for &format in Format::ALL {
            for bound in BOUNDS {
                let options = options(bound);
                let known = places(&report, format, &options);
                let partial = text(&without_others(&report, &known), format, &options);
                let whole = text(&report, format, &options);
                assert_eq!(partial, whole, "{name} {format} {bound:?}");
            }
        }
    }
}

#[test]
fn few_places_are_asked_for_where_few_are_shown() {
    let asked = |format, bound| match places(&cases::many(), format, &options(bound)) {
        Places::Of(imports) => imports.len(),
        Places::All => usize::MAX,
    };
    let of_full = |bound| asked(Format::Full, MaxChains::AtMost(bound));
    // Without frames, each of the lines shows one place; a frame adds the import that all share.
    assert_eq!((of_full(0), of_full(6)), (20, 27));
    assert_eq!(asked(Format::Concise, MaxChains::AtMost(5)), 5);
    assert_eq!(asked(Format::Concise, MaxChains::All), 40);
    assert_eq!(asked(Format::Json, MaxChains::All), usize::MAX);
}
