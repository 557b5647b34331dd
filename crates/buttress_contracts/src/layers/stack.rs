//! Which layers exist, container by container.

use buttress_graph::{ModuleRange, ModuleTable, Selector, cmp_names};
use buttress_source::{Code, FileSpan, Finding, Spanned};

use crate::missing::{is_outside, likely_name, quoted_list, way_out};
use crate::names::Names;
use crate::scope::Scope;
use crate::terms::{self, Reading, Term, with_help};
use crate::{LayerModule, LayersSettings};

/// The layers of one container, as far as they exist.
#[derive(Debug)]
pub(super) struct Stack {
    /// The container; none if the layers are absolute names.
    pub(super) container: Option<Term>,
    /// The layer modules, by name.
    pub(super) rungs: Vec<Rung>,
}

impl Stack {
    /// The modules of each rung, in the order of the rungs.
    pub(super) fn ranges(&self) -> Vec<ModuleRange> {
        self.rungs.iter().map(|rung| rung.term.modules).collect()
    }
}

/// A layer module that exists.
#[derive(Debug)]
pub(super) struct Rung {
    /// The module with its descendants.
    pub(super) term: Term,
    /// Its name as the contract gives it.
    pub(super) label: String,
    /// The index of its layer, counted from the top.
    pub(super) layer: usize,
}

/// The stacks of all containers, by name; or the only one, if the contract has no containers.
pub(super) fn resolve(scope: &mut Scope<'_>, settings: &LayersSettings) -> Vec<Stack> {
    if settings.containers.is_empty() {
        return vec![stack(scope, settings, None)];
    }
    let containers = containers(scope, &settings.containers).into_iter();
    containers
        .map(|container| stack(scope, settings, Some(container)))
        .collect()
}

/// The containers that exist and hold modules of the project.
fn containers(scope: &mut Scope<'_>, selectors: &[Spanned<Selector>]) -> Vec<Term> {
    let reading = Reading {
        as_packages: true,
        absent_externals: false,
    };
    let table = scope.view.table();
    let found = terms::resolve(scope, selectors, reading);
    if found.is_empty() {
        // Without any container the contract would be kept because it says nothing.
        scope.insist(Code::EmptySelector);
    }
    let (outside, inside): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|term| is_outside(table, &term.name));
    for (item, selector) in selectors.iter().enumerate() {
        let beside = outside.iter().find(|term| term.item == item);
        let useful = inside.iter().any(|term| term.item == item);
        match beside {
            Some(term) if useful => {
                let why = "layers stand in packages of the project";
                scope.report(terms::external_module(selector, &term.name, why));
            }
            Some(term) => scope.report(external_container(table, &term.name, selector.span)),
            None => {}
        }
    }
    inside
}

fn external_container(table: &ModuleTable, name: &str, span: Option<FileSpan>) -> Finding {
    let roots = quoted_list(table.roots(), 4);
    let message = format!("container `{name}` lies outside the root packages");
    Finding::new(Code::InvalidValue, message)
        .at(span)
        .module(name)
        .help(format!(
            "name a root package ({roots}) or a package below one"
        ))
}

/// The layers that one container has; what is missing is reported.
fn stack(scope: &mut Scope<'_>, settings: &LayersSettings, container: Option<Term>) -> Stack {
    let table = scope.view.table();
    let above = container.as_ref().map(|container| &*container.name);
    let mut rungs = Vec::new();
    for (height, layer) in settings.layers.iter().enumerate() {
        for module in &layer.value.modules {
            let span = module.span.or(layer.span);
            let name = full_name(above, &module.value);
            if scope.has(&name) {
                rungs.push(Rung {
                    term: Term {
                        modules: table.subtree(&name),
                        name: name.into(),
                        item: height,
                        span,
                    },
                    label: module.value.name.as_str().to_owned(),
                    layer: height,
                });
            } else if !module.value.optional {
                let finding = missing(&mut scope.names, above, &module.value, &name);
                scope.report(finding.at(span));
            }
        }
    }
    rungs.sort_by(|a, b| cmp_names(&a.term.name, &b.term.name));
    Stack { container, rungs }
}

fn full_name(container: Option<&str>, module: &LayerModule) -> String {
    match container {
        Some(container) => format!("{container}.{}", module.name),
        None => module.name.as_str().to_owned(),
    }
}

fn missing(
    names: &mut Names<'_>,
    container: Option<&str>,
    module: &LayerModule,
    name: &str,
) -> Finding {
    let label = &module.name;
    let Some(container) = container else {
        let message = format!("layer `{label}` does not exist");
        return with_help(
            Finding::new(Code::MissingLayer, message),
            way_out(names, name),
        )
        .module(name);
    };
    let near = likely_name(names, name);
    let near = near.as_deref().and_then(|near| relative(near, container));
    let help = match near {
        Some(near) => format!("did you mean `{near}`? Write `({label})` if it may be absent"),
        None => format!("write `({label})` if it may be absent"),
    };
    let message = format!("layer `{label}` does not exist in container `{container}`");
    Finding::new(Code::MissingLayer, message)
        .module(name)
        .help(help)
}

fn relative<'n>(name: &'n str, container: &str) -> Option<&'n str> {
    name.strip_prefix(container)?.strip_prefix('.')
}
