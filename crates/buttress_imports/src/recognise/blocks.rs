//! Indentation: which block a line belongs to, and which clause may stand there.

use buttress_source::ImportKinds;

use super::doubt::Doubt;

/// More nested blocks than this are left to the full parser; Python itself allows a hundred.
const DEPTH: usize = 100;

/// How far a line is indented: Python compares columns and characters, so that tabs and spaces
/// cannot be mixed to mean different things. A tab goes to the next multiple of two, as in the parser.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Indent {
    columns: u32,
    characters: u32,
}

impl Indent {
    pub(super) fn add_spaces(&mut self, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.columns = self.columns.saturating_add(count);
        self.characters = self.characters.saturating_add(count);
    }

    pub(super) fn add_tab(&mut self) {
        self.columns += 2 - self.columns % 2;
        self.characters += 1;
    }

    /// Whether `self` is clearly deeper.
    fn is_deeper(self, other: Self) -> bool {
        self.columns > other.columns && self.characters > other.characters
    }
}

/// The last clause of a block, which says what clause may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// A statement that no clause can continue.
    Whole,
    /// `if`, `elif`
    If,
    /// `for`, `while`
    Loop,
    /// `try`, which cannot stay alone.
    Try,
    /// `except`
    Except,
    /// The `else` of a `try`.
    TryElse,
    /// A decorator, which cannot stay alone.
    Decorator,
}

/// An open block.
#[derive(Clone, Copy)]
pub(super) struct Block {
    indent: Indent,
    /// The circumstances of its statements.
    pub(super) kinds: ImportKinds,
    pub(super) last: Last,
    /// The body of a `match`, which holds nothing but `case` clauses.
    pub(super) is_match: bool,
}

/// A module, before its first statement.
const MODULE: Block = Block {
    indent: Indent {
        columns: 0,
        characters: 0,
    },
    kinds: ImportKinds::empty(),
    last: Last::Whole,
    is_match: false,
};

/// A body that begins on the next line.
#[derive(Clone, Copy)]
pub(super) struct Body {
    pub(super) kinds: ImportKinds,
    pub(super) is_match: bool,
}

/// The open blocks, from the module inwards.
pub(super) struct Blocks {
    open: [Block; DEPTH],
    depth: usize,
    expected: Option<Body>,
}

impl Blocks {
    pub(super) fn new() -> Self {
        Self {
            open: [MODULE; DEPTH],
            depth: 0,
            expected: None,
        }
    }

    /// Begins a module.
    pub(super) fn reset(&mut self) {
        self.open[0] = MODULE;
        self.depth = 0;
        self.expected = None;
    }

    /// The innermost block.
    pub(super) fn top(&mut self) -> &mut Block {
        &mut self.open[self.depth]
    }

    /// The next line opens this body.
    pub(super) fn expect(&mut self, body: Body) {
        self.expected = Some(body);
    }

    /// Opens or closes blocks for a line that is not blank.
    pub(super) fn enter(&mut self, indent: Indent) -> Result<(), Doubt> {
        if let Some(body) = self.expected.take() {
            return self.begin(indent, body);
        }
        while self.top().indent != indent {
            let block = *self.top();
            if self.depth == 0 || !block.indent.is_deeper(indent) {
                return Err(Doubt::Indentation);
            }
            if matches!(block.last, Last::Try | Last::Decorator) {
                return Err(Doubt::Block);
            }
            self.depth -= 1;
        }
        Ok(())
    }

    fn begin(&mut self, indent: Indent, body: Body) -> Result<(), Doubt> {
        if !indent.is_deeper(self.top().indent) {
            return Err(Doubt::Block);
        }
        self.depth += 1;
        let block = self.open.get_mut(self.depth).ok_or(Doubt::Depth)?;
        *block = Block {
            indent,
            kinds: body.kinds,
            last: Last::Whole,
            is_match: body.is_match,
        };
        Ok(())
    }
}
