//! What a Python file is to buttress, and the words every layer shares.
//!
//! The lowest crate of the house: it depends on no other crate of ours, does no IO and never
//! panics. It holds
//!
//! * [`SourceText`]: bytes decoded as Python decodes them, with line and column look-up;
//! * [`FileId`], [`Span`] and [`FileSpan`]: how everything above names a place in a file;
//! * [`FileImports`]: the plain data of every import in one file, unresolved;
//! * [`Finding`], [`Code`] and [`Severity`]: what any layer has to say about the code or the
//!   configuration.
//!
//! # Example
//!
//! ```
//! use buttress_source::{SourceText, Span};
//!
//! let source = SourceText::decode(b"# -*- coding: latin-1 -*-\nname = '\xe9t\xe9'; x = 1\n")?;
//! let at = source.text().find("x = 1").unwrap() as u32;
//! let position = source.position(at);
//! assert_eq!((position.line, position.column), (2, 15));
//! # Ok::<(), buttress_source::DecodeError>(())
//! ```

mod code;
mod codecs;
mod cookie;
mod decode;
mod distance;
mod finding;
mod imports;
mod lines;
mod packed;
mod span;
mod store;
mod suggest;

pub use code::{Code, Nature, Severity};
pub use decode::{DecodeError, SourceText, plain_text};
pub use finding::{Finding, Related};
pub use imports::{FileImports, ImportKinds, ImportRecord, ImportedName, Reading, SyntaxError};
pub use lines::{LineIndex, Position};
pub use packed::{PackedImports, numbers};
pub use span::{FileId, FileSpan, Span, Spanned};
pub use store::ImportStore;
pub use suggest::{Candidates, nearest};
