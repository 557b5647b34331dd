//! Which names of files and folders can be modules.

/// What the name of a file says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileName<'a> {
    /// A module of this name; not necessarily one that an `import` statement can name.
    Module(&'a str),
    /// A Python file with a name that no module can have.
    Impossible,
    /// Not a Python file, or a hidden one.
    Other,
}

/// Classifies the name of a file: `name.py` with no other dot is a module.
pub(crate) fn classify(file_name: &str) -> FileName<'_> {
    if file_name.starts_with('.') {
        return FileName::Other;
    }
    match file_name.strip_suffix(".py") {
        None => FileName::Other,
        Some(stem) if stem.contains('.') => FileName::Impossible,
        Some(stem) => FileName::Module(stem),
    }
}

/// Whether Python's `str.isidentifier` holds; keywords are identifiers to it.
pub(crate) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars.next();
    first.is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(unicode_ident::is_xid_continue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_dot_makes_a_module() {
        for name in ["a-b", "a copy", "class", "1m", "__main__", "\u{b5}"] {
            let file = format!("{name}.py");
            assert_eq!(classify(&file), FileName::Module(name));
        }
        for file in ["a.b.py", "a..py", "test.spec.py"] {
            assert_eq!(classify(file), FileName::Impossible, "{file}");
        }
        for file in [
            ".py", ".a.py", "a.PY", "a.pyi", "a.pyw", "apy", "py", "a.py~",
        ] {
            assert_eq!(classify(file), FileName::Other, "{file}");
        }
    }

    #[test]
    fn identifiers_are_those_of_python() {
        for name in [
            "a",
            "_",
            "class",
            "__pycache__",
            "é",
            "名前",
            "ﬁ",
            "a·b",
            "x1",
            "ªb",
        ] {
            assert!(is_identifier(name), "{name}");
        }
        for name in [
            "",
            "1x",
            "a-b",
            "a b",
            ".git",
            "a.b",
            "·a",
            "€",
            "a\n",
            "x\u{ff0d}y",
        ] {
            assert!(!is_identifier(name), "{name}");
        }
    }
}
