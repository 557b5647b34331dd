//! What follows the frames of a contract: the chains without a frame, and two commands.

use buttress_report::{ContractReport, Dialect, ImportIx, Report};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::groups::Group;
use super::paint::{Page, Tone};
use super::words::{shell_word, toml_string};
use crate::concise::{chain_line, cycle_line, finding_line, pair_line};
use crate::text::{clean, count, thousands};
use crate::wording::{all_searched, imports_to_remove, place};
use crate::{MaxChains, RenderOptions};

/// Chains that are shown on one line after the frames; more are counted.
const LINES: usize = 20;
/// Imports to remove that are spelled out; more are counted.
const EXCUSES: usize = 5;

/// At most `bound`, unless everything is asked for.
fn bounded(bound: usize, options: &RenderOptions) -> usize {
    match options.max_chains {
        MaxChains::AtMost(_) => bound,
        MaxChains::All => usize::MAX,
    }
}

/// How many of the groups are shown: the first `framed` ones, and those that get a line.
pub(super) fn shown(groups: &[Group<'_>], framed: usize, options: &RenderOptions) -> usize {
    let limit = bounded(LINES, options);
    framed.saturating_add(limit).min(groups.len())
}

/// The groups after the first `framed` ones, one a line, then how many are left after those.
pub(super) fn in_short(
    contract: &ContractReport,
    (groups, framed): (&[Group<'_>], usize),
    report: &Report,
    options: &RenderOptions,
) -> Vec<String> {
    let limit = bounded(LINES, options);
    let line = |group: &Group<'_>| {
        let line = chain_line(contract, group.chain, &report.imports);
        match group.chains {
            1 => line,
            n => format!("{line} (and {})", count(n - 1, "more chain")),
        }
    };
    let (shown, hidden) = groups.split_at(shown(groups, framed, options));
    let mut lines: Vec<_> = shown[framed..].iter().map(line).collect();
    let without_chain = contract.violations.iter().filter(|v| v.chains.is_empty());
    let listed = without_chain.clone().take(limit - lines.len());
    let unlisted = without_chain.count() - listed.clone().count();
    lines.extend(listed.map(|violation| pair_line(contract, violation)));
    let pairs_of = |groups: &[Group<'_>]| -> IndexSet<usize, FxBuildHasher> {
        groups
            .iter()
            .flat_map(|group| group.pairs.iter().copied())
            .collect()
    };
    let (seen, unseen) = (pairs_of(shown), pairs_of(hidden));
    let pairs = unlisted + unseen.difference(&seen).count();
    let chains: usize = hidden.iter().map(|group| group.chains).sum();
    // The search stops at the bound, so there may be chains that nobody has counted.
    let searched = all_searched(contract, options);
    let more = match (chains, pairs) {
        (0, 0) if searched => return lines,
        (0, 0) => "more import chains".to_owned(),
        (0, pairs) => count(pairs, "more pair"),
        (chains, 0) => count(chains, "more import chain"),
        (chains, pairs) => {
            let chains = count(chains, "more import chain");
            format!("{chains} in {}", count(pairs, "more pair"))
        }
    };
    let at_least = if searched || (chains, pairs) == (0, 0) {
        ""
    } else {
        "at least "
    };
    lines.push(format!(
        "and {at_least}{more}; `--max-chains all` shows them"
    ));
    lines
}

/// The findings after the first `framed` ones, one a line, then how many are left after those.
pub(super) fn findings_in_short(
    contract: &ContractReport,
    framed: usize,
    options: &RenderOptions,
) -> Vec<String> {
    let unframed = contract.findings.iter().skip(framed);
    let listed = unframed.clone().take(bounded(LINES, options));
    let mut lines: Vec<_> = listed
        .map(|finding| finding_line(finding, Some(contract)))
        .collect();
    let hidden = unframed.count() - lines.len();
    if hidden > 0 {
        let more = count(hidden, "more finding");
        lines.push(format!("and {more}; `--max-chains all` shows them"));
    }
    lines
}

/// The packages with cycles that have no frame, one a line, then how many are left after those.
pub(super) fn cycles_in_short(
    contract: &ContractReport,
    report: &Report,
    options: &RenderOptions,
) -> Vec<String> {
    let unframed = contract.cycles.iter().skip(options.max_chains.limit());
    let listed = unframed.clone().take(bounded(LINES, options));
    let mut lines: Vec<_> = listed
        .map(|cycle| cycle_line(contract, cycle, &report.imports))
        .collect();
    let hidden = unframed.count() - lines.len();
    if hidden > 0 {
        let more = count(hidden, "more cyclic package");
        lines.push(format!("and {more}; `--max-chains all` shows them"));
    }
    lines
}

/// The imports whose places these lines show.
pub(super) fn places_of_cycles<'r>(
    contract: &'r ContractReport,
    options: &RenderOptions,
) -> impl Iterator<Item = ImportIx> + 'r {
    let unframed = contract.cycles.iter().skip(options.max_chains.limit());
    let listed = unframed.take(bounded(LINES, options));
    listed.filter_map(|cycle| cycle.imports_to_remove().next())
}

/// The command that explains and the lines that excuse.
pub(super) fn commands(
    contract: &ContractReport,
    groups: &[Group<'_>],
    report: &Report,
    options: &RenderOptions,
) -> Vec<String> {
    let page = Page::new(options);
    let first = groups.first().map(|group| group.violation);
    let pair = first.or(contract.violations.first());
    let pair = pair.map(|pair| (&*pair.importer, &*pair.imported));
    let breaker = || {
        let breaker = contract.cycles.first()?.breakers.first()?;
        Some((&*breaker.importer, &*breaker.imported))
    };
    let mut lines = Vec::new();
    if let Some((importer, imported)) = pair.or_else(breaker) {
        lines.push(format!(
            "{} {} why {} {} --contract {}",
            page.paint(Tone::Lead, "To explain:"),
            clean(&options.command),
            shell_word(importer),
            shell_word(imported),
            shell_word(&contract.id),
        ));
    }
    let cut = imports_to_remove(contract);
    if cut.is_empty() {
        return lines;
    }
    let limit = bounded(EXCUSES, options);
    let at = contract.location.as_ref().map(place);
    let at = at.map_or_else(String::new, |place| format!(" at {place}"));
    let excuse = page.paint(Tone::Lead, "To excuse:");
    // A second list would be an error, so one that is there is only added to.
    let has_list = contract.has_ignores;
    let syntax = Syntax::of(report);
    if has_list {
        lines.push(format!(
            "{excuse}  add to `ignore_imports` of the contract{at}"
        ));
    } else {
        lines.push(format!("{excuse}  add to the contract{at}"));
        lines.push(format!("    ignore_imports ={}", syntax.opening()));
    }
    lines.extend(cut.iter().take(limit).map(|ix| {
        let import = report.import(*ix);
        let pattern = format!("{} -> {}", import.importer, import.imported);
        format!("        {}", syntax.item(&pattern))
    }));
    if cut.len() > limit {
        let more = thousands(cut.len() - limit);
        lines.push(format!(
            "        # and {more} more; `--max-chains all` lists them"
        ));
    }
    let closes = !has_list && syntax == Syntax::Toml;
    lines.extend(closes.then(|| "    ]".to_owned()));
    lines
}

/// The syntax of the configuration that is to be added to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Toml,
    Ini,
}

impl Syntax {
    fn of(report: &Report) -> Self {
        let config = report.config.as_ref();
        let is_ini = config.is_some_and(|config| {
            let extension = std::path::Path::new(&config.path).extension();
            config.dialect == Dialect::ImportLinter && extension.is_none_or(|it| it != "toml")
        });
        if is_ini { Self::Ini } else { Self::Toml }
    }

    fn opening(self) -> &'static str {
        match self {
            Self::Toml => " [",
            Self::Ini => "",
        }
    }

    fn item(self, pattern: &str) -> String {
        match self {
            Self::Toml => format!("{},", toml_string(pattern)),
            Self::Ini => clean(pattern).into_owned(),
        }
    }
}
