//! Where output goes, and in which shape.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anstream::AutoStream;
use anyhow::Result;

use crate::exit::{Exit, is_broken_pipe};

/// Whether what goes to stdout may be coloured.
pub(crate) fn colored() -> bool {
    AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Whether a person is likely to read stdout as it comes.
pub(crate) fn on_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The columns to write in: those of the terminal, as long as lines stay easy to read, or 80.
pub(crate) fn width() -> usize {
    const READABLE: u16 = 100;
    let terminal = terminal_size::terminal_size_of(io::stdout());
    terminal.map_or(80, |(width, _)| width.0.min(READABLE).into())
}

/// Writes to stdout through a buffer; a reader that goes away early is no error.
pub(crate) fn to_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    status: Exit,
) -> Result<Exit> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = write(&mut out).and_then(|()| out.flush());
    match written.map_err(anyhow::Error::from) {
        Err(error) if !is_broken_pipe(&error) => Err(error.context("could not write to stdout")),
        _ => Ok(status),
    }
}

/// The file that is being written beside the one that was asked for.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Writes a file whole or not at all: a run that is cut off leaves the file that was there.
///
/// What is no regular file (a device, a pipe, a link to a file) is written to as it is; so is a file
/// in a folder where none can be made.
pub(crate) fn to_file(
    path: &Path,
    write: impl Fn(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let fill = |file: File| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    };
    let there = fs::symlink_metadata(path).ok();
    let is_plain = there.as_ref().is_none_or(fs::Metadata::is_file);
    let beside = beside(path).filter(|_| is_plain);
    let made = beside.and_then(|beside| Some((begin(&beside)?, beside)));
    let Some((file, beside)) = made else {
        return fill(File::create(path)?);
    };
    let keep_mode = |there: fs::Metadata| fs::set_permissions(&beside, there.permissions());
    let written = fill(file)
        .and_then(|()| there.map_or(Ok(()), keep_mode))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        remove_unfinished();
    }
    *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = None;
    written
}

/// Takes away what was being written to a file.
pub(crate) fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(path) = &*unfinished {
        let _ = fs::remove_file(path);
    }
}

/// A hidden name in the same folder that no other run uses.
fn beside(path: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(path.file_name()?);
    name.push(format!(".{}.unfinished", std::process::id()));
    Some(path.with_file_name(name))
}

/// Makes the file, and sees to it that it does not outlive the run.
fn begin(path: &Path) -> Option<File> {
    let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    let file = File::create_new(path).ok()?;
    *unfinished = Some(path.to_owned());
    Some(file)
}
