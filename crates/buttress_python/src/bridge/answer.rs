//! What the script answers, and what it means.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

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

/// The packages that the first answer says are missing; none if it is no such answer.
pub(super) fn missing(line: &str) -> Option<Vec<String>> {
    texts(serde_json::from_str::<Value>(line).ok()?.get("missing")?)
}

/// The verdict in an answer.
pub(super) fn verdict(line: &str) -> Verdict {
    let answer: Value = serde_json::from_str(line).unwrap_or_default();
    let verdict = judged(&answer).or_else(|| invalid(&answer));
    let verdict = verdict.or_else(|| failed(&answer));
    verdict.unwrap_or_else(|| Verdict::crashed(line))
}

fn judged(answer: &Value) -> Option<Verdict> {
    let ignored = answer.get("ignored_import_count")?.as_u64();
    let text = answer.get("text").and_then(Value::as_str);
    Some(Verdict::Judged {
        kept: answer.get("kept")?.as_bool()?,
        text: text.unwrap_or_default().to_owned(),
        warnings: texts(answer.get("warnings")?)?,
        ignored_imports: ignored.map_or(0, |n| usize::try_from(n).unwrap_or(usize::MAX)),
    })
}

fn invalid(answer: &Value) -> Option<Verdict> {
    let errors = answer.get("invalid")?.as_object()?.iter();
    let errors = errors.map(|(option, error)| Some((option.clone(), error.as_str()?.to_owned())));
    Some(Verdict::Invalid(errors.collect::<Option<_>>()?))
}

fn failed(answer: &Value) -> Option<Verdict> {
    let what = match answer.get("failed")?.as_str()? {
        "load" => "its class cannot be loaded",
        "create" => "its class cannot be used",
        "render" => "it is broken, but its class fails to say why",
        _ => "its check fails",
    };
    let error = answer.get("error")?.as_str()?.lines().map(str::trim);
    let place = answer.get("place").and_then(Value::as_str);
    Some(Verdict::Failed {
        message: format!("{what}: {}", error.collect::<Vec<_>>().join(" ")),
        place: place.map(str::to_owned),
    })
}

fn texts(list: &Value) -> Option<Vec<String>> {
    let texts = list.as_array()?.iter();
    texts.map(|text| Some(text.as_str()?.to_owned())).collect()
}
