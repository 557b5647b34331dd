//! The sentences that more than one renderer says, so that they say the same.

use std::collections::{BTreeMap, BTreeSet};

use buttress_report::{
    BreakerReport, ChainReport, ContractReport, CycleReport, Diagnostic, ImportIx, ImportReport,
    Location, ViolationReport, WhyReport,
};
use buttress_source::{ImportKinds, Severity};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::text::{clean, count, count_of};
use crate::{MaxChains, RenderOptions};

/// `path:line:column`.
pub(crate) fn place(location: &Location) -> String {
    let (line, column) = (location.start.line, location.start.column);
    format!("{}:{line}:{column}", clean(&location.path))
}

/// Where an import is first written; its names if it has no place.
pub(crate) fn place_of_import(import: &ImportReport) -> String {
    match import.sites.first() {
        Some(site) => place(&site.location),
        None => format!("{} -> {}", clean(&import.importer), clean(&import.imported)),
    }
}

/// Where a diagnostic is: `path:line:column`, else its path, else nothing.
pub(crate) fn place_of_diagnostic(diagnostic: &Diagnostic) -> Option<String> {
    let path = || {
        diagnostic
            .path
            .as_ref()
            .map(|path| clean(path).into_owned())
    };
    diagnostic.location.as_ref().map(place).or_else(path)
}

/// `a.b imports c.d, inside a function, and in 2 more places`.
pub(crate) fn import_sentence(import: &ImportReport) -> String {
    let names = format!(
        "{} imports {}",
        clean(&import.importer),
        clean(&import.imported)
    );
    let mut parts = vec![names];
    let kinds = import.sites.iter().map(|site| site.kinds).take(1);
    parts.extend(kinds.flat_map(circumstances).map(str::to_owned));
    let more = import.sites.len().saturating_sub(1);
    parts.extend((more > 0).then(|| format!("and in {}", count(more, "more place"))));
    parts.join(", ")
}

/// The kinds of an import, as people say them.
fn circumstances(kinds: ImportKinds) -> impl Iterator<Item = &'static str> {
    const WORDS: [(ImportKinds, &str); 5] = [
        (ImportKinds::DEFERRED, "inside a function"),
        (ImportKinds::TYPE_CHECKING, "only for type checking"),
        (ImportKinds::CONDITIONAL, "inside if or try"),
        (ImportKinds::LAZY, "lazily"),
        (ImportKinds::STAR, "with a star"),
    ];
    let held = WORDS
        .into_iter()
        .filter(move |(kind, _)| kinds.contains(*kind));
    held.map(|(_, words)| words)
}

/// `a.b imports c.d via e.f, g.h`: a whole chain on one line.
pub(crate) fn chain_sentence(chain: &ChainReport, imports: &[ImportReport]) -> String {
    let hops: Vec<_> = chain
        .imports
        .iter()
        .map(|ix| &imports[ix.index()])
        .collect();
    let [first, .., last] = hops.as_slice() else {
        return hops
            .first()
            .map_or_else(String::new, |only| import_sentence(only));
    };
    let between: Vec<_> = hops[1..].iter().map(|hop| clean(&hop.importer)).collect();
    let (importer, imported) = (clean(&first.importer), clean(&last.imported));
    format!("{importer} imports {imported} via {}", between.join(", "))
}

/// How many chains the chains of a pair stand for: those with another first or last import counted,
/// each once, however many chains share what is between.
fn variants(violation: &ViolationReport, imports: &[ImportReport]) -> usize {
    type Ends = (BTreeSet<ImportIx>, BTreeSet<ImportIx>);
    let mut by_inner: BTreeMap<(&str, &[ImportIx]), Ends> = BTreeMap::new();
    let mut direct = 0;
    for chain in &violation.chains {
        let [first, inner @ .., last] = chain.imports.as_slice() else {
            direct += chain.imports.len();
            continue;
        };
        let via = &*imports[first.index()].imported;
        let (heads, tails) = by_inner.entry((via, inner)).or_default();
        heads.extend(std::iter::once(first).chain(&chain.extra_first));
        tails.extend(std::iter::once(last).chain(&chain.extra_last));
    }
    let indirect = by_inner.values();
    let indirect: usize = indirect
        .map(|(heads, tails)| heads.len() * tails.len())
        .sum();
    direct + indirect
}

/// The import of the chain to remove.
pub(crate) fn primary(chain: &ChainReport) -> Option<ImportIx> {
    let primary = chain.imports.get(chain.primary);
    primary.or(chain.imports.last()).copied()
}

/// `2 pairs, 1 direct import, 3 imports to remove`, and whatever else broke the contract.
///
/// With the imports of the report, direct imports and chains are counted as well.
pub(crate) fn damage(contract: &ContractReport, details: Option<&[ImportReport]>) -> String {
    let mut parts = Vec::new();
    let violations = &contract.violations;
    if !violations.is_empty() {
        parts.push(count(violations.len(), "pair"));
        if details.is_some() {
            let direct: usize = violations.iter().map(|v| v.direct_imports).sum();
            parts.extend((direct > 0).then(|| count(direct, "direct import")));
        }
        let cut = imports_to_remove(contract).len();
        parts.push(count_of(cut, "import", "to remove"));
        let complete = violations.iter().all(|v| v.chains_complete);
        if let Some(imports) = details.filter(|_| complete) {
            let chains = violations.iter().map(|pair| variants(pair, imports)).sum();
            parts.push(count(chains, "import chain"));
        }
    }
    if !contract.cycles.is_empty() {
        parts.push(count(contract.cycles.len(), "cyclic package"));
        let cut = imports_to_remove(contract).len();
        parts.push(count_of(cut, "import", "to remove"));
    }
    let errors = contract.findings.iter();
    let errors = errors
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    if errors > 0 {
        parts.push(count(errors, "error"));
    }
    parts.join(", ")
}

/// The union of the cuts of all pairs, and of the breakers of all cycles, in the order of the
/// report.
pub(crate) fn imports_to_remove(contract: &ContractReport) -> IndexSet<ImportIx, FxBuildHasher> {
    let violations = contract.violations.iter();
    let cuts = violations.flat_map(|violation| violation.cut.iter().copied());
    let breakers = contract
        .cycles
        .iter()
        .flat_map(CycleReport::imports_to_remove);
    cuts.chain(breakers).collect()
}

/// `.orders -> .users (2 imports)`: what to remove between two children of a package.
pub(crate) fn breaker_sentence(cycle: &CycleReport, breaker: &BreakerReport) -> String {
    let relative = |name: &str| {
        let below = name.strip_prefix(cycle.package.as_str());
        clean(below.unwrap_or(name)).into_owned()
    };
    let imports = count(breaker.imports.len(), "import");
    let (importer, imported) = (relative(&breaker.importer), relative(&breaker.imported));
    format!("{importer} -> {imported} ({imports})")
}

/// A sentence with the conditions of the question after it.
pub(crate) fn conditional(sentence: String, why: &WhyReport) -> String {
    let conditions = why
        .conditions
        .iter()
        .map(|clause| clean(clause).into_owned());
    let parts: Vec<String> = std::iter::once(sentence).chain(conditions).collect();
    parts.join(", ")
}

/// Whether no bound can have kept chains from being found.
pub(crate) fn all_searched(contract: &ContractReport, options: &RenderOptions) -> bool {
    let all = options.max_chains == MaxChains::All;
    all || contract.violations.iter().all(|pair| pair.chains_complete)
}
