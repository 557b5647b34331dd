//! The bridge to contract types that are Python classes: the graph goes over, verdicts come back.
//!
//! One process judges all contracts of a run, with a script of ours that comes with this program.
//! It rebuilds the graph as a `grimp.ImportGraph`, makes each contract from its class and options,
//! and calls `check` and, if it is broken, `render_broken_contract`, just as import-linter does.

mod answer;
mod process;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::{PythonOptions, environment};
pub use answer::Verdict;
use process::{Answer, Process};

const SCRIPT: &str = include_str!("bridge.py");
/// How many interpreters are tried, if none was named.
const MAX_INTERPRETERS: usize = 4;
/// How long one contract may take; the first one's time includes the start and the graph.
const PATIENCE: Duration = Duration::from_mins(10);

/// What the class of a contract sees.
#[derive(Debug, Clone, Default)]
pub struct CustomGraph {
    /// The modules, and whether each is squashed: an external package whose inside is unknown.
    pub modules: Vec<(String, bool)>,
    /// The places of import.
    pub imports: Vec<CustomImport>,
}

/// A place of import: importer, imported module, 1-based line, text of that line, whether lazy.
pub type CustomImport = (String, String, u32, String, bool);

/// Contracts to judge.
#[derive(Debug, Clone)]
pub struct CustomRequest {
    /// The graph.
    pub graph: CustomGraph,
    /// The options of the whole configuration, in order.
    pub session_options: Vec<(String, Value)>,
    /// The contracts.
    pub contracts: Vec<CustomContract>,
}

/// A contract of a type that a Python class defines.
#[derive(Debug, Clone)]
pub struct CustomContract {
    /// Its name, as the class gets it.
    pub name: String,
    /// The dotted path of the class.
    pub class: String,
    /// Its options, in order.
    pub options: Vec<(String, Value)>,
}

/// Has the contracts judged by the Python interpreter of the options; a verdict for each.
///
/// Without an interpreter that has import-linter and grimp, every verdict is
/// [`Verdict::Unavailable`]. Runs the code of the project that the contracts name, and nothing if
/// there are none. It may take as long as that code takes, within ten minutes a contract.
pub fn run_custom(request: &CustomRequest, options: &PythonOptions, base: &Path) -> Vec<Verdict> {
    run_within(request, options, base, PATIENCE)
}

fn run_within(
    request: &CustomRequest,
    options: &PythonOptions,
    base: &Path,
    patience: Duration,
) -> Vec<Verdict> {
    let count = request.contracts.len();
    if count == 0 {
        return Vec::new();
    }
    let folder = options.folder(base);
    let mut text = document(request).to_string().into_bytes();
    text.push(b'\n');
    let mut tried = Vec::new();
    for python in interpreters(options, folder) {
        let start = || {
            let variables = variables(options, folder);
            Process::start(&python, SCRIPT, folder, &variables, text.clone())
        };
        let mut process = match start() {
            Ok(process) => process,
            Err(error) => {
                tried.push(format!("`{}` cannot be started: {error}", python.display()));
                continue;
            }
        };
        match first_answer(&mut process, patience) {
            Ok(missing) if missing.is_empty() => {
                return verdicts(&mut process, count, patience);
            }
            Ok(missing) => {
                let packages = missing.join("` and `");
                tried.push(format!("`{}` has no `{packages}`", python.display()));
            }
            Err(reason) => tried.push(format!("`{}` does not run: {reason}", python.display())),
        }
    }
    vec![unavailable(options, &tried); count]
}

/// The request as the script reads it.
fn document(request: &CustomRequest) -> Value {
    let contracts = request.contracts.iter().map(|contract| {
        json!({
            "name": contract.name,
            "class": contract.class,
            "options": contract.options,
        })
    });
    json!({
        "modules": request.graph.modules,
        "imports": request.graph.imports,
        "session_options": request.session_options,
        "contracts": contracts.collect::<Vec<_>>(),
    })
}

/// The packages that the interpreter lacks.
fn first_answer(process: &mut Process, patience: Duration) -> Result<Vec<String>, String> {
    match process.answer(patience) {
        Answer::Line(line) => answer::missing(&line).ok_or(line),
        Answer::Ended => Err(process.last_words()),
        Answer::TimedOut => Err("it does not answer".to_owned()),
    }
}

fn verdicts(process: &mut Process, count: usize, patience: Duration) -> Vec<Verdict> {
    let mut verdicts = Vec::with_capacity(count);
    while verdicts.len() < count {
        let last = match process.answer(patience) {
            Answer::Line(line) => {
                verdicts.push(answer::verdict(&line));
                continue;
            }
            Answer::Ended => Verdict::crashed(&process.last_words()),
            Answer::TimedOut => Verdict::timed_out(patience),
        };
        // With the process the later contracts are lost, too.
        verdicts.resize(count, last);
    }
    verdicts
}

/// The interpreters to try: the one of the environment, and if that was not named, those on `PATH`.
fn interpreters(options: &PythonOptions, folder: &Path) -> Vec<PathBuf> {
    let environment = environment::find(options, folder);
    let mut found: Vec<PathBuf> = environment
        .and_then(|environment| environment.interpreter)
        .into_iter()
        .collect();
    if options.python.is_none() {
        found.extend(environment::on_path(options));
        let mut seen = Vec::new();
        found.retain(|python| {
            // The interpreters of an environment and of its installation are links to one file, but
            // not the same: only the folders on the way to them tell.
            let folder = python
                .parent()
                .and_then(|folder| folder.canonicalize().ok());
            let is_new = !seen.contains(&folder);
            seen.push(folder);
            is_new
        });
        found.truncate(MAX_INTERPRETERS);
    }
    found
}

/// What the process finds in its environment beside all that this one has.
fn variables(options: &PythonOptions, folder: &Path) -> Vec<(&'static str, OsString)> {
    let own = options.pythonpath.iter().map(|path| folder.join(path));
    let shells = options.variables.pythonpath.iter();
    let all = own.chain(shells.flat_map(env::split_paths));
    match env::join_paths(all) {
        Ok(joined) if !options.pythonpath.is_empty() => vec![("PYTHONPATH", joined)],
        _ => Vec::new(),
    }
}

fn unavailable(options: &PythonOptions, tried: &[String]) -> Verdict {
    let missing = match (tried, &options.python) {
        ([], Some(named)) => format!("`{}` has no Python interpreter", named.display()),
        ([], None) => "no Python interpreter was found".to_owned(),
        (tried, _) => tried.join("; "),
    };
    Verdict::Unavailable { missing }
}

#[cfg(test)]
mod tests;
