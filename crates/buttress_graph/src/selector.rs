//! Selectors: names and patterns that choose modules.

use std::fmt;
use std::str::FromStr;

use crate::components::Components;
use crate::selection::select_all;
use crate::{ModuleId, ModuleRange, ModuleTable};

/// A module name or a pattern of module names.
///
/// | selector | chooses |
/// |---|---|
/// | `a.b` | the module `a.b` |
/// | `a.*` | what lies exactly one component below `a` |
/// | `a.**` | everything below `a` |
/// | `a.*.models` | `models` of every child of `a` |
/// | `**.tests.**` | everything below any `tests` that is itself below something |
///
/// A wildcard stands for whole components, of any characters. `**` does not stand beside another
/// wildcard. A literal component is any text without dots, wildcards, arrows (`->`) and spaces at
/// its ends: a file `a-b.py` or `a copy.py` can be named.
///
/// ```
/// use buttress_graph::Selector;
///
/// let selector: Selector = "shop.*.models".parse()?;
/// assert!(selector.matches("shop.orders.models"));
/// assert!(!selector.matches("shop.models") && !selector.matches("shop.a.b.models"));
/// # Ok::<(), buttress_graph::InvalidSelector>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Selector {
    text: Box<str>,
    components: Components,
}

/// Why a text is no selector.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InvalidSelector {
    /// There is no text.
    Empty,
    /// Nothing stands before, after or between dots.
    EmptyComponent,
    /// A component begins or ends with white space.
    SpaceAtEdge {
        /// The component as written.
        component: String,
    },
    /// A `*` is only a part of a component.
    PartialWildcard {
        /// The component as written.
        component: String,
    },
    /// `**` stands beside another wildcard.
    AdjacentWildcards {
        /// The two components, as written.
        pair: &'static str,
    },
    /// There is a `->`, which belongs between two selectors.
    Arrow,
}

impl fmt::Display for InvalidSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                f.write_str("expected a module name such as `a.b`, or a pattern such as `a.*`")
            }
            Self::EmptyComponent => f.write_str(
                "expected a name or a wildcard before, between and after dots, such as `a.b`",
            ),
            Self::SpaceAtEdge { component } => {
                write!(f, "remove the space around `{}`", component.trim())
            }
            Self::PartialWildcard { component } => write!(
                f,
                "a wildcard replaces a whole component: write `*` or the full name for `{component}`"
            ),
            Self::AdjacentWildcards { pair } => write!(
                f,
                "`**` cannot stand beside another wildcard: write `**` or `*` alone for `{pair}`"
            ),
            Self::Arrow => f.write_str("expected one module, found an import with `->`"),
        }
    }
}

impl std::error::Error for InvalidSelector {}

impl FromStr for Selector {
    type Err = InvalidSelector;

    fn from_str(text: &str) -> Result<Self, InvalidSelector> {
        let mut before = "";
        if text.is_empty() {
            return Err(InvalidSelector::Empty);
        }
        if text.contains("->") {
            return Err(InvalidSelector::Arrow);
        }
        for component in text.split('.') {
            check_component(component)?;
            check_neighbours(before, component)?;
            before = component;
        }
        Ok(Self {
            text: text.into(),
            components: Components::new(text),
        })
    }
}

fn check_component(component: &str) -> Result<(), InvalidSelector> {
    if component.trim().is_empty() {
        return Err(InvalidSelector::EmptyComponent);
    }
    if component.trim() != component {
        let component = component.to_owned();
        return Err(InvalidSelector::SpaceAtEdge { component });
    }
    if component.contains('*') && !matches!(component, "*" | "**") {
        let component = component.to_owned();
        return Err(InvalidSelector::PartialWildcard { component });
    }
    Ok(())
}

fn check_neighbours(before: &str, component: &str) -> Result<(), InvalidSelector> {
    let pair = match (before, component) {
        ("*", "**") => "*.**",
        ("**", "*") => "**.*",
        ("**", "**") => "**.**",
        _ => return Ok(()),
    };
    Err(InvalidSelector::AdjacentWildcards { pair })
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A name that a [`Selector`] chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected<'t> {
    /// The name.
    pub name: &'t str,
    /// The module; none if this is only the ancestor of externals, such as `django` when nothing
    /// but `django.forms` is imported.
    pub id: Option<ModuleId>,
}

impl Selected<'_> {
    /// The module and everything below it.
    pub fn subtree(&self, table: &ModuleTable) -> ModuleRange {
        table.subtree(self.name)
    }
}

impl Selector {
    /// The text, as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The module name, if there is no wildcard.
    pub fn as_literal(&self) -> Option<&str> {
        (!self.text.contains('*')).then_some(&*self.text)
    }

    /// Whether the selector chooses this name.
    ///
    /// O(length) for a literal and for one `**`; at worst components × components of the name.
    pub fn matches(&self, name: &str) -> bool {
        self.components.matches(name)
    }

    /// What the selector chooses from a table, in name order.
    ///
    /// That is modules, and ancestors of externals that are no module themselves. The ancestors of
    /// a root package (`ns` of root `ns.pkg`) are neither.
    ///
    /// Literals narrow the search by binary search and `*` goes from child to child, so only what
    /// follows `**` is looked at name by name.
    pub fn select<'t>(&self, table: &'t ModuleTable) -> Vec<Selected<'t>> {
        select_all(table, &[self]).pop().unwrap_or_default()
    }
}
