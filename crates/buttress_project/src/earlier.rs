//! What an earlier run resolved: kept beside the import cache, believed file by file.
//!
//! Resolution depends on all names, so what is kept counts only for the same modules and settings,
//! which a hash of them tells; and then, of each file, only for the content that it was resolved from.

use buttress_cache::{CacheFolder, ContentHash, Derived, DerivedKey, Seen, Stamp, Trust};
use buttress_graph::{
    Built, ModuleKind, ModuleName, Resolution, ResolveOptions, SourceModule, pack_resolution,
};

use crate::Settings;
use crate::read::{Content, ReadFile};

/// The version of what is kept. Raise it with every change to it, here or in a [`Resolution`].
const LAYOUT: u8 = 2;

/// What is kept of a module: the hash of the content that it was resolved from, the stamp by which that
/// is recognised, and whether the cache of imports does not know it.
const ENTRY: usize = 16 + Seen::LENGTH + 1;

/// What an earlier run with the same modules and settings resolved.
pub(crate) struct Earlier<'d> {
    entries: &'d [[u8; ENTRY]],
    pub(crate) resolution: Resolution<'d>,
}

impl<'d> Earlier<'d> {
    /// What was kept with this key, of so many modules.
    pub(crate) fn of(derived: &'d Derived, key: DerivedKey, modules: usize) -> Option<Self> {
        let body = derived.body(key)?;
        let (entries, rest) = body.split_at_checked(modules.checked_mul(ENTRY)?)?;
        Some(Self {
            entries: entries.as_chunks().0,
            resolution: Resolution::read(rest, modules)?,
        })
    }

    fn entry(&self, module: usize) -> Option<Entry> {
        self.entries.get(module).map(Entry::read)
    }

    /// Whether the imports of a module need not be resolved again, if its file has this content.
    pub(crate) fn knows(&self, module: usize, hash: ContentHash) -> bool {
        let is_same = |entry: Entry| entry.hash == Some(hash);
        self.entry(module).is_some_and(is_same) && self.resolution.knows(module)
    }

    /// As [`knows`](Self::knows), and there is nothing to say of the file either.
    pub(crate) fn knows_all(&self, module: usize, hash: ContentHash) -> bool {
        let is_told = |entry: Entry| entry.seen.is_told();
        self.entry(module).is_some_and(is_told) && self.knows(module, hash)
    }

    /// The hash of a file that has not changed, as its stamp proves, and need not be read.
    pub(crate) fn recognise(
        &self,
        module: usize,
        stamp: &Stamp,
        trust: Trust,
    ) -> Option<ContentHash> {
        let entry = self.entry(module)?;
        let is_same = entry.seen.proves(stamp, trust) && self.resolution.knows(module);
        entry.hash.filter(|_| is_same)
    }

    /// How many files the cache of imports does not know as they are.
    pub(crate) fn behind(&self) -> usize {
        let is_behind = |entry: &&[u8; ENTRY]| entry[ENTRY - 1] != 0;
        self.entries.iter().filter(is_behind).count()
    }

    /// Of each module, whether its imports need not be resolved again.
    pub(crate) fn unchanged(&self, read: &[Option<ReadFile<'_>>]) -> Vec<bool> {
        let modules = read.iter().enumerate();
        let is_unchanged = modules.map(|(number, read)| match read {
            Some(read) => read.content.is_resolved(),
            None => self.resolution.knows(number),
        });
        is_unchanged.collect()
    }
}

/// What is kept of a module.
#[derive(PartialEq, Eq)]
struct Entry {
    /// None if its imports are not known.
    hash: Option<ContentHash>,
    seen: Seen,
    is_behind: bool,
}

const NOTHING: Entry = Entry {
    hash: None,
    seen: Seen::NEVER,
    is_behind: false,
};

impl Entry {
    fn read(bytes: &[u8; ENTRY]) -> Self {
        let (mut hash, mut seen) = ([0; 16], [0; Seen::LENGTH]);
        hash.copy_from_slice(&bytes[..16]);
        seen.copy_from_slice(&bytes[16..ENTRY - 1]);
        Self {
            hash: (hash != [0; 16]).then(|| ContentHash::from_bytes(hash)),
            seen: Seen::from_bytes(seen),
            is_behind: bytes[ENTRY - 1] != 0,
        }
    }

    fn write(&self) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        if let Some(hash) = self.hash {
            bytes[..16].copy_from_slice(&hash.to_bytes());
        }
        bytes[16..ENTRY - 1].copy_from_slice(&self.seen.to_bytes());
        bytes[ENTRY - 1] = u8::from(self.is_behind);
        bytes
    }

    /// What is to be kept of a file; `was` is what was kept of it, if nothing else was asked.
    fn of(file: &ReadFile<'_>, folder: &CacheFolder, was: Option<Self>) -> Self {
        let seen = match &file.content {
            Content::Unknown => return NOTHING,
            Content::Extracted(_, None) => Seen::NEVER,
            Content::Extracted(_, Some(proof)) => folder.seen(&proof.stamp),
            Content::Resolved(None) => return was.unwrap_or(NOTHING),
            Content::Resolved(Some(stamp)) => folder.seen(stamp),
            Content::Cached(known) => match &known.news {
                Some(proof) => folder.seen(&proof.stamp),
                None => known.record.seen(),
            },
        };
        let is_extracted = matches!(file.content, Content::Extracted(..));
        let was_behind = (was.as_ref())
            .is_some_and(|was| was.is_behind || (is_extracted && was.hash != file.hash));
        // What there is to say of a file has to be found anew each time.
        let is_quiet = file.findings.is_empty();
        Self {
            hash: file.hash,
            seen: if is_quiet { seen } else { Seen::NEVER },
            is_behind: is_quiet && was_behind,
        }
    }
}

/// The hash of all that resolution depends on, but the contents of files.
pub(crate) fn key<'n>(
    modules: impl Iterator<Item = (&'n ModuleName, ModuleKind)>,
    options: &ResolveOptions<'_>,
    settings: &Settings,
) -> DerivedKey {
    let mut hasher = DerivedKey::hasher();
    hasher.write(&[LAYOUT]);
    let mut tell = |tag: u8, name: &str| {
        hasher.write(name.as_bytes());
        // No name has such a byte.
        hasher.write(&[0xff, tag]);
    };
    for (name, kind) in modules {
        tell(kind as u8, name.as_str());
    }
    for (tag, names) in [(0x10, options.roots), (0x11, options.excluded)] {
        for name in names {
            tell(tag, name.as_str());
        }
    }
    tell(0x20 + options.external as u8, "");
    tell(0x30 + u8::from(options.report_unresolved), "");
    tell(0x40 + u8::from(settings.strict), "");
    hasher.finish()
}

/// What is to be kept of each module; none if that is what `earlier` has already. `is_short` says that
/// the cache of imports was not asked and knows nothing new.
pub(crate) fn news(
    earlier: Option<&Earlier<'_>>,
    read: &[Option<ReadFile<'_>>],
    folder: &CacheFolder,
    is_short: bool,
) -> Option<Vec<u8>> {
    let is_as_it_was = |file: &ReadFile<'_>| matches!(file.content, Content::Resolved(None));
    if is_short && read.iter().flatten().all(is_as_it_was) {
        return None;
    }
    let mut entries = Vec::with_capacity(read.len() * ENTRY);
    for (number, read) in read.iter().enumerate() {
        let was = earlier.filter(|_| is_short);
        let was = was.and_then(|earlier| earlier.entry(number));
        let entry = read.as_ref().map(|file| Entry::of(file, folder, was));
        entries.extend(entry.unwrap_or(NOTHING).write());
    }
    let is_old = earlier.is_some_and(|earlier| *earlier.entries.as_flattened() == *entries);
    (!is_old).then_some(entries)
}

/// Keeps what was resolved. What keeps it from being written keeps the cache from that, too, and is
/// told of that.
pub(crate) fn keep(
    folder: &CacheFolder,
    key: DerivedKey,
    entries: &[u8],
    modules: &[SourceModule<'_>],
    built: &Built,
) {
    if let Some(packed) = pack_resolution(modules, built) {
        let _unkept = folder.keep_derived(key, &[entries, &packed].concat());
    }
}
