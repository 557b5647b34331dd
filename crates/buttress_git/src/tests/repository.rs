//! Repositories as git makes them.

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
pub(super) struct Repository {
    pub(super) folder: TempDir,
    pub(super) root: PathBuf,
    pub(super) surroundings: Surroundings,
}

impl Repository {
    pub(super) fn empty(options: &[&str]) -> Self {
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
    pub(super) fn new(options: &[&str]) -> Self {
        let repository = Self::empty(options);
        for path in ["p/a.py", "p/q/b.py", "c.py"] {
            repository.write(path, &format!("import {}\n", path.replace(['/', '.'], "_")));
        }
        repository.commit();
        repository
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Commits all files, long enough after they were written.
    pub(super) fn commit(&self) {
        sleep(Duration::from_millis(60));
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    }

    pub(super) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.root, arguments)
    }

    pub(super) fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let (succeeded, said) = self.try_git(folder, arguments);
        assert!(succeeded, "{arguments:?}: {said}");
        said
    }

    pub(super) fn try_git(&self, folder: &Path, arguments: &[&str]) -> (bool, String) {
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

    pub(super) fn open(&self) -> Option<GitIndex> {
        GitIndex::open_in(&self.root, &self.surroundings)
    }

    /// What the index proves of a file now; none too if it proves nothing at all.
    pub(super) fn blob(&self, path: &str) -> Option<BlobId> {
        let path = self.root.join(path);
        self.open()?.blob_of(&path, &fs::metadata(&path).unwrap())
    }

    /// Which of the three files are proven.
    pub(super) fn proven(&self) -> Vec<&'static str> {
        let mut files = vec!["c.py", "p/a.py", "p/q/b.py"];
        files.retain(|path| self.blob(path).is_some());
        files
    }
}

pub(super) const ALL: [&str; 3] = ["c.py", "p/a.py", "p/q/b.py"];
pub(super) const NONE: [&str; 0] = [];

pub(super) fn hex(blob: Option<BlobId>) -> String {
    match blob {
        Some(BlobId::Sha1(id)) => ObjectId::Sha1(id).to_string(),
        Some(BlobId::Sha256(id)) => ObjectId::Sha256(id).to_string(),
        None => String::new(),
    }
}

/// Sets when a file was modified.
pub(super) fn set_modified(path: &Path, time: SystemTime) {
    File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(time)
        .unwrap();
}

pub(super) fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}
