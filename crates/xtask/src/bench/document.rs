//! Writing what was measured as Markdown: for the terminal and for docs/benchmarks.md.

use std::time::Duration;

use super::options::Options;
use super::results::{Results, Startup, fraction, per_module};
use super::stats::{self, Spread, grouped};
use super::subjects::Subject;
use super::table::Table;

/// What is said about the run as a whole.
pub(super) struct Run<'a> {
    pub(super) options: &'a Options,
    /// Versions and the machine, name and value.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) took: Duration,
}

const HEAD: &str = "\
# Benchmarks

`cargo xtask bench` wrote this page. It compares whole processes: from the start of the program to its end, report included. All figures are
from the one run described here.
";

const READING: &str = "\
## How to read it

All programs run in turn on the same files, each round starting with another one, after a rehearsal that fills the page cache; what they print
is thrown away. *Wall* is the median of the rounds with the fastest and the slowest, *CPU* the median of the processor time of all threads in
the program and in the kernel, *memory* the median of the most that was resident at once (10^6 bytes). Only ratios within one table mean
something: another machine, or another hour on this one, has other seconds. When the load was above the number of threads, other
programs disturbed the run; then trust the fastest rounds and the CPU time more than the medians. Targets are judged by the medians.

The programs do not do the same job. buttress and import-linter check six contracts, the same configuration read by both, and must come to the
same verdicts: the benchmark fails if a count or a verdict differs. `ruff analyze graph` maps files to files, checks nothing, and prints
the map. `tach check` checks that the root packages do not import each other directly, and builds no chains. The floors are a small Rust program with the
same number of threads that walks and reads every file, or walks and asks for every file's size and times: about the least that a check
without, or with, a cache has to do. Every tool sees the same files: only `.py`, with an `__init__.py` in every folder.
";

/// The whole page.
pub(super) fn page(results: &Results, run: &Run<'_>) -> String {
    let mut page = HEAD.to_owned();
    page.push_str(&format!(
        "\n```\n{}\n```\n\n| | |\n|---|---|\n",
        run.options.command()
    ));
    for (name, value) in &run.facts {
        page.push_str(&format!("| {name} | {value} |\n"));
    }
    page.push_str(&format!(
        "| threads | {} for every program |\n| rounds | {} |\n| the run took | {} |\n",
        run.options.jobs,
        run.options.rounds,
        stats::span(run.took)
    ));
    targets(&mut page, results);
    for table in &results.tables {
        corpus(&mut page, table);
    }
    if let Some(table) = &results.siblings {
        page.push_str(
            "\n## Independence of more than a thousand siblings\n\nOne contract: no component of Home Assistant imports \
             another. Thousands of pairs do; the report is bounded. import-linter runs once, and only when asked for.\n",
        );
        rows(&mut page, table);
    }
    growth(&mut page, &results.growth);
    results
        .startup
        .iter()
        .for_each(|figures| startup(&mut page, figures));
    stages(&mut page, results);
    page.push('\n');
    page.push_str(READING);
    page
}

fn targets(page: &mut String, results: &Results) {
    page.push_str(
        "\n## Targets\n\n| ratio | target | measured | fastest rounds | CPU time | |\n|---|---|---|---|---|---|\n",
    );
    for target in results.targets() {
        let show =
            |figure: Option<f64>| figure.map_or("–".to_owned(), |figure| target.show(figure));
        let verdict = match target.is_met() {
            Some(true) => "met",
            Some(false) => "**missed**",
            None => "not measured",
        };
        page.push_str(&format!(
            "| {} | ≤ {} | {} | {} | {} | {verdict} |\n",
            target.what,
            target.show(target.limit),
            show(target.measured),
            show(target.fastest),
            show(target.cpu)
        ));
    }
}

fn corpus(page: &mut String, table: &Table) {
    let corpus = &table.corpus;
    page.push_str(&format!(
        "\n## {}\n\n{}: {}",
        corpus.name,
        corpus.title,
        sizes(table)
    ));
    page.push_str(".\n");
    if !table.verdicts.is_empty() {
        let verdicts = table.verdicts.join("\n");
        page.push_str(&format!(
            "\nBoth buttress and import-linter say:\n\n```\n{verdicts}\n```\n"
        ));
    }
    rows(page, table);
}

fn sizes(table: &Table) -> String {
    let sizes = table.corpus.sizes;
    let (files, lines) = (grouped(sizes.files), grouped(sizes.lines));
    format!(
        "{files} files, {lines} lines, {:.1} MB",
        stats::megabytes(sizes.bytes)
    )
}

fn rows(page: &mut String, table: &Table) {
    page.push_str("\n| program | wall: median (min–max) | CPU | memory | wall / buttress, no cache |\n|---|---|---|---|---|\n");
    for (subject, samples) in &table.rows {
        let ratio = table.ratio(*subject, Subject::OursCold, stats::wall);
        page.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            subject.title(),
            cell(stats::wall(samples), Spread::seconds),
            cell(stats::cpu(samples), |cpu| format!("{:.2} s", cpu.median)),
            cell(stats::memory(samples), Spread::megabytes),
            ratio.map_or("–".to_owned(), fraction),
        ));
    }
}

fn growth(page: &mut String, tables: &[Table]) {
    if tables.is_empty() {
        return;
    }
    page.push_str(
        "\n## Growth\n\nMade-up monoliths with the six contracts of `synthetic`, without cache. The files are small, 1.5 kB on \
         average, so that the largest fits on an ordinary disk.\n\n\
         | files | bytes | wall: median (min–max) | CPU | memory | wall a module | CPU a module |\n|---|---|---|---|---|---|---|\n",
    );
    for table in tables {
        let Some(samples) = table.rows.get(&Subject::OursCold) else {
            continue;
        };
        let micros = |seconds: f64| format!("{:.1} µs", seconds * 1e6);
        page.push_str(&format!(
            "| {} | {:.1} MB | {} | {} | {} | {} | {} |\n",
            grouped(table.corpus.sizes.files),
            stats::megabytes(table.corpus.sizes.bytes),
            cell(stats::wall(samples), Spread::seconds),
            cell(stats::cpu(samples), |cpu| format!("{:.2} s", cpu.median)),
            cell(stats::memory(samples), Spread::megabytes),
            per_module(table, stats::wall).map_or("–".to_owned(), micros),
            per_module(table, stats::cpu).map_or("–".to_owned(), micros),
        ));
    }
}

fn startup(page: &mut String, startup: &Startup) {
    page.push_str("\n## Start\n\n| program | runs | wall: median (min–max) |\n|---|---|---|\n");
    for (name, samples) in [
        ("`buttress --version`", &startup.version),
        ("an empty Rust program", &startup.empty),
    ] {
        let wall = cell(stats::wall(samples), Spread::seconds);
        page.push_str(&format!("| {name} | {} | {wall} |\n", samples.len()));
    }
}

/// The profile of a run without cache, a column a corpus.
fn stages(page: &mut String, results: &Results) {
    let tables = results.tables.iter().chain(&results.siblings);
    let tables: Vec<&Table> = tables.filter(|table| !table.stages.is_empty()).collect();
    let Some(first) = tables.first() else { return };
    page.push_str("\n## Where the time goes\n\nA check without cache by stage (`--timings`, in runs of their own): medians in milliseconds.\n\n| stage |");
    for table in &tables {
        page.push_str(&format!(" {} |", table.corpus.name));
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(tables.len()));
    for (stage, _) in &first.stages {
        page.push_str(&format!("\n| {stage} |"));
        for table in &tables {
            let found = table.stages.iter().find(|(name, _)| name == stage);
            let median = found.map(|(_, spread)| spread.median * 1e3);
            page.push_str(&format!(
                " {} |",
                median.map_or("–".to_owned(), |ms| format!("{ms:.0}"))
            ));
        }
    }
    page.push('\n');
}

fn cell(spread: Option<Spread>, show: impl FnOnce(Spread) -> String) -> String {
    spread.map_or("–".to_owned(), show)
}
