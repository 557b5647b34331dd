use std::path::{Path, PathBuf};

use buttress_files::{SearchPath, SourceRoots};
use proptest::prelude::*;

use crate::{Form, MemoryFiles, load, load_importlinter, load_text, migrate};

use super::toml_text::quote;
use crate::tests::schema_errors;

const INI: &str = "\
# About the whole.
[importlinter]
root_packages =
    shop
include_external_packages = True
exclude_type_checking_imports = True

# Above the contract.
[importlinter:contract:my layers]
name = The \"layers\" \\ of it
type = layers
layers =
    # On top.
    shop.web
    (shop.b) : shop.a
    shop.c | (shop.d)
; Known debt.
ignore_imports =
    ; Until the move.
    shop.a -> shop.web
unmatched_ignore_imports_alerting = warn
broken_contract_guidance =
    One.
    Two.
    # The end.
";

#[test]
fn the_text_reads_as_the_same_contracts() {
    let files = MemoryFiles::new([("/p/.importlinter", INI), ("/p/shop/__init__.py", "")]);
    let old = load_importlinter(&files, Path::new("/p/.importlinter"), Path::new("/p"));
    assert!(old.findings.is_empty(), "{:?}", old.findings);
    let migration = migrate(&files, &old, Path::new("/p"), Form::File);
    assert_eq!(
        migration.text,
        r#"# About the whole.
root_packages = ["shop"]
source_roots = ["."]
external = "root"
namespace_packages = false
imports = { exclude = ["type-checking"] }

[severity]
# Some names and wildcards match no module.
empty-selector = "off"
# As import-linter has it. A selector of a contract matches an external module where it can only mean modules of the project.
external-module = "error"

# Above the contract.
[[contracts]]
id = "my-layers"
name = 'The "layers" \ of it'
type = "layers"
layers = [
    # On top.
    "shop.web",
    "(shop.b) : shop.a",
    "shop.c | (shop.d)",
]
# Known debt.
ignore_imports = [
    # Until the move.
    "shop.a -> shop.web",
]
unmatched_ignore_imports_alerting = "warn"
reason = """
One.
Two."""
# The end.
"#
    );
    assert!(migration.left_out.is_empty());
    let renamed = "the contract `my layers` has the id `my-layers`";
    assert!(migration.changes.iter().any(|change| change == renamed));
    let new = load_text(&files, Path::new("/p/buttress.toml"), &migration.text);
    let errors: Vec<_> = new.contracts.iter().flat_map(|c| &c.findings).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        (new.external, new.imports, new.layout, new.severity),
        (old.external, old.imports, old.layout, old.severity)
    );
    assert_eq!(new.contracts.len(), 1);
}

/// The text of a migration in a folder where `shop` is a package, which is valid by the schema.
fn migrated(path: &str, text: &str, form: Form) -> crate::Migration {
    let files = MemoryFiles::new([(path, text), ("/p/shop/__init__.py", "")]);
    let mut old = load_importlinter(&files, Path::new(path), Path::new("/p"));
    let mut findings = old.contracts.iter().flat_map(|c| &c.findings);
    assert_eq!(findings.next(), None);
    old.severity.clear();
    let migration = migrate(&files, &old, Path::new("/p"), form);
    let bare = migration.text.replace("[tool.buttress]", "");
    let bare = bare.replace("[tool.buttress.", "[");
    assert_eq!(schema_errors(&bare), Vec::<String>::new());
    migration
}

#[test]
fn comments_stay_near_what_follows() {
    let text = "\
# About the file.

[tool.importlinter] # all of it
root_package = \"shop\" # the shop
# no externals
include_external_packages = false

[[tool.importlinter.contracts]] # the first
name = \"No! Never?\"
type = \"forbidden\" # strict
source_modules = [ # who
    \"shop.b\", # b
    # the rest
    \"shop.c\",
    # \"shop.d\",
] # whoever
# as ever
ignore_imports = []
forbidden_modules = [\"shop.a\"]
# closing

# next
[[tool.importlinter.contracts]]
id = \"x\"
name = \"X\"
type = \"independence\"
modules = \"shop.*\"
# at the end
";
    let migration = migrated("/p/pyproject.toml", text, Form::Pyproject);
    assert_eq!(
        migration.text,
        r#"[tool.buttress] # all of it
root_packages = ["shop"] # the shop
source_roots = ["."]
# no externals
external = "none"
namespace_packages = false

[[tool.buttress.contracts]] # the first
id = "no-never"
name = "No! Never?"
type = "forbidden" # strict
source_modules = [
    # who
    "shop.b", # b
    # the rest
    "shop.c",
    # "shop.d",
] # whoever
# as ever
forbidden_modules = ["shop.a"]
# closing

# next
[[tool.buttress.contracts]]
id = "x"
name = "X"
type = "independence"
modules = ["shop.*"]
# at the end
"#
    );
}

#[test]
fn tables_in_braces_have_comments_too() {
    let text = "\
tool.importlinter = { root_package = \"shop\", contracts = [
  # one
  { name = \"A\", type = \"independence\", modules = [\"shop\"] }, # behind
  # two
  { name = \"B\", type = \"independence\", modules = [ \"shop\" , ] },
] }
";
    let migration = migrated("/p/pyproject.toml", text, Form::File);
    let first = "\n# one\n[[contracts]] # behind\nid = \"a\"\n";
    assert!(migration.text.contains(first), "{}", migration.text);
    let second = "\n# two\n[[contracts]]\nid = \"b\"\n";
    assert!(migration.text.contains(second), "{}", migration.text);
}

#[test]
fn ini_values_are_written_as_they_are_read() {
    let text = "\
# A header.

; More of it.
[importlinter]
ROOT_PACKAGE: shop

[importlinter:contract:a b]
name = Ünïcode; # no comment
type = layers
layers =
    shop.a
    # shop.c
# off
exhaustive = False
broken_contract_guidance = of %(type)s: 100%%
";
    let migration = migrated("/p/.importlinter", text, Form::File);
    assert_eq!(
        migration.text,
        r#"# A header.

# More of it.
root_packages = ["shop"]
source_roots = ["."]
external = "none"
namespace_packages = false

[[contracts]]
id = "a-b"
name = "Ünïcode; # no comment"
type = "layers"
layers = [
    "shop.a",
    # shop.c
]
# off
exhaustive = false
reason = "of layers: 100%"
"#
    );
}

#[test]
fn what_has_no_native_form_is_listed_and_leaves_a_comment() {
    let text = "\
[importlinter]
root_package = shop
contract_types =
    own: tools.Own
[importlinter:contract:mine]
name = Mine
type = own
[importlinter:contract:nothing]
name = Nothing
type = independence
modules =
[importlinter:contract:some]
name = Some
type = independence
modules = shop
";
    let migration = migrated("/p/.importlinter", text, Form::File);
    assert_eq!(migration.expressed, [2]);
    assert_eq!(migration.left_out.len(), 2);
    for left_out in &migration.left_out {
        let comment = format!("\n# Not expressed here: {left_out}.\n");
        assert!(migration.text.contains(&comment), "{}", migration.text);
    }
}

#[test]
fn ids_are_unique_and_short() {
    let contract = |name: &str| {
        format!(
            "[[tool.importlinter.contracts]]\nname = {name:?}\ntype = \"independence\"\n\
             modules = [\"shop\"]\n"
        )
    };
    let names = ["A b", "a: B", "→", &"word ".repeat(30)];
    let names: String = names.into_iter().map(contract).collect();
    let text = format!("[tool.importlinter]\nroot_package = \"shop\"\n{names}");
    let migration = migrated("/p/pyproject.toml", &text, Form::File);
    let ids = migration.text.lines();
    let ids: Vec<_> = ids.filter_map(|line| line.strip_prefix("id = ")).collect();
    let long = "\"word-word-word-word-word-word-word-word-word\"";
    assert_eq!(ids, ["\"a-b\"", "\"a-b-2\"", "\"contract\"", long]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_lines_are_migrated(
        lines in prop::collection::vec((0..LINES.len(), 0..4_usize), 0..30),
        is_toml in any::<bool>(),
    ) {
        let lines = lines.into_iter().map(|(line, indent)| format!("{:indent$}{}", "", LINES[line]));
        let text = lines.collect::<Vec<_>>().join("\n");
        let path = if is_toml { "/p/pyproject.toml" } else { "/p/.importlinter" };
        let files = MemoryFiles::new([(path, text.as_str()), ("/p/shop/__init__.py", "")]);
        let old = load_importlinter(&files, Path::new(path), Path::new("/p"));
        let migration = migrate(&files, &old, Path::new("/p"), Form::File);
        let (_, errors) = crate::document::parse(&migration.text);
        prop_assert!(errors.is_empty(), "{}", migration.text);
    }
}

/// Lines of configurations, valid in some places and not in others.
const LINES: [&str; 24] = [
    "",
    "# ünïcode",
    "; odd",
    "[importlinter]",
    "[tool.importlinter] # header",
    "root_package = shop",
    "root_packages = [\"shop\"] # roots",
    "[importlinter:contract:a b]",
    "[importlinter:contract:é]",
    "[[tool.importlinter.contracts]]",
    "[other]",
    "name = \"N\"",
    "type = layers",
    "type = \"independence\" # type",
    "layers =",
    "modules = [ # open",
    "    \"shop\", # item",
    "]",
    "    shop",
    "modules:",
    "ignore_imports =",
    "contracts = [{ name = \"x\", type = \"independence\", modules = [\"shop\"] }]",
    "[DEFAULT]",
    "id = \"x\"",
];

#[test]
fn source_roots_are_where_the_search_path_has_the_packages() {
    let text = "[importlinter]\nroot_packages =\n    one\n    two\n    three\n";
    let files = MemoryFiles::new([
        ("/p/.importlinter", text),
        ("/p/src/two/__init__.py", ""),
        ("/p/.venv/pyvenv.cfg", ""),
        ("/p/.venv/lib/site-packages/one/__init__.py", ""),
        ("/p/.venv/lib/site-packages/two/__init__.py", ""),
        ("/lib/three/__init__.py", ""),
    ]);
    let mut old = load_importlinter(&files, Path::new("/p/.importlinter"), Path::new("/p"));
    let path = ["/p", "/p/src", "/p/.venv/lib/site-packages", "/lib"];
    let path = SearchPath::from(Vec::from(path.map(PathBuf::from)));
    old.source_roots = SourceRoots::SearchPath(path);
    let migration = migrate(&files, &old, Path::new("/p"), Form::File);
    let line = r#"source_roots = ["src", ".venv/lib/site-packages", "/lib"]"#;
    assert!(migration.text.contains(line), "{}", migration.text);
    assert_eq!(migration.notes.len(), 2, "{:?}", migration.notes);
}

#[test]
fn any_text_survives_quoting() {
    for text in [
        "",
        "plain",
        "\"",
        "\\",
        "a\nb\tc\r\0\u{7f}\u{85}é",
        "'''\"\"\"",
        "\n\"\"\"a\"\"\n\\ 'b' \"",
        "a\r\n'\"",
    ] {
        let document = format!("[[contracts]]\nid = \"a\"\nreason = {}\n", quote(text));
        let files = MemoryFiles::new([("/p/buttress.toml", document)]);
        let settings = load(&files, Path::new("/p/buttress.toml"));
        let reason = settings.contracts[0].header.reason.as_deref();
        assert_eq!(reason, Some(text));
    }
}
