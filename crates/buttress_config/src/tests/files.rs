use std::path::{Path, PathBuf};

use buttress_files::SourceRoots;

use super::{render, settings};
use crate::{MemoryFiles, load};

const CONTRACT: &str = "[[contracts]]\nid = 'ID'\ntype = 'independence'\nmodules = ['a']\n";

fn contract(id: &str) -> String {
    CONTRACT.replace("ID", id)
}

fn ids(settings: &buttress_project::Settings) -> Vec<&str> {
    let entries = settings.contracts.iter();
    entries.map(|entry| entry.header.id.as_str()).collect()
}

#[test]
fn included_contracts_follow_in_the_order_of_patterns_and_names() {
    let main = format!(
        "include = ['c/*.toml', '**/b.toml', 'a.toml']\n{}",
        contract("main")
    );
    let one = format!(
        "owner = '@one'\n{}owner = '@own'\n{}",
        contract("one"),
        contract("two")
    );
    let settings = settings(&[
        ("buttress.toml", &main),
        ("c/z.toml", &contract("z")),
        ("c/b.toml", &one),
        ("a.toml", &contract("a")),
        ("c/no.txt", "!"),
    ]);
    assert_eq!(render(&settings), "");
    assert_eq!(ids(&settings), ["main", "one", "two", "z", "a"]);
    let owners: Vec<_> = settings
        .contracts
        .iter()
        .map(|entry| entry.header.owner.as_deref())
        .collect();
    assert_eq!(owners, [None, Some("@own"), Some("@one"), None, None]);
    let paths: Vec<_> = settings
        .config_files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(paths, ["buttress.toml", "c/b.toml", "c/z.toml", "a.toml"]);
    let span = settings.contracts[3].header.span.unwrap();
    assert_eq!(super::place(&settings, span), "c/z.toml:1:1 [[contracts]]");
}

#[test]
fn mistakes_in_included_files_point_into_them() {
    let main = "include = ['x/*.toml', 'none/*.toml', 'a[', '/abs.toml']\n";
    let settings = settings(&[
        ("buttress.toml", main),
        ("x/a.toml", &contract("same")),
        (
            "x/b.toml",
            &format!("root_packages = ['a']\nowners = 'me'\n{}", contract("same")),
        ),
        ("x/c.toml", "this is no TOML"),
        ("x/d.toml", &contract("fine")),
    ]);
    insta::assert_snapshot!(render(&settings), @r#"
buttress.toml:1:24 'none/*.toml': unmatched-pattern: `none/*.toml` matches no file
    help: patterns are relative to the configuration's folder
buttress.toml:1:39 'a[': invalid-value: `a[` is not a valid pattern: unclosed character class; missing ']'
buttress.toml:1:45 '/abs.toml': invalid-value: expected a path relative to the configuration's folder
x/b.toml:1:1 root_packages: unknown-option: `root_packages` is not possible in an included file
    help: an included file holds `[[contracts]]` and one `owner`; move the rest to the main configuration
x/b.toml:2:1 owners: unknown-option: unknown option `owners`
    help: did you mean `owner`?
x/c.toml:1:6 i: invalid-toml: invalid TOML: key with no value, expected `=`
x/b.toml:4:6 'same': duplicate-id: the id `same` is that of another contract already
    help: ids name contracts in baselines and on the command line, so each must be unique
    x/a.toml:2:6 'same': `same` is used here first
"#);
    let intact: Vec<_> = settings
        .contracts
        .iter()
        .map(|entry| entry.findings.is_empty())
        .collect();
    assert_eq!(intact, [true, false, true]);
}

#[test]
fn pyproject_holds_the_configuration_in_a_table() {
    let text = "[project]\nname = 'x'\n[tool.buttress]\nexternal = 'none'\n[[tool.buttress.contracts]]\n\
                id = 'a'\ntype = 'independence'\nmodules = ['a']\nmodule = 1\n";
    let files = MemoryFiles::new([("/r/pyproject.toml", text)]);
    let settings = load(&files, Path::new("/r/pyproject.toml"));
    assert_eq!(settings.external, buttress_graph::ExternalMode::None);
    insta::assert_snapshot!(render(&settings), @r#"
pyproject.toml:9:1 module: unknown-option: unknown option `module`
    help: did you mean `modules`?
"#);
    assert!(settings.contracts[0].contract.is_some());
}

#[test]
fn a_pyproject_without_the_table_says_so() {
    for text in ["", "[tool.uv]", "[tool]\nbuttress = 1"] {
        let files = MemoryFiles::new([("/r/pyproject.toml", text)]);
        let settings = load(&files, Path::new("/r/pyproject.toml"));
        assert_eq!(settings.findings.len(), 1, "{text}");
        assert!(settings.findings[0].message.contains("table"), "{text}");
    }
}

#[test]
fn two_configurations_in_a_folder_are_noted() {
    let pyproject = ("pyproject.toml", "[tool.buttress]\n");
    insta::assert_snapshot!(render(&settings(&[("buttress.toml", ""), pyproject])), @r#"
pyproject.toml: ignored-config: `[tool.buttress]` of `pyproject.toml` is ignored, because there is a `buttress.toml` beside it
    help: remove one of the two
"#);
    let other = [("/r/buttress.toml", ""), ("/r/pyproject.toml", pyproject.1)];
    let explicit = load(&MemoryFiles::new(other), Path::new("/r/pyproject.toml"));
    assert_eq!(render(&explicit), "");
}

#[test]
fn a_configuration_can_have_any_name() {
    let files = MemoryFiles::new([("/r/conf/arch.toml", contract("x"))]);
    let settings = load(&files, Path::new("/r/conf/arch.toml"));
    assert_eq!(render(&settings), "");
    assert_eq!(
        (settings.base.as_path(), ids(&settings)),
        (Path::new("/r/conf"), vec!["x"])
    );
}

#[test]
fn a_file_that_cannot_be_read_is_a_finding() {
    let missing = load(&MemoryFiles::default(), Path::new("/r/buttress.toml"));
    assert_eq!(
        render(&missing),
        "buttress.toml: unreadable-file: `buttress.toml` cannot be read: entity not found\n"
    );
    let nothing = load(&MemoryFiles::default(), Path::new("/"));
    assert_eq!(nothing.findings.len(), 1);
    let latin = MemoryFiles::new([("/r/buttress.toml", b"# caf\xe9\nx = 1\n")]);
    let latin = load(&latin, Path::new("/r/buttress.toml"));
    insta::assert_snapshot!(render(&latin), @r#"
buttress.toml:1:6 �: invalid-toml: invalid TOML: the file is not in UTF-8
"#);
}

#[test]
fn uv_workspace_members_are_found() {
    let workspace =
        "[tool.uv.workspace]\nmembers = ['libs/*', 'app', 'gone', 1]\nexclude = ['libs/old']\n";
    let files = [
        ("buttress.toml", ""),
        ("pyproject.toml", workspace),
        ("libs/b/pyproject.toml", ""),
        ("libs/a/pyproject.toml", ""),
        ("libs/old/pyproject.toml", ""),
        ("libs/.hidden/pyproject.toml", ""),
        ("libs/no_project/x.py", ""),
        ("app/pyproject.toml", ""),
    ];
    let members = |files| match settings(files).source_roots {
        SourceRoots::Default { further } => further,
        other => panic!("not the default: {other:?}"),
    };
    let expected = ["/r/app", "/r/libs/a", "/r/libs/b"].map(PathBuf::from);
    assert_eq!(members(&files), expected);
    assert!(members(&files[..1]).is_empty());
}
