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
//! | `guard`, `import`, `lines` | what the records say |

mod blocks;
mod choice;
mod cursor;
mod definition;
mod doubt;
mod expression;
mod follow;
mod frames;
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
    if u32::try_from(text.len()).is_err() {
        return Err(Doubt::Length);
    }
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

/// Where the last `import` is that can be a word of its own. It looks forwards, through the whole
/// text: searching backwards is several times as slow.
fn last_import(bytes: &[u8]) -> Option<usize> {
    const WORD: &[u8] = b"import";
    let is_whole = |at: &usize| {
        let after = bytes.get(at + WORD.len());
        !after.is_some_and(|&byte| is_word(byte)) && !is_joined(&bytes[..*at])
    };
    memmem::find_iter(bytes, WORD).filter(is_whole).last()
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
