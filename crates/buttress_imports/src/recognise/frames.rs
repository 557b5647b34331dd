//! The brackets, lambdas and interpolations that are open at a place in an expression.

use super::doubt::Doubt;
use super::strings::Form;

/// More than this is left to the full parser.
const DEPTH: usize = 96;

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing: the expression itself.
    Base,
    /// `(`, of a group, a tuple or a generator.
    Group,
    /// `(` of a call.
    Call,
    /// `[` of a list.
    List,
    /// `[` of a subscript.
    Subscript,
    /// `{`
    Brace,
    /// The value of a parameter of a lambda.
    Default,
    /// What follows the `:` of a lambda.
    Lambda,
    /// `{` in an f-string or t-string.
    Interpolation,
}

bitflags::bitflags! {
    /// What is known of an open bracket, or of its current element.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(super) struct Bits: u32 {
        // What the expression may be (base only).
        const COMMAS = 1;
        const NAMED = 1 << 1;
        const STARS = 1 << 2;
        const YIELDS = 1 << 3;
        const NESTED = 1 << 4;
        /// Its first group may hold the items of a `with`.
        const WITH = 1 << 5;
        /// Of a bracket: an element came before.
        const MANY = 1 << 6;
        /// In the `for … in` of a comprehension or of a `for`.
        const TARGET = 1 << 7;
        const COMPREHENSION = 1 << 8;
        const DICT = 1 << 9;
        const SET = 1 << 10;
        const YIELDED = 1 << 11;
        /// An item of a `with` had its `as`.
        const AS = 1 << 12;
        // Of the current element.
        /// An `if` waits for its `else`.
        const IF = 1 << 13;
        /// Starts with a star, after which no comparison may follow.
        const STAR = 1 << 14;
        /// Has had its `=`, `:=`, `yield` or `as`.
        const KEYED = 1 << 15;
        /// The value of a key of a dictionary, or `**` with its operand.
        const VALUE = 1 << 16;
        const COLON = 1 << 17;
        const COLONS = 1 << 18;

        const ELEMENT = Self::IF.bits() | Self::STAR.bits() | Self::KEYED.bits()
            | Self::VALUE.bits() | Self::COLON.bits() | Self::COLONS.bits();
    }
}

#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) bits: Bits,
    /// Of the string around an interpolation.
    pub(super) form: Form,
}

impl Frame {
    fn new(kind: Kind, bits: Bits) -> Self {
        let form = Form::empty();
        Self { kind, bits, form }
    }

    #[inline]
    pub(super) fn has(self, bits: Bits) -> bool {
        self.bits.intersects(bits)
    }

    /// Whether an expression of which nothing is open ends at `byte`, with `second` behind it. More
    /// bytes may end it.
    #[inline]
    pub(super) fn ends_at(self, byte: u8, second: u8) -> bool {
        match byte {
            b'\n' => !self.has(Bits::NESTED),
            b',' => !self.has(Bits::COMMAS),
            b':' | b'=' => second != b'=',
            _ => self.has(Bits::NESTED),
        }
    }
}

/// A stack that is never empty.
pub(super) struct Frames {
    stack: [Frame; DEPTH],
    depth: usize,
    /// How many of the frames let line ends be blanks.
    brackets: u32,
}

impl Frames {
    pub(super) fn new() -> Self {
        Self {
            stack: [Frame::new(Kind::Base, Bits::empty()); DEPTH],
            depth: 0,
            brackets: 0,
        }
    }

    /// Begins an expression.
    #[inline]
    pub(super) fn reset(&mut self, bits: Bits) {
        self.depth = 0;
        self.stack[0] = Frame::new(Kind::Base, bits);
        self.brackets = u32::from(bits.contains(Bits::NESTED));
    }

    #[inline]
    pub(super) fn top(&mut self) -> &mut Frame {
        &mut self.stack[self.depth]
    }

    /// Whether nothing is open.
    #[inline]
    pub(super) fn is_base(&self) -> bool {
        self.depth == 0
    }

    /// Whether line ends are blanks here.
    #[inline]
    pub(super) fn in_brackets(&self) -> bool {
        self.brackets > 0
    }

    #[inline]
    pub(super) fn push(&mut self, kind: Kind) -> Result<&mut Frame, Doubt> {
        let depth = self.depth + 1;
        if depth == DEPTH {
            return Err(Doubt::Depth);
        }
        self.depth = depth;
        self.brackets += u32::from(!matches!(kind, Kind::Default | Kind::Lambda));
        self.stack[depth] = Frame::new(kind, Bits::empty());
        Ok(&mut self.stack[depth])
    }

    /// Closes the innermost; the base stays.
    #[inline]
    pub(super) fn pop(&mut self) -> Frame {
        let frame = self.stack[self.depth];
        if self.depth > 0 {
            self.depth -= 1;
            self.brackets -= u32::from(!matches!(frame.kind, Kind::Default | Kind::Lambda));
        }
        frame
    }
}
