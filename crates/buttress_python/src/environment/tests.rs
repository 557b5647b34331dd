//! Environments of many shapes, made by hand.

use std::fs;

use super::*;
use crate::Variables;

pub(crate) fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn options(python: Option<&str>, variables: Variables) -> PythonOptions {
    PythonOptions {
        python: python.map(PathBuf::from),
        variables,
        ..PythonOptions::default()
    }
}

/// Paths below the root, as text.
fn below(root: &Path, paths: &[PathBuf]) -> Vec<String> {
    let shown = paths.iter().map(|path| {
        let path = path.strip_prefix(root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    });
    shown.collect()
}

#[test]
fn the_environment_that_was_named_is_taken_then_the_active_one_then_the_projects() {
    let root = tree(&[
        ("named/pyvenv.cfg", ""),
        ("active/pyvenv.cfg", ""),
        ("conda/x", ""),
        ("repo/.git/x", ""),
        ("repo/.venv/pyvenv.cfg", ""),
        ("repo/deep/down/x", ""),
        (".venv/pyvenv.cfg", ""),
        ("usr/bin/python3", ""),
    ]);
    let base = root.path().canonicalize().unwrap();
    let folder = base.join("repo/deep/down");
    let chosen = |python, variables: &Variables| {
        let found = find(&options(python, variables.clone()), &folder)?;
        let place = below(&base, &[found.root]).remove(0);
        Some((found.chosen_by, place))
    };
    let is = |by, place: &str| Some((by, place.to_owned()));
    let mut variables = Variables {
        virtual_env: Some(base.join("active")),
        conda_prefix: Some(base.join("conda")),
        path: Some(base.join("usr/bin").into()),
        dot_venv: true,
        ..Variables::default()
    };
    let named = base.join("named");
    assert_eq!(chosen(named.to_str(), &variables), is("--python", "named"));
    assert_eq!(chosen(Some("gone"), &variables), None);
    assert_eq!(chosen(None, &variables), is("VIRTUAL_ENV", "active"));
    variables.virtual_env = Some(base.join("gone"));
    assert_eq!(chosen(None, &variables), is(".venv", "repo/.venv"));
    variables.dot_venv = false;
    assert_eq!(chosen(None, &variables), is("CONDA_PREFIX", "conda"));
    variables.conda_prefix = None;
    assert_eq!(chosen(None, &variables), is("PATH", "usr"));
    variables.path = None;
    assert_eq!(chosen(None, &variables), None);
}

#[test]
fn packages_are_where_the_version_says() {
    let root = tree(&[
        ("venv/pyvenv.cfg", "home = HOME/bin\nversion = 3.11.7\n"),
        ("venv/lib/python3.9/site-packages/x", ""),
        ("venv/lib/python3.11/site-packages/x", ""),
        ("venv/lib64/python3.11/site-packages/x", ""),
        ("base/bin/python3.11", ""),
        ("base/lib/python3.11/site-packages/x", ""),
        ("base/lib/python3/dist-packages/x", ""),
        ("home/.local/lib/python3.11/site-packages/x", ""),
        ("windows/pyvenv.cfg", "include-system-site-packages = false"),
        ("windows/Lib/site-packages/x", ""),
        ("windows/Scripts/python.exe", ""),
    ]);
    let base = root.path().canonicalize().unwrap();
    let write = |system: &str| {
        let home = base.join("base/bin");
        let text = format!("home = {}\nversion = 3.11.7\n{system}", home.display());
        fs::write(base.join("venv/pyvenv.cfg"), text).unwrap();
    };
    let packages = |python: &str| {
        let variables = Variables {
            home: Some(base.join("home")),
            ..Variables::default()
        };
        let found = find(&options(Some(python), variables), &base).unwrap();
        (
            below(&base, &found.standard_library),
            below(&base, &found.site_packages),
        )
    };
    write("include-system-site-packages = false");
    let library = vec!["base/lib/python3.11".to_owned()];
    let own = ["lib", "lib64"].map(|lib| format!("venv/{lib}/python3.11/site-packages"));
    assert_eq!(packages("venv"), (library.clone(), own.to_vec()));
    write("include-system-site-packages = True");
    let of_base = [
        "home/.local/lib/python3.11/site-packages",
        "base/lib/python3.11/site-packages",
        "base/lib/python3/dist-packages",
    ];
    let of_base = of_base.map(str::to_owned).to_vec();
    assert_eq!(
        packages("venv"),
        (library.clone(), [own.to_vec(), of_base.clone()].concat())
    );
    assert_eq!(packages("base/bin/python3.11"), (library, of_base));
    assert_eq!(packages("windows").1, ["windows/Lib/site-packages"]);
    assert_eq!(
        packages("windows/Scripts/python.exe").1,
        ["windows/Lib/site-packages"]
    );
}

#[cfg(unix)]
#[test]
fn an_interpreter_of_an_environment_is_a_link_to_another() {
    let root = tree(&[
        ("usr/bin/python3.12", ""),
        ("usr/lib/python3.12/site-packages/x", ""),
        ("usr/lib/python3.13/site-packages/x", ""),
        ("venv/pyvenv.cfg", "version_info = 3.12.1.final.0"),
        ("venv/lib/python3.12/site-packages/x", ""),
        ("venv/bin/x", ""),
        ("bin/x", ""),
    ]);
    let base = root.path().canonicalize().unwrap();
    let target = base.join("usr/bin/python3.12");
    for link in ["venv/bin/python", "bin/python3"] {
        std::os::unix::fs::symlink(&target, base.join(link)).unwrap();
    }
    let packages = |python: &str| {
        let found = find(&options(Some(python), Variables::default()), &base).unwrap();
        below(&base, &found.site_packages)
    };
    assert_eq!(
        packages("venv/bin/python"),
        ["venv/lib/python3.12/site-packages"]
    );
    assert_eq!(
        packages("bin/python3"),
        ["usr/lib/python3.12/site-packages"]
    );
}
