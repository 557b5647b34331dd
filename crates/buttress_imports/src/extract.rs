//! Chooses the stack for a text, then has it parsed there.

use std::borrow::Cow;
use std::fmt;
use std::thread;

use buttress_source::{FileImports, LineIndex, Reading, SourceText};

use crate::recognise::recognise;
use crate::stack::{MAX_STACK, MODERATE_STACK, bound_by_bytes, bound_by_tokens};
use crate::{flatten, parse};

/// What is wanted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Depth {
    /// Its imports. They are recognised from the text where that is certain, several times as fast
    /// as parsing; the other files are parsed, and their syntax errors reported.
    #[default]
    Imports,
    /// Its syntax errors too, so that every file is parsed.
    SyntaxErrors,
}

/// Why a file was not parsed. It is the caller's to report: its imports are unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TooLarge {
    /// The text is longer than the parser can address.
    Text {
        /// Length in bytes.
        bytes: u64,
        /// The longest text that is parsed, in bytes.
        limit: u64,
    },
    /// The text may nest so deeply that parsing it would need more stack than is ever reserved.
    Nesting {
        /// Length in bytes.
        bytes: u64,
        /// Stack that may be needed, in bytes.
        stack: u64,
        /// [`MAX_STACK`].
        limit: u64,
    },
    /// The system did not grant the stack that the text may need.
    Refused {
        /// Length in bytes.
        bytes: u64,
        /// Stack that may be needed, in bytes.
        stack: u64,
    },
}

impl fmt::Display for TooLarge {
    /// One line: what is too large, and the way out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        match *self {
            Self::Text { bytes, limit } => {
                write!(f, "the file has {} MiB, at most {}", mib(bytes), mib(limit))?;
                f.write_str(" MiB can be parsed; exclude it")
            }
            Self::Nesting { stack, limit, .. } => write!(
                f,
                "the file nests too deeply: parsing it may take {} MiB of stack, at most {} MiB \
                 are reserved; exclude it or split its largest expressions",
                mib(stack),
                mib(limit)
            ),
            Self::Refused { stack, .. } => write!(
                f,
                "the system refused {} MiB of stack to parse the file; raise the limit of virtual \
                 memory, or exclude the file",
                mib(stack)
            ),
        }
    }
}

impl std::error::Error for TooLarge {}

/// All imports of a file, in source order, and its syntax errors as far as `depth` asks for them.
///
/// The imports are the same at every depth, and so is what the reading says of them:
///
/// | imports are | [`Depth::Imports`] | [`Depth::SyntaxErrors`] |
/// |---|---|---|
/// | certain | [`Reading::Recognised`], no errors | [`Reading::Verified`], all errors |
/// | in doubt | [`Reading::InDoubt`], all errors | [`Reading::InDoubt`], all errors |
///
/// # Errors
///
/// [`TooLarge`], as [`parse_fully`]; a file whose imports are recognised is never too large unless
/// its syntax errors are wanted.
pub fn extract(source: &SourceText, depth: Depth) -> Result<FileImports, TooLarge> {
    let recognised = recognise(source.text());
    match (recognised, depth) {
        (Ok(imports), Depth::Imports) => Ok(imports),
        (Err(_), _) => parse_fully(source),
        (Ok(_), Depth::SyntaxErrors) => {
            let mut imports = parse_fully(source)?;
            imports.set_reading(Reading::Verified);
            Ok(imports)
        }
    }
}

/// All imports of a file, in source order, and its syntax errors, by parsing it whatever it holds.
///
/// Never panics and never overflows the stack, on any thread. On a thread with at least
/// [`WORKER_STACK`](crate::WORKER_STACK) bytes an ordinary file is parsed at once; elsewhere, or
/// when it may nest too deeply for that, on a thread of its own, which takes a fraction of a
/// millisecond more.
///
/// Imports anywhere count, dead code included; strings, comments and calls of `__import__` or
/// `importlib` do not. Of a file with syntax errors, the imports are those that the parser
/// recovered, and the first hundred errors are kept.
///
/// # Errors
///
/// [`TooLarge`] for a text over 4 GiB, or one that may need more stack than [`MAX_STACK`] or than
/// the system grants.
pub fn parse_fully(source: &SourceText) -> Result<FileImports, TooLarge> {
    let (text, lines) = (source.text(), source.lines());
    let bytes = text.len() as u64;
    let limit = u64::from(u32::MAX);
    if bytes >= limit {
        return Err(TooLarge::Text { bytes, limit });
    }
    let stack = bound_by_bytes(text);
    if has_here(stack) {
        return Ok(parse::parse(text, lines));
    }
    if stack <= MODERATE_STACK
        && let Some(imports) = parse_on_thread(text, lines, stack)
    {
        return Ok(imports);
    }
    let (text, stack) = fit(text);
    if has_here(stack) {
        return Ok(parse::parse(&text, lines));
    }
    let limit = MAX_STACK as u64;
    if stack > limit {
        return Err(TooLarge::Nesting {
            bytes,
            stack,
            limit,
        });
    }
    parse_on_thread(&text, lines, stack).ok_or(TooLarge::Refused { bytes, stack })
}

/// The text to parse instead and the stack it may need: fewer levels, more closely counted.
fn fit(text: &str) -> (Cow<'_, str>, u64) {
    let flat = flatten::flatten(text);
    let by_bytes = bound_by_bytes(&flat);
    let stack = bound_by_tokens(&flat).map_or(by_bytes, |by_tokens| by_tokens.min(by_bytes));
    (flat, stack)
}

fn has_here(stack: u64) -> bool {
    stacker::remaining_stack().is_some_and(|left| left as u64 >= stack)
}

/// None if the thread could not be spawned.
fn parse_on_thread(text: &str, lines: &LineIndex, stack: u64) -> Option<FileImports> {
    let stack = usize::try_from(stack).ok()?;
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(stack);
        let parsing = builder.spawn_scoped(scope, || parse::parse(text, lines));
        parsing.ok()?.join().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::WORKER_STACK;

    fn nested(text: &str, times: usize) -> SourceText {
        SourceText::new(format!("import a\n{}", text.repeat(times)))
    }

    #[test]
    fn what_may_nest_beyond_the_limit_is_refused() {
        let times = MAX_STACK / 2_000;
        let error = parse_fully(&nested("(", times)).unwrap_err();
        assert!(matches!(error, TooLarge::Nesting { .. }), "{error}");
    }

    #[test]
    fn the_reading_says_how_thorough_it_was() {
        let good = "import a\nx = = 1";
        let doubtful = "x = = 1\nimport a";
        for (text, depth, reading, errors) in [
            (good, Depth::Imports, Reading::Recognised, 0),
            (good, Depth::SyntaxErrors, Reading::Verified, 1),
            (doubtful, Depth::Imports, Reading::InDoubt, 1),
            (doubtful, Depth::SyntaxErrors, Reading::InDoubt, 1),
        ] {
            let imports = extract(&SourceText::new(text.to_owned()), depth).unwrap();
            assert_eq!(imports.reading(), reading, "{text}");
            assert_eq!(imports.errors().len(), errors, "{text}");
            assert_eq!(imports.len(), 1, "{text}");
        }
    }

    #[test]
    fn what_is_recognised_needs_no_stack() {
        let source = nested("(", MAX_STACK / 2_000);
        assert_eq!(extract(&source, Depth::Imports).map(|i| i.len()), Ok(1));
        assert!(extract(&source, Depth::SyntaxErrors).is_err());
    }

    #[test]
    fn a_large_flat_file_is_no_deep_file() {
        let source = nested("[1, -2, {'a': f(b)}],\n", 100_000);
        let (_, stack) = fit(source.text());
        assert!(bound_by_bytes(source.text()) > MAX_STACK as u64);
        assert!(stack < WORKER_STACK as u64, "{stack}");
    }

    #[test]
    fn a_stack_that_is_not_granted_is_none() {
        let lines = LineIndex::new("");
        assert!(parse_on_thread("", &lines, u64::MAX / 2).is_none());
    }

    #[test]
    fn messages_say_the_way_out() {
        let (bytes, stack) = (1 << 20, 5 << 30);
        let text = |error: TooLarge| error.to_string();
        assert_eq!(
            text(TooLarge::Text {
                bytes: 5 << 30,
                limit: 4 << 30
            }),
            "the file has 5120 MiB, at most 4096 MiB can be parsed; exclude it"
        );
        assert_eq!(
            text(TooLarge::Nesting {
                bytes,
                stack,
                limit: 4 << 30
            }),
            "the file nests too deeply: parsing it may take 5120 MiB of stack, at most 4096 MiB \
             are reserved; exclude it or split its largest expressions"
        );
        assert_eq!(
            text(TooLarge::Refused { bytes, stack }),
            "the system refused 5120 MiB of stack to parse the file; raise the limit of virtual \
             memory, or exclude the file"
        );
    }
}
