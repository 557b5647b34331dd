//! What a process is told about git from outside the repository: environment variables, and the
//! files of the user and the system.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Any of these means that git would take its repository, index, configuration or attributes from
/// somewhere else.
const REDIRECTIONS: [&str; 11] = [
    "GIT_ATTR_SOURCE",
    "GIT_CEILING_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_SYSTEM",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
];

/// Where git may have been told to look for the system's files when it was built: in the file system,
/// by package managers, by Apple.
const SYSTEM_FOLDERS: [&str; 7] = [
    "/etc",
    "/usr/etc",
    "/usr/local/etc",
    "/opt/homebrew/etc",
    "/opt/local/etc",
    "/Library/Developer/CommandLineTools/usr/share/git-core",
    "/Applications/Xcode.app/Contents/Developer/usr/share/git-core",
];

/// Where files outside the repository may be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    /// The user's home folder.
    pub(crate) home: Option<PathBuf>,
    /// Configuration files, whether they exist or not.
    pub(crate) config: Vec<PathBuf>,
    /// Attributes files, whether they exist or not.
    pub(crate) attributes: Vec<PathBuf>,
}

impl Surroundings {
    /// Those of a process with these environment variables; none if they send git elsewhere.
    pub(crate) fn new(variable: impl Fn(&str) -> Option<OsString>) -> Option<Self> {
        if REDIRECTIONS.iter().any(|name| variable(name).is_some()) {
            return None;
        }
        let folder = |name| variable(name).filter(|value| !value.is_empty());
        let home = folder("HOME").map(PathBuf::from);
        let dotted = home.as_deref().map(|home| home.join(".config"));
        let user = folder("XDG_CONFIG_HOME").map(PathBuf::from).or(dotted);
        let mut found = Self::default();
        for folder in SYSTEM_FOLDERS.map(Path::new) {
            found.config.push(folder.join("gitconfig"));
            found.attributes.push(folder.join("gitattributes"));
        }
        if let Some(user) = user {
            found.config.push(user.join("git/config"));
            found.attributes.push(user.join("git/attributes"));
        }
        if let Some(home) = &home {
            found.config.push(home.join(".gitconfig"));
        }
        found.home = home;
        Some(found)
    }
}
