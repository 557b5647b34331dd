//! How the imports of `forbidden`, `layers` and `independence` contracts are written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use buttress_report::{ChainReport, ImportIx, ImportReport, Report, ViolationReport};

use super::page::joined;
use crate::text::clean;

/// One block a pair, one paragraph a chain, one line an import.
pub(super) fn write_chains(
    report: &Report,
    violation: &ViolationReport,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut chains: Vec<Vec<&ImportReport>> = (violation.chains.iter())
        .map(|chain| chain.imports.iter().map(|ix| report.import(*ix)).collect())
        .collect();
    chains.sort_by_cached_key(|chain| names(chain));
    for chain in chains {
        for (at, import) in chain.into_iter().enumerate() {
            let indent = if at == 0 { "-   " } else { "    " };
            let link = link(import);
            writeln!(out, "{indent}{link}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The modules of a chain.
fn names<'r>(chain: &[&'r ImportReport]) -> Vec<&'r str> {
    let importers = chain.iter().map(|import| &*import.importer);
    let last = chain.last().map(|import| &*import.imported);
    importers.chain(last).collect()
}

/// `a.b -> c.d (l.1, l.4)`.
fn link(import: &ImportReport) -> String {
    let (importer, imported) = (clean(&import.importer), clean(&import.imported));
    format!("{importer} -> {imported} ({})", lines(import))
}

/// `l.1, l.4`; `l.?` for an import without a place.
fn lines(import: &ImportReport) -> String {
    let lines = statement_lines(import);
    if lines.is_empty() {
        "l.?".to_owned()
    } else {
        joined(lines, "l.")
    }
}

/// The lines on which the statements of an import start.
pub(super) fn statement_lines(import: &ImportReport) -> BTreeSet<u32> {
    import
        .sites
        .iter()
        .map(|site| site.statement_line)
        .collect()
}

/// The chains that share their inner modules, as one: where it may start and where it may end.
struct Route<'r> {
    heads: BTreeMap<&'r str, &'r ImportReport>,
    inner: Vec<&'r ImportReport>,
    tails: BTreeMap<&'r str, &'r ImportReport>,
}

/// One block a pair, one paragraph for all chains with the same inner modules.
pub(super) fn write_routes(
    report: &Report,
    violation: &ViolationReport,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut routes: BTreeMap<(usize, Vec<&str>), Route<'_>> = BTreeMap::new();
    let mut direct: BTreeMap<Vec<&str>, &ImportReport> = BTreeMap::new();
    for chain in &violation.chains {
        let imports: Vec<_> = chain.imports.iter().map(|ix| report.import(*ix)).collect();
        let all = names(&imports);
        match imports.as_slice() {
            [] => {}
            [only] => {
                direct.insert(all, only);
            }
            [_, inner @ .., _] => {
                let middle = all[1..all.len() - 1].to_vec();
                let route = routes.entry((middle.len(), middle));
                let route = route.or_insert_with(|| Route::through(inner.to_vec()));
                route.add(chain, report);
            }
        }
    }
    for import in direct.into_values() {
        write!(out, "- {}\n\n", link(import))?;
    }
    routes.into_values().try_for_each(|route| route.write(out))
}

impl<'r> Route<'r> {
    fn through(inner: Vec<&'r ImportReport>) -> Self {
        Self {
            heads: BTreeMap::new(),
            inner,
            tails: BTreeMap::new(),
        }
    }

    fn add(&mut self, chain: &ChainReport, report: &'r Report) {
        let import = |ix: &ImportIx| report.import(*ix);
        let heads = chain.imports.first().into_iter().chain(&chain.extra_first);
        self.heads
            .extend(heads.map(import).map(|head| (&*head.importer, head)));
        let tails = chain.imports.last().into_iter().chain(&chain.extra_last);
        self.tails
            .extend(tails.map(import).map(|tail| (&*tail.imported, tail)));
    }

    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        for (at, head) in self.heads.values().enumerate() {
            let mark = if at == 0 { "- " } else { "  & " };
            let text = if at + 1 == self.heads.len() {
                link(head)
            } else {
                format!("{} ({})", clean(&head.importer), lines(head))
            };
            writeln!(out, "{mark}{text}")?;
        }
        for import in &self.inner {
            writeln!(out, "  {}", link(import))?;
        }
        let mut tails = self.tails.values();
        if let Some(first) = tails.next() {
            writeln!(out, "  {}", link(first))?;
            let indent = " ".repeat(2 + first.importer.chars().count() + 4);
            for tail in tails {
                let (name, lines) = (clean(&tail.imported), lines(tail));
                writeln!(out, "{indent}& {name} ({lines})")?;
            }
        }
        writeln!(out)
    }
}
