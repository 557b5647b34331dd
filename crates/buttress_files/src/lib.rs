//! Finds the modules of a Python code base and reads their files.
//!
//! The first step of a run, and the only one that walks folders: [`find_modules`] takes source
//! roots and root packages to a sorted list of modules, [`FileReader`] takes one of them to bytes.
//! Nothing has to be installed or importable, and no Python runs.
//!
//! Whatever keeps a file from being read or being a module is a finding; nothing is passed over in
//! silence that could be code of a root package.

mod discovery;
mod exclude;
mod folder;
mod importable;
mod input;
mod listing;
mod lookup;
mod merge;
mod names;
mod place;
mod read;
mod roots;
mod source_roots;
mod walk;

pub use discovery::{Discovery, FoundModule, find_modules};
pub use input::{DiscoveryInput, Layout, MappedPackage, SearchPath, SourceRoots};
pub use read::{FileReader, FoundFile};
