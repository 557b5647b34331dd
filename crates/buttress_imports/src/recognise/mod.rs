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
//! | `cursor`, `strings` | tokens: blanks, words, numbers, strings |
//! | `expression`, `follow`, `operators`, `frames` | expressions, by a push-down automaton |
//! | `pattern` | the patterns of `case` |
//! | `statement`, `header`, `blocks` | statements, clauses, indentation |
//! | `guard`, `import`, `lines` | what the records say |

mod blocks;
mod cursor;
mod doubt;
mod expression;
mod follow;
mod frames;
mod guard;
mod header;
mod import;
mod lines;
mod operators;
mod pattern;
mod statement;
mod strings;
#[cfg(test)]
mod tests;

use buttress_source::{FileImports, Reading};
use memchr::memmem;

pub use doubt::Doubt;

use cursor::is_word;
use statement::Statements;

/// The imports of `text`, exactly as the full parser gives them, or why it has to be asked. O(bytes
/// up to the last `import`).
///
/// Syntax errors that cannot touch an import are not looked for; most are.
///
/// # Errors
///
/// A [`Doubt`] when the imports may not be what they seem.
pub fn recognise(text: &str) -> Result<FileImports, Doubt> {
    // A file with a NUL byte is no Python, wherever the byte is.
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Err(Doubt::Character);
    }
    let Some(last) = last_import(text.as_bytes()) else {
        let mut imports = FileImports::default();
        imports.set_reading(Reading::Recognised);
        return Ok(imports);
    };
    let mut statements = Statements::new(text, last);
    statements.read()?;
    let mut imports = statements.writer.imports;
    imports.set_reading(Reading::Recognised);
    imports.shrink_to_fit();
    Ok(imports)
}

/// Whether there is an `import` that can be a word of its own. Without one, a text holds no import.
pub(crate) fn has_import(text: &str) -> bool {
    last_import(text.as_bytes()).is_some()
}

/// Where the last `import` is that can be a word of its own.
fn last_import(bytes: &[u8]) -> Option<usize> {
    const WORD: &[u8] = b"import";
    let mut end = bytes.len();
    loop {
        let at = memmem::rfind(&bytes[..end], WORD)?;
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let after = bytes.get(at + WORD.len());
        // A number can run into a keyword.
        let joined = before.is_some_and(|byte| is_word(byte) && !byte.is_ascii_digit());
        if !joined && !after.is_some_and(|&byte| is_word(byte)) {
            return Some(at);
        }
        end = at;
    }
}
