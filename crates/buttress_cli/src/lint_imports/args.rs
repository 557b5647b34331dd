//! What can be typed after `lint-imports` and `import-linter`: the options and commands of
//! import-linter's, and no others.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::{Args, CommandFactory, Parser, Subcommand};

/// The name under which the binary checks contracts.
const LINT_IMPORTS: &str = "lint-imports";
/// The name under which the binary is the group of commands.
const IMPORT_LINTER: &str = "import-linter";

const EXIT_STATUS: &str = "Exit status: 0 all contracts kept, 2 for a mistake on the command line, \
                           1 for all else.";

/// What the process was asked for under one of import-linter's names.
#[derive(Debug)]
pub(crate) enum Request {
    /// To check contracts.
    Lint(Lint),
    /// To tell the version.
    Version,
    /// To tell what can be asked for.
    Help(String),
    /// Something that has another name here.
    Elsewhere(Elsewhere),
}

/// Check that a project adheres to a set of contracts.
///
/// This is buttress, which reads the configuration of import-linter (setup.cfg, .importlinter or
/// pyproject.toml) and reports in its layout. `buttress check` does the same with frames, places and
/// suggestions.
#[derive(Debug, Parser)]
#[command(name = LINT_IMPORTS, disable_version_flag = true, after_help = EXIT_STATUS)]
struct LintImports {
    #[command(flatten)]
    lint: Lint,

    /// Show the version of import-linter whose behaviour this is
    #[arg(long)]
    version: bool,
}

/// Check that a project adheres to a set of contracts.
///
/// This is buttress, under the name of import-linter's group of commands.
#[derive(Debug, Parser)]
#[command(name = IMPORT_LINTER, disable_version_flag = true, after_help = EXIT_STATUS)]
struct ImportLinter {
    /// Show the version of import-linter whose behaviour this is
    #[arg(long)]
    version: bool,

    #[command(subcommand)]
    command: Option<GroupCommand>,
}

#[derive(Debug, Subcommand)]
enum GroupCommand {
    /// Check that a project adheres to a set of contracts; the same as `lint-imports`
    Lint(Lint),
    /// Not here: `buttress graph --format dot` draws the import graph
    Drawgraph(Ignored),
    /// Not here: `buttress why` and `buttress graph` tell about the import graph
    Explore(Ignored),
}

/// Arguments of a command that is not there.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
struct Ignored {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// A command of import-linter's that is not there under its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    /// Its name there.
    pub(crate) name: &'static str,
    /// What to do instead.
    pub(crate) instead: &'static str,
}

const DRAWGRAPH: Elsewhere = Elsewhere {
    name: "drawgraph",
    instead: "`buttress graph --format dot` prints the import graph for Graphviz",
};
const EXPLORE: Elsewhere = Elsewhere {
    name: "explore",
    instead: "`buttress why A B` tells how one module comes to import another, and `buttress graph` \
              prints the import graph",
};

/// How to check, as both names take it.
#[derive(Debug, Default, Args)]
pub(crate) struct Lint {
    /// The config file to use
    #[arg(long, value_name = "TEXT")]
    pub(crate) config: Option<OsString>,

    /// Limit the check to the supplied contract identifier (repeatable)
    #[arg(long = "contract", value_name = "TEXT")]
    pub(crate) contracts: Vec<String>,

    /// The directory to use for caching [default: in the working directory]
    #[arg(long, value_name = "TEXT")]
    pub(crate) cache_dir: Option<OsString>,

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
}

/// What was asked for, if the binary was called by one of the names, or as `buttress lint-imports`.
/// Ends the process on a mistake, or when help is asked for.
pub(crate) fn of_process() -> Option<Request> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let program = arguments.first()?;
    if is_name(program, LINT_IMPORTS) {
        return Some(of_lint_imports(arguments));
    }
    if is_name(program, IMPORT_LINTER) {
        return Some(ImportLinter::parse_from(arguments).into());
    }
    let words: Vec<&OsStr> = arguments[1..].iter().map(OsString::as_os_str).collect();
    match words.as_slice() {
        [first, ..] if *first == LINT_IMPORTS => Some(of_lint_imports(arguments[1..].to_vec())),
        [first, second] if *first == "help" && *second == LINT_IMPORTS => {
            Some(of_lint_imports(vec![LINT_IMPORTS.into(), "--help".into()]))
        }
        _ => None,
    }
}

fn of_lint_imports(arguments: Vec<OsString>) -> Request {
    LintImports::parse_from(arguments).into()
}

impl From<LintImports> for Request {
    fn from(arguments: LintImports) -> Self {
        if arguments.version {
            Self::Version
        } else {
            Self::Lint(arguments.lint)
        }
    }
}

impl From<ImportLinter> for Request {
    fn from(arguments: ImportLinter) -> Self {
        match arguments.command {
            _ if arguments.version => Self::Version,
            Some(GroupCommand::Lint(lint)) => Self::Lint(lint),
            Some(GroupCommand::Drawgraph(_)) => Self::Elsewhere(DRAWGRAPH),
            Some(GroupCommand::Explore(_)) => Self::Elsewhere(EXPLORE),
            None => Self::Help(ImportLinter::command().render_help().to_string()),
        }
    }
}

/// Whether a path to a program ends in the name, with or without the suffix of Windows.
fn is_name(program: &OsStr, name: &str) -> bool {
    Path::new(program).file_stem() == Some(OsStr::new(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_may_have_a_folder_and_a_suffix() {
        let is_lint_imports = |program: &&str| is_name(OsStr::new(program), LINT_IMPORTS);
        let named = [
            "lint-imports",
            "/usr/bin/lint-imports",
            "bin/lint-imports.exe",
        ];
        assert!(named.iter().all(is_lint_imports));
        let others = ["buttress", "lint-imports/buttress", "lint-imports-2", ""];
        assert!(!others.iter().any(is_lint_imports));
        assert!(is_name(OsStr::new("bin/import-linter.exe"), IMPORT_LINTER));
    }

    #[test]
    fn the_group_knows_what_is_elsewhere() {
        let request = |words: &[&str]| {
            let words = [IMPORT_LINTER].iter().chain(words);
            ImportLinter::try_parse_from(words).map(Request::from)
        };
        assert!(matches!(request(&["--version"]), Ok(Request::Version)));
        assert!(matches!(request(&[]), Ok(Request::Help(text)) if text.contains("drawgraph")));
        let lint = request(&["lint", "--contract", "a", "--no-cache"]);
        assert!(matches!(lint, Ok(Request::Lint(lint)) if lint.contracts == ["a"]));
        let drawn = request(&["drawgraph", "a.b", "--show-import-totals"]);
        assert!(matches!(drawn, Ok(Request::Elsewhere(it)) if it == DRAWGRAPH));
        let explored = request(&["explore", "--help"]);
        assert!(matches!(explored, Ok(Request::Elsewhere(it)) if it == EXPLORE));
        assert!(request(&["lint", "--version"]).is_err());
        assert!(request(&["check"]).is_err());
    }

    #[test]
    fn the_declarations_are_sound() {
        LintImports::command().debug_assert();
        ImportLinter::command().debug_assert();
    }
}
