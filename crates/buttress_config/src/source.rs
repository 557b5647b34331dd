//! The bytes of a configuration file to a document.

use buttress_project::{ConfigFile, Settings};
use buttress_source::{Code, FileId, FileSpan, Finding, SourceText, Span};

use crate::document::{self, SyntaxError, Table};
use crate::file_system::FileSystem;

/// How many syntax errors of a file are shown one by one.
const MAX_SYNTAX_ERRORS: usize = 20;

/// Reads the file at `path`, relative to the base of the settings, keeps its text there and reports
/// what is wrong with it; `named` is the pattern that led to it.
///
/// An invalid file gives no document: a half of it would be judged wrongly.
pub(crate) fn open(
    fs: &dyn FileSystem,
    path: &str,
    named: Option<FileSpan>,
    settings: &mut Settings,
) -> Option<(FileId, Table)> {
    let bytes = match fs.read(&settings.base.join(path)) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("`{path}` cannot be read: {error}");
            let finding = Finding::new(Code::UnreadableFile, message).at(named);
            settings.findings.push(finding.in_path(path));
            return None;
        }
    };
    let file = Settings::config_file_id(settings.config_files.len());
    let (text, mut errors) = decode(bytes);
    let (document, syntax_errors) = document::parse(&text);
    // The parser would complain of a replaced byte once more.
    if errors.is_empty() {
        errors = syntax_errors;
    }
    settings.config_files.push(ConfigFile {
        path: path.to_owned(),
        source: SourceText::new(text),
    });
    let valid = errors.is_empty();
    settings.findings.extend(findings(file, path, errors));
    valid.then_some((file, document))
}

fn findings(file: FileId, path: &str, mut errors: Vec<SyntaxError>) -> Vec<Finding> {
    let more = errors.len().saturating_sub(MAX_SYNTAX_ERRORS);
    errors.truncate(MAX_SYNTAX_ERRORS);
    let invalid = |message: &str| {
        Finding::new(Code::InvalidToml, format!("invalid TOML: {message}")).in_path(path)
    };
    let finding = |error: &SyntaxError| {
        let span = error.span.map(|span| FileSpan::new(file, span));
        invalid(&error.message).at(span)
    };
    let mut findings: Vec<Finding> = errors.iter().map(finding).collect();
    if more > 0 {
        let rest = invalid(&format!("{more} more lines with errors"));
        findings.push(rest.help("is this a TOML file?"));
    }
    findings
}

/// The text of a file that should be UTF-8; of one that is not, with bad bytes replaced and the
/// first of them reported.
///
/// A byte order mark is no character of the text, so it moves no column.
pub(crate) fn decode(mut bytes: Vec<u8>) -> (String, Vec<SyntaxError>) {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    let invalid = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(invalid) => invalid,
    };
    // Up to the first bad byte the replaced text is the same, so this is its place.
    let start = invalid.utf8_error().valid_up_to();
    let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
    let error = SyntaxError {
        message: "the file is not in UTF-8".to_owned(),
        span: Some(Span::from(start..end)),
    };
    let text = String::from_utf8_lossy(invalid.as_bytes()).into_owned();
    (text, vec![error])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let (text, errors) = decode(b"\xef\xbb\xbfa = 1".to_vec());
        assert_eq!((text.as_str(), errors.len()), ("a = 1", 0));
        let (_, errors) = decode(b"\xef\xbb\xbfa\xff".to_vec());
        assert_eq!(errors[0].span.map(|span| span.start), Some(1));
    }
}
