//! Which Python environment a run means: what the user typed, and what the shell has set.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What decides the environment. The default is no environment at all: only the working directory
/// is searched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PythonOptions {
    /// The folder that Python would be started in; the project's folder if none.
    pub working_directory: Option<PathBuf>,
    /// An interpreter or the folder of an environment, if one was named; relative to the working
    /// directory.
    pub python: Option<PathBuf>,
    /// Folders that come before those of `PYTHONPATH`; relative to the working directory.
    pub pythonpath: Vec<PathBuf>,
    /// The variables of the shell.
    pub variables: Variables,
}

impl PythonOptions {
    /// The working directory, or `base` if none is given.
    pub fn folder<'f>(&'f self, base: &'f Path) -> &'f Path {
        self.working_directory.as_deref().unwrap_or(base)
    }
}

/// The variables of the shell that Python and its tools obey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables {
    /// `PYTHONPATH`.
    pub pythonpath: Option<OsString>,
    /// `VIRTUAL_ENV`.
    pub virtual_env: Option<PathBuf>,
    /// `CONDA_PREFIX`.
    pub conda_prefix: Option<PathBuf>,
    /// The home folder.
    pub home: Option<PathBuf>,
    /// `PATH`.
    pub path: Option<OsString>,
    /// Whether a `.venv` folder counts; false only where no environment is wanted.
    pub dot_venv: bool,
}

impl Variables {
    /// Those of this process.
    pub fn of_this_process() -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        Self {
            pythonpath: set("PYTHONPATH"),
            virtual_env: set("VIRTUAL_ENV").map(PathBuf::from),
            conda_prefix: set("CONDA_PREFIX").map(PathBuf::from),
            home: env::home_dir(),
            path: set("PATH"),
            dot_venv: true,
        }
    }
}
