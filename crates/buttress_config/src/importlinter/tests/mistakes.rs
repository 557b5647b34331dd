use buttress_source::Severity;

use super::{said_of_ini, said_of_toml, settings};
use crate::tests::render;

const FORBIDDEN: &str = "type = forbidden\nsource_modules = pkg.a\nforbidden_modules = pkg.b\n";
const FORBIDDEN_TOML: &str =
    "type='forbidden'\nsource_modules=['pkg.a']\nforbidden_modules=['pkg.b']\n";

/// Lines of a contract in an INI file, and what is said about them: the text at the place, the
/// code and what else must be in the message.
const IN_CONTRACTS: &[(&str, &str)] = &[
    (
        "source_modules = a\n",
        "importlinter:contract:c: missing-option: `type` is missing",
    ),
    (
        "type = laers\n",
        "laers: invalid-value: unknown contract type `laers`\n    help: did you mean `layers`?",
    ),
    (
        "type = x\n",
        "help: the types of contract are `forbidden`, `layers`, `independence`, `protected`, `acyclic_siblings`",
    ),
    (
        "type =\n  forbidden\n",
        "expected a single value, got multiple values",
    ),
    (
        "type = forbidden ; hi\n",
        "forbidden ; hi: invalid-value: unknown contract type `forbidden ; hi`",
    ),
    (
        "type = forbidden\nsource_modules = pkg.a\n",
        "missing-option: `forbidden_modules` is missing: a `forbidden` contract needs it",
    ),
    (
        "type = forbidden\nsource_module = pkg.a\nforbidden_modules = pkg.b\n",
        "source_module: unknown-option: unrecognized option `source_module`\n    help: did you mean `source_modules`?",
    ),
    (
        "type = independence\nmodules =\nzzz = 1\n",
        "help: the options of `independence` contracts are",
    ),
    (
        "type = independence\nmodules = pkg.a*\n",
        "pkg.a*: invalid-value: a wildcard can only replace a whole module",
    ),
    (
        "type = independence\nmodules =\n  pkg.a\n  pkg.**.*\n",
        "pkg.**.*: invalid-value: a recursive wildcard cannot",
    ),
    (
        "type = independence\nmodules = pkg.my-x.*\n",
        "`pkg.my-x.*` is not a valid module expression",
    ),
    (
        "type = independence\nmodules = %(nope)s\n",
        "%(nope)s: invalid-value: `%(nope)s` refers to an option",
    ),
    (
        "type = independence\nmodules = 100%\n",
        "`%` begins a reference such as `%(name)s`; write `%%`",
    ),
    (
        "type = layers\nlayers =\n  a | b : c\n",
        "a | b : c: invalid-value: a layer cannot have a mixture of independent and non-independent",
    ),
    (
        "type = layers\nlayers =\n  a | a\n",
        "a: invalid-value: modules cannot be repeated in a layer: `a`",
    ),
    (
        "type = layers\nlayers =\n  a\n  b : (a)\n",
        "(a): invalid-value: modules cannot be in more than one layer: `a`\n    help: list each module once\n    .importlinter:8:3 a: `a` is listed here first",
    ),
    (
        "type = layers\nlayers =\n  a |\n",
        "expected the name of a layer",
    ),
    (
        "type = layers\nlayers = (a | b)\n",
        "the parentheses of `(a` do not enclose one module",
    ),
    (
        "type = layers\nlayers = pkg.*\n",
        "wildcards are not possible in layers",
    ),
    (
        "type = layers\nlayers = a\nexhaustive = true\n",
        "exhaustive: invalid-value: the exhaustive option is not supported for contracts without containers",
    ),
    (
        "type = layers\nlayers = a\nexhaustive = yes\n",
        "yes: invalid-value: could not parse a boolean from `yes`",
    ),
    (
        "type = layers\nlayers = a\nexhaustive =\n",
        "exhaustive: invalid-value: could not parse a boolean from ``",
    ),
    (
        "type = layers\nlayers = a\ncontainers = other\n",
        "invalid container `other`: a container must either be a subpackage of `pkg`, or `pkg` itself",
    ),
    (
        "type = forbidden\nsource_modules = pkg.a\nforbidden_modules = django\n",
        "django: invalid-value: `django` is an external module, and the top level configuration does not have `include_external_packages = True`",
    ),
    (
        "type = acyclic_siblings\nancestors = pkg\ndepth = x\n",
        "x: invalid-value: `x` is not an integer",
    ),
    (
        "type = acyclic_siblings\nancestors = pkg\ndepth = -1\n",
        "expected a number of at least 0",
    ),
    (
        "type = acyclic_siblings\nancestors = pkg\nskip_descendants = pkg\n",
        "pkg: invalid-value: cannot skip `pkg` as it is also an ancestor",
    ),
    (
        "type = acyclic_siblings\nancestors = pkg.*\nskip_descendants = pkg.*\n",
        "cannot skip descendant `pkg.*` as the same expression is in `ancestors`",
    ),
];

#[test]
fn mistakes_of_a_contract_are_shown_at_their_places() {
    for (contract, expected) in IN_CONTRACTS {
        let said = said_of_ini("", contract);
        assert!(said.contains(expected), "{contract}\nsaid:\n{said}");
    }
}

#[test]
fn mistakes_of_values_that_all_types_have_are_shown() {
    for (option, expected) in [
        (
            "ignore_imports = pkg.a",
            "`pkg.a` must be in the form `package.importer -> package.imported`",
        ),
        (
            "ignore_imports = a -> b -> c",
            "is not a valid import expression",
        ),
        (
            "unmatched_ignore_imports_alerting = warning",
            "warning: invalid-value: invalid value `warning`: expected `none`, `warn` or `error`\n    help: did you mean `warn`?",
        ),
        ("as_package = true", "help: did you mean `as_packages`?"),
        (
            "as_packages =\n  true",
            "expected a single value, got multiple values",
        ),
    ] {
        let said = said_of_ini("", &format!("{FORBIDDEN}{option}\n"));
        assert!(said.contains(expected), "{option}\nsaid:\n{said}");
    }
}

#[test]
fn odd_names_of_optional_layers_are_no_silent_absences() {
    let layers = |layer: &str| said_of_ini("", &format!("type = layers\nlayers = {layer}\n"));
    assert_eq!(layers("( pkg.a )"), "");
    for layer in ["()", "(a..b)", "(a)  (b)"] {
        assert!(layers(layer).contains(": invalid-value: "), "{layer}");
    }
    let text = "[importlinter]\nroot_package = pkg\n[importlinter:contract:c]\nname = C\n\
        type = layers\nlayers = (pkg.*)\n";
    let settings = settings(".importlinter", text);
    let contract = &settings.contracts[0];
    assert_eq!(contract.findings[0].severity, Some(Severity::Warning));
    assert!(contract.contract.is_some());
}

#[test]
fn externals_can_be_forbidden_by_their_first_name_only() {
    let external = |name: &str| FORBIDDEN.replace("pkg.b", name);
    let on = "include_external_packages = True";
    assert_eq!(said_of_ini(on, &external("django")), "");
    let said = said_of_ini(on, &external("django.db"));
    let expected = "invalid forbidden module `django.db`: subpackages of external packages are not valid\n    help: forbid `django` as a whole";
    assert!(said.contains(expected), "{said}");
    assert_eq!(said_of_ini("", &external("*.b")), "");
}

#[test]
fn values_of_wrong_types_are_refused_in_toml() {
    for (contract, expected) in [
        (
            "type='independence'\nmodules=[1]",
            "1: invalid-value: expected a string, found an integer",
        ),
        (
            "type='independence'\nmodules=[['a']]",
            "expected a single value, got multiple values",
        ),
        (
            "type='independence'\nmodules=[true]",
            "expected a string, found a boolean",
        ),
        (
            "type='independence'\nmodules={a='b'}",
            "expected a string, found a table",
        ),
        (
            "type='independence'\nmodules=' pkg'",
            "' pkg': invalid-value: ` pkg` is not a valid module expression",
        ),
        (
            "type='acyclic_siblings'\nancestors='pkg'\ndepth=true",
            "`True` is not an integer",
        ),
        (
            "type='acyclic_siblings'\nancestors='pkg'\ndepth=2020-01-01",
            "found a date or time",
        ),
        (
            "type=['layers']",
            "expected a single value, got multiple values",
        ),
    ] {
        let said = said_of_toml("", contract);
        assert!(said.contains(expected), "{contract}\nsaid:\n{said}");
    }
    let said = said_of_toml("", &format!("{FORBIDDEN_TOML}as_packages = 1"));
    assert!(
        said.contains("expected a string, found an integer"),
        "{said}"
    );
    assert_eq!(
        said_of_toml("", &format!("{FORBIDDEN_TOML}as_packages = 'FALSE'")),
        ""
    );
}

#[test]
fn mistakes_of_the_session_are_shown() {
    let contract = "[importlinter:contract:c]\nname=C\ntype=independence\nmodules=\n";
    for (session, expected) in [
        (
            "",
            "importlinter: missing-option: neither `root_package` nor `root_packages` is given",
        ),
        (
            "root_package =\n  pkg\n",
            "root_package: invalid-value: `root_package` takes one name, not a list",
        ),
        (
            "root_package =\n",
            "root_package: invalid-value: `root_package` names no package",
        ),
        (
            "root_package = a..b\n",
            "a..b: invalid-value: `a..b` is not the name of a package",
        ),
        (
            "root_packages =\n",
            "root_packages: invalid-value: expected at least one package",
        ),
        (
            "root_package = p\ncontract_types =\n  a: m.C\n  nonsense\n",
            "nonsense: invalid-value: expected a contract type and its class, found `nonsense`",
        ),
        (
            "root_package = p\ninclude_external_packages = yes\n",
            "invalid-value: `include_external_packages` is neither `true` nor `false`, and counts as `false`",
        ),
        (
            "root_package = p\ninclude_external_package = True\n",
            "unknown-option: unrecognized option `include_external_package` is ignored\n    help: did you mean `include_external_packages`?",
        ),
    ] {
        let said = render(&settings(
            "x.ini",
            &format!("[importlinter]\n{session}{contract}"),
        ));
        assert!(said.contains(expected), "{session}\nsaid:\n{said}");
    }
}

#[test]
fn mistakes_of_the_shape_are_shown() {
    let missing = "no contracts found in the configuration";
    for (name, text, expected) in [
        ("x.ini", "[importlinter]\nroot_package = p\n", missing),
        (
            "x.toml",
            "[tool.importlinter]\nroot_package = 'p'\n",
            missing,
        ),
        (
            "x.toml",
            "[tool.importlinter]\nroot_package = 'p'\n[[tool.importlinter.contract]]\n",
            missing,
        ),
        (
            "x.toml",
            "[tool.importlinter]\nroot_package = 'p'\n[tool.importlinter.contracts]\n",
            "expected a list of tables, found a table",
        ),
        (
            "x.toml",
            "[tool.importlinter]\nroot_package = 'p'\ncontracts = [1]\n",
            "1: invalid-value: expected a table, found an integer",
        ),
        (
            "x.toml",
            "[tool]\nimportlinter = 1\n",
            "expected a table, found an integer",
        ),
        (
            "x.ini",
            "[other]\n",
            "x.ini: missing-option: `x.ini` does not have a section `[importlinter]`",
        ),
        (
            "x.ini",
            "[importlinter]\nk = 1\nk = 2\n",
            "k: invalid-ini: invalid INI: the option `k` is there twice",
        ),
        (
            "x.ini",
            "[importlinter]\n[importlinter]\n",
            "invalid INI: the section `[importlinter]` is there twice",
        ),
        (
            "x.toml",
            "[tool]\r[tool.importlinter]\rroot_packag = 'p'\r",
            "x.toml:3:1 root_packag: unknown-option",
        ),
        (
            "x.ini",
            "root_package = p\n[importlinter]\n",
            "root_package = p: invalid-ini: invalid INI: expected a section",
        ),
    ] {
        let said = render(&settings(name, text));
        assert!(said.contains(expected), "{text}\nsaid:\n{said}");
    }
}

#[test]
fn one_contract_does_not_hide_another() {
    let text = "[importlinter]\nroot_package = pkg\n\
        [importlinter:contract:a]\nname = A\ntype = nonsense\n\
        [importlinter:contract:b]\nname = B\ntype = independence\nmodules = pkg.a\n\
        [importlinter:contract:c]\ntype = layers\nlayres = x\nexhaustive = 1\n";
    let settings = settings(".importlinter", text);
    let judged: Vec<_> = settings
        .contracts
        .iter()
        .map(|c| c.contract.is_some())
        .collect();
    assert_eq!(judged, [false, true, false]);
    insta::assert_snapshot!(render(&settings), @r"
    .importlinter:5:8 nonsense: invalid-value: unknown contract type `nonsense`
        help: the types of contract are `forbidden`, `layers`, `independence`, `protected`, `acyclic_siblings`
    .importlinter:10:2 importlinter:contract:c: missing-option: `name` is missing: every contract needs one
    .importlinter:12:1 layres: unknown-option: unrecognized option `layres`
        help: did you mean `layers`?
    .importlinter:13:14 1: invalid-value: could not parse a boolean from `1`
        help: write `true` or `false`
    ");
}

#[test]
fn bytes_that_are_no_text_are_shown() {
    let files =
        crate::MemoryFiles::new([("/r/.importlinter", b"[importlinter]\nx = \xff\n".to_vec())]);
    let settings = crate::load(&files, std::path::Path::new("/r/.importlinter"));
    let said = render(&settings);
    assert!(
        said.contains("invalid INI: the file is not in UTF-8"),
        "{said}"
    );
}

#[test]
fn a_repeated_section_is_one_mistake() {
    let text = "[importlinter]\nroot_package = p\n[importlinter]\nroot_package = p\n";
    let said = render(&settings("x.ini", text));
    assert_eq!(said.matches("invalid-ini").count(), 1, "{said}");
}

#[test]
fn what_is_about_an_option_says_so() {
    let text = format!(
        "[importlinter]\nroot_package = pkg\n[importlinter:contract:a]\nname = A\n\
         {FORBIDDEN}as_packages = yes\nignore_imports = x\n[importlinter:contract:b]\nname = B\n\
         type = layers\nzzz = 1\nexhaustive = true\n"
    );
    let settings = settings("x.ini", &text);
    let findings = settings.contracts.iter().flat_map(|entry| &entry.findings);
    let options: Vec<_> = findings.map(|finding| finding.option.as_deref()).collect();
    let expected = [
        "as_packages",
        "ignore_imports",
        "layers",
        "zzz",
        "exhaustive",
    ];
    assert_eq!(options, expected.map(Some));
}

#[test]
fn ids_that_are_made_up_are_nobodys() {
    let contract =
        |id: &str| format!("[[tool.importlinter.contracts]]\nname='N'\n{FORBIDDEN_TOML}{id}");
    let contracts = [
        "id='contract-2'\n",
        "",
        "id=''\n",
        "id=7\n",
        "id='contract-2'\n",
    ]
    .map(contract);
    let text = format!(
        "[tool.importlinter]\nroot_package = 'pkg'\n{}",
        contracts.concat()
    );
    let settings = settings("x.toml", &text);
    assert_eq!(render(&settings), "");
    let ids: Vec<_> = (settings.contracts.iter())
        .map(|entry| entry.header.id.as_str())
        .collect();
    let expected = [
        "contract-2",
        "contract-2-unnamed",
        "contract-3",
        "7",
        "contract-2",
    ];
    assert_eq!(ids, expected);
}
