//! The options of the whole configuration to settings.

use buttress_graph::{ExternalMode, ImportKind, KindFilter, ModuleName};
use buttress_project::{CustomOption, CustomValue, Settings};
use buttress_source::{Code, FileId, Severity, Span, Spanned};

use super::contract::Session;
use super::fields::{self, Sink};
use super::ini::is_space;
use super::raw::{Raw, RawEntry, RawKind, RawTable, custom_options};
use super::similar::closest;

const ROOT_PACKAGE: &str = "root_package";
const ROOT_PACKAGES: &str = "root_packages";
const EXTERNALS: &str = "include_external_packages";
const NO_TYPE_CHECKING: &str = "exclude_type_checking_imports";
const TYPES: &str = "contract_types";

const KNOWN: &[&str] = &[
    ROOT_PACKAGE,
    ROOT_PACKAGES,
    EXTERNALS,
    NO_TYPE_CHECKING,
    TYPES,
];

/// Reads the options into `settings`, with what there is to say about them.
pub(crate) fn read(table: &RawTable, file: FileId, settings: &mut Settings) -> Session {
    let mut sink = Sink::new(file, Vec::new());
    let roots = roots(table, &mut sink);
    let externals = switch(table, EXTERNALS, &mut sink);
    settings.external = if externals {
        ExternalMode::Root
    } else {
        ExternalMode::None
    };
    if switch(table, NO_TYPE_CHECKING, &mut sink) {
        settings.imports = KindFilter::new(&[], &[ImportKind::TypeChecking]);
    }
    let types = types(table, &mut sink);
    warn_of_unknown(table, &mut sink);
    let options = session_options(table, file, &roots);
    let names: Vec<ModuleName> = roots.iter().map(|root| root.value.clone()).collect();
    let session = Session {
        file,
        roots: (!names.is_empty() && !sink.has_errors()).then_some(names),
        externals,
        types,
        options: options.into(),
    };
    settings.root_packages = Some(roots);
    settings.findings.extend(sink.finish());
    session
}

/// The root packages, each once.
fn roots(table: &RawTable, sink: &mut Sink) -> Vec<Spanned<ModuleName>> {
    let (single, several) = (table.get(ROOT_PACKAGE), table.get(ROOT_PACKAGES));
    let mut roots = match (several, single) {
        (Some(several), _) => fields::list(&several.value, sink, root),
        (None, Some(single)) => Vec::from_iter(only_root(single, sink)),
        (None, None) => {
            let message = "neither `root_package` nor `root_packages` is given";
            let help = "add `root_package` with the name of the package to check";
            sink.report(Code::MissingOption, table.span, message).help = Some(help.to_owned());
            return Vec::new();
        }
    };
    if let (Some(entry), true) = (several, roots.is_empty() && !sink.has_errors()) {
        let message = "expected at least one package in `root_packages`";
        sink.invalid(entry.key.span, message);
    }
    super::keep_first(&mut roots);
    roots
}

fn only_root(entry: &RawEntry, sink: &mut Sink) -> Option<Spanned<ModuleName>> {
    if matches!(entry.value.kind, RawKind::List(_)) {
        let message = "`root_package` takes one name, not a list";
        sink.invalid(entry.key.span, message).help =
            Some("write `root_packages` for several packages".to_owned());
        return None;
    }
    if entry.value.text().is_some_and(str::is_empty) {
        sink.invalid(entry.key.span, "`root_package` names no package");
        return None;
    }
    root(&entry.value, sink)
}

fn root(raw: &Raw, sink: &mut Sink) -> Option<Spanned<ModuleName>> {
    let text = fields::text(raw, sink)?;
    let is_odd = |c: char| is_space(c) || matches!(c, '/' | '\\' | '*');
    match text.parse() {
        Ok(name) if !text.contains(is_odd) => Some(sink.spanned(name, raw.span)),
        _ => {
            let text = text.escape_debug();
            let message = format!("`{text}` is not the name of a package");
            sink.invalid(raw.span, message).help =
                Some("expected a dotted name, such as `shop` or `company.shop`".to_owned());
            None
        }
    }
}

/// An option that is on or off. Anything but `true` is off, as import-linter has it; but it is
/// seldom meant so, which a warning says.
fn switch(table: &RawTable, name: &str, sink: &mut Sink) -> bool {
    let Some(entry) = table.get(name) else {
        return false;
    };
    let value = entry.value.text().and_then(fields::as_boolean);
    if value.is_none() && !matches!(entry.value.kind, RawKind::Invalid) {
        let finding = sink.invalid(
            entry.key.span,
            format!("`{name}` is neither `true` nor `false`, and counts as `false`"),
        );
        finding.severity = Some(Severity::Warning);
        finding.help = Some(format!("write `{name} = true` or `{name} = false`"));
    }
    value.unwrap_or(false)
}

/// The types of contract that the configuration defines, in its order.
fn types(table: &RawTable, sink: &mut Sink) -> Vec<(String, Spanned<String>)> {
    let Some(entry) = table.get(TYPES) else {
        return Vec::new();
    };
    fields::list(&entry.value, sink, |raw, sink| {
        let text = fields::text(raw, sink)?;
        let mut parts = text.split(": ");
        match (parts.next(), parts.next(), parts.next()) {
            (Some(name), Some(class), None) if class.contains('.') => {
                let class = sink.spanned(class.to_owned(), raw.span);
                Some((name.to_owned(), class))
            }
            _ => {
                let message = format!(
                    "expected a contract type and its class, found `{}`",
                    text.escape_debug()
                );
                let help = "write `name: package.module.Class`, with one `: ` in it";
                sink.invalid(raw.span, message).help = Some(help.to_owned());
                None
            }
        }
    })
}

/// Unknown options are passed over, as classes of the project may read them; one that looks like a
/// slip gets a warning.
fn warn_of_unknown(table: &RawTable, sink: &mut Sink) {
    if table.get(TYPES).is_some() {
        return;
    }
    for entry in &table.entries {
        let key = entry.key.text.as_str();
        if KNOWN.contains(&key) || entry.inherited {
            continue;
        }
        // A misspelt `contracts` is no option, but the likeliest slip of all.
        let candidates = KNOWN.iter().copied().chain(["contracts"]);
        let Some(near) = closest(key, candidates) else {
            continue;
        };
        let message = format!("unrecognized option `{}` is ignored", key.escape_debug());
        let finding = sink.report(Code::UnknownOption, entry.key.span, message);
        finding.severity = Some(Severity::Warning);
        finding.help = Some(format!("did you mean `{near}`?"));
    }
}

/// The options as import-linter hands them to classes of the project.
fn session_options(
    table: &RawTable,
    file: FileId,
    roots: &[Spanned<ModuleName>],
) -> Vec<CustomOption> {
    let is_root =
        |option: &CustomOption| matches!(option.name.value.as_str(), ROOT_PACKAGE | ROOT_PACKAGES);
    let mut options = custom_options(&table.entries, file);
    options.retain(|option| !is_root(option));
    let text = |root: &Spanned<ModuleName>| Spanned {
        value: CustomValue::Text(root.value.as_str().to_owned()),
        span: root.span,
    };
    options.push(CustomOption {
        name: ROOT_PACKAGES.to_owned().into(),
        value: CustomValue::List(roots.iter().map(text).collect()).into(),
    });
    options
}

/// Reports a configuration without any contract.
pub(crate) fn report_no_contracts(span: Span, file: FileId, settings: &mut Settings) {
    let mut sink = Sink::new(file, Vec::new());
    let message = "no contracts found in the configuration";
    let help = "each contract goes in a section `[importlinter:contract:<name>]` of an INI file, \
                or in a table `[[tool.importlinter.contracts]]` of a TOML file";
    sink.report(Code::MissingOption, span, message).help = Some(help.to_owned());
    settings.findings.extend(sink.finish());
}
