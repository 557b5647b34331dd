//! A project in a temporary folder, and runs of buttress in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Asserts that the transcript of a run is the one on record.
macro_rules! assert_transcript {
    ($project:expr, $($arg:expr),+ $(,)?) => {
        $crate::harness::settings().bind(|| {
            insta::assert_snapshot!($project.transcript(&[$($arg),+]));
        })
    };
}
pub(crate) use assert_transcript;

/// What may differ from one machine or run to the next.
pub(crate) fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.add_filter(r"\b\d+\.\d+ (s|ms)\b", "[TIME]");
    settings.add_filter(r"\bbuttress\.exe\b", "buttress");
    settings.add_filter(
        r"(No such file or|The system cannot find)[^()]* \(os error \d\)",
        "[NOT FOUND]",
    );
    settings.add_filter(r"(?m)^buttress \d+\.\d+\.\d+\S*$", "buttress [VERSION]");
    settings
}

/// A configuration with a contract that nothing breaks, for tests about something else.
pub(crate) const UNBREAKABLE: &str = r#"
[[contracts]]
id     = "unbreakable"
type   = "layers"
layers = ["(no_such_package)"]
"#;

/// A project in a temporary folder.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A project with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            project.write(path, text.as_bytes());
        }
        project
    }

    /// A copy of one of the examples.
    pub(crate) fn example(name: &str) -> Self {
        let project = Self::new(&[]);
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../examples")
            .join(name);
        copy(&source, project.folder.path());
        project
    }

    /// Adds a file.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A path in the project.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// A run that is still to be started, with nothing of this machine's settings.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_buttress"));
        command.args(args).current_dir(self.folder.path());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CI"] {
            command.env_remove(variable);
        }
        for variable in ["PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs buttress.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs buttress as somebody whom the permissions of files concern. For root nothing is
    /// unreadable, so root runs a copy of the program as somebody else.
    #[cfg(unix)]
    pub(crate) fn output_as_nobody(&self, args: &[&str]) -> Output {
        use std::io::ErrorKind;
        use std::os::unix::fs::MetadataExt;
        use std::os::unix::process::CommandExt;

        let mut command = self.command(args);
        if fs::metadata(self.path("")).unwrap().uid() == 0 {
            let program = self.path("program");
            if !program.exists() {
                fs::copy(env!("CARGO_BIN_EXE_buttress"), &program).unwrap();
            }
            command = Command::new(program);
            command.args(args).current_dir(self.path("."));
            command.uid(65534).gid(65534);
        }
        loop {
            // While another thread is about to start a process, it may hold the copy open.
            match command.output() {
                Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => {}
                output => return output.unwrap(),
            }
        }
    }

    /// Runs buttress and tells what happened.
    pub(crate) fn transcript(&self, args: &[&str]) -> String {
        let output = self.run(args);
        format!("$ buttress {}\n{}", args.join(" "), self.tell(&output))
    }

    /// Exit status and output, with the temporary folder as `[PROJECT]`.
    pub(crate) fn tell(&self, output: &Output) -> String {
        let exit = output.status.code();
        let exit = exit.map_or_else(|| output.status.to_string(), |code| code.to_string());
        format!(
            "exit status: {exit}\n----- stdout -----\n{}\n----- stderr -----\n{}",
            self.neutral(&output.stdout),
            self.neutral(&output.stderr),
        )
    }

    fn neutral(&self, bytes: &[u8]) -> String {
        let mut text = String::from_utf8(bytes.to_vec()).unwrap();
        let folder = self.folder.path();
        let real = folder.canonicalize().unwrap();
        for path in [real.as_path(), folder] {
            text = text.replace(&path.display().to_string(), "[PROJECT]");
        }
        if cfg!(windows) {
            text = text
                .replace("\r\n", "\n")
                .replace("[PROJECT]\\", "[PROJECT]/");
        }
        text
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
