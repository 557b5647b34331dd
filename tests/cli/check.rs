//! `buttress check`.

use std::fs;

use crate::harness::{Project, UNBREAKABLE, assert_transcript, settings};

#[test]
fn kept() {
    let project = Project::example("django-monolith");
    assert_transcript!(project, "check");
}

#[test]
fn broken() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check");
}

#[test]
fn broken_concise() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check", "--format", "concise");
}

#[test]
fn broken_json() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check", "--format", "json");
}

#[test]
fn a_warning_does_not_fail() {
    let project = Project::example("workspace");
    assert_transcript!(project, "check");
}

#[test]
fn quiet_and_kept_says_nothing() {
    let project = Project::example("django-monolith");
    assert_transcript!(project, "check", "-q");
}

#[test]
fn quiet_does_not_hide_what_is_only_a_warning() {
    let contract = |options: &str| {
        let contract =
            "[[contracts]]\nid = \"apart\"\ntype = \"forbidden\"\nsource_modules = \"shop.a\"\n";
        let project = Project::new(&[
            ("shop/__init__.py", ""),
            ("shop/a.py", "import shop.b\n"),
            ("shop/b.py", ""),
            ("buttress.toml", &format!("{contract}{options}\n")),
        ]);
        let output = project.run(&["check", "--quiet", "--format", "concise"]);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    let broken = contract("forbidden_modules = \"shop.b\"\nseverity = \"warning\"");
    assert!(broken.contains("shop.a imports shop.b"), "{broken}");
    let unmatched =
        "ignore_imports = \"shop.b -> shop.a\"\nunmatched_ignore_imports_alerting = \"warn\"";
    let kept = contract(&format!("forbidden_modules = \"flask\"\n{unmatched}"));
    assert!(kept.contains("[unmatched-ignore]"), "{kept}");
}

#[test]
fn quiet_and_broken_still_shows_what_is_broken() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check", "--quiet", "--format", "concise");
}

#[test]
fn one_contract() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check", "--contract", "domain-without-web");
}

#[test]
fn a_contract_that_does_not_exist() {
    let project = Project::example("django-monolith");
    assert_transcript!(project, "check", "--contract", "top-level-layer");
}

#[test]
fn only_what_concerns_some_paths() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check", "--format", "concise", "shop/data");
}

#[test]
fn a_path_that_does_not_exist() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check", "shop/dota");
}

#[test]
fn few_chains_in_full() {
    let project = Project::example("django-monolith-broken");
    assert_transcript!(project, "check", "--max-chains", "0");
}

#[test]
fn a_second_report_in_a_file() {
    let project = Project::example("django-monolith-broken");
    let both = project.run(&["check", "--output", "json=report.json"]);
    let alone = project.run(&["check", "--format", "json"]);
    assert_eq!(both.status.code(), Some(1));
    let written = fs::read(project.path("report.json")).unwrap();
    assert_eq!(written, alone.stdout);
}

#[test]
fn a_second_report_that_cannot_be_written() {
    let project = Project::example("django-monolith");
    let output = project.run(&["check", "--output", "json=no/such/folder/report.json"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("no/such/folder/report.json"), "{said}");
}

#[test]
fn the_verdict_does_not_depend_on_the_folder_it_is_asked_in() {
    let project = Project::example("django-monolith-broken");
    let at_root = project.run(&["check", "--format", "json"]);
    let mut command = project.command(&["check", "--format", "json"]);
    let below = command
        .current_dir(project.path("shop/domain"))
        .output()
        .unwrap();
    assert_eq!(below.status, at_root.status);
    assert_eq!(below.stdout, at_root.stdout);
}

#[test]
fn the_report_does_not_depend_on_the_number_of_threads() {
    let project = Project::example("django-monolith-broken");
    let one = project.run(&["check", "--format", "json", "--jobs", "1"]);
    for jobs in ["2", "8"] {
        let more = project.run(&["check", "--format", "json", "--jobs", jobs]);
        assert_eq!(more.stdout, one.stdout, "{jobs} threads");
    }
}

#[test]
fn a_configuration_by_name() {
    let project = Project::example("django-monolith");
    fs::rename(project.path("buttress.toml"), project.path("rules.toml")).unwrap();
    assert_transcript!(project, "check", "--config", "rules.toml");
}

#[test]
fn no_configuration() {
    let project = Project::new(&[("shop/a.py", "import shop.b\n"), (".git/HEAD", "")]);
    assert_transcript!(project, "check");
}

#[test]
fn a_configuration_that_does_not_exist() {
    let project = Project::example("django-monolith");
    assert_transcript!(project, "check", "--config", "butress.toml");
}

#[test]
fn a_configuration_without_contracts() {
    let project = Project::new(&[("buttress.toml", ""), ("shop/a.py", "import shop\n")]);
    assert_transcript!(project, "check");
}

const FIVE_MISTAKES: &str = r#"
root_package = ["shop"]
exclude      = ["**/migrations/**"]

[severity]
syntax-eror = "warning"

[[contracts]]
id         = "layers"
type       = "layers"
containers = ["shop"]
layers     = ["high", "lowe"]

[[contracts]]
id      = "apps"
type    = "independance"
modules = ["shop.high", "shop.low"]

[[contracts]]
id                = "good"
type              = "forbidden"
source_modules    = ["shop.low"]
forbidden_modules = ["shop.high"]
"#;

fn five_mistakes() -> Project {
    Project::new(&[
        ("buttress.toml", FIVE_MISTAKES),
        ("shop/high.py", ""),
        ("shop/low.py", "from shop import high\n"),
    ])
}

#[test]
fn a_configuration_with_five_mistakes() {
    assert_transcript!(five_mistakes(), "check");
}

#[test]
fn a_configuration_with_five_mistakes_concise() {
    assert_transcript!(five_mistakes(), "check", "--format", "concise");
}

#[test]
fn colours_when_asked_for_and_only_then() {
    let project = Project::example("django-monolith-broken");
    let colored = |args: &[&str], variable: Option<&str>| {
        let mut command = project.command(args);
        command.envs(variable.map(|name| (name, "1")));
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!colored(&["check"], None), "not on a pipe");
    assert!(colored(&["check", "--color", "always"], None));
    assert!(
        colored(&["check", "--color", "always"], Some("NO_COLOR")),
        "what is asked for wins"
    );
    assert!(colored(&["check"], Some("CLICOLOR_FORCE")));
    assert!(!colored(
        &["check", "--color", "never"],
        Some("CLICOLOR_FORCE")
    ));
    assert!(!colored(&["check"], Some("NO_COLOR")));
    assert!(!colored(
        &["check", "--color", "always", "--format", "json"],
        None
    ));
}

/// Colours may only colour: without them the text is the same.
#[test]
fn colours_change_no_text() {
    let project = Project::example("django-monolith-broken");
    let plain = project.run(&["check", "--format", "concise"]).stdout;
    let args = ["check", "--format", "concise", "--color", "always"];
    let colored = String::from_utf8(project.run(&args).stdout).unwrap();
    let stripped: String = colored
        .split('\u{1b}')
        .enumerate()
        .map(|(at, part)| match part.split_once('m') {
            Some((_, rest)) if at > 0 => rest,
            _ => part,
        })
        .collect();
    settings().bind(|| insta::assert_snapshot!("broken_concise_coloured", colored.escape_debug()));
    let without_time = |text: &str| text.lines().rev().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(
        without_time(&stripped),
        without_time(&String::from_utf8(plain).unwrap())
    );
}

#[test]
fn timings_go_to_stderr() {
    let project = Project::example("django-monolith");
    let output = project.run(&["check", "--format", "json", "--timings"]);
    assert!(serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok());
    assert!(!output.stderr.is_empty());
}

#[test]
fn a_warning_that_cannot_be_judged_says_nothing_of_errors() {
    let config = "[[contracts]]\nid = \"old\"\nname = \"Old rules\"\ntype = \"independence\"\n\
                  modules = [\"shop.a\", \"shop.nope\"]\nseverity = \"warning\"\n";
    let project = Project::new(&[("buttress.toml", config), ("shop/a.py", "")]);
    assert_transcript!(project, "check");
    let concise = project.run(&["check", "--format", "concise"]);
    let concise = String::from_utf8(concise.stdout).unwrap();
    let line = "buttress.toml:5:22: warning: [old] [missing-module] ";
    assert!(concise.starts_with(line), "{concise}");
    let json = project.run(&["check", "--format", "json"]);
    let json = String::from_utf8(json.stdout).unwrap();
    assert!(!json.contains("\"severity\":\"error\""), "{json}");
    assert!(json.contains("\"status\":\"error\""), "{json}");
    assert_eq!(project.run(&["check"]).status.code(), Some(0));
}

#[test]
fn findings_of_a_contract_are_bounded_as_chains_are() {
    let ignored: Vec<_> = (0..200)
        .map(|n| format!("  \"shop.a -> shop.b{n}\",\n"))
        .collect();
    let ignored = ignored.concat();
    let config = format!(
        "[[contracts]]\nid = \"x\"\ntype = \"independence\"\nmodules = [\"shop.a\", \"shop.b\"]\n\
         ignore_imports = [\n{ignored}]\n"
    );
    let project = Project::new(&[
        ("buttress.toml", &config),
        ("shop/a.py", ""),
        ("shop/b.py", ""),
    ]);
    let said = |args: &[&str]| String::from_utf8(project.run(args).stdout).unwrap();
    let frames = |text: &str| text.matches("[unmatched-ignore] Error").count();
    let short = said(&["check"]);
    assert_eq!(
        (frames(&short), short.matches("[x] [unmatched").count()),
        (10, 20)
    );
    let rest = "\nand 170 more findings; `--max-chains all` shows them\n";
    assert!(short.contains(rest), "{short}");
    assert_eq!(frames(&said(&["check", "--max-chains", "12"])), 12);
    assert_eq!(frames(&said(&["check", "--max-chains", "all"])), 200);
    let json = said(&["check", "--format", "json"]);
    assert_eq!(json.matches("\"unmatched-ignore\"").count(), 200);
}

#[test]
fn a_table_with_a_slip_in_its_name_is_pointed_out() {
    for (written, meant) in [
        ("buttres", "buttress"),
        ("import-linter", "importlinter"),
        ("Buttress", "buttress"),
    ] {
        let config = format!("[tool.{written}]\nroot_packages = [\"shop\"]\n");
        let project = Project::new(&[("pyproject.toml", &config), ("shop/a.py", "")]);
        let output = project.run(&["check"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(
            said.contains(&format!("a table `[tool.{written}]`")),
            "{said}"
        );
        assert!(
            said.contains(&format!("help: did you mean `[tool.{meant}]`?")),
            "{said}"
        );
    }
    let other = Project::new(&[("pyproject.toml", "[tool.ruff]\n")]);
    let said = String::from_utf8(other.run(&["check"]).stderr).unwrap();
    assert!(said.contains("create a buttress.toml"), "{said}");
}

#[test]
fn a_pattern_that_is_none_is_said_to_be_none() {
    let config = format!("exclude = [\"[\"]\n{UNBREAKABLE}");
    let project = Project::new(&[("buttress.toml", &config), ("shop/a.py", "")]);
    let said = String::from_utf8(project.run(&["check"]).stdout).unwrap();
    let expected = "[invalid-value] Error: `[` is no pattern: a `[` has no `]`";
    assert!(said.contains(expected), "{said}");
    assert!(!said.contains("unmatched-pattern"), "{said}");
}

#[test]
fn a_missing_root_is_said_once() {
    let config = "[importlinter]\nroot_packages =\n    shop\n    nope\n\
                  [importlinter:contract:c]\nname = C\ntype = independence\n\
                  modules =\n    nope.a\n    nope.b\n    shop.missing\n";
    let project = Project::new(&[(".importlinter", config), ("shop/__init__.py", "")]);
    let said = String::from_utf8(project.run(&["check", "--format", "concise"]).stdout).unwrap();
    assert!(!said.contains("nope.a"), "{said}");
    assert!(said.contains("[missing-module] cannot be judged while a root package is missing"));
    assert!(
        said.contains("module `shop.missing` does not exist"),
        "{said}"
    );
}

#[test]
fn nor_is_a_missing_root_said_again_of_what_matches_nothing_in_it() {
    let config = "root_packages = [\"shop\", \"nope\"]\n[[contracts]]\nid = \"c\"\ntype = \"forbidden\"\n\
                  source_modules = [\"shop\"]\nforbidden_modules = [\"nope.**\", \"nope.a.*\", \"shop.x.*\"]\n";
    let project = Project::new(&[("buttress.toml", config), ("shop/__init__.py", "")]);
    let said = String::from_utf8(project.run(&["check", "--format", "concise"]).stdout).unwrap();
    assert!(!said.contains("`nope."), "{said}");
    assert!(said.contains("[missing-module] cannot be judged while a root package is missing"));
    assert!(said.contains("`shop.x.*` matches no module"), "{said}");
}

#[test]
fn an_output_file_is_replaced_whole_or_stays_as_it_was() {
    let project = Project::example("django-monolith-broken");
    let check = |file: &str| {
        let output = project.run(&["check", "-q", "--output", &format!("json={file}")]);
        output.status.code()
    };
    project.write("out/report.json", b"the report of yesterday");
    assert_eq!(check("out/report.json"), Some(1));
    let written = fs::read_to_string(project.path("out/report.json")).unwrap();
    assert!(written.starts_with("{\"version\":1,"), "{written}");
    // A folder is in the way: nothing can take its place, and nothing is left beside it.
    fs::create_dir(project.path("out/folder")).unwrap();
    assert_eq!(check("out/folder"), Some(2));
    let names = fs::read_dir(project.path("out")).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["folder", "report.json"]);
}
