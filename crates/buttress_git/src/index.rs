//! The index of a work tree, and what it proves.

use std::env;
use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use buttress_cache::BlobId;
use gix_hash::{Kind, ObjectId};
use gix_index::entry::{Flags, Mode};
use gix_index::{Entry, State, decode};

use crate::attributes::Attributes;
use crate::config::Config;
use crate::repository::Repository;
use crate::stat::Written;
use crate::surroundings::Surroundings;

/// Of an entry with one of these, git does not look at the file, or has no blob.
const UNPROVEN: Flags = Flags::ASSUME_VALID
    .union(Flags::SKIP_WORKTREE)
    .union(Flags::INTENT_TO_ADD);

/// The index of the work tree that a folder is in. Asking it is safe from several threads.
#[derive(Debug)]
pub struct GitIndex {
    state: State,
    written: Written,
    attributes: Attributes,
    /// The folder it was opened for, as it was named.
    folder: PathBuf,
    /// The same folder, relative to the work tree's root.
    inside: PathBuf,
}

impl GitIndex {
    /// Reads the index of the repository that a folder is in: the one whose work tree is nearest
    /// above it.
    ///
    /// None if there is none, or if nothing in it can be proven: its files may be converted, git is
    /// told to look elsewhere, or the index is damaged, split, sparse or not understood.
    /// O(bytes of the index).
    pub fn open(folder: &Path) -> Option<Self> {
        let surroundings = Surroundings::new(|name| env::var_os(name))?;
        Self::open_in(folder, &surroundings)
    }

    pub(crate) fn open_in(folder: &Path, surroundings: &Surroundings) -> Option<Self> {
        let real = fs::canonicalize(folder).ok()?;
        let repository = Repository::find(&real)?;
        let config = Config::read(&repository, surroundings)?;
        let (state, written) = read(&repository.own.join("index"), config.hash)?;
        let info = repository.common.join("info/attributes");
        let outside = surroundings.attributes.iter().chain(&config.attributes);
        let everywhere = outside.chain([&info]).map(PathBuf::as_path);
        Some(Self {
            state,
            written,
            folder: folder.to_owned(),
            inside: real.strip_prefix(&repository.root).ok()?.to_owned(),
            attributes: Attributes::new(repository.root, everywhere),
        })
    }

    /// The id of the blob whose content a file has, if that is proven. The path must begin with the
    /// folder that the index was opened for, named as it was then, or be without links; `metadata` is what
    /// the file system says of the file now.
    ///
    /// Whoever reads the file should ask again after reading, with new metadata: then the bytes are
    /// proven too. O(log n); the first file of a folder costs a look for its attributes.
    pub fn blob_of(&self, path: &Path, metadata: &Metadata) -> Option<BlobId> {
        let joined;
        let inside = match path.strip_prefix(&self.folder) {
            Ok(rest) if self.inside.as_os_str().is_empty() => rest,
            Ok(rest) => {
                joined = self.inside.join(rest);
                &joined
            }
            Err(_) => path.strip_prefix(self.attributes.root()).ok()?,
        };
        let entry = self.proven(inside, metadata)?;
        let trusted = |file: &Path| self.is_as_committed(file);
        let rules = self.attributes.of(inside.parent()?, &trusted);
        let name = inside.file_name()?.as_encoded_bytes();
        if rules.concern(name) {
            return None;
        }
        match entry.id {
            ObjectId::Sha1(id) => Some(BlobId::Sha1(id)),
            ObjectId::Sha256(id) => Some(BlobId::Sha256(id)),
            #[allow(unreachable_patterns, reason = "there may be more hashes one day")]
            _ => None,
        }
    }

    /// The entry of a path, if the file is as the index has it.
    fn proven(&self, inside: &Path, metadata: &Metadata) -> Option<&Entry> {
        let path = inside.as_os_str().as_encoded_bytes().into();
        let entry = match &self.state.entries()[self.state.entry_range(path)?] {
            [entry] if entry.stage_raw() == 0 => entry,
            _ => return None,
        };
        let is_file = matches!(entry.mode, Mode::FILE | Mode::FILE_EXECUTABLE);
        // Git gives length 0 to an entry of which it knows that the file may have changed.
        let is_sound = entry.stat.size > 0 || entry.id.is_empty_blob();
        let is_proven = is_file && is_sound && !entry.flags.intersects(UNPROVEN);
        (is_proven && self.written.proves(&entry.stat, metadata)).then_some(entry)
    }

    /// Whether an attributes file is the one that git went by when it checked files out. It goes by
    /// the index, and by the work tree where the index has none.
    fn is_as_committed(&self, file: &Path) -> bool {
        let path = file.as_os_str().as_encoded_bytes().into();
        if self.state.entry_range(path).is_none() {
            return true;
        }
        let metadata = fs::symlink_metadata(self.attributes.root().join(file));
        metadata.is_ok_and(|metadata| self.proven(file, &metadata).is_some())
    }
}

/// Reads an index file.
fn read(path: &Path, hash: Kind) -> Option<(State, Written)> {
    let mut file = File::open(path).ok()?;
    let written = Written::of(&file.metadata().ok()?)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    let body = bytes.len().checked_sub(hash.len_in_bytes())?;
    let (body, checksum) = bytes.split_at(body);
    let mut hasher = gix_hash::hasher(hash);
    hasher.update(body);
    if hasher.try_finalize().ok()?.as_slice() != checksum {
        return None;
    }
    let options = decode::Options {
        thread_limit: Some(1),
        ..decode::Options::default()
    };
    // The time it asks for is one that it keeps for others.
    let unused = State::new(hash).timestamp();
    let (state, _) = State::from_bytes(&bytes, unused, hash, options).ok()?;
    let is_plain = state.link().is_none() && !state.is_sparse();
    is_plain.then_some((state, written))
}
