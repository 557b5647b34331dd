//! The table `[tool.importlinter]` to a raw configuration.

use buttress_source::{Code, FileId, FileSpan, Finding};

use crate::document::{Key, Node, Table, Value};

use super::raw::{Raw, RawConfig, RawContract, RawEntry, RawKind, RawTable};

const TOOL: &str = "tool";
const IMPORTLINTER: &str = "importlinter";
const CONTRACTS: &str = "contracts";

/// What `[tool.importlinter]` is, unless it is an empty table, which counts as none.
pub(crate) fn node(document: &Table) -> Option<&Node> {
    let node = document.table(&[TOOL])?.get(IMPORTLINTER)?;
    match &node.value {
        Value::Table(table) if table.entries.is_empty() => None,
        _ => Some(node),
    }
}

/// The text as Python reads it from a file: a carriage return alone ends a line as well. Every place
/// stays where it is.
pub(crate) fn with_line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let next = text.chars().skip(1).map(Some).chain([None]);
    let pairs = text.chars().zip(next);
    let alone = |(c, next): (char, Option<char>)| c == '\r' && next != Some('\n');
    pairs
        .map(|pair| if alone(pair) { '\n' } else { pair.0 })
        .collect()
}

/// A document, and the file it was read from.
pub(crate) struct Source<'d> {
    pub(crate) document: &'d Table,
    pub(crate) text: &'d str,
    pub(crate) file: FileId,
}

impl Source<'_> {
    /// The configuration; none without a table `[tool.importlinter]` that holds anything. What is
    /// wrong with its shape goes to `findings`.
    pub(crate) fn read(&self, findings: &mut Vec<Finding>) -> Option<RawConfig> {
        let node = node(self.document)?;
        let Value::Table(table) = &node.value else {
            findings.push(self.wrong_type(node, "a table"));
            return Some(RawConfig::default());
        };
        let is_session = |(key, _): &&(Key, Node)| key.text != CONTRACTS;
        let session = table.entries.iter().filter(is_session);
        let session = session.map(|entry| self.option(entry)).collect();
        let contracts = table.get(CONTRACTS);
        Some(RawConfig {
            session: RawTable {
                span: node.span,
                entries: session,
            },
            contracts: contracts.map_or_else(Vec::new, |node| self.contracts(node, findings)),
        })
    }

    fn contracts(&self, node: &Node, findings: &mut Vec<Finding>) -> Vec<RawContract> {
        let Value::Array(items) = &node.value else {
            let finding = self.wrong_type(node, "a list of tables");
            let help = "write `[[tool.importlinter.contracts]]` above each contract";
            findings.push(finding.help(help));
            return Vec::new();
        };
        items.iter().map(|item| self.contract(item)).collect()
    }

    fn contract(&self, node: &Node) -> RawContract {
        let mut contract = RawContract::default();
        contract.table.span = node.span;
        if let Value::Table(table) = &node.value {
            let entries = table.entries.iter();
            contract.table.entries = entries.map(|entry| self.option(entry)).collect();
        } else {
            let finding = self.wrong_type(node, "a table");
            let help = "write `[[tool.importlinter.contracts]]` above each contract";
            contract.findings.push(finding.help(help));
        }
        contract
    }

    fn wrong_type(&self, node: &Node, expected: &str) -> Finding {
        let found = node.value.type_name();
        Finding::new(
            Code::InvalidValue,
            format!("expected {expected}, found {found}"),
        )
        .at(FileSpan::new(self.file, node.span))
    }

    /// An option; a boolean becomes the text that import-linter makes of it.
    fn option(&self, entry: &(Key, Node)) -> RawEntry {
        let mut option = self.entry(entry);
        if let RawKind::Boolean(value) = option.value.kind {
            let text = if value { "True" } else { "False" };
            option.value.kind = RawKind::Text(text.to_owned());
        }
        option
    }

    fn entry(&self, (key, node): &(Key, Node)) -> RawEntry {
        RawEntry {
            key: key.clone(),
            value: self.raw(node),
            inherited: false,
        }
    }

    fn raw(&self, node: &Node) -> Raw {
        let literal = self.text.get(node.span.range()).unwrap_or_default();
        let kind = match &node.value {
            Value::Text(text) => RawKind::Text(text.clone()),
            Value::Integer(number) => RawKind::Integer(number.unwrap_or_else(|| beyond(literal))),
            Value::Float => RawKind::Float(float(literal)),
            Value::Boolean(value) => RawKind::Boolean(*value),
            Value::Datetime => RawKind::Date(literal.to_owned()),
            Value::Array(items) => RawKind::List(items.iter().map(|item| self.raw(item)).collect()),
            Value::Table(table) => {
                let entries = table.entries.iter();
                RawKind::Table(entries.map(|entry| self.entry(entry)).collect())
            }
        };
        let verbatim = match &kind {
            RawKind::Text(text) => {
                quote(literal, text).map(|quote| node.span.range().start + quote)
            }
            _ => None,
        };
        Raw {
            kind,
            span: node.span,
            verbatim,
        }
    }
}

/// The length of the quote before a string, if the string stands in the literal just as it is.
fn quote(literal: &str, text: &str) -> Option<usize> {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let plain = quotes.into_iter().find(|quote| {
        let inner = literal.strip_prefix(quote);
        inner.and_then(|rest| rest.strip_suffix(quote)) == Some(text)
    });
    plain.map(str::len)
}

/// What stands for an integer that does not fit.
fn beyond(literal: &str) -> i64 {
    if literal.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    }
}

fn float(literal: &str) -> f64 {
    literal.replace('_', "").parse().unwrap_or(f64::NAN)
}
