//! Editable installs that map names to folders by a hook: what the hook's module says, read as text.
//!
//! setuptools writes `__editable___NAME_finder.py` with the dictionaries `MAPPING` (a package and its
//! folder) and `NAMESPACES` (a namespace package and its folders); the package `editables` writes
//! calls of `map_module('package', 'path')`. Only literals are read; nothing is evaluated.

use std::path::{Path, PathBuf};

/// Names and the folders (or files, without `.py`) they stand for, as far as the text tells.
pub(crate) fn mappings(text: &str) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for variable in ["MAPPING", "NAMESPACES"] {
        let value = text.lines().enumerate().find_map(|(line, content)| {
            let rest = content.strip_prefix(variable)?;
            let assigned = rest.trim_start().starts_with([':', '=']);
            assigned.then_some(line)
        });
        if let Some(line) = value {
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let text = &text[start..];
            // The annotation has brackets, but no equals sign.
            let value = text.find('=').map_or("", |at| &text[at + 1..]);
            found.extend(dictionary(value));
        }
    }
    for call in text.split("map_module(").skip(1) {
        let mut tokens = Tokens(call);
        if let (Some(Token::Text(name)), Some(Token::Mark(',')), Some(Token::Text(path))) =
            (tokens.next(), tokens.next(), tokens.next())
        {
            found.push((name, path));
        }
    }
    let found = found.into_iter();
    found
        .map(|(name, path)| (name, module_path(&path)))
        .collect()
}

/// The folder of a package, or the file of a module without its suffix.
fn module_path(path: &str) -> PathBuf {
    let path = Path::new(path);
    if path.file_name().is_some_and(|name| name == "__init__.py") {
        return path.parent().unwrap_or(path).to_owned();
    }
    if path.extension().is_some_and(|extension| extension == "py") {
        return path.with_extension("");
    }
    path.to_owned()
}

/// The pairs of a dictionary literal of texts, or of texts and lists of texts; those before the
/// first thing that is neither.
fn dictionary(text: &str) -> Vec<(String, String)> {
    let mut tokens = Tokens(text);
    let mut pairs = Vec::new();
    if tokens.next() != Some(Token::Mark('{')) {
        return pairs;
    }
    while let Some(Token::Text(key)) = tokens.next() {
        if tokens.next() != Some(Token::Mark(':')) {
            break;
        }
        match tokens.next() {
            Some(Token::Text(value)) => pairs.push((key, value)),
            Some(Token::Mark('[')) => {
                while let Some(token) = tokens.next() {
                    match token {
                        Token::Text(value) => pairs.push((key.clone(), value)),
                        Token::Mark(',') => {}
                        Token::Mark(_) => break,
                    }
                }
            }
            _ => break,
        }
        if tokens.next() != Some(Token::Mark(',')) {
            break;
        }
    }
    pairs
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    Mark(char),
}

/// String literals and single characters; white space between them is passed over.
struct Tokens<'t>(&'t str);

impl Tokens<'_> {
    fn next(&mut self) -> Option<Token> {
        self.0 = self.0.trim_start();
        let mut chars = self.0.chars();
        let first = chars.next()?;
        self.0 = chars.as_str();
        if !matches!(first, '\'' | '"') {
            return Some(Token::Mark(first));
        }
        let mut text = String::new();
        while let Some(c) = chars.next() {
            match c {
                '\\' => text.push(escaped(&mut chars)?),
                c if c == first => {
                    self.0 = chars.as_str();
                    return Some(Token::Text(text));
                }
                c => text.push(c),
            }
        }
        None
    }
}

/// The character of an escape, as Python's `repr` writes them.
fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match chars.next()? {
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        c => return Some(c),
    };
    let code: String = chars.by_ref().take(digits).collect();
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let found = mappings(text).into_iter();
        found
            .map(|(name, path)| format!("{name}={}", path.display()))
            .collect()
    }

    #[test]
    fn dictionaries_of_setuptools_are_read() {
        let text = "import sys\nMAPPING: dict[str, str] = {'p': '/a/p', \"q.r\": '/b\\'s/\\u00e9'}\n\
                    NAMESPACES: dict[str, list[str]] = {'q': ['/b', '/c'], 'e': []}\nMAPPING2 = 1\n";
        assert_eq!(shown(text), ["p=/a/p", "q.r=/b's/é", "q=/b", "q=/c"]);
        assert_eq!(shown("MAPPING = {\n  'p': '/a/p.py',\n}\n"), ["p=/a/p"]);
    }

    #[test]
    fn calls_of_editables_are_read() {
        let text = "from editables import F\nF.map_module('p', '/a/p/__init__.py')\nF.install()\n";
        assert_eq!(shown(text), ["p=/a/p"]);
    }

    #[test]
    fn what_is_no_literal_gives_nothing() {
        for text in [
            "",
            "MAPPING = dict(a=1)",
            "MAPPING = {**other}",
            "MAPPING = {'p': path('x')}",
            "MAPPING = {'p",
            "MAPPING",
            "map_module(name, 'x')",
            "MAPPING = {'p': '\\ud800'}",
        ] {
            assert_eq!(shown(text), [""; 0], "{text}");
        }
    }
}
