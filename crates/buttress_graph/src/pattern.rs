//! Patterns of imports: `a.* -> b.**`.

use std::fmt;
use std::str::FromStr;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::components::prefixes;
use crate::groups::{lies_in, merged};
use crate::selection::select_all;
use crate::{
    EdgeId, GraphView, InvalidSelector, ModuleId, ModuleRange, ModuleTable, Selected, Selector,
};

/// A pattern of direct imports: a selector of importers and one of imported modules.
///
/// An imported *external* is also matched by a name that it lies below: `shop.a -> django` matches
/// the import of `django.forms.ModelForm`, because without the installed package nobody can tell
/// which part of such a name is a module.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ImportPattern {
    importer: Selector,
    imported: Selector,
}

/// Why a text is no import pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InvalidImportPattern {
    /// There is no `->`, or nothing on one side of it.
    Shape,
    /// The text before the arrow is no selector.
    Importer(InvalidSelector),
    /// The text behind the arrow is no selector.
    Imported(InvalidSelector),
}

impl fmt::Display for InvalidImportPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => f.write_str("expected `importer -> imported`, such as `a.b -> a.c`"),
            Self::Importer(error) => write!(f, "before `->`: {error}"),
            Self::Imported(InvalidSelector::Arrow) => {
                f.write_str("expected one `->`, found another behind it")
            }
            Self::Imported(error) => write!(f, "after `->`: {error}"),
        }
    }
}

impl std::error::Error for InvalidImportPattern {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Shape => None,
            Self::Importer(error) | Self::Imported(error) => Some(error),
        }
    }
}

impl FromStr for ImportPattern {
    type Err = InvalidImportPattern;

    fn from_str(text: &str) -> Result<Self, InvalidImportPattern> {
        let (importer, imported) = text.split_once("->").ok_or(InvalidImportPattern::Shape)?;
        let (importer, imported) = (importer.trim(), imported.trim());
        if importer.is_empty() || imported.is_empty() {
            return Err(InvalidImportPattern::Shape);
        }
        Ok(Self {
            importer: importer.parse().map_err(InvalidImportPattern::Importer)?,
            imported: imported.parse().map_err(InvalidImportPattern::Imported)?,
        })
    }
}

impl fmt::Display for ImportPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.importer, self.imported)
    }
}

impl ImportPattern {
    /// What the importer has to match.
    pub fn importer(&self) -> &Selector {
        &self.importer
    }

    /// What the imported module has to match.
    pub fn imported(&self) -> &Selector {
        &self.imported
    }

    /// Whether an import of one module by another matches.
    pub fn matches(&self, table: &ModuleTable, importer: ModuleId, imported: ModuleId) -> bool {
        self.importer.matches(table.name(importer)) && self.matches_imported(table, imported)
    }

    fn matches_imported(&self, table: &ModuleTable, id: ModuleId) -> bool {
        let name = table.name(id);
        if self.imported.matches(name) {
            return true;
        }
        let exists = |name: &str| !table.is_above_root(name) || table.id(name).is_some();
        table.is_external(id)
            && prefixes(name).any(|prefix| exists(prefix) && self.imported.matches(prefix))
    }

    /// The imports of a view that match, sorted. See [`find_imports`] for many patterns.
    pub fn find(&self, view: &GraphView<'_>) -> Vec<EdgeId> {
        find_imports(view, &[self]).pop().unwrap_or_default()
    }
}

/// The imports of a view that match each of the patterns, sorted.
///
/// All names are looked up in one walk through the table. Each pattern then costs the imports on
/// the side where there are fewer, times a logarithm; patterns that are equal cost once.
pub fn find_imports(view: &GraphView<'_>, patterns: &[&ImportPattern]) -> Vec<Vec<EdgeId>> {
    let mut sides: IndexMap<&Selector, usize> = IndexMap::new();
    let mut side = |selector| {
        let number = sides.len();
        *sides.entry(selector).or_insert(number)
    };
    let wanted: Vec<(usize, usize)> = patterns
        .iter()
        .map(|pattern| (side(&pattern.importer), side(&pattern.imported)))
        .collect();
    let selectors: Vec<&Selector> = sides.keys().copied().collect();
    let chosen: Vec<Chosen> = select_all(view.table(), &selectors)
        .iter()
        .map(|selected| Chosen::new(view, selected))
        .collect();
    let mut found: FxHashMap<(usize, usize), Vec<EdgeId>> = FxHashMap::default();
    let edges = wanted.into_iter().map(|(importer, imported)| {
        let edges = found.entry((importer, imported));
        let edges = edges.or_insert_with(|| between(view, &chosen[importer], &chosen[imported]));
        edges.clone()
    });
    edges.collect()
}

/// What a selector chooses on either side of an import.
struct Chosen {
    importers: Vec<ModuleRange>,
    imported: Vec<ModuleRange>,
    /// Number of imports of the importers, and of those of the imported modules.
    outgoing: usize,
    incoming: usize,
}

impl Chosen {
    fn new(view: &GraphView<'_>, selected: &[Selected<'_>]) -> Self {
        let (table, graph) = (view.table(), view.graph());
        let modules = selected.iter().filter_map(|selected| selected.id);
        let importers = merged(modules.map(ModuleRange::from));
        let mut ids: Vec<ModuleId> = Vec::new();
        for found in selected {
            if let Some(id) = found.id.filter(|id| !table.is_external(*id)) {
                ids.push(id);
            } else {
                let below = found.subtree(table).iter();
                ids.extend(below.filter(|id| table.is_external(*id)));
            }
        }
        ids.sort_unstable();
        let imported = merged(ids.into_iter().map(ModuleRange::from));
        let outgoing = importers.iter().flat_map(|range| range.iter());
        let incoming = imported.iter().flat_map(|range| range.iter());
        Self {
            outgoing: outgoing.map(|id| graph.outgoing(id).len()).sum(),
            incoming: incoming.map(|id| graph.incoming(id).len()).sum(),
            importers,
            imported,
        }
    }
}

/// The imports of what the one selector chose by what the other chose, sorted.
fn between(view: &GraphView<'_>, importer: &Chosen, imported: &Chosen) -> Vec<EdgeId> {
    let graph = view.graph();
    if importer.outgoing <= imported.incoming {
        let importers = importer.importers.iter().flat_map(|range| range.iter());
        let edges = importers.flat_map(|id| view.outgoing(id));
        return edges
            .filter(|edge| lies_in(&imported.imported, graph.imported(*edge)))
            .collect();
    }
    let modules = imported.imported.iter().flat_map(|range| range.iter());
    let edges = modules.flat_map(|id| view.incoming(id));
    let mut found: Vec<EdgeId> = edges
        .filter(|edge| lies_in(&importer.importers, graph.importer(*edge)))
        .collect();
    found.sort_unstable();
    found
}
