//! `independence`: none of the modules may import another, directly or through unlisted modules.

use std::collections::BTreeMap;

use buttress_graph::ModuleRange;
use buttress_source::Finding;

use crate::overlap;
use crate::pairs::{self, Comparison, Pair};
use crate::scope::Scope;
use crate::terms::{self, Reading, Term};
use crate::{Explanation, IndependenceSettings, Violation};

/// Checks a contract of independent modules.
pub(crate) fn check(scope: &mut Scope<'_>, settings: &IndependenceSettings) -> Vec<Violation> {
    let terms = siblings(scope, settings);
    let ranges: Vec<ModuleRange> = terms.iter().map(|term| term.modules).collect();
    for finding in overlaps(&terms, &ranges) {
        scope.report(finding);
    }
    let connected = scope.absorbing_pairs(&ranges);
    let mut pairs = Vec::with_capacity(connected.len());
    pairs.extend(connected.iter().filter_map(|places| {
        let (importer, imported) = (&terms[places.0], &terms[places.1]);
        let apart = !importer.modules.overlaps(imported.modules);
        apart.then_some(Pair {
            importer,
            imported,
            places,
            because: imported.span,
            explanation: Explanation::Independent,
        })
    }));
    let comparison = Comparison {
        importers: ranges,
        absorbing: true,
        pairs,
    };
    pairs::violations(scope, &[comparison])
}

/// The independent modules, as ranges of modules.
pub(crate) fn group(scope: &mut Scope<'_>, settings: &IndependenceSettings) -> Vec<ModuleRange> {
    let terms = siblings(scope, settings);
    terms.iter().map(|term| term.modules).collect()
}

fn siblings(scope: &mut Scope<'_>, settings: &IndependenceSettings) -> Vec<Term> {
    let reading = Reading {
        as_packages: true,
        absent_externals: false,
    };
    terms::resolve(scope, &settings.modules, reading)
}

/// One finding for every two selectors that give modules inside each other, and for every selector
/// that does so alone: `a.**` can hold thousands of such pairs.
fn overlaps(terms: &[Term], ranges: &[ModuleRange]) -> Vec<Finding> {
    let mut by_items: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (outer, inner) in overlap::nested(ranges) {
        let items = (terms[inner].item, terms[outer].item);
        by_items.entry(items).or_default().push((outer, inner));
    }
    let first = |pairs: Vec<(usize, usize)>| {
        let (outer, inner) = *pairs.first()?;
        let finding = overlap::finding(&terms[outer], &terms[inner]);
        Some(match pairs.len() - 1 {
            0 => finding,
            1 => finding.help("1 other pair overlaps in the same way"),
            more => finding.help(format!("{more} other pairs overlap in the same way")),
        })
    };
    by_items.into_values().filter_map(first).collect()
}
