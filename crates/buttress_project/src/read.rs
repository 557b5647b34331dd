//! One file to its imports: out of the cache if it is proved to be unchanged, else out of its bytes.

use std::fmt;
use std::fs::{self, Metadata};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use buttress_cache::{BlobId, Cache, ContentHash, Record, Stamp};
use buttress_files::{FileReader, FoundFile, FoundModule};
use buttress_git::GitIndex;
use buttress_graph::pool;
use buttress_imports::{Depth, Recogniser, extract};
use buttress_source::{
    Code, FileId, FileImports, FileSpan, Finding, PackedImports, Reading, SourceText, SyntaxError,
    plain_text,
};

use crate::earlier::Earlier;
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
    /// What its bytes say, and by what it can be recognised later on if there is a cache. In boxes, as
    /// in most runs almost no file is read, and there may be a hundred thousand.
    Extracted(Box<FileImports>, Option<Box<Proof>>),
    /// An earlier run resolved its imports, and there is nothing to say of it. With its stamp, if it had
    /// to be read to know that.
    Resolved(Option<Box<Stamp>>),
    /// What the cache says.
    Cached(Box<Recalled<'c>>),
}

/// What the cache says of a file.
pub(crate) struct Recalled<'c> {
    pub(crate) record: Record<'c>,
    /// None if they need not be resolved again.
    imports: Option<PackedImports<'c>>,
    /// What is new of the file, if it was not recognised by its stamp.
    pub(crate) news: Option<Proof>,
}

/// By what a file can be recognised later on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proof {
    /// Its stamp, taken before it was read.
    pub(crate) stamp: Stamp,
    /// The blob that git proves it to be.
    pub(crate) blob: Option<BlobId>,
}

impl Content<'_> {
    /// Whether an earlier run resolved the imports of the file.
    pub(crate) fn is_resolved(&self) -> bool {
        match self {
            Self::Unknown | Self::Extracted(..) => false,
            Self::Resolved(_) => true,
            Self::Cached(recalled) => recalled.imports.is_none(),
        }
    }

    /// The imports of the file, if they have to be resolved.
    pub(crate) fn imports(&self) -> Option<PackedImports<'_>> {
        match self {
            Self::Unknown | Self::Resolved(_) => None,
            Self::Extracted(imports, _) => Some(imports.packed()),
            Self::Cached(recalled) => recalled.imports,
        }
    }

    /// How thoroughly the file was read, and its syntax errors as far as they are known.
    fn errors(&self) -> (Reading, Vec<SyntaxError>) {
        match self {
            Self::Unknown | Self::Resolved(_) => (Reading::Recognised, Vec::new()),
            Self::Extracted(imports, _) => (imports.reading(), imports.errors().to_vec()),
            Self::Cached(recalled) => {
                let record = &recalled.record;
                (record.reading(), record.errors().unwrap_or_default())
            }
        }
    }
}

/// So many files in a row are read by one thread. Neighbours are alike, and some take a hundred times as
/// long as others: of larger shares the last one keeps the other threads waiting.
const SHARE: usize = 32;

/// Reads the files of all modules that have one, on all threads of the pool that the caller is in.
pub(crate) fn read_all<'c>(
    modules: &[FoundModule],
    settings: &Settings,
    cache: Option<&'c Cache>,
    earlier: Option<&Earlier<'_>>,
    progress: &dyn Progress,
) -> Vec<Option<ReadFile<'c>>> {
    let ids = file_ids(modules, settings);
    let files = ids.iter().flatten().count();
    progress.begin(Stage::Read, Some(files));
    let reader = Reader::new(settings, cache, earlier, files / FILES_PER_STRANGER);
    let read = |room: &mut Room, number: usize| {
        let module = &modules[number];
        let (file, id) = (module.file.as_ref()?, ids[number]?);
        room.number = number;
        let read = reader.read(module, file, id, room);
        progress.step();
        Some(read)
    };
    let numbers: Vec<usize> = (0..modules.len()).collect();
    let shares: Vec<&[usize]> = numbers.chunks(SHARE).collect();
    let read = pool::map_with(&shares, Room::default, |room, share| {
        let read = share.iter().map(|number| read(room, *number));
        read.collect::<Vec<_>>()
    });
    let mut all = Vec::with_capacity(modules.len());
    for share in read {
        all.extend(share);
    }
    all
}

/// The ids of the modules' files.
pub(crate) fn file_ids(modules: &[FoundModule], settings: &Settings) -> Vec<Option<FileId>> {
    let mut next = settings.config_files.len();
    let ids = modules.iter().map(|module| {
        module.file.as_ref()?;
        next += 1;
        Some(Settings::config_file_id(next - 1))
    });
    ids.collect()
}

/// Memory that one file after the other uses.
#[derive(Default)]
pub(crate) struct Room {
    reader: FileReader,
    recogniser: Recogniser,
    /// The path of the file as it is shown, if there is a cache, which knows files by it.
    shown: String,
    /// The number of the module that the file is.
    pub(crate) number: usize,
}

/// Git's index holds all files. It is read once more than one file in this many is not recognised by
/// its stamp; to read the few that were edited since the last run takes less time.
const FILES_PER_STRANGER: usize = 256;

/// Reads files.
pub(crate) struct Reader<'s, 'c> {
    cache: Option<&'c Cache>,
    earlier: Option<&'s Earlier<'s>>,
    base: &'s Path,
    /// What git knows, opened when more than a few files are not recognised by their stamps.
    git: OnceLock<Option<GitIndex>>,
    /// How often git was to be asked.
    asked: AtomicUsize,
    /// How many files may be read before git is asked.
    few: usize,
    /// Whether the syntax errors of every file are wanted.
    strict: bool,
}

impl<'s, 'c> Reader<'s, 'c> {
    /// Asks git once more than `few` files are not recognised by their stamps.
    pub(crate) fn new(
        settings: &'s Settings,
        cache: Option<&'c Cache>,
        earlier: Option<&'s Earlier<'s>>,
        few: usize,
    ) -> Self {
        Self {
            cache,
            earlier,
            base: &settings.base,
            git: OnceLock::new(),
            asked: AtomicUsize::new(0),
            few,
            strict: settings.strict,
        }
    }

    /// Reads one file, which is the module of the number that `room` has.
    pub(crate) fn read(
        &self,
        module: &FoundModule,
        file: &FoundFile,
        id: FileId,
        room: &mut Room,
    ) -> ReadFile<'c> {
        if self.cache.is_some() {
            room.shown.clear();
            file.write_display(&mut room.shown);
        }
        let mut read = ReadFile {
            id,
            hash: None,
            content: Content::Unknown,
            findings: Vec::new(),
        };
        if let Some((record, content)) = self.recall(file, room) {
            read.hash = Some(record.content_hash());
            read.content = content;
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

    /// What the cache knows of a file by its stamp, or by what git proves, without opening it.
    fn recall(&self, file: &FoundFile, room: &Room) -> Option<(Record<'c>, Content<'c>)> {
        let key = &room.shown;
        let cache = self.cache.filter(|cache| !cache.is_empty())?;
        let by_stamp = |stamp: Stamp| cache.find(key.as_bytes(), &stamp);
        if let Some(record) = file.stamp().and_then(by_stamp) {
            return Some((record, self.sufficient(record, None, room.number)?));
        }
        let path = file.path();
        let metadata = fs::metadata(&path).ok()?;
        let stamp = Stamp::of(&metadata);
        if let Some(record) = by_stamp(stamp) {
            return Some((record, self.sufficient(record, None, room.number)?));
        }
        let blob = self.blob_of(&path, &metadata)?;
        let record = cache.find_by_blob(key.as_bytes(), &blob)?;
        // Checked out with other settings, a file of the same blob is longer or shorter.
        if record.stamp().size != stamp.size {
            return None;
        }
        let blob = Some(blob);
        Some((
            record,
            self.sufficient(record, Some(Proof { stamp, blob }), room.number)?,
        ))
    }

    fn blob_of(&self, path: &Path, metadata: &Metadata) -> Option<BlobId> {
        if self.asked.fetch_add(1, Ordering::Relaxed) < self.few {
            return None;
        }
        let open = || GitIndex::open(self.base);
        self.git.get_or_init(open).as_ref()?.blob_of(path, metadata)
    }

    /// The blob that a file is, if its bytes, which were read since it had this metadata, are those of
    /// the blob as well.
    fn blob_of_bytes(&self, file: &FoundFile, before: &Metadata) -> Option<BlobId> {
        self.cache?;
        let path = file.path();
        let blob = self.blob_of(&path, before)?;
        let after = fs::metadata(&path).ok()?;
        (Stamp::of(&after) == Stamp::of(before)).then_some(blob)
    }

    /// What a record of the cache says, if that is as much as this run asks for.
    fn sufficient(
        &self,
        record: Record<'c>,
        news: Option<Proof>,
        number: usize,
    ) -> Option<Content<'c>> {
        if self.strict && record.reading() == Reading::Recognised {
            return None;
        }
        let earlier = self.earlier;
        let is_resolved =
            earlier.is_some_and(|earlier| earlier.knows(number, record.content_hash()));
        let imports = if is_resolved {
            None
        } else {
            Some(record.packed()?)
        };
        Some(Content::Cached(Box::new(Recalled {
            record,
            imports,
            news,
        })))
    }

    /// Reads the file, and extracts its imports unless the cache knows them by its content.
    fn extract(
        &self,
        file: &FoundFile,
        room: &mut Room,
        read: &mut ReadFile<'c>,
    ) -> Result<(), Box<Finding>> {
        let (bytes, proof) = if self.cache.is_some() || self.earlier.is_some() {
            let (bytes, metadata) = room.reader.read_with_metadata(file)?;
            let blob = self.blob_of_bytes(file, &metadata);
            let stamp = Stamp::of(&metadata);
            (bytes, Some(Proof { stamp, blob }))
        } else {
            (room.reader.read(file)?, None)
        };
        let hash = ContentHash::of(bytes);
        read.hash = Some(hash);
        let earlier = self.earlier.filter(|_| self.cache.is_none());
        if earlier.is_some_and(|earlier| earlier.knows_all(room.number, hash)) {
            read.content = Content::Resolved(proof.map(|proof| Box::new(proof.stamp)));
            return Ok(());
        }
        let key = room.shown.as_bytes();
        let known = self.cache.and_then(|cache| cache.find_by_hash(key, hash));
        if let Some(content) = known.and_then(|record| self.sufficient(record, proof, room.number))
        {
            read.content = content;
            return Ok(());
        }
        let imports = self.parse(bytes, file, &mut room.recogniser, &mut read.findings)?;
        read.content = Content::Extracted(Box::new(imports), proof.map(Box::new));
        Ok(())
    }

    /// Decodes and extracts. A file whose imports are certain keeps them, even where it is too large to
    /// look for its errors.
    fn parse(
        &self,
        bytes: &[u8],
        file: &FoundFile,
        recogniser: &mut Recogniser,
        findings: &mut Vec<Finding>,
    ) -> Result<FileImports, Box<Finding>> {
        if !self.strict
            && let Some(text) = plain_text(bytes)
            && let Ok(imports) = recogniser.recognise(text)
        {
            return Ok(imports);
        }
        let finding = |code, said: &str, error: &dyn fmt::Display| {
            let shown = file.display();
            let message = format!("`{shown}` {said}: {error}");
            Box::new(Finding::new(code, message).in_path(shown))
        };
        let source = SourceText::decode(bytes)
            .map_err(|error| finding(Code::UndecodableFile, "cannot be decoded", &error))?;
        let too_large = |error| finding(Code::OversizedFile, "was not parsed", &error);
        if self.strict {
            extract(&source, Depth::SyntaxErrors).or_else(|error| {
                let imports = extract(&source, Depth::Imports).map_err(too_large)?;
                findings.push(*too_large(error));
                Ok(imports)
            })
        } else {
            extract(&source, Depth::Imports).map_err(too_large)
        }
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
