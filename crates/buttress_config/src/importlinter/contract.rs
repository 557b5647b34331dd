//! One contract of import-linter's to an entry of the settings.

use std::sync::Arc;

use buttress_contracts::{Contract, IgnoredImport};
use buttress_graph::ModuleName;
use buttress_project::{ContractEntry, ContractHeader, CustomContract, CustomOption};
use buttress_source::{Code, FileId, Severity, Span, Spanned};

use super::expressions;
use super::fields::{self, Sink};
use super::keep_first;
use super::kinds::{COMMON, KINDS, Kind, Options};
use super::raw::{Raw, RawContract, RawTable, custom_options};
use super::similar::closest;

/// What reading a contract needs to know about the configuration.
pub(crate) struct Session {
    pub(crate) file: FileId,
    /// The root packages; none if they could not be understood.
    pub(crate) roots: Option<Vec<ModuleName>>,
    /// Whether modules outside the root packages are in the graph.
    pub(crate) externals: bool,
    /// The types of contract that the configuration defines: name and class.
    pub(crate) types: Vec<(String, Spanned<String>)>,
    /// The options of the configuration, for classes of the project.
    pub(crate) options: Arc<[CustomOption]>,
}

/// Reads a contract, whose id is `fallback` if it does not tell one.
pub(crate) fn read(raw: RawContract, fallback: String, session: &Session) -> ContractEntry {
    let id = id(&raw).unwrap_or(fallback);
    let mut sink = Sink::new(session.file, raw.findings);
    let table = &raw.table;
    // A table that is none was reported already.
    let is_table = !table.entries.is_empty() || !sink.has_errors();
    let name = table.get("name").and_then(|entry| name(&entry.value));
    if is_table && table.get("name").is_none() {
        missing(&mut sink, table.span, "name");
    }
    let word = is_table.then(|| type_word(&raw.table, &mut sink)).flatten();
    let mut options = Options { table, sink };
    let custom = word
        .as_ref()
        .and_then(|word| custom(word, &options, session));
    let header = ContractHeader {
        id,
        name,
        kind: word.clone().unwrap_or_default(),
        severity: Severity::Error,
        reason: None,
        docs: None,
        owner: None,
        has_ignores: table.get("ignore_imports").is_some(),
        span: Some(options.sink.place(table.span)),
    };
    if custom.is_some() {
        return ContractEntry {
            header,
            contract: None,
            custom: custom.filter(|_| !options.sink.has_errors()),
            findings: options.sink.finish(),
        };
    }
    let kind = word.and_then(|word| known_kind(&word, &mut options, session));
    let Some(kind) = kind else {
        return ContractEntry {
            header,
            contract: None,
            custom: None,
            findings: options.sink.finish(),
        };
    };
    built_in(header, kind, options, session)
}

/// Reads a contract of a type that import-linter has itself.
fn built_in(
    mut header: ContractHeader,
    kind: &Kind,
    mut options: Options<'_>,
    session: &Session,
) -> ContractEntry {
    report_unknown(kind, &mut options);
    let settings = (kind.read)(&mut options, session);
    header.reason = options.optional("broken_contract_guidance", fields::paragraph);
    let alerting = options.optional("unmatched_ignore_imports_alerting", fields::alerting);
    let mut ignored = options.list("ignore_imports", expressions::import);
    keep_first(&mut ignored);
    let contract = Contract {
        id: header.id.clone(),
        name: header.name.clone(),
        reason: header.reason.clone(),
        span: header.span,
        ignore_imports: ignored
            .into_iter()
            .map(|pattern| IgnoredImport {
                pattern,
                reason: None,
            })
            .collect(),
        unmatched_ignore_imports_alerting: alerting.unwrap_or(Severity::Error),
        ..Contract::new("", settings)
    };
    ContractEntry {
        header,
        contract: (!options.sink.has_errors()).then_some(contract),
        custom: None,
        findings: options.sink.finish(),
    }
}

/// The id that a contract tells: the option's, else that of the section.
pub(crate) fn id(raw: &RawContract) -> Option<String> {
    let own = raw.table.get("id");
    let own = own.map(|entry| fields::single(&entry.value));
    let id = own.unwrap_or_else(|| raw.section_id.clone());
    id.filter(|id| !id.is_empty())
}

/// The name, which may be any value.
fn name(raw: &Raw) -> Option<String> {
    let lines = raw.items().iter().filter_map(fields::single);
    let name = lines.collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

fn missing(sink: &mut Sink, span: Span, option: &str) {
    let message = format!("`{option}` is missing: every contract needs one");
    sink.report(Code::MissingOption, span, message);
}

fn type_word(table: &RawTable, sink: &mut Sink) -> Option<String> {
    let Some(entry) = table.get("type") else {
        missing(sink, table.span, "type");
        return None;
    };
    fields::text(&entry.value, sink).map(str::to_owned)
}

fn custom(word: &str, options: &Options<'_>, session: &Session) -> Option<CustomContract> {
    let (_, class) = session.types.iter().rfind(|(name, _)| name == word)?;
    Some(CustomContract {
        type_name: word.to_owned(),
        class: class.clone(),
        options: custom_options(&options.table.entries, session.file),
        session_options: Arc::clone(&session.options),
    })
}

fn known_kind(word: &str, options: &mut Options<'_>, session: &Session) -> Option<&'static Kind> {
    let known = KINDS.iter().find(|kind| kind.word == word);
    if known.is_none() {
        let words = KINDS.iter().map(|kind| kind.word);
        let own = session.types.iter().map(|(name, _)| name.as_str());
        let words: Vec<&str> = words.chain(own).collect();
        let help = closest(word, words.iter().copied()).map_or_else(
            || format!("the types of contract are {}", quoted(&words)),
            |near| format!("did you mean `{near}`?"),
        );
        let span = options.table.get("type").map(|entry| entry.value.span);
        let span = span.filter(|span| !span.is_empty());
        let message = format!("unknown contract type `{}`", word.escape_debug());
        let span = span.unwrap_or(options.table.span);
        options.sink.invalid(span, message).help = Some(help);
    }
    known
}

/// Reports options that the type does not have, and those that it needs and that are not there.
fn report_unknown(kind: &Kind, options: &mut Options<'_>) {
    let mut known: Vec<&str> = kind.options().chain(COMMON.iter().copied()).collect();
    known.sort_unstable();
    let mut meant = Vec::new();
    for entry in &options.table.entries {
        let key = entry.key.text.as_str();
        if known.contains(&key) {
            continue;
        }
        let near = closest(key, known.iter().copied());
        meant.extend(near);
        let help = match near {
            _ if entry.inherited => {
                "every section inherits the options of `[DEFAULT]`; remove it there".to_owned()
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "the options of `{}` contracts are {}",
                kind.word,
                quoted(&known)
            ),
        };
        let message = format!("unrecognized option `{}`", key.escape_debug());
        let finding = options
            .sink
            .report(Code::UnknownOption, entry.key.span, message);
        finding.help = Some(help);
        finding.option = Some(key.to_owned());
    }
    for option in kind.required {
        if options.table.get(option).is_none() && !meant.contains(option) {
            let message = format!("`{option}` is missing: a `{}` contract needs it", kind.word);
            let span = options.table.span;
            let finding = options.sink.report(Code::MissingOption, span, message);
            finding.option = Some((*option).to_owned());
        }
    }
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
