//! Python environments: where their packages lie, and how to run a contract type written in Python.
//!
//! Two jobs that share the question which environment is meant. [`search_path`] answers where that
//! environment would look for packages, by reading files only. [`run_custom`] is the single place
//! in which buttress runs Python: it hands the import graph to the environment's own interpreter,
//! which checks the contracts whose types are classes of the project. Nothing runs unless the
//! configuration names such a class.

mod bridge;
mod environment;
mod finder;
mod options;
mod pth;
mod search_path;

pub use bridge::{CustomContract, CustomGraph, CustomImport, CustomRequest, Verdict, run_custom};
pub use environment::Environment;
pub use options::{PythonOptions, Variables};
pub use search_path::{FoundPath, search_path};

/// Options of a contract or a configuration, as Python's `json` would read them.
pub use serde_json::Value as OptionValue;
