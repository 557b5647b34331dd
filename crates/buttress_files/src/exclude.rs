//! What is left out on purpose: the `exclude` patterns, and `.gitignore` files if they are read.

use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use buttress_source::{Code, Finding, Spanned};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The `exclude` patterns, and which of them have matched something.
pub(crate) struct Exclude {
    all: Gitignore,
    each: Vec<Pattern>,
}

struct Pattern {
    written: Spanned<String>,
    matcher: Gitignore,
    matched: AtomicBool,
}

impl Pattern {
    fn has_matched(&self) -> bool {
        self.matched.load(Ordering::Relaxed)
    }
}

impl Exclude {
    /// Reads the patterns; those that are no pattern give findings of code `invalid-value`.
    pub(crate) fn new(patterns: &[Spanned<String>], findings: &mut Vec<Finding>) -> Self {
        let mut exclude = Self {
            all: Gitignore::empty(),
            each: Vec::new(),
        };
        let mut all = GitignoreBuilder::new("");
        for written in patterns {
            match matcher(&written.value) {
                Ok(matcher) => {
                    // It was accepted alone, so it is accepted here.
                    let _accepted = all.add_line(None, &written.value);
                    exclude.each.push(Pattern {
                        written: written.clone(),
                        matcher,
                        matched: AtomicBool::new(false),
                    });
                }
                Err(reason) => findings.push(invalid(written, &reason)),
            }
        }
        exclude.all = all.build().unwrap_or_else(|_| Gitignore::empty());
        exclude
    }

    /// Whether there are no patterns.
    pub(crate) fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    /// Whether the entry at `display`, relative to the base, is left out.
    ///
    /// Assumes that no folder above it is.
    pub(crate) fn leaves_out(&self, display: &str, is_folder: bool) -> bool {
        if self.is_empty() {
            return false;
        }
        let found = self.all.matched(display, is_folder);
        if !found.is_none() {
            self.note(display, is_folder);
        }
        found.is_ignore()
    }

    /// Whether [`leaves_out`](Self::leaves_out) will say so, without taking note of the patterns.
    pub(crate) fn will_leave_out(&self, display: &str, is_folder: bool) -> bool {
        !self.is_empty() && self.all.matched(display, is_folder).is_ignore()
    }

    /// Whether the folder at `display` or one above it is left out.
    pub(crate) fn leaves_out_folder(&self, display: &str) -> bool {
        let ends = display.match_indices('/').map(|(at, _)| at);
        let mut folders = ends.chain([display.len()]).map(|end| &display[..end]);
        folders.any(|folder| !folder.is_empty() && self.leaves_out(folder, true))
    }

    /// Remembers which patterns match an entry; true while one has never matched.
    fn note(&self, display: &str, is_folder: bool) -> bool {
        for pattern in self.each.iter().filter(|pattern| !pattern.has_matched()) {
            let matched = !pattern.matcher.matched(display, is_folder).is_none();
            pattern.matched.store(matched, Ordering::Relaxed);
        }
        self.each.iter().any(|pattern| !pattern.has_matched())
    }

    /// Findings of code `unmatched-pattern` for patterns that match no file or folder at all.
    ///
    /// A pattern may be about files that hold no module, so what was not walked is looked at here,
    /// but only if some pattern has matched nothing yet.
    pub(crate) fn unmatched(&self, base: &Path) -> Vec<Finding> {
        if self.each.iter().any(|pattern| !pattern.has_matched()) {
            self.look_everywhere(base);
        }
        let unmatched = self.each.iter().filter(|pattern| !pattern.has_matched());
        unmatched
            .map(|pattern| unmatched_finding(&pattern.written))
            .collect()
    }

    fn look_everywhere(&self, base: &Path) {
        let mut stack = vec![(base.to_owned(), String::new())];
        while let Some((folder, display)) = stack.pop() {
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_folder = entry.file_type().is_ok_and(|file_type| file_type.is_dir());
                let display = join(&display, &name);
                if !self.note(&display, is_folder) {
                    return;
                }
                let is_code = !name.starts_with('.') && name != "node_modules";
                if is_folder && is_code {
                    stack.push((entry.path(), display));
                }
            }
        }
    }
}

/// `parent/name`, or `name` alone at the top.
pub(crate) fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}/{name}")
    }
}

fn matcher(pattern: &str) -> Result<Gitignore, String> {
    if has_open_class(pattern) {
        // The library takes such a bracket for itself, git for something that nothing matches.
        return Err("a `[` has no `]`; write `\\[` for the character".to_owned());
    }
    let mut builder = GitignoreBuilder::new("");
    builder
        .add_line(None, pattern)
        .map_err(|error| error.to_string())?;
    let matcher = builder.build().map_err(|error| error.to_string())?;
    if matcher.is_empty() {
        return Err("it is blank or a comment".to_owned());
    }
    Ok(matcher)
}

/// Whether a `[` begins a class of characters that does not end.
fn has_open_class(pattern: &str) -> bool {
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                characters.next();
            }
            '[' => {
                let rest = characters.as_str();
                let rest = rest.strip_prefix(['!', '^']).unwrap_or(rest);
                // A bracket that comes first belongs to the class.
                let rest = rest.strip_prefix(']').unwrap_or(rest);
                let Some((_, rest)) = rest.split_once(']') else {
                    return true;
                };
                characters = rest.chars();
            }
            _ => {}
        }
    }
    false
}

fn invalid(written: &Spanned<String>, reason: &str) -> Finding {
    let message = format!("`{}` is no pattern: {reason}", written.value);
    Finding::new(Code::InvalidValue, message)
        .at(written.span)
        .help(SYNTAX)
}

fn unmatched_finding(written: &Spanned<String>) -> Finding {
    let message = format!("the pattern `{}` matches no file or folder", written.value);
    Finding::new(Code::UnmatchedPattern, message)
        .at(written.span)
        .help(SYNTAX)
}

const SYNTAX: &str =
    "patterns are in the syntax of `.gitignore`, relative to the configuration's folder";

/// The `.gitignore` files that apply in a folder, the innermost first.
#[derive(Debug)]
pub(crate) struct GitIgnores {
    matcher: Gitignore,
    outer: Option<Rc<GitIgnores>>,
}

impl GitIgnores {
    /// Adds the `.gitignore` of `folder`. Lines that are no pattern are passed over, as git does.
    pub(crate) fn enter(folder: &Path, outer: Option<Rc<Self>>) -> Rc<Self> {
        let mut builder = GitignoreBuilder::new(folder);
        let _bad_lines = builder.add(folder.join(".gitignore"));
        let matcher = builder.build().unwrap_or_else(|_| Gitignore::empty());
        Rc::new(Self { matcher, outer })
    }

    /// The files that apply in `folder` from above, up to the folder that holds `.git`; none
    /// outside of a repository.
    pub(crate) fn above(folder: &Path) -> Option<Rc<Self>> {
        let top = folder
            .ancestors()
            .position(|above| above.join(".git").exists())?;
        let mut between: Vec<_> = folder.ancestors().skip(1).take(top).collect();
        between.reverse();
        let with_file = between
            .into_iter()
            .filter(|above| above.join(".gitignore").is_file());
        with_file.fold(None, |outer, above| Some(Self::enter(above, outer)))
    }

    /// Whether the entry at `path` is ignored. The innermost file that says anything decides.
    pub(crate) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let mut next = Some(self);
        while let Some(ignores) = next {
            let found = ignores.matcher.matched(path, is_folder);
            if !found.is_none() {
                return found.is_ignore();
            }
            next = ignores.outer.as_deref();
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exclude(patterns: &[&str]) -> (Exclude, Vec<Finding>) {
        let patterns: Vec<Spanned<String>> = patterns
            .iter()
            .map(|text| (*text).to_owned().into())
            .collect();
        let mut findings = Vec::new();
        (Exclude::new(&patterns, &mut findings), findings)
    }

    #[test]
    fn patterns_are_relative_to_the_base() {
        let (exclude, findings) =
            exclude(&["/src/gen/", "**/migrations/**", "*_pb2.py", "!keep_pb2.py"]);
        assert!(findings.is_empty());
        assert!(exclude.leaves_out("src/gen", true) && !exclude.leaves_out("src/gen", false));
        assert!(!exclude.leaves_out("lib/src/gen", true));
        assert!(exclude.leaves_out("a/migrations/b.py", false));
        assert!(!exclude.leaves_out("a/migrations", true));
        assert!(
            exclude.leaves_out("a/x_pb2.py", false) && !exclude.leaves_out("a/keep_pb2.py", false)
        );
        assert!(exclude.leaves_out_folder("src/gen/a/b") && !exclude.leaves_out_folder("src/b"));
        let nowhere = tempfile::tempdir().unwrap();
        assert_eq!(exclude.unmatched(nowhere.path()), []);
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        let (_, findings) = exclude(&["{a", "# x", ""]);
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::InvalidValue; 3]);
        let (_, findings) = exclude(&["[", "a[!]b", "[a][]"]);
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::InvalidValue; 3]);
        let (_, findings) = exclude(&["[ab]", "[]]", "[!]a]", r"\[", "x]"]);
        assert_eq!(findings, []);
    }

    #[test]
    fn a_pattern_about_other_files_counts_as_matched() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("docs/api")).unwrap();
        fs::write(root.path().join("docs/api/x.txt"), "").unwrap();
        let (exclude, _) = exclude(&["docs/**/*.txt", "*.rst"]);
        let findings = exclude.unmatched(root.path());
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "the pattern `*.rst` matches no file or folder"
        );
    }
}
