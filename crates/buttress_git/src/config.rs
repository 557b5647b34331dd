//! What the configuration says that matters: which hash the repository uses, where else attributes
//! are, and whether files may be converted.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use gix_config::file::{Metadata, SectionRef, init::Options};
use gix_config::{File, Source};
use gix_hash::Kind;

use crate::repository::{Repository, to_path};
use crate::surroundings::Surroundings;

/// Files beyond this number are more than anyone has; or they include each other.
const MOST_FILES: usize = 100;

/// Extensions of the repository's format that leave index and work tree as they are.
const HARMLESS_EXTENSIONS: [&str; 7] = [
    "noop",
    "partialclone",
    "preciousobjects",
    "refstorage",
    "relativeworktrees",
    "submodulepathconfig",
    "worktreeconfig",
];

/// What all configuration files together say. Every file counts, and every value in it, even one
/// that another overrides: a doubt is no proof.
#[derive(Debug)]
pub(crate) struct Config {
    /// The hash that objects are named by.
    pub(crate) hash: Kind,
    /// Attributes files that the configuration names.
    pub(crate) attributes: Vec<PathBuf>,
}

impl Config {
    /// Reads all configuration files. None if one cannot be read or understood, if files may be
    /// converted, or if the work tree is another.
    pub(crate) fn read(repository: &Repository, surroundings: &Surroundings) -> Option<Self> {
        let mut reader = Reader {
            repository,
            home: surroundings.home.as_deref(),
            files: surroundings.config.clone(),
            config: Self {
                hash: Kind::Sha1,
                attributes: Vec::new(),
            },
        };
        reader.files.push(repository.common.join("config"));
        reader.files.push(repository.own.join("config.worktree"));
        let mut next = 0;
        while let Some(path) = reader.files.get(next) {
            let path = path.clone();
            reader.read(&path)?;
            next += 1;
            if reader.files.len() > MOST_FILES {
                return None;
            }
        }
        Some(reader.config)
    }
}

struct Reader<'a> {
    repository: &'a Repository,
    home: Option<&'a Path>,
    /// All files found so far; included ones are added.
    files: Vec<PathBuf>,
    config: Config,
}

impl Reader<'_> {
    fn read(&mut self, path: &Path) -> Option<()> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Some(()),
            Err(_) => return None,
        };
        let source = Metadata::from(Source::Local);
        let file = File::from_bytes_no_includes(&bytes, source, Options::default()).ok()?;
        for section in file.sections() {
            let name = section.header().name().to_ascii_lowercase();
            let plain = section.header().subsection_name().is_none();
            match name.as_slice() {
                b"core" if plain => self.core(&section)?,
                b"extensions" if plain => self.extensions(&section)?,
                b"attr" if plain && section.contains_value_name("tree") => return None,
                b"include" | b"includeif" => self.include(&section, path)?,
                _ => {}
            }
        }
        Some(())
    }

    fn core(&mut self, section: &SectionRef<'_>) -> Option<()> {
        let converts = |name, harmless: &[&str]| {
            let is_harmless = |value: &[u8]| {
                let mut words = harmless.iter();
                words.any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
            };
            // A name without a value means yes, and is no value.
            let values = section.values(name);
            let named = section.contains_value_name(name);
            named && (values.is_empty() || !values.iter().all(|value| is_harmless(value)))
        };
        if converts("autocrlf", &["false", "no", "off", "0"]) || converts("eol", &["lf", "native"])
        {
            return None;
        }
        if converts("repositoryformatversion", &["0", "1"]) {
            return None;
        }
        for path in section.values("attributesfile") {
            let path = self.expand(&path, None)?;
            self.config.attributes.push(path);
        }
        for path in section.values("worktree") {
            let path = self.repository.own.join(to_path(&path)?);
            if fs::canonicalize(path).ok()? != self.repository.root {
                return None;
            }
        }
        Some(())
    }

    fn extensions(&mut self, section: &SectionRef<'_>) -> Option<()> {
        for name in section.value_names() {
            let name = name.to_ascii_lowercase();
            if name == "objectformat" {
                for value in section.values("objectformat") {
                    self.config.hash = match value.to_ascii_lowercase().as_slice() {
                        b"sha1" => Kind::Sha1,
                        b"sha256" => Kind::Sha256,
                        _ => return None,
                    };
                }
            } else if !HARMLESS_EXTENSIONS.contains(&name.as_str()) {
                return None;
            }
        }
        Some(())
    }

    fn include(&mut self, section: &SectionRef<'_>, from: &Path) -> Option<()> {
        for path in section.values("path") {
            let path = self.expand(&path, from.parent())?;
            self.files.push(path);
        }
        Some(())
    }

    /// The path that a value means: absolute, of the user's home, or beside the file it stands in.
    fn expand(&self, value: &[u8], beside: Option<&Path>) -> Option<PathBuf> {
        if let Some(rest) = value.strip_prefix(b"~/") {
            return Some(self.home?.join(to_path(rest)?));
        }
        let path = to_path(value)?;
        let is_special = value.starts_with(b"~") || value.starts_with(b"%(");
        if path.is_absolute() {
            Some(path)
        } else if is_special || value.is_empty() {
            None
        } else {
            Some(beside?.join(path))
        }
    }
}
