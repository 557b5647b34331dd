//! `%(name)s` in the values of an INI section, by the rules of `configparser.BasicInterpolation`.

use buttress_source::Span;

use crate::document::SyntaxError;

use super::ini::{Ini, IniOption, Line, Section};

/// How deep references may lead to references, as in Python.
const MAX_DEPTH: usize = 10;

/// How much text may be read for one value: far beyond any real need, and little enough that
/// references that multiply each other take no time.
const MAX_BYTES: usize = 1 << 20;

/// The options of a section: its own, then those of `[DEFAULT]` that it does not have.
pub(crate) struct Scope<'i> {
    own: &'i [IniOption],
    defaults: &'i [IniOption],
}

impl<'i> Scope<'i> {
    pub(crate) fn new(ini: &'i Ini, section: &'i Section) -> Self {
        Self {
            own: &section.options,
            defaults: &ini.defaults,
        }
    }

    /// Each option once.
    pub(crate) fn options(&self) -> impl Iterator<Item = &'i IniOption> {
        let (own, defaults) = (self.own, self.defaults);
        let is_own =
            |option: &&IniOption| own.iter().any(|other| other.key.text == option.key.text);
        own.iter()
            .chain(defaults.iter().filter(move |option| !is_own(option)))
    }

    /// Whether an option is only there because `[DEFAULT]` has it.
    pub(crate) fn is_inherited(&self, option: &IniOption) -> bool {
        !self.own.iter().any(|own| own.key == option.key)
    }

    fn get(&self, name: &str) -> Option<&'i IniOption> {
        self.options().find(|option| option.key.text == name)
    }

    /// The lines of an option with every reference replaced. A line that holds what a reference
    /// stands for has the place of the line with the reference.
    pub(crate) fn value(&self, option: &IniOption) -> Result<Vec<Line>, SyntaxError> {
        let percent = |line: &Line| line.text.contains('%');
        if !option.lines.iter().any(percent) {
            return Ok(option.lines.clone());
        }
        let mut expansion = Expansion {
            scope: self,
            bytes_read: 0,
        };
        let mut lines = Vec::new();
        for line in &option.lines {
            let text = expansion.expand(&line.text, line.span, 1)?;
            let parts = text.split('\n').map(|part| Line {
                text: part.to_owned(),
                span: line.span,
            });
            lines.extend(parts);
        }
        Ok(lines)
    }
}

struct Expansion<'s, 'i> {
    scope: &'s Scope<'i>,
    bytes_read: usize,
}

impl Expansion<'_, '_> {
    fn expand(&mut self, text: &str, span: Span, depth: usize) -> Result<String, SyntaxError> {
        let error = |message: String| SyntaxError {
            message,
            span: Some(span),
        };
        if depth > MAX_DEPTH {
            return Err(error(
                "references lead to each other without end".to_owned(),
            ));
        }
        self.bytes_read += text.len() + 1;
        if self.bytes_read > MAX_BYTES {
            return Err(error("references make this value too long".to_owned()));
        }
        let mut expanded = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('%') {
            expanded.push_str(before);
            if let Some(after) = after.strip_prefix('%') {
                expanded.push('%');
                rest = after;
            } else if let Some((name, after)) = reference(after) {
                expanded.push_str(&self.referenced(name, span, depth)?);
                rest = after;
            } else {
                return Err(error(
                    "`%` begins a reference such as `%(name)s`; write `%%` for the character"
                        .to_owned(),
                ));
            }
        }
        expanded.push_str(rest);
        Ok(expanded)
    }

    fn referenced(&mut self, name: &str, span: Span, depth: usize) -> Result<String, SyntaxError> {
        let name = name.to_lowercase();
        let Some(option) = self.scope.get(&name) else {
            let message = format!(
                "`%({name})s` refers to an option that neither this section nor `[DEFAULT]` has"
            );
            let span = Some(span);
            return Err(SyntaxError { message, span });
        };
        let lines: Vec<&str> = option.lines.iter().map(|line| line.text.as_str()).collect();
        let text = lines.join("\n");
        // As in Python, a text without references is no further level.
        let depth = if text.contains('%') { depth + 1 } else { depth };
        self.expand(&text, span, depth)
    }
}

/// The name in `(name)s` and what follows.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('(')?.split_once(')')?;
    Some((name, rest.strip_prefix('s')?)).filter(|(name, _)| !name.is_empty())
}
