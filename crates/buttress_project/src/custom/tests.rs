//! Verdicts of classes as outcomes of contracts.

use std::sync::Arc;

use buttress_report::ContractHeader;
use buttress_source::{FileId, FileSpan, Span, Spanned};

use super::*;

fn at(start: u32) -> FileSpan {
    FileSpan::new(FileId(0), Span::new(start, start + 1))
}

fn option(name: &str, start: u32, value: CustomValue) -> CustomOption {
    CustomOption {
        name: Spanned {
            value: name.to_owned(),
            span: Some(at(start)),
        },
        value: Spanned {
            value,
            span: Some(at(start + 10)),
        },
    }
}

fn custom() -> CustomContract {
    let options = vec![
        option("modules", 100, CustomValue::List(Vec::new())),
        option("level", 200, CustomValue::Text("x".to_owned())),
    ];
    CustomContract {
        type_name: "shape".to_owned(),
        class: Spanned {
            value: "tools.Shape".to_owned(),
            span: Some(at(50)),
        },
        options,
        session_options: Arc::new([]),
    }
}

fn judged(verdict: Verdict) -> Outcome {
    let header = ContractHeader {
        id: "id".to_owned(),
        name: None,
        kind: "shape".to_owned(),
        severity: Severity::Error,
        reason: None,
        docs: None,
        owner: None,
        has_ignores: false,
        span: Some(at(10)),
    };
    let entry = ContractEntry {
        header,
        contract: None,
        custom: None,
        findings: Vec::new(),
    };
    outcome(&entry, &custom(), Path::new("/base"), verdict)
}

fn shown(outcome: &Outcome) -> Vec<(Code, Option<u32>, &str)> {
    let findings = outcome.findings.iter();
    let shown = findings.map(|finding| {
        let start = finding.span.map(|span| span.span.start);
        (finding.code, start, finding.message.as_str())
    });
    shown.collect()
}

#[test]
fn what_a_class_says_of_a_broken_contract_is_kept_as_it_is() {
    let outcome = judged(Verdict::Judged {
        kept: false,
        text: "\n  first\n\nsecond \n\n".to_owned(),
        warnings: vec!["two\n  lines".to_owned()],
        ignored_imports: 3,
    });
    assert_eq!(
        shown(&outcome),
        [
            (Code::CustomContract, None, "two lines"),
            (
                Code::CustomContract,
                Some(10),
                "`tools.Shape` finds the contract broken"
            ),
        ]
    );
    assert_eq!(outcome.findings[0].severity, Some(Severity::Warning));
    assert_eq!(outcome.text.as_deref(), Some("  first\n\nsecond"));
    assert_eq!(outcome.ignored_imports, 3);
    let kept = judged(Verdict::Judged {
        kept: true,
        text: String::new(),
        warnings: Vec::new(),
        ignored_imports: 0,
    });
    assert_eq!(kept, Outcome::default());
}

#[test]
fn refused_options_are_shown_where_they_stand() {
    let errors = [
        ("gone", "This is a required field."),
        ("level", "'x' is not an integer."),
        ("modules", "Unrecognized option."),
    ];
    let errors = errors.map(|(name, error)| (name.to_owned(), error.to_owned()));
    let outcome = judged(Verdict::Invalid(errors.into()));
    assert_eq!(
        shown(&outcome),
        [
            (
                Code::MissingOption,
                Some(10),
                "`gone`: This is a required field"
            ),
            (
                Code::InvalidValue,
                Some(210),
                "`level`: 'x' is not an integer"
            ),
            (
                Code::UnknownOption,
                Some(100),
                "`modules`: Unrecognized option"
            ),
        ]
    );
}

#[test]
fn what_cannot_be_judged_is_said_with_the_way_out() {
    let failed = judged(Verdict::Failed {
        message: "its check fails: ValueError: no".to_owned(),
        place: Some("/base/tools.py:3".to_owned()),
    });
    let message = "the contract type `shape`: its check fails: ValueError: no";
    assert_eq!(
        shown(&failed),
        [(Code::CustomContractFailed, Some(50), message)]
    );
    let help = failed.findings[0].help.as_deref();
    assert_eq!(help, Some("the exception comes from tools.py:3"));
    let unavailable = judged(Verdict::Unavailable {
        missing: "no Python interpreter was found".to_owned(),
    });
    let message = "the contract type `shape` is a Python class and cannot be run: no Python \
                   interpreter was found";
    assert_eq!(
        shown(&unavailable),
        [(Code::CustomContractUnavailable, Some(10), message)]
    );
    assert_eq!(unavailable.findings[0].help.as_deref(), Some(INSTALL));
}

#[test]
fn options_are_handed_over_as_python_reads_them() {
    let item = |value| Spanned { value, span: None };
    let list = CustomValue::List(vec![
        item(CustomValue::Integer(1)),
        item(CustomValue::Float(1.5)),
        item(CustomValue::Boolean(true)),
    ]);
    let table = CustomValue::Table(vec![option("b", 0, CustomValue::Text("t".to_owned()))]);
    let options = [option("l", 0, list), option("a", 0, table)];
    let shown: Vec<String> = (pairs(&options).iter())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(shown, ["l=[1,1.5,true]", r#"a={"b":"t"}"#]);
}
