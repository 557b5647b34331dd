//! One table of `[[contracts]]` to one entry of the settings.

use std::collections::BTreeMap;

use buttress_contracts::Contract;
use buttress_project::ContractEntry;
use buttress_report::ContractHeader;
use buttress_source::{Code, FileSpan, Severity};

use crate::document::{Node, Table, Value};
use crate::kinds::{KINDS, KindOptions};
use crate::options::CommonOptions;
use crate::reader::Reader;
use crate::table::{fill, report_missing};
use crate::unknown::Place;
use crate::values::Many;

/// A contract that was read.
pub(crate) struct ReadContract {
    pub(crate) entry: ContractEntry,
    /// Where its id stands, if it has one.
    pub(crate) id_place: Option<FileSpan>,
}

/// What the configuration around a contract says about it.
#[derive(Clone, Copy)]
pub(crate) struct Around<'c> {
    /// Its number among the contracts of the configuration, from 1.
    pub(crate) number: usize,
    /// The owner of all contracts of its file.
    pub(crate) owner: Option<&'c str>,
    /// The severities of the project, those of contract types among them.
    pub(crate) severities: &'c BTreeMap<Code, Severity>,
}

/// Reads a contract.
pub(crate) fn read(node: &Node, around: Around<'_>, mut reader: Reader<'_>) -> ReadContract {
    let place = reader.place(node.span);
    let Value::Table(table) = &node.value else {
        let finding = reader.wrong_type(node, "a table");
        finding.help = Some("write `[[contracts]]` above each contract".to_owned());
        let header = header(&CommonOptions::default(), around, place);
        return ReadContract {
            entry: entry(header, None, reader),
            id_place: None,
        };
    };
    let (common, kind) = read_options(table, place, &mut reader);
    let header = header(&common, around, place);
    let id_place = common.id.value.as_ref().and(table.get("id"));
    let id_place = id_place.map(|id| reader.place(id.span));
    let kind = kind.and_then(|kind| kind.settings(&mut reader));
    let contract = kind.map(|kind| contract(common, &header, kind));
    ReadContract {
        entry: entry(header, contract, reader),
        id_place,
    }
}

fn read_options(
    table: &Table,
    at: FileSpan,
    reader: &mut Reader<'_>,
) -> (CommonOptions, Option<KindOptions>) {
    let word = match table.get("type").map(|node| &node.value) {
        Some(Value::Text(word)) => word.as_str(),
        _ => "",
    };
    let known = KINDS.iter().find(|kind| kind.word == word);
    let mut common = CommonOptions::default();
    let mut kind = KindOptions::new(word);
    match (known, &mut kind) {
        (Some(known), Some(kind)) => {
            let place = Place::Contract(known.word);
            fill(table, &mut [&mut common, kind.table()], place, reader);
            let owner = format!("a `{}` contract", known.word);
            report_missing(kind.table(), &owner, at, |_| None, reader);
        }
        _ => fill_untyped(table, &mut common, reader),
    }
    let name = common.name.value.as_deref();
    let help = |option: &str| (option == "id").then(|| suggest_id(name)).flatten();
    report_missing(&common, "a contract", at, help, reader);
    (common, kind)
}

/// Without a known type, an option of any type may be right.
fn fill_untyped(table: &Table, common: &mut CommonOptions, reader: &mut Reader<'_>) {
    let of_some_type = |key: &str| {
        let mut specs = KINDS.iter().flat_map(|kind| kind.specs);
        specs.any(|spec| spec.key == key)
    };
    let entries = table.entries.iter();
    let entries = entries.filter(|(key, _)| !of_some_type(&key.text)).cloned();
    let table = Table {
        entries: entries.collect(),
    };
    fill(&table, &mut [common], Place::ContractOfNoType, reader);
}

fn suggest_id(name: Option<&str>) -> Option<String> {
    let id = kebab_case(name?);
    (!id.is_empty()).then(|| format!("add `id = \"{id}\"`"))
}

/// `Top-level layers!` as `top-level-layers`.
pub(crate) fn kebab_case(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

fn header(common: &CommonOptions, around: Around<'_>, place: FileSpan) -> ContractHeader {
    let id = common.id.value.as_ref().map(|id| id.0.clone());
    let kind = common.kind.value.as_ref().map(|kind| kind.0.clone());
    let own_severity = common.severity.value.map(|severity| severity.0);
    let code = kind.as_deref().and_then(|kind| kind.parse().ok());
    let of_type = code.and_then(|code: Code| around.severities.get(&code).copied());
    let own_owner = common.owner.value.clone();
    ContractHeader {
        id: id.unwrap_or_else(|| format!("contract #{}", around.number)),
        name: common.name.value.clone(),
        kind: kind.unwrap_or_default(),
        severity: own_severity.or(of_type).unwrap_or(Severity::Error),
        reason: common.reason.value.clone(),
        docs: common.docs.value.clone(),
        owner: own_owner.or_else(|| around.owner.map(str::to_owned)),
        has_ignores: common.ignore_imports.value.is_some(),
        span: Some(place),
    }
}

fn contract(
    common: CommonOptions,
    header: &ContractHeader,
    kind: buttress_contracts::ContractKind,
) -> Contract {
    let alerting = common.unmatched_ignore_imports_alerting.value;
    let ignored = common.ignore_imports.value.map(|Many(ignored)| ignored);
    let excepted = common.except_importers.value.map(|Many(excepted)| excepted);
    Contract {
        id: header.id.clone(),
        name: header.name.clone(),
        reason: header.reason.clone(),
        docs: header.docs.clone(),
        owner: header.owner.clone(),
        severity: header.severity,
        span: header.span,
        ignore_imports: ignored.unwrap_or_default(),
        unmatched_ignore_imports_alerting: alerting.map_or(Severity::Error, |alerting| alerting.0),
        imports: common.imports.value,
        except_importers: excepted.unwrap_or_default(),
        kind,
    }
}

/// A contract of which a value is missing or was not understood is not the contract that was meant,
/// whatever severity those findings are given; a key that means nothing leaves the rest intact.
fn entry(header: ContractHeader, contract: Option<Contract>, reader: Reader<'_>) -> ContractEntry {
    let findings = reader.finish();
    let intact = findings
        .iter()
        .all(|finding| finding.code == Code::UnknownOption);
    ContractEntry {
        custom: None,
        header,
        contract: contract.filter(|_| intact),
        findings,
    }
}

#[cfg(test)]
mod tests {
    use super::kebab_case;

    #[test]
    fn ids_are_made_of_names() {
        assert_eq!(kebab_case("  Top-level layers (2)! "), "top-level-layers-2");
        assert_eq!(kebab_case("Größe/Überblick"), "größe-überblick");
        assert_eq!(kebab_case("→"), "");
    }
}
