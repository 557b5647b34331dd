//! A contract: its heading, its frames, the rest in short, and two commands.

use std::io;

use buttress_report::{ContractReport, Report, Status};
use buttress_source::Severity;

use super::groups::groups;
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
    let heading = heading(contract, options, page);
    let unbroken = contract.violations.is_empty() && contract.cycles.is_empty();
    if contract.status == Status::Kept && unbroken && contract.findings.is_empty() {
        if options.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        return blocks.item(&heading);
    }
    blocks.lines(&[heading])?;
    for finding in &contract.findings {
        blocks.block(&diagnostic::draw(finding, page))?;
    }
    if let Some(text) = &contract.text {
        let lines = text.lines().map(|line| clean(line.trim_end()).into_owned());
        blocks.lines(&lines.collect::<Vec<_>>())?;
    }
    let groups = groups(contract);
    let limit = options.max_chains.limit().min(groups.len());
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

/// `✗ top-level-layers: broken (Top level layers)`, then the counts.
fn heading(contract: &ContractReport, options: &RenderOptions, page: Page) -> String {
    let (mark, tone) = match contract.status {
        Status::Kept => ("✓", Tone::Good),
        Status::Broken => ("✗", chain::tone(contract.severity)),
        Status::Error => ("?", Tone::Error),
    };
    let verdict = match (contract.status, contract.severity) {
        (Status::Kept, _) => "kept",
        (Status::Broken, Severity::Error) => "broken",
        (Status::Broken, _) => "broken (a warning)",
        (Status::Error, _) => "could not be judged",
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
        counts = damage(contract, true);
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
