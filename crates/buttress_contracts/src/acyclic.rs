//! `acyclic_siblings`: the children of a package must not import each other in a cycle.
//!
//! A child stands for all below it. The same holds for the children of the children, as deep as the
//! contract says. What to remove is told by the cycle breakers of the graph.

use std::collections::{BTreeMap, BTreeSet};

use buttress_graph::{
    GraphView, ModuleRange, ModuleTable, Selector, cmp_names, cycle_breakers, pool, shortest_cycle,
};
use buttress_source::{Code, FileSpan, Finding, Severity, Spanned};

use crate::scope::Scope;
use crate::terms;
use crate::{AcyclicSiblingsSettings, Breaker, Cycle};

/// Checks a contract of siblings without cycles.
///
/// A package that several ancestors reach is judged once. O(imports below the ancestors × depth),
/// and what the cycle breakers of each package cost.
pub(crate) fn check(scope: &mut Scope<'_>, settings: &AcyclicSiblingsSettings) -> Vec<Cycle> {
    report_contradictions(scope, settings);
    let ancestors = ancestors(scope, &settings.ancestors);
    let skipped = skipped(scope, &settings.skip_descendants);
    let view = without_excepted(scope);
    let packages = packages(view.table(), &ancestors, &skipped, settings.depth);
    let judge = |(package, reached): (&str, Reached)| cycle(&view, package, &reached);
    let cycles = pool::map(packages.into_iter().collect(), judge);
    let mut cycles: Vec<Cycle> = cycles.into_iter().flatten().collect();
    cycles.sort_by(|a, b| cmp_names(&a.package, &b.package));
    cycles
}

/// A package of which the contract says that its children are not cyclic.
struct Ancestor<'g> {
    name: &'g str,
    span: Option<FileSpan>,
}

/// The ancestors in name order, each once, with the first item that names it.
fn ancestors<'g>(scope: &mut Scope<'g>, selectors: &[Spanned<Selector>]) -> Vec<Ancestor<'g>> {
    let table = scope.view.table();
    let mut found: Vec<Ancestor<'g>> = Vec::new();
    for selector in selectors {
        let mut external = None;
        for name in named(scope, selector) {
            if table.is_internal_name(name) {
                let span = selector.span;
                found.push(Ancestor { name, span });
            } else {
                external.get_or_insert(name);
            }
        }
        if let Some(name) = external {
            let what = "what lies below an external module is not known";
            scope.report(terms::external_module(selector, name, what));
        }
    }
    found.sort_by(|a, b| cmp_names(a.name, b.name));
    found.dedup_by(|later, first| later.name == first.name);
    found
}

fn skipped<'g>(scope: &mut Scope<'g>, selectors: &[Spanned<Selector>]) -> BTreeSet<&'g str> {
    let mut skipped = BTreeSet::new();
    for selector in selectors {
        skipped.extend(named(scope, selector));
    }
    skipped
}

/// The modules that a selector names. One that names none is always an error here: a misspelt
/// ancestor would leave the contract without anything to judge.
fn named<'g>(scope: &mut Scope<'g>, selector: &Spanned<Selector>) -> Vec<&'g str> {
    let table = scope.view.table();
    let selected = selector.value.select(table).into_iter();
    let names = selected.map(|selected| selected.name);
    let names: Vec<&str> = names.filter(|name| scope.has(name)).collect();
    if names.is_empty() {
        let finding = match selector.value.as_literal() {
            Some(name) => terms::missing_module(&mut scope.names, name).at(selector.span),
            None => terms::empty_selector(&mut scope.names, selector).severity(Severity::Error),
        };
        scope.report(finding);
    }
    names
}

/// The same expression cannot be an ancestor and be skipped.
fn report_contradictions(scope: &mut Scope<'_>, settings: &AcyclicSiblingsSettings) {
    for skip in &settings.skip_descendants {
        let mut ancestors = settings.ancestors.iter();
        let Some(ancestor) = ancestors.find(|ancestor| ancestor.value == skip.value) else {
            continue;
        };
        let text = skip.value.as_str();
        let message = format!("`{text}` is skipped, and is one of the ancestors as well");
        let finding = Finding::new(Code::InvalidValue, message)
            .at(skip.span)
            .help("remove it from `ancestors` or from `skip_descendants`");
        scope.report(match ancestor.span {
            Some(span) => finding.related(span, format!("`{text}` is an ancestor here")),
            None => finding,
        });
    }
}

/// The imports that count: without those by modules that may violate the contract.
fn without_excepted<'g>(scope: &Scope<'g>) -> GraphView<'g> {
    let mut view = scope.view.clone();
    for importer in scope.exempt.iter() {
        for edge in scope.view.outgoing(importer) {
            view.hide(edge);
        }
    }
    view
}

/// The packages to judge: the ancestors and `depth` levels below each, but nothing below a skipped
/// package unless that is an ancestor itself. With each, the item of the first ancestor that leads
/// to it.
fn packages<'g>(
    table: &'g ModuleTable,
    ancestors: &[Ancestor<'g>],
    skipped: &BTreeSet<&str>,
    depth: u32,
) -> BTreeMap<&'g str, Reached> {
    let mut reached: BTreeMap<&str, Reached> = BTreeMap::new();
    for ancestor in ancestors {
        let mut open = vec![(ancestor.name, table.subtree(ancestor.name), depth)];
        while let Some((package, subtree, depth)) = open.pop() {
            let known = reached.get(package);
            if known.is_some_and(|known| known.depth >= depth) {
                continue;
            }
            let because = known.map_or(ancestor.span, |known| known.because);
            let now = Reached {
                subtree,
                depth,
                because,
            };
            reached.insert(package, now);
            if let Some(below) = depth.checked_sub(1) {
                let children = table.child_ranges(package, subtree);
                // A module has no children, and most are modules.
                let children =
                    children.filter(|(child, range)| range.len() > 1 && !skipped.contains(child));
                open.extend(children.map(|(child, range)| (child, range, below)));
            }
        }
    }
    reached
}

/// How a package came to be judged.
struct Reached {
    /// All modules in it.
    subtree: ModuleRange,
    /// How many levels below it are judged too.
    depth: u32,
    because: Option<FileSpan>,
}

/// What there is to say about a package whose children are cyclic.
fn cycle(view: &GraphView<'_>, package: &str, reached: &Reached) -> Option<Cycle> {
    let children = view.table().child_ranges(package, reached.subtree);
    let (children, ranges): (Vec<&str>, Vec<ModuleRange>) = children.unzip();
    if children.len() < 2 {
        return None;
    }
    let found = cycle_breakers(view, &ranges);
    if found.is_empty() {
        return None;
    }
    let shortest = shortest_cycle(view, &ranges, &found);
    let breakers = found.into_iter().map(|breaker| Breaker {
        importer: children[breaker.importer].to_owned(),
        imported: children[breaker.imported].to_owned(),
        imports: breaker.imports,
    });
    Some(Cycle {
        package: package.to_owned(),
        because: reached.because,
        explanation: format!("the children of {package} must not form a cycle"),
        breakers: breakers.collect(),
        shortest,
    })
}
