//! Contracts whose types are Python classes of the project: what they are given, what comes back.
//!
//! All of a run are judged by one process of the project's own interpreter, and none is started if
//! there are no such contracts.

use std::collections::BTreeMap;
use std::path::Path;

use buttress_contracts::Outcome;
use buttress_graph::GraphView;
use buttress_python::{
    CustomContract as Class, CustomGraph, CustomRequest, OptionValue, Verdict, run_custom,
};
use buttress_source::{Code, Finding, ImportKinds, Severity};

use crate::files::LastFile;
use crate::{ContractEntry, CustomContract, CustomOption, CustomValue, Project};

const INSTALL: &str = "install import-linter in the project's environment (`pip install \
                       import-linter`), or name one that has it with `--python`";

impl Project {
    /// Judges those of the entries that have a class; the outcomes by their index in `entries`.
    ///
    /// Runs code of the project. It may take as long as that code does.
    pub(crate) fn judge_custom(&self, entries: &[&ContractEntry]) -> BTreeMap<usize, Outcome> {
        let wanted: Vec<(usize, &ContractEntry, &CustomContract)> = (entries.iter().enumerate())
            .filter(|(_, entry)| !self.is_in_doubt(entry))
            .filter_map(|(index, entry)| Some((index, *entry, entry.custom.as_ref()?)))
            .collect();
        let Some((_, _, first)) = wanted.first() else {
            return BTreeMap::new();
        };
        let classes = wanted.iter().map(|(_, entry, custom)| Class {
            name: (entry.header.name.as_ref().unwrap_or(&entry.header.id)).clone(),
            class: custom.class.value.clone(),
            options: self.contract_options(entry, custom),
        });
        let request = CustomRequest {
            graph: custom_graph(&self.view(), &mut LastFile::new(&self.files)),
            session_options: pairs(&first.session_options),
            contracts: classes.collect(),
        };
        let verdicts = run_custom(&request, &self.settings.python, &self.settings.base);
        let judged = wanted.iter().zip(verdicts);
        judged
            .map(|((index, entry, custom), verdict)| {
                let outcome = outcome(entry, custom, &self.settings.base, verdict);
                (*index, outcome)
            })
            .collect()
    }
}

impl Project {
    /// The options as import-linter hands them over: in an INI file each contract has an `id`.
    fn contract_options(
        &self,
        entry: &ContractEntry,
        custom: &CustomContract,
    ) -> Vec<(String, OptionValue)> {
        let mut options = pairs(&custom.options);
        let mut config = self.settings.config.iter();
        let is_ini = !config.any(|config| config.path.strip_suffix(".toml").is_some());
        if is_ini && !options.iter().any(|(name, _)| name == "id") {
            let id = OptionValue::from(entry.header.id.as_str());
            options.insert(0, ("id".to_owned(), id));
        }
        options
    }
}

/// The graph as grimp would have it. Reads every importing file once more.
fn custom_graph(view: &GraphView<'_>, sources: &mut LastFile<'_>) -> CustomGraph {
    let table = view.table();
    let modules = table.ids().filter(|id| view.has_module(*id));
    let modules = modules.map(|id| (table.name(id).to_owned(), table.is_external(id)));
    let mut graph = CustomGraph {
        modules: modules.collect(),
        imports: Vec::new(),
    };
    for edge in view.edges() {
        let name = |id| table.name(id).to_owned();
        let (importer, imported) = (view.graph().importer(edge), view.graph().imported(edge));
        for site in view.sites(edge) {
            let source = sources.source(site.file);
            let text = source.as_deref().map(|source| source.line_text(site.line));
            let text = text.unwrap_or_default().trim().to_owned();
            let is_lazy = site.kinds.contains(ImportKinds::LAZY);
            let import = (name(importer), name(imported), site.line, text, is_lazy);
            graph.imports.push(import);
        }
    }
    graph
}

fn pairs(options: &[CustomOption]) -> Vec<(String, OptionValue)> {
    let pairs = options.iter();
    pairs
        .map(|option| (option.name.value.clone(), value(&option.value.value)))
        .collect()
}

fn value(value: &CustomValue) -> OptionValue {
    match value {
        CustomValue::Text(text) => OptionValue::from(text.as_str()),
        CustomValue::Integer(number) => OptionValue::from(*number),
        CustomValue::Float(number) => OptionValue::from(*number),
        CustomValue::Boolean(flag) => OptionValue::from(*flag),
        CustomValue::List(items) => {
            let items = items.iter().map(|item| self::value(&item.value));
            items.collect()
        }
        CustomValue::Table(options) => OptionValue::Object(pairs(options).into_iter().collect()),
    }
}

fn outcome(
    entry: &ContractEntry,
    custom: &CustomContract,
    base: &Path,
    verdict: Verdict,
) -> Outcome {
    let mut outcome = Outcome {
        findings: entry.findings.clone(),
        ..Outcome::default()
    };
    match verdict {
        Verdict::Judged {
            kept,
            text,
            warnings,
            ignored_imports,
        } => {
            outcome.ignored_imports = ignored_imports;
            let warnings = warnings.into_iter().map(|warning| {
                let warning = warning.lines().map(str::trim).collect::<Vec<_>>().join(" ");
                Finding::new(Code::CustomContract, warning).severity(Severity::Warning)
            });
            outcome.findings.extend(warnings);
            if !kept {
                let message = format!("`{}` finds the contract broken", custom.class.value);
                let finding = Finding::new(Code::CustomContract, message);
                outcome.findings.push(finding.at(entry.header.span));
                let text = text.trim_end().trim_start_matches('\n').to_owned();
                outcome.text = (!text.is_empty()).then_some(text);
            }
        }
        Verdict::Invalid(errors) => {
            let errors = errors.iter();
            let findings = errors.map(|(name, error)| refused(entry, custom, name, error));
            outcome.findings.extend(findings);
        }
        Verdict::Failed { message, place } => {
            let finding = failed(custom, base, &message, place.as_deref());
            outcome.findings.push(finding);
        }
        Verdict::Unavailable { missing } => {
            let message = format!(
                "the contract type `{}` is a Python class and cannot be run: {missing}",
                custom.type_name
            );
            let finding = Finding::new(Code::CustomContractUnavailable, message);
            outcome
                .findings
                .push(finding.at(entry.header.span).help(INSTALL));
        }
    }
    outcome
}

/// The finding for a class that gives no verdict.
fn failed(custom: &CustomContract, base: &Path, message: &str, place: Option<&str>) -> Finding {
    let message = format!("the contract type `{}`: {message}", custom.type_name);
    let help = match place {
        Some(place) => {
            let below = Path::new(place).strip_prefix(base);
            let shown = below.unwrap_or(Path::new(place)).display();
            format!("the exception comes from {shown}")
        }
        None => format!(
            "`contract_types` says that its class is `{}`",
            custom.class.value
        ),
    };
    let finding = Finding::new(Code::CustomContractFailed, message);
    finding.at(custom.class.span).help(help)
}

/// The finding for an option that the class does not accept.
fn refused(entry: &ContractEntry, custom: &CustomContract, name: &str, error: &str) -> Finding {
    let option = custom
        .options
        .iter()
        .find(|option| option.name.value == name);
    let error = error.trim().trim_end_matches('.');
    let message = format!("`{name}`: {error}");
    match option {
        None => Finding::new(Code::MissingOption, message).at(entry.header.span),
        Some(option) if error.starts_with("Unrecognized option") => {
            Finding::new(Code::UnknownOption, message).at(option.name.span)
        }
        Some(option) => Finding::new(Code::InvalidValue, message).at(option.value.span),
    }
}

#[cfg(test)]
mod tests;
