//! Imports without a tree: finds the import statements of a text from its tokens alone.
//!
//! What it returns equals what the full parser would say, record for record, or it declines. It
//! reads up to the last `import` of the text and checks, on the way, that everything is well-formed
//! enough for the parser to read it without recovering from an error: only then is it known which
//! words begin a statement, and in which block. What comes after the line of the last `import`
//! cannot change an import before it and is not looked at.
//!
//! | module | its job |
//! |---|---|
//! | `cursor`, `wide`, `numbers`, `strings` | tokens: blanks, words, numbers, strings |
//! | `expression`, `plain`, `follow`, `operators`, `frames` | expressions, by a push-down automaton |
//! | `pattern` | the patterns of `case` |
//! | `statement`, `simple`, `header`, `definition`, `choice`, `blocks` | statements, clauses, indentation |
//! | `import`, `froms` | import statements; those of the usual form, one after the other |
//! | `guard`, `lines` | what the records say of their circumstances and places |

mod blocks;
mod choice;
mod cursor;
mod definition;
mod doubt;
mod expression;
mod follow;
mod frames;
mod froms;
mod guard;
mod header;
mod import;
mod lines;
mod numbers;
mod operators;
mod pattern;
mod plain;
mod simple;
mod statement;
mod strings;
#[cfg(test)]
mod tests;
mod wide;

use std::fmt;

use buttress_source::{FileImports, Reading};
use memchr::memmem::Finder;

pub use doubt::Doubt;

use cursor::is_word;
use statement::{Memory, Statements};

/// The imports of `text`, exactly as the full parser gives them, or why it has to be asked. O(bytes
/// up to the last `import`).
///
/// Syntax errors that cannot touch an import are not looked for; most are. A [`Recogniser`] does the
/// same for many texts.
///
/// # Errors
///
/// A [`Doubt`] when the imports may not be what they seem.
pub fn recognise(text: &str) -> Result<FileImports, Doubt> {
    Recogniser::default().recognise(text)
}

/// Recognises the imports of one text after the other, in memory that all of them use.
pub struct Recogniser {
    memory: Memory,
    word: Finder<'static>,
}

impl Default for Recogniser {
    fn default() -> Self {
        Self {
            memory: Memory::new(),
            word: Finder::new(IMPORT),
        }
    }
}

impl fmt::Debug for Recogniser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recogniser").finish_non_exhaustive()
    }
}

impl Recogniser {
    /// What [`recognise()`] gives.
    ///
    /// # Errors
    ///
    /// A [`Doubt`] when the imports may not be what they seem.
    pub fn recognise(&mut self, text: &str) -> Result<FileImports, Doubt> {
        if u32::try_from(text.len()).is_err() {
            return Err(Doubt::Length);
        }
        // A file with a NUL byte is no Python, wherever the byte is.
        if memchr::memchr(0, text.as_bytes()).is_some() {
            return Err(Doubt::Character);
        }
        let mut imports = FileImports::default();
        if let Some(last) = last_import(&self.word, text.as_bytes()) {
            Statements::new(text, last, &mut self.memory).read()?;
            imports = self.memory.imports.take();
        }
        imports.set_reading(Reading::Recognised);
        Ok(imports)
    }
}

const IMPORT: &[u8] = b"import";

/// Whether there is an `import` that can be a word of its own. Without one, a text holds no import.
pub(crate) fn has_import(text: &str) -> bool {
    last_import(&Finder::new(IMPORT), text.as_bytes()).is_some()
}

/// Where the last `import` is that can be a word of its own. It looks forwards, through the whole
/// text: searching backwards is several times as slow.
fn last_import(word: &Finder<'_>, bytes: &[u8]) -> Option<usize> {
    let is_whole = |at: &usize| {
        let after = bytes.get(at + IMPORT.len());
        !after.is_some_and(|&byte| is_word(byte)) && !is_joined(&bytes[..*at])
    };
    word.find_iter(bytes).filter(is_whole).last()
}

/// Whether a name goes on behind `before`. A number ends at a letter that is no digit of its own: in
/// `0x1fimport` there is a keyword.
fn is_joined(before: &[u8]) -> bool {
    let length = before
        .iter()
        .rev()
        .take_while(|&&byte| is_word(byte))
        .count();
    let word = &before[before.len() - length..];
    word.first().is_some_and(|byte| !byte.is_ascii_digit())
}
