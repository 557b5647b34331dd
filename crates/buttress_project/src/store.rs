//! The import cache of a run: opened before the files are read, written when some were new.

use std::path::Path;

use buttress_cache::{Cache, CacheFolder, CacheOptions, Derived, Fresh, Problem, ProblemKind};
use buttress_files::{FoundFile, FoundModule};
use buttress_imports::VERSION;

use crate::read::{Content, ReadFile};
use crate::{CacheSettings, Progress, Settings};

/// The cache of a run, and what was wrong with it.
pub(crate) struct Store {
    pub(crate) cache: Cache,
    /// Not told yet: whether the cache can be written decides what there is to say.
    problem: Option<Problem>,
}

/// Opens the cache.
pub(crate) fn open(folder: &CacheFolder) -> Store {
    let (cache, problem) = folder.cache();
    Store { cache, problem }
}

/// The folder of the cache that the settings name, and what an earlier run resolved.
pub(crate) fn begin(settings: &Settings) -> Option<(CacheFolder, Option<Derived>)> {
    let folder = CacheFolder::open(options(settings.cache.as_ref()?));
    let derived = folder.derived();
    Some((folder, derived))
}

/// Whether files may be recognised by their stamps, as far as can be told without opening the cache.
pub(crate) fn may_recognise(settings: &Settings) -> bool {
    let wanted = settings.cache.as_ref();
    wanted.is_some_and(|wanted| options(wanted).may_recognise())
}

fn options(wanted: &CacheSettings) -> CacheOptions {
    CacheOptions {
        folder: wanted.folder.clone(),
        extractor: format!("{}, {VERSION}", env!("CARGO_PKG_VERSION")),
        trust: wanted.trust,
    }
}

/// Keeps what was read, if anything was not in the cache yet. Tells what is wrong with the cache in
/// one warning: one that cannot be read can seldom be written either. Gives whether nothing is.
pub(crate) fn save(
    store: &Store,
    modules: &[FoundModule],
    read: &[Option<ReadFile<'_>>],
    base: &Path,
    progress: &dyn Progress,
) -> bool {
    let written = write(&store.cache, modules, read, base);
    let problem = match (&store.problem, written) {
        (Some(opened), Err(_)) if opened.kind == ProblemKind::Unreadable => Some(opened.clone()),
        (_, Err(unwritable)) => Some(unwritable),
        (opened, Ok(())) => opened.clone(),
    };
    if let Some(problem) = &problem {
        progress.warn(&problem.to_string(), problem.help());
    }
    problem.is_none()
}

fn write(
    cache: &Cache,
    modules: &[FoundModule],
    read: &[Option<ReadFile<'_>>],
    base: &Path,
) -> Result<(), Problem> {
    let is_new = |content: &Content<'_>| match content {
        Content::Unknown | Content::Resolved(_) => false,
        Content::Extracted(..) => true,
        Content::Cached(recalled) => recalled.news.is_some(),
    };
    if !read.iter().flatten().any(|read| is_new(&read.content)) {
        return Ok(());
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
            (Content::Extracted(imports, Some(proof)), Some(hash)) => {
                let fresh = Fresh {
                    stamp: proof.stamp,
                    hash,
                    blob: proof.blob,
                    imports,
                };
                update.add(key.as_bytes(), fresh);
            }
            (Content::Cached(recalled), _) => match &recalled.news {
                Some(proof) => update.refresh(&recalled.record, proof.stamp, proof.blob),
                None => update.keep(&recalled.record),
            },
            (Content::Unknown | Content::Resolved(_) | Content::Extracted(..), _) => {}
        }
    }
    let exists = |key: &[u8]| str::from_utf8(key).is_ok_and(|path| base.join(path).exists());
    update.write(exists).map(drop)
}
