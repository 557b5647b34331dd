//! A graph in the form in which two tools are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

/// What to build.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The folders in which packages are looked for, in order.
    pub(crate) path: Vec<PathBuf>,
    /// The root packages.
    pub(crate) roots: Vec<String>,
    /// Whether externals are part of the graph.
    pub(crate) external: bool,
    /// Whether imports under `TYPE_CHECKING` are part of the graph.
    pub(crate) type_checking: bool,
}

impl Request {
    /// The same roots with every combination of options.
    pub(crate) fn all(path: &[PathBuf], roots: &[&str]) -> Vec<Self> {
        let options = [(false, true), (true, true), (false, false), (true, false)];
        let request = |(external, type_checking)| Self {
            path: path.to_vec(),
            roots: roots.iter().map(|root| (*root).to_owned()).collect(),
            external,
            type_checking,
        };
        options.map(request).to_vec()
    }
}

/// Line, text of that line without white space around it, whether it is a lazy import.
pub(crate) type Site = (u32, String, bool);

/// A graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dump {
    /// Every module, and whether it is an external.
    pub(crate) modules: BTreeMap<String, bool>,
    /// Every import, and where it is written.
    pub(crate) imports: BTreeMap<(String, String), BTreeSet<Site>>,
}

impl Dump {
    /// How the two differ, at most some lines of it; empty if they do not.
    pub(crate) fn difference(&self, grimp: &Self) -> String {
        let mut text = String::new();
        let mut lines = 0;
        let mut say = |sign: &str, line: &str| {
            lines += 1;
            if lines <= 30 {
                writeln!(text, "{sign} {line}").unwrap();
            }
        };
        for name in self
            .modules
            .keys()
            .chain(grimp.modules.keys())
            .collect::<BTreeSet<_>>()
        {
            let (ours, theirs) = (self.modules.get(name), grimp.modules.get(name));
            if ours != theirs {
                say(
                    "module",
                    &format!("{name}: ours {ours:?}, grimp's {theirs:?} (squashed)"),
                );
            }
        }
        for pair in self
            .imports
            .keys()
            .chain(grimp.imports.keys())
            .collect::<BTreeSet<_>>()
        {
            let (ours, theirs) = (self.imports.get(pair), grimp.imports.get(pair));
            if ours != theirs {
                let (importer, imported) = pair;
                say(
                    "import",
                    &format!("{importer} -> {imported}: ours {ours:?}, grimp's {theirs:?}"),
                );
            }
        }
        if lines > 30 {
            writeln!(text, "… and {} more", lines - 30).unwrap();
        }
        text
    }

    /// Modules, imports and lines, for a line of progress.
    pub(crate) fn counts(&self) -> String {
        let lines: usize = self.imports.values().map(BTreeSet::len).sum();
        format!(
            "{} modules, {} imports, {lines} lines",
            self.modules.len(),
            self.imports.len()
        )
    }
}
