//! What may follow an operand: operators, commas, colons, closing brackets, the end.

use super::cursor::{CLASSES, Class};
use super::doubt::Doubt;
use super::expression::{Expressions, State};
use super::frames::{Bits, Kind};
use super::strings::Form;

impl Expressions<'_> {
    #[inline]
    pub(super) fn follow(&mut self, state: State) -> Result<State, Doubt> {
        let byte = self.cursor.byte();
        match byte {
            b'.' => {
                self.cursor.at += 1;
                self.cursor.skip_blanks(self.frames.in_brackets())?;
                self.cursor.name()?;
                Ok(State::Done)
            }
            b'(' | b'[' => {
                self.cursor.at += 1;
                let is_call = byte == b'(';
                let kind = if is_call { Kind::Call } else { Kind::Subscript };
                self.frames.push(kind)?;
                Ok(State::Open)
            }
            b',' => self.comma(),
            b')' | b']' | b'}' => self.close(byte),
            b'=' if self.cursor.second() != b'=' => self.equal(state),
            b':' => self.colon(state),
            b'\n' | b'\r' | b'#' | b';' | 0 => self.end(),
            b'!' if self.cursor.second() != b'=' => self.conversion(),
            _ => match CLASSES[byte as usize] {
                Class::Word => self.word(state),
                Class::Quote if state == State::Text => {
                    self.cursor.skip_string().map(|()| State::Text)
                }
                Class::Other => self.operator(byte),
                _ => Err(Doubt::Expression),
            },
        }
    }

    /// What `follow` does where there is no operand: after a trailing comma, in an empty bracket.
    pub(super) fn no_operand(&mut self, state: State) -> Result<State, Doubt> {
        let byte = self.cursor.byte();
        let frame = self.frames.top();
        if frame.has(Bits::TARGET) {
            return Err(Doubt::Expression);
        }
        match (byte, frame.kind) {
            (b')', Kind::Group | Kind::Call) | (b']', Kind::List) | (b'}', Kind::Brace) => {
                frame.bits -= Bits::ELEMENT;
                if frame.has(Bits::DICT) {
                    frame.bits |= Bits::VALUE;
                }
                self.close(byte)
            }
            (b']', Kind::Subscript) if frame.has(Bits::COLON | Bits::MANY) => self.close(byte),
            (b',', Kind::Subscript) if frame.has(Bits::COLON) => self.comma(),
            (b':', Kind::Subscript) => self.colon(state),
            // The end of `x,` and of `yield`.
            (b'\n' | b'\r' | b'#' | b';' | 0 | b'=' | b':' | b')', Kind::Base) => self.end(),
            (b'}', Kind::Interpolation) if frame.has(Bits::MANY) => self.close(byte),
            _ => Err(Doubt::Expression),
        }
    }

    /// Leaves the lambdas whose body ends here.
    #[inline]
    pub(super) fn leave_lambdas(&mut self) -> Result<(), Doubt> {
        while self.frames.top().kind == Kind::Lambda {
            if self.frames.pop().has(Bits::IF) {
                return Err(Doubt::Expression);
            }
        }
        Ok(())
    }

    /// The end of the whole expression, if nothing is open.
    pub(super) fn end(&mut self) -> Result<State, Doubt> {
        self.leave_lambdas()?;
        let frame = self.frames.top();
        match frame.kind {
            Kind::Base if !frame.has(Bits::IF | Bits::TARGET) => Ok(State::End),
            Kind::Base => Err(Doubt::Expression),
            _ => Err(Doubt::Bracket),
        }
    }

    fn comma(&mut self) -> Result<State, Doubt> {
        self.leave_lambdas()?;
        let frame = self.frames.top();
        if frame.has(Bits::IF) {
            return Err(Doubt::Expression);
        }
        match frame.kind {
            _ if frame.has(Bits::TARGET) => {
                frame.bits -= Bits::STAR;
                self.cursor.at += 1;
                return Ok(State::Open);
            }
            Kind::Base if !frame.has(Bits::COMMAS) => return Ok(State::End),
            _ if frame.has(Bits::COMPREHENSION) => return Err(Doubt::Expression),
            Kind::Brace if frame.has(Bits::DICT) && !frame.has(Bits::VALUE) => {
                return Err(Doubt::Expression);
            }
            Kind::Brace if !frame.has(Bits::DICT) => frame.bits |= Bits::SET,
            Kind::Default => {
                self.frames.pop();
                self.cursor.at += 1;
                return self.lambda_parameters();
            }
            _ => {}
        }
        frame.bits -= Bits::ELEMENT;
        frame.bits |= Bits::MANY;
        self.cursor.at += 1;
        Ok(State::Open)
    }

    fn close(&mut self, byte: u8) -> Result<State, Doubt> {
        self.leave_lambdas()?;
        let frame = *self.frames.top();
        if frame.has(Bits::IF | Bits::TARGET) {
            return Err(Doubt::Expression);
        }
        match (byte, frame.kind) {
            (b')', Kind::Group | Kind::Call) | (b']', Kind::List | Kind::Subscript) => {}
            (b'}', Kind::Brace) => {
                let is_pair = frame.has(Bits::VALUE) || !frame.has(Bits::DICT);
                if !is_pair {
                    return Err(Doubt::Expression);
                }
            }
            (b'}', Kind::Interpolation) => {
                self.cursor.at += 1;
                let form = self.frames.pop().form;
                return self.interpolated(form);
            }
            (b')' | b']', Kind::Base) if frame.has(Bits::NESTED) => return Ok(State::End),
            _ => return Err(Doubt::Bracket),
        }
        self.cursor.at += 1;
        self.frames.pop();
        if frame.has(Bits::AS) {
            self.cursor.skip_blanks(false)?;
            let is_end = self.cursor.byte() == b':' && self.frames.top().kind == Kind::Base;
            return if is_end {
                Ok(State::End)
            } else {
                Err(Doubt::Expression)
            };
        }
        Ok(State::Done)
    }

    /// `=`: of an assignment, of an argument, or of a debugging interpolation.
    fn equal(&mut self, state: State) -> Result<State, Doubt> {
        let frame = self.frames.top();
        match frame.kind {
            Kind::Base | Kind::Lambda => self.end(),
            Kind::Call
                if state == State::Name && !frame.has(Bits::ELEMENT | Bits::COMPREHENSION) =>
            {
                frame.bits |= Bits::KEYED;
                self.cursor.at += 1;
                Ok(State::Whole)
            }
            Kind::Interpolation if !frame.has(Bits::IF) => {
                self.cursor.at += 1;
                self.cursor.skip_blanks(true)?;
                self.end_interpolation()
            }
            _ => Err(Doubt::Expression),
        }
    }

    /// `!r` and its like.
    fn conversion(&mut self) -> Result<State, Doubt> {
        if self.frames.top().kind != Kind::Interpolation || self.frames.top().has(Bits::IF) {
            return Err(Doubt::Expression);
        }
        self.end_interpolation()
    }

    /// What may follow the expression of an interpolation: a conversion, a specification, `}`.
    fn end_interpolation(&mut self) -> Result<State, Doubt> {
        if self.cursor.eat(b'!') {
            if !matches!(self.cursor.byte(), b'r' | b's' | b'a') {
                return Err(Doubt::Text);
            }
            self.cursor.at += 1;
        }
        match self.cursor.byte() {
            b'}' => self.close(b'}'),
            b':' => self.specification(),
            _ => Err(Doubt::Text),
        }
    }

    /// The `:` of an interpolation, and the format specification behind it.
    fn specification(&mut self) -> Result<State, Doubt> {
        let frame = *self.frames.top();
        if frame.has(Bits::IF) || frame.form.contains(Form::SPECIFICATION) {
            return Err(Doubt::Text);
        }
        self.cursor.at += 1;
        self.frames.pop();
        self.interpolated(frame.form | Form::SPECIFICATION)
    }

    fn colon(&mut self, state: State) -> Result<State, Doubt> {
        if self.frames.top().kind == Kind::Interpolation {
            return self.specification();
        }
        if self.cursor.second() == b'=' {
            return self.walrus(state);
        }
        self.leave_lambdas()?;
        let frame = self.frames.top();
        if frame.has(Bits::IF) {
            return Err(Doubt::Expression);
        }
        match frame.kind {
            Kind::Base => return self.end(),
            Kind::Default => {
                self.frames.pop();
                return self.lambda_body();
            }
            Kind::Interpolation => return self.specification(),
            Kind::Subscript => {
                if frame.has(Bits::COLONS | Bits::KEYED | Bits::STAR) {
                    return Err(Doubt::Expression);
                }
                let is_second = frame.has(Bits::COLON);
                frame.bits |= if is_second { Bits::COLONS } else { Bits::COLON };
                self.cursor.at += 1;
                return Ok(State::Open);
            }
            Kind::Brace => {
                let no_key = Bits::SET | Bits::VALUE | Bits::KEYED | Bits::COMPREHENSION;
                if frame.has(no_key) {
                    return Err(Doubt::Expression);
                }
                frame.bits |= Bits::DICT | Bits::VALUE;
            }
            _ => return Err(Doubt::Expression),
        }
        self.cursor.at += 1;
        Ok(State::Whole)
    }

    fn walrus(&mut self, state: State) -> Result<State, Doubt> {
        let frame = self.frames.top();
        let may = match frame.kind {
            Kind::Base => frame.has(Bits::NAMED),
            Kind::Group | Kind::Call | Kind::List | Kind::Subscript => true,
            Kind::Brace if !frame.has(Bits::DICT) => {
                frame.bits |= Bits::SET;
                true
            }
            _ => false,
        };
        let is_late = frame.has(Bits::ELEMENT | Bits::YIELDED | Bits::COMPREHENSION);
        if !may || is_late || state != State::Name {
            return Err(Doubt::Expression);
        }
        frame.bits |= Bits::KEYED;
        self.cursor.at += 2;
        Ok(State::Whole)
    }
}
