//! Ignored imports: which they are, and what to say about patterns that match none.

use std::collections::{BTreeSet, HashMap, HashSet};

use buttress_graph::{
    EdgeId, GraphView, ImportPattern, ModuleId, ModuleTable, Selector, find_imports, select_all,
};
use buttress_source::{Candidates, Code, Finding, Severity, Spanned};

use crate::Contract;
use crate::missing::way_out;
use crate::names::Names;
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
pub(crate) fn find(contract: &Contract, view: &GraphView<'_>, names: &mut Names<'_>) -> Ignored {
    let patterns = contract.ignore_imports.iter();
    let patterns: Vec<&Spanned<ImportPattern>> = patterns.map(|ignored| &ignored.pattern).collect();
    let values: Vec<&ImportPattern> = patterns.iter().map(|pattern| &pattern.value).collect();
    let found = find_imports(view, &values);
    let unmatched = patterns.iter().zip(&found);
    let unmatched = unmatched.filter_map(|(pattern, found)| found.is_empty().then_some(*pattern));
    Ignored {
        findings: findings(
            &unmatched.collect::<Vec<_>>(),
            contract.unmatched_ignore_imports_alerting,
            view,
            names,
        ),
        edges: found.into_iter().flatten().collect(),
    }
}

/// One finding for each pattern that matches nothing.
fn findings(
    unmatched: &[&Spanned<ImportPattern>],
    alerting: Severity,
    view: &GraphView<'_>,
    names: &mut Names<'_>,
) -> Vec<Finding> {
    if alerting == Severity::Off {
        return Vec::new();
    }
    let choice = Choice::new(unmatched, view.table());
    let mut imports = Imports::new(view);
    let findings = unmatched.iter().map(|pattern| {
        let message = format!("no import matches `{}`", pattern.value);
        let finding = Finding::new(Code::UnmatchedIgnore, message).at(pattern.span);
        let finding = with_help(finding, help(&pattern.value, &choice, names, &mut imports));
        match alerting {
            // An error is what the code says unless the project says otherwise.
            Severity::Error | Severity::Off => finding,
            Severity::Warning => finding.severity(Severity::Warning),
        }
    });
    findings.collect()
}

/// Which selectors choose anything.
struct Choice<'p>(HashSet<&'p Selector>);

impl<'p> Choice<'p> {
    fn new(patterns: &[&'p Spanned<ImportPattern>], table: &ModuleTable) -> Self {
        let sides = |pattern: &&'p Spanned<ImportPattern>| {
            [pattern.value.importer(), pattern.value.imported()]
        };
        let selectors: HashSet<&Selector> = patterns.iter().flat_map(sides).collect();
        let selectors: Vec<&Selector> = selectors.into_iter().collect();
        let chosen = selectors.iter().zip(select_all(table, &selectors));
        let chosen = chosen.filter_map(|(side, chosen)| (!chosen.is_empty()).then_some(*side));
        Self(chosen.collect())
    }
}

/// Why nothing matches, and what is nearest.
fn help(
    pattern: &ImportPattern,
    choice: &Choice<'_>,
    names: &mut Names<'_>,
    imports: &mut Imports<'_, '_>,
) -> Option<String> {
    let sides = [pattern.importer(), pattern.imported()];
    match sides.into_iter().find(|side| !choice.0.contains(*side)) {
        Some(side) => Some(unknown(names, side)),
        None => imports.no_such_import(pattern),
    }
}

/// What to say about one side that chooses nothing at all.
fn unknown(names: &mut Names<'_>, selector: &Selector) -> String {
    let Some(name) = selector.as_literal() else {
        return format!("`{selector}` matches no module");
    };
    let out = way_out(names, name).map_or_else(String::new, |out| format!("; {out}"));
    format!("`{name}` does not exist{out}")
}

/// Looks up imports that are like one that does not exist.
struct Imports<'v, 'g> {
    view: &'v GraphView<'g>,
    /// The names that a module imports, of modules asked about.
    imported: HashMap<ModuleId, Candidates<'g>>,
}

impl<'v, 'g> Imports<'v, 'g> {
    fn new(view: &'v GraphView<'g>) -> Self {
        Self {
            view,
            imported: HashMap::new(),
        }
    }

    /// What to say about two modules of which one does not import the other.
    fn no_such_import(&mut self, pattern: &ImportPattern) -> Option<String> {
        let (view, table) = (self.view, self.view.table());
        let importer = table.id(pattern.importer().as_literal()?)?;
        let wanted = pattern.imported().as_literal()?;
        let imported = table.id(wanted);
        if imported.is_some_and(|id| view.graph().edge(importer, id).is_some()) {
            return Some("imports of its kind do not count in this contract".to_owned());
        }
        let name = table.name(importer);
        let reason = format!("`{name}` does not import `{wanted}`");
        Some(match self.nearest(importer, wanted) {
            Some(edge) => {
                let from = table.name(view.graph().importer(edge));
                let to = table.name(view.graph().imported(edge));
                format!("{reason}; did you mean `{from} -> {to}`?")
            }
            None => reason,
        })
    }

    /// An import that may have been meant: of something in the imported package, by something in
    /// the importing package, or of a name like the one written.
    fn nearest(&mut self, importer: ModuleId, wanted: &str) -> Option<EdgeId> {
        let (view, table) = (self.view, self.view.table());
        let imported = table.subtree(wanted);
        view.first_import(importer.into(), imported)
            .or_else(|| view.first_import(table.descendants_and_self(importer), imported))
            .or_else(|| self.of_like_name(importer, wanted))
    }

    fn of_like_name(&mut self, importer: ModuleId, wanted: &str) -> Option<EdgeId> {
        let (view, table) = (self.view, self.view.table());
        let known = self.imported.entry(importer).or_insert_with(|| {
            let imported = view.imported_by(importer);
            imported.map(|id| table.name(id)).collect()
        });
        let like = table.id(known.nearest(wanted)?)?;
        view.outgoing(importer)
            .find(|edge| view.graph().imported(*edge) == like)
    }
}
