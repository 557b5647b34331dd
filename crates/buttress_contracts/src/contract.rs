//! A contract: what all kinds have in common, and the kind.

use buttress_graph::{ImportPattern, KindFilter, Selector};
use buttress_source::{FileSpan, Severity, Spanned};

use crate::{
    AcyclicSiblingsSettings, ForbiddenSettings, IndependenceSettings, LayersSettings,
    ProtectedSettings,
};

/// A contract, ready to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The stable id, unique within a run.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Why the contract exists.
    pub reason: Option<String>,
    /// Where to read more: a link or a path.
    pub docs: Option<String>,
    /// Who decides about it.
    pub owner: Option<String>,
    /// Whether breaking it fails the run.
    pub severity: Severity,
    /// Where it is written.
    pub span: Option<FileSpan>,
    /// Direct imports that are taken out of the graph before anything else.
    pub ignore_imports: Vec<IgnoredImport>,
    /// How an ignored import that matches nothing is reported; `Off` hides it.
    pub unmatched_ignore_imports_alerting: Severity,
    /// Which kinds of import count; none for the project's own setting.
    pub imports: Option<KindFilter>,
    /// Modules that may violate the contract; they still count inside other modules' chains.
    pub except_importers: Vec<Spanned<Selector>>,
    /// The kind, with its settings.
    pub kind: ContractKind,
}

impl Contract {
    /// A contract of severity error with nothing but an id and its kind's settings.
    pub fn new(id: impl Into<String>, kind: impl Into<ContractKind>) -> Self {
        Self {
            id: id.into(),
            name: None,
            reason: None,
            docs: None,
            owner: None,
            severity: Severity::Error,
            span: None,
            ignore_imports: Vec::new(),
            unmatched_ignore_imports_alerting: Severity::Error,
            imports: None,
            except_importers: Vec::new(),
            kind: kind.into(),
        }
    }
}

/// An entry of `ignore_imports`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredImport {
    /// Which direct imports.
    pub pattern: Spanned<ImportPattern>,
    /// Why.
    pub reason: Option<String>,
}

/// The kind of a contract, with its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContractKind {
    /// A lower layer must not import a higher one.
    Layers(LayersSettings),
    /// No source module may import a forbidden one.
    Forbidden(ForbiddenSettings),
    /// None of the modules may import another.
    Independence(IndependenceSettings),
    /// Only some modules may import the protected ones.
    Protected(ProtectedSettings),
    /// No cycle of imports between the children of a package.
    AcyclicSiblings(AcyclicSiblingsSettings),
}

impl ContractKind {
    /// The word of the configuration's `type` and of JSON.
    pub fn as_str(&self) -> &'static str {
        self.code().as_str()
    }

    /// The code of its violations.
    pub fn code(&self) -> buttress_source::Code {
        match self {
            Self::Layers(_) => buttress_source::Code::Layers,
            Self::Forbidden(_) => buttress_source::Code::Forbidden,
            Self::Independence(_) => buttress_source::Code::Independence,
            Self::Protected(_) => buttress_source::Code::Protected,
            Self::AcyclicSiblings(_) => buttress_source::Code::AcyclicSiblings,
        }
    }
}

impl From<LayersSettings> for ContractKind {
    fn from(settings: LayersSettings) -> Self {
        Self::Layers(settings)
    }
}

impl From<ForbiddenSettings> for ContractKind {
    fn from(settings: ForbiddenSettings) -> Self {
        Self::Forbidden(settings)
    }
}

impl From<IndependenceSettings> for ContractKind {
    fn from(settings: IndependenceSettings) -> Self {
        Self::Independence(settings)
    }
}

impl From<ProtectedSettings> for ContractKind {
    fn from(settings: ProtectedSettings) -> Self {
        Self::Protected(settings)
    }
}

impl From<AcyclicSiblingsSettings> for ContractKind {
    fn from(settings: AcyclicSiblingsSettings) -> Self {
        Self::AcyclicSiblings(settings)
    }
}
