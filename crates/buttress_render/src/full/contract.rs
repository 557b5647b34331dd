//! A contract: its heading, its frames, the rest in short, and two commands.

use std::io;

use buttress_report::{ContractReport, Report, Status};
use buttress_source::Severity;
use indexmap::IndexSet;

use super::paint::{Page, Tone};
use super::{Blocks, chain, diagnostic};
use crate::chains::{Group, groups, imports_to_remove};
use crate::concise::{chain_line, pair_line};
use crate::text::{clean, count, count_of, shell_word, thousands, toml_string};
use crate::wording::{damage, place};
use crate::{MaxChains, RenderOptions, Verbosity};

/// Chains that are shown on one line after the frames; more are counted.
const LINES: usize = 20;
/// Imports to remove that are spelled out; more are counted.
const EXCUSES: usize = 5;

/// Writes a contract. A kept contract without findings is one line.
pub(super) fn render(
    contract: &ContractReport,
    report: &Report,
    options: &RenderOptions,
    blocks: &mut Blocks<'_>,
) -> io::Result<()> {
    let page = Page::new(options);
    let quiet = options.verbosity == Verbosity::Quiet;
    let silent = contract.violations.is_empty() && contract.findings.is_empty();
    if contract.status == Status::Kept && silent {
        return match quiet {
            true => Ok(()),
            false => blocks.item(&heading(contract, options, page)),
        };
    }
    blocks.block(&format!("{}\n", heading(contract, options, page)))?;
    for finding in &contract.findings {
        blocks.block(&diagnostic::draw(finding, page))?;
    }
    let limit = options.max_chains.limit();
    let groups = groups(contract);
    for group in groups.iter().take(limit) {
        blocks.block(&chain::of_group(group, contract, report, page))?;
    }
    let rest = groups.get(limit..).unwrap_or_default();
    let lines = in_short(contract, &groups, rest, report, options);
    if !lines.is_empty() {
        blocks.block(&lines)?;
    }
    if !contract.violations.is_empty() {
        blocks.block(&commands(contract, &groups, report, options))?;
    }
    Ok(())
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
    let mark = page.paint(tone, mark);
    let id = page.paint(Tone::Lead, &clean(&contract.id));
    let mut heading = format!("{mark} {id}: {}", page.paint(tone, verdict));
    if options.verbosity == Verbosity::Verbose && contract.ignored_imports > 0 {
        let ignored = count_of(contract.ignored_imports, "import", "ignored");
        heading.push_str(&format!(", {ignored}"));
    }
    if contract.status != Status::Kept {
        let name = (contract.name != contract.id).then(|| contract.name.clone());
        let owner = contract
            .owner
            .as_ref()
            .map(|owner| format!("owner {owner}"));
        let about: Vec<_> = name.into_iter().chain(owner).collect();
        if !about.is_empty() {
            heading.push_str(&format!(" ({})", clean(&about.join(", "))));
        }
        heading.push_str(&format!("\n  {}", damage(contract, true)));
    }
    heading.trim_end().to_owned()
}

/// The chains that get no frame, one a line, and how many are left after those.
fn in_short(
    contract: &ContractReport,
    groups: &[Group<'_>],
    rest: &[Group<'_>],
    report: &Report,
    options: &RenderOptions,
) -> String {
    let limit = match options.max_chains {
        MaxChains::AtMost(_) => LINES,
        MaxChains::All => usize::MAX,
    };
    let mut lines: Vec<String> = Vec::new();
    for group in rest.iter().take(limit) {
        let mut line = chain_line(contract, group.chain, &report.imports);
        if group.chains > 1 {
            let more = count(group.chains - 1, "more chain");
            line.push_str(&format!(" (and {more})"));
        }
        lines.push(line);
    }
    let without_chain = contract.violations.iter().filter(|v| v.chains.is_empty());
    let room = limit - lines.len();
    lines.extend(without_chain.take(room).map(|v| pair_line(contract, v)));
    let hidden = rest.get(limit..).unwrap_or_default();
    let framed = &groups[..groups.len() - hidden.len()];
    let shown: IndexSet<_> = framed.iter().flat_map(|group| &group.pairs).collect();
    let pairs = contract.violations.len() - shown.len();
    if !hidden.is_empty() {
        let chains = hidden.iter().map(|group| group.chains).sum();
        let more = count(chains, "more import chain");
        let of_pairs = match pairs {
            0 => String::new(),
            n => format!(" in {}", count(n, "more pair")),
        };
        lines.push(format!(
            "and {more}{of_pairs}; `--max-chains all` shows them"
        ));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The command that explains and the lines that excuse.
fn commands(
    contract: &ContractReport,
    groups: &[Group<'_>],
    report: &Report,
    options: &RenderOptions,
) -> String {
    let page = Page::new(options);
    let first = groups.first().map(|group| group.violation);
    let mut text = String::new();
    if let Some(violation) = first.or(contract.violations.first()) {
        let explain = page.paint(Tone::Lead, "To explain:");
        text.push_str(&format!(
            "{explain} {} why {} {} --contract {}\n",
            clean(&options.command),
            shell_word(&violation.importer),
            shell_word(&violation.imported),
            shell_word(&contract.id),
        ));
    }
    let cut = imports_to_remove(contract);
    if cut.is_empty() {
        return text;
    }
    let limit = match options.max_chains {
        MaxChains::AtMost(_) => EXCUSES,
        MaxChains::All => usize::MAX,
    };
    let at = contract.location.as_ref().map(place);
    let at = at.map_or_else(String::new, |place| format!(" at {place}"));
    let excuse = page.paint(Tone::Lead, "To excuse:");
    text.push_str(&format!("{excuse}  add to the contract{at}\n"));
    text.push_str("    ignore_imports = [\n");
    for ix in cut.iter().take(limit) {
        let import = report.import(*ix);
        let pattern = toml_string(&format!("{} -> {}", import.importer, import.imported));
        text.push_str(&format!("        {pattern},\n"));
    }
    if cut.len() > limit {
        let more = thousands(cut.len() - limit);
        text.push_str(&format!(
            "        # and {more} more; `--max-chains all` lists them\n"
        ));
    }
    text.push_str("    ]\n");
    text
}
