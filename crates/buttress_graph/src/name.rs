//! Absolute module names and their order.

use std::cmp::Ordering;
use std::fmt;

/// An absolute, dotted module name: one or more non-empty components.
///
/// Components are not required to be identifiers, because a file `a-b.py` is a module that the
/// graph must show, even though no `import` statement can name it.
///
/// Names are ordered component by component, so a package stands directly before its descendants:
///
/// ```
/// use buttress_graph::ModuleName;
///
/// let name = |text: &str| text.parse::<ModuleName>().unwrap();
/// assert!(name("p.a.c") < name("p.a-b")); // plain bytes would put `-` before `.`
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ModuleName(Box<str>);

impl ModuleName {
    /// The dotted text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the enclosing package, unless this is a top-level name.
    pub fn parent(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(parent, _)| parent)
    }

    /// The name of the module `name` in this package; none if that is empty or has an empty component.
    pub fn child(&self, name: &str) -> Option<Self> {
        if has_gap(name) {
            return None;
        }
        let mut joined = String::with_capacity(self.0.len() + 1 + name.len());
        joined.extend([&*self.0, ".", name]);
        Some(Self(joined.into_boxed_str()))
    }

    /// This name with `tail` (one or more dotted components) below it.
    #[must_use]
    pub fn join(&self, tail: &Self) -> Self {
        Self(format!("{}.{}", self.0, tail.0).into_boxed_str())
    }
}

/// The text is not a module name: it is empty, or has an empty component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidModuleName;

impl fmt::Display for InvalidModuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected dotted names, such as `a.b`")
    }
}

impl std::error::Error for InvalidModuleName {}

impl std::str::FromStr for ModuleName {
    type Err = InvalidModuleName;

    fn from_str(text: &str) -> Result<Self, InvalidModuleName> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for ModuleName {
    type Error = InvalidModuleName;

    fn try_from(text: String) -> Result<Self, InvalidModuleName> {
        if has_gap(&text) {
            return Err(InvalidModuleName);
        }
        Ok(Self(text.into_boxed_str()))
    }
}

impl fmt::Display for ModuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Ord for ModuleName {
    fn cmp(&self, other: &Self) -> Ordering {
        cmp_names(&self.0, &other.0)
    }
}

impl PartialOrd for ModuleName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares dotted names component by component.
///
/// That is byte by byte with the dot before all other bytes.
pub fn cmp_names(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = common_prefix(a, b);
    let ranked = |name: &[u8]| name.get(same).map(|&byte| (byte != b'.', byte));
    ranked(a).cmp(&ranked(b))
}

/// Number of leading bytes that are equal. Names that are compared share long prefixes, so whole
/// words are compared as long as they can be.
fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    const WORD: usize = size_of::<u64>();
    let words = a.as_chunks::<WORD>().0.iter().zip(b.as_chunks::<WORD>().0);
    let same = WORD * words.take_while(|(a, b)| a == b).count();
    let rest = a[same..].iter().zip(&b[same..]);
    same + rest.take_while(|(a, b)| a == b).count()
}

/// Whether a component of a dotted name is empty.
pub(crate) fn has_gap(name: &str) -> bool {
    name.is_empty() || name.starts_with('.') || name.ends_with('.') || name.contains("..")
}

/// Whether `name` is a descendant of `package`.
pub fn is_below(name: &str, package: &str) -> bool {
    name.strip_prefix(package)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// Whether `name` is `package` or a descendant of it.
pub fn is_same_or_below(name: &str, package: &str) -> bool {
    name == package || is_below(name, package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_by_component() {
        let mut names = ["p.a copy", "p.a.c", "p", "p.a-b", "p.a", "p.a-b.x", "q"];
        names.sort_by(|a, b| cmp_names(a, b));
        assert_eq!(
            names,
            ["p", "p.a", "p.a.c", "p.a copy", "p.a-b", "p.a-b.x", "q"]
        );
    }

    #[test]
    fn empty_components_are_refused() {
        for text in ["", ".", "a.", ".a", "a..b"] {
            assert_eq!(text.parse::<ModuleName>(), Err(InvalidModuleName), "{text}");
            let package: ModuleName = "p".parse().unwrap();
            assert_eq!(package.child(text), None, "{text}");
        }
    }

    #[test]
    fn a_child_is_below() {
        let package: ModuleName = "p.a".parse().unwrap();
        let child = package.child("b-c").unwrap();
        assert_eq!(child.as_str(), "p.a.b-c");
        assert_eq!(child.parent(), Some("p.a"));
    }

    #[test]
    fn below_needs_a_dot() {
        assert!(is_below("a.b", "a") && !is_below("ab", "a") && !is_below("a", "a"));
    }
}
