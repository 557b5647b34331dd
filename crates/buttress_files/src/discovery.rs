//! The whole search, from the settings to a sorted list of modules.

use std::collections::BTreeSet;

use buttress_graph::{ModuleKind, ModuleName};
use buttress_source::{Code, Finding, Severity};

use crate::exclude::Exclude;
use crate::merge::merge;
use crate::place::{Search, SourceRootSet};
use crate::roots::{Roots, nothing_found};
use crate::source_roots::source_roots;
use crate::{DiscoveryInput, FoundFile, SourceRoots};

/// The modules of a code base.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// All modules, sorted by name; no name twice.
    pub modules: Vec<FoundModule>,
    /// Modules that were left out by `exclude` or a `.gitignore`, sorted. A folder stands for
    /// whatever it holds.
    pub excluded: Vec<ModuleName>,
    /// The root packages that were found: in the order they were asked for, else sorted.
    pub roots: Vec<ModuleName>,
    /// What was odd, in a fixed order.
    pub findings: Vec<Finding>,
}

/// A module on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundModule {
    /// Its absolute name.
    pub name: ModuleName,
    /// What it is; never external.
    pub kind: ModuleKind,
    /// Its file; none exactly for namespace packages.
    pub file: Option<FoundFile>,
}

/// Finds all modules. Needs no Python interpreter and imports nothing.
///
/// Lists every folder once and opens no file but `.gitignore` files. The answer does not depend on
/// the order in which the system lists entries.
pub fn find_modules(input: &DiscoveryInput) -> Discovery {
    let mut findings = Vec::new();
    let exclude = Exclude::new(&input.exclude, &mut findings);
    let source_roots = source_roots(input, &exclude, &mut findings);
    let root_set: SourceRootSet = source_roots.iter().map(|root| root.real.clone()).collect();
    let mut search = Search::new(input, &exclude, &root_set);
    let mut roots = Roots::new(&mut search, source_roots.clone());
    let names = match (&input.root_packages, &input.source_roots) {
        (Some(names), SourceRoots::SearchPath(path)) => {
            roots.imported(names, &input.base, &path.mapped)
        }
        (Some(names), _) => roots.named(names),
        (None, _) => roots.all(),
    };
    let found = roots.into_found();
    let excluded = std::mem::take(&mut search.excluded);
    findings.append(&mut search.findings);
    let modules = merge(found, &mut findings);
    if matches!(input.source_roots, SourceRoots::SearchPath(_)) {
        // Python takes the first one, too; a second copy of a namespace package is often installed.
        for finding in &mut findings {
            if finding.code == Code::DuplicateModule {
                finding.severity = Some(Severity::Warning);
            }
        }
    }
    let is_said = findings
        .iter()
        .any(|finding| finding.code == Code::MissingRoot);
    if modules.is_empty() && !is_said {
        findings.push(nothing_found(&source_roots));
    }
    findings.extend(exclude.unmatched(&input.base));
    sort(&mut findings);
    Discovery {
        excluded: left_out(&excluded, &modules),
        modules,
        roots: names,
        findings,
    }
}

/// The excluded names that are no module after all, sorted.
fn left_out(names: &[String], modules: &[FoundModule]) -> Vec<ModuleName> {
    let names: BTreeSet<ModuleName> = names.iter().filter_map(|name| name.parse().ok()).collect();
    let is_module = |name: &ModuleName| {
        modules
            .binary_search_by(|module| module.name.cmp(name))
            .is_ok()
    };
    names.into_iter().filter(|name| !is_module(name)).collect()
}

/// What is about the configuration first, then by path.
fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.path.clone(), finding.span, finding.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
}

#[cfg(test)]
mod search_path_tests;
#[cfg(test)]
mod tests;
