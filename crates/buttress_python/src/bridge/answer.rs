//! What the script answers, and what it means.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

/// How a contract came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The class judged it.
    Judged {
        /// Whether it is kept.
        kept: bool,
        /// What the class prints about a broken contract, as it is; empty if it is kept.
        text: String,
        /// Its warnings.
        warnings: Vec<String>,
        /// How many imports it left out.
        ignored_imports: usize,
    },
    /// The class does not accept the options: each with what is wrong.
    Invalid(BTreeMap<String, String>),
    /// The class could not be loaded, failed or took too long.
    Failed {
        /// What happened, a clause.
        message: String,
        /// The file and line of the code that failed.
        place: Option<String>,
    },
    /// There is no interpreter that could judge it.
    Unavailable {
        /// What is missing, a clause.
        missing: String,
    },
}

impl Verdict {
    pub(super) fn crashed(last_words: &str) -> Self {
        Self::Failed {
            message: format!("Python ended before it gave a verdict: {last_words}"),
            place: None,
        }
    }

    pub(super) fn timed_out(patience: Duration) -> Self {
        Self::Failed {
            message: format!("it gave no verdict within {} seconds", patience.as_secs()),
            place: None,
        }
    }
}

#[derive(Deserialize)]
struct First {
    missing: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Reply {
    Judged {
        kept: bool,
        #[serde(default)]
        text: String,
        warnings: Vec<String>,
        ignored_import_count: i64,
    },
    Invalid {
        invalid: BTreeMap<String, String>,
    },
    Failed {
        failed: String,
        error: String,
        place: Option<String>,
    },
}

/// The packages that the first answer says are missing; none if it is no such answer.
pub(super) fn missing(line: &str) -> Option<Vec<String>> {
    let first: First = serde_json::from_str(line).ok()?;
    Some(first.missing)
}

/// The verdict in an answer.
pub(super) fn verdict(line: &str) -> Verdict {
    match serde_json::from_str(line) {
        Ok(Reply::Judged {
            kept,
            text,
            warnings,
            ignored_import_count,
        }) => Verdict::Judged {
            kept,
            text,
            warnings,
            ignored_imports: usize::try_from(ignored_import_count).unwrap_or(0),
        },
        Ok(Reply::Invalid { invalid }) => Verdict::Invalid(invalid),
        Ok(Reply::Failed {
            failed,
            error,
            place,
        }) => {
            let what = match failed.as_str() {
                "load" => "its class cannot be loaded",
                "create" => "its class cannot be used",
                "render" => "it is broken, but its class fails to say why",
                _ => "its check fails",
            };
            let error = error.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            Verdict::Failed {
                message: format!("{what}: {error}"),
                place,
            }
        }
        Err(_) => Verdict::crashed(line),
    }
}
