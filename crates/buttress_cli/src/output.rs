//! Where output goes, and in which shape.

use std::io::{self, BufWriter, IsTerminal, Write};

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
