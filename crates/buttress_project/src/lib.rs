//! Settings, and the pipeline that turns them into a report.
//!
//! This crate only conducts: it finds the files ([`buttress_files`]), extracts their imports in
//! parallel ([`buttress_imports`]), builds the graph ([`buttress_graph`]), checks the contracts
//! ([`buttress_contracts`]) and assembles the report ([`buttress_report`]).

mod settings;

pub use settings::{ConfigFile, ContractEntry, ContractHeader, Settings};
