//! The programs that are compared, and how each is called on a corpus.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::corpora::Corpus;

/// One row of a table: a program in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    OursCold,
    OursWarm,
    OursEdited,
    ImportLinterCold,
    ImportLinterWarm,
    Ruff,
    Tach,
    FloorRead,
    FloorStat,
}

impl Subject {
    pub(super) const ALL: [Self; 9] = [
        Self::OursCold,
        Self::OursWarm,
        Self::OursEdited,
        Self::ImportLinterCold,
        Self::ImportLinterWarm,
        Self::Ruff,
        Self::Tach,
        Self::FloorRead,
        Self::FloorStat,
    ];

    /// What `--only` calls it.
    pub(super) fn family(self) -> &'static str {
        match self {
            Self::OursCold | Self::OursWarm | Self::OursEdited => "ours",
            Self::ImportLinterCold | Self::ImportLinterWarm => "import-linter",
            Self::Ruff => "ruff",
            Self::Tach => "tach",
            Self::FloorRead | Self::FloorStat => "floor",
        }
    }

    /// What the table calls it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::OursCold => "buttress, no cache",
            Self::OursWarm => "buttress, cache, nothing changed",
            Self::OursEdited => "buttress, cache, 10 files changed",
            Self::ImportLinterCold => "import-linter, no cache",
            Self::ImportLinterWarm => "import-linter, cache, nothing changed",
            Self::Ruff => "ruff analyze graph",
            Self::Tach => "tach check",
            Self::FloorRead => "floor: walk and read",
            Self::FloorStat => "floor: walk and stat",
        }
    }

    /// Whether it checks the six contracts.
    pub(super) fn checks(self) -> bool {
        matches!(self.family(), "ours" | "import-linter")
    }
}

/// Where the programs are.
pub(super) struct Programs {
    pub(super) buttress: PathBuf,
    pub(super) floor: PathBuf,
    pub(super) empty: PathBuf,
    pub(super) lint_imports: PathBuf,
    pub(super) ruff: PathBuf,
    pub(super) tach: PathBuf,
    /// Threads that each may use.
    pub(super) jobs: usize,
    /// Where caches lie.
    pub(super) caches: PathBuf,
}

impl Programs {
    /// A row's program on a corpus; for `OursEdited` that is the copy that is edited.
    pub(super) fn command(&self, subject: Subject, corpus: &Corpus) -> Command {
        let cache = self.cache(subject, &corpus.name);
        match subject {
            Subject::OursCold => {
                let mut command = self.ours(&corpus.folder);
                command.arg("check").arg("--no-cache");
                command
            }
            Subject::OursWarm | Subject::OursEdited => {
                let mut command = self.ours(&corpus.folder);
                command.arg("check").arg("--cache-dir").arg(cache);
                command
            }
            Subject::ImportLinterCold => {
                let mut command = self.start(&self.lint_imports, &corpus.folder);
                command.arg("--no-cache");
                command
            }
            Subject::ImportLinterWarm => {
                let mut command = self.start(&self.lint_imports, &corpus.folder);
                command.arg("--cache-dir").arg(cache);
                command
            }
            Subject::Ruff => {
                let mut command = self.start(&self.ruff, &corpus.folder);
                command.args(["analyze", "graph", "--isolated", "."]);
                command
            }
            Subject::Tach => {
                let mut command = self.start(&self.tach, &corpus.folder);
                command.arg("check");
                command
            }
            Subject::FloorRead => self.floor("read", &corpus.folder),
            Subject::FloorStat => self.floor("stat", &corpus.folder),
        }
    }

    /// Ours under the name and with the report of import-linter.
    pub(super) fn ours_as_lint_imports(&self, corpus: &Corpus) -> Command {
        let mut command = self.start(&self.buttress, &corpus.folder);
        command.args(["lint-imports", "--no-cache"]);
        command
    }

    /// Ours with the times of its stages.
    pub(super) fn ours_with_timings(&self, corpus: &Corpus) -> Command {
        let mut command = self.command(Subject::OursCold, corpus);
        command.arg("--timings");
        command
    }

    /// The folder of a row's cache.
    pub(super) fn cache(&self, subject: Subject, corpus: &str) -> PathBuf {
        let kind = match subject {
            Subject::OursEdited => "edited",
            _ => subject.family(),
        };
        self.caches.join(format!("{corpus}-{kind}"))
    }

    fn ours(&self, folder: &Path) -> Command {
        let mut command = self.start(&self.buttress, folder);
        command.args(["--jobs", &self.jobs.to_string()]);
        command
    }

    fn floor(&self, what: &str, folder: &Path) -> Command {
        let mut command = self.start(&self.floor, folder);
        command.args([what, ".", &self.jobs.to_string()]);
        command
    }

    /// A program in a folder, with nothing in its environment that changes what it finds.
    fn start(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .env("RAYON_NUM_THREADS", self.jobs.to_string())
            .env_remove("PYTHONPATH")
            .env_remove("VIRTUAL_ENV");
        command
    }
}
