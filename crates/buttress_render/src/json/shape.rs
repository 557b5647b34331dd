//! The shape of the report's JSON, version 1. The doc comments are the schema's descriptions.

use schemars::JsonSchema;
use serde::Serialize;

use super::each::Each;

/// The result of `buttress check --format json`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "buttress report", rename = "Report")]
pub(super) struct Document<'a> {
    /// The version of this shape: 1. Fields may be added within a version.
    #[schemars(extend("const" = 1))]
    pub(super) version: u32,
    /// What wrote this.
    pub(super) tool: Tool,
    /// The verdict over all: a contract of severity warning does not count.
    pub(super) status: Status,
    /// The configuration; null if it came from no file.
    pub(super) config: Option<Config<'a>>,
    /// Sizes of the import graph.
    pub(super) graph: Graph,
    /// The contracts, in the order of the configuration.
    pub(super) contracts: Each<'a, Contract<'a>>,
    /// Findings about the project as a whole.
    pub(super) findings: Each<'a, Finding<'a>>,
}

/// A program.
#[derive(Serialize, JsonSchema)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

impl Tool {
    /// This one.
    pub(super) fn this() -> Self {
        Self {
            name: "buttress",
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// `kept`: nothing is violated. `broken`: a contract is violated. `error`: something could not be
/// judged.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Status {
    Kept,
    Broken,
    Error,
}

/// Whether a finding or a contract can fail the run.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Severity {
    Error,
    Warning,
}

/// A configuration file.
#[derive(Serialize, JsonSchema)]
pub(super) struct Config<'a> {
    /// Where it is.
    pub(super) path: &'a str,
    /// The language it is written in: `buttress` or `import-linter`.
    pub(super) dialect: &'a str,
}

/// Sizes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Graph {
    /// Modules, external ones included.
    pub(super) modules: usize,
    /// Distinct pairs of importer and imported module.
    pub(super) imports: usize,
    /// Places of import.
    pub(super) sites: usize,
    /// Python files that were read.
    pub(super) files: usize,
    /// External modules.
    pub(super) external: usize,
}

/// A contract and how it came out.
#[derive(Serialize, JsonSchema)]
pub(super) struct Contract<'a> {
    /// The stable id.
    pub(super) id: &'a str,
    /// The name for people; the id when it has none.
    pub(super) name: &'a str,
    /// The word of its `type`.
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) severity: Severity,
    pub(super) status: Status,
    /// Why it exists.
    pub(super) reason: Option<&'a str>,
    /// Where to read more.
    pub(super) docs: Option<&'a str>,
    /// Who decides about it.
    pub(super) owner: Option<&'a str>,
    /// Where it is written.
    pub(super) location: Option<Location<'a>>,
    /// How many imports of the graph it ignores.
    pub(super) ignored_imports: usize,
    /// What violates it.
    pub(super) violations: Each<'a, Violation<'a>>,
    /// What the class of a contract of the project's own type prints about what it found, lines as
    /// they are; not there for all other types.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    /// What there is to say about the contract itself.
    pub(super) findings: Each<'a, Finding<'a>>,
}

/// One violation; `code` is the contract's type and decides the other fields.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub(super) enum Violation<'a> {
    /// A layer imports a higher one, an independent sibling, or past a closed layer.
    Layers(Pair<'a>),
    /// A source module imports a forbidden one.
    Forbidden(Pair<'a>),
    /// An independent module imports another.
    Independence(Pair<'a>),
    /// A module that is not allowed to imports a protected module: the importing module, and the
    /// module of the protected package.
    Protected(Protected<'a>),
    /// Children of a package import each other in a cycle.
    #[serde(rename = "acyclic_siblings")]
    AcyclicSiblings(Cycle<'a>),
}

/// An import of a protected module by one that is not allowed to.
#[derive(Serialize, JsonSchema)]
pub(super) struct Protected<'a> {
    #[serde(flatten)]
    pub(super) pair: Pair<'a>,
    /// The protected modules of the contract that the imported one is or lies in, in the order in
    /// which the contract names them.
    pub(super) protections: Each<'a, Protection<'a>>,
}

/// Why a module is protected.
#[derive(Serialize, JsonSchema)]
pub(super) struct Protection<'a> {
    /// The protected module, which may be a package.
    pub(super) module: &'a str,
    /// The item of the contract that matches it, if it has wildcards.
    pub(super) expression: Option<&'a str>,
}

/// A package whose children import each other in a cycle.
#[derive(Serialize, JsonSchema)]
pub(super) struct Cycle<'a> {
    /// The package.
    pub(super) package: &'a str,
    /// Stable while lines move.
    pub(super) fingerprint: &'a str,
    /// What is wrong, one line.
    pub(super) message: &'a str,
    /// The next step, one line.
    pub(super) help: &'a str,
    /// The item of the configuration that forbids it.
    pub(super) because: Option<Place<'a>>,
    /// How many imports the breakers hold.
    pub(super) imports_to_remove: usize,
    /// Whether it is new since the revision the run compared with.
    pub(super) new: bool,
    /// Whether the baseline excuses it.
    pub(super) excused: bool,
    /// What to remove so that no cycle is left, by siblings in name order.
    pub(super) breakers: Each<'a, Breaker<'a>>,
    /// A shortest cycle: for each hop from child to child of the package its first import. The first
    /// hop is one of the breakers.
    pub(super) shortest: Each<'a, Import<'a>>,
}

/// Imports from one child of a package to another, which together close a cycle.
#[derive(Serialize, JsonSchema)]
pub(super) struct Breaker<'a> {
    /// The child that imports.
    pub(super) importer: &'a str,
    /// The child that is imported.
    pub(super) imported: &'a str,
    /// All imports from the modules of the one to those of the other.
    pub(super) imports: Each<'a, Import<'a>>,
}

/// What violations between two modules of a contract have in common.
#[derive(Serialize, JsonSchema)]
pub(super) struct Pair<'a> {
    /// The contract's term that must not import.
    pub(super) importer: &'a str,
    /// The contract's term that must not be imported.
    pub(super) imported: &'a str,
    /// Stable while lines move.
    pub(super) fingerprint: String,
    /// What is wrong, one line.
    pub(super) message: String,
    /// The next step, one line.
    pub(super) help: String,
    /// The item of the configuration that forbids it.
    pub(super) because: Option<Place<'a>>,
    /// The size of a smallest set of imports whose removal ends all chains.
    pub(super) imports_to_remove: usize,
    /// The number of chains that share no import; null if the search was not finished.
    pub(super) chains_total: Option<usize>,
    /// Whether the search for chains was finished.
    pub(super) chains_complete: bool,
    /// Whether it is new since the revision the run compared with.
    pub(super) new: bool,
    /// Whether the baseline excuses it.
    pub(super) excused: bool,
    /// The chains: direct imports first, then by length. Fewer than there are under `--max-chains`.
    pub(super) chains: Each<'a, Chain<'a>>,
}

/// A chain of imports.
#[derive(Serialize, JsonSchema)]
pub(super) struct Chain<'a> {
    /// First to last.
    pub(super) imports: Each<'a, Import<'a>>,
    /// Other first imports with the same middle.
    pub(super) extra_first: Each<'a, Import<'a>>,
    /// Other last imports with the same middle.
    pub(super) extra_last: Each<'a, Import<'a>>,
    /// The index, in `imports`, of the import to remove.
    pub(super) primary: usize,
}

/// A direct import of one module by another.
#[derive(Serialize, JsonSchema)]
pub(super) struct Import<'a> {
    pub(super) importer: &'a str,
    pub(super) imported: &'a str,
    /// The places, in source order.
    pub(super) sites: Each<'a, Site<'a>>,
}

/// A place of import. Lines and columns are 1-based, columns count characters.
#[derive(Serialize, JsonSchema)]
pub(super) struct Site<'a> {
    /// Relative to the configuration's folder, with `/`.
    pub(super) path: &'a str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
    /// The column in UTF-16 code units, as editors count.
    pub(super) utf16_column: u32,
    pub(super) utf16_end_column: u32,
    /// The line.
    pub(super) text: &'a str,
    /// `runtime`, or some of `type-checking`, `deferred`, `conditional` and `lazy`; then `star`.
    pub(super) kinds: Vec<&'static str>,
}

/// A range in a file. Lines and columns are 1-based, columns count characters.
#[derive(Serialize, JsonSchema)]
pub(super) struct Location<'a> {
    /// Relative to the configuration's folder, with `/`.
    pub(super) path: &'a str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// A point in a file. Lines and columns are 1-based, columns count characters.
#[derive(Serialize, JsonSchema)]
pub(super) struct Place<'a> {
    /// Relative to the configuration's folder, with `/`.
    pub(super) path: &'a str,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Something to say about the code or the configuration.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding<'a> {
    /// The stable code.
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    /// One line.
    pub(super) message: &'a str,
    /// The way out, one line.
    pub(super) help: Option<&'a str>,
    /// The place, if there is one in a file.
    pub(super) location: Option<Location<'a>>,
    /// The file or folder, also when there is no place in it to point at.
    pub(super) path: Option<&'a str>,
    /// The module it is about.
    pub(super) module: Option<&'a str>,
    /// Other places that belong to it.
    pub(super) related: Each<'a, Related<'a>>,
}

/// Another place that belongs to a finding.
#[derive(Serialize, JsonSchema)]
pub(super) struct Related<'a> {
    pub(super) location: Location<'a>,
    /// What is there.
    pub(super) message: &'a str,
}
