//! Patterns of imports: `a.* -> b.**`.

use std::fmt;
use std::str::FromStr;

use crate::groups::merged;
use crate::select::prefixes;
use crate::{EdgeId, GraphView, InvalidSelector, ModuleId, ModuleRange, ModuleTable, Selector};

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

    /// The imports of a view that match, sorted.
    ///
    /// Goes through the imports on the side that has fewer; O(1) for two module names, plus the
    /// imports of the smaller side.
    pub fn find(&self, view: &GraphView<'_>) -> Vec<EdgeId> {
        let (table, graph) = (view.table(), view.graph());
        let importers = self.importers(table);
        let imported = self.imported_modules(table);
        let outgoing: usize = ids(&importers).map(|id| graph.outgoing(id).len()).sum();
        let incoming: usize = ids(&imported).map(|id| graph.incoming(id).len()).sum();
        if outgoing <= incoming {
            ids(&importers)
                .flat_map(|id| view.outgoing(id))
                .filter(|edge| holds(&imported, graph.imported(*edge)))
                .collect()
        } else {
            let mut found: Vec<EdgeId> = ids(&imported)
                .flat_map(|id| view.incoming(id))
                .filter(|edge| holds(&importers, graph.importer(*edge)))
                .collect();
            found.sort_unstable();
            found
        }
    }

    /// The modules that match as importers, as sorted ranges.
    fn importers(&self, table: &ModuleTable) -> Vec<ModuleRange> {
        let selected = self.importer.select(table);
        merged(
            selected
                .iter()
                .filter_map(|found| found.id.map(ModuleRange::from)),
        )
    }

    /// The modules that match as imported ones, as sorted ranges.
    fn imported_modules(&self, table: &ModuleTable) -> Vec<ModuleRange> {
        let selected = self.imported.select(table);
        let ids = selected.iter().flat_map(|found| {
            let internal = found.id.filter(|id| !table.is_external(*id));
            let below = found.subtree(table).iter();
            let external = below.filter(move |id| internal.is_none() && table.is_external(*id));
            internal.into_iter().chain(external)
        });
        merged(ids.map(ModuleRange::from))
    }
}

fn ids(ranges: &[ModuleRange]) -> impl Iterator<Item = ModuleId> {
    ranges.iter().flat_map(|range| range.iter())
}

fn holds(sorted: &[ModuleRange], id: ModuleId) -> bool {
    let after = sorted.partition_point(|range| range.indices().end <= id.index());
    sorted.get(after).is_some_and(|range| range.contains(id))
}
