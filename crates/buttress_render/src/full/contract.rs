//! A contract: its heading, its frames, the rest in short, and two commands.

use std::collections::BTreeSet;
use std::io;

use buttress_report::{ContractReport, ImportIx, Report, Status};
use buttress_source::Severity;

use super::groups::{groups, mark_variants};
use super::paint::{Page, Tone};
use super::{Blocks, chain, closing, cycle, diagnostic};
use crate::text::{clean, count_of};
use crate::wording::damage;
use crate::{RenderOptions, Verbosity};

/// Writes a contract. A kept contract without findings is one line.
pub(super) fn render(
    contract: &ContractReport,
    report: &Report,
    options: &RenderOptions,
    blocks: &mut Blocks<'_>,
) -> io::Result<()> {
    let page = Page::new(options);
    let heading = heading(contract, report, options);
    let unbroken = contract.violations.is_empty() && contract.cycles.is_empty();
    if contract.status == Status::Kept && unbroken && contract.findings.is_empty() {
        if options.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        return blocks.item(&heading);
    }
    blocks.lines(&[heading])?;
    let framed = framed_findings(options);
    for finding in contract.findings.iter().take(framed) {
        blocks.block(&diagnostic::draw(finding, page))?;
    }
    blocks.lines(&closing::findings_in_short(contract, framed, options))?;
    if let Some(text) = &contract.text {
        let lines = text.lines().map(|line| clean(line.trim_end()).into_owned());
        blocks.lines(&lines.collect::<Vec<_>>())?;
    }
    let mut groups = groups(contract);
    let limit = options.max_chains.limit().min(groups.len());
    mark_variants(&mut groups[..limit]);
    for group in &groups[..limit] {
        blocks.block(&chain::of_group(group, contract, report, page))?;
    }
    for cycle in contract.cycles.iter().take(options.max_chains.limit()) {
        blocks.block(&cycle::draw(cycle, contract, report, page))?;
    }
    blocks.lines(&closing::in_short(
        contract,
        (&groups, limit),
        report,
        options,
    ))?;
    blocks.lines(&closing::cycles_in_short(contract, report, options))?;
    blocks.lines(&closing::commands(contract, &groups, report, options))
}

/// The imports whose places are shown.
pub(super) fn places(contract: &ContractReport, options: &RenderOptions) -> BTreeSet<ImportIx> {
    let groups = groups(contract);
    let limit = options.max_chains.limit();
    let framed = limit.min(groups.len());
    let listed = &groups[framed..closing::shown(&groups, framed, options)];
    let frames = groups[..framed].iter().flat_map(chain::places_of_group);
    let lines = listed.iter().map(|group| group.import);
    let cycles = contract.cycles.iter().take(limit).flat_map(cycle::places);
    let cycles = cycles.chain(closing::places_of_cycles(contract, options));
    frames.chain(lines).chain(cycles).collect()
}

/// How many findings of a contract get a frame: as many as chains, but always enough to set a
/// configuration right.
fn framed_findings(options: &RenderOptions) -> usize {
    const AT_LEAST: usize = 10;
    options.max_chains.limit().max(AT_LEAST)
}

/// `✗ top-level-layers: broken (Top level layers)`, then the counts.
fn heading(contract: &ContractReport, report: &Report, options: &RenderOptions) -> String {
    let page = Page::new(options);
    let (mark, tone) = match contract.status {
        Status::Kept => ("✓", Tone::Good),
        Status::Broken => ("✗", chain::tone(contract.severity)),
        Status::Error => ("?", chain::tone(contract.severity)),
    };
    let verdict = match (contract.status, contract.severity) {
        (Status::Kept, _) => "kept",
        (Status::Broken, Severity::Error) => "broken",
        (Status::Broken, _) => "broken as a warning",
        (Status::Error, Severity::Error) => "could not be judged",
        (Status::Error, _) => "could not be judged, which is only a warning here",
    };
    let ignored =
        (options.verbosity == Verbosity::Verbose && contract.ignored_imports > 0).then(|| {
            format!(
                ", {}",
                count_of(contract.ignored_imports, "import", "ignored")
            )
        });
    let mut about = Vec::new();
    let mut counts = String::new();
    if contract.status != Status::Kept {
        about.extend((contract.name != contract.id).then(|| contract.name.clone()));
        about.extend(
            contract
                .owner
                .as_ref()
                .map(|owner| format!("owner {owner}")),
        );
        counts = damage(contract, Some(&report.imports));
    }
    let about = (!about.is_empty()).then(|| format!(" ({})", clean(&about.join(", "))));
    let line = format!(
        "{} {}: {}{}{}\n  {counts}",
        page.paint(tone, mark),
        page.paint(Tone::Lead, &clean(&contract.id)),
        page.paint(tone, verdict),
        ignored.unwrap_or_default(),
        about.unwrap_or_default(),
    );
    line.trim_end().to_owned()
}
