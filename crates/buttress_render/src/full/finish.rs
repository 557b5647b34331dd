//! From what ariadne drew to what is shown: true places and line numbers, labels that fit, colour.
//!
//! What ariadne draws here has a fixed grammar: no colour, one-line sources (so the line number is
//! always 1 and the margin three columns), one label a section. Stand-ins are control characters,
//! which no text that was put in can contain.

use std::collections::VecDeque;

use super::excerpt::{CLUSTER, Excerpt, FILLER};
use super::frame::{Frame, PLACE, Section, WORDS};
use super::label::Arm;
use super::paint::{Page, Tone};
use crate::wording::place;

/// Columns of ariadne's margin around a one-digit line number, up to its bar.
const MARGIN: usize = 3;

/// Rewrites ariadne's drawing of `frame`, line by line.
pub(super) fn finish(drawn: &str, frame: &Frame<'_>, excerpts: Vec<Excerpt>, page: Page) -> String {
    let lines = frame
        .sections
        .iter()
        .map(|section| section.location.start.line);
    let digits = lines.max().unwrap_or(1).to_string().len();
    let mut finisher = Finisher {
        page,
        digits,
        sections: frame.sections.iter(),
        excerpts: excerpts.into(),
        current: None,
        lines: Vec::new(),
    };
    let mut lines = drawn.lines();
    if let (Some(first), Some(headline)) = (lines.next(), &frame.headline) {
        let lead = headline.lead();
        let rest = first.strip_prefix(&lead).unwrap_or(first);
        let lead = page.paint(headline.tone(), &lead);
        finisher.lines.push(format!("{lead}{rest}"));
    }
    lines.for_each(|line| finisher.line(line));
    let mut text = String::with_capacity(drawn.len());
    for line in finisher.lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

struct Finisher<'f, 'a> {
    page: Page,
    /// Of the greatest line number.
    digits: usize,
    sections: std::slice::Iter<'f, Section<'a>>,
    excerpts: VecDeque<Excerpt>,
    /// The section whose label has not been drawn yet.
    current: Option<(&'f Section<'a>, Excerpt)>,
    lines: Vec<String>,
}

impl Finisher<'_, '_> {
    fn line(&mut self, line: &str) {
        let at = line
            .char_indices()
            .nth(MARGIN)
            .map_or(line.len(), |(at, _)| at);
        let (margin, rest) = line.split_at(at);
        if rest.contains(PLACE) {
            self.header(rest);
        } else if margin.starts_with('─') {
            let bottom = format!("{}╯", "─".repeat(self.digits + 2));
            self.lines.push(self.page.paint(Tone::Margin, &bottom));
        } else if margin.contains('1') {
            self.source(rest);
        } else if rest.contains(WORDS) {
            self.label(rest);
        } else {
            self.other(rest);
        }
    }

    fn header(&mut self, rest: &str) {
        self.current = self.sections.next().zip(self.excerpts.pop_front());
        let Some((section, _)) = &self.current else {
            return;
        };
        let corner: String = rest.chars().take_while(|c| *c != ' ').collect();
        let indent = " ".repeat(self.digits + 2);
        let open = self.page.paint(Tone::Margin, &format!("{indent}{corner}"));
        let close = self.page.paint(Tone::Margin, "]");
        self.lines
            .push(format!("{open} {} {close}", place(section.location)));
    }

    /// The source line: ` │ text`, with stand-ins.
    fn source(&mut self, rest: &str) {
        let Some((section, excerpt)) = &mut self.current else {
            return;
        };
        let number = format!("{:>1$} │", section.location.start.line, self.digits + 1);
        let mut parts = [String::new(), String::new(), String::new()];
        for (at, c) in rest.chars().skip(2).enumerate() {
            let part = usize::from(at >= excerpt.span.start) + usize::from(at >= excerpt.span.end);
            match c {
                CLUSTER => parts[part].extend(excerpt.clusters.pop_front()),
                FILLER => {}
                c => parts[part].push(c),
            }
        }
        let [before, name, after] = parts;
        let name = self.page.paint(section.tone, &name);
        let number = self.page.paint(Tone::Margin, &number);
        self.lines.push(format!("{number} {before}{name}{after}"));
    }

    /// The line with the arm: `│   ╰──── ` and the stand-in for the words.
    fn label(&mut self, rest: &str) {
        let Some((section, _)) = self.current.take() else {
            return;
        };
        if section.label.words.is_empty() {
            return;
        }
        let cells = rest.chars().skip(2);
        let column = cells.take_while(|c| *c == ' ').count();
        let arm = Arm {
            column,
            length: rest.chars().filter(|c| *c == '─').count(),
            width: self.page.width.saturating_sub(self.digits + 4),
        };
        for row in section.label.rows(arm) {
            let before = self.page.paint(section.tone, &row.arm);
            let after = self.page.paint(section.tone, &row.tail);
            let line = format!("{} {before}{}{after}", self.margin(), row.words);
            self.lines.push(line);
        }
    }

    /// An underline, an empty line, or a line of help.
    fn other(&mut self, rest: &str) {
        let rest = rest.strip_prefix('│').unwrap_or(rest).trim_end();
        let rest = match &self.current {
            Some((section, _)) if section.label.words.is_empty() => {
                self.page.paint(section.tone, &rest.replace('┬', "─"))
            }
            Some((section, _)) => self.page.paint(section.tone, rest),
            None => match rest.split_once(": ") {
                Some((lead @ (" Help" | " Note"), text)) => {
                    let lead = self.page.paint(Tone::Lead, &format!("{lead}:"));
                    format!("{lead} {text}")
                }
                _ => rest.to_owned(),
            },
        };
        self.lines.push(format!("{}{rest}", self.margin()));
    }

    fn margin(&self) -> String {
        let indent = " ".repeat(self.digits + 2);
        self.page.paint(Tone::Margin, &format!("{indent}│"))
    }
}
