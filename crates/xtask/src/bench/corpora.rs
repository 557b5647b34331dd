//! The code bases that are read, made once in the scratch folder.
//!
//! Packages from the Python package index, of pinned versions, with nothing but their Python files and
//! with an `__init__.py` in every folder, so that all tools see the same modules; and made-up
//! monoliths. A stamp holds what each was made from; it is made anew when that changes.

use std::fs;
use std::path::{Path, PathBuf};

use super::synthetic::Monolith;
use super::tree::{self, Sizes};
use crate::{Result, python};

/// Goes up when the same packages or numbers would make other files.
const EDITION: u32 = 1;

/// Files of 1.5 kB on average, so that the largest monolith needs two gigabytes of disk, not eight.
const GROWTH_BYTES: usize = 1_500;

/// Files of 4 kB on average, as in real code.
pub(super) const REAL_BYTES: usize = 4_000;

/// The packages: what pip is asked for, and the folder in it that is the root package.
const PACKAGES: [(&str, &str); 4] = [
    ("Django==5.2.19", "django"),
    ("homeassistant==2026.11.0", "homeassistant"),
    ("msgraph-sdk==1.65.0", "msgraph"),
    ("sympy==1.14.0", "sympy"),
];

/// What all tools are asked to check, in import-linter's words, unchanged for both that read it.
const CONTRACTS: [(&str, &str); 5] = [
    ("django", include_str!("contracts/django.ini")),
    ("homeassistant", include_str!("contracts/homeassistant.ini")),
    ("combined", include_str!("contracts/combined.ini")),
    ("synthetic", include_str!("contracts/synthetic.ini")),
    ("siblings", include_str!("contracts/siblings.ini")),
];

/// A code base that is ready to be read.
#[derive(Debug, Clone)]
pub(super) struct Corpus {
    pub(super) name: String,
    /// What it is, in a few words.
    pub(super) title: String,
    /// Where the root packages and `.importlinter` lie.
    pub(super) folder: PathBuf,
    /// The root packages.
    pub(super) roots: Vec<String>,
    pub(super) sizes: Sizes,
}

/// Makes corpora in a scratch folder.
pub(super) struct Maker<'a> {
    pub(super) scratch: &'a Path,
    /// The interpreter whose pip downloads packages.
    pub(super) interpreter: &'a Path,
}

impl Maker<'_> {
    /// The corpus of a name: one or more packages side by side.
    pub(super) fn real(&self, name: &str) -> Result<Corpus> {
        let packages: &[(&str, &str)] = match name {
            "django" => &PACKAGES[..1],
            "homeassistant" | "siblings" => &PACKAGES[1..2],
            _ => &PACKAGES[1..],
        };
        let wanted: Vec<&str> = packages
            .iter()
            .map(|(requirement, _)| *requirement)
            .collect();
        let title = wanted.join(" + ").replace("==", " ");
        let roots: Vec<&str> = packages.iter().map(|(_, root)| *root).collect();
        let make = |folder: &Path| {
            packages.iter().try_for_each(|(requirement, root)| {
                let package = self.package(requirement, root)?;
                tree::copy_packages(&package.join(root), &folder.join(root))
            })
        };
        self.corpus(name, title, &roots, make)
    }

    /// A made-up monolith; `growth` ones have smaller files.
    pub(super) fn synthetic(&self, name: &str, modules: usize) -> Result<Corpus> {
        let bytes = if name == "synthetic" {
            REAL_BYTES
        } else {
            GROWTH_BYTES
        };
        let monolith = Monolith {
            modules,
            seed: 1,
            bytes,
        };
        let title = format!("made-up monolith, seed {}", monolith.seed);
        let title = format!("{title}, files of {}.{} kB", bytes / 1000, bytes / 100 % 10);
        self.corpus(name, title, &["mono"], |folder| monolith.write(folder))
    }

    /// The same files again, to be edited.
    pub(super) fn edited(&self, corpus: &Corpus) -> Result<Corpus> {
        let mut copy = corpus.clone();
        copy.folder = self.scratch.join("edited").join(&corpus.name);
        let stamp = self.scratch.join("stamps/edited").join(&corpus.name);
        let wanted = format!("{EDITION} {} {:?}", corpus.title, corpus.sizes);
        if !python::is_stamped(&stamp, &wanted) || !copy.folder.is_dir() {
            python::remove(&copy.folder)?;
            tree::copy(&corpus.folder, &copy.folder)?;
            python::write(&stamp, &wanted)?;
        }
        write_contracts(&copy)?;
        Ok(copy)
    }

    fn corpus(
        &self,
        name: &str,
        title: String,
        roots: &[&str],
        make: impl FnOnce(&Path) -> Result,
    ) -> Result<Corpus> {
        let folder = self.scratch.join("corpora").join(name);
        let stamp = self.scratch.join("stamps").join(name);
        let wanted = format!("{EDITION} {title}");
        if !python::is_stamped(&stamp, &wanted) || !folder.is_dir() {
            eprintln!("making the corpus `{name}`: {title}");
            let unfinished = self.scratch.join("unfinished");
            python::remove(&unfinished)?;
            make(&unfinished)?;
            python::replace(&unfinished, &folder)?;
            python::write(&stamp, &wanted)?;
        }
        let corpus = Corpus {
            name: name.to_owned(),
            title,
            sizes: Sizes::of(&folder)?,
            folder,
            roots: roots.iter().map(|root| (*root).to_owned()).collect(),
        };
        write_contracts(&corpus)?;
        Ok(corpus)
    }

    /// A package as pip unpacks it.
    fn package(&self, requirement: &str, root: &str) -> Result<PathBuf> {
        let packages = self.scratch.join("packages");
        let stamp = self.scratch.join("stamps/packages").join(root);
        let folder = packages.join(root);
        if !python::is_stamped(&stamp, requirement) || !folder.is_dir() {
            python::install(&packages, root, [requirement].into_iter(), self.interpreter)?;
            python::write(&stamp, requirement)?;
        }
        Ok(folder)
    }
}

/// Writes what import-linter and we read, and the little that tach needs, if they differ.
fn write_contracts(corpus: &Corpus) -> Result {
    let kind = corpus.name.split('-').next().unwrap_or_default();
    let kind = if kind == "growth" { "synthetic" } else { kind };
    if let Some((_, contracts)) = CONTRACTS.iter().find(|(name, _)| *name == kind) {
        write_if_new(&corpus.folder.join(".importlinter"), contracts)?;
    }
    write_if_new(&corpus.folder.join("tach.toml"), &tach(&corpus.roots))
}

/// Modules that know only of themselves: the least that makes tach read everything.
fn tach(roots: &[String]) -> String {
    let mut text = "exclude = []\nsource_roots = [\".\"]\nrespect_gitignore = false\n".to_owned();
    for root in roots {
        text.push_str(&format!(
            "\n[[modules]]\npath = \"{root}\"\ndepends_on = []\n"
        ));
    }
    text
}

fn write_if_new(path: &Path, text: &str) -> Result {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    python::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_the_versions_that_the_tests_use() {
        let tests = include_str!("../../../../tests/corpus.txt");
        let mut shared = 0;
        for (requirement, root) in PACKAGES {
            let line = tests
                .lines()
                .find(|line| line.split(' ').next() == Some(root));
            if let Some(line) = line {
                shared += 1;
                assert!(line.ends_with(&format!(" {requirement}")), "{line}");
            }
        }
        assert_eq!(shared, 3);
    }

    #[test]
    fn each_corpus_but_one_has_six_contracts() {
        for (name, text) in CONTRACTS {
            let count = text.matches("[importlinter:contract:").count();
            assert_eq!(count, if name == "siblings" { 1 } else { 6 }, "{name}");
        }
    }
}
