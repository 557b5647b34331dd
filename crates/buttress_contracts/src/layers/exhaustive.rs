//! What an exhaustive contract misses: children of the containers that nobody listed.

use std::collections::BTreeSet;

use buttress_graph::ModuleTable;
use buttress_source::{Candidates, Code, FileSpan, Finding};

use super::stack::Stack;
use crate::LayersSettings;
use crate::names::last_component;
use crate::scope::Scope;
use crate::terms::{Term, with_help};

/// Reports each child of each container that is neither a layer nor an exception, and each
/// exception that is no child of any container.
///
/// A dotted layer does not stand for its first component.
pub(super) fn report(
    scope: &mut Scope<'_>,
    settings: &LayersSettings,
    stacks: &[Stack],
    span: Option<FileSpan>,
) {
    let layers = settings
        .layers
        .iter()
        .flat_map(|layer| &layer.value.modules);
    let mut listed: BTreeSet<&str> = layers.map(|module| module.value.name.as_str()).collect();
    let ignores = settings.exhaustive_ignores.iter();
    listed.extend(ignores.map(|name| name.value.as_str()));
    let containers = stacks.iter().filter_map(|stack| stack.container.as_ref());
    let containers: Vec<&Term> = containers.collect();
    let table = scope.view.table();
    for container in &containers {
        for child in table.children(&container.name) {
            if !listed.contains(last_component(child)) {
                let finding = undeclared(&container.name, child);
                scope.report(finding.at(container.span.or(span)));
            }
        }
    }
    if !containers.is_empty() {
        report_useless(scope, settings, &containers);
    }
}

fn undeclared(container: &str, child: &str) -> Finding {
    let message = format!("`{child}` is not listed as a layer of `{container}`");
    let tail = last_component(child);
    Finding::new(Code::UndeclaredLayer, message)
        .module(child)
        .help(format!(
            "add `{tail}` to `layers` or to `exhaustive_ignores`"
        ))
}

fn report_useless(scope: &mut Scope<'_>, settings: &LayersSettings, containers: &[&Term]) {
    let table = scope.view.table();
    let children = tails(table, containers);
    let known: Candidates<'_> = children.iter().copied().collect();
    for name in &settings.exhaustive_ignores {
        if children.contains(name.value.as_str()) {
            continue;
        }
        let message = format!("`{}` is no child of any container", name.value);
        let help = known.nearest(&name.value);
        let help = help.map(|near| format!("did you mean `{near}`?"));
        scope.report(with_help(Finding::new(Code::EmptySelector, message), help).at(name.span));
    }
}

fn tails<'t>(table: &'t ModuleTable, containers: &[&Term]) -> BTreeSet<&'t str> {
    let children = containers
        .iter()
        .flat_map(|container| table.children(&container.name));
    children.map(last_component).collect()
}
