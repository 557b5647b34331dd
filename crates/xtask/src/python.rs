//! What the tests need of Python: a virtual environment with the tools we compare with, and the
//! real packages they are compared on.
//!
//! Both are made once. A stamp holds the lines they were made from; when those change, that part
//! (and only that part) is made anew.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace::Workspace;
use crate::{Result, process};

const OFFLINE: &str = "The first run needs pip and the Python package index; later runs need neither. \
     To run what needs no Python, use `cargo test --workspace`";

/// Makes `.venv` with what `tests/requirements.txt` says; gives its interpreter.
pub(crate) fn environment(workspace: &Workspace) -> Result<PathBuf> {
    environment_in(
        &workspace.path(".venv"),
        &workspace.path("tests/requirements.txt"),
    )
}

/// Makes a virtual environment with what a file of requirements says; gives its interpreter.
pub(crate) fn environment_in(venv: &Path, requirements: &Path) -> Result<PathBuf> {
    let wanted = lines(requirements)?.join("\n");
    let stamp = venv.join("buttress.stamp");
    let interpreter = program(venv, "python");
    if is_stamped(&stamp, &wanted) && process::output(Command::new(&interpreter).arg("-V")).is_ok()
    {
        return Ok(interpreter);
    }
    let python = find_python()?;
    process::run(
        Command::new(&python)
            .args(["-m", "venv", "--clear"])
            .arg(venv),
    )
    .map_err(|error| format!("{error}\nOn Debian and Ubuntu: install the package python3-venv"))?;
    pip(Command::new(&interpreter)
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(requirements))?;
    write(&stamp, &wanted)?;
    Ok(interpreter)
}

/// A program of a virtual environment.
pub(crate) fn program(venv: &Path, name: &str) -> PathBuf {
    if cfg!(windows) {
        venv.join("Scripts").join(format!("{name}.exe"))
    } else {
        venv.join("bin").join(name)
    }
}

/// Fills `.corpus` with what `tests/corpus.txt` says; gives that folder.
pub(crate) fn corpus(workspace: &Workspace, interpreter: &Path) -> Result<PathBuf> {
    let corpus = workspace.path(".corpus");
    for line in lines(&workspace.path("tests/corpus.txt"))? {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { continue };
        let stamp = corpus.join(".stamps").join(name);
        if !is_stamped(&stamp, &line) || !corpus.join(name).is_dir() {
            install(&corpus, name, words, interpreter)?;
            write(&stamp, &line)?;
        }
    }
    Ok(corpus)
}

/// Unpacks the source distribution of import-linter, of the version in `tests/requirements.txt`,
/// into `.corpus`; gives that folder. It holds tests, which the installed package does not.
pub(crate) fn import_linter(workspace: &Workspace, interpreter: &Path) -> Result<PathBuf> {
    let requirements = lines(&workspace.path("tests/requirements.txt"))?;
    let requirement = requirements
        .into_iter()
        .find(|line| line.starts_with("import-linter=="))
        .ok_or("`tests/requirements.txt` names no version of import-linter")?;
    let corpus = workspace.path(".corpus");
    let stamp = corpus.join(".stamps/import-linter");
    let finished = corpus.join("import-linter");
    if is_stamped(&stamp, &requirement) && finished.is_dir() {
        return Ok(finished);
    }
    let unfinished = corpus.join(".unfinished");
    remove(&unfinished)?;
    pip(Command::new(interpreter)
        .args(["-m", "pip", "download", "--quiet", "--no-deps"])
        .args(["--no-binary", "import-linter"])
        .args(["--disable-pip-version-check", "--dest"])
        .arg(&unfinished)
        .arg(&requirement))?;
    let archive = only_entry(&unfinished)?;
    let unpacked = unfinished.join("unpacked");
    process::run(
        Command::new(interpreter)
            .args(["-m", "tarfile", "--extract"])
            .arg(&archive)
            .arg(&unpacked),
    )?;
    replace(&only_entry(&unpacked)?, &finished)?;
    write(&stamp, &requirement)?;
    Ok(finished)
}

/// What a folder holds, if that is one thing.
fn only_entry(folder: &Path) -> Result<PathBuf> {
    let failed = |error| format!("could not read `{}`: {error}", folder.display());
    let entries: Vec<_> = fs::read_dir(folder).map_err(failed)?.flatten().collect();
    match entries.as_slice() {
        [entry] => Ok(entry.path()),
        _ => Err(format!(
            "`{}` should hold one entry, and holds {}",
            folder.display(),
            entries.len()
        )),
    }
}

/// Installs into a folder aside first, so that a broken download leaves no half package behind.
pub(crate) fn install<'a>(
    corpus: &Path,
    name: &str,
    requirements: impl Iterator<Item = &'a str>,
    interpreter: &Path,
) -> Result {
    let unfinished = corpus.join(".unfinished");
    let finished = corpus.join(name);
    remove(&unfinished)?;
    pip(Command::new(interpreter)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-compile",
        ])
        .args(["--ignore-requires-python", "--only-binary", ":all:"])
        .args(["--disable-pip-version-check", "--target"])
        .arg(&unfinished)
        .args(requirements))?;
    replace(&unfinished, &finished)
}

/// Moves a finished folder to its place, which is made if need be, over what was there.
pub(crate) fn replace(from: &Path, to: &Path) -> Result {
    remove(to)?;
    let parent = to.parent().map_or(Ok(()), fs::create_dir_all);
    parent
        .and_then(|()| fs::rename(from, to))
        .map_err(|error| format!("could not move `{}` into place: {error}", to.display()))
}

fn pip(command: &mut Command) -> Result {
    process::run(command).map_err(|error| format!("{error}\n{OFFLINE}"))
}

fn find_python() -> Result<OsString> {
    let chosen = env::var_os("BUTTRESS_PYTHON");
    let candidates = chosen.map_or_else(
        || vec!["python3".into(), "python".into()],
        |python| vec![python],
    );
    let mut reasons = Vec::new();
    for python in candidates {
        let version = "import sys; print(*sys.version_info[:2])";
        match process::output(Command::new(&python).args(["-c", version])) {
            Ok(version) if is_new_enough(&version) => return Ok(python),
            Ok(version) => {
                let version = version.trim().replace(' ', ".");
                reasons.push(format!("`{}` is Python {version}", python.display()));
            }
            Err(error) => reasons.push(error),
        }
    }
    Err(format!(
        "the tests need Python 3.10 or newer; set BUTTRESS_PYTHON to one ({})",
        reasons.join("; ")
    ))
}

/// Whether `3 11` and the like is a version that the compared tools run on.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.split_whitespace().map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= (3, 10),
        _ => false,
    }
}

/// The lines of a file that are neither empty nor comments.
fn lines(path: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("could not read `{}`: {error}", path.display()))?;
    let lines = text.lines().map(str::trim);
    let kept = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(kept.map(str::to_owned).collect())
}

/// Whether a stamp holds these lines.
pub(crate) fn is_stamped(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == wanted)
}

/// Writes a file, and its folder first.
pub(crate) fn write(path: &Path, text: &str) -> Result {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text))
        .map_err(|error| format!("could not write `{}`: {error}", path.display()))
}

/// Removes a folder, if there is one.
pub(crate) fn remove(folder: &Path) -> Result {
    match fs::remove_dir_all(folder) {
        Err(error) if folder.exists() => {
            Err(format!("could not remove `{}`: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_new_enough("3 11\n"));
        assert!(is_new_enough("3 10"));
        assert!(!is_new_enough("3 9"));
        assert!(!is_new_enough("2 7"));
        assert!(!is_new_enough("three"));
    }
}
