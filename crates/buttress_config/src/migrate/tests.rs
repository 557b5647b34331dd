use std::path::Path;

use crate::{MemoryFiles, load, load_importlinter, load_text, migrate};

use super::toml_text::quote;

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
    let migration = migrate(&files, &old, Path::new("/p"));
    assert_eq!(
        migration.text,
        r#"# About the whole.
root_packages = ["shop"]
source_roots = ["."]
external = "root"
namespace_packages = false
imports = { exclude = ["type-checking"] }

[severity]
empty-selector = "off"
external-module = "error"

# Above the contract.
[[contracts]]
id = "my-layers"
name = "The \"layers\" \\ of it"
type = "layers"
reason = "One.\nTwo."
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

#[test]
fn any_text_survives_quoting() {
    for text in [
        "",
        "plain",
        "\"",
        "\\",
        "a\nb\tc\r\0\u{7f}\u{85}é",
        "'''\"\"\"",
    ] {
        let document = format!("[[contracts]]\nid = \"a\"\nreason = {}\n", quote(text));
        let files = MemoryFiles::new([("/p/buttress.toml", document)]);
        let settings = load(&files, Path::new("/p/buttress.toml"));
        let reason = settings.contracts[0].header.reason.as_deref();
        assert_eq!(reason, Some(text));
    }
}
