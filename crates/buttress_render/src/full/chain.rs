//! The frame of a chain of imports: one section a hop.

use buttress_report::{
    ChainReport, ContractReport, ImportIx, ImportReport, Report, ViolationReport,
};
use buttress_source::Severity;

use super::frame::{Frame, Headline, Section, draw};
use super::groups::Group;
use super::label::Label;
use super::paint::{Page, Tone};
use super::words::list;
use crate::text::{clean, count, count_of};
use crate::wording::{import_sentence, place_of_import};

/// Other first or last imports that are named; more are counted.
const NAMED: usize = 3;

/// Draws the chain that stands for a group, with what is known about the others.
pub(super) fn of_group(
    group: &Group<'_>,
    contract: &ContractReport,
    report: &Report,
    page: Page,
) -> String {
    let (chain, violation) = (group.chain, group.violation);
    let headline = Headline {
        code: violation.code.as_str().to_owned(),
        severity: contract.severity,
        message: headline(violation, chain),
    };
    let mut sections = sections(chain, &report.imports, headline.tone());
    let mut note = Vec::new();
    match &violation.because {
        Some(location) => sections.push(Section {
            location,
            label: Label::new(None, &violation.explanation()),
            tone: Tone::Rule,
            empty: "…",
        }),
        None => note.extend(Some(violation.explanation().into_owned()).filter(|e| !e.is_empty())),
    }
    note.extend(reason(contract));
    let mut help: Vec<_> = others(group, &report.imports).into_iter().collect();
    if help.is_empty() {
        help.extend(removal(chain, violation, &report.imports));
    }
    if !group.varies_another {
        help.extend(variants(chain, &report.imports));
    }
    let frame = Frame {
        headline: Some(headline),
        sections,
        help,
        note,
    };
    draw(&frame, page)
}

/// The imports whose places the frame of a group shows.
pub(super) fn places_of_group<'r>(group: &Group<'r>) -> impl Iterator<Item = ImportIx> + 'r {
    let chain = group.chain;
    let hops = chain.imports.iter().copied();
    let variants = [&chain.extra_first, &chain.extra_last].into_iter();
    let variants = variants.flat_map(|others| others.iter().copied().take(NAMED));
    hops.chain(variants).chain(group.violation.named_in_help())
}

/// Why the contract exists, and where to read more.
pub(super) fn reason(contract: &ContractReport) -> Option<String> {
    let reason = contract.reason.iter().chain(&contract.docs);
    let words: Vec<&str> = reason.flat_map(|text| text.split_whitespace()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Draws a chain that violates nothing.
pub(super) fn plain(chain: &ChainReport, imports: &[ImportReport], page: Page) -> String {
    let frame = Frame {
        headline: None,
        sections: sections(chain, imports, Tone::Step),
        help: variants(chain, imports),
        note: Vec::new(),
    };
    draw(&frame, page)
}

/// One section a hop; an import without a place, which no real graph has, is left out.
fn sections<'r>(
    chain: &ChainReport,
    imports: &'r [ImportReport],
    of_primary: Tone,
) -> Vec<Section<'r>> {
    let hops = chain.imports.iter().enumerate();
    let sections = hops.filter_map(|(at, ix)| {
        let import = &imports[ix.index()];
        let site = import.sites.first()?;
        let number = (chain.imports.len() > 1).then_some(at + 1);
        Some(Section {
            location: &site.location,
            label: Label::new(number, &import_sentence(import)),
            tone: if at == chain.primary {
                of_primary
            } else {
                Tone::Step
            },
            empty: "…",
        })
    });
    sections.collect()
}

/// The import to remove, and that it may be one of several.
fn removal(
    chain: &ChainReport,
    violation: &ViolationReport,
    imports: &[ImportReport],
) -> Option<String> {
    let ix = chain.imports.get(chain.primary)?;
    match violation.cut.len() {
        0 => None,
        1 => Some(violation.help(imports)),
        all => Some(format!(
            "remove the import at {}, one of {} between {} and {}",
            place_of_import(&imports[ix.index()]),
            count_of(all, "import", "to remove"),
            clean(&violation.importer),
            clean(&violation.imported),
        )),
    }
}

/// How many other chains end (or go) through the import to remove.
fn others(group: &Group<'_>, imports: &[ImportReport]) -> Option<String> {
    let more = group.chains.checked_sub(1).filter(|more| *more > 0)?;
    let at_least = if group.complete { "" } else { "at least " };
    let end = match (more, group.ends_in_it) {
        (1, true) => "ends in",
        (1, false) => "goes through",
        (_, true) => "end in",
        (_, false) => "go through",
    };
    let place = place_of_import(&imports[group.import.index()]);
    let all = match group.chains {
        2 => "both".to_owned(),
        all => format!("all {}", crate::text::thousands(all)),
    };
    let more = count(more, "more chain");
    Some(format!(
        "{at_least}{more} {end} the import at {place}; removing it removes {all}"
    ))
}

/// The other first and last imports of the chain, named.
fn variants(chain: &ChainReport, imports: &[ImportReport]) -> Vec<String> {
    let mut lines = Vec::new();
    let name =
        |ix: &ImportIx, of: fn(&ImportReport) -> &str| clean(of(&imports[ix.index()])).into_owned();
    let place = |ix: &ImportIx| place_of_import(&imports[ix.index()]);
    if let Some(first) = chain.extra_first.first() {
        let importers = chain.extra_first.iter();
        let importers: Vec<_> = importers
            .map(|ix| format!("{} ({})", name(ix, |i| &i.importer), place(ix)))
            .collect();
        let imported = name(first, |i| &i.imported);
        let importers = list(&importers, NAMED);
        lines.push(format!("{imported} is also imported by {importers}"));
    }
    if let Some(first) = chain.extra_last.first() {
        let imported = chain.extra_last.iter();
        let imported: Vec<_> = imported
            .map(|ix| format!("{} ({})", name(ix, |i| &i.imported), place(ix)))
            .collect();
        let importer = name(first, |i| &i.importer);
        let imported = list(&imported, NAMED);
        lines.push(format!("{importer} also imports {imported}"));
    }
    lines
}

/// The tone of a contract's severity.
pub(super) fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warning | Severity::Off => Tone::Warning,
    }
}

/// `directly`, or `indirectly, 3 imports`.
pub(super) fn distance(chain: &ChainReport) -> String {
    match chain.imports.len() {
        0 | 1 => "directly".to_owned(),
        n => format!("indirectly, {}", count(n, "import")),
    }
}

/// `a must not import b (directly)`.
fn headline(violation: &ViolationReport, chain: &ChainReport) -> String {
    format!("{} ({})", clean(&violation.message()), distance(chain))
}
