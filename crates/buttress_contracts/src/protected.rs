//! `protected`: only the allowed importers may import a protected module, and only directly counts.
//!
//! Within one protected package every module may import every other; that two packages are
//! protected by the same contract gives neither access to the other.

use std::collections::BTreeMap;

use buttress_graph::{EdgeId, ModuleId, ModuleSet, Selector};
use buttress_source::{FileSpan, Spanned};

use crate::scope::Scope;
use crate::terms::{self, Reading, Term};
use crate::{ProtectedSettings, Protection, Violation, ViolationChain};

/// Checks a contract of protected modules. O(imports of the protected modules), for each item.
pub(crate) fn check(scope: &mut Scope<'_>, settings: &ProtectedSettings) -> Vec<Violation> {
    let reading = Reading {
        as_packages: settings.as_packages,
        absent_externals: false,
    };
    let mut allowed = allowed_importers(scope, settings);
    allowed.union_with(&scope.exempt);
    let mut illegal = BTreeMap::new();
    for (item, selector) in settings.protected_modules.iter().enumerate() {
        // Item by item: a module that two items name is protected by both.
        for term in terms::resolve(scope, std::slice::from_ref(selector), reading) {
            let protection = Protection {
                item,
                module: term.name.to_string(),
                expression: wildcards(selector),
            };
            for import in imports_from_outside(scope, &term) {
                if allowed.contains(import.0) {
                    continue;
                }
                let found = illegal.entry(import).or_insert_with(|| Illegal {
                    because: term.span,
                    protections: Vec::new(),
                });
                found.protections.push(protection.clone());
            }
        }
    }
    let illegal = illegal.into_iter();
    illegal
        .map(|((importer, imported), found)| violation(scope, importer, imported, found))
        .collect()
}

/// What is known about an import that is not allowed.
struct Illegal {
    because: Option<FileSpan>,
    protections: Vec<Protection>,
}

fn violation(
    scope: &Scope<'_>,
    importer: ModuleId,
    imported: ModuleId,
    found: Illegal,
) -> Violation {
    let table = scope.view.table();
    let importing = table.name(importer);
    let protected = found.protections.first();
    let protected = protected.map_or("", |protection| protection.module.as_str());
    let cut: Vec<EdgeId> = scope
        .view
        .graph()
        .edge(importer, imported)
        .into_iter()
        .collect();
    let chain = ViolationChain {
        imports: cut.clone(),
        extra_first: Vec::new(),
        extra_last: Vec::new(),
        primary: 0,
    };
    let chains_complete = scope.max_chains != Some(0);
    Violation {
        importer: importing.into(),
        imported: table.name(imported).into(),
        because: found.because,
        explanation: format!(
            "{protected} is protected, and {importing} is not allowed to import it"
        )
        .into(),
        chains: chains_complete.then_some(chain).into_iter().collect(),
        chains_complete,
        direct_imports: 1,
        cut,
        protections: found.protections,
    }
}

/// The imports of a term's modules by modules that do not belong to it.
fn imports_from_outside<'a>(
    scope: &'a Scope<'_>,
    term: &'a Term,
) -> impl Iterator<Item = (ModuleId, ModuleId)> + 'a {
    let own = term.modules;
    own.iter().flat_map(move |imported| {
        let importers = scope.view.importers_of(imported);
        let outside = importers.filter(move |importer| !own.contains(*importer));
        outside.map(move |importer| (importer, imported))
    })
}

fn wildcards(selector: &Spanned<Selector>) -> Option<String> {
    let selector = &selector.value;
    selector
        .as_literal()
        .is_none()
        .then(|| selector.as_str().to_owned())
}

/// The modules that may import what is protected. An external module imports nothing that is known,
/// so naming one is a mistake.
fn allowed_importers(scope: &mut Scope<'_>, settings: &ProtectedSettings) -> ModuleSet {
    let table = scope.view.table();
    let mut allowed = ModuleSet::new(table);
    for selector in &settings.allowed_importers {
        let literal = selector.value.as_literal();
        // A single module that is not there cannot import; with packages, a name is a promise.
        if !settings.as_packages && literal.is_some_and(|name| !scope.has(name)) {
            let finding = terms::empty_selector(&mut scope.names, selector);
            scope.report(finding);
            continue;
        }
        let reading = Reading {
            as_packages: settings.as_packages,
            absent_externals: false,
        };
        let found = terms::resolve(scope, std::slice::from_ref(selector), reading);
        let (internal, external): (Vec<Term>, Vec<Term>) =
            (found.into_iter()).partition(|term| table.is_internal_name(&term.name));
        for term in internal {
            allowed.insert_range(term.modules);
        }
        if let Some(term) = external.first().filter(|_| settings.as_packages) {
            let what = "what an external module imports is not known";
            scope.report(terms::external_module(selector, &term.name, what));
        }
    }
    allowed
}
