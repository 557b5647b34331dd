//! When a file counts as unchanged, with an injected clock.

use super::*;

const KEY: &str = "a.py";

/// Whether a file stored with one stamp is found with another, one run later.
fn found(trust: Trust, stored: Stamp, asked: Stamp) -> bool {
    let folder = folder();
    store(&open(folder.path(), trust, 0), &[(KEY, stored, "x")]).unwrap();
    let cache = open(folder.path(), trust, 100);
    assert_eq!(cache.len(), 1);
    assert!(cache.find_by_hash(KEY.as_bytes(), hash("x")).is_some());
    assert!(cache.find_by_hash(KEY.as_bytes(), hash("y")).is_none());
    cache.find(KEY.as_bytes(), &asked).is_some()
}

fn with(modified: i64, changed: i64) -> Stamp {
    Stamp {
        size: 10,
        modified: at(modified),
        identity: Some(Identity {
            changed: at(changed),
            inode: 7,
        }),
    }
}

#[test]
fn the_same_stamp_is_trusted_unless_content_is_asked_for() {
    let stamp = settled(7);
    assert!(found(Trust::Stamp, stamp, stamp));
    assert!(found(Trust::RelaxedStamp, stamp, stamp));
    assert!(!found(Trust::Content, stamp, stamp));
}

#[test]
fn every_part_of_the_stamp_counts() {
    let stamp = settled(7);
    let size = Stamp { size: 11, ..stamp };
    let modified = Stamp {
        modified: Moment {
            nanoseconds: 6,
            ..stamp.modified
        },
        ..stamp
    };
    for other in [size, modified] {
        assert!(!found(Trust::Stamp, stamp, other));
        assert!(!found(Trust::RelaxedStamp, stamp, other));
    }
}

#[test]
fn ctime_and_inode_count_unless_relaxed() {
    let stamp = with(START - 1_000, START - 900);
    let touched = with(START - 1_000, START - 899);
    let without = Stamp {
        identity: None,
        ..stamp
    };
    let replaced = settled(8);
    for other in [touched, without, replaced] {
        assert!(!found(Trust::Stamp, stamp, other));
        assert!(found(Trust::RelaxedStamp, stamp, other));
    }
}

#[test]
fn a_file_modified_at_the_start_of_the_run_is_not_trusted() {
    for (modified, trusted) in [(START - 3, true), (START - 2, false), (START + 50, false)] {
        let stamp = with(modified, START - 900);
        assert_eq!(found(Trust::Stamp, stamp, stamp), trusted, "{modified}");
        assert_eq!(found(Trust::RelaxedStamp, stamp, stamp), trusted);
    }
}

#[test]
fn a_file_changed_at_the_start_of_the_run_is_trusted_only_if_relaxed() {
    let stamp = with(START - 1_000, START - 1);
    assert!(!found(Trust::Stamp, stamp, stamp));
    assert!(found(Trust::RelaxedStamp, stamp, stamp));
}

#[test]
fn a_racy_file_settles_once_its_content_is_compared() {
    let folder = folder();
    let stamp = with(START, START);
    store(&open(folder.path(), Trust::Stamp, 0), &[(KEY, stamp, "x")]).unwrap();

    // Too early: nothing is gained, so nothing is written.
    let cache = open(folder.path(), Trust::Stamp, 1);
    let record = cache.find_by_hash(KEY.as_bytes(), hash("x")).unwrap();
    let mut update = cache.update();
    update.refresh(&record, stamp, None);
    assert_eq!(update.write(|_| false), Ok(Written::Unchanged));

    let cache = open(folder.path(), Trust::Stamp, 3);
    assert!(cache.find(KEY.as_bytes(), &stamp).is_none());
    let record = cache.find_by_hash(KEY.as_bytes(), hash("x")).unwrap();
    let mut update = cache.update();
    update.refresh(&record, stamp, None);
    assert_ne!(update.write(|_| false), Ok(Written::Unchanged));

    let cache = open(folder.path(), Trust::Stamp, 4);
    assert_eq!(read(&cache, KEY, &stamp), Some(imports("x")));
}

#[test]
fn a_run_without_a_clock_stores_nothing_that_is_trusted() {
    let folder = folder();
    let (cache, _) = Cache::open_at(options(folder.path(), Trust::Stamp), None);
    store(&cache, &[(KEY, settled(7), "x")]).unwrap();
    let cache = open(folder.path(), Trust::Stamp, 100);
    assert!(cache.find(KEY.as_bytes(), &settled(7)).is_none());
    assert!(cache.find_by_hash(KEY.as_bytes(), hash("x")).is_some());
}

#[test]
fn a_blob_id_is_compared_as_it_was_told() {
    let folder = folder();
    let blob = BlobId::Sha1([7; 20]);
    let cache = open(folder.path(), Trust::Stamp, 0);
    store(&cache, &[(KEY, settled(7), "x")]).unwrap();
    let cache = open(folder.path(), Trust::Stamp, 100);
    assert!(cache.find_by_blob(KEY.as_bytes(), &blob).is_none());
    let record = cache.find(KEY.as_bytes(), &settled(7)).unwrap();
    let mut update = cache.update();
    update.refresh(&record, record.stamp(), Some(blob));
    update.write(|_| false).unwrap();

    let cache = open(folder.path(), Trust::Content, 200);
    let record = cache.find_by_blob(KEY.as_bytes(), &blob).unwrap();
    assert_eq!(record.imports(), Some(imports("x")));
    assert_eq!(record.blob(), Some(blob));
    for other in [BlobId::Sha1([8; 20]), BlobId::Sha256([7; 32])] {
        assert!(cache.find_by_blob(KEY.as_bytes(), &other).is_none());
    }
    // It stays when the stamp is refreshed.
    let mut update = cache.update();
    update.refresh(&record, settled(9), None);
    update.write(|_| false).unwrap();
    let cache = open(folder.path(), Trust::Stamp, 300);
    let record = cache.find(KEY.as_bytes(), &settled(9)).unwrap();
    assert_eq!(record.blob(), Some(blob));
}
