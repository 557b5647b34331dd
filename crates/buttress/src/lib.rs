//! Architecture contracts for Python imports, as a library.
//!
//! buttress reads a Python code base without running it, builds its module-import graph, checks
//! contracts about it (layers, forbidden imports, independence) and reports every violation as
//! chains of imports with exact places. This crate is the face of the house: no command line, no
//! terminal, no global state.
//!
//! # Example
//!
//! Check a folder with settings that are built in code, and walk the report:
//!
//! ```
//! use buttress::contracts::{Contract, Layer, LayersSettings};
//! use buttress::{CheckRequest, Limits, Project, Settings, Silent, Status};
//!
//! # let folder = tempfile::tempdir()?;
//! # let root = folder.path();
//! # std::fs::create_dir(root.join("shop"))?;
//! # std::fs::write(root.join("shop/__init__.py"), "")?;
//! # std::fs::write(root.join("shop/views.py"), "")?;
//! # std::fs::write(root.join("shop/models.py"), "from shop.views import index\n")?;
//! // Higher layers may import lower ones, not the other way round.
//! let layers = LayersSettings {
//!     layers: vec![
//!         Layer::of("shop.views".parse()?).into(),
//!         Layer::of("shop.models".parse()?).into(),
//!     ],
//!     ..LayersSettings::default()
//! };
//! let mut settings = Settings::new(root);
//! settings.contracts.push(Contract::new("layers", layers).into());
//!
//! let project = Project::load(settings, Limits::default());
//! let report = project.check(&CheckRequest::default(), &Silent);
//!
//! assert_eq!(report.status, Status::Broken);
//! for violation in &report.contracts[0].violations {
//!     for chain in &violation.chains {
//!         for &import in &chain.imports {
//!             let import = report.import(import);
//!             let place = &import.sites[0].location;
//!             let line = place.start.line;
//!             println!("{}:{line}: {} imports {}", place.path, import.importer, import.imported);
//!         }
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The four nouns
//!
//! * [`Settings`] say what to read and which [`contracts`] to check. They are plain data: built in
//!   code, or read from `buttress.toml` (feature `config`).
//! * A [`Project`] is a code base that was read: its [import graph](graph::ImportGraph), and what
//!   was odd about its files.
//! * A [`Report`] is the result of checking it: plain data, complete in itself.
//! * A renderer turns a report into text or JSON (feature `render`).
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `config` | yes | reading `buttress.toml` and `pyproject.toml` |
//! | `render` | yes | the formats full, concise and json |
//!
//! Without default features the crate pulls in neither a TOML parser nor anything for terminals.

pub use buttress_files::Layout;
pub use buttress_project::{
    CacheSettings, CheckRequest, ConfigFile, ContractEntry, ContractHeader, CustomContract,
    CustomOption, CustomValue, Limits, ListedImport, ListedModule, Progress, Project, Settings,
    Silent, Stage, Trust, WhyError, WhyRequest,
};
pub use buttress_report::{
    BreakerReport, ChainReport, ConfigSummary, ContractReport, CycleReport, Diagnostic, Dialect,
    Draft, Explanation, GraphStats, ImportIx, ImportReport, Location, Places, Protection,
    RelatedLocation, Report, SiteReport, Status, ViolationReport, WhyGroup, WhyReport,
};

/// Contracts and their settings.
pub mod contracts {
    pub use buttress_contracts::{
        AcyclicSiblingsSettings, Contract, ContractKind, ForbiddenSettings, IgnoredImport,
        IndependenceSettings, Layer, LayerModule, LayersSettings, ProtectedSettings,
    };
}

/// Python environments: which one a run means, and where it keeps its packages.
pub mod python {
    pub use buttress_files::{MappedPackage, SearchPath, SourceRoots};
    pub use buttress_python::{Environment, FoundPath, PythonOptions, Variables, search_path};
}

/// The import graph and questions to it.
pub mod graph {
    pub use buttress_graph::*;
}

/// Positions, findings and severities.
pub mod source {
    pub use buttress_source::*;
}

#[cfg(feature = "config")]
pub mod config;

#[cfg(feature = "render")]
pub mod render;
