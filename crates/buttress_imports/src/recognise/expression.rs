//! Expressions: a push-down automaton over the tokens, without a tree.
//!
//! It alternates between places where an operand must come and places where an operator may, and
//! keeps on its stack what is open. It accepts no expression that the parser would have to recover
//! from: an error inside brackets can make the parser end a logical line early, and with it a block.
//! Errors that the parser only reports, such as a target that cannot be assigned to, may pass.

use super::cursor::{CLASSES, Class, Cursor, is_keyword};
use super::doubt::Doubt;
use super::frames::{Bits, Frames, Kind};
use super::strings::{Form, Prefix, Stop};

/// Where in an expression the next token stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// An operand must come, which may be of any kind.
    Start,
    /// As `Start`, but the bracket may close instead.
    Open,
    /// A whole expression must come, but none with a star.
    Whole,
    /// An operand must come, after an operator.
    Operand,
    /// The element so far is a single name.
    Name,
    /// The last token was a string.
    Text,
    /// The last token ended another operand.
    Done,
    /// The next token does not belong to the expression.
    End,
}

/// A text, and what is open in the expression being read.
pub(super) struct Expressions<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) frames: &'a mut Frames,
}

impl Expressions<'_> {
    /// Goes past an expression, up to the first token that is no part of it.
    pub(super) fn expression(&mut self, rules: Bits) -> Result<(), Doubt> {
        self.frames.reset(rules);
        self.run(State::Start)
    }

    /// Goes past arguments whose `(` has been read, `)` included.
    pub(super) fn arguments(&mut self) -> Result<(), Doubt> {
        self.frames.reset(Bits::empty());
        self.frames.push(Kind::Call)?;
        let mut state = State::Open;
        loop {
            state = self.plain(state, true);
            if self.frames.is_base() {
                return Ok(());
            }
            state = self.step(state)?;
            if self.frames.is_base() {
                return Ok(());
            }
        }
    }

    fn run(&mut self, mut state: State) -> Result<(), Doubt> {
        loop {
            state = self.plain(state, false);
            if state == State::End {
                return Ok(());
            }
            state = self.step(state)?;
        }
    }

    #[inline]
    fn step(&mut self, state: State) -> Result<State, Doubt> {
        self.cursor.skip_blanks(self.frames.in_brackets())?;
        match state {
            State::Start | State::Open | State::Whole | State::Operand => self.operand(state),
            _ => self.follow(state),
        }
    }

    #[inline]
    fn operand(&mut self, state: State) -> Result<State, Doubt> {
        let byte = self.cursor.byte();
        match CLASSES[byte as usize] {
            Class::Word => self.word_operand(state),
            Class::Digit => self.cursor.number().map(|()| State::Done),
            Class::Quote => self.cursor.skip_string().map(|()| State::Text),
            Class::Other => match byte {
                b'(' => self.open_group(state),
                b'[' => self.open(Kind::List),
                b'{' => self.open(Kind::Brace),
                b'-' | b'+' | b'~' => self.sign(),
                b'*' => self.star(state),
                b'.' => self.ellipsis(),
                _ if state == State::Open => self.no_operand(state),
                _ => Err(Doubt::Expression),
            },
        }
    }

    fn open(&mut self, kind: Kind) -> Result<State, Doubt> {
        self.cursor.at += 1;
        self.frames.push(kind)?;
        Ok(State::Open)
    }

    fn open_group(&mut self, state: State) -> Result<State, Doubt> {
        let is_first = state == State::Start && self.frames.top().has(Bits::WITH);
        self.open(Kind::Group)?;
        if is_first {
            self.frames.top().bits |= Bits::WITH;
        }
        Ok(State::Open)
    }

    fn sign(&mut self) -> Result<State, Doubt> {
        if matches!(self.cursor.second(), b'=' | b'>') || self.frames.top().has(Bits::TARGET) {
            return Err(Doubt::Expression);
        }
        self.cursor.at += 1;
        Ok(State::Operand)
    }

    fn ellipsis(&mut self) -> Result<State, Doubt> {
        if self.cursor.second().is_ascii_digit() {
            return self.cursor.number().map(|()| State::Done);
        }
        if !self.cursor.bytes[self.cursor.at..].starts_with(b"...") {
            return Err(Doubt::Expression);
        }
        self.cursor.at += 3;
        Ok(State::Done)
    }

    /// `*` or `**` in front of an element.
    fn star(&mut self, state: State) -> Result<State, Doubt> {
        let is_double = self.cursor.second() == b'*';
        let length = if is_double { 2 } else { 1 };
        let next = self.cursor.bytes.get(self.cursor.at + length);
        let frame = self.frames.top();
        let is_element = matches!(state, State::Start | State::Open);
        let no_star = Bits::STAR | Bits::KEYED | Bits::COLON | Bits::COMPREHENSION;
        if !is_element || next == Some(&b'=') || frame.has(no_star) && !frame.has(Bits::TARGET) {
            return Err(Doubt::Expression);
        }
        match frame.kind {
            Kind::Call => {}
            Kind::Brace if is_double && !frame.has(Bits::SET) => {
                frame.bits |= Bits::DICT | Bits::VALUE | Bits::STAR;
            }
            _ if is_double => return Err(Doubt::Expression),
            Kind::Brace if !frame.has(Bits::DICT) => frame.bits |= Bits::SET | Bits::STAR,
            Kind::Base if frame.has(Bits::STARS) => frame.bits |= Bits::STAR,
            Kind::Group | Kind::List | Kind::Subscript => frame.bits |= Bits::STAR,
            _ => return Err(Doubt::Expression),
        }
        self.cursor.at += length;
        Ok(State::Operand)
    }

    fn word_operand(&mut self, state: State) -> Result<State, Doubt> {
        let start = self.cursor.at;
        let word = self.cursor.word()?;
        if word.len() <= 2
            && CLASSES[self.cursor.byte() as usize] == Class::Quote
            && let Some(prefix) = Prefix::of(word)
        {
            return self.prefixed_string(prefix);
        }
        if is_keyword(word) {
            return self.keyword_operand(word, state, start);
        }
        let is_element = matches!(state, State::Start | State::Open);
        Ok(if is_element { State::Name } else { State::Done })
    }

    fn keyword_operand(&mut self, word: &[u8], state: State, start: usize) -> Result<State, Doubt> {
        let frame = self.frames.top();
        let bits = frame.bits;
        match word {
            b"None" | b"True" | b"False" => Ok(State::Done),
            b"not" | b"await" if !bits.intersects(Bits::TARGET | Bits::STAR) => Ok(State::Operand),
            b"lambda" if state != State::Operand => self.lambda(),
            b"yield" if matches!(state, State::Start | State::Open) => self.yields(),
            b"in" if state == State::Open && bits.contains(Bits::TARGET) => {
                Ok(self.end_target(start))
            }
            _ => Err(Doubt::Expression),
        }
    }

    fn yields(&mut self) -> Result<State, Doubt> {
        let frame = self.frames.top();
        let may = match frame.kind {
            Kind::Group => !frame.has(Bits::MANY | Bits::COMPREHENSION),
            Kind::Base => frame.has(Bits::YIELDS) && !frame.has(Bits::MANY),
            _ => false,
        };
        if !may || frame.has(Bits::YIELDED) {
            return Err(Doubt::Expression);
        }
        frame.bits |= Bits::KEYED | Bits::YIELDED;
        self.cursor.skip_blanks(self.frames.in_brackets())?;
        if self.cursor.peek_word() == b"from" {
            self.cursor.at += 4;
            return Ok(State::Whole);
        }
        Ok(State::Open)
    }

    /// The end of the targets of a `for`, whose `in` began at `start`.
    pub(super) fn end_target(&mut self, start: usize) -> State {
        let frame = self.frames.top();
        frame.bits -= Bits::TARGET | Bits::STAR;
        if frame.kind == Kind::Base {
            self.cursor.at = start;
            return State::End;
        }
        State::Operand
    }

    /// Reads the string after a prefix, as far as it is text.
    pub(super) fn prefixed_string(&mut self, prefix: Prefix) -> Result<State, Doubt> {
        match prefix {
            Prefix::Plain => self.cursor.skip_string().map(|()| State::Text),
            Prefix::Interpolated { raw } => {
                let form = self.cursor.open_interpolated(raw);
                self.interpolated(form)
            }
        }
    }

    /// Reads on in an interpolated string.
    pub(super) fn interpolated(&mut self, form: Form) -> Result<State, Doubt> {
        match self.cursor.skip_literal(form)? {
            Stop::End => Ok(State::Text),
            Stop::Interpolation => {
                self.frames.push(Kind::Interpolation)?.form = form;
                Ok(State::Start)
            }
            Stop::SpecificationEnd => self.interpolated(form - Form::SPECIFICATION),
        }
    }

    /// The parameters of a lambda, after `lambda` or after the `,` behind a default.
    pub(super) fn lambda(&mut self) -> Result<State, Doubt> {
        let frame = self.frames.top();
        if frame.kind == Kind::Interpolation || frame.has(Bits::COMPREHENSION | Bits::TARGET) {
            return Err(Doubt::Expression);
        }
        self.lambda_parameters()
    }

    /// The rest of the parameters of a lambda, up to a default or to the `:`.
    pub(super) fn lambda_parameters(&mut self) -> Result<State, Doubt> {
        let in_brackets = self.frames.in_brackets();
        loop {
            self.cursor.skip_blanks(in_brackets)?;
            let mut may_default = false;
            match self.cursor.byte() {
                b':' => return self.lambda_body(),
                b'/' => self.cursor.at += 1,
                b'*' => {
                    let is_double = self.cursor.second() == b'*';
                    self.cursor.at += 1 + usize::from(is_double);
                    self.cursor.skip_blanks(in_brackets)?;
                    if is_double || CLASSES[self.cursor.byte() as usize] == Class::Word {
                        self.cursor.name()?;
                    }
                }
                _ => {
                    self.cursor.name()?;
                    may_default = true;
                }
            }
            self.cursor.skip_blanks(in_brackets)?;
            match self.cursor.byte() {
                b',' => self.cursor.at += 1,
                b':' => return self.lambda_body(),
                b'=' if may_default && self.cursor.second() != b'=' => {
                    self.cursor.at += 1;
                    self.frames.push(Kind::Default)?;
                    return Ok(State::Whole);
                }
                _ => return Err(Doubt::Expression),
            }
        }
    }

    /// The `:` of a lambda, and what follows.
    pub(super) fn lambda_body(&mut self) -> Result<State, Doubt> {
        if self.cursor.second() == b'=' {
            return Err(Doubt::Expression);
        }
        self.cursor.at += 1;
        self.frames.push(Kind::Lambda)?;
        Ok(State::Whole)
    }
}
