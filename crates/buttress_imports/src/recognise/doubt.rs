//! Why a text was left to the full parser.

use std::fmt;

/// What the recogniser met up to the last `import` of a text that it does not vouch for.
///
/// A doubt is no error: the text may be good Python of a rare form. It says only that the full
/// parser has to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Doubt {
    /// A NUL byte, or a character that no Python code holds.
    Character,
    /// A number that is malformed, or that runs into a name.
    Number,
    /// A string that does not end, or an unusual format specification.
    Text,
    /// A backslash that ends no line, or that stands in front of code.
    Continuation,
    /// A bracket without its partner.
    Bracket,
    /// More nesting than the recogniser follows.
    Depth,
    /// A text of 4 GiB or more.
    Length,
    /// An expression that is malformed or of a rare form.
    Expression,
    /// A statement that is malformed or of a rare form.
    Statement,
    /// A header without its colon, a clause without its opener, or a body that is missing.
    Block,
    /// An indentation that fits no open block, or that mixes tabs and spaces.
    Indentation,
    /// An import statement that is malformed, or whose names are not plain ASCII.
    Import,
    /// A test that may or may not be a type-checking guard.
    Guard,
    /// A pattern of a `case` of a rare form.
    Pattern,
}

impl fmt::Display for Doubt {
    /// The doubt in a few words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Character => "character",
            Self::Number => "number",
            Self::Text => "string",
            Self::Continuation => "continuation",
            Self::Bracket => "bracket",
            Self::Depth => "depth",
            Self::Length => "length",
            Self::Expression => "expression",
            Self::Statement => "statement",
            Self::Block => "block",
            Self::Indentation => "indentation",
            Self::Import => "import",
            Self::Guard => "guard",
            Self::Pattern => "pattern",
        })
    }
}
