//! The frame of a package whose children import each other in a cycle.
//!
//! A shortest cycle comes first, hop by hop: that is the evidence. Then come imports of the other
//! pairs of children to part, most imports first, and the item of the configuration.

use buttress_report::{ContractReport, CycleReport, ImportIx, ImportReport, Report};

use super::chain::reason;
use super::frame::{Frame, Headline, Section, draw as draw_frame};
use super::label::Label;
use super::paint::{Page, Tone};
use super::words::list;
use crate::text::{clean, count};
use crate::wording::{breaker_sentence, import_sentence};

/// Pairs of children beside those of the cycle that are shown with an excerpt.
const OTHERS: usize = 3;
/// Pairs of children that are named; more are counted.
const NAMED: usize = 5;

/// Draws a package with cycles.
pub(super) fn draw(
    cycle: &CycleReport,
    contract: &ContractReport,
    report: &Report,
    page: Page,
) -> String {
    let headline = Headline {
        code: cycle.code.as_str().to_owned(),
        severity: contract.severity,
        message: clean(&cycle.message).into_owned(),
    };
    let hops = cycle.shortest.iter().zip(1..);
    let hops = hops.map(|(ix, number)| (*ix, Some(number)));
    let others = others(cycle).into_iter().map(|ix| (ix, None));
    let tone = headline.tone();
    let mut sections: Vec<_> = hops
        .chain(others)
        .filter_map(|(ix, number)| {
            let parts = is_to_remove(cycle, ix);
            let tone = if parts { tone } else { Tone::Step };
            section(&report.imports[ix.index()], number, tone)
        })
        .collect();
    let mut note = Vec::new();
    match &cycle.because {
        Some(location) => sections.push(Section {
            location,
            label: Label::new(None, &cycle.explanation),
            tone: Tone::Rule,
            empty: "…",
        }),
        None => note.push(cycle.explanation.clone()),
    }
    note.extend(reason(contract));
    let frame = Frame {
        headline: Some(headline),
        sections,
        help: vec![removal(cycle)],
        note,
    };
    draw_frame(&frame, page)
}

/// The imports whose places the frame of a package shows.
pub(super) fn places(cycle: &CycleReport) -> impl Iterator<Item = ImportIx> {
    let sections = cycle.shortest.iter().copied().chain(others(cycle));
    sections.chain(cycle.named_in_help())
}

fn section(import: &ImportReport, number: Option<usize>, tone: Tone) -> Option<Section<'_>> {
    let site = import.sites.first()?;
    let mut label = import_sentence(import);
    if number.is_none() {
        label.push_str(", closing another cycle");
    }
    Some(Section {
        location: &site.location,
        label: Label::new(number, &label),
        tone,
        empty: "…",
    })
}

fn is_to_remove(cycle: &CycleReport, import: ImportIx) -> bool {
    cycle.imports_to_remove().any(|ix| ix == import)
}

/// The first import of each of the heaviest breakers that the shortest cycle does not show.
fn others(cycle: &CycleReport) -> Vec<ImportIx> {
    let shown = |ix: &ImportIx| cycle.shortest.contains(ix);
    let breakers = cycle.breakers.iter();
    let mut breakers: Vec<_> = breakers
        .filter(|breaker| !breaker.imports.iter().any(shown))
        .collect();
    breakers.sort_by_key(|breaker| std::cmp::Reverse(breaker.imports.len()));
    let first = breakers.iter().take(OTHERS);
    first
        .filter_map(|breaker| breaker.imports.first().copied())
        .collect()
}

/// What to remove so that no cycle is left.
fn removal(cycle: &CycleReport) -> String {
    let all = cycle.imports_to_remove().count();
    if all == 1 {
        return format!("{}, and no cycle is left", cycle.help);
    }
    let breakers = cycle.breakers.iter();
    let breakers: Vec<_> = breakers
        .map(|breaker| breaker_sentence(cycle, breaker))
        .collect();
    let all = count(all, "import");
    format!(
        "remove {all}, and no cycle is left: {}",
        list(&breakers, NAMED)
    )
}
