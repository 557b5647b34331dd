//! The full format: the report people read.
//!
//! Findings about the project first, then every contract in the order of the configuration, then
//! the closing lines. Each violation is a frame that shows its chain of imports hop by hop, and the
//! item of the configuration that forbids it last.

mod chain;
mod closing;
mod contract;
mod cycle;
mod diagnostic;
mod excerpt;
mod finish;
mod frame;
mod groups;
mod label;
mod paint;
mod why;
mod words;

use std::io;

use buttress_report::{Places, Report, Status};

use crate::{RenderOptions, Verbosity, summary};
use paint::{Page, Tone};

pub(crate) use why::render as render_why;

/// Writes a report.
pub(crate) fn render(
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page::new(options);
    let mut blocks = Blocks::new(out);
    for finding in &report.findings {
        blocks.block(&diagnostic::draw(finding, page))?;
    }
    for contract in &report.contracts {
        contract::render(contract, report, options, &mut blocks)?;
    }
    if options.verbosity > Verbosity::Quiet {
        let tone = match report.status {
            Status::Kept => Tone::Good,
            Status::Broken | Status::Error => Tone::Error,
        };
        let mut lines = summary::lines(report, options.elapsed, page.width);
        if let Some(first) = lines.first_mut() {
            *first = page.paint(tone, first);
        }
        blocks.lines(&lines)?;
    }
    Ok(())
}

/// The imports whose places are shown.
pub(crate) fn places(report: &Report, options: &RenderOptions) -> Places {
    let contracts = report.contracts.iter();
    contracts
        .flat_map(|contract| contract::places(contract, options))
        .collect()
}

/// Writes blocks of lines with one empty line between them; lines of a list follow each other.
struct Blocks<'w> {
    out: &'w mut dyn io::Write,
    last: Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Item,
    Block,
}

impl<'w> Blocks<'w> {
    fn new(out: &'w mut dyn io::Write) -> Self {
        Self {
            out,
            last: Last::Nothing,
        }
    }

    /// A block that stands alone; it ends in a line break.
    fn block(&mut self, text: &str) -> io::Result<()> {
        self.write(text, self.last != Last::Nothing, Last::Block)
    }

    /// A block of these lines; none is no block.
    fn lines(&mut self, lines: &[String]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.block(&(lines.join("\n") + "\n"))
    }

    /// A line of a list.
    fn item(&mut self, line: &str) -> io::Result<()> {
        self.write(&format!("{line}\n"), self.last == Last::Block, Last::Item)
    }

    fn write(&mut self, text: &str, gap: bool, last: Last) -> io::Result<()> {
        self.last = last;
        if gap {
            self.out.write_all(b"\n")?;
        }
        self.out.write_all(text.as_bytes())
    }
}
