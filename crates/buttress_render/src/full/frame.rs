//! A frame: one headline and one excerpt a section. The only file that names ariadne.
//!
//! ariadne draws the box, the underlines and the arms, without colour, from one-line sources: each
//! section is a source of its own, so a chain that returns to its first file keeps its places. What
//! ariadne cannot know (the true place, the true line number, the width of the page) comes in
//! afterwards, in [`finish`](super::finish).

use std::fmt;

use ariadne::{Cache, Config, IndexType, Label as Arrow, Report, ReportKind, Source};
use buttress_report::Location;
use buttress_source::Severity;

use super::excerpt::Excerpt;
use super::finish::finish;
use super::label::Label;
use super::paint::{Page, Tone, wrap};
use crate::text::clean;

/// Stands for the place of a section in its header.
pub(super) const PLACE: char = '\u{1}';
/// Stands for the words of a label.
pub(super) const WORDS: char = '\u{4}';

/// What a frame shows.
#[derive(Debug, Clone)]
pub(super) struct Frame<'a> {
    /// The headline; none for a frame that continues what was said before it.
    pub(super) headline: Option<Headline>,
    /// The excerpts, top to bottom; at least one.
    pub(super) sections: Vec<Section<'a>>,
    /// The next step; each item is a paragraph.
    pub(super) help: Vec<String>,
    /// The background; each item is a paragraph.
    pub(super) note: Vec<String>,
}

/// `[code] Error: message`.
#[derive(Debug, Clone)]
pub(super) struct Headline {
    pub(super) code: String,
    pub(super) severity: Severity,
    pub(super) message: String,
}

/// A place with its line and what there is to say about it.
#[derive(Debug, Clone)]
pub(super) struct Section<'a> {
    pub(super) location: &'a Location,
    pub(super) label: Label,
    pub(super) tone: Tone,
    /// What to show for a line that is empty; nothing if it may well be.
    pub(super) empty: &'static str,
}

impl Headline {
    /// `[code] Error:`.
    pub(super) fn lead(&self) -> String {
        format!("[{}] {}:", self.code, self.kind())
    }

    pub(super) fn tone(&self) -> Tone {
        match self.severity {
            Severity::Error => Tone::Error,
            Severity::Warning | Severity::Off => Tone::Warning,
        }
    }

    fn kind(&self) -> ReportKind<'static> {
        match self.severity {
            Severity::Error => ReportKind::Error,
            Severity::Warning | Severity::Off => ReportKind::Warning,
        }
    }
}

/// Draws the frame.
pub(super) fn draw(frame: &Frame<'_>, page: Page) -> String {
    let sections = &frame.sections;
    let lines = sections.iter().map(|section| section.location.start.line);
    let digits = lines.max().unwrap_or(1).to_string().len();
    let room = page.width.saturating_sub(digits + 4);
    let excerpts: Vec<_> = (sections.iter())
        .map(|section| Excerpt::new(section.location, room, section.empty))
        .collect();
    let kind = frame
        .headline
        .as_ref()
        .map_or(ReportKind::Advice, Headline::kind);
    let config = Config::new()
        .with_color(false)
        .with_index_type(IndexType::Char);
    let mut report = Report::build(kind, (0, 0..0)).with_config(config);
    if let Some(headline) = &frame.headline {
        report = report
            .with_code(&headline.code)
            .with_message(&headline.message);
    }
    for (at, excerpt) in excerpts.iter().enumerate() {
        let order = i32::try_from(at).unwrap_or(i32::MAX);
        let arrow = Arrow::new((at, excerpt.span.clone())).with_message(WORDS);
        report = report.with_label(arrow.with_order(order));
    }
    let room = page.width.saturating_sub(digits + 4 + "Help: ".len());
    let block = |items: &[String]| {
        let items = items.iter().map(|item| wrap(&clean(item), room).join("\n"));
        items.collect::<Vec<_>>().join("\n\n")
    };
    if !frame.help.is_empty() {
        report = report.with_help(block(&frame.help));
    }
    if !frame.note.is_empty() {
        report = report.with_note(block(&frame.note));
    }
    let sources = excerpts
        .iter()
        .map(|excerpt| Source::from(excerpt.text.clone()));
    let mut drawn = Vec::new();
    let written = report
        .finish()
        .write(Sources(sources.collect()), &mut drawn);
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
    finish(&String::from_utf8_lossy(&drawn), frame, excerpts, page)
}

/// One source a section.
struct Sources(Vec<Source<String>>);

impl Cache<usize> for Sources {
    type Storage = String;

    fn fetch(&mut self, section: &usize) -> Result<&Source<String>, impl fmt::Debug> {
        self.0.get(*section).ok_or("every section has a source")
    }

    fn display<'a>(&self, _: &'a usize) -> Option<impl fmt::Display + 'a> {
        Some(PLACE)
    }
}
