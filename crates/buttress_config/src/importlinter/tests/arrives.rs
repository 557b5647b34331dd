use buttress_contracts::ContractKind;
use buttress_files::{Layout, SourceRoots};
use buttress_graph::{ExternalMode, ImportKind, KindFilter};
use buttress_project::{CustomOption, CustomValue, Settings};
use buttress_report::Dialect;
use buttress_source::{Code, Severity, Spanned};

use super::{clean, settings};
use crate::tests::place;

const INI: &str = "\
[DEFAULT]
core = pkg.core

[importlinter]
root_packages =
    pkg
    # not this one
    other
include_external_packages = True
exclude_type_checking_imports: true

[importlinter:contract:layered]
name = Layers
type = layers
containers =
    pkg.*
    other
layers =
    (web)

    api | jobs
    a : (b.c)
exhaustive = TRUE
exhaustive_ignores = tests
broken_contract_guidance =
    Ask the architects.

    They know.
core = is not for this one

[importlinter:contract:z:forbidden]
NAME = Forbidden
type = forbidden
source_modules = %(core)s
forbidden_modules =
    pkg.web
    django
allow_indirect_imports = true
as_packages = false
unmatched_ignore_imports_alerting = warn
ignore_imports =
    pkg.a -> pkg.b
    pkg.* -> **.c
    pkg.a -> pkg.b
";

const TOML: &str = r#"
[tool.importlinter]
root_package = "pkg"

[[tool.importlinter.contracts]]
name = "Independent"
type = "independence"
modules = ["pkg.a", "pkg.b", " "]

[[tool.importlinter.contracts]]
id = "p"
name = 7
type = "protected"
protected_modules = "pkg.a"
allowed_importers = []
as_packages = false
unmatched_ignore_imports_alerting = ""

[[tool.importlinter.contracts]]
id = "p"
name = "Acyclic"
type = "acyclic_siblings"
ancestors = ["pkg", "pkg.*"]
depth = 1.9
skip_descendants = ["pkg.legacy"]
unmatched_ignore_imports_alerting = " none "
"#;

fn texts<T: ToString>(values: &[Spanned<T>]) -> Vec<String> {
    let texts = values.iter().map(|value| value.value.to_string());
    texts.collect()
}

fn shown<T>(settings: &Settings, value: &Spanned<T>) -> String {
    place(settings, value.span.unwrap())
}

#[test]
fn the_options_of_an_ini_file_arrive() {
    // A key of `[DEFAULT]` is no option of a contract; here it is only there to be referred to.
    let settings = settings(".importlinter", INI);
    assert_eq!(
        texts(settings.root_packages.as_ref().unwrap()),
        ["pkg", "other"]
    );
    assert_eq!(settings.external, ExternalMode::Root);
    let no_types = KindFilter::new(&[], &[ImportKind::TypeChecking]);
    assert_eq!(settings.imports, no_types);
    assert_eq!(settings.layout, Layout::Grimp);
    assert_eq!(settings.severity_of(Code::EmptySelector), Severity::Off);
    assert!(matches!(&settings.source_roots, SourceRoots::SearchPath(_)));
    let config = settings.config.as_ref().unwrap();
    assert_eq!(config.path, ".importlinter");
    assert_eq!(config.dialect, Dialect::ImportLinter);
    assert_eq!(settings.findings, []);
    let said: Vec<_> = settings
        .contracts
        .iter()
        .map(|c| c.findings.len())
        .collect();
    assert_eq!(said, [1, 1], "the inherited option in each");
}

#[test]
fn the_contracts_of_an_ini_file_arrive() {
    let text = INI.replace("[DEFAULT]\ncore = pkg.core\n", "");
    let text = text.replace("core = is not for this one\n", "");
    let settings = clean("setup.cfg", &text.replace("%(core)s", "pkg.core"));
    let [layered, forbidden] = settings.contracts.as_slice() else {
        panic!("two contracts");
    };
    let layers = layered.contract.as_ref().unwrap();
    assert_eq!(
        (layers.id.as_str(), layers.name.as_deref()),
        ("layered", Some("Layers"))
    );
    let guidance = "Ask the architects.\n\nThey know.";
    assert_eq!(layers.reason.as_deref(), Some(guidance));
    assert_eq!(layered.header.reason.as_deref(), Some(guidance));
    assert_eq!(layers.unmatched_ignore_imports_alerting, Severity::Error);
    let ContractKind::Layers(kind) = &layers.kind else {
        panic!("layers");
    };
    assert!(kind.exhaustive);
    assert_eq!(texts(&kind.exhaustive_ignores), ["tests"]);
    assert_eq!(texts(&kind.containers), ["pkg.*", "other"]);
    let modules = kind.layers.iter().map(|layer| {
        let modules = layer.value.modules.iter();
        let modules = modules.map(|m| (m.value.name.as_str(), m.value.optional));
        (layer.value.independent, modules.collect::<Vec<_>>())
    });
    let expected = [
        (true, vec![("web", true)]),
        (true, vec![("api", false), ("jobs", false)]),
        (false, vec![("a", false), ("b.c", true)]),
    ];
    assert_eq!(modules.collect::<Vec<_>>(), expected);
    let second = &kind.layers[1].value.modules[1];
    assert_eq!(shown(&settings, second), "setup.cfg:19:11 jobs");

    let contract = forbidden.contract.as_ref().unwrap();
    assert_eq!(contract.id, "forbidden");
    assert_eq!(
        contract.unmatched_ignore_imports_alerting,
        Severity::Warning
    );
    let ignored: Vec<_> = contract
        .ignore_imports
        .iter()
        .map(|i| i.pattern.clone())
        .collect();
    assert_eq!(texts(&ignored), ["pkg.a -> pkg.b", "pkg.* -> **.c"]);
    let ContractKind::Forbidden(kind) = &contract.kind else {
        panic!("forbidden");
    };
    assert!(kind.allow_indirect_imports && !kind.as_packages);
    assert_eq!(texts(&kind.source_modules), ["pkg.core"]);
    assert_eq!(texts(&kind.forbidden_modules), ["pkg.web", "django"]);
}

#[test]
fn the_contracts_of_a_toml_file_arrive() {
    let settings = clean("pyproject.toml", TOML);
    assert_eq!(settings.external, ExternalMode::None);
    assert!(settings.imports.admits_all());
    let ids: Vec<_> = settings
        .contracts
        .iter()
        .map(|c| c.header.id.as_str())
        .collect();
    assert_eq!(ids, ["contract-1", "p", "p"]);
    let names = settings.contracts.iter().map(|c| c.header.name.as_deref());
    let expected = [Some("Independent"), Some("7"), Some("Acyclic")];
    assert_eq!(names.collect::<Vec<_>>(), expected);
    let kinds: Vec<_> = settings
        .contracts
        .iter()
        .map(|c| &c.contract.as_ref().unwrap().kind)
        .collect();
    let [
        ContractKind::Independence(independence),
        ContractKind::Protected(protected),
        ContractKind::AcyclicSiblings(acyclic),
    ] = kinds.as_slice()
    else {
        panic!("three kinds: {kinds:?}");
    };
    assert_eq!(texts(&independence.modules), ["pkg.a", "pkg.b"]);
    assert_eq!(texts(&protected.protected_modules), ["pkg.a"]);
    assert!(protected.allowed_importers.is_empty() && !protected.as_packages);
    assert_eq!(texts(&acyclic.ancestors), ["pkg", "pkg.*"]);
    assert_eq!(acyclic.depth, 1);
    assert_eq!(texts(&acyclic.skip_descendants), ["pkg.legacy"]);
}

#[test]
fn types_of_the_project_keep_their_options_as_they_are_written() {
    let text = r#"
[tool.importlinter]
root_package = "pkg"
contract_types = ["own: tools.contracts.Own", "forbidden: tools.contracts.Forbidden"]
verbose = true

[[tool.importlinter.contracts]]
name = "Own"
type = "own"
many = ["a", 1, true]
strict = false
limit = 0x10
share = 2.5
deep = { x = "y" }

[[tool.importlinter.contracts]]
name = "Overridden"
type = "forbidden"
"#;
    let settings = clean("pyproject.toml", text);
    let custom: Vec<_> = settings
        .contracts
        .iter()
        .map(|c| c.custom.as_ref().unwrap())
        .collect();
    assert!(
        settings
            .contracts
            .iter()
            .all(|entry| entry.contract.is_none())
    );
    assert_eq!(custom[0].class.value, "tools.contracts.Own");
    assert_eq!(custom[1].class.value, "tools.contracts.Forbidden");
    let list = |options: &[CustomOption]| {
        let options = options.iter();
        let options = options.map(|o| format!("{}={}", o.name.value, python(&o.value.value)));
        options.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        list(&custom[0].options),
        "name='Own' type='own' many=['a', 1, true] strict='False' limit=16 share=2.5 deep={x='y'}"
    );
    assert_eq!(
        list(&custom[0].session_options),
        "contract_types=['own: tools.contracts.Own', 'forbidden: tools.contracts.Forbidden'] \
         verbose='True' root_packages=['pkg']"
    );
}

fn python(value: &CustomValue) -> String {
    match value {
        CustomValue::Text(text) => format!("'{text}'"),
        CustomValue::Integer(number) => number.to_string(),
        CustomValue::Float(number) => number.to_string(),
        CustomValue::Boolean(value) => value.to_string(),
        CustomValue::List(items) => {
            let items: Vec<_> = items.iter().map(|item| python(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        CustomValue::Table(options) => {
            let option = |o: &CustomOption| format!("{}={}", o.name.value, python(&o.value.value));
            let options: Vec<_> = options.iter().map(option).collect();
            format!("{{{}}}", options.join(", "))
        }
    }
}

#[test]
fn what_import_linter_reads_badly_is_read_as_it_is_meant() {
    let roots = |text: &str| texts(&clean("x.ini", text).root_packages.unwrap());
    let contract = "[importlinter:a]\nname=n\ntype=independence\nmodules=\n";
    let one = format!("[importlinter]\nroot_packages = pkg\n{contract}");
    assert_eq!(roots(&one), ["pkg"]);
    let blank = format!("[importlinter]\nroot_packages =\n a\n\n b\n{contract}");
    assert_eq!(roots(&blank), ["a", "b"]);
    let marked = format!("\u{feff}[importlinter]\nroot_package = pkg\n{contract}");
    assert_eq!(roots(&marked), ["pkg"]);
    let on = format!("[importlinter]\nroot_package=p\ninclude_external_packages=TRUE\n{contract}");
    assert_eq!(clean("x.ini", &on).external, ExternalMode::Root);
    let spaced = "[importlinter]\nroot_package=p\n[importlinter:a]\nname=\n  two\n  lines\n\
        type=layers\nlayers = ( p.a )\n";
    let settings = clean("x.ini", spaced);
    let layered = settings.contracts[0].contract.as_ref().unwrap();
    assert_eq!(layered.name.as_deref(), Some("two lines"));
    let ContractKind::Layers(kind) = &layered.kind else {
        panic!("layers");
    };
    let module = &kind.layers[0].value.modules[0].value;
    assert_eq!((module.name.as_str(), module.optional), ("p.a", true));
    let types =
        format!("[importlinter]\nroot_package=p\ncontract_types = independence: m.C\n{contract}");
    assert!(clean("x.ini", &types).contracts[0].custom.is_some());
}
