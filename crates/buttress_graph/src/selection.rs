//! What selectors choose from a table: one walk down the tree of names for all of them.
//!
//! The selectors form a trie of components, whose nodes are the states of a nondeterministic
//! automaton; the walk goes from name to name with the states that are reached, and enters only
//! what they can accept. So a thousand selectors that share their wildcards cost about what one
//! costs.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::{ModuleId, ModuleRange, ModuleTable, Selected, Selector};

/// What each of the selectors chooses, in name order: [`Selector::select`] of many.
///
/// O(names that any of them can accept × nodes of the selectors that accept them).
pub fn select_all<'t>(table: &'t ModuleTable, selectors: &[&Selector]) -> Vec<Vec<Selected<'t>>> {
    let trie = Trie::new(selectors);
    let mut walk = Walk {
        table,
        trie: &trie,
        found: vec![Vec::new(); selectors.len()],
    };
    walk.run();
    walk.found
}

/// The components of selectors; those with a common beginning share its nodes.
struct Trie<'s> {
    nodes: Vec<Node<'s>>,
}

#[derive(Default)]
struct Node<'s> {
    literals: FxHashMap<&'s str, usize>,
    one: Option<usize>,
    many: Option<usize>,
    /// Whether a `**` led here, which may take more.
    takes_more: bool,
    /// The selectors that end here.
    accepts: Vec<usize>,
}

impl<'s> Trie<'s> {
    fn new(selectors: &[&'s Selector]) -> Self {
        let mut trie = Self {
            nodes: vec![Node::default()],
        };
        for (number, selector) in selectors.iter().enumerate() {
            let mut at = 0;
            for component in selector.as_str().split('.') {
                at = trie.child(at, component);
            }
            trie.nodes[at].accepts.push(number);
        }
        trie
    }

    fn child(&mut self, at: usize, component: &'s str) -> usize {
        let new = self.nodes.len();
        let node = &mut self.nodes[at];
        let child = match component {
            "*" => *node.one.get_or_insert(new),
            "**" => *node.many.get_or_insert(new),
            literal => *node.literals.entry(literal).or_insert(new),
        };
        if child == new {
            let takes_more = component == "**";
            self.nodes.push(Node {
                takes_more,
                ..Node::default()
            });
        }
        child
    }

    /// The states after a component.
    fn step(&self, states: &[usize], component: &str) -> Vec<usize> {
        let mut next = Vec::new();
        for state in states {
            let node = &self.nodes[*state];
            next.extend(node.literals.get(component));
            next.extend(node.one);
            next.extend(node.many);
            next.extend(node.takes_more.then_some(*state));
        }
        next.sort_unstable();
        next.dedup();
        next
    }

    /// The components that lead on, sorted; nothing if any does.
    fn literals(&self, states: &[usize]) -> Option<Vec<&'s str>> {
        let mut literals = BTreeSet::new();
        for state in states {
            let node = &self.nodes[*state];
            if node.one.is_some() || node.many.is_some() || node.takes_more {
                return None;
            }
            literals.extend(node.literals.keys().copied());
        }
        Some(literals.into_iter().collect())
    }
}

/// A walk through a table.
struct Walk<'t, 's> {
    table: &'t ModuleTable,
    trie: &'s Trie<'s>,
    found: Vec<Vec<Selected<'t>>>,
}

/// A name, and what lies at or below it.
struct Open {
    range: ModuleRange,
    /// Length of the name, which begins the name of the range's first module; 0 for "all modules".
    length: usize,
    states: Vec<usize>,
}

impl<'t> Walk<'t, '_> {
    fn run(&mut self) {
        let mut open = vec![Open {
            range: self.table.range(),
            length: 0,
            states: vec![0],
        }];
        while let Some(at) = open.pop() {
            self.accept(&at);
            let last = open.len();
            match self.trie.literals(&at.states) {
                Some(literals) => open.extend(self.named(&at, &literals)),
                None => open.extend(self.children(&at)),
            }
            open[last..].reverse();
        }
    }

    fn name(&self, at: &Open) -> &'t str {
        let first = at.range.iter().next();
        first.map_or("", |first| &self.table.name(first)[..at.length])
    }

    /// The names one component longer that end in one of these.
    fn named(&self, at: &Open, literals: &[&str]) -> Vec<Open> {
        let prefix = self.name(at);
        let dot = if prefix.is_empty() { "" } else { "." };
        let open = literals.iter().map(|literal| {
            let name = [prefix, dot, literal].concat();
            Open {
                range: self.table.subtree(&name),
                length: name.len(),
                states: self.trie.step(&at.states, literal),
            }
        });
        open.filter(|open| !open.range.is_empty()).collect()
    }

    /// The names one component longer that a state accepts.
    fn children(&self, at: &Open) -> Vec<Open> {
        let mut rest = at.range;
        let mut children = Vec::new();
        while let Some(first) = rest.iter().next() {
            let name = self.table.name(first);
            if name.len() == at.length {
                rest = rest.after(ModuleRange::from(first));
                continue;
            }
            let start = if at.length == 0 { 0 } else { at.length + 1 };
            let length = name[start..]
                .find('.')
                .map_or(name.len(), |dot| start + dot);
            let range = self.table.leading(rest, &name[..length]);
            rest = rest.after(range);
            let states = self.trie.step(&at.states, &name[start..length]);
            if !states.is_empty() {
                children.push(Open {
                    range,
                    length,
                    states,
                });
            }
        }
        children
    }

    /// Gives the name to the selectors that end at it.
    fn accept(&mut self, at: &Open) {
        let accepting = at.states.iter().map(|state| &self.trie.nodes[*state]);
        let mut accepting = accepting.flat_map(|node| &node.accepts).peekable();
        let Some(first) = at.range.iter().next() else {
            return;
        };
        if accepting.peek().is_none() {
            return;
        }
        let name = self.name(at);
        if let Some(selected) = self.selected(first, name) {
            for selector in accepting {
                self.found[*selector].push(selected);
            }
        }
    }

    /// `name` is that of the module `first`, or of an ancestor that is no module.
    fn selected(&self, first: ModuleId, name: &'t str) -> Option<Selected<'t>> {
        if self.table.name(first).len() == name.len() {
            let id = Some(first);
            return Some(Selected { name, id });
        }
        let exists = self.table.is_external(first) && !self.table.is_above_root(name);
        exists.then_some(Selected { name, id: None })
    }
}
