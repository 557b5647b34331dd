//! Exit statuses, and how a run ends early.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anstyle::{AnsiColor, Style};
use buttress::Status;

use crate::output;

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All contracts are kept, or the question was answered with yes.
    Kept = 0,
    /// A contract is broken, or the question was answered with no.
    Broken = 1,
    /// Something could not be checked: configuration, usage, IO.
    Error = 2,
    /// Interrupted by the user, as shells report it.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Status> for Exit {
    fn from(status: Status) -> Self {
        match status {
            Status::Kept => Self::Kept,
            Status::Broken => Self::Broken,
            Status::Error => Self::Error,
        }
    }
}

/// A mistake of the user's, with the way out.
#[derive(Debug)]
pub(crate) struct UserError {
    message: String,
    help: Option<String>,
}

impl UserError {
    /// An error that says what is wrong and what to do.
    pub(crate) fn new(message: impl Into<String>, help: impl Into<Option<String>>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl std::fmt::Display for UserError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for UserError {}

/// Ends the process with status 130 on Ctrl-C, on a fresh line.
pub(crate) fn on_interrupt() {
    // Without a handler the default of the platform applies, which ends the process as well.
    let _ = ctrlc::set_handler(|| {
        let _ = writeln!(anstream::stderr());
        output::remove_unfinished();
        #[expect(
            clippy::exit,
            reason = "only what goes to stdout can be cut off: files are written aside and then renamed"
        )]
        std::process::exit(i32::from(Exit::Interrupted as u8));
    });
}

/// Prints an error to stderr and gives the exit status for it.
pub(crate) fn report(error: &anyhow::Error) -> Exit {
    if is_broken_pipe(error) {
        return Exit::Kept;
    }
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let mut stderr = anstream::stderr();
    let _ = writeln!(stderr, "{red}error{red:#}: {error}");
    for cause in error.chain().skip(1) {
        let _ = writeln!(stderr, "  cause: {cause}");
    }
    let help = error
        .downcast_ref::<UserError>()
        .and_then(|error| error.help.as_ref());
    if let Some(help) = help {
        let _ = writeln!(stderr, "{cyan}help{cyan:#}: {help}");
    }
    Exit::Error
}

/// Prints to stderr what changes no result, and says nothing twice where a project is read twice.
pub(crate) fn warn(message: &str, help: &str) {
    static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    if !told.insert(message.to_owned()) {
        return;
    }
    let yellow = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let mut stderr = anstream::stderr();
    let _ = writeln!(stderr, "{yellow}warning{yellow:#}: {message}");
    let _ = writeln!(stderr, "{cyan}help{cyan:#}: {help}");
}

/// Whether the reader of our output went away, which is no error.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
