//! What can be typed after `lint-imports`: the options of import-linter's command, and no others.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::Parser;

/// The name under which the binary is that command.
const NAME: &str = "lint-imports";

/// Check that a project adheres to a set of contracts.
///
/// This is buttress, which reads the configuration of import-linter (setup.cfg, .importlinter or
/// pyproject.toml) and reports in its layout. `buttress check` does the same with frames, places and
/// suggestions.
#[derive(Debug, Default, Parser)]
#[command(name = NAME, disable_version_flag = true)]
#[command(
    after_help = "Exit status: 0 all contracts kept, 2 for a mistake on the command line, \
                        1 for all else."
)]
pub(crate) struct LintImports {
    /// The config file to use
    #[arg(long, value_name = "TEXT")]
    pub(crate) config: Option<PathBuf>,

    /// Limit the check to the supplied contract identifier (repeatable)
    #[arg(long = "contract", value_name = "TEXT")]
    pub(crate) contracts: Vec<String>,

    /// The directory to use for caching [default: in the configuration's folder]
    #[arg(long, value_name = "TEXT")]
    pub(crate) cache_dir: Option<PathBuf>,

    /// Disable caching
    #[arg(long)]
    pub(crate) no_cache: bool,

    /// Accepted: there are no tracebacks to show
    #[arg(long)]
    debug: bool,

    /// Do not introduce the tool
    #[arg(long)]
    pub(crate) no_logo: bool,

    /// Show times taken to build the graph and to check each contract
    #[arg(long)]
    pub(crate) show_timings: bool,

    /// Say what is done
    #[arg(long)]
    pub(crate) verbose: bool,

    /// Show the version of import-linter whose behaviour this is, and on stderr that of buttress
    #[arg(long)]
    pub(crate) version: bool,
}

/// The arguments, if the binary was called by that name, or as `buttress lint-imports`.
pub(crate) fn of_process() -> Option<Vec<OsString>> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.first().is_some_and(|program| is_name(program)) {
        return Some(arguments);
    }
    let as_command = arguments.get(1).is_some_and(|word| word == NAME);
    as_command.then(|| arguments[1..].to_vec())
}

/// Whether a path to a program ends in the name, with or without the suffix of Windows.
fn is_name(program: &OsStr) -> bool {
    Path::new(program).file_stem() == Some(OsStr::new(NAME))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_name_may_have_a_folder_and_a_suffix() {
        let named = [
            "lint-imports",
            "/usr/bin/lint-imports",
            "bin/lint-imports.exe",
        ];
        assert!(
            named
                .into_iter()
                .all(|program| is_name(OsStr::new(program)))
        );
        let others = ["buttress", "lint-imports/buttress", "lint-imports-2", ""];
        assert!(
            !others
                .into_iter()
                .any(|program| is_name(OsStr::new(program)))
        );
    }

    #[test]
    fn the_declarations_are_sound() {
        LintImports::command().debug_assert();
    }
}
