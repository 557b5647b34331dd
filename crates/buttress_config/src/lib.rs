//! Configuration files to [`Settings`](buttress_project::Settings).
//!
//! The only crate that knows TOML. It does no IO of its own: it reads through the [`FileSystem`] it
//! is given. [`discover`] finds the configuration that is in force for a folder, [`load`] reads it
//! and never fails: whatever is wrong with a file is a finding in the settings, with the very key
//! or value it is about, and all of them at once.
//!
//! Two dialects lead to the same settings: the native one, and that of import-linter's own files
//! (`importlinter`), which are read as they are. Where both are found, the native one counts.
//!
//! On its way, a native file becomes a tree of keys and values with their places (`document`), and the
//! tables of the tree become the option structs declared in `options`. Those declarations are the
//! one source of the keys that are known, of the values they take, of the JSON [`schema`] and of
//! the [`options_reference`] in the documentation.
//!
//! # Example
//!
//! ```
//! use std::path::Path;
//!
//! use buttress_config::{MemoryFiles, discover, load};
//!
//! let files = MemoryFiles::new([(
//!     "/shop/buttress.toml",
//!     r#"
//!     [[contracts]]
//!     id = "top-level-layers"
//!     type = "layers"
//!     layers = ["shop.usecases", "shop.domian : shop.data"]
//!     ignore_import = ["shop.data -> shop.usecases"]
//!     "#,
//! )]);
//! let path = discover(&files, Path::new("/shop/shop/domain")).unwrap();
//! let settings = load(&files, &path);
//! let finding = &settings.contracts[0].findings[0];
//! assert_eq!(finding.message, "unknown option `ignore_import`");
//! assert_eq!(finding.help.as_deref(), Some("did you mean `ignore_imports`?"));
//! ```

mod contract;
mod discover;
mod document;
mod file_system;
mod foreign;
mod glob;
mod importlinter;
mod kinds;
mod layer;
mod load;
mod migrate;
mod names;
mod options;
mod reader;
mod reference;
mod schema;
mod source;
mod table;
mod tables;
mod unknown;
mod values;
mod words;
mod workspace;

pub use discover::{
    BUTTRESS_TOML, PYPROJECT_TOML, broken_importlinter, discover, discover_importlinter,
    holds_table, misspelt_table,
};
pub use file_system::{FileSystem, FolderEntry, MemoryFiles, PathKind};
pub use load::{load, load_importlinter, load_in, load_text};
pub use migrate::{Form, Migration, migrate};
pub use reference::options_reference;
pub use schema::schema;

#[cfg(test)]
mod tests;
