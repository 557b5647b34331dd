//! The command line: what can be typed.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use anstyle::{AnsiColor, Style};
use buttress::render::{Format, MaxChains};
use clap::builder::Styles;
use clap::{Args, Parser, Subcommand, ValueEnum};

const STYLES: Styles = Styles::styled()
    .header(
        Style::new()
            .bold()
            .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green))),
    )
    .usage(
        Style::new()
            .bold()
            .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green))),
    )
    .literal(
        Style::new()
            .bold()
            .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan))),
    )
    .placeholder(Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan))));

/// Architecture contracts for Python imports.
///
/// Builds the import graph of a Python code base, checks the contracts in buttress.toml (or
/// [tool.buttress] of pyproject.toml), and shows every violation as a chain of imports.
#[derive(Debug, Parser)]
#[command(name = "buttress", version, styles = STYLES, propagate_version = true)]
#[command(after_help = "\
Examples:
  buttress check                          check all contracts
  buttress check --format json            … for a program to read
  buttress why shop.domain shop.usecases  how does the one come to import the other?
  buttress graph --format dot | dot -Tsvg -o graph.svg

Exit status: 0 all contracts kept, 1 a contract is broken, 2 something could not be checked.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Why(Why),
    Graph(Graph),
    Migrate(Migrate),
    /// Do what import-linter's `lint-imports` does
    ///
    /// Takes its options, prints in its layout, and ends with its exit status. A link to buttress that
    /// is called lint-imports does the same.
    LintImports(Forwarded),
}

/// Options that another command line reads.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Forwarded {
    /// The options of lint-imports; see `buttress lint-imports --help`
    #[arg(
        value_name = "OPTIONS",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    options: Vec<OsString>,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// The configuration file [default: the nearest buttress.toml, or pyproject.toml with a
    /// [tool.buttress] table, from the working directory up to the repository's root]
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) config: Option<PathBuf>,

    /// The Python environment of the project, or its interpreter: where import-linter's
    /// configurations find packages, and what runs their custom contract types [default: the
    /// active environment, .venv, or the first interpreter on PATH]
    #[arg(long, global = true, value_name = "PATH", value_parser = existing_path)]
    pub(crate) python: Option<PathBuf>,

    /// Folders in which import-linter's configurations find packages before those of PYTHONPATH,
    /// separated as in it
    #[arg(long, global = true, value_name = "PATHS")]
    pub(crate) pythonpath: Option<OsString>,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,

    /// Print nothing when there is nothing to complain about, and no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say on stderr what was read and from where
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    /// Number of threads [default: one a core]
    #[arg(long, global = true, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// The folder in which what was read of the files is kept for later runs [default: a hidden one
    /// beside the configuration, or in the working directory for import-linter's]
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) cache_dir: Option<PathBuf>,

    /// Read every file anew, and keep nothing
    #[arg(long, global = true)]
    pub(crate) no_cache: bool,

    /// Say on stderr how long each stage took
    #[arg(long, global = true)]
    pub(crate) timings: bool,
}

/// The most threads that can be asked for: threads wake each other, so far more than there are cores
/// only keep each other waiting, from some thousands on for minutes.
const MOST_JOBS: usize = 512;

/// Reads a number of threads.
fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .ok()
        .filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS)
        .ok_or_else(|| format!("expected a number of threads from 1 to {MOST_JOBS}"))
}

fn existing_path(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.exists() {
        Ok(path)
    } else {
        Err("there is no such file or folder".to_owned())
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes the choice hold for everything that is printed.
    pub(crate) fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Check the contracts
///
/// Prints the verdict on every contract and shows each violation as a chain of imports.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  buttress check
  buttress check shop/domain                      only show violations with an import there
  buttress check --contract layers --max-chains all
  buttress check --format concise
  buttress check --output json=report.json        also write a report for programs

Exit status: 0 all contracts kept, 1 a contract is broken, 2 something could not be checked.")]
pub(crate) struct Check {
    /// Only show violations with an import in these files or folders; everything is checked all
    /// the same
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,

    /// Only check the contract with this id (repeatable)
    #[arg(long = "contract", value_name = "ID")]
    pub(crate) contracts: Vec<String>,

    /// The format of the report on stdout: full, concise or json
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: Format,

    /// Also write a report to a file, as FORMAT=PATH (repeatable)
    #[arg(long = "output", value_name = "FORMAT=PATH")]
    pub(crate) outputs: Vec<OutputFile>,

    /// Also report syntax errors that cannot touch an import; every file is parsed
    #[arg(long)]
    pub(crate) strict: bool,

    /// How many chains to show in full for each contract, or `all` [default: 10 on a terminal, else
    /// 3; all in json]
    #[arg(long, value_name = "N")]
    pub(crate) max_chains: Option<MaxChains>,
}

/// Explain how one module comes to import another
///
/// Shows the shortest chain of imports from A to B, the smallest set of imports whose removal ends
/// all chains, and the imports that chains end in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  buttress why shop.domain shop.usecases
  buttress why shop.domain django --all           externals work too
  buttress why shop shop.vendors --avoid shop.lib chains that do not pass through shop.lib
  buttress why shop.a shop.b --contract layers    as that contract sees the graph

Exit status: 0 there is a chain, 1 there is none, 2 the question could not be answered.")]
pub(crate) struct Why {
    /// The importing module or package (with its descendants)
    #[arg(value_name = "A")]
    pub(crate) importer: String,

    /// The imported module or package (with its descendants)
    #[arg(value_name = "B")]
    pub(crate) imported: String,

    /// See the graph as this contract does: its kinds of import, its ignored imports, its other
    /// layers avoided
    #[arg(long, value_name = "ID")]
    pub(crate) contract: Option<String>,

    /// Only chains that do not pass through these modules (repeatable; `*` and `**` are allowed)
    #[arg(long, value_name = "MODULE")]
    pub(crate) avoid: Vec<String>,

    /// Only chains that pass through one of these modules (repeatable; `*` and `**` are allowed)
    #[arg(long, value_name = "MODULE")]
    pub(crate) via: Vec<String>,

    /// Show all chains that share no import, not just the shortest
    #[arg(long)]
    pub(crate) all: bool,

    /// The format of the answer: full or json
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: WhyFormat,
}

/// Print the import graph
///
/// All modules and all imports between them, as the project's own kinds of import see them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  buttress graph --format json > graph.json       modules, imports and their places
  buttress graph --format dot | dot -Tsvg -o graph.svg")]
pub(crate) struct Graph {
    /// The format: json or dot
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) format: GraphFormat,
}

/// Write import-linter's configuration as a native one
///
/// Writes a buttress.toml beside import-linter's configuration, with its contracts in their order and its
/// comments; with --output pyproject.toml, the tables [tool.buttress] at the end of that file. Before
/// that, both configurations are checked on the project and compared, contract by contract; if they
/// differ, nothing is written. stderr tells what changed and what has no native form: contracts whose
/// types are Python classes, and contracts of which a list is empty.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  buttress migrate --dry-run                      show the new configuration
  buttress migrate                                write it
  buttress migrate --output pyproject.toml        write it as [tool.buttress]
  buttress migrate --config setup.cfg --output config/buttress.toml

Exit status: 0 written, and both configurations judge the project alike; 1 the same, but some of the
original is left out; 2 not written. With --dry-run, the same without writing.")]
pub(crate) struct Migrate {
    /// Print the new configuration instead of writing it
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Overwrite a file that exists
    #[arg(long)]
    pub(crate) force: bool,

    /// The file to write [default: buttress.toml beside import-linter's configuration]
    #[arg(long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

/// Formats of `buttress why`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhyFormat {
    /// For people
    Full,
    /// For programs
    Json,
}

/// Formats of `buttress graph`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Modules, imports and their places
    Json,
    /// Graphviz
    Dot,
}

/// `FORMAT=PATH`.
#[derive(Debug, Clone)]
pub(crate) struct OutputFile {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl FromStr for OutputFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or("expected FORMAT=PATH, such as json=report.json")?;
        Ok(Self {
            format: format.parse().map_err(|error| format!("{error}"))?,
            path: path.into(),
        })
    }
}
