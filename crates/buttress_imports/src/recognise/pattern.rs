//! The patterns of `case`: an automaton of their own, since they look like expressions but are not.

use super::cursor::{CLASSES, Class, Cursor, is_keyword};
use super::doubt::Doubt;
use super::strings::Prefix;

/// More nested brackets than this are left to the full parser.
const DEPTH: usize = 24;

/// What the last token was, and so what may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// A pattern must come.
    Need,
    /// As `Need`, but the bracket may close.
    Open,
    /// A dotted name, which may be a class; it may be the key of an argument if it has no dot.
    Name { dotted: bool },
    /// A string, a number or a constant.
    Literal { text: bool },
    /// The end of a larger pattern.
    Done,
    /// A capture, after which only a separator may come.
    Bound,
}

/// An open bracket: `C` is that of a class.
#[derive(Clone, Copy)]
struct Open {
    bracket: u8,
    /// Behind the `:` of a mapping or the `=` of a class.
    is_value: bool,
    /// More than one token came in this element.
    is_long: bool,
}

/// Reads patterns.
struct Patterns<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    open: [Open; DEPTH],
    depth: usize,
}

/// Goes past the patterns of a `case`, up to its guard or colon.
pub(super) fn skip_patterns(cursor: &mut Cursor<'_>) -> Result<(), Doubt> {
    let base = Open {
        bracket: 0,
        is_value: false,
        is_long: false,
    };
    let mut patterns = Patterns {
        cursor,
        open: [base; DEPTH],
        depth: 0,
    };
    let mut state = State::Need;
    loop {
        patterns.cursor.skip_blanks(patterns.depth > 0)?;
        state = match state {
            State::Need | State::Open => patterns.pattern(state)?,
            _ => match patterns.follow(state)? {
                Some(state) => state,
                None => return Ok(()),
            },
        };
    }
}

impl Patterns<'_, '_> {
    fn pattern(&mut self, state: State) -> Result<State, Doubt> {
        let byte = self.cursor.byte();
        match CLASSES[byte as usize] {
            Class::Word => self.word(),
            Class::Digit => self.number(),
            Class::Quote => self.string(),
            Class::Other => match byte {
                b'(' | b'[' | b'{' => self.push(byte),
                b'-' => {
                    self.cursor.at += 1;
                    self.cursor.skip_blanks(self.depth > 0)?;
                    self.number()
                }
                b'*' => self.star(state),
                b')' | b']' | b'}' if state == State::Open => self.close(byte),
                // The end of `case a,:`.
                b':' if state == State::Open && self.depth == 0 => Ok(State::Done),
                _ => Err(Doubt::Pattern),
            },
        }
    }

    fn number(&mut self) -> Result<State, Doubt> {
        if CLASSES[self.cursor.byte() as usize] != Class::Digit {
            return Err(Doubt::Pattern);
        }
        self.cursor.number()?;
        Ok(State::Literal { text: false })
    }

    fn string(&mut self) -> Result<State, Doubt> {
        self.cursor.skip_string()?;
        Ok(State::Literal { text: true })
    }

    fn word(&mut self) -> Result<State, Doubt> {
        let word = self.cursor.word()?;
        if CLASSES[self.cursor.byte() as usize] == Class::Quote {
            return match Prefix::of(word) {
                Some(Prefix::Plain) => self.string(),
                _ => Err(Doubt::Pattern),
            };
        }
        match word {
            b"None" | b"True" | b"False" => Ok(State::Literal { text: false }),
            _ if is_keyword(word) => Err(Doubt::Pattern),
            _ => Ok(State::Name { dotted: false }),
        }
    }

    /// `*rest` in a sequence, `**rest` in a mapping.
    fn star(&mut self, state: State) -> Result<State, Doubt> {
        let open = self.open[self.depth];
        let is_double = self.cursor.second() == b'*';
        let may = if is_double {
            open.bracket == b'{' && state == State::Open
        } else {
            let is_element = state == State::Open || self.depth == 0;
            matches!(open.bracket, 0 | b'(' | b'[') && is_element && !open.is_long
        };
        if !may {
            return Err(Doubt::Pattern);
        }
        self.cursor.at += 1 + usize::from(is_double);
        self.cursor.skip_blanks(self.depth > 0)?;
        self.cursor.name().map_err(|_| Doubt::Pattern)?;
        self.open[self.depth].is_value = is_double;
        Ok(State::Bound)
    }

    fn push(&mut self, bracket: u8) -> Result<State, Doubt> {
        self.cursor.at += 1;
        self.open[self.depth].is_long = true;
        self.depth += 1;
        let open = self.open.get_mut(self.depth).ok_or(Doubt::Depth)?;
        *open = Open {
            bracket,
            is_value: false,
            is_long: false,
        };
        Ok(State::Open)
    }

    fn close(&mut self, byte: u8) -> Result<State, Doubt> {
        let open = self.open[self.depth];
        match (open.bracket, byte) {
            (b'(' | b'C', b')') | (b'[', b']') | (b'{', b'}') => {}
            _ => return Err(Doubt::Pattern),
        }
        self.cursor.at += 1;
        self.depth -= 1;
        Ok(State::Done)
    }

    /// None at the end of all patterns.
    fn follow(&mut self, state: State) -> Result<Option<State>, Doubt> {
        let byte = self.cursor.byte();
        let bracket = self.open[self.depth].bracket;
        let in_key = bracket == b'{' && !self.open[self.depth].is_value;
        match (byte, state) {
            (b'.', State::Name { .. }) => {
                self.cursor.at += 1;
                self.cursor.skip_blanks(self.depth > 0)?;
                self.cursor.name().map_err(|_| Doubt::Pattern)?;
                Ok(Some(State::Name { dotted: true }))
            }
            (b'(', State::Name { .. }) if !in_key => self.push(b'(').map(|state| {
                self.open[self.depth].bracket = b'C';
                Some(state)
            }),
            (b'\'' | b'"', State::Literal { text: true }) => self.string().map(Some),
            (b'|', state) if state != State::Bound && !in_key => {
                self.cursor.at += 1;
                self.open[self.depth].is_long = true;
                Ok(Some(State::Need))
            }
            (b',', _) if !in_key => {
                self.cursor.at += 1;
                self.open[self.depth].is_value = false;
                self.open[self.depth].is_long = false;
                Ok(Some(State::Open))
            }
            (b'=', State::Name { dotted: false }) => self.key(bracket == b'C').map(Some),
            (b':', State::Literal { .. } | State::Name { dotted: true }) if in_key => {
                self.key(true).map(Some)
            }
            (b':', _) if self.depth == 0 => Ok(None),
            (b')' | b']' | b'}', _) if !in_key => self.close(byte).map(Some),
            _ if CLASSES[byte as usize] == Class::Word => self.word_after(state, in_key),
            _ => Err(Doubt::Pattern),
        }
    }

    /// The `=` or `:` after a key.
    fn key(&mut self, may: bool) -> Result<State, Doubt> {
        let open = &mut self.open[self.depth];
        if !may || open.is_value || open.is_long || self.cursor.second() == b'=' {
            return Err(Doubt::Pattern);
        }
        open.is_value = true;
        self.cursor.at += 1;
        Ok(State::Need)
    }

    /// `as` and its name, or the `if` of a guard.
    fn word_after(&mut self, state: State, in_key: bool) -> Result<Option<State>, Doubt> {
        match self.cursor.peek_word() {
            b"as" if state != State::Bound && !in_key => {
                self.cursor.at += 2;
                self.cursor.skip_blanks(self.depth > 0)?;
                self.cursor.name().map_err(|_| Doubt::Pattern)?;
                Ok(Some(State::Bound))
            }
            b"if" if self.depth == 0 => Ok(None),
            _ => Err(Doubt::Pattern),
        }
    }
}
