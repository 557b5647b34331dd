//! The answer to "how does A come to import B?", for people.

use std::io;

use buttress_report::{ImportIx, WhyReport};
use unicode_width::UnicodeWidthStr;

use super::chain::distance;
use super::paint::{Page, Tone};
use super::{Blocks, chain};
use crate::text::{clean, count, count_of, thousands};
use crate::wording::{conditional, import_sentence, place_of_import};
use crate::{MaxChains, RenderOptions};

/// Lines of a list; more are counted unless all is asked for.
const LINES: usize = 10;

/// Writes the answer.
pub(crate) fn render(
    why: &WhyReport,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page::new(options);
    let mut blocks = Blocks::new(out);
    let (importer, imported) = (clean(&why.importer), clean(&why.imported));
    let Some(shortest) = why.chains.first() else {
        let denied = format!("{importer} does not import {imported}");
        return blocks.item(&conditional(denied, why));
    };
    let heading = page.paint(
        Tone::Lead,
        &conditional(format!("{importer} imports {imported}"), why),
    );
    blocks.lines(&[format!("{heading} ({})", distance(shortest))])?;
    let shown = why.chains.iter().take(options.max_chains.limit().max(1));
    for chain in shown.clone() {
        blocks.block(&chain::plain(chain, &why.imports, page))?;
    }
    let hidden = why.chains.len() - shown.len();
    if hidden > 0 {
        let at_least = if why.chains_complete { "" } else { "at least " };
        let share = if hidden == 1 { "shares" } else { "share" };
        let more = count(hidden, "more import chain");
        let line = format!("{at_least}{more} {share} no import with it; `--all` shows them");
        blocks.lines(&[line])?;
    }
    let limit = match options.max_chains {
        MaxChains::AtMost(_) => LINES,
        MaxChains::All => usize::MAX,
    };
    if !why.cut.is_empty() {
        let title = count_of(why.cut.len(), "import", "to remove to end all chains");
        blocks.lines(&table(&title, &cut_rows(why), limit, page))?;
    }
    if why.groups.len() > 1 {
        let title = count_of(why.groups.len(), "import", "in which chains end");
        blocks.lines(&table(&title, &group_rows(why), limit, page))?;
    }
    Ok(())
}

/// A title and rows of place and text, the texts below each other.
fn table(title: &str, rows: &[[String; 2]], limit: usize, page: Page) -> Vec<String> {
    let shown = rows.get(..limit).unwrap_or(rows);
    let places = shown.iter().map(|[place, _]| place.width());
    let column = places.max().unwrap_or(0);
    let mut lines = vec![page.paint(Tone::Lead, title)];
    lines.extend(shown.iter().map(|[place, words]| {
        let gap = " ".repeat(column - place.width());
        format!("    {place}{gap}  {words}")
    }));
    if rows.len() > shown.len() {
        let more = thousands(rows.len() - shown.len());
        lines.push(format!("    and {more} more; `--all` shows them"));
    }
    lines
}

fn cut_rows(why: &WhyReport) -> Vec<[String; 2]> {
    let rows = why.cut.iter().map(|ix| {
        let import = &why.imports[ix.index()];
        [place_of_import(import), import_sentence(import)]
    });
    rows.collect()
}

fn group_rows(why: &WhyReport) -> Vec<[String; 2]> {
    let names = |ix: ImportIx| {
        let import = &why.imports[ix.index()];
        format!(
            "{} imports {}",
            clean(&import.importer),
            clean(&import.imported)
        )
    };
    let rows = why.groups.iter().map(|group| {
        let importers = count(group.importers, "module");
        let shortest = count(group.shortest, "import");
        let reach = format!("{importers}, shortest chain {shortest}");
        let place = place_of_import(&why.imports[group.last.index()]);
        [place, format!("{} ({reach})", names(group.last))]
    });
    rows.collect()
}
