//! The module-import graph of a Python code base.
//!
//! Takes the modules that were found and the imports that were extracted, resolves every import,
//! and answers questions about the result. No IO, no parser, no configuration.
//!
//! * [`ModuleTable`] holds all module names, sorted component by component; a [`ModuleId`] is a
//!   rank in it, so a package and its descendants are one [`ModuleRange`].
//! * [`ImportGraph`] is immutable: forward and reverse adjacency in compressed sparse rows, and
//!   the [`ImportSite`]s of every edge beside them.
//! * [`GraphView`] is the graph as one contract sees it: without ignored imports and without the
//!   kinds of import that do not count. It is a mask, never a copy.

mod build;
mod chain;
mod components;
mod cut;
mod cycles;
mod explore;
mod filter;
mod flow;
mod graph;
mod groups;
mod inherited;
mod lanes;
mod marks;
mod name;
mod pairs;
mod pattern;
pub mod pool;
mod reach;
mod resolve;
mod search;
mod selection;
mod selector;
mod set;
mod sources;
mod strength;
mod successive;
mod sweep;
mod table;
mod towards;
mod view;
mod visit;

pub use build::{Built, Resolution, SourceModule, build_graph, pack_resolution, rebuild_graph};
pub use chain::{Chain, ChainQuery, Chains};
pub use cycles::{CycleBreaker, cycle_breakers, shortest_cycle, strong_components};
pub use filter::{ImportKind, KindFilter};
pub use graph::{EdgeId, Import, ImportGraph, ImportSite};
pub use groups::Groups;
pub use name::{InvalidModuleName, ModuleName, cmp_names, is_below, is_same_or_below};
pub use pairs::GroupPairs;
pub use pattern::{ImportPattern, InvalidImportPattern, find_imports};
pub use reach::{Direction, reachable};
pub use resolve::{ExternalMode, ResolveOptions};
pub use search::Searcher;
pub use selection::select_all;
pub use selector::{InvalidSelector, Selected, Selector};
pub use set::ModuleSet;
pub use sources::Sources;
pub use sweep::{Family, absorbing_families, absorbing_pairs, reaching_pairs};
pub use table::{Module, ModuleId, ModuleKind, ModuleRange, ModuleTable};
pub use towards::Towards;
pub use view::GraphView;
