//! A fresh clone with the cache of another: what git proves unchanged is not read again.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use super::{check, settle, small};
use crate::harness::Project;

const CACHE: &str = ".buttress_cache/imports.bin";

/// Runs git on a project, with nothing of this machine's settings.
fn git(project: &Project, args: &[&str]) {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    let home = project.path(".git");
    let run = command
        .args(["-c", "user.name=a", "-c", "user.email=a@b"])
        .args(args)
        .current_dir(project.path(""))
        .env("HOME", &home)
        .env("XDG_CONFIG_HOME", &home)
        .env("GIT_CONFIG_NOSYSTEM", "1");
    let output = run.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}");
}

/// Makes a project a repository with all its files, long enough after they were written.
fn commit(project: &Project) {
    git(project, &["init", "-q", "."]);
    sleep(Duration::from_millis(60));
    git(project, &["add", "--all"]);
    git(project, &["commit", "-q", "-m", "x"]);
}

/// A clone that has got the cache of what it was cloned from.
fn clone(project: &Project) -> Project {
    let clone = Project::new(&[]);
    let from = project.path("").display().to_string();
    git(&clone, &["clone", "-q", &from, "."]);
    // A checkout as fast as this one ends in the tick that it began in.
    sleep(Duration::from_millis(60));
    git(&clone, &["update-index", "--force-write-index"]);
    give_cache(project, &clone);
    clone
}

fn give_cache(from: &Project, to: &Project) {
    fs::create_dir_all(to.path(".buttress_cache")).unwrap();
    fs::copy(from.path(CACHE), to.path(CACHE)).unwrap();
}

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn a_clone_with_the_cache_of_another_says_the_same() {
    for cache in ["stamp", "hash"] {
        let project = small(cache);
        commit(&project);
        let first = check(&project, &[]);
        assert_eq!(first.exit, Some(1));
        let clone = clone(&project);
        let old = bytes(&clone.path(CACHE));
        assert_eq!(check(&clone, &[]), first, "{cache}");
        assert_eq!(check(&clone, &["--no-cache"]), first, "{cache}");
        let new = bytes(&clone.path(CACHE));
        assert_ne!(new, old, "it has the stamps of the clone");
        settle();
        check(&clone, &[]);
        let settled = bytes(&clone.path(CACHE));
        assert_eq!(check(&clone, &[]), first, "{cache}");
        assert_eq!(bytes(&clone.path(CACHE)), settled, "nothing was new");
    }
}

/// Git can be made to believe what is not so, which shows what is not read.
#[cfg(unix)]
#[test]
fn a_file_that_git_proves_is_not_read() {
    let kept = "import shop.none\n";
    for (cache, attributes, exit) in [
        ("stamp", "", 0),
        ("hash", "", 0),
        ("hash", "*.py filter=other\n", 1),
        ("hash", "*.txt filter=other\n", 0),
    ] {
        let project = small(cache);
        project.write("shop/low.py", kept.as_bytes());
        commit(&project);
        assert_eq!(check(&project, &[]).exit, Some(0));
        let other = small(cache);
        git(&other, &["init", "-q", "."]);
        // What is committed is not what is on disk, until the filter is taken away.
        other.write(".git/info/attributes", b"low.py filter=swap\n");
        sleep(Duration::from_millis(60));
        let swap = "filter.swap.clean=sed s/high/none/";
        git(&other, &["-c", swap, "add", "--all"]);
        other.write(".git/info/attributes", attributes.as_bytes());
        give_cache(&project, &other);
        assert_eq!(check(&other, &["--no-cache"]).exit, Some(1));
        let found = check(&other, &[]).exit;
        assert_eq!(found, Some(exit), "{cache} with {attributes:?}");
    }
}

/// What git had checked out with other settings is as long as it was then.
#[test]
fn a_file_of_another_length_is_read_whatever_git_says() {
    let text = "import shop.high\r\n";
    let project = small("hash");
    project.write("shop/low.py", text.replace('\r', "").as_bytes());
    commit(&project);
    let first = check(&project, &[]);
    let other = small("hash");
    other.write("shop/low.py", text.as_bytes());
    git(&other, &["init", "-q", "."]);
    sleep(Duration::from_millis(60));
    git(&other, &["-c", "core.autocrlf=true", "add", "--all"]);
    give_cache(&project, &other);
    let found = check(&other, &[]);
    assert_eq!(found, check(&other, &["--no-cache"]));
    assert_eq!(found.exit, first.exit);
}
