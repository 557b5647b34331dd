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
    /// Goes through the imports on the side where fewer can match, judging by the names before the
    /// first wildcard. For two module names, O(imports of the one or importers of the other).
    pub fn find(&self, view: &GraphView<'_>) -> Vec<EdgeId> {
        let (table, graph) = (view.table(), view.graph());
        let outgoing = graph.count_from(self.importer.range(table));
        let incoming = graph.count_to(self.imported.range(table));
        if outgoing <= incoming {
            let importers = self.importer.select(table);
            let ids = importers.iter().filter_map(|found| found.id);
            ids.flat_map(|id| view.outgoing(id))
                .filter(|edge| self.matches_imported(table, graph.imported(*edge)))
                .collect()
        } else {
            let imported = self.imported_modules(table);
            let ids = imported.iter().flat_map(|range| range.iter());
            let mut found: Vec<EdgeId> = ids
                .flat_map(|id| view.incoming(id))
                .filter(|edge| self.importer.matches(table.name(graph.importer(*edge))))
                .collect();
            found.sort_unstable();
            found
        }
    }

    /// The modules that match as imported ones, as sorted ranges.
    fn imported_modules(&self, table: &ModuleTable) -> Vec<ModuleRange> {
        let mut ids: Vec<ModuleId> = Vec::new();
        for found in self.imported.select(table) {
            if let Some(id) = found.id.filter(|id| !table.is_external(*id)) {
                ids.push(id);
            } else {
                let below = found.subtree(table).iter();
                ids.extend(below.filter(|id| table.is_external(*id)));
            }
        }
        ids.sort_unstable();
        merged(ids.into_iter().map(ModuleRange::from))
    }
}
