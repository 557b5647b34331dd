//! The types of values that options of a contract take, parsed as import-linter's fields do.
//!
//! Each reader takes a raw value, reports what is wrong with it and gives what it can.

use buttress_source::{Code, FileId, FileSpan, Finding, Severity, Span, Spanned};

use super::ini::is_space;
use super::raw::{Raw, RawKind};
use super::similar::closest;

/// Where what is said about one contract, or about the configuration, is collected.
pub(crate) struct Sink {
    file: FileId,
    findings: Vec<Finding>,
}

impl Sink {
    pub(crate) fn new(file: FileId, findings: Vec<Finding>) -> Self {
        Self { file, findings }
    }

    pub(crate) fn place(&self, span: Span) -> FileSpan {
        FileSpan::new(self.file, span)
    }

    pub(crate) fn spanned<T>(&self, value: T, span: Span) -> Spanned<T> {
        Spanned::at(value, self.place(span))
    }

    pub(crate) fn report(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Finding {
        let finding = Finding::new(code, message).at(self.place(span));
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    pub(crate) fn invalid(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.report(Code::InvalidValue, span, message)
    }

    pub(crate) fn wrong_type(&mut self, raw: &Raw, expected: &str) -> &mut Finding {
        let found = raw.type_name();
        self.invalid(raw.span, format!("expected {expected}, found {found}"))
    }

    /// How many findings there are.
    pub(crate) fn len(&self) -> usize {
        self.findings.len()
    }

    /// Moves the findings from this one on to another place.
    pub(crate) fn move_since(&mut self, first: usize, span: Span) {
        let place = self.place(span);
        for finding in self.findings.iter_mut().skip(first) {
            finding.span = Some(place);
        }
    }

    /// Says of the findings from this one on that they are about an option.
    pub(crate) fn attribute(&mut self, first: usize, option: &str) {
        for finding in self.findings.iter_mut().skip(first) {
            finding.option = Some(option.to_owned());
        }
    }

    /// Whether anything was said that is more than a warning.
    pub(crate) fn has_errors(&self) -> bool {
        let is_error = |finding: &Finding| finding.severity.is_none_or(|s| s == Severity::Error);
        self.findings.iter().any(is_error)
    }

    /// The findings, in the order of the text.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.span);
        self.findings
    }
}

/// The text of a single value; a list or a value of another type is reported.
pub(crate) fn text<'r>(raw: &'r Raw, sink: &mut Sink) -> Option<&'r str> {
    match &raw.kind {
        RawKind::Text(text) => return Some(text),
        RawKind::Invalid => {}
        RawKind::List(_) => {
            sink.invalid(raw.span, "expected a single value, got multiple values")
                .help = Some("write the value on the line of its option".to_owned());
        }
        _ => {
            sink.wrong_type(raw, "a string");
        }
    }
    None
}

/// `true` or `false` in any case.
pub(crate) fn boolean(raw: &Raw, sink: &mut Sink) -> Option<bool> {
    let text = text(raw, sink)?;
    let value = as_boolean(text);
    if value.is_none() {
        let message = format!("could not parse a boolean from `{}`", text.escape_debug());
        sink.invalid(raw.span, message).help = Some("write `true` or `false`".to_owned());
    }
    value
}

/// The boolean that a word means, whatever its case.
pub(crate) fn as_boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A whole number of at least 0, as Python's `int` reads it: a float loses what is behind its
/// point. A number that is too large becomes the largest.
pub(crate) fn natural(raw: &Raw, sink: &mut Sink) -> Option<u32> {
    let number = match &raw.kind {
        RawKind::Integer(number) => Some(*number),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it saturates, which is right for a number beyond all depths"
        )]
        RawKind::Float(number) if number.is_finite() => Some(number.trunc() as i64),
        RawKind::Text(text) => python_int(text),
        RawKind::Float(_) => None,
        _ => {
            text(raw, sink)?;
            None
        }
    };
    match number {
        Some(number) if number < 0 => {
            sink.invalid(raw.span, "expected a number of at least 0")
                .help = Some("0 means the first level only".to_owned());
            None
        }
        Some(number) => Some(u32::try_from(number).unwrap_or(u32::MAX)),
        None => {
            let found = raw.text().unwrap_or("it").escape_debug();
            sink.invalid(raw.span, format!("`{found}` is not an integer"));
            None
        }
    }
}

/// The integer in a text; underscores may stand between digits.
fn python_int(text: &str) -> Option<i64> {
    let text = text.trim_matches(is_space);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let groups = digits.split('_');
    let is_group = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    if !groups.clone().all(is_group) {
        return None;
    }
    let digits: String = groups.collect();
    let number = digits.parse().unwrap_or(i64::MAX);
    Some(if text.starts_with('-') {
        -number
    } else {
        number
    })
}

/// `error`, `warn` or `none`; an empty text is the default.
pub(crate) fn alerting(raw: &Raw, sink: &mut Sink) -> Option<Severity> {
    let words = ["none", "warn", "error"];
    let word = text(raw, sink)?.trim_matches(is_space);
    match word {
        "" | "error" => Some(Severity::Error),
        "warn" => Some(Severity::Warning),
        "none" => Some(Severity::Off),
        _ => {
            let message = format!(
                "invalid value `{}`: expected `none`, `warn` or `error`",
                word.escape_debug()
            );
            let near = closest(word, words).map(|near| format!("did you mean `{near}`?"));
            sink.invalid(raw.span, message).help = near;
            None
        }
    }
}

/// A text of one or more lines.
pub(crate) fn paragraph(raw: &Raw, sink: &mut Sink) -> Option<String> {
    match &raw.kind {
        RawKind::List(lines) => {
            let lines: Vec<_> = lines.iter().map(|line| text(line, sink)).collect();
            let lines: Option<Vec<&str>> = lines.into_iter().collect();
            lines.map(|lines| lines.join("\n"))
        }
        _ => single(raw),
    }
}

/// The text of a single value of any type, as Python would print it.
pub(crate) fn single(raw: &Raw) -> Option<String> {
    match &raw.kind {
        RawKind::Text(text) | RawKind::Date(text) => Some(text.clone()),
        RawKind::Integer(number) => Some(number.to_string()),
        RawKind::Float(number) => Some(number.to_string()),
        RawKind::Boolean(value) => Some(if *value { "True" } else { "False" }.to_owned()),
        RawKind::List(_) | RawKind::Table(_) | RawKind::Invalid => None,
    }
}

/// The items of a list, or a single value as a list of one; blank ones are left out.
pub(crate) fn list<T>(
    raw: &Raw,
    sink: &mut Sink,
    read: impl Fn(&Raw, &mut Sink) -> Option<T>,
) -> Vec<T> {
    let mut items = Vec::new();
    for item in raw.items() {
        let is_blank = |text: &str| text.chars().all(is_space);
        if item.text().is_some_and(is_blank) {
            continue;
        }
        items.extend(read(item, sink));
    }
    items
}

/// A string at its place.
pub(crate) fn string(raw: &Raw, sink: &mut Sink) -> Option<Spanned<String>> {
    let text = text(raw, sink)?.to_owned();
    Some(sink.spanned(text, raw.span))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn raw(kind: RawKind) -> Raw {
        Raw {
            kind,
            span: Span::new(0, 1),
            verbatim: None,
        }
    }

    pub(crate) fn read<T>(
        kind: RawKind,
        read: impl Fn(&Raw, &mut Sink) -> Option<T>,
    ) -> Result<T, String> {
        let mut sink = Sink::new(FileId(0), Vec::new());
        let value = read(&raw(kind), &mut sink);
        let said: Vec<String> = sink.finish().into_iter().map(|f| f.message).collect();
        value.ok_or_else(|| said.join("; "))
    }

    pub(crate) fn text_of(text: &str) -> RawKind {
        RawKind::Text(text.to_owned())
    }

    #[test]
    fn numbers_are_read_as_by_int() {
        for (kind, expected) in [
            (text_of("10"), 10),
            (text_of(" +1_0 "), 10),
            (text_of("-0"), 0),
            (text_of("99999999999999999999"), u32::MAX),
            (RawKind::Integer(3), 3),
            (RawKind::Float(1.9), 1),
            (RawKind::Float(-0.5), 0),
            (RawKind::Float(1e300), u32::MAX),
        ] {
            assert_eq!(read(kind.clone(), natural), Ok(expected), "{kind:?}");
        }
        for kind in ["x", "", "1.9", "1__0", "_1", "--1", "0x10", "-1", "True"].map(text_of) {
            assert!(read(kind.clone(), natural).is_err(), "{kind:?}");
        }
        for kind in [
            RawKind::Integer(-1),
            RawKind::Float(f64::NAN),
            RawKind::Float(f64::INFINITY),
            RawKind::List(vec![raw(text_of("1"))]),
        ] {
            assert!(read(kind.clone(), natural).is_err(), "{kind:?}");
        }
    }

    #[test]
    fn booleans_and_words() {
        assert_eq!(read(text_of("TRUE"), boolean), Ok(true));
        assert_eq!(read(text_of("False"), boolean), Ok(false));
        for kind in [text_of("yes"), text_of(" true"), RawKind::Integer(1)] {
            assert!(read(kind, boolean).is_err());
        }
        assert_eq!(read(text_of(" warn "), alerting), Ok(Severity::Warning));
        assert_eq!(read(text_of(""), alerting), Ok(Severity::Error));
        assert_eq!(read(text_of("none"), alerting), Ok(Severity::Off));
        let said = read(text_of("warning"), alerting).unwrap_err();
        assert_eq!(
            said,
            "invalid value `warning`: expected `none`, `warn` or `error`"
        );
    }
}
