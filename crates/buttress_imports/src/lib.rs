//! Text to imports: every import statement of a Python file, with its place and circumstances.
//!
//! Stands between [`buttress_source`] (which decodes the file) and the module graph (which resolves
//! the names). It is the only crate that sees the parser's types; what leaves it is the plain data
//! of [`FileImports`](buttress_source::FileImports). It does no IO, holds no state, and neither
//! panics nor overflows the stack on any input, whatever thread calls it.
//!
//! # Example
//!
//! ```
//! use buttress_imports::Depth;
//! use buttress_source::{ImportKinds, SourceText};
//!
//! let source = SourceText::new(
//!     "import os.path as p\n\
//!      if TYPE_CHECKING:\n\
//!      \x20   from ..shop import models\n"
//!         .to_owned(),
//! );
//! let imports = buttress_imports::extract(&source, Depth::Imports)?;
//! let records: Vec<_> = imports.iter().collect();
//!
//! assert_eq!((records[0].module, records[0].alias), ("os.path", Some("p")));
//! assert_eq!(source.slice(records[0].span), "os.path");
//!
//! assert_eq!((records[1].level, records[1].module), (2, "shop"));
//! assert_eq!((records[1].name, records[1].line), (Some("models"), 3));
//! assert_eq!(records[1].kinds, ImportKinds::TYPE_CHECKING);
//! # Ok::<(), buttress_imports::TooLarge>(())
//! ```
//!
//! # Recognised or parsed
//!
//! Most files are never parsed. [`recognise()`] finds the import statements from the text alone, up to
//! the last `import`. **Its promise: for every text, its records equal those of [`parse_fully`], every
//! span, line, kind and comment, or it declines.** It declines whatever the parser would have to recover from
//! before the last import, since recovery can end a line or a block early; and rare forms, to stay
//! small. What comes after the last import cannot change one before it: its syntax errors are
//! unknown, unless [`Depth::SyntaxErrors`] asks for them.
//! [`Reading`](buttress_source::Reading) says how a file was read.
//!
//! `examples/agreement.rs` checks the promise over files and mutants of them; `fuzz/`, beside the
//! crates, does so by coverage-guided fuzzing.
//!
//! # Stack
//!
//! The parser and the destructors of its tree recurse, so the depth of an input decides how much
//! stack it takes. [`extract()`] computes an upper bound from the text and moves to a thread of its
//! own when the calling thread has less than that. Give the threads of a pool [`WORKER_STACK`]
//! bytes, and ordinary files never need one.

mod extract;
mod flatten;
mod parse;
mod places;
mod recognise;
mod stack;
#[cfg(test)]
mod tests;
mod walk;

/// What decides the records of a text besides the text: the parser, and a number that is raised with
/// every change of this crate or of [`buttress_source`] after which a text may give other records or
/// errors. What was extracted by another version is of no use.
pub const VERSION: &str = "ruff 0.0.10, revision 1";

pub use extract::{Depth, TooLarge, extract, parse_fully};
pub use recognise::{Doubt, Recogniser, recognise};
pub use stack::{MAX_STACK, WORKER_STACK};
