//! What holds for every report in every format.

use buttress_render::{Format, MaxChains, RenderOptions, Verbosity};
use unicode_width::UnicodeWidthStr;

use crate::{cases, text};

const WIDTHS: [usize; 4] = [40, 64, 80, 200];

fn options(width: usize, color: bool, max_chains: MaxChains) -> RenderOptions {
    RenderOptions {
        color,
        width,
        max_chains,
        ..RenderOptions::default()
    }
}

/// Takes colour away again.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').unwrap().1)
}

#[test]
fn lines_are_clean() {
    for (name, report) in cases::all() {
        for &format in Format::ALL {
            for width in WIDTHS {
                let rendered = text(&report, format, &options(width, false, MaxChains::All));
                assert!(rendered.ends_with('\n'), "{name} {format}");
                assert!(!rendered.contains("\n\n\n"), "{name} {format}:\n{rendered}");
                for line in rendered.lines() {
                    assert_eq!(line.trim_end(), line, "{name} {format}");
                    assert!(
                        !line.chars().any(char::is_control),
                        "{name} {format}: {line:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    for (name, report) in cases::all() {
        for &format in Format::ALL {
            let plain = text(&report, format, &options(80, false, MaxChains::AtMost(3)));
            let coloured = text(&report, format, &options(80, true, MaxChains::AtMost(3)));
            assert_eq!(without_colour(&coloured), plain, "{name} {format}");
            assert_eq!(coloured != plain, format == Format::Full, "{name} {format}");
        }
    }
}

#[test]
fn frames_fit_the_page() {
    for (name, report) in cases::all() {
        for width in WIDTHS {
            let rendered = text(
                &report,
                Format::Full,
                &options(width, false, MaxChains::All),
            );
            for line in rendered.lines().filter(|line| line.contains('│')) {
                let one_word = line
                    .split_whitespace()
                    .filter(|word| word.contains('.'))
                    .count()
                    < 2;
                assert!(
                    line.width() <= width || one_word,
                    "{name} at {width}:\n{line}"
                );
            }
        }
    }
}

#[test]
fn underlines_are_as_wide_as_what_they_underline() {
    let rendered = text(
        &cases::awkward(),
        Format::Full,
        &options(80, false, MaxChains::All),
    );
    let lines: Vec<_> = rendered.lines().collect();
    let names = [
        "漢字.モジュール",
        "cafe\u{301}.e\u{301}\u{302}te\u{301}",
        "tabbed",
        "feed",
        "minified",
    ];
    for name in names {
        let import = format!("import {name}").replace("import tabbed", "import  tabbed");
        let at = lines
            .iter()
            .position(|line| line.contains('│') && line.contains(&import));
        let at = at.unwrap_or_else(|| panic!("no {name}"));
        let before =
            lines[at].split(&import).next().unwrap().width() + import.width() - name.width();
        let underline = lines[at + 1].trim_end();
        assert_eq!(underline.width(), before + name.width(), "{name}");
        let drawn = underline.chars().filter(|c| "─┬".contains(*c)).count();
        assert_eq!(drawn, name.width(), "{name}");
        assert!(underline.contains('┬'), "{name}");
    }
}

#[test]
fn everything_is_shown_when_all_is_asked_for() {
    let many = cases::many();
    for format in [Format::Full, Format::Concise] {
        let rendered = text(&many, format, &options(80, false, MaxChains::All));
        for n in 0..40 {
            assert!(rendered.contains(&format!("app.m{n:02}")), "{format} {n}");
        }
        assert!(!rendered.contains("more"), "{format}");
    }
    let bounded = text(
        &many,
        Format::Json,
        &options(80, false, MaxChains::AtMost(7)),
    );
    let value: serde_json::Value = serde_json::from_str(&bounded).unwrap();
    let violations = value["contracts"][0]["violations"].as_array().unwrap();
    let chains = violations
        .iter()
        .map(|v| v["chains"].as_array().unwrap().len());
    assert_eq!((violations.len(), chains.sum::<usize>()), (40, 7));
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let quiet = RenderOptions {
        verbosity: Verbosity::Quiet,
        ..RenderOptions::default()
    };
    for format in [Format::Full, Format::Concise] {
        assert_eq!(text(&cases::kept(), format, &quiet), "");
    }
}
