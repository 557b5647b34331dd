//! Repositories as git makes them, and what their indexes prove.
#![cfg(unix)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use buttress_cache::BlobId;
use gix_hash::ObjectId;
use tempfile::TempDir;

use crate::GitIndex;
use crate::surroundings::Surroundings;

/// A repository in a temporary folder.
struct Repository {
    folder: TempDir,
    root: PathBuf,
    surroundings: Surroundings,
}

impl Repository {
    fn empty(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap().join("work");
        fs::create_dir(&root).unwrap();
        let repository = Self {
            folder,
            root,
            surroundings: Surroundings::default(),
        };
        repository.git(&[&["init", "-q", "."], options].concat());
        repository
    }

    /// A repository in which `p/a.py`, `p/q/b.py`, and `c.py` were committed.
    fn new(options: &[&str]) -> Self {
        let repository = Self::empty(options);
        for path in ["p/a.py", "p/q/b.py", "c.py"] {
            repository.write(path, &format!("import {}\n", path.replace(['/', '.'], "_")));
        }
        repository.commit();
        repository
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Commits all files, long enough after they were written.
    fn commit(&self) {
        sleep(Duration::from_millis(60));
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.root, arguments)
    }

    fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let (succeeded, said) = self.try_git(folder, arguments);
        assert!(succeeded, "{arguments:?}: {said}");
        said
    }

    fn try_git(&self, folder: &Path, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new("git");
        let ours = [
            "user.name=a",
            "user.email=a@b",
            "protocol.file.allow=always",
        ];
        for setting in ours {
            command.args(["-c", setting]);
        }
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        let output = command
            .args(arguments)
            .current_dir(folder)
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.folder.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            said += &String::from_utf8_lossy(&output.stderr);
        }
        (output.status.success(), said.trim().to_owned())
    }

    fn open(&self) -> Option<GitIndex> {
        GitIndex::open_in(&self.root, &self.surroundings)
    }

    /// What the index proves of a file now; none too if it proves nothing at all.
    fn blob(&self, path: &str) -> Option<BlobId> {
        let path = self.root.join(path);
        self.open()?.blob_of(&path, &fs::metadata(&path).unwrap())
    }

    /// Which of the three files are proven.
    fn proven(&self) -> Vec<&'static str> {
        let mut files = vec!["c.py", "p/a.py", "p/q/b.py"];
        files.retain(|path| self.blob(path).is_some());
        files
    }
}

const ALL: [&str; 3] = ["c.py", "p/a.py", "p/q/b.py"];
const NONE: [&str; 0] = [];

fn hex(blob: Option<BlobId>) -> String {
    match blob {
        Some(BlobId::Sha1(id)) => ObjectId::Sha1(id).to_string(),
        Some(BlobId::Sha256(id)) => ObjectId::Sha256(id).to_string(),
        None => String::new(),
    }
}

/// Sets when a file was modified.
fn set_modified(path: &Path, time: SystemTime) {
    File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(time)
        .unwrap();
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

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
fn every_version_of_the_index_is_read() {
    for version in ["2", "3", "4"] {
        let repository = Repository::new(&[]);
        repository.git(&["update-index", "--index-version", version]);
        assert_eq!(repository.proven(), ALL, "{version}");
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
fn attributes_that_convert_count_wherever_they_are() {
    let lines = [
        "*.py text=auto",
        "* -text",
        "a.py eol=lf",
        "*.py crlf",
        "*.p[y] ident",
        "* filter=lfs diff=lfs merge=lfs -text",
        "*.py working-tree-encoding=ISO-8859-1",
        "[attr]mine eol=crlf",
    ];
    for line in lines {
        for (place, left) in [
            (".gitattributes", &NONE[..]),
            ("p/.gitattributes", &["c.py"]),
            ("p/q/.gitattributes", &["c.py", "p/a.py"]),
            (".git/info/attributes", &NONE),
        ] {
            // Whether they were there at first or not, tracked or not.
            for tracked in [false, true] {
                let repository = Repository::new(&[]);
                let line = line.replace("a.py", "*.py");
                repository.write(place, &format!("{line}\n"));
                if tracked {
                    repository.commit();
                }
                assert_eq!(repository.proven(), left, "{line} in {place}");
            }
        }
    }
}

#[test]
fn attributes_that_do_not_convert_python_leave_it_proven() {
    let repository = Repository::new(&[]);
    let text = "*.png filter=lfs -text\n*.py diff=python\n*.bin binary\nLICENSE text\n";
    repository.write(".gitattributes", text);
    repository.commit();
    assert_eq!(repository.proven(), ALL);
    repository.write("p/.gitattributes", "a.py eol=crlf\n");
    assert_eq!(repository.proven(), ["c.py", "p/q/b.py"]);
}

#[test]
fn tracked_attributes_that_are_no_longer_there_still_count() {
    let repository = Repository::new(&[]);
    repository.write("p/.gitattributes", "*.py diff\n");
    repository.commit();
    assert_eq!(repository.proven(), ALL);
    repository.write("p/.gitattributes", "*.py diff=\n");
    assert_eq!(repository.proven(), ["c.py"]);
    fs::remove_file(repository.root.join("p/.gitattributes")).unwrap();
    assert_eq!(repository.proven(), ["c.py"]);
}

#[test]
fn configuration_that_converts_counts_in_every_file() {
    let harmless = [
        "core.autocrlf=false",
        "core.eol=lf",
        "filter.lfs.clean=x",
        "include.path=none",
    ];
    for (setting, expected) in [
        ("core.autocrlf=true", &NONE[..]),
        ("core.autocrlf=input", &NONE),
        ("core.eol=crlf", &NONE),
        ("attr.tree=HEAD", &NONE),
        ("extensions.unheardOf=1", &NONE),
    ]
    .into_iter()
    .chain(harmless.map(|setting| (setting, &ALL[..])))
    {
        let (key, value) = setting.split_once('=').unwrap();
        let repository = Repository::new(&[]);
        repository.git(&["config", key, value]);
        assert_eq!(repository.proven(), expected, "{setting}");
    }
    for file in ["user", "work/.git/config.worktree", "included"] {
        let mut repository = Repository::new(&[]);
        repository
            .surroundings
            .config
            .push(repository.folder.path().join("user"));
        let path = repository.folder.path().join(file);
        fs::write(&path, "[core]\n\tautocrlf\n").unwrap();
        if file == "included" {
            let include = format!(
                "[includeIf \"gitdir:/nowhere\"]\npath = {}\n",
                path.display()
            );
            fs::write(repository.folder.path().join("user"), include).unwrap();
        }
        assert_eq!(repository.proven(), NONE, "{file}");
    }
}

#[test]
fn configuration_that_is_not_understood_proves_nothing() {
    for text in [
        "[core",
        "[include]\npath = ~someone/x\n",
        "[core]\nworktree = ../..\n",
        "[include]\npath = user\n[extensions]\nx = 1\n",
    ] {
        let mut repository = Repository::new(&[]);
        let user = repository.folder.path().join("user");
        fs::write(&user, text).unwrap();
        repository.surroundings.config.push(user);
        assert!(repository.open().is_none(), "{text}");
    }
}

#[test]
fn attributes_of_the_user_count() {
    let mut repository = Repository::new(&[]);
    let file = repository.folder.path().join("attributes");
    fs::write(&file, "*.py text\n").unwrap();
    assert_eq!(repository.proven(), ALL);
    repository.git(&["config", "core.attributesFile", "~/attributes"]);
    assert!(repository.open().is_none(), "where is the home?");
    repository.surroundings.home = Some(repository.folder.path().to_owned());
    assert_eq!(repository.proven(), NONE);
    repository.git(&["config", "--unset", "core.attributesFile"]);
    repository.surroundings.attributes.push(file);
    assert_eq!(repository.proven(), NONE);
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
