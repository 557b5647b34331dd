//! Folders and disks that do not play along: a warning at worst, and the old cache stays.

use std::fs;
use std::io::{self, ErrorKind, Write};

use super::*;
use crate::ProblemKind;

/// Stores a file in a fresh run.
fn try_store(folder: &Path) -> Result<Written, Problem> {
    let (cache, _) = Cache::open(options(folder, Trust::Stamp));
    store(&cache, &[("a", settled(1), "a")])
}

#[track_caller]
fn unwritable(result: Result<Written, Problem>) -> String {
    let problem = result.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Unwritable);
    problem.reason
}

#[test]
fn a_file_in_place_of_the_folder_is_a_warning() {
    let folder = folder();
    fs::write(folder.path().join("cache"), "mine").unwrap();
    assert_eq!(complaint(folder.path()), None);
    assert_eq!(unwritable(try_store(folder.path())), "it is not a folder");
    assert_eq!(
        fs::read_to_string(folder.path().join("cache")).unwrap(),
        "mine"
    );
}

#[test]
fn a_folder_in_place_of_the_file_is_a_warning() {
    let folder = folder();
    fs::create_dir_all(cache_file(folder.path())).unwrap();
    let problem = complaint(folder.path()).unwrap();
    assert_eq!(problem.kind, ProblemKind::Unreadable);
    assert_eq!(problem.reason, "it is not a regular file");
    unwritable(try_store(folder.path()));
    assert_eq!(
        names(folder.path()),
        [".gitignore", "CACHEDIR.TAG", "imports.bin"]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_the_file_is_not_waited_for() {
    let folder = folder();
    fs::create_dir(folder.path().join("cache")).unwrap();
    let mut mkfifo = std::process::Command::new("mkfifo");
    let made = mkfifo.arg(cache_file(folder.path())).status().unwrap();
    assert!(made.success());
    let problem = complaint(folder.path()).unwrap();
    assert_eq!(problem.kind, ProblemKind::Unreadable);
    assert!(try_store(folder.path()).is_ok());
    assert_eq!(open(folder.path(), Trust::Stamp, 0).len(), 1);
}

#[cfg(unix)]
#[test]
fn links_are_followed_where_they_lead_somewhere() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let link = folder.path().join("cache");
    symlink(folder.path().join("elsewhere"), &link).unwrap();
    assert_eq!(complaint(folder.path()), None);
    unwritable(try_store(folder.path()));

    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    assert!(try_store(folder.path()).is_ok());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(open(folder.path(), Trust::Stamp, 0).len(), 1);

    // The file itself is replaced, not what it leads to.
    let file = cache_file(folder.path());
    fs::rename(&file, folder.path().join("kept")).unwrap();
    symlink(folder.path().join("kept"), &file).unwrap();
    let before = fs::read(&file).unwrap();
    let cache = open(folder.path(), Trust::Stamp, 0);
    assert_eq!(cache.len(), 1);
    store(&cache, &[("b", settled(1), "b")]).unwrap();
    assert!(fs::symlink_metadata(&file).unwrap().is_file());
    assert_eq!(fs::read(folder.path().join("kept")).unwrap(), before);

    fs::remove_file(&file).unwrap();
    symlink(folder.path().join("nowhere"), &file).unwrap();
    assert_eq!(complaint(folder.path()), None);
    assert!(try_store(folder.path()).is_ok());
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_read_and_not_missed_until_there_is_news() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    try_store(folder.path()).unwrap();
    let path = folder.path().join("cache");
    let set = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    let (cache, problem) = Cache::open(options(folder.path(), Trust::Stamp));
    assert_eq!((cache.len(), problem), (1, None));
    assert_eq!(cache.update().write(|_| true), Ok(Written::Unchanged));
    let written = store(&cache, &[("b", settled(1), "b")]);
    set(0o755);
    // The superuser may write to it all the same.
    if let Err(problem) = written {
        assert_eq!(problem.reason, "permission denied");
        assert_eq!(open(folder.path(), Trust::Stamp, 0).len(), 1);
    }
}

/// Nobody can make a folder there, not even the superuser.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_a_warning() {
    let folder = Path::new("/proc");
    assert_eq!(complaint(folder), None);
    unwritable(try_store(folder));
    let nothing = Cache::open(options(folder, Trust::Stamp)).0;
    assert_eq!(nothing.update().write(|_| false), Ok(Written::Unchanged));
}

/// A disk with room for so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(self.0);
        self.0 -= fits;
        match fits {
            0 => Err(ErrorKind::StorageFull.into()),
            _ => Ok(fits),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_fills_up_is_noticed_at_every_byte() {
    let folder = folder();
    let Written::Replaced { bytes, .. } = try_store(folder.path()).unwrap() else {
        panic!("it was not written");
    };
    let room = usize::try_from(bytes).unwrap();
    let cache = open(folder.path(), Trust::Stamp, 0);
    let read = imports("a");
    let write = |room| {
        let mut update = cache.update();
        let fresh = Fresh {
            stamp: settled(1),
            hash: hash("a"),
            blob: None,
            imports: &read,
        };
        update.add(b"a", fresh);
        update
            .write_to(&mut Full(room))
            .map_err(|error| error.kind())
    };
    for less in 0..room {
        assert_eq!(write(less), Err(ErrorKind::StorageFull), "{less}");
    }
    assert!(write(room).is_ok());
}

/// A real full disk; needs the right to mount one, and is passed over without.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_cache_and_no_litter() {
    use std::process::Command;
    let folder = folder();
    let disk = folder.path().join("cache");
    fs::create_dir(&disk).unwrap();
    let mut mount = Command::new("mount");
    mount
        .args(["-t", "tmpfs", "-o", "size=64k", "none"])
        .arg(&disk);
    if !mount.output().is_ok_and(|output| output.status.success()) {
        return;
    }
    let stored = try_store(folder.path());
    let cache = open(folder.path(), Trust::Stamp, 0);
    let long = "long ".repeat(30_000);
    let full = store(&cache, &[("b", settled(1), &long)]);
    let left = names(folder.path());
    let kept = open(folder.path(), Trust::Stamp, 0).len();
    fs::write(disk.join("filler"), vec![1; 60_000]).ok();
    let (again, problem) = Cache::open(options(folder.path(), Trust::Stamp));
    let unmounted = Command::new("umount").arg(&disk).status().unwrap();
    assert!(unmounted.success() && stored.is_ok());
    assert_eq!(unwritable(full), "no space is left on the device");
    assert_eq!(left, [".gitignore", "CACHEDIR.TAG", "imports.bin"]);
    assert_eq!((kept, again.len(), problem), (1, 1, None));
}
