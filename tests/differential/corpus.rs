//! Real packages.

use std::path::PathBuf;

use crate::dump::Request;
use crate::grimp::Grimp;
use crate::ours::Ours;

/// Compares all four graphs of `roots`, found in these folders of the corpus.
fn compare(folders: &[&str], roots: &[&str]) {
    let Some(corpus) = std::env::var_os("BUTTRESS_TEST_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: BUTTRESS_TEST_CORPUS is not set; `cargo xtask test` sets it");
        return;
    };
    let Some(mut grimp) = Grimp::start() else {
        return;
    };
    let path: Vec<_> = folders.iter().map(|folder| corpus.join(folder)).collect();
    let requests = Request::all(&path, roots);
    let ours = Ours::read(&requests[0]);
    ours.assert_whole();
    for request in &requests {
        let theirs = grimp
            .dump(request)
            .unwrap_or_else(|error| panic!("grimp: {error}"));
        let dump = ours.dump(request);
        assert!(!dump.imports.is_empty(), "{roots:?} has no imports");
        assert_eq!(dump.difference(&theirs), "", "{roots:?}, {request:?}");
        println!(
            "{}: externals {}, type checking {}: {}",
            roots.join(" + "),
            request.external,
            request.type_checking,
            dump.counts()
        );
    }
}

#[test]
fn django() {
    compare(&["django"], &["django"]);
}

#[test]
fn google_cloud() {
    compare(&["google-cloud"], &["google"]);
    compare(&["google-cloud"], &["google.cloud"]);
    compare(
        &["google-cloud"],
        &["google.cloud.storage", "google.cloud.client"],
    );
}

#[test]
fn homeassistant() {
    compare(&["homeassistant"], &["homeassistant"]);
}

#[test]
fn pip() {
    compare(&["pip"], &["pip"]);
}

#[test]
fn pytest() {
    compare(&["pytest"], &["_pytest", "pytest"]);
}

#[test]
fn setuptools() {
    compare(&["setuptools"], &["setuptools", "_distutils_hack"]);
}

#[test]
fn sqlalchemy() {
    compare(&["sqlalchemy"], &["sqlalchemy"]);
}

#[test]
fn sympy_and_mpmath() {
    compare(&["sympy"], &["sympy"]);
    compare(&["sympy", "mpmath"], &["sympy", "mpmath"]);
}
