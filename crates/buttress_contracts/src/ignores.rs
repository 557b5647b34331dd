//! Ignored imports: which they are, and what to say about patterns that match none.

use std::collections::BTreeSet;

use buttress_graph::{EdgeId, GraphView, ImportPattern, ModuleId, ModuleTable, Selector};
use buttress_source::{Code, Finding, Severity, Spanned, nearest};

use crate::Contract;
use crate::missing::way_out;
use crate::terms::with_help;

/// What `ignore_imports` takes out of a view.
#[derive(Debug)]
pub(crate) struct Ignored {
    /// The imports, each once.
    pub(crate) edges: BTreeSet<EdgeId>,
    /// One finding for each pattern that matches no import.
    pub(crate) findings: Vec<Finding>,
}

/// Matches all patterns of the contract against the same, untouched view.
pub(crate) fn find(contract: &Contract, view: &GraphView<'_>) -> Ignored {
    let mut ignored = Ignored {
        edges: BTreeSet::new(),
        findings: Vec::new(),
    };
    for import in &contract.ignore_imports {
        let found = import.pattern.value.find(view);
        if found.is_empty() {
            let alerting = contract.unmatched_ignore_imports_alerting;
            ignored
                .findings
                .extend(unmatched(&import.pattern, alerting, view));
        }
        ignored.edges.extend(found);
    }
    ignored
}

fn unmatched(
    pattern: &Spanned<ImportPattern>,
    alerting: Severity,
    view: &GraphView<'_>,
) -> Option<Finding> {
    let message = format!("no import matches `{}`", pattern.value);
    let finding = Finding::new(Code::UnmatchedIgnore, message).at(pattern.span);
    let finding = with_help(finding, help(&pattern.value, view));
    match alerting {
        Severity::Off => None,
        // An error is what the code says unless the project says otherwise.
        Severity::Error => Some(finding),
        Severity::Warning => Some(finding.severity(Severity::Warning)),
    }
}

/// Why nothing matches, and what is nearest.
fn help(pattern: &ImportPattern, view: &GraphView<'_>) -> Option<String> {
    let table = view.table();
    unknown(table, pattern.importer())
        .or_else(|| unknown(table, pattern.imported()))
        .or_else(|| no_such_import(pattern, view))
}

/// What to say about one side that chooses nothing at all.
fn unknown(table: &ModuleTable, selector: &Selector) -> Option<String> {
    if !selector.select(table).is_empty() {
        return None;
    }
    let Some(name) = selector.as_literal() else {
        return Some(format!("`{selector}` matches no module"));
    };
    let out = way_out(table, name).map_or_else(String::new, |out| format!("; {out}"));
    Some(format!("`{name}` does not exist{out}"))
}

/// What to say about two modules of which one does not import the other.
fn no_such_import(pattern: &ImportPattern, view: &GraphView<'_>) -> Option<String> {
    let table = view.table();
    let importer = table.id(pattern.importer().as_literal()?)?;
    let wanted = pattern.imported().as_literal()?;
    let imported = table.id(wanted);
    if imported.is_some_and(|id| view.graph().edge(importer, id).is_some()) {
        return Some("imports of its kind do not count in this contract".to_owned());
    }
    let name = table.name(importer);
    let reason = format!("`{name}` does not import `{wanted}`");
    Some(match nearest_import(view, importer, wanted) {
        Some(edge) => {
            let from = table.name(view.graph().importer(edge));
            let to = table.name(view.graph().imported(edge));
            format!("{reason}; did you mean `{from} -> {to}`?")
        }
        None => reason,
    })
}

/// An import that may have been meant: of something in the imported package, by something in the
/// importing package, or of a name like the one written.
fn nearest_import(view: &GraphView<'_>, importer: ModuleId, wanted: &str) -> Option<EdgeId> {
    let table = view.table();
    let imported = table.subtree(wanted);
    let among = |edge: &EdgeId| imported.contains(view.graph().imported(*edge));
    let package = table.descendants_and_self(importer);
    let own = view.outgoing(importer).find(among);
    let below = || package.iter().flat_map(|id| view.outgoing(id)).find(among);
    own.or_else(below).or_else(|| {
        let like = nearest(wanted, view.imported_by(importer).map(|id| table.name(id)))?;
        let like = table.id(like)?;
        view.outgoing(importer)
            .find(|edge| view.graph().imported(*edge) == like)
    })
}
