//! The answer to "how does A come to import B?".

use crate::{ChainReport, ImportIx, ImportReport};

/// How one module or package comes to import another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyReport {
    /// The importer, as it was asked for.
    pub importer: String,
    /// The imported module, as it was asked for.
    pub imported: String,
    /// Every import that is referred to below.
    pub imports: Vec<ImportReport>,
    /// Edge-disjoint shortest chains, shortest first; empty when there is none.
    pub chains: Vec<ChainReport>,
    /// Whether these are all edge-disjoint chains.
    pub chains_complete: bool,
    /// A smallest set of imports whose removal ends all chains.
    pub cut: Vec<ImportIx>,
    /// All last imports of chains, with how much of the importer comes through each.
    pub groups: Vec<WhyGroup>,
}

/// The chains that end in one import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyGroup {
    /// The import all of them end in.
    pub last: ImportIx,
    /// How many modules of the importer reach it.
    pub importers: usize,
    /// The length of the shortest chain through it, in imports.
    pub shortest: usize,
}

impl WhyReport {
    /// Whether there is any chain.
    pub fn imports_it(&self) -> bool {
        !self.chains.is_empty()
    }
}
