//! What git's index proves about the files of a checkout, without reading them.
//!
//! The index has, for each tracked file, the id of its blob and what the file system said of the file
//! when git wrote or last compared it. While the file system still says the same, the file has the
//! content of that blob, wherever and whenever it was checked out. So what is known of a blob from
//! another machine can be used in a fresh clone, where every time and every inode is new.
//!
//! That is true only under conditions, and where one is in doubt there is no proof:
//!
//! * The entry is a regular file, not in conflict, and git looks at it: it is not assumed to be
//!   unchanged, not left out of a sparse checkout, and not merely intended to be added.
//! * Size, mtime and ctime with their nanoseconds, inode, device and owner are those of the entry.
//!   This is stricter than git, which can be configured to compare less.
//! * None of the times is *racy*: so close to the moment when the index was written, on the clock of
//!   the same file system, that a later change could have left it as it was. Twenty milliseconds are
//!   allowed for the clock's tick if the ctime shows that times are told finely, otherwise two seconds.
//! * Nothing converts the file when it is checked out: no attribute (`text`, `eol`, `crlf`, `ident`,
//!   `filter`, `working-tree-encoding`) whose pattern may match, set or unset, in any file that git
//!   takes attributes from; no custom macro; no `core.autocrlf` or `core.eol` in any configuration
//!   file, whether or not another overrides it, and whether or not an `includeIf` applies.
//! * No environment variable sends git elsewhere, and the repository is of a kind that is understood:
//!   its index is whole, neither split nor sparse, and has a checksum, which is right.
//!
//! Git does not write a file anew when attributes or configuration change, so a file may still be as
//! a former setting had it. What was known of a blob should therefore be used only for a file that is
//! as long as the one it was learnt from: conversions change the length.
//!
//! Only Unix tells enough about a file; elsewhere nothing is proven.

mod attributes;
mod config;
mod index;
mod repository;
mod stat;
mod surroundings;

#[cfg(test)]
mod tests;

pub use index::GitIndex;
