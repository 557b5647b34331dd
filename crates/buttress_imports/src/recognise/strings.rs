//! Strings of all kinds: where they end, and where an interpolated one turns into code.

use super::cursor::Cursor;
use super::doubt::Doubt;
use super::wide::find;

bitflags::bitflags! {
    /// How an interpolated string is written.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) struct Form: u16 {
        const DOUBLE = 1;
        const TRIPLE = 1 << 1;
        const RAW = 1 << 2;
        /// In the format specification of an interpolation.
        const SPECIFICATION = 1 << 3;
    }
}

/// What a word in front of a quote makes of a string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    Plain,
    Interpolated { raw: bool },
}

/// Where the literal part of an interpolated string stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// After the closing quotes.
    End,
    /// After a `{`.
    Interpolation,
    /// After the `}` that ends a format specification.
    SpecificationEnd,
}

impl Prefix {
    /// None if the word is no prefix but a name.
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        let raw = word.iter().any(|byte| matches!(byte, b'r' | b'R'));
        match word {
            [b'f' | b'F' | b't' | b'T']
            | [b'r' | b'R', b'f' | b'F' | b't' | b'T']
            | [b'f' | b'F' | b't' | b'T', b'r' | b'R'] => Some(Self::Interpolated { raw }),
            [b'r' | b'R' | b'b' | b'B' | b'u' | b'U']
            | [b'r' | b'R', b'b' | b'B']
            | [b'b' | b'B', b'r' | b'R'] => Some(Self::Plain),
            _ => None,
        }
    }
}

impl Cursor<'_> {
    /// Goes past the string without interpolations whose opening quote is next.
    #[inline]
    pub(super) fn skip_string(&mut self) -> Result<(), Doubt> {
        let quote = self.byte();
        self.at += 1;
        if self.byte() != quote {
            return self.skip_short(quote);
        }
        self.at += 1;
        if self.byte() != quote {
            return Ok(());
        }
        self.at += 1;
        self.skip_long(quote)
    }

    #[inline]
    fn skip_short(&mut self, quote: u8) -> Result<(), Doubt> {
        let mut at = self.at;
        loop {
            at = find(self.bytes, at, [quote, b'\\', b'\n', b'\r']);
            match self.bytes.get(at) {
                Some(b'\\') => {
                    let is_pair = self.bytes.get(at + 1) == Some(&b'\r')
                        && self.bytes.get(at + 2) == Some(&b'\n');
                    at += 2 + usize::from(is_pair);
                }
                Some(&byte) if byte == quote => {
                    self.at = at + 1;
                    return Ok(());
                }
                _ => return Err(Doubt::Text),
            }
        }
    }

    fn skip_long(&mut self, quote: u8) -> Result<(), Doubt> {
        let mut at = self.at;
        loop {
            let rest = self.bytes.get(at..).ok_or(Doubt::Text)?;
            at += memchr::memchr2(quote, b'\\', rest).ok_or(Doubt::Text)?;
            if self.bytes[at] == b'\\' {
                at += 2;
            } else if self.bytes[at..].starts_with(&[quote; 3]) {
                self.at = at + 3;
                return Ok(());
            } else {
                at += 1;
            }
        }
    }

    /// Goes past the opening quotes of an interpolated string.
    pub(super) fn open_interpolated(&mut self, raw: bool) -> Form {
        let quote = self.byte();
        let mut form = Form::empty();
        form.set(Form::DOUBLE, quote == b'"');
        form.set(Form::RAW, raw);
        self.at += 1;
        if self.byte() == quote && self.second() == quote {
            self.at += 2;
            form |= Form::TRIPLE;
        }
        form
    }

    /// Goes past literal text of an interpolated string, up to what is not.
    pub(super) fn skip_literal(&mut self, form: Form) -> Result<Stop, Doubt> {
        let quote = if form.contains(Form::DOUBLE) {
            b'"'
        } else {
            b'\''
        };
        let in_specification = form.contains(Form::SPECIFICATION);
        let mut in_named_character = false;
        loop {
            let byte = self.byte();
            match byte {
                b'\\' => in_named_character |= self.skip_escape(form),
                b'{' if self.second() == b'{' && !in_specification => self.at += 2,
                b'{' => {
                    self.at += 1;
                    return Ok(Stop::Interpolation);
                }
                b'}' if in_named_character => {
                    in_named_character = false;
                    self.at += 1;
                }
                b'}' if in_specification => {
                    self.at += 1;
                    return Ok(Stop::SpecificationEnd);
                }
                b'}' if self.second() == b'}' => self.at += 2,
                b'\n' | b'\r' if in_specification || !form.contains(Form::TRIPLE) => {
                    return Err(Doubt::Text);
                }
                b'}' | 0 => return Err(Doubt::Text),
                _ if byte == quote => {
                    if self.eat_closing(form, quote) {
                        let is_whole = !in_specification && !in_named_character;
                        return if is_whole {
                            Ok(Stop::End)
                        } else {
                            Err(Doubt::Text)
                        };
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// Goes past the closing quotes, or past one quote that closes nothing.
    fn eat_closing(&mut self, form: Form, quote: u8) -> bool {
        let is_triple = form.contains(Form::TRIPLE);
        let closes = !is_triple || self.bytes[self.at..].starts_with(&[quote; 3]);
        self.at += if closes && is_triple { 3 } else { 1 };
        closes
    }

    /// Goes past a backslash and what it escapes, which a brace never is; whether `\N{` was there.
    fn skip_escape(&mut self, form: Form) -> bool {
        self.at += 1;
        match self.byte() {
            b'{' | b'}' => {}
            b'N' if self.second() == b'{' && !form.contains(Form::RAW) => {
                self.at += 2;
                return true;
            }
            b'\r' => {
                self.at += 1;
                self.eat(b'\n');
            }
            _ => self.at += 1,
        }
        false
    }
}
