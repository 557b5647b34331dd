//! The import cache: what was read from each file of a code base, kept between runs.
//!
//! A warm run asks the file system for the stamp of each file, finds it here unchanged, and takes
//! the file's imports from here without opening it. What is kept is raw: it depends on the file
//! alone, so it stays true whatever happens to other files.
//!
//! The cache never changes a verdict. A file is believed to be unchanged only
//!
//! * by its [`Stamp`] ([`Cache::find`]): size and mtime and, on Unix, ctime and inode are the same,
//!   and none of the times was *racy*: so fresh when the file was read that a later change could
//!   have left it as it was. Racy is what is not at least two seconds older than the start of the
//!   run, on the clock of the file system that the cache is on;
//! * by its [`ContentHash`] ([`Cache::find_by_hash`]), once it has been read;
//! * by the [`BlobId`] that git gives it ([`Cache::find_by_blob`]), where git can prove it.
//!
//! A file without an entry is read. Files that cannot be read, decoded or parsed get none, so their
//! findings are always those of today.
//!
//! # The folder
//!
//! `imports.bin` holds all entries. It is read at once and replaced in one step: written to a
//! temporary file in the same folder, which is then renamed, without waiting for the disk. Beside it,
//! `graph.bin` holds what the last run [derived](Derived) from all files together, and the
//! [stamps](Seen) by which it is known to hold still: a run that needs no more opens the [`CacheFolder`]
//! and not the cache. A power
//! cut may therefore leave a damaged file behind, which the checksums show. Temporary files of
//! killed runs are removed by later ones; those of living runs are locked. A folder in which there
//! is nothing else gets a `.gitignore` and a `CACHEDIR.TAG`.
//!
//! # The file
//!
//! All numbers are little-endian.
//!
//! | header: bytes | what |
//! |---|---|
//! | 8 | `buttress` |
//! | 4 | version of header and entries |
//! | 4 | [`PackedImports::VERSION`](buttress_source::PackedImports::VERSION) |
//! | 16 | XXH3-128 hash of the extractor's version |
//! | 8 | length of all entries |
//! | 4 | length of the text of all names |
//! | 4 | number of names |
//! | 4 | number of names when every one was in use |
//! | 4 | number of entries |
//! | 8 | XXH3-64 hash of all that follows the header |
//! | 8 | XXH3-64 hash of the bytes above |
//!
//! The entries follow, one after the other, their keys ascending:
//!
//! | entry: bytes | what |
//! |---|---|
//! | 4 | length of the entry, all included |
//! | 4, 4 | lengths of key and records |
//! | 4 | number of records |
//! | 1 | how thoroughly the file was read, whether mtime and ctime are racy, what else there is |
//! | 16 | content hash |
//! | 8 | size |
//! | 12 | mtime: seconds and nanoseconds |
//! | 12, 8 | ctime and inode, on Unix |
//! | 20 or 32 | git's id, if known |
//! | … | key |
//! | … | records, as an [`ImportStore`](buttress_source::ImportStore) has them |
//! | … | syntax errors: start, end and length of the message in 4 bytes each; message |
//!
//! Last come the names that the records number: their text, then where each ends in it, in 4 bytes.
//! An entry that is kept is copied as it is, so names keep their numbers and new ones are added, until
//! there are twice as many as there were when all were in use; then all entries are packed anew.
//!
//! Nothing in the file is believed before it is checked: a file that is damaged, even one with sound
//! checksums, costs time and a warning and nothing else.
//!
//! # Example
//!
//! ```
//! use buttress_cache::{Cache, CacheOptions, ContentHash, Fresh, Stamp, Trust};
//! use buttress_source::FileImports;
//! # let project = tempfile::tempdir()?;
//! # let file = project.path().join("a.py");
//! # std::fs::write(&file, b"import b\n")?;
//!
//! let options = CacheOptions {
//!     folder: project.path().join(".buttress_cache"),
//!     extractor: "1".to_owned(),
//!     trust: Trust::Stamp,
//! };
//! let (cache, problem) = Cache::open(options.clone());
//! assert_eq!(problem, None);
//!
//! let stamp = Stamp::of(&std::fs::metadata(&file)?);
//! assert!(cache.find(b"a.py", &stamp).is_none());
//! let bytes = std::fs::read(&file)?;
//! let fresh = Fresh {
//!     stamp,
//!     hash: ContentHash::of(&bytes),
//!     blob: None,
//!     imports: &FileImports::default(), // what an extractor finds in `bytes`
//! };
//! let mut update = cache.update();
//! update.add(b"a.py", fresh);
//! update.write(|_| false)?;
//!
//! let (cache, _) = Cache::open(options);
//! let record = cache.find_by_hash(b"a.py", fresh.hash).expect("it was added");
//! assert_eq!(record.imports().as_ref(), Some(fresh.imports));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bytes;
mod cache;
mod derived;
mod entry;
mod folder;
mod hash;
mod header;
mod image;
mod problem;
mod seen;
mod stamp;
mod update;
mod writer;

#[cfg(test)]
mod tests;

pub use cache::{Cache, CacheFolder, CacheOptions, Record, Trust};
pub use derived::{Derived, DerivedKey, KeyHasher};
pub use hash::{BlobId, ContentHash};
pub use problem::{Problem, ProblemKind};
pub use seen::Seen;
pub use stamp::{Identity, Moment, Stamp};
pub use update::{Fresh, Update, Written};
