//! Real files: what an editor, a checkout or a nasty program does to them.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use super::*;

/// Writes a file and sets its mtime an hour back.
fn write(path: &Path, text: &str) -> SystemTime {
    let past = SystemTime::now() - Duration::from_hours(1);
    fs::write(path, text).unwrap();
    set_modified(path, past);
    past
}

fn set_modified(path: &Path, to: SystemTime) {
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(to).unwrap();
}

fn stamp(path: &Path) -> Stamp {
    Stamp::of(&fs::metadata(path).unwrap())
}

/// The start of a run at which the ctimes of the test's files are long past.
fn in_a_minute() -> Moment {
    let now = SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = i64::try_from(now.unwrap().as_secs()).unwrap();
    at(seconds + 60)
}

fn open_later(folder: &Path, trust: Trust) -> Cache {
    Cache::open_at(options(folder, trust), Some(in_a_minute())).0
}

#[test]
fn an_edit_of_the_same_size_with_its_mtime_restored_is_noticed() {
    let folder = folder();
    let path = folder.path().join("a.py");
    let modified = write(&path, "import a");
    let before = stamp(&path);
    let cache = open_later(folder.path(), Trust::Stamp);
    store(&cache, &[("a.py", before, "import a")]).unwrap();
    let cache = open_later(folder.path(), Trust::Stamp);
    assert!(cache.find(b"a.py", &before).is_some());

    // The ctime has the precision of the system's tick.
    std::thread::sleep(Duration::from_millis(30));
    fs::write(&path, "import b").unwrap();
    set_modified(&path, modified);
    let after = stamp(&path);
    assert!(after.roughly(&before));
    assert_eq!(cache.find(b"a.py", &after).is_none(), cfg!(unix));
    let cache = open_later(folder.path(), Trust::Content);
    assert!(cache.find(b"a.py", &after).is_none());
    let content = ContentHash::of(&fs::read(&path).unwrap());
    assert!(cache.find_by_hash(b"a.py", content).is_none());
}

#[test]
#[cfg(unix)]
fn a_file_moved_over_another_is_noticed() {
    let folder = folder();
    let path = folder.path().join("a.py");
    let modified = write(&path, "import a");
    let before = stamp(&path);
    let cache = open_later(folder.path(), Trust::Stamp);
    store(&cache, &[("a.py", before, "import a")]).unwrap();
    let other = folder.path().join("b.py");
    write(&other, "import b");
    set_modified(&other, modified);
    fs::rename(&other, &path).unwrap();
    let after = stamp(&path);
    assert!(after.roughly(&before));
    let cache = open_later(folder.path(), Trust::Stamp);
    assert!(cache.find(b"a.py", &after).is_none());
}

#[test]
fn a_file_just_written_is_racy_on_the_folders_own_clock() {
    let folder = folder();
    let path = folder.path().join("a.py");
    let (cache, _) = Cache::open(options(folder.path(), Trust::Stamp));
    fs::write(&path, "import a").unwrap();
    store(&cache, &[("a.py", stamp(&path), "import a")]).unwrap();
    let (cache, _) = Cache::open(options(folder.path(), Trust::Stamp));
    assert!(cache.find(b"a.py", &stamp(&path)).is_none());
    let content = ContentHash::of(b"import a");
    assert!(cache.find_by_hash(b"a.py", content).is_some());
}

#[test]
fn a_fresh_checkout_is_warm_by_content_and_then_by_stamp() {
    let folder = folder();
    let path = folder.path().join("a.py");
    write(&path, "import a");
    let cache = open_later(folder.path(), Trust::Content);
    store(&cache, &[("a.py", stamp(&path), "import a")]).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, "import a").unwrap();

    let cache = open_later(folder.path(), Trust::Content);
    let record = cache.find_by_hash(b"a.py", hash("import a")).unwrap();
    assert_eq!(record.imports(), Some(imports("import a")));
    let mut update = cache.update();
    update.refresh(&record, stamp(&path), None);
    assert_ne!(update.write(|_| false), Ok(Written::Unchanged));
    let cache = open_later(folder.path(), Trust::Stamp);
    assert_eq!(
        read(&cache, "a.py", &stamp(&path)),
        Some(imports("import a"))
    );
}
