//! Indexes of all kinds, sound and damaged, and where they are.

use std::fs::{self};
use std::thread::sleep;
use std::time::Duration;

use crate::GitIndex;
use crate::surroundings::Surroundings;

use super::repository::{ALL, Repository};

#[test]
fn every_version_of_the_index_is_read() {
    for version in ["2", "3", "4"] {
        let repository = Repository::new(&[]);
        repository.git(&["update-index", "--index-version", version]);
        assert_eq!(repository.proven(), ALL, "{version}");
    }
}

#[test]
fn variables_that_send_git_elsewhere_turn_it_off() {
    let with =
        |set: &'static str| Surroundings::new(move |name| (name == set).then(|| "/h".into()));
    for name in [
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_WORK_TREE",
        "GIT_CONFIG_COUNT",
    ] {
        assert!(with(name).is_none(), "{name}");
    }
    let home = with("HOME").unwrap();
    assert!(home.config.contains(&"/h/.gitconfig".into()));
    assert!(home.config.contains(&"/h/.config/git/config".into()));
    assert!(
        home.attributes
            .contains(&"/h/.config/git/attributes".into())
    );
    assert!(
        with("XDG_CONFIG_HOME")
            .unwrap()
            .attributes
            .contains(&"/h/git/attributes".into())
    );
}

#[test]
fn linked_work_trees_and_submodules_have_indexes_of_their_own() {
    let repository = Repository::new(&[]);
    let other = repository.folder.path().join("other");
    repository.git(&["worktree", "add", "-q", other.to_str().unwrap()]);
    sleep(Duration::from_millis(60));
    repository.git_in(&other, &["update-index", "--force-write-index"]);
    let upper = Repository::new(&[]);
    upper.git(&[
        "submodule",
        "--quiet",
        "add",
        repository.root.to_str().unwrap(),
        "sub",
    ]);
    let sub = upper.root.join("sub");
    sleep(Duration::from_millis(60));
    upper.git_in(&sub, &["update-index", "--force-write-index"]);
    for root in [&other, &sub] {
        let index = GitIndex::open_in(root, &repository.surroundings).unwrap();
        for path in ALL {
            let metadata = fs::metadata(root.join(path)).unwrap();
            let blob = index.blob_of(&root.join(path), &metadata);
            assert_eq!(blob, repository.blob(path), "{path}");
        }
    }
    assert_eq!(upper.blob("sub/c.py"), None);
    // Attributes that are shared.
    repository.write(".git/info/attributes", "*.py text\n");
    let index = GitIndex::open_in(&other, &repository.surroundings).unwrap();
    let metadata = fs::metadata(other.join("c.py")).unwrap();
    assert_eq!(index.blob_of(&other.join("c.py"), &metadata), None);
}

#[test]
fn split_sparse_and_unchecked_indexes_prove_nothing() {
    for arguments in [
        &["update-index", "--split-index"][..],
        &["sparse-checkout", "set", "--cone", "--sparse-index", "p"],
        &[
            "-c",
            "index.skipHash=true",
            "update-index",
            "--force-write-index",
        ],
    ] {
        let repository = Repository::new(&[]);
        repository.git(arguments);
        assert!(repository.open().is_none(), "{arguments:?}");
    }
    let repository = Repository::new(&[]);
    repository.git(&["sparse-checkout", "set", "--cone", "p/q"]);
    repository.write("c.py", "import c_py\n");
    assert_eq!(repository.blob("c.py"), None);
    assert!(repository.blob("p/q/b.py").is_some());
}

#[test]
fn a_damaged_index_proves_nothing() {
    let repository = Repository::new(&[]);
    let path = repository.root.join(".git/index");
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&path, &bytes).unwrap();
        assert!(repository.open().is_none(), "byte {at}");
        if at % 7 == 0 {
            fs::write(&path, &whole[..at]).unwrap();
            assert!(repository.open().is_none(), "{at} bytes");
        }
    }
    fs::write(&path, &whole).unwrap();
    assert!(repository.open().is_some());
}

#[test]
fn damage_with_a_right_checksum_is_no_panic() {
    let repository = Repository::new(&[]);
    let path = repository.root.join(".git/index");
    let whole = fs::read(&path).unwrap();
    let body = whole.len() - 20;
    let file = repository.root.join("c.py");
    let metadata = fs::metadata(&file).unwrap();
    for at in 0..body {
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut bytes = whole[..body].to_vec();
            bytes[at] = value;
            let mut hasher = gix_hash::hasher(gix_hash::Kind::Sha1);
            hasher.update(&bytes);
            bytes.extend(hasher.try_finalize().unwrap().as_slice());
            fs::write(&path, &bytes).unwrap();
            if let Some(index) = repository.open() {
                let _ = index.blob_of(&file, &metadata);
            }
        }
    }
}

#[test]
fn without_a_repository_there_is_no_index() {
    let folder = tempfile::tempdir().unwrap();
    let open = || GitIndex::open_in(folder.path(), &Surroundings::default());
    assert!(open().is_none());
    fs::create_dir(folder.path().join(".git")).unwrap();
    assert!(open().is_none());
    fs::remove_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join(".git"), "gitdir: nowhere\n").unwrap();
    assert!(open().is_none());
    let outside = Repository::new(&[]);
    let path = folder.path().join("x.py");
    fs::write(&path, "").unwrap();
    let metadata = fs::metadata(&path).unwrap();
    assert_eq!(outside.open().unwrap().blob_of(&path, &metadata), None);
}
