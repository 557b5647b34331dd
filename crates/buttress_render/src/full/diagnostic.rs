//! A finding: a frame into the Python file or the configuration, or a short block without one.

use buttress_report::Diagnostic;

use super::frame::{Frame, Headline, Section, draw as draw_frame};
use super::label::Label;
use super::paint::{Page, Tone, wrap};
use crate::text::clean;

/// Draws a finding.
pub(super) fn draw(finding: &Diagnostic, page: Page) -> String {
    let headline = Headline {
        code: finding.code.as_str().to_owned(),
        severity: finding.severity,
        message: clean(&finding.message).into_owned(),
    };
    let tone = headline.tone();
    let own = finding.location.iter().map(|location| Section {
        location,
        label: Label::new(None, ""),
        tone,
        empty: "",
    });
    let related = finding.related.iter().map(|related| Section {
        location: &related.location,
        label: Label::new(None, &related.message),
        tone: Tone::Rule,
        empty: "",
    });
    let sections: Vec<_> = own.chain(related).collect();
    if sections.is_empty() {
        return without_excerpt(finding, &headline, page);
    }
    let frame = Frame {
        headline: Some(headline),
        sections,
        help: finding.help.iter().cloned().collect(),
        note: Vec::new(),
    };
    draw_frame(&frame, page)
}

fn without_excerpt(finding: &Diagnostic, headline: &Headline, page: Page) -> String {
    let lead = page.paint(headline.tone(), &headline.lead());
    let mut lines = vec![format!("{lead} {}", headline.message)];
    if let Some(path) = &finding.path {
        let open = page.paint(Tone::Margin, "   ╭─[");
        let close = page.paint(Tone::Margin, "]");
        lines.push(format!("{open} {} {close}", clean(path)));
    }
    if let Some(help) = &finding.help {
        let bar = page.paint(Tone::Margin, "   │");
        let help = wrap(&clean(help), page.width.saturating_sub(11));
        lines.push(bar.clone());
        for (at, line) in help.iter().enumerate() {
            let lead = if at == 0 {
                page.paint(Tone::Lead, "Help:")
            } else {
                " ".repeat(5)
            };
            lines.push(format!("{bar} {lead} {line}"));
        }
    }
    if lines.len() > 1 {
        lines.push(page.paint(Tone::Margin, "───╯"));
    }
    lines.push(String::new());
    lines.join("\n")
}
