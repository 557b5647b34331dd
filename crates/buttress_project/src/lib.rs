//! Settings, and the pipeline that turns them into a report.
//!
//! This crate only conducts: it finds the files ([`buttress_files`]), extracts their imports in
//! parallel ([`buttress_imports`]), builds the graph ([`buttress_graph`]), checks the contracts
//! ([`buttress_contracts`]) and assembles the report ([`buttress_report`]).

mod check;
mod custom;
mod earlier;
mod few;
mod files;
mod graph;
mod limits;
mod load;
mod paths;
mod read;
mod settings;
mod store;
mod why;

pub use check::CheckRequest;
pub use graph::{ListedImport, ListedModule};
pub use limits::{Limits, Progress, Silent, Stage};
pub use load::Project;
pub use settings::{
    CacheSettings, ConfigFile, ContractEntry, CustomContract, CustomOption, CustomValue, Settings,
};
pub use why::{WhyError, WhyRequest};

pub use buttress_cache::Trust;
pub use buttress_python::PythonOptions;
pub use buttress_report::ContractHeader;
