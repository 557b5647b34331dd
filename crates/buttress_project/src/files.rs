//! The files of a run: ids, paths as shown, and their texts, read again when the report needs them.

use std::sync::Arc;

use buttress_cache::ContentHash;
use buttress_files::{FileReader, FoundFile};
use buttress_report::Sources;
use buttress_source::{FileId, SourceText};

use crate::ConfigFile;

/// A Python file of the run.
#[derive(Debug, Clone)]
pub(crate) struct PythonFile {
    /// Where it is.
    pub(crate) file: FoundFile,
    /// The hash of its bytes when its imports were extracted; none if it could not be read.
    pub(crate) hash: Option<ContentHash>,
}

/// All files of the run by id: configuration files first, then Python files in module order.
#[derive(Debug, Default)]
pub(crate) struct FileTable {
    config: Vec<(Arc<str>, Arc<SourceText>)>,
    python: Vec<PythonFile>,
}

impl FileTable {
    pub(crate) fn new(config: &[ConfigFile], python: Vec<PythonFile>) -> Self {
        let config = (config.iter())
            .map(|file| (file.path.as_str().into(), Arc::new(file.source.clone())))
            .collect();
        Self { config, python }
    }

    /// Number of Python files that were read.
    pub(crate) fn read_count(&self) -> usize {
        self.python
            .iter()
            .filter(|file| file.hash.is_some())
            .count()
    }

    /// Whether a file is a configuration file.
    pub(crate) fn is_config(&self, file: FileId) -> bool {
        file.index() < self.config.len()
    }

    /// The path of a file as it is shown.
    pub(crate) fn shown(&self, file: FileId) -> Arc<str> {
        let python = || self.python.get(file.index() - self.config.len());
        match self.config.get(file.index()) {
            Some((path, _)) => path.clone(),
            None => python().map_or_else(|| "".into(), |python| python.file.display().into()),
        }
    }

    /// The text of a file, unless it has changed since its imports were extracted.
    fn load(&self, file: FileId) -> Option<Arc<SourceText>> {
        if let Some((_, source)) = self.config.get(file.index()) {
            return Some(source.clone());
        }
        let python = self.python(file)?;
        let hash = python.hash?;
        let mut reader = FileReader::default();
        let bytes = reader.read(&python.file).ok()?;
        let unchanged = ContentHash::of(bytes) == hash;
        let source = unchanged.then(|| SourceText::decode(bytes).ok())?;
        source.map(Arc::new)
    }

    fn python(&self, file: FileId) -> Option<&PythonFile> {
        self.python
            .get(file.index().checked_sub(self.config.len())?)
    }
}

impl Sources for FileTable {
    fn path(&self, file: FileId) -> Arc<str> {
        self.shown(file)
    }

    fn source(&self, file: FileId) -> Option<Arc<SourceText>> {
        self.load(file)
    }
}

/// Reads files again and holds on to the last one, for whoever asks file by file.
pub(crate) struct LastFile<'a> {
    files: &'a FileTable,
    last: Option<(FileId, Option<Arc<SourceText>>)>,
}

impl<'a> LastFile<'a> {
    pub(crate) fn new(files: &'a FileTable) -> Self {
        Self { files, last: None }
    }

    /// The path of a file as it is shown.
    pub(crate) fn path(&self, file: FileId) -> Arc<str> {
        self.files.shown(file)
    }

    /// The text of a file, unless it has changed since its imports were extracted.
    pub(crate) fn source(&mut self, file: FileId) -> Option<Arc<SourceText>> {
        match &self.last {
            Some((last, source)) if *last == file => source.clone(),
            _ => {
                let source = self.files.load(file);
                self.last = Some((file, source.clone()));
                source
            }
        }
    }
}
