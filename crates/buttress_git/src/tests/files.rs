//! What is proven of a file, and what is not.

use std::fs::{self};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::GitIndex;

use super::repository::{ALL, Repository, hex, modified, set_modified};

#[test]
fn a_clean_file_has_the_blob_that_git_makes_of_it() {
    for options in [&[][..], &["--object-format=sha256"]] {
        let repository = Repository::new(options);
        for path in ALL {
            let expected = repository.git(&["hash-object", "--no-filters", path]);
            assert_eq!(hex(repository.blob(path)), expected);
        }
    }
}

#[test]
fn an_executable_and_an_empty_file_are_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let repository = Repository::empty(&[]);
    repository.write("x.py", "import a");
    repository.write("__init__.py", "");
    fs::set_permissions(
        repository.root.join("x.py"),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    repository.commit();
    assert!(repository.blob("x.py").is_some() && repository.blob("__init__.py").is_some());
}

#[test]
fn a_file_is_found_by_any_name_of_the_folder_asked_about() {
    let repository = Repository::new(&[]);
    let metadata = |path: &Path| fs::metadata(path).unwrap();
    let package = GitIndex::open_in(&repository.root.join("p"), &repository.surroundings).unwrap();
    for path in ["p/q/b.py", "c.py"] {
        let path = repository.root.join(path);
        assert!(package.blob_of(&path, &metadata(&path)).is_some());
    }
    let link = repository.folder.path().join("link");
    std::os::unix::fs::symlink(repository.root.join("p"), &link).unwrap();
    let linked = GitIndex::open_in(&link, &repository.surroundings).unwrap();
    let path = link.join("q/b.py");
    assert!(linked.blob_of(&path, &metadata(&path)).is_some());
    assert!(package.blob_of(&path, &metadata(&path)).is_none());
    // Not as the index has it.
    let detour = repository.root.join("p/../c.py");
    assert!(package.blob_of(&detour, &metadata(&detour)).is_none());
}

#[test]
fn a_changed_file_is_not_proven() {
    let repository = Repository::new(&[]);
    let path = repository.root.join("c.py");
    let before = modified(&path);
    repository.write("c.py", "import d_py\n");
    set_modified(&path, before);
    assert_eq!(modified(&path), before);
    assert_eq!(repository.proven(), ["p/a.py", "p/q/b.py"]);
    repository.write("p/a.py", "");
    assert_eq!(repository.proven(), ["p/q/b.py"]);
    // Git looks at it again, and finds it as it was.
    repository.git(&["checkout", "-q", "-f", "HEAD", "--", "."]);
    sleep(Duration::from_millis(60));
    repository.git(&["update-index", "--force-write-index"]);
    assert_eq!(repository.proven(), ALL);
}

#[test]
fn a_file_of_the_moment_when_the_index_was_written_is_not_proven() {
    let repository = Repository::new(&[]);
    let index = repository.root.join(".git/index");
    let written = modified(&repository.root.join("c.py"));
    for (later, expected) in [(0, false), (19, false), (200, true)] {
        // The mtime must not be later than the ctime.
        sleep(Duration::from_millis(200));
        set_modified(&index, written + Duration::from_millis(later));
        let is_proven = repository.blob("c.py").is_some();
        assert_eq!(is_proven, expected, "{later} ms");
    }
    // An mtime in the future was set by someone, and says nothing.
    set_modified(&index, SystemTime::now() + Duration::from_mins(1));
    assert!(repository.open().is_none());
}

#[test]
fn entries_that_git_does_not_look_at_prove_nothing() {
    for flag in ["--assume-unchanged", "--skip-worktree"] {
        let repository = Repository::new(&[]);
        repository.git(&["update-index", flag, "p/a.py"]);
        assert_eq!(repository.proven(), ["c.py", "p/q/b.py"], "{flag}");
    }
    let repository = Repository::new(&[]);
    repository.write("empty.py", "");
    repository.write("new.py", "x");
    repository.write("untracked.py", "x");
    sleep(Duration::from_millis(60));
    repository.git(&["add", "--intent-to-add", "new.py", "empty.py"]);
    for path in ["new.py", "empty.py", "untracked.py"] {
        assert_eq!(repository.blob(path), None, "{path}");
    }
    assert_eq!(repository.proven(), ALL);
}

#[test]
fn a_file_in_conflict_is_not_proven() {
    let repository = Repository::new(&[]);
    repository.git(&["checkout", "-q", "-b", "other"]);
    repository.write("c.py", "import theirs\n");
    repository.commit();
    repository.git(&["checkout", "-q", "-"]);
    repository.write("c.py", "import ours\n");
    repository.commit();
    assert_eq!(repository.proven(), ALL);
    assert!(!repository.try_git(&repository.root, &["merge", "other"]).0);
    assert_eq!(repository.proven(), ["p/a.py", "p/q/b.py"]);
}

#[test]
fn links_are_no_files() {
    use std::os::unix::fs::symlink;
    let repository = Repository::new(&[]);
    symlink("c.py", repository.root.join("link.py")).unwrap();
    symlink("p", repository.root.join("l")).unwrap();
    repository.commit();
    assert_eq!(repository.blob("link.py"), None);
    assert_eq!(repository.blob("l/a.py"), None);
    // A link in place of a file, to another with the same content.
    fs::copy(repository.root.join("c.py"), repository.root.join("d.py")).unwrap();
    fs::remove_file(repository.root.join("c.py")).unwrap();
    symlink("d.py", repository.root.join("c.py")).unwrap();
    assert_eq!(repository.proven(), ["p/a.py", "p/q/b.py"]);
}
