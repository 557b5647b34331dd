//! A finding: something a layer has to say about the code or the configuration, with its place.
//!
//! Findings are data. Every layer below the report makes them, none prints them; the report turns
//! their byte spans into lines and columns.

use crate::{Code, FileSpan, Severity};

/// One statement about the code or the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable code; it decides severity and nature.
    pub code: Code,
    /// The severity, where a setting chose it for this finding alone; otherwise the code's counts.
    pub severity: Option<Severity>,
    /// One line, no full stop; names of modules and files in backticks.
    pub message: String,
    /// The way out, one line.
    pub help: Option<String>,
    /// The place, if the finding has one in a file.
    pub span: Option<FileSpan>,
    /// The path, `/`-separated and relative to the project, when there is a file but no place in it
    /// (it could not be read, say).
    pub path: Option<String>,
    /// The module it is about.
    pub module: Option<String>,
    /// The option of the configuration that it is about, as far as one says so.
    pub option: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: FileSpan,
    /// What is there.
    pub message: String,
}

impl Finding {
    /// A finding with nothing but its code and message.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: None,
            message: message.into(),
            help: None,
            span: None,
            path: None,
            module: None,
            option: None,
            related: Vec::new(),
        }
    }

    /// Gives this finding a severity of its own, whatever the code's is.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<FileSpan>>) -> Self {
        self.span = span.into();
        self
    }

    /// Adds the path of a file in which there is no place to point at.
    #[must_use]
    pub fn in_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the module it is about.
    #[must_use]
    pub fn module(mut self, module: impl Into<String>) -> Self {
        self.module = Some(module.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: FileSpan, message: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }
}
