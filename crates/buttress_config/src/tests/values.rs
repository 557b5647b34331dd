use buttress_contracts::{ContractKind, Layer};
use buttress_files::{Layout, SourceRoots};
use buttress_graph::{ExternalMode, ImportKind, KindFilter};
use buttress_project::Settings;
use buttress_source::{Code, Severity, Spanned};

use super::{clean, place};
use crate::options::{CommonOptions, ForbiddenOptions, LayersOptions, ProjectOptions};
use crate::table::{Fallback, OptionSpec};

const SAMPLE: &str = include_str!("sample.toml");

fn texts<T: ToString>(values: &[Spanned<T>]) -> Vec<String> {
    values
        .iter()
        .map(|spanned| spanned.value.to_string())
        .collect()
}

fn explicit(settings: &Settings) -> Vec<String> {
    match &settings.source_roots {
        SourceRoots::Explicit(patterns) => texts(patterns),
        other => panic!("not explicit: {other:?}"),
    }
}

#[test]
fn every_option_of_the_configuration_arrives() {
    let settings = clean(SAMPLE);
    assert_eq!(settings.base, std::path::Path::new("/r"));
    assert_eq!(
        texts(settings.root_packages.as_deref().unwrap()),
        ["shop", "company.billing"]
    );
    assert_eq!(explicit(&settings), ["src", "libs/*"]);
    assert_eq!(texts(&settings.exclude), ["**/migrations/**"]);
    assert!(settings.respect_gitignore);
    assert_eq!(settings.external, ExternalMode::Root);
    assert_eq!(settings.layout, Layout::Grimp);
    assert_eq!(
        settings.imports,
        KindFilter::new(&[], &[ImportKind::TypeChecking])
    );
    let severity: Vec<_> = settings.severity.into_iter().collect();
    assert_eq!(
        severity,
        [
            (Code::UndeclaredLayer, Severity::Warning),
            (Code::UnresolvedImport, Severity::Warning)
        ]
    );
    assert_eq!(settings.config.unwrap().path, "buttress.toml");
    assert_eq!(settings.contracts.len(), 5);
}

#[test]
fn every_option_of_a_contract_arrives() {
    let settings = clean(SAMPLE);
    let entry = &settings.contracts[0];
    let contract = entry.contract.as_ref().unwrap();
    assert_eq!(
        place(&settings, contract.span.unwrap()),
        "buttress.toml:13:1 [[contracts]]"
    );
    assert_eq!(
        (contract.id.as_str(), entry.header.kind.as_str()),
        ("top-level-layers", "layers")
    );
    assert_eq!(entry.header.id, contract.id);
    assert_eq!(contract.name.as_deref(), Some("Top level layers"));
    assert!(contract.reason.as_ref().unwrap().starts_with("Use cases"));
    assert_eq!(contract.docs.as_deref(), Some("docs/adr/0003-layers.md"));
    assert_eq!(contract.owner.as_deref(), Some("@shop/architecture"));
    assert_eq!(contract.severity, Severity::Warning);
    assert_eq!(
        contract.unmatched_ignore_imports_alerting,
        Severity::Warning
    );
    let runtime_and_deferred = [ImportKind::Runtime, ImportKind::Deferred];
    assert_eq!(
        contract.imports,
        Some(KindFilter::new(&runtime_and_deferred, &[]))
    );
    assert_eq!(texts(&contract.except_importers), ["**.tests.**"]);
    let ignored = contract.ignore_imports.iter();
    let ignored: Vec<_> = ignored
        .map(|ignored| (ignored.pattern.value.to_string(), ignored.reason.as_deref()))
        .collect();
    assert_eq!(
        ignored[0],
        ("shop.domain.a -> shop.usecases.b".to_owned(), None)
    );
    let moved = "shop.data.* -> shop.domain.**".to_owned();
    assert_eq!(ignored[1], (moved, Some("being moved")));
}

#[test]
fn every_option_of_each_type_arrives() {
    let settings = clean(SAMPLE);
    let kinds = settings.contracts.iter();
    let kinds: Vec<_> = kinds
        .map(|entry| &entry.contract.as_ref().unwrap().kind)
        .collect();
    let [
        ContractKind::Layers(layers),
        ContractKind::Forbidden(forbidden),
        ContractKind::Independence(independence),
        ContractKind::Protected(protected),
        ContractKind::AcyclicSiblings(acyclic),
    ] = kinds.as_slice()
    else {
        panic!("{kinds:?}");
    };
    assert_eq!(texts(&layers.containers), ["shop"]);
    assert!(layers.exhaustive);
    assert_eq!(texts(&layers.exhaustive_ignores), ["conftest"]);
    assert_eq!(layers.layers.len(), 4);
    assert_eq!(texts(&forbidden.source_modules), ["shop.domain"]);
    assert_eq!(texts(&forbidden.forbidden_modules), ["django"]);
    assert!(forbidden.allow_indirect_imports && !forbidden.as_packages);
    assert_eq!(texts(&independence.modules), ["shop.apps.*"]);
    let of_protected = texts(&protected.protected_modules);
    assert_eq!(of_protected, ["shop.data", "shop.*.models"]);
    assert_eq!(texts(&protected.allowed_importers), ["shop.domain"]);
    assert!(!protected.as_packages);
    assert_eq!(texts(&acyclic.ancestors), ["shop", "shop.apps.*"]);
    assert_eq!(acyclic.depth, 2);
    assert_eq!(texts(&acyclic.skip_descendants), ["shop.legacy"]);
}

/// A layer as `name? name@place … flags`.
fn shown(text: &str) -> Vec<String> {
    let settings = clean(text);
    let contract = settings.contracts[0].contract.as_ref().unwrap();
    let ContractKind::Layers(layers) = &contract.kind else {
        panic!("no layers");
    };
    let show = |layer: &Spanned<Layer>| {
        let mut parts: Vec<String> =
            vec![place(&settings, layer.span.unwrap()).replace("buttress.toml:", "")];
        for module in &layer.value.modules {
            let mark = if module.value.optional { "?" } else { "" };
            let place = place(&settings, module.span.unwrap()).replace("buttress.toml:", "");
            parts.push(format!("{}{mark} at {place}", module.value.name));
        }
        let (independent, closed) = (layer.value.independent, layer.value.closed);
        parts.push(format!("independent={independent} closed={closed}"));
        parts.join("; ")
    };
    layers.layers.iter().map(show).collect()
}

#[test]
fn layers_keep_the_place_of_every_sibling() {
    let text = concat!(
        "contracts = [{ id = 'a', type = 'layers', layers = [\n",
        "'one',\n",
        "\" ( two ) \",\n",
        "\"é.a|  (b.c )|d\",\n",
        "'''x :y'''\n,",
        "\"\\u0061 | \\u0062\",\n",
        "\"\"\"\nm | n\"\"\",\n",
        "{ modules = ['p', \"q\"], closed = true },\n",
        "{ modules = 'r', independent = false, optional = true },\n",
        "] }]",
    );
    insta::assert_snapshot!(shown(text).join("\n"), @r#"
2:1 'one'; one at 2:1 'one'; independent=true closed=false
3:1 " ( two ) "; two? at 3:1 " ( two ) "; independent=true closed=false
4:1 "é.a|  (b.c )|d"; é.a at 4:2 é.a; b.c? at 4:8 (b.c ); d at 4:15 d; independent=true closed=false
5:1 '''x :y'''; x at 5:4 x; y at 5:7 y; independent=false closed=false
6:2 "\u0061 | \u0062"; a at 6:2 "\u0061 | \u0062"; b at 6:2 "\u0061 | \u0062"; independent=true closed=false
7:1 """
m | n"""; m at 7:1 """
m | n"""; n at 7:1 """
m | n"""; independent=true closed=false
9:1 { modules = ['p', "q"], closed = true }; p at 9:14 'p'; q at 9:19 "q"; independent=true closed=true
10:1 { modules = 'r', independent = false, optional = true }; r? at 10:13 'r'; independent=false closed=false
"#);
}

#[test]
fn one_string_stands_for_a_list_of_one() {
    let single = clean("root_packages = 'a'\nsource_roots = 'src'\nexclude = 'x'");
    let list = clean("root_packages = ['a']\nsource_roots = ['src']\nexclude = ['x']");
    assert_eq!(
        texts(single.root_packages.as_deref().unwrap()),
        texts(list.root_packages.as_deref().unwrap())
    );
    assert_eq!(explicit(&single), explicit(&list));
    assert_eq!(texts(&single.exclude), texts(&list.exclude));
}

/// Writing out a default changes nothing, so what the documentation says of it is true.
#[test]
fn the_stated_defaults_are_the_defaults() {
    let bare = |head: &str, common: &str, layers: &str, forbidden: &str| {
        let settings = clean(&format!(
            "{head}\n[[contracts]]\nid = 'l'\ntype = 'layers'\nlayers = ['a']\n{common}\n{layers}\n\
             [[contracts]]\nid = 'f'\ntype = 'forbidden'\nsource_modules = ['a']\n\
             forbidden_modules = ['b']\n{common}\n{forbidden}\n"
        ));
        let contracts = settings.contracts.iter().map(|entry| {
            let mut contract = entry.contract.clone().unwrap();
            contract.span = None;
            // Places differ, values must not.
            let shown = format!("{contract:?}");
            let mut parts = shown.split("span: Some(FileSpan { file: FileId(0), span: Span { ");
            let first = parts.next().unwrap().to_owned();
            parts.fold(first, |text, part| {
                text + part.split_once("} })").unwrap().1
            })
        });
        let contracts: Vec<_> = contracts.collect();
        let head = (
            settings.external,
            settings.layout,
            settings.imports,
            settings.severity,
            settings.respect_gitignore,
            settings.exclude,
            settings.cache,
        );
        (head, contracts)
    };
    let defaults = |specs: &[OptionSpec]| -> String {
        let lines = specs.iter().filter_map(|spec| match spec.fallback {
            Fallback::Value(value) if spec.key != "contracts" => {
                Some(format!("{} = {value}\n", spec.key))
            }
            _ => None,
        });
        lines.collect()
    };
    let spelled_out = bare(
        &defaults(ProjectOptions::SPECS),
        &defaults(CommonOptions::SPECS),
        &defaults(LayersOptions::SPECS),
        &defaults(ForbiddenOptions::SPECS),
    );
    assert_eq!(bare("", "", "", ""), spelled_out);
}
