//! A file of import-linter's to settings.

use std::collections::BTreeSet;
use std::path::Path;

use buttress_files::{Layout, SearchPath, SourceRoots};
use buttress_project::{CacheSettings, ConfigFile, Settings};
use buttress_report::{ConfigSummary, Dialect};
use buttress_source::{Code, FileId, FileSpan, Finding, Severity, SourceText};

use crate::document::{self, SyntaxError};
use crate::file_system::FileSystem;
use crate::source;

use super::find::is_toml;
use super::raw::RawConfig;
use super::{contract, from_ini, from_toml, ini, session};

/// How many mistakes of a file's syntax are shown one by one.
const MAX_SYNTAX_ERRORS: usize = 20;

/// Reads the configuration at `path` for a run in the folder `base`, from which packages are
/// imported as import-linter does, wherever the configuration lies.
pub(crate) fn load(fs: &dyn FileSystem, path: &Path, base: &Path) -> Settings {
    let mut settings = Settings::new(base);
    let shown = shown(path, base);
    settings.config = Some(ConfigSummary {
        path: shown.clone(),
        dialect: Dialect::ImportLinter,
    });
    settings.layout = Layout::Grimp;
    settings.cache = Some(CacheSettings::usual(base));
    settings.source_roots = search_path(base);
    // Wildcards that match nothing are fine with import-linter; where they are not, the checks say
    // so themselves.
    settings.severity.insert(Code::EmptySelector, Severity::Off);
    // But what wildcards match has to be usable.
    settings
        .severity
        .insert(Code::ExternalModule, Severity::Error);
    let Some((file, config)) = read(fs, path, &shown, &mut settings) else {
        without_packages(&mut settings);
        return settings;
    };
    let session = session::read(&config.session, file, &mut settings);
    if settings.root_packages.as_ref().is_some_and(Vec::is_empty) {
        without_packages(&mut settings);
    }
    let is_error = |finding: &Finding| finding.severity != Some(Severity::Warning);
    if config.contracts.is_empty() && !settings.findings.iter().any(is_error) {
        session::report_no_contracts(config.session.span, file, &mut settings);
    }
    let told: BTreeSet<String> = config.contracts.iter().filter_map(contract::id).collect();
    for (index, raw) in config.contracts.into_iter().enumerate() {
        let entry = contract::read(raw, made_up_id(index + 1, &told), &session);
        settings.contracts.push(entry);
    }
    settings.findings.sort_by_key(|finding| finding.span);
    settings
}

/// The id of a contract that tells none, by its number in the file; no other contract's.
fn made_up_id(number: usize, told: &BTreeSet<String>) -> String {
    let mut id = format!("contract-{number}");
    while told.contains(&id) {
        id.push_str("-unnamed");
    }
    id
}

/// No package is known, which was reported: that no module is found is no further news.
fn without_packages(settings: &mut Settings) {
    settings.root_packages = Some(Vec::new());
    settings.severity.insert(Code::MissingRoot, Severity::Off);
}

/// Where root packages are looked for, as far as a configuration alone tells: import-linter puts
/// the working directory before all else. Whoever knows the interpreter adds the rest.
fn search_path(base: &Path) -> SourceRoots {
    SourceRoots::SearchPath(SearchPath::from(vec![base.to_owned()]))
}

/// The path as it is shown: relative to the working directory if the file lies below it.
fn shown(path: &Path, base: &Path) -> String {
    let shown = path.strip_prefix(base).unwrap_or(path).to_string_lossy();
    shown.replace(std::path::MAIN_SEPARATOR, "/")
}

/// The text of the file to its raw configuration; what is wrong goes to the settings.
fn read(
    fs: &dyn FileSystem,
    path: &Path,
    shown: &str,
    settings: &mut Settings,
) -> Option<(FileId, RawConfig)> {
    let bytes = match fs.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("`{shown}` cannot be read: {error}");
            let finding = Finding::new(Code::UnreadableFile, message).in_path(shown);
            settings.findings.push(finding);
            return None;
        }
    };
    let file = Settings::config_file_id(settings.config_files.len());
    let (mut text, mut errors) = source::decode(bytes);
    if is_toml(path) {
        text = from_toml::with_line_feeds(text);
    }
    let is_valid_text = errors.is_empty();
    let mut findings = Vec::new();
    let (config, syntax_errors) = parse(&text, file, is_toml(path), &mut findings);
    // A TOML parser would complain of a replaced byte once more.
    let are_news = |_: &SyntaxError| is_valid_text || !is_toml(path);
    errors.extend(syntax_errors.into_iter().filter(are_news));
    settings.config_files.push(ConfigFile {
        path: shown.to_owned(),
        source: SourceText::new(text),
    });
    if !errors.is_empty() {
        settings
            .findings
            .extend(syntax_findings(file, path, errors));
        return None;
    }
    settings.findings.extend(findings);
    if config.is_none() {
        settings.findings.push(no_session(path, shown));
    }
    Some((file, config?))
}

/// The raw configuration in a text; none if it holds none. What is wrong with the shape of the
/// configuration goes to `findings`.
pub(crate) fn parse(
    text: &str,
    file: FileId,
    is_toml: bool,
    findings: &mut Vec<Finding>,
) -> (Option<RawConfig>, Vec<SyntaxError>) {
    if is_toml {
        let (document, errors) = document::parse(text);
        let source = from_toml::Source {
            document: &document,
            text,
            file,
        };
        (source.read(findings), errors)
    } else {
        let ini = ini::parse(text);
        (from_ini::read(&ini, file, findings), ini.errors)
    }
}

fn syntax_findings(file: FileId, path: &Path, mut errors: Vec<SyntaxError>) -> Vec<Finding> {
    let (code, language) = if is_toml(path) {
        (Code::InvalidToml, "TOML")
    } else {
        (Code::InvalidIni, "INI")
    };
    let more = errors.len().saturating_sub(MAX_SYNTAX_ERRORS);
    errors.truncate(MAX_SYNTAX_ERRORS);
    let start = FileSpan::new(file, buttress_source::Span::new(0, 0));
    let at = |error: &SyntaxError| error.span.map_or(start, |span| FileSpan::new(file, span));
    let mut findings: Vec<Finding> = errors
        .iter()
        .map(|error| {
            Finding::new(code, format!("invalid {language}: {}", error.message)).at(at(error))
        })
        .collect();
    if more > 0 {
        let message = format!("invalid {language}: {more} more lines with errors");
        let finding = Finding::new(code, message).at(start);
        findings.push(finding.help(format!("is this an {language} file?")));
    }
    findings
}

fn no_session(path: &Path, shown: &str) -> Finding {
    let header = if is_toml(path) {
        "a table `[tool.importlinter]` that holds anything"
    } else {
        "a section `[importlinter]`"
    };
    let message = format!("`{shown}` does not have {header}");
    Finding::new(Code::MissingOption, message)
        .in_path(shown)
        .help("add it, with `root_package` and the name of the package to check")
}
