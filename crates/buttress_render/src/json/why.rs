//! The JSON of `buttress why`, version 1.

use std::io;

use buttress_report::WhyReport;
use schemars::JsonSchema;
use serde::Serialize;

use super::each::Each;
use super::report::{chain, import, import_list};
use super::shape::{Chain, Import, Tool};
use super::write_line;
use crate::RenderOptions;

/// The result of `buttress why A B --format json`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "buttress why", rename = "Why")]
pub(super) struct Document<'a> {
    /// The version of this shape: 1. Fields may be added within a version.
    #[schemars(extend("const" = 1))]
    version: u32,
    /// What wrote this.
    tool: Tool,
    /// The importer, as it was asked for.
    importer: &'a str,
    /// The imported module, as it was asked for.
    imported: &'a str,
    /// What else was asked of the chains, as clauses: `through a.b`, `not through c.d`.
    conditions: &'a [String],
    /// Whether there is any chain.
    imports_it: bool,
    /// The number of chains that share no import; null if the search was not finished.
    chains_total: Option<usize>,
    /// Whether the search for chains was finished.
    chains_complete: bool,
    /// Chains that share no import, shortest first. Fewer than there are unless all are asked for.
    chains: Each<'a, Chain<'a>>,
    /// A smallest set of imports whose removal ends all chains.
    imports_to_remove: Each<'a, Import<'a>>,
    /// All last imports of chains.
    groups: Each<'a, Group<'a>>,
}

/// The chains that end in one import.
#[derive(Serialize, JsonSchema)]
struct Group<'a> {
    /// The import all of them end in.
    last: Import<'a>,
    /// How many modules of the importer reach it.
    importers: usize,
    /// The length of the shortest chain through it, in imports.
    shortest: usize,
}

/// Writes the answer.
pub(crate) fn render(
    why: &WhyReport,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let imports = why.imports.as_slice();
    let shown = options.max_chains.limit().min(why.chains.len());
    let document = Document {
        version: 1,
        tool: Tool::this(),
        importer: &why.importer,
        imported: &why.imported,
        conditions: &why.conditions,
        imports_it: why.imports_it(),
        chains_total: why.chains_complete.then_some(why.chains.len()),
        chains_complete: why.chains_complete,
        chains: Each::new(&why.chains[..shown], |it| chain(it, imports)),
        imports_to_remove: import_list(&why.cut, imports),
        groups: Each::new(&why.groups, |group| Group {
            last: import(&imports[group.last.index()]),
            importers: group.importers,
            shortest: group.shortest,
        }),
    };
    write_line(&document, out)
}
