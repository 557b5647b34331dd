//! Which files may be converted when they are checked out, as far as attributes say.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use gix_attributes::parse::Kind;
use rustc_hash::FxHashMap;

/// Attributes that make git convert a file, or keep it from converting.
const CONVERTING: [&str; 6] = [
    "crlf",
    "eol",
    "filter",
    "ident",
    "text",
    "working-tree-encoding",
];

/// The name of an attributes file in a work tree.
pub(crate) const FILE: &str = ".gitattributes";

/// Which files an attribute may concern, by the ends of their names. An empty end is that of every
/// name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules(Vec<Box<[u8]>>);

impl Rules {
    /// The rules that concern every file.
    pub(crate) fn all() -> Self {
        Self(vec![Box::default()])
    }

    /// Whether a file with this name may be converted.
    pub(crate) fn concern(&self, name: &[u8]) -> bool {
        // Whether case counts depends on a setting.
        let ends = |end: &[u8]| {
            let start = name.len().checked_sub(end.len());
            start.is_some_and(|start| name[start..].eq_ignore_ascii_case(end))
        };
        self.0.iter().any(|end| ends(end))
    }

    /// Adds what an attributes file says, if it exists.
    pub(crate) fn add_file(&mut self, path: &Path) {
        match fs::read(path) {
            Ok(bytes) => self.add(&bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(_) => self.0.push(Box::default()),
        }
    }

    /// Adds what the text of an attributes file says.
    fn add(&mut self, text: &[u8]) {
        for line in gix_attributes::parse(text) {
            // A macro may convert under another name.
            let Ok((Kind::Pattern(pattern), mut assignments, _)) = line else {
                return self.0.push(Box::default());
            };
            let converts = |name: &str| CONVERTING.contains(&name);
            if assignments.any(|one| one.map_or(true, |one| converts(one.name.as_str()))) {
                self.0.push(end_of(&pattern.text).into());
            }
        }
    }
}

/// What the name of every file ends in that a pattern matches.
fn end_of(pattern: &[u8]) -> &[u8] {
    let special = |byte: &u8| b"/*?[]\\".contains(byte);
    let start = pattern.iter().rposition(special).map_or(0, |at| at + 1);
    &pattern[start..]
}

/// The rules of each folder of a work tree, read when they are first asked for.
#[derive(Debug)]
pub(crate) struct Attributes {
    root: PathBuf,
    /// What holds for the whole work tree.
    everywhere: Arc<Rules>,
    known: RwLock<FxHashMap<Box<Path>, Arc<Rules>>>,
}

impl Attributes {
    /// The attributes of the work tree at `root`. The given files hold for all of it.
    pub(crate) fn new<'p>(root: PathBuf, files: impl IntoIterator<Item = &'p Path>) -> Self {
        let mut everywhere = Rules::default();
        for file in files {
            everywhere.add_file(file);
        }
        Self {
            root,
            everywhere: Arc::new(everywhere),
            known: RwLock::default(),
        }
    }

    /// The work tree's root.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The rules for files in a folder, whose path is relative to the root. `trusted` tells whether
    /// what is on disk is what git went by, given the path of an attributes file.
    ///
    /// O(1) once the folder is known.
    pub(crate) fn of(&self, folder: &Path, trusted: &impl Fn(&Path) -> bool) -> Arc<Rules> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = known.get(folder) {
            return Arc::clone(rules);
        }
        drop(known);
        let above = match folder.parent() {
            Some(parent) => self.of(parent, trusted),
            None => Arc::clone(&self.everywhere),
        };
        let rules = self.extended(above, &folder.join(FILE), trusted);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(folder.into(), Arc::clone(&rules));
        rules
    }

    /// The rules from above and those of an attributes file.
    fn extended(
        &self,
        above: Arc<Rules>,
        file: &Path,
        trusted: &impl Fn(&Path) -> bool,
    ) -> Arc<Rules> {
        if !trusted(file) {
            return Arc::new(Rules::all());
        }
        let mut own = Rules::default();
        own.add_file(&self.root.join(file));
        if own.0.is_empty() {
            return above;
        }
        own.0.extend(above.0.iter().cloned());
        Arc::new(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Rules {
        let mut rules = Rules::default();
        rules.add(text.as_bytes());
        rules
    }

    #[test]
    fn a_pattern_concerns_names_that_end_like_it() {
        for pattern in [
            "*", "*.py", "a.py", "/d/a.py", "*.P[y]", "d/**", "**/a.*", "\"a.py\"",
        ] {
            let rules = rules(&format!("{pattern} eol=crlf\n"));
            assert!(rules.concern(b"a.py"), "{pattern}");
        }
        for pattern in [
            "*.png",
            "b.py",
            "*.pyi",
            "/d/x?.txt",
            "[ab].txt",
            "long/name/aaaa.py",
        ] {
            let rules = rules(&format!("{pattern} -text\n"));
            assert!(!rules.concern(b"a.py"), "{pattern}");
        }
    }

    #[test]
    fn only_attributes_that_convert_count() {
        let harmless = "# *.py text\n\n*.py diff=python -merge whitespace linguist-generated\n\
                        * export-ignore\n*.py binary\n";
        assert!(!rules(harmless).concern(b"a.py"));
        for name in CONVERTING {
            for word in [
                name.to_owned(),
                format!("-{name}"),
                format!("!{name}"),
                format!("{name}=x"),
            ] {
                assert!(
                    rules(&format!("*.py diff {word}")).concern(b"a.py"),
                    "{word}"
                );
            }
        }
    }

    #[test]
    fn what_is_not_understood_concerns_every_file() {
        for line in [
            "[attr]mine -diff",
            "!*.txt text",
            "*.py te?xt",
            "[attr]m eol=crlf",
        ] {
            assert!(rules(line).concern(b"a.py"), "{line}");
        }
    }
}
