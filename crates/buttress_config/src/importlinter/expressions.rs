//! Module and import expressions, checked as import-linter does: first what wildcards may stand
//! beside, then whether the components around them are names.

use buttress_graph::{ImportPattern, Selector};
use buttress_source::Spanned;

use super::fields::{Sink, text};
use super::ini::is_space;
use super::raw::Raw;

/// A module expression.
pub(crate) fn selector(raw: &Raw, sink: &mut Sink) -> Option<Spanned<Selector>> {
    let text = text(raw, sink)?;
    let checked = check_expression(text).map_or(Ok(()), Err);
    let parsed = checked.and_then(|()| text.parse().map_err(|error| describe(text, &error)));
    match parsed {
        Ok(selector) => Some(sink.spanned(selector, raw.span)),
        Err(message) => {
            sink.invalid(raw.span, message);
            None
        }
    }
}

fn describe(text: &str, error: &impl ToString) -> String {
    let error = error.to_string();
    let text = text.escape_debug();
    format!("`{text}` is not a valid module expression: {error}")
}

/// What is wrong with a wildcard, in the order in which import-linter looks; then, whether the
/// components between the wildcards are names.
fn check_expression(text: &str) -> Option<String> {
    wildcard_mistake(text).map(str::to_owned).or_else(|| {
        let odd = text.contains('*') && !is_word_expression(text);
        odd.then(|| {
            let text = text.escape_debug();
            format!(
                "`{text}` is not a valid module expression: beside wildcards, expected names of \
                 letters, digits and underscores"
            )
        })
    })
}

fn wildcard_mistake(text: &str) -> Option<&'static str> {
    let mut before = "";
    for part in text.split('.') {
        match (before, part) {
            ("**", "*" | "**") => {
                return Some("a recursive wildcard cannot be followed by a wildcard");
            }
            ("*", "**") => {
                return Some("a wildcard cannot be followed by a recursive wildcard");
            }
            (_, "*" | "**") => {}
            _ if part.contains('*') => return Some("a wildcard can only replace a whole module"),
            _ => {}
        }
        before = part;
    }
    None
}

/// Whether each component is a wildcard or a word, in the sense of `\w` in Python.
fn is_word_expression(text: &str) -> bool {
    let is_word =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    text.split('.')
        .all(|part| matches!(part, "*" | "**") || is_word(part))
}

/// An import expression.
pub(crate) fn import(raw: &Raw, sink: &mut Sink) -> Option<Spanned<ImportPattern>> {
    let text = text(raw, sink)?;
    match parse_import(text) {
        Ok(pattern) => Some(sink.spanned(pattern, raw.span)),
        Err(message) => {
            sink.invalid(raw.span, message);
            None
        }
    }
}

fn parse_import(text: &str) -> Result<ImportPattern, String> {
    const SHAPE: &str = "must be in the form `package.importer -> package.imported`";
    let (importer, imported) = text.split_once("->").unwrap_or((text, ""));
    let (importer, imported) = (
        importer.trim_matches(is_space),
        imported.trim_matches(is_space),
    );
    if importer.is_empty() || imported.is_empty() {
        return Err(format!("`{}` {SHAPE}", text.escape_debug()));
    }
    for side in [importer, imported] {
        if let Some(mistake) = wildcard_mistake(side) {
            return Err(format!("`{}`: {mistake}", side.escape_debug()));
        }
        if !is_word_expression(side) {
            let text = text.escape_debug();
            return Err(format!(
                "`{text}` is not a valid import expression; it {SHAPE}"
            ));
        }
    }
    let pattern = format!("{importer} -> {imported}");
    pattern
        .parse()
        .map_err(|error| format!("`{}`: {error}", text.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importlinter::fields::tests::{read, text_of};

    /// The texts that import-linter's `ModuleExpressionField` and its graph-level check accept,
    /// and those that they refuse.
    #[test]
    fn module_expressions() {
        for good in [
            "a", "a.b", "*", "**", "*.*", "a.*.b.**", "**.x", "a.é_1.*", "a-b.c", "a.*.*",
        ] {
            assert!(read(text_of(good), selector).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("a.b*", "can only replace a whole module"),
            ("a.***", "can only replace a whole module"),
            (
                "a.**.*",
                "a recursive wildcard cannot be followed by a wildcard",
            ),
            (
                "**.**",
                "a recursive wildcard cannot be followed by a wildcard",
            ),
            (
                "*.**",
                "a wildcard cannot be followed by a recursive wildcard",
            ),
            ("a.**.b*.**.*", "can only replace a whole module"),
            ("pkg.my-x.*", "not a valid module expression"),
            ("pkg..*", "not a valid module expression"),
            (" pkg.*", "not a valid module expression"),
            ("pkg..x", "not a valid module expression"),
            (" pkg", "not a valid module expression"),
            ("", "not a valid module expression"),
        ] {
            let said = read(text_of(bad), selector).unwrap_err();
            assert!(said.contains(why), "{bad}: {said}");
        }
    }

    #[test]
    fn import_expressions() {
        for good in ["a -> b", "a->b", " a.* ->  **.c ", "* -> *"] {
            assert!(read(text_of(good), import).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("a", "must be in the form"),
            ("a ->", "must be in the form"),
            ("-> a", "must be in the form"),
            ("->", "must be in the form"),
            ("a -> b -> c", "not a valid import expression"),
            ("pkg. a -> b", "not a valid import expression"),
            ("my-x -> b", "not a valid import expression"),
            ("a* -> b", "can only replace"),
            ("a -> **.*", "cannot be followed by a wildcard"),
        ] {
            let said = read(text_of(bad), import).unwrap_err();
            assert!(said.contains(why), "{bad}: {said}");
        }
    }
}
