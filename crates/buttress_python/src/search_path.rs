//! What Python's `sys.path` would be, worked out from folders and files.

use std::env;
use std::path::{Path, PathBuf};

use buttress_files::SearchPath;

use crate::pth::{self, add_folder};
use crate::{Environment, PythonOptions, environment};

/// A search path and how it came about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundPath {
    /// Where packages are looked for.
    pub path: SearchPath,
    /// The environment whose packages are on it.
    pub environment: Option<Environment>,
    /// What there is to tell about it, for people who wonder; one line each.
    pub notes: Vec<String>,
}

/// Where the environment of the options looks for packages: the working directory (`base` if the
/// options have none), `--pythonpath`, `PYTHONPATH`, the standard library, then the installed
/// packages with what their `.pth` files add.
///
/// Never runs Python, so what code adds to the search path when Python starts is missing, except
/// for the hooks of editable installs, whose tables can be read; a note says where that may be so.
/// Zip files on the path are passed over. Lists a handful of folders, reads the `.pth` files.
pub fn search_path(options: &PythonOptions, base: &Path) -> FoundPath {
    let mut found = FoundPath::default();
    let working = options.folder(base);
    let path = &mut found.path;
    path.folders.push(working.to_owned());
    for folder in &options.pythonpath {
        add_folder(&working.join(folder), path);
    }
    for folder in options
        .variables
        .pythonpath
        .iter()
        .flat_map(env::split_paths)
    {
        add_folder(&clean_join(working, &folder), path);
    }
    let Some(environment) = environment::find(options, working) else {
        found.notes.push(no_environment(options));
        return found;
    };
    for folder in &environment.standard_library {
        add_folder(folder, path);
    }
    for folder in &environment.site_packages {
        add_folder(folder, path);
        pth::read_all(folder, path, &mut found.notes);
    }
    let shown = environment.root.display();
    let note = if environment.site_packages.is_empty() {
        format!("the Python environment {shown} has no folder of installed packages")
    } else {
        format!("Python environment: {shown} (by {})", environment.chosen_by)
    };
    found.notes.insert(0, note);
    found.environment = Some(environment);
    found
}

/// An empty entry of `PYTHONPATH` is the working directory.
fn clean_join(working: &Path, folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() {
        working.to_owned()
    } else {
        working.join(folder)
    }
}

fn no_environment(options: &PythonOptions) -> String {
    match &options.python {
        Some(named) => format!("there is no Python environment `{}`", named.display()),
        None => "no Python environment was found, so no installed packages are searched".to_owned(),
    }
}

#[cfg(test)]
mod tests;
