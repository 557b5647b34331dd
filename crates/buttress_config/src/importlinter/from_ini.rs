//! Sections of an INI file to a raw configuration, as import-linter picks them.

use buttress_source::{Code, FileId, FileSpan, Finding, Span};

use super::ini::{Ini, Line, Section, is_space};
use super::interpolate::Scope;
use super::raw::{Raw, RawConfig, RawContract, RawEntry, RawKind, RawTable};

/// The section of the options of the whole configuration.
pub(crate) const SESSION_SECTION: &str = "importlinter";

const CONTRACT_PREFIX: &str = "importlinter:";

/// The configuration in the sections of a file; none without the section `[importlinter]`. What is
/// wrong with that section goes to `findings`.
pub(crate) fn read(ini: &Ini, file: FileId, findings: &mut Vec<Finding>) -> Option<RawConfig> {
    let session = ini.section(SESSION_SECTION)?;
    let is_contract = |section: &&Section| section.name.text.starts_with(CONTRACT_PREFIX);
    let contracts = ini.sections.iter().filter(is_contract);
    Some(RawConfig {
        session: table(ini, session, file, findings),
        contracts: contracts
            .map(|section| contract(ini, section, file))
            .collect(),
    })
}

fn contract(ini: &Ini, section: &Section, file: FileId) -> RawContract {
    let mut findings = Vec::new();
    let table = table(ini, section, file, &mut findings);
    let id = section.name.text.rsplit(':').next();
    RawContract {
        section_id: id.map(str::to_owned),
        table,
        findings,
    }
}

fn table(ini: &Ini, section: &Section, file: FileId, findings: &mut Vec<Finding>) -> RawTable {
    let scope = Scope::new(ini, section);
    let entries = scope.options().map(|option| {
        let value = match scope.value(option) {
            Ok(lines) => value(lines),
            Err(error) => {
                let span = error.span.unwrap_or(option.key.span);
                let at = FileSpan::new(file, span);
                findings.push(Finding::new(Code::InvalidValue, error.message).at(at));
                Raw {
                    kind: RawKind::Invalid,
                    span,
                    verbatim: None,
                }
            }
        };
        RawEntry {
            key: option.key.clone(),
            value,
            inherited: scope.is_inherited(option),
        }
    });
    RawTable {
        span: section.name.span,
        entries: entries.collect(),
    }
}

/// One line is a text, several are a list without the empty ones at its ends.
fn value(lines: Vec<Line>) -> Raw {
    let mut items: Vec<Raw> = lines.into_iter().map(text).collect();
    let Some((first, last)) = items.first().zip(items.last()) else {
        return Raw {
            kind: RawKind::Text(String::new()),
            span: Span::default(),
            verbatim: None,
        };
    };
    let whole = Span::new(first.span.start, last.span.end.max(first.span.start));
    if items.len() == 1 {
        return items.remove(0);
    }
    let is_blank = |item: &Raw| item.text().is_some_and(|text| text.chars().all(is_space));
    let start = items.iter().position(|item| !is_blank(item));
    let end = items.iter().rposition(|item| !is_blank(item));
    let range = start.zip(end).map_or(0..1, |(start, end)| start..end + 1);
    let items: Vec<Raw> = items.drain(range).collect();
    let span = match (items.first(), items.last()) {
        (Some(first), Some(last)) if first.span.start <= last.span.end => {
            Span::new(first.span.start, last.span.end)
        }
        _ => whole,
    };
    Raw {
        kind: RawKind::List(items),
        span,
        verbatim: None,
    }
}

fn text(line: Line) -> Raw {
    // A line with a reference or with `%%` is longer or shorter than what it stands for.
    let verbatim = line.span.range().len() == line.text.len();
    Raw {
        verbatim: verbatim.then_some(line.span.range().start),
        span: line.span,
        kind: RawKind::Text(line.text),
    }
}
