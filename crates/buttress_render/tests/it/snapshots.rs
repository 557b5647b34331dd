//! What each format looks like. Read the snapshots: they are the product.

use std::time::Duration;

use buttress_render::{Format, MaxChains, RenderOptions, Verbosity};
use buttress_report::{ConfigSummary, Dialect};

use crate::{cases, text, why_text};

fn options() -> RenderOptions {
    RenderOptions {
        elapsed: Some(Duration::from_millis(380)),
        ..RenderOptions::default()
    }
}

fn full(max_chains: usize) -> RenderOptions {
    RenderOptions {
        max_chains: MaxChains::AtMost(max_chains),
        ..options()
    }
}

#[test]
fn full_reports() {
    for (name, report) in cases::all() {
        let bound = if name == "awkward" { 10 } else { 3 };
        insta::assert_snapshot!(
            format!("full_{name}"),
            text(&report, Format::Full, &full(bound))
        );
    }
}

#[test]
fn full_without_frames_is_lines_only() {
    let rendered = text(&cases::indirect(), Format::Full, &full(0));
    assert!(!rendered.contains('╭'), "{rendered}");
    let line = "shop/lib/mailer.py:2:10: [top-level-layers] shop.domain.orders imports \
                shop.usecases.notify via shop.domain.pricing, shop.lib.mailer (and 2 more chains)\n";
    assert!(rendered.contains(line), "{rendered}");
}

#[test]
fn an_ini_file_is_excused_in_its_own_syntax() {
    let mut report = cases::direct();
    report.config = Some(ConfigSummary {
        path: ".importlinter".to_owned(),
        dialect: Dialect::ImportLinter,
    });
    let rendered = text(&report, Format::Full, &options());
    let excuse = "    ignore_imports =\n        shop.data.orm -> shop.domain\n\n";
    assert!(rendered.contains(excuse), "{rendered}");
}

#[test]
fn a_frame_names_its_own_import_when_there_are_more() {
    let mut report = cases::direct();
    let cut = &mut report.contracts[1].violations[0].cut;
    cut.push(cut[0]);
    let rendered = text(&report, Format::Full, &options());
    let help = "Help: remove the import at shop/data/orm.py:2:8, one of 2 imports to remove";
    assert!(rendered.contains(help), "{rendered}");
}

#[test]
fn full_adds_to_a_list_that_is_there() {
    let mut report = cases::direct();
    report.contracts[1].has_ignores = true;
    let rendered = text(&report, Format::Full, &options());
    let excuse = "To excuse:  add to `ignore_imports` of the contract at buttress.toml:1:1\n        \
                  \"shop.data.orm -> shop.domain\",\n\n";
    assert!(rendered.contains(excuse), "{rendered}");
    assert!(!rendered.contains("ignore_imports = ["), "{rendered}");
}

#[test]
fn full_says_more_or_less_as_asked() {
    let with = |verbosity| RenderOptions {
        verbosity,
        ..options()
    };
    let kept = cases::kept();
    let quiet = text(&kept, Format::Full, &with(Verbosity::Quiet));
    assert_eq!(quiet, "");
    let verbose = text(&kept, Format::Full, &with(Verbosity::Verbose));
    assert!(
        verbose.contains("✓ lib-is-a-leaf: kept, 3 imports ignored\n"),
        "{verbose}"
    );
}

#[test]
fn full_in_colour() {
    let options = RenderOptions {
        color: true,
        ..options()
    };
    let rendered = text(&cases::direct(), Format::Full, &options);
    insta::assert_snapshot!("full_in_colour", rendered.replace('\u{1b}', "^"));
}

#[test]
fn concise_reports() {
    let reports = cases::all().into_iter().map(|(name, report)| {
        let rendered = text(&report, Format::Concise, &full(20));
        format!("--- {name}\n{rendered}")
    });
    insta::assert_snapshot!("concise", reports.collect::<String>());
}

#[test]
fn json_report() {
    let rendered = text(&cases::indirect(), Format::Json, &RenderOptions::default());
    assert_eq!(rendered.lines().count(), 1);
    let value: serde_json::Value = serde_json::from_str(&rendered).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let pretty = format!("{value:#}").replace(
        &format!("\"version\": \"{version}\""),
        "\"version\": \"[version]\"",
    );
    insta::assert_snapshot!("json_indirect", pretty);
    let keys = [
        "{\"version\":1,\"tool\":{\"name\":\"buttress\"",
        "\"status\":\"broken\",\"config\":{\"path\":\"buttress.toml\",\"dialect\":\"buttress\"}",
        "\"violations\":[{\"code\":\"layers\",\"importer\":\"shop.domain\"",
    ];
    for key in keys {
        assert!(rendered.contains(key), "{key} in {rendered}");
    }
}

#[test]
fn answers_to_why() {
    let why = cases::why();
    let one = RenderOptions {
        max_chains: MaxChains::AtMost(1),
        ..RenderOptions::default()
    };
    insta::assert_snapshot!("why_one", why_text(&why, Format::Full, &one));
    let all = RenderOptions {
        max_chains: MaxChains::All,
        ..RenderOptions::default()
    };
    insta::assert_snapshot!("why_all", why_text(&why, Format::Full, &all));
    insta::assert_snapshot!("why_concise", why_text(&why, Format::Concise, &all));
    let mut nothing = why;
    nothing.chains.clear();
    let answer = "shop.domain does not import shop.usecases, not through shop.lib\n";
    assert_eq!(why_text(&nothing, Format::Full, &one), answer);
    assert_eq!(why_text(&nothing, Format::Concise, &one), answer);
}
