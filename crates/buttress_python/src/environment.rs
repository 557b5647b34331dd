//! The Python environment of a run: found by its folders and files, never by running anything.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::PythonOptions;

/// The names of an interpreter, best first.
const INTERPRETERS: [&str; 4] = ["python3", "python", "python3.exe", "python.exe"];
const REPOSITORY_MARKS: [&str; 2] = [".git", ".hg"];

/// A Python environment on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Its folder, the one that holds `bin` or `Scripts`; absolute.
    pub root: PathBuf,
    /// Its interpreter.
    pub interpreter: Option<PathBuf>,
    /// What made it the one, such as `VIRTUAL_ENV`.
    pub chosen_by: &'static str,
    /// The folders of its standard library.
    pub standard_library: Vec<PathBuf>,
    /// The folders of its installed packages, in the order Python searches them.
    pub site_packages: Vec<PathBuf>,
}

/// The environment that the options mean; none if there is none.
///
/// In this order: the one that was named, `VIRTUAL_ENV`, a `.venv` in the working directory or
/// above it up to the repository's root, `CONDA_PREFIX`, the first interpreter on `PATH`. O(folders
/// looked at); runs nothing.
pub(crate) fn find(options: &PythonOptions, folder: &Path) -> Option<Environment> {
    let variables = &options.variables;
    if let Some(named) = &options.python {
        return named_environment(&folder.join(named), options);
    }
    let of_folder = |root: &Option<PathBuf>, chosen_by| {
        let root = folder.join(root.as_ref()?);
        root.is_dir().then(|| of_root(&root, chosen_by, options))
    };
    of_folder(&variables.virtual_env, "VIRTUAL_ENV")
        .or_else(|| {
            let root = variables.dot_venv.then(|| dot_venv(folder)).flatten()?;
            Some(of_root(&root, ".venv", options))
        })
        .or_else(|| of_folder(&variables.conda_prefix, "CONDA_PREFIX"))
        .or_else(|| {
            let interpreter = on_path(options).into_iter().next()?;
            of_interpreter(&interpreter, "PATH", options)
        })
}

/// The interpreters on `PATH`, in its order.
pub(crate) fn on_path(options: &PythonOptions) -> Vec<PathBuf> {
    let path = options.variables.path.iter();
    let folders: Vec<PathBuf> = path.flat_map(env::split_paths).collect();
    let candidates = INTERPRETERS.iter().flat_map(|name| {
        let folders = folders.iter().filter(|folder| folder.is_absolute());
        folders.map(move |folder| folder.join(name))
    });
    candidates.filter(|path| path.is_file()).collect()
}

fn named_environment(named: &Path, options: &PythonOptions) -> Option<Environment> {
    if named.is_dir() {
        Some(of_root(named, "--python", options))
    } else if named.is_file() {
        of_interpreter(named, "--python", options)
    } else {
        None
    }
}

/// `.venv` in a folder or above it, not beyond the repository; only in the folder itself if there
/// is no repository.
fn dot_venv(folder: &Path) -> Option<PathBuf> {
    let is_root = |above: &&Path| {
        let mut marks = REPOSITORY_MARKS.iter();
        marks.any(|mark| above.join(mark).exists())
    };
    let depth = folder.ancestors().position(|above| is_root(&above));
    let folders = folder.ancestors().take(depth.unwrap_or(0) + 1);
    let mut candidates = folders.map(|above| above.join(".venv"));
    candidates.find(|venv| venv.join("pyvenv.cfg").is_file())
}

fn of_interpreter(
    interpreter: &Path,
    chosen_by: &'static str,
    options: &PythonOptions,
) -> Option<Environment> {
    let root_of = |path: &Path| Some(path.parent()?.parent()?.to_owned());
    // The interpreter of an environment is a link to that of the installation, so the folder of the
    // link is asked first.
    let mut root = root_of(interpreter)?;
    let mut version = version_in_name(interpreter);
    if !root.join("pyvenv.cfg").is_file() {
        let real = interpreter.canonicalize().ok()?;
        version = version_in_name(&real).or(version);
        root = match real.parent() {
            // On Windows the interpreter lies in the root itself.
            Some(folder) if folder.join("Lib").is_dir() => folder.to_owned(),
            _ => root_of(&real)?,
        };
    }
    let mut environment = of_root(&root, chosen_by, options);
    environment.interpreter = Some(interpreter.to_owned());
    if let (Some(version), false) = (version, root.join("pyvenv.cfg").is_file()) {
        (environment.standard_library, environment.site_packages) =
            installed(&root, Some(version), options);
    }
    Some(environment)
}

fn of_root(root: &Path, chosen_by: &'static str, options: &PythonOptions) -> Environment {
    let config = fs::read_to_string(root.join("pyvenv.cfg")).ok();
    let interpreter = interpreter_in(root);
    let (standard_library, site_packages) = match &config {
        Some(config) => of_venv(root, &VenvConfig::parse(config), options),
        None => installed(root, None, options),
    };
    Environment {
        root: root.to_owned(),
        interpreter,
        chosen_by,
        standard_library,
        site_packages,
    }
}

fn interpreter_in(root: &Path) -> Option<PathBuf> {
    let folders = [root.join("bin"), root.join("Scripts"), root.to_owned()];
    let candidates = folders.iter().flat_map(|folder| {
        let names = INTERPRETERS.iter();
        names.map(move |name| folder.join(name))
    });
    candidates.into_iter().find(|path| path.is_file())
}

/// What `pyvenv.cfg` says.
#[derive(Debug, Default, PartialEq, Eq)]
struct VenvConfig {
    home: Option<PathBuf>,
    version: Option<Version>,
    system_site_packages: bool,
}

impl VenvConfig {
    fn parse(text: &str) -> Self {
        let mut config = Self::default();
        for line in text.lines() {
            let Some((key, value)) = line.split_once('=') else {
                continue;
            };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "home" => config.home = Some(value.into()),
                "version" | "version_info" => config.version = Version::parse(value),
                "include-system-site-packages" => {
                    config.system_site_packages = value.eq_ignore_ascii_case("true");
                }
                _ => {}
            }
        }
        config
    }
}

/// The standard library and the installed packages of a virtual environment.
fn of_venv(
    root: &Path,
    config: &VenvConfig,
    options: &PythonOptions,
) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (_, mut packages) = own_folders(root, config.version);
    let base = config.home.as_ref().and_then(|home| {
        let is_windows = home.join("Lib").is_dir();
        if is_windows {
            Some(home.clone())
        } else {
            home.parent().map(Path::to_owned)
        }
    });
    let Some(base) = base else {
        return (Vec::new(), packages);
    };
    let (library, of_base) = installed(&base, config.version, options);
    if config.system_site_packages {
        packages.extend(of_base);
    }
    (library, packages)
}

/// The standard library and the packages of an installation, those of the user before the others.
fn installed(
    root: &Path,
    version: Option<Version>,
    options: &PythonOptions,
) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (library, packages) = own_folders(root, version);
    let newest = library.first().and_then(|library| version_in_name(library));
    let home = options.variables.home.iter();
    let of_user = home.zip(version.or(newest)).map(|(home, version)| {
        let python = format!("python{}.{}", version.0, version.1);
        home.join(".local/lib").join(python).join("site-packages")
    });
    let of_user = of_user.filter(|folder| folder.is_dir());
    (library.clone(), of_user.chain(packages).collect())
}

/// The folders below a root itself: standard library, installed packages.
fn own_folders(root: &Path, version: Option<Version>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let windows = root.join("Lib");
    let mut libraries = Vec::new();
    if windows.join("site-packages").is_dir() && !root.join("bin").is_dir() {
        libraries.push(windows);
    }
    for lib in ["lib", "lib64"] {
        libraries.extend(python_folder(&root.join(lib), version));
    }
    let mut packages = Vec::new();
    for library in &libraries {
        packages.push(library.join("site-packages"));
    }
    // Debian keeps its packages for all versions in one folder.
    if let Some(library) = libraries.first() {
        packages.push(library.join("dist-packages"));
        packages.push(root.join("lib/python3/dist-packages"));
    }
    packages.retain(|folder| folder.is_dir());
    dedup_by_target(&mut packages);
    dedup_by_target(&mut libraries);
    (libraries, packages)
}

/// `lib64` is a link to `lib` as a rule.
fn dedup_by_target(folders: &mut Vec<PathBuf>) {
    let mut seen: Vec<PathBuf> = Vec::new();
    folders.retain(|folder| {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let is_new = !seen.contains(&real);
        seen.push(real);
        is_new
    });
}

/// `pythonX.Y` in a folder: of this version, else the newest.
fn python_folder(lib: &Path, version: Option<Version>) -> Option<PathBuf> {
    let entries = fs::read_dir(lib).ok()?.flatten();
    let folders = entries.filter_map(|entry| {
        let path = entry.path();
        let found = version_in_name(&path)?;
        path.is_dir()
            .then_some((Some(found) == version, found, path))
    });
    folders.max().map(|(_, _, path)| path)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32);

impl Version {
    /// `3.11.7`, `3.11`.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('.');
        let mut next = || parts.next()?.parse().ok();
        Some(Self(next()?, next()?))
    }
}

/// The version in `python3.11` or `python3.11.exe`.
fn version_in_name(path: &Path) -> Option<Version> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_suffix(".exe").unwrap_or(name);
    Version::parse(name.strip_prefix("python")?.trim_end_matches('t'))
}

#[cfg(test)]
pub(crate) mod tests;
