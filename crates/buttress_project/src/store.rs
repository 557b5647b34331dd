//! The import cache of a run: opened before the files are read, written when some were new.

use std::path::Path;

use buttress_cache::{Cache, CacheOptions, Fresh, Problem};
use buttress_files::{FoundFile, FoundModule};
use buttress_imports::VERSION;

use crate::read::{Content, ReadFile};
use crate::{Progress, Settings};

/// Opens the cache that the settings name.
pub(crate) fn open(settings: &Settings, progress: &dyn Progress) -> Option<Cache> {
    let wanted = settings.cache.as_ref()?;
    let (cache, problem) = Cache::open(CacheOptions {
        folder: wanted.folder.clone(),
        extractor: format!("{}, {VERSION}", env!("CARGO_PKG_VERSION")),
        trust: wanted.trust,
    });
    tell(problem.as_ref(), progress);
    Some(cache)
}

/// Keeps what was read, if anything was not in the cache yet.
pub(crate) fn save(
    cache: &Cache,
    modules: &[FoundModule],
    read: &[Option<ReadFile<'_>>],
    base: &Path,
    progress: &dyn Progress,
) {
    let is_new = |content: &Content<'_>| match content {
        Content::Unknown => false,
        Content::Extracted(..) => true,
        Content::Cached { new_stamp, .. } => new_stamp.is_some(),
    };
    if !read.iter().flatten().any(|read| is_new(&read.content)) {
        return;
    }
    let shown = modules
        .iter()
        .map(|module| module.file.as_ref().map(FoundFile::display));
    let keys: Vec<_> = shown.map(Option::unwrap_or_default).collect();
    let mut update = cache.update();
    for (key, read) in keys.iter().zip(read) {
        let Some(read) = read else {
            continue;
        };
        match (&read.content, read.hash) {
            (Content::Extracted(imports, stamp), Some(hash)) => {
                let fresh = Fresh {
                    stamp: *stamp,
                    hash,
                    blob: None,
                    imports,
                };
                update.add(key.as_bytes(), fresh);
            }
            (
                Content::Cached {
                    record, new_stamp, ..
                },
                _,
            ) => match new_stamp {
                Some(stamp) => update.refresh(record, *stamp, None),
                None => update.keep(record),
            },
            (Content::Unknown | Content::Extracted(..), _) => {}
        }
    }
    let exists = |key: &[u8]| str::from_utf8(key).is_ok_and(|path| base.join(path).exists());
    tell(update.write(exists).err().as_ref(), progress);
}

fn tell(problem: Option<&Problem>, progress: &dyn Progress) {
    if let Some(problem) = problem {
        progress.warn(&problem.to_string(), problem.help());
    }
}
