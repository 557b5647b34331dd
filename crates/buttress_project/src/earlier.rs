//! What an earlier run resolved: kept beside the import cache, believed file by file.
//!
//! Resolution depends on all names, so what is kept counts only for the same modules and settings,
//! which a hash of them tells; and then, of each file, only for the content that it was resolved from.

use buttress_cache::{Cache, ContentHash, Derived, DerivedKey};
use buttress_graph::{
    Built, ModuleKind, ModuleName, Resolution, ResolveOptions, SourceModule, pack_resolution,
};

use crate::Settings;
use crate::read::{Content, ReadFile};

/// Stands for the content of a module that has no imports to resolve.
const NOTHING: [u8; 16] = [0; 16];

/// What an earlier run with the same modules and settings resolved.
pub(crate) struct Earlier<'d> {
    /// Of each module, the hash of the content that it was resolved from.
    hashes: &'d [[u8; 16]],
    pub(crate) resolution: Resolution<'d>,
}

impl<'d> Earlier<'d> {
    /// What was kept with this key, of so many modules.
    pub(crate) fn of(derived: &'d Derived, key: DerivedKey, modules: usize) -> Option<Self> {
        let body = derived.body(key)?;
        let (hashes, rest) = body.split_at_checked(modules.checked_mul(NOTHING.len())?)?;
        Some(Self {
            hashes: hashes.as_chunks().0,
            resolution: Resolution::read(rest, modules)?,
        })
    }

    /// Whether the imports of a module need not be resolved again, if its file has this content.
    pub(crate) fn knows(&self, module: usize, hash: ContentHash) -> bool {
        self.hashes.get(module) == Some(&hash.to_bytes()) && self.resolution.knows(module)
    }

    /// Of each module, whether its imports need not be resolved again.
    pub(crate) fn unchanged(&self, read: &[Option<ReadFile<'_>>]) -> Vec<bool> {
        let modules = read.iter().enumerate();
        let is_unchanged = modules.map(|(number, read)| match read {
            Some(read) => matches!(&read.content, Content::Cached(known) if known.is_resolved()),
            None => self.resolution.knows(number),
        });
        is_unchanged.collect()
    }
}

/// The hash of all that resolution depends on, but the contents of files.
pub(crate) fn key<'n>(
    modules: impl Iterator<Item = (&'n ModuleName, ModuleKind)>,
    options: &ResolveOptions<'_>,
    settings: &Settings,
) -> DerivedKey {
    let mut bytes = Vec::new();
    let mut tell = |tag: u8, name: &str| {
        bytes.extend_from_slice(name.as_bytes());
        // No name has such a byte.
        bytes.extend([0xff, tag]);
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
    DerivedKey::of(&bytes)
}

/// Of each module, the hash of the content that it was resolved from; none if that is what `earlier`
/// has already.
pub(crate) fn news(
    earlier: Option<&Earlier<'_>>,
    read: &[Option<ReadFile<'_>>],
) -> Option<Vec<[u8; 16]>> {
    let hashes = read.iter().map(|read| {
        let known = read.as_ref().filter(|read| read.content.is_known());
        known
            .and_then(|read| read.hash)
            .map_or(NOTHING, ContentHash::to_bytes)
    });
    let hashes: Vec<[u8; 16]> = hashes.collect();
    let is_old = earlier.is_some_and(|earlier| *earlier.hashes == *hashes);
    (!is_old).then_some(hashes)
}

/// Keeps what was resolved of contents with these hashes. What keeps it from being written keeps the
/// cache from that, too, and is told of that.
pub(crate) fn keep(
    cache: &Cache,
    key: DerivedKey,
    hashes: &[[u8; 16]],
    modules: &[SourceModule<'_>],
    built: &Built,
) {
    if let Some(packed) = pack_resolution(modules, built) {
        let _unkept = cache.keep_derived(key, &[hashes.as_flattened(), &packed].concat());
    }
}
