//! Matching and expanding the components of a selector.

use crate::name::is_same_or_below;
use crate::{ModuleId, ModuleRange, ModuleTable, Selected};

/// A valid pattern, component by component; a run of literals is one part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Components(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    /// One or more literal components, joined by dots.
    Literal(Box<str>),
    /// `*`
    One,
    /// `**`
    Many,
}

impl Components {
    /// The components of a text that is known to be a valid selector.
    pub(crate) fn new(text: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut literal: Option<String> = None;
        for component in text.split('.') {
            let part = match component {
                "*" => Part::One,
                "**" => Part::Many,
                name => {
                    let run = literal.take().map(|run| run + "." + name);
                    literal = Some(run.unwrap_or_else(|| name.to_owned()));
                    continue;
                }
            };
            parts.extend(literal.take().map(|run| Part::Literal(run.into())));
            parts.push(part);
        }
        parts.extend(literal.map(|run| Part::Literal(run.into())));
        Self(parts)
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        matches(&self.0, name)
    }

    /// The components before the first wildcard.
    pub(crate) fn prefix(&self) -> Option<&str> {
        match self.0.first()? {
            Part::Literal(literal) => Some(literal),
            Part::One | Part::Many => None,
        }
    }
}

/// Takes the components that `part` stands for off the front of `name`, a single one for `**`.
/// Returns what is left: nothing, or the components after a dot.
#[expect(
    clippy::option_option,
    reason = "no match, nothing left, and something left are three answers"
)]
fn take<'n>(part: &Part, name: &'n str) -> Option<Option<&'n str>> {
    match part {
        Part::Literal(literal) => {
            let rest = name.strip_prefix(&**literal)?;
            if rest.is_empty() {
                return Some(None);
            }
            rest.strip_prefix('.').map(Some)
        }
        Part::One | Part::Many => Some(name.split_once('.').map(|(_, rest)| rest)),
    }
}

/// Whether `parts` match `name`.
///
/// As in any wildcard matcher, only the last `**` seen ever needs to take more: whatever an earlier
/// one could leave to the parts between them, the later one can take.
fn matches(parts: &[Part], name: &str) -> bool {
    let mut left = Some(name);
    let mut at = 0;
    let mut retry: Option<(usize, &str)> = None;
    loop {
        let taken = match (parts.get(at), left) {
            (None, None) => return true,
            (Some(part), Some(name)) => take(part, name),
            _ => None,
        };
        if let Some(rest) = taken {
            if parts[at] == Part::Many {
                retry = rest.map(|rest| (at + 1, rest));
            }
            left = rest;
            at += 1;
            continue;
        }
        let Some((after, from)) = retry else {
            return false;
        };
        at = after;
        left = from.split_once('.').map(|(_, rest)| rest);
        retry = left.map(|rest| (after, rest));
    }
}

/// Finds the names that a pattern stands for.
pub(crate) struct Expansion<'t> {
    table: &'t ModuleTable,
    found: Vec<Selected<'t>>,
}

/// Modules below a common name, still to be matched with the parts from `part` on.
struct Open {
    /// What lies at or below the name, and the module whose name begins with it.
    range: ModuleRange,
    /// Length of the name; 0 for "all modules".
    length: usize,
    part: usize,
}

impl<'t> Expansion<'t> {
    pub(crate) fn new(table: &'t ModuleTable) -> Self {
        Self {
            table,
            found: Vec::new(),
        }
    }

    /// The names in order.
    pub(crate) fn expand(mut self, components: &Components) -> Vec<Selected<'t>> {
        let mut open = vec![Open {
            range: self.table.range(),
            length: 0,
            part: 0,
        }];
        while let Some(at) = open.pop() {
            match components.0.get(at.part) {
                _ if at.range.is_empty() => {}
                None => self.accept(at.range, at.length),
                Some(Part::Literal(literal)) => open.push(self.descend(&at, literal)),
                Some(Part::One) => {
                    let last = open.len();
                    open.extend(self.children(&at));
                    open[last..].reverse();
                }
                Some(Part::Many) => self.scan(&at, &components.0[at.part..]),
            }
        }
        self.found
    }

    fn name(&self, range: ModuleRange) -> &'t str {
        let first = range.iter().next();
        first.map_or("", |first| self.table.name(first))
    }

    fn descend(&self, at: &Open, literal: &str) -> Open {
        let prefix = &self.name(at.range)[..at.length];
        let dot = if prefix.is_empty() { "" } else { "." };
        let name = [prefix, dot, literal].concat();
        Open {
            range: self.table.subtree(&name),
            length: name.len(),
            part: at.part + 1,
        }
    }

    /// The names one component longer.
    fn children(&self, at: &Open) -> Vec<Open> {
        let mut rest = at.range;
        let mut children = Vec::new();
        while let Some(first) = rest.iter().next() {
            let name = self.table.name(first);
            if name.len() == at.length {
                rest = rest.after(ModuleRange::from(first));
                continue;
            }
            let length = component_end(name, at.length);
            let range = self.table.leading(rest, &name[..length]);
            rest = rest.after(range);
            children.push(Open {
                range,
                length,
                part: at.part + 1,
            });
        }
        children
    }

    /// Matches the names below `at` one by one.
    fn scan(&mut self, at: &Open, parts: &[Part]) {
        let mut before = "";
        for id in at.range.iter() {
            let name = self.table.name(id);
            for prefix in prefixes(name).filter(|prefix| prefix.len() > at.length) {
                let tail = if at.length == 0 {
                    prefix
                } else {
                    &prefix[at.length + 1..]
                };
                if !is_same_or_below(before, prefix) && matches(parts, tail) {
                    self.accept_name(id, prefix);
                }
            }
            before = name;
        }
    }

    fn accept(&mut self, range: ModuleRange, length: usize) {
        if let Some(first) = range.iter().next() {
            self.accept_name(first, &self.table.name(first)[..length]);
        }
    }

    /// Takes `name`, which is that of the module `first` or of an ancestor that is no module.
    fn accept_name(&mut self, first: ModuleId, name: &'t str) {
        if self.table.name(first).len() == name.len() {
            let id = Some(first);
            self.found.push(Selected { name, id });
        } else if self.table.is_external(first) && !self.table.is_above_root(name) {
            self.found.push(Selected { name, id: None });
        }
    }
}

/// The ancestors of a name, outermost first, and the name itself.
pub(crate) fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    let dots = name.match_indices('.').map(|(dot, _)| dot);
    dots.chain([name.len()]).map(|end| &name[..end])
}

/// The end of the component that follows the first `length` bytes and a dot.
fn component_end(name: &str, length: usize) -> usize {
    let start = if length == 0 { 0 } else { length + 1 };
    let dot = name[start..].find('.');
    dot.map_or(name.len(), |dot| start + dot)
}
