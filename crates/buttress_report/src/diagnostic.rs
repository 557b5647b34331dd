//! A finding whose places are resolved.

use buttress_source::{Code, Finding, Severity};

use crate::Location;

/// A finding, ready to be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Error or warning; what is off is in no report.
    pub severity: Severity,
    /// One line, no full stop.
    pub message: String,
    /// The way out, one line.
    pub help: Option<String>,
    /// The place, if there is one in a file.
    pub location: Option<Location>,
    /// The file or folder, when there is no place in it to point at.
    pub path: Option<String>,
    /// The module it is about.
    pub module: Option<String>,
    /// The option of the configuration that it is about, as far as one says so.
    pub option: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<RelatedLocation>,
}

impl Diagnostic {
    pub(crate) fn new(
        finding: &Finding,
        severity: Severity,
        location: Option<Location>,
        related: Vec<RelatedLocation>,
    ) -> Self {
        Self {
            code: finding.code,
            severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            location,
            path: finding.path.clone(),
            module: finding.module.clone(),
            option: finding.option.clone(),
            related,
        }
    }
}

/// Another place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedLocation {
    /// Where.
    pub location: Location,
    /// What is there.
    pub message: String,
}
