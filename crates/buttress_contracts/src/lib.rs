//! Architecture contracts over an import graph.
//!
//! Each kind of contract is one module: its settings, its check. A check takes the graph and gives
//! an [`Outcome`]: the violations, each with its chains of imports and the imports to remove, and
//! the findings about the contract itself (a module that does not exist, an ignored import that
//! matches nothing). A check never fails: what can be judged is judged, the rest is a finding.

mod acyclic;
mod check;
mod contract;
mod forbidden;
mod ignores;
mod independence;
mod layers;
mod missing;
mod names;
mod outcome;
mod overlap;
mod pairs;
mod protected;
mod scope;
mod seen;
mod settings;
mod terms;

pub use check::{CheckOptions, check};
pub use contract::{Contract, ContractKind, IgnoredImport};
pub use outcome::{Breaker, Cycle, Explanation, Outcome, Protection, Violation, ViolationChain};
pub use seen::{avoided_modules, view_of};
pub use settings::{
    AcyclicSiblingsSettings, ForbiddenSettings, IndependenceSettings, Layer, LayerModule,
    LayersSettings, ProtectedSettings,
};
