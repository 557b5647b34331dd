//! Whole configurations of import-linter's in memory: what they become, what is said about them,
//! and which of them counts.

mod arrives;
mod configparser;
mod fuzz;
mod mistakes;
mod which;

use std::path::Path;

use buttress_project::Settings;

use crate::tests::render;
use crate::{MemoryFiles, load};

/// The settings of one file in the folder `/r`.
fn settings(name: &str, text: &str) -> Settings {
    let path = format!("/r/{name}");
    load(&MemoryFiles::new([(path.as_str(), text)]), Path::new(&path))
}

/// The settings of a file without mistakes.
fn clean(name: &str, text: &str) -> Settings {
    let settings = settings(name, text);
    assert_eq!(render(&settings), "");
    settings
}

/// Everything that is said about a contract `c` with these lines in an INI file.
fn said_of_ini(session: &str, contract: &str) -> String {
    let text = format!(
        "[importlinter]\nroot_package = pkg\n{session}\n[importlinter:contract:c]\nname = C\n{contract}"
    );
    render(&settings(".importlinter", &text))
}

/// Everything that is said about a contract with these lines in a TOML file.
fn said_of_toml(session: &str, contract: &str) -> String {
    let text = format!(
        "[tool.importlinter]\nroot_package = 'pkg'\n{session}\n\
         [[tool.importlinter.contracts]]\nname = 'C'\n{contract}"
    );
    render(&settings("pyproject.toml", &text))
}
