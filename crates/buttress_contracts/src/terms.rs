//! From the selectors of a contract to its terms: the modules that it compares.

use std::sync::Arc;

use buttress_graph::{ExternalMode, ModuleKind, ModuleRange, ModuleTable, Selector, cmp_names};
use buttress_source::{Code, FileSpan, Finding, Severity, Spanned};

use crate::missing::{exists, way_out};
use crate::names::Names;
use crate::scope::Scope;

/// A module that a contract names, with its descendants unless the contract says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// The module's name. For an external it may be no node, but have nodes below it.
    pub(crate) name: Arc<str>,
    /// The modules it stands for.
    pub(crate) modules: ModuleRange,
    /// The index of the selector it stems from.
    pub(crate) item: usize,
    /// Where that selector is written.
    pub(crate) span: Option<FileSpan>,
}

/// How selectors are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// Whether a term stands for its descendants as well. An external always does: that
    /// `django.forms` is a node is only because someone imports it.
    pub(crate) as_packages: bool,
    /// Whether an external that nothing imports is simply not there.
    pub(crate) absent_externals: bool,
}

/// The terms of all selectors, sorted by name; a module that several select is one term, which
/// belongs to the first of them. Selectors that match nothing become findings.
pub(crate) fn resolve(
    scope: &mut Scope<'_>,
    selectors: &[Spanned<Selector>],
    reading: Reading,
) -> Vec<Term> {
    let mut terms = Vec::new();
    for (item, selector) in selectors.iter().enumerate() {
        let found = match selector.value.as_literal() {
            Some(name) => Vec::from_iter(literal(scope, name, selector.span, reading)),
            None => matches(scope, selector, reading),
        };
        terms.extend(found.into_iter().map(|(name, modules)| Term {
            name,
            modules,
            item,
            span: selector.span,
        }));
    }
    terms.sort_by(|a, b| cmp_names(&a.name, &b.name));
    terms.dedup_by(|later, first| later.name == first.name);
    terms
}

fn literal(
    scope: &mut Scope<'_>,
    name: &str,
    span: Option<FileSpan>,
    reading: Reading,
) -> Option<(Arc<str>, ModuleRange)> {
    let table = scope.view.table();
    if scope.has(name) {
        let modules = modules_of(table, name, reading.as_packages);
        return Some((name.into(), modules));
    }
    if table.is_internal_name(name) || !reading.absent_externals {
        let finding = missing_module(&mut scope.names, name);
        scope.report(finding.at(span));
    } else if !table.can_hold_external(name) {
        scope.report(unseen_external(table, name).at(span));
    }
    None
}

fn matches(
    scope: &mut Scope<'_>,
    selector: &Spanned<Selector>,
    reading: Reading,
) -> Vec<(Arc<str>, ModuleRange)> {
    let table = scope.view.table();
    let selected = selector.value.select(table).into_iter();
    let present = selected.filter(|selected| scope.has(selected.name));
    let found: Vec<_> = present
        .map(|selected| {
            let modules = modules_of(table, selected.name, reading.as_packages);
            (selected.name.into(), modules)
        })
        .collect();
    if found.is_empty() {
        let finding = empty_selector(&mut scope.names, selector);
        scope.report(finding);
    }
    found
}

fn modules_of(table: &ModuleTable, name: &str, as_packages: bool) -> ModuleRange {
    match table.id(name) {
        Some(id) if !as_packages && table.module(id).kind != ModuleKind::External => id.into(),
        _ => table.subtree(name),
    }
}

/// A contract names a module that does not exist.
pub(crate) fn missing_module(names: &mut Names<'_>, name: &str) -> Finding {
    let message = format!("module `{name}` does not exist");
    with_help(
        Finding::new(Code::MissingModule, message),
        way_out(names, name),
    )
    .module(name)
}

/// An external that the graph cannot hold as externals are named: to find no import of it means
/// nothing.
fn unseen_external(table: &ModuleTable, name: &str) -> Finding {
    let top = name.split_once('.').map_or(name, |(top, _)| top);
    let (message, help) = match table.externals() {
        ExternalMode::None => (
            format!("imports of `{name}` are not in the graph, as `external` is \"none\""),
            "set `external = \"full\"` (or \"root\")".to_owned(),
        ),
        ExternalMode::Root | ExternalMode::Full => (
            format!("`{name}` is only known as `{top}`, as `external` is \"root\""),
            format!("set `external = \"full\"`, or name `{top}`"),
        ),
    };
    Finding::new(Code::MissingModule, message)
        .module(name)
        .help(help)
}

/// A selector with wildcards matches nothing; the help looks at the part before the wildcards.
pub(crate) fn empty_selector(names: &mut Names<'_>, selector: &Spanned<Selector>) -> Finding {
    let text = selector.value.as_str();
    let message = format!("`{text}` matches no module");
    let fixed: Vec<&str> = text
        .split('.')
        .take_while(|part| !part.contains('*'))
        .collect();
    let prefix = fixed.join(".");
    let help = if prefix.is_empty() || exists(names.table(), &prefix) {
        None
    } else {
        let out = way_out(names, &prefix).map(|out| format!("; {out}"));
        Some(format!(
            "`{prefix}` does not exist{}",
            out.unwrap_or_default()
        ))
    };
    let mut finding = Finding::new(Code::EmptySelector, message);
    if !prefix.is_empty() {
        finding = finding.module(prefix);
    }
    with_help(finding, help).at(selector.span)
}

/// A selector matches an external module where only modules of the project mean anything. By name
/// that is an error; with wildcards it is what the project makes of it.
pub(crate) fn external_module(selector: &Spanned<Selector>, name: &str, why: &str) -> Finding {
    let by_name = selector.value.as_literal().is_some();
    let message = if by_name {
        format!("`{name}` is an external module, and {why}")
    } else {
        format!(
            "`{}` matches the external module `{name}`, and {why}",
            selector.value
        )
    };
    let finding = Finding::new(Code::ExternalModule, message)
        .at(selector.span)
        .help("name modules of the project")
        .module(name);
    if by_name {
        finding.severity(Severity::Error)
    } else {
        finding
    }
}

/// Adds a way out, if there is one to name.
pub(crate) fn with_help(finding: Finding, help: Option<String>) -> Finding {
    match help {
        Some(help) => finding.help(help),
        None => finding,
    }
}
