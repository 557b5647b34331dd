//! Python that is hard to parse. A file is read or refused with a finding; the process never dies.

use crate::harness::Project;

/// Runs a check over one file, beside a good one that must still be read. An import of a rare form
/// at its end makes sure that the file is parsed.
fn check(code: &str) -> (Option<i32>, serde_json::Value) {
    let code = &format!("{code}import os . path\n");
    let project = Project::new(&[
        ("buttress.toml", CONTRACT),
        ("shop/good.py", "import shop.bad\n"),
        ("shop/bad.py", code),
    ]);
    let output = project.run(&["check", "--format", "json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = serde_json::from_slice(&output.stdout);
    (
        output.status.code(),
        report.unwrap_or_else(|_| panic!("{:?} {said}", output.status)),
    )
}

const CONTRACT: &str = r#"
[[contracts]]
id     = "layers"
type   = "layers"
layers = ["shop.bad", "shop.good"]
"#;

/// Whatever is said about the hard file, the violation in the good file is found.
fn assert_read(code: &str) {
    let (exit, report) = check(code);
    assert_eq!(report["findings"], serde_json::json!([]));
    assert_eq!(exit, Some(1));
    assert_eq!(
        report["contracts"][0]["violations"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// The file is refused or doubtful, and that is said.
fn assert_finding(code: &str, expected: &[&str]) {
    let (exit, report) = check(code);
    let findings = report["findings"].as_array().unwrap();
    let codes: Vec<&str> = findings
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert!(
        codes.iter().all(|code| expected.contains(code)),
        "{codes:?}"
    );
    assert_eq!((exit, codes.len()), (Some(2), 1), "{codes:?}");
    assert_eq!(
        report["contracts"][0]["violations"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_hundred_thousand_parentheses() {
    let code = format!("x = {}1{}\n", "(".repeat(100_000), ")".repeat(100_000));
    assert_read(&code);
}

#[test]
fn a_hundred_thousand_parentheses_that_are_never_closed() {
    let code = format!("x = {}1\n", "(".repeat(100_000));
    assert_finding(&code, &["syntax-error"]);
}

#[test]
fn two_hundred_thousand_sums() {
    let code = format!("x = 1{}\n", " + 1".repeat(200_000));
    assert_read(&code);
}

#[test]
fn a_million_negations() {
    let code = format!("x = {}1\n", "not ".repeat(1_000_000));
    assert_read(&code);
}

#[test]
fn deep_blocks_and_long_lines() {
    let mut code = String::new();
    for depth in 0..90 {
        code.push_str(&" ".repeat(depth));
        code.push_str("if x:\n");
    }
    code.push_str(&" ".repeat(90));
    code.push_str("import os\n");
    code += &format!("y = [{}]\n", "1, ".repeat(300_000));
    assert_read(&code);
}

#[test]
fn a_hundred_thousand_attributes_and_calls() {
    let code = format!("x = a{}\n", ".b()".repeat(100_000));
    assert_read(&code);
}

#[test]
fn a_hundred_thousand_branches() {
    let code = format!("if a:\n    pass\n{}", "elif b:\n    pass\n".repeat(100_000));
    assert_read(&code);
}

/// Looking for all syntax errors does not make less of it than looking for none.
#[test]
fn imports_that_are_certain_in_a_file_that_nests_too_deeply_to_be_parsed() {
    let code = format!("import shop.good\nx = {}\n", "(".repeat(2_500_000));
    let project = Project::new(&[
        ("buttress.toml", CONTRACT),
        ("shop/good.py", "import shop.bad\n"),
        ("shop/bad.py", &code),
    ]);
    let report = |args: &[&str]| -> serde_json::Value {
        let output = project.run(&[&["check", "--format", "json"], args].concat());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let lax = report(&["--no-cache"]);
    assert_eq!(lax["findings"], serde_json::json!([]));
    for args in [&["--no-cache"][..], &[], &[]] {
        let strict = report(&[&["--strict"], args].concat());
        assert_eq!(strict["contracts"], lax["contracts"]);
        assert_eq!(strict["graph"], lax["graph"]);
        assert_eq!(strict["findings"].as_array().unwrap().len(), 1);
        assert_eq!(strict["findings"][0]["code"], "oversized-file");
        assert_eq!(strict["findings"][0]["module"], "shop.bad");
    }
    assert_eq!(report(&[]), lax);
}
