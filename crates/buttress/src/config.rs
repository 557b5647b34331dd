//! Settings from configuration files on disk.

use std::io;
use std::path::{Path, PathBuf};

pub use buttress_config::{BUTTRESS_TOML, Form, Migration, PYPROJECT_TOML, schema};
use buttress_config::{FileSystem, FolderEntry, PathKind};

use crate::Settings;

/// The configuration file in force for a folder: the nearest native one upward, up to the
/// repository's root; if there is none, the one that import-linter would read in the folder.
pub fn discover(folder: &Path) -> Option<PathBuf> {
    buttress_config::discover(&Disk, folder)
}

/// The configuration file that import-linter would read in a folder, whatever native ones there
/// are.
pub fn discover_importlinter(folder: &Path) -> Option<PathBuf> {
    buttress_config::discover_importlinter(&Disk, folder)
}

/// The file in a folder at which import-linter would stop, as it cannot be read.
pub fn broken_importlinter(folder: &Path) -> Option<PathBuf> {
    buttress_config::broken_importlinter(&Disk, folder)
}

/// A table of a `pyproject.toml`, in a folder or above it, whose name is almost that of a
/// configuration: the file, the name as it is written after `tool.`, and the one that was meant.
pub fn misspelt_table(folder: &Path) -> Option<(PathBuf, String, &'static str)> {
    buttress_config::misspelt_table(&Disk, folder)
}

/// Reads a configuration file of either dialect, for a run in its folder.
///
/// Never fails: whatever is wrong with the file is a finding in the settings.
pub fn load(path: &Path) -> Settings {
    buttress_config::load(&Disk, path)
}

/// As [`load`], for a run in another folder: with import-linter's files, that is the folder that
/// packages are imported from, wherever the file lies.
pub fn load_in(path: &Path, working_directory: &Path) -> Settings {
    buttress_config::load_in(&Disk, path, working_directory)
}

/// As [`load_in`], for a file that [`discover_importlinter`] found: a `pyproject.toml` that holds a
/// native configuration too is read as import-linter's.
pub fn load_importlinter(path: &Path, working_directory: &Path) -> Settings {
    buttress_config::load_importlinter(&Disk, path, working_directory)
}

/// As [`load`], for a native configuration that is not written to its path yet.
pub fn load_text(path: &Path, text: &str) -> Settings {
    buttress_config::load_text(&Disk, path, text)
}

/// Whether a file is a `pyproject.toml` with the table `[tool.buttress]`, as far as it can be read.
pub fn holds_table(path: &Path) -> bool {
    buttress_config::holds_table(&Disk, path)
}

/// Writes settings of import-linter's as a native configuration for the folder `folder`; their source
/// roots should be those of the environment, see [`Settings::use_python`].
pub fn migrate(settings: &Settings, folder: &Path, form: Form) -> Migration {
    buttress_config::migrate(&Disk, settings, folder, form)
}

/// The file system of this machine.
struct Disk;

impl FileSystem for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn kind(&self, path: &Path) -> Option<PathKind> {
        let metadata = std::fs::metadata(path).ok()?;
        if metadata.is_dir() {
            Some(PathKind::Folder)
        } else {
            Some(PathKind::File)
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            if let Ok(name) = entry.file_name().into_string() {
                entries.push(FolderEntry { name, is_link });
            }
        }
        Ok(entries)
    }
}
