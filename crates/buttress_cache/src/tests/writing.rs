//! What is written, and when nothing is.

use super::*;

const FILES: [(&str, u64); 3] = [("a.py", 1), ("b/c.py", 2), ("b/d.py", 3)];

/// A folder with a cache of [`FILES`].
fn stored() -> TempDir {
    let folder = folder();
    let files = FILES.map(|(key, inode)| (key, settled(inode), key));
    let written = store(&open(folder.path(), Trust::Stamp, 0), &files).unwrap();
    let length = std::fs::metadata(cache_file(folder.path())).unwrap().len();
    let bytes = length;
    assert_eq!(written, Written::Replaced { files: 3, bytes });
    folder
}

/// Keeps these files in the next run, and gives what became of the update.
fn keep(folder: &Path, keys: &[&str], keep_unseen: bool) -> Written {
    let cache = open(folder, Trust::Stamp, 100);
    let mut update = cache.update();
    for (key, inode) in FILES.iter().filter(|(key, _)| keys.contains(key)) {
        let record = cache.find(key.as_bytes(), &settled(*inode)).unwrap();
        update.keep(&record);
    }
    update.write(|_| keep_unseen).unwrap()
}

fn keys(folder: &Path) -> Vec<&'static str> {
    let cache = open(folder, Trust::Stamp, 200);
    let found = FILES.iter().filter(|(key, inode)| {
        let expected = Some(imports(key));
        let found = read(&cache, key, &settled(*inode));
        assert!(found.is_none() || found == expected);
        found.is_some()
    });
    let keys: Vec<&str> = found.map(|(key, _)| *key).collect();
    assert_eq!(keys.len(), cache.len());
    keys
}

#[test]
fn nothing_new_writes_nothing() {
    let folder = stored();
    let file = cache_file(folder.path());
    let before = Stamp::of(&std::fs::metadata(&file).unwrap());
    let all = FILES.map(|(key, _)| key);
    assert_eq!(keep(folder.path(), &all, false), Written::Unchanged);
    assert_eq!(keep(folder.path(), &all[..1], true), Written::Unchanged);
    assert_eq!(Stamp::of(&std::fs::metadata(&file).unwrap()), before);
    let none = Cache::open(options(&folder.path().join("other"), Trust::Stamp)).0;
    assert_eq!(none.update().write(|_| false), Ok(Written::Unchanged));
}

#[test]
fn a_removed_file_is_forgotten() {
    let folder = stored();
    let kept = ["a.py", "b/d.py"];
    let written = keep(folder.path(), &kept, false);
    assert!(matches!(written, Written::Replaced { files: 2, .. }));
    assert_eq!(keys(folder.path()), kept);
}

#[test]
fn a_file_that_this_run_did_not_see_can_stay() {
    let folder = stored();
    let cache = open(folder.path(), Trust::Stamp, 100);
    let written = cache.update().write(|key| key.starts_with(b"b/"));
    assert!(matches!(written, Ok(Written::Replaced { files: 2, .. })));
    assert_eq!(keys(folder.path()), ["b/c.py", "b/d.py"]);
}

#[test]
fn a_changed_file_replaces_its_entry_among_the_others() {
    let folder = stored();
    let cache = open(folder.path(), Trust::Stamp, 100);
    let files = [("b/c.py", settled(9), "new"), ("aa", settled(4), "aa")];
    let written = store(&cache, &files);
    assert!(matches!(written, Ok(Written::Replaced { files: 4, .. })));
    let cache = open(folder.path(), Trust::Stamp, 200);
    assert_eq!(read(&cache, "b/c.py", &settled(2)), None);
    assert_eq!(read(&cache, "b/c.py", &settled(9)), Some(imports("new")));
    assert_eq!(read(&cache, "aa", &settled(4)), Some(imports("aa")));
    assert_eq!(read(&cache, "a.py", &settled(1)), Some(imports("a.py")));
    assert_eq!(read(&cache, "b/d.py", &settled(3)), Some(imports("b/d.py")));
}

#[test]
fn the_last_word_on_a_file_counts() {
    let folder = stored();
    let cache = open(folder.path(), Trust::Stamp, 100);
    let record = cache.find(b"a.py", &settled(1)).unwrap();
    let fresh = |imports| Fresh {
        stamp: settled(1),
        hash: hash("x"),
        blob: None,
        imports,
    };
    let (first, second) = (imports("first"), imports("second"));
    let mut update = cache.update();
    update.refresh(&record, settled(8), None);
    update.add(b"a.py", fresh(&first));
    update.add(b"a.py", fresh(&second));
    update.keep(&record);
    let written = update.write(|_| true);
    assert!(matches!(written, Ok(Written::Replaced { files: 3, .. })));
    let cache = open(folder.path(), Trust::Stamp, 200);
    assert_eq!(read(&cache, "a.py", &settled(1)), Some(second));
}

#[test]
fn the_same_files_give_the_same_bytes_in_any_order() {
    let bytes = |turn: usize| {
        let folder = folder();
        let mut files = FILES.map(|(key, inode)| (key, settled(inode), key));
        files.rotate_left(turn);
        store(&open(folder.path(), Trust::Stamp, 0), &files).unwrap();
        std::fs::read(cache_file(folder.path())).unwrap()
    };
    assert_eq!(bytes(0), bytes(1));
    assert_eq!(bytes(0), bytes(2));
}

#[test]
fn names_that_are_no_longer_used_do_not_pile_up() {
    let folder = folder();
    let path = folder.path();
    let mut sizes = Vec::new();
    for turn in 0..300 {
        let text = format!("a_name_of_turn_{turn:03}");
        let cache = open(path, Trust::Stamp, 0);
        if turn > 0 {
            let kept = read(&cache, "kept.py", &settled(1));
            assert_eq!(kept, Some(imports("kept")));
        }
        let files = [("kept.py", settled(1), "kept"), ("a.py", settled(2), &text)];
        store(&cache, &files[usize::from(turn > 0)..]).unwrap();
        sizes.push(std::fs::metadata(cache_file(path)).unwrap().len());
        let cache = open(path, Trust::Stamp, 100);
        assert_eq!(read(&cache, "a.py", &settled(2)), Some(imports(&text)));
    }
    let largest = *sizes.iter().max().unwrap();
    assert!(largest < 2 * sizes[0], "{sizes:?}");
    assert!(sizes[100..].contains(&sizes[0]), "{sizes:?}");
}

#[test]
fn another_extractor_starts_anew_without_a_word() {
    let folder = stored();
    let mut options = options(folder.path(), Trust::Stamp);
    options.extractor = "extractor 2".to_owned();
    let (cache, problem) = Cache::open(options);
    assert_eq!((cache.len(), problem), (0, None));
}

#[test]
fn the_folder_is_marked_as_a_cache() {
    let folder = stored();
    let marked = [".gitignore", "CACHEDIR.TAG", "imports.bin"];
    assert_eq!(names(folder.path()), marked);
    let read = |name: &str| std::fs::read_to_string(folder.path().join("cache").join(name));
    assert_eq!(read(".gitignore").unwrap(), "*\n");
    let tag = read("CACHEDIR.TAG").unwrap();
    assert!(tag.starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
}

#[test]
fn a_folder_with_something_else_in_it_is_left_unmarked() {
    let folder = folder();
    let cache = folder.path().join("cache");
    std::fs::create_dir(&cache).unwrap();
    std::fs::write(cache.join("mine.py"), "").unwrap();
    store(
        &open(folder.path(), Trust::Stamp, 0),
        &[("a", settled(1), "a")],
    )
    .unwrap();
    assert_eq!(names(folder.path()), ["imports.bin", "mine.py"]);
}
