//! Every renderer over hand-built reports: snapshots, and what must hold for all of them.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod cases;
mod fixture;
mod hostile;
mod invariants;
mod places;
mod schema;
mod snapshots;

use buttress_render::{Format, RenderOptions, render, render_why};
use buttress_report::{Report, WhyReport};

fn text(report: &Report, format: Format, options: &RenderOptions) -> String {
    let mut out = Vec::new();
    render(report, format, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn why_text(why: &WhyReport, format: Format, options: &RenderOptions) -> String {
    let mut out = Vec::new();
    render_why(why, format, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
