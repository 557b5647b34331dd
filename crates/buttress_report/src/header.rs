//! What a report shows of any contract, whether it could be checked or not.

use buttress_source::{FileSpan, Severity};

/// What is known about a contract before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractHeader {
    /// The stable id; a made-up one (its place in the file) if it could not be read.
    pub id: String,
    /// The name for people.
    pub name: Option<String>,
    /// The word of its `type`, existing or not.
    pub kind: String,
    /// Error or warning.
    pub severity: Severity,
    /// Why it exists.
    pub reason: Option<String>,
    /// Where to read more.
    pub docs: Option<String>,
    /// Who decides about it.
    pub owner: Option<String>,
    /// Whether a list of ignored imports is written in it.
    pub has_ignores: bool,
    /// Where it is written.
    pub span: Option<FileSpan>,
}
