//! Running other programs, with errors that say which and why.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

use crate::Result;
use crate::workspace::Workspace;

/// The cargo that runs this task, in the workspace's root.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(workspace.root());
    command
}

/// Runs a command to its end and fails if it does.
pub(crate) fn run(command: &mut Command) -> Result {
    eprintln!("$ {}", describe(command));
    let status = command
        .status()
        .map_err(|error| format!("could not start `{}`: {error}", describe(command)))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{}` failed ({status})", describe(command)))
}

/// Runs a command quietly and gives its standard output; fails with what it said if it fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("could not start `{}`: {error}", describe(command)))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}` failed: {}", describe(command), said.trim()))
}

/// The command as one would type it.
pub(crate) fn describe(command: &Command) -> String {
    let name = |word: &OsStr| word.to_string_lossy().into_owned();
    let mut words = vec![name(command.get_program())];
    words.extend(command.get_args().map(name));
    words.join(" ")
}
