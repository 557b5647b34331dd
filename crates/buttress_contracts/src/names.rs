//! The names of a project, sorted by what a name that does not exist is looked up by.
//!
//! Thousands of names can be missing at once: a package is gone, and the ignored imports still speak
//! of its modules. So what is compared with one of them is kept for the next one.

use std::collections::HashMap;

use buttress_graph::ModuleTable;
use buttress_source::Candidates;

/// Looks up names that are like another one. What it needs for that it makes when it is first asked.
///
/// Memory at most: 56 bytes a module for each level of packages asked about, and 100 bytes a module
/// for those that moved.
#[derive(Debug)]
pub(crate) struct Names<'t> {
    table: &'t ModuleTable,
    /// By parent; the first components of all names by the empty one.
    children: HashMap<String, Components<'t>>,
    roots: Option<Components<'t>>,
    /// By first and last component; nothing where several modules share them.
    tails: Option<HashMap<(&'t str, &'t str), Option<&'t str>>>,
}

/// Components of names in one place, and what was found out about missing ones.
#[derive(Debug, Default)]
struct Components<'t> {
    existing: Candidates<'t>,
    nearest: HashMap<String, Option<&'t str>>,
}

impl<'t> Names<'t> {
    /// Looks up names of a table.
    pub(crate) fn new(table: &'t ModuleTable) -> Self {
        Self {
            table,
            children: HashMap::new(),
            roots: None,
            tails: None,
        }
    }

    /// The names themselves.
    pub(crate) fn table(&self) -> &'t ModuleTable {
        self.table
    }

    /// The child of a package, or a first component, that was probably meant.
    pub(crate) fn nearest_child(&mut self, parent: &str, component: &str) -> Option<&'t str> {
        if !parent.is_empty() {
            return self.components(parent).nearest(component);
        }
        let tops = || self.table.roots().map(first_component).collect();
        let roots = self.roots.get_or_insert_with(|| Components::new(tops()));
        let root = roots.nearest(component);
        root.or_else(|| self.components("").nearest(component))
    }

    /// The last components of a package's children, in order.
    pub(crate) fn children(&mut self, parent: &str) -> impl ExactSizeIterator<Item = &'t str> {
        self.components(parent).existing.iter()
    }

    fn components(&mut self, parent: &str) -> &mut Components<'t> {
        if !self.children.contains_key(parent) {
            let components = if parent.is_empty() {
                let mut tops: Vec<&str> = self.table.names().map(first_component).collect();
                tops.dedup();
                tops.into_iter().collect()
            } else {
                self.table.children(parent).map(last_component).collect()
            };
            let components = Components::new(components);
            self.children.insert(parent.to_owned(), components);
        }
        self.children.entry(parent.to_owned()).or_default()
    }

    /// The only module of a top-level package whose name ends in this component.
    pub(crate) fn only_one_called(&mut self, top: &str, tail: &str) -> Option<&'t str> {
        let tails = self.tails.get_or_insert_with(|| tails(self.table));
        tails.get(&(top, tail)).copied().flatten()
    }
}

impl<'t> Components<'t> {
    fn new(existing: Candidates<'t>) -> Self {
        Self {
            existing,
            nearest: HashMap::new(),
        }
    }

    fn nearest(&mut self, component: &str) -> Option<&'t str> {
        if let Some(known) = self.nearest.get(component) {
            return *known;
        }
        let nearest = self.existing.nearest(component);
        self.nearest.insert(component.to_owned(), nearest);
        nearest
    }
}

fn tails(table: &ModuleTable) -> HashMap<(&str, &str), Option<&str>> {
    let mut tails = HashMap::with_capacity(table.len());
    for name in table.names() {
        tails
            .entry((first_component(name), last_component(name)))
            .and_modify(|only| *only = None)
            .or_insert(Some(name));
    }
    tails
}

/// The component after the last dot.
pub(crate) fn last_component(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}

/// The component before the first dot.
pub(crate) fn first_component(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}
