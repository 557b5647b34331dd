//! One file to its imports: out of the cache if it is proved to be unchanged, else out of its bytes.

use std::fs;

use buttress_cache::{Cache, ContentHash, Record, Stamp};
use buttress_files::{FoundFile, FoundModule, read_file};
use buttress_imports::{Depth, extract};
use buttress_source::{
    Code, FileId, FileImports, FileSpan, Finding, PackedImports, Reading, SourceText, SyntaxError,
};
use rayon::prelude::*;

use crate::{Progress, Settings, Stage};

/// What reading one file gave.
pub(crate) struct ReadFile<'c> {
    pub(crate) id: FileId,
    /// The hash of its bytes; none if it could not be read.
    pub(crate) hash: Option<ContentHash>,
    pub(crate) content: Content<'c>,
    pub(crate) findings: Vec<Finding>,
}

/// What is known of a file.
pub(crate) enum Content<'c> {
    /// Nothing: it could not be read, decoded or parsed.
    Unknown,
    /// What its bytes say, read after this stamp was taken.
    Extracted(FileImports, Stamp),
    /// What the cache says.
    Cached {
        record: Record<'c>,
        imports: PackedImports<'c>,
        /// The stamp of the file, if it was recognised by its bytes alone.
        new_stamp: Option<Stamp>,
    },
}

impl Content<'_> {
    /// The imports of the file.
    pub(crate) fn imports(&self) -> Option<PackedImports<'_>> {
        match self {
            Self::Unknown => None,
            Self::Extracted(imports, _) => Some(imports.packed()),
            Self::Cached { imports, .. } => Some(*imports),
        }
    }

    /// How thoroughly the file was read, and its syntax errors as far as they are known.
    fn errors(&self) -> (Reading, Vec<SyntaxError>) {
        match self {
            Self::Unknown => (Reading::Recognised, Vec::new()),
            Self::Extracted(imports, _) => (imports.reading(), imports.errors().to_vec()),
            Self::Cached { record, .. } => (record.reading(), record.errors().unwrap_or_default()),
        }
    }
}

/// Reads the files of all modules that have one, on all threads of the pool that the caller is in.
pub(crate) fn read_all<'c>(
    modules: &[FoundModule],
    settings: &Settings,
    cache: Option<&'c Cache>,
    progress: &dyn Progress,
) -> Vec<Option<ReadFile<'c>>> {
    let first = settings.config_files.len();
    let mut next = first;
    let ids: Vec<Option<FileId>> = (modules.iter())
        .map(|module| {
            module.file.as_ref()?;
            next += 1;
            Some(Settings::config_file_id(next - 1))
        })
        .collect();
    progress.begin(Stage::Read, Some(next - first));
    let reader = Reader {
        cache,
        strict: settings.strict,
    };
    let read = |room: &mut Room, (module, id): (&FoundModule, &Option<FileId>)| {
        let id = (*id)?;
        let file = module.file.as_ref()?;
        let read = reader.read(module, file, id, room);
        progress.step();
        Some(read)
    };
    // Elsewhere rayon would start a pool of its own, which can fail.
    if rayon::current_thread_index().is_some() {
        let all = modules.par_iter().zip(&ids);
        all.map_init(Room::default, read).collect()
    } else {
        let mut room = Room::default();
        let all = modules.iter().zip(&ids);
        all.map(|file| read(&mut room, file)).collect()
    }
}

/// Memory that one file after the other uses.
#[derive(Default)]
struct Room {
    bytes: Vec<u8>,
    shown: String,
}

struct Reader<'c> {
    cache: Option<&'c Cache>,
    /// Whether the syntax errors of every file are wanted.
    strict: bool,
}

impl<'c> Reader<'c> {
    fn read(
        &self,
        module: &FoundModule,
        file: &FoundFile,
        id: FileId,
        room: &mut Room,
    ) -> ReadFile<'c> {
        room.shown.clear();
        file.write_display(&mut room.shown);
        let mut read = ReadFile {
            id,
            hash: None,
            content: Content::Unknown,
            findings: Vec::new(),
        };
        if let Some((record, imports)) = self.recall(file, &room.shown) {
            read.hash = Some(record.content_hash());
            read.content = Content::Cached {
                record,
                imports,
                new_stamp: None,
            };
        } else if let Err(finding) = self.extract(file, room, &mut read) {
            read.findings.push(*finding);
        }
        for finding in &mut read.findings {
            finding.module = Some(module.name.as_str().to_owned());
        }
        let (reading, errors) = read.content.errors();
        if self.strict || reading == Reading::InDoubt {
            let finding = syntax_finding(&errors, reading, module, id);
            read.findings.extend(finding);
        }
        read
    }

    /// What the cache knows of a file by its stamp, without opening it.
    fn recall(&self, file: &FoundFile, key: &str) -> Option<(Record<'c>, PackedImports<'c>)> {
        let cache = self.cache?;
        let metadata = fs::metadata(file.path()).ok()?;
        let record = cache.find(key.as_bytes(), &Stamp::of(&metadata))?;
        self.sufficient(record)
    }

    /// A record of the cache, if it says as much as this run asks for.
    fn sufficient(&self, record: Record<'c>) -> Option<(Record<'c>, PackedImports<'c>)> {
        if self.strict && record.reading() == Reading::Recognised {
            return None;
        }
        Some((record, record.packed()?))
    }

    /// Reads the file, and extracts its imports unless the cache knows them by its content.
    fn extract(
        &self,
        file: &FoundFile,
        room: &mut Room,
        read: &mut ReadFile<'c>,
    ) -> Result<(), Box<Finding>> {
        let stamp = Stamp::of(&read_file(file, &mut room.bytes)?);
        let hash = ContentHash::of(&room.bytes);
        read.hash = Some(hash);
        let key = room.shown.as_bytes();
        let known = self.cache.and_then(|cache| cache.find_by_hash(key, hash));
        if let Some((record, imports)) = known.and_then(|record| self.sufficient(record)) {
            read.content = Content::Cached {
                record,
                imports,
                new_stamp: Some(stamp),
            };
            return Ok(());
        }
        let imports = self.parse(&mut room.bytes, &room.shown, &mut read.findings)?;
        read.content = Content::Extracted(imports, stamp);
        Ok(())
    }

    /// Decodes and extracts. The memory of `bytes` is used again for the text, and comes back. A file
    /// whose imports are certain keeps them, even where it is too large to look for its errors.
    fn parse(
        &self,
        bytes: &mut Vec<u8>,
        shown: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<FileImports, Box<Finding>> {
        let finding = |code, message| Box::new(Finding::new(code, message).in_path(shown));
        let source = SourceText::decode_owned(std::mem::take(bytes)).map_err(|error| {
            let message = format!("`{shown}` cannot be decoded: {error}");
            finding(Code::UndecodableFile, message)
        })?;
        let too_large = |error| {
            let message = format!("`{shown}` was not parsed: {error}");
            finding(Code::OversizedFile, message)
        };
        let imports = if self.strict {
            extract(&source, Depth::SyntaxErrors).or_else(|error| {
                let imports = extract(&source, Depth::Imports).map_err(&too_large)?;
                findings.push(*too_large(error));
                Ok(imports)
            })
        } else {
            extract(&source, Depth::Imports).map_err(too_large)
        };
        *bytes = source.into_text().into_bytes();
        imports
    }
}

/// One finding for the first syntax error of a file, which counts the others.
fn syntax_finding(
    errors: &[SyntaxError],
    reading: Reading,
    module: &FoundModule,
    id: FileId,
) -> Option<Finding> {
    let (first, rest) = errors.split_first()?;
    let more = match rest.len() {
        0 => String::new(),
        1 => " (and 1 more syntax error)".to_owned(),
        n => format!(" (and {n} more syntax errors)"),
    };
    let help = match reading {
        Reading::InDoubt => "the imports that could be read still count, but there may be others",
        Reading::Recognised | Reading::Verified => {
            "no import is in doubt; without `--strict` this is not reported"
        }
    };
    let finding = Finding::new(Code::SyntaxError, format!("{}{more}", first.message))
        .at(FileSpan::new(id, first.span))
        .module(module.name.as_str())
        .help(help);
    Some(finding)
}
