use super::{parsed, render, said};

/// A contract of this type with these lines.
fn contract(kind: &str, lines: &str) -> String {
    said(&format!(
        "[[contracts]]\nid = 'a'\ntype = '{kind}'\n{lines}\n"
    ))
}

#[test]
fn five_mistakes_are_five_findings() {
    let text = r#"
root_package = ["shop"]
externals = "root"

[[contracts]]
id = "layers"
type = "layers"
layers = ["a", 7]

[[contracts]]
id = "fine"
type = "independence"
modules = ["shop.a", "shop.b"]

[[contracts]]
id = "layers"
type = "forbiden"
"#;
    let settings = parsed(text);
    insta::assert_snapshot!(render(&settings), @r#"
buttress.toml:2:1 root_package: unknown-option: `root_package` is called `root_packages` here, and is a list
    help: write `root_packages = ["shop"]`
buttress.toml:3:1 externals: unknown-option: unknown option `externals`
    help: did you mean `external`?
buttress.toml:8:16 7: invalid-value: expected a string or a table, found an integer
buttress.toml:16:6 "layers": duplicate-id: the id `layers` is that of another contract already
    help: ids name contracts in baselines and on the command line, so each must be unique
    buttress.toml:6:6 "layers": `layers` is used here first
buttress.toml:17:8 "forbiden": invalid-value: unknown contract type `forbiden`
    help: did you mean `forbidden`?
"#);
    assert!(settings.contracts[1].contract.is_some());
    assert!(settings.contracts[0].contract.is_none());
    assert_eq!(settings.contracts[2].header.kind, "forbiden");
}

#[test]
fn toml_errors_are_all_shown() {
    insta::assert_snapshot!(said("a = 1\nb = = 2\n[[contracts]]\nid = 'x\na = 3\n"), @r#"
buttress.toml:2:5 =: invalid-toml: invalid TOML: extra `=`
buttress.toml:4:7 x: invalid-toml: invalid TOML: invalid literal string, expected `'`
"#);
    insta::assert_snapshot!(said("external = 'full'\nexternal = 'none'"), @r#"
buttress.toml:2:1 external: invalid-toml: invalid TOML: duplicate key
"#);
}

#[test]
fn wrong_types_say_what_was_expected() {
    insta::assert_snapshot!(said(concat!(
        "root_packages = 1\nsource_roots = [1.5, 'src', true]\nexclude = { a = 1 }\n",
        "respect_gitignore = 'True'\nexternal = 2027-01-01\nnamespace_packages = 1\n",
        "imports = ['runtime']\ninclude = false\nseverity = 'error'\ncontracts = { id = 'a' }\n",
    )), @r#"
buttress.toml:1:17 1: invalid-value: expected a list of strings, found an integer
buttress.toml:2:17 1.5: invalid-value: expected a string, found a float
buttress.toml:2:29 true: invalid-value: expected a string, found a boolean
buttress.toml:3:11 { a = 1 }: invalid-value: expected a list of strings, found a table
buttress.toml:4:21 'True': invalid-value: expected `true` or `false`, found a string
    help: write `true`, without quotes
buttress.toml:5:12 2027-01-01: invalid-value: expected `full`, `root` or `none`, found a date or time
buttress.toml:6:22 1: invalid-value: expected `true` or `false`, found an integer
buttress.toml:7:11 ['runtime']: invalid-value: expected a table with `include` or `exclude`, found a list
    help: write `imports = { exclude = ["type-checking"] }`
buttress.toml:8:11 false: invalid-value: expected a list of strings, found a boolean
buttress.toml:9:12 'error': invalid-value: expected a table of severities, found a string
buttress.toml:10:13 { id = 'a' }: invalid-value: expected a list of tables, found a table
    help: write `[[contracts]]` above each contract
"#);
    insta::assert_snapshot!(said("contracts = [1, 'x']"), @r#"
buttress.toml:1:14 1: invalid-value: expected a table, found an integer
    help: write `[[contracts]]` above each contract
buttress.toml:1:17 'x': invalid-value: expected a table, found a string
    help: write `[[contracts]]` above each contract
"#);
    insta::assert_snapshot!(said("[contracts]\nid = 'x'"), @r#"
buttress.toml:1:1 [contracts]: invalid-value: expected a list of tables, found a table
    help: write `[[contracts]]` above each contract
"#);
}

#[test]
fn unknown_options_come_with_what_was_meant() {
    insta::assert_snapshot!(said("root-packages = ['a']\n[[contract]]\n[foo]\n[severty]"), @r#"
buttress.toml:1:1 root-packages: unknown-option: unknown option `root-packages`
    help: did you mean `root_packages`?
buttress.toml:2:3 contract: unknown-option: unknown option `contract`
    help: did you mean `contracts`?
buttress.toml:3:2 foo: unknown-option: unknown option `foo`
    help: the options of a configuration are `root_packages`, `source_roots`, `exclude`, `respect_gitignore`, `external`, `namespace_packages`, `imports`, `include`, `cache`, `cache_dir`, `severity` and `contracts`
buttress.toml:4:2 severty: unknown-option: unknown option `severty`
    help: did you mean `severity`?
"#);
    insta::assert_snapshot!(contract("forbidden", concat!(
        "source_module = 'a'\nforbidden_modules = 'b'\nuntil = 1\nimports = { exlude = ['star'] }\n",
        "ignore_imports = [{ import = 'a -> b', until = 2027-03-31 }, {}]\n",
    )), @r#"
buttress.toml:4:1 source_module: unknown-option: unknown option `source_module`
    help: did you mean `source_modules`?
buttress.toml:6:1 until: unknown-option: unknown option `until`
    help: the options of the contract type `forbidden` are `source_modules`, `forbidden_modules`, `allow_indirect_imports` and `as_packages`, besides those of every contract
buttress.toml:7:13 exlude: unknown-option: unknown option `exlude`
    help: did you mean `exclude`?
buttress.toml:8:40 until: unknown-option: unknown option `until`
    help: the options of an ignored import are `import` and `reason`
buttress.toml:8:62 {}: missing-option: an ignored import needs the option `import`: a string
"#);
    insta::assert_snapshot!(contract("layers", "layers = ['a', { modules = ['b'], open = true }, {}]\nlevels = 1\n\"\" = 2\n\"a\\nb\" = 3"), @r#"
buttress.toml:4:35 open: unknown-option: unknown option `open`
    help: the options of a layer are `modules`, `independent`, `closed` and `optional`
buttress.toml:4:50 {}: missing-option: a layer needs the option `modules`: a list of strings
buttress.toml:5:1 levels: unknown-option: unknown option `levels`
    help: the options of the contract type `layers` are `layers`, `containers`, `exhaustive` and `exhaustive_ignores`, besides those of every contract
buttress.toml:6:1 "": unknown-option: unknown option ``
    help: the options of the contract type `layers` are `layers`, `containers`, `exhaustive` and `exhaustive_ignores`, besides those of every contract
buttress.toml:7:1 "a\nb": unknown-option: unknown option `a\nb`
    help: the options of the contract type `layers` are `layers`, `containers`, `exhaustive` and `exhaustive_ignores`, besides those of every contract
"#);
}

#[test]
fn options_in_the_wrong_place_say_where_they_belong() {
    insta::assert_snapshot!(contract("independence", "modules = ['a']\nlayers = ['a']\nas_packages = true\nexclude = ['x']"), @r#"
buttress.toml:5:1 layers: unknown-option: `layers` is an option of the contract type `layers`, not of `independence`
    help: remove it, or change the `type` of the contract
buttress.toml:6:1 as_packages: unknown-option: `as_packages` is an option of the contract types `forbidden` and `protected`, not of `independence`
    help: remove it, or change the `type` of the contract
buttress.toml:7:1 exclude: unknown-option: `exclude` is an option of the whole configuration
    help: move it to the top of the file, above the first table
"#);
    insta::assert_snapshot!(said("ignore_imports = []\nmodules = []\n[severity]\nexternal = 'root'\n"), @r#"
buttress.toml:1:1 ignore_imports: unknown-option: `ignore_imports` is an option of a contract
    help: move it into a `[[contracts]]` table
buttress.toml:2:1 modules: unknown-option: `modules` is an option of a contract
    help: move it into a `[[contracts]]` table
buttress.toml:4:1 external: unknown-option: `external` is an option of the whole configuration
    help: move it to the top of the file, above the first table
"#);
    insta::assert_snapshot!(said("[tool.buttress]\nexternal = 'root'"), @r#"
buttress.toml:1:2 tool: unknown-option: `[tool.buttress]` belongs in `pyproject.toml`
    help: in a file of their own, options stand at the top: `root_packages = [..]`, `[[contracts]]`
"#);
}

#[test]
fn keys_of_import_linter_say_what_to_write() {
    insta::assert_snapshot!(said(concat!(
        "root_package = 'shop'\ninclude_external_packages = true\n",
        "exclude_type_checking_imports = true\ncontract_types = ['x: y.Z']\n",
    )), @r#"
buttress.toml:1:1 root_package: unknown-option: `root_package` is called `root_packages` here, and is a list
    help: write `root_packages = ["shop"]`
buttress.toml:2:1 include_external_packages: unknown-option: `include_external_packages` is called `external` here
    help: remove it: external packages are in the graph by default
buttress.toml:3:1 exclude_type_checking_imports: unknown-option: `exclude_type_checking_imports` is one of the `imports` here
    help: write `imports = { exclude = ["type-checking"] }`
buttress.toml:4:1 contract_types: unknown-option: contract types written in Python are not available
    help: the types of contract are `layers`, `forbidden`, `independence`, `protected` and `acyclic_siblings`
"#);
    insta::assert_snapshot!(contract("layers", "layers = ['a']\nbroken_contract_guidance = 'x'"), @r#"
buttress.toml:5:1 broken_contract_guidance: unknown-option: `broken_contract_guidance` is called `reason` here
    help: write `reason = ".."`, and `docs` for a link
"#);
}

#[test]
fn protected_and_acyclic_contracts_are_checked() {
    let of = |depth: &str| {
        contract(
            "acyclic_siblings",
            &format!("ancestors = 'a'\ndepth = {depth}"),
        )
    };
    assert_eq!(of("0"), "");
    insta::assert_snapshot!(of("-1"), @r#"
buttress.toml:5:9 -1: invalid-value: expected a whole number from 0 to 4294967295
"#);
    insta::assert_snapshot!(of("0x1ffffffff"), @r#"
buttress.toml:5:9 0x1ffffffff: invalid-value: expected a whole number from 0 to 4294967295
"#);
    insta::assert_snapshot!(of("99999999999999999999"), @r#"
buttress.toml:5:9 99999999999999999999: invalid-value: expected a whole number from 0 to 4294967295
"#);
    insta::assert_snapshot!(of("' 2'"), @r#"
buttress.toml:5:9 ' 2': invalid-value: expected a whole number, found a string
    help: write `2`, without quotes
"#);
    insta::assert_snapshot!(contract("protected", "protected_modules = []\nallowed = []"), @r#"
buttress.toml:1:1 [[contracts]]: missing-option: a `protected` contract needs the option `allowed_importers`: a list of strings
buttress.toml:4:21 []: invalid-value: expected at least one item, found an empty list
buttress.toml:5:1 allowed: unknown-option: unknown option `allowed`
    help: the options of the contract type `protected` are `protected_modules`, `allowed_importers` and `as_packages`, besides those of every contract
"#);
    assert_eq!(
        contract(
            "protected",
            "protected_modules = 'a'\nallowed_importers = []"
        ),
        ""
    );
}

#[test]
fn keys_of_later_releases_are_unknown() {
    insta::assert_snapshot!(said("baseline = 'x'\nextends = []\n[sets]\na = ['b']"), @r#"
buttress.toml:1:1 baseline: unknown-option: unknown option `baseline`
    help: the options of a configuration are `root_packages`, `source_roots`, `exclude`, `respect_gitignore`, `external`, `namespace_packages`, `imports`, `include`, `cache`, `cache_dir`, `severity` and `contracts`
buttress.toml:2:1 extends: unknown-option: unknown option `extends`
    help: the options of a configuration are `root_packages`, `source_roots`, `exclude`, `respect_gitignore`, `external`, `namespace_packages`, `imports`, `include`, `cache`, `cache_dir`, `severity` and `contracts`
buttress.toml:3:2 sets: unknown-option: unknown option `sets`
    help: the options of a configuration are `root_packages`, `source_roots`, `exclude`, `respect_gitignore`, `external`, `namespace_packages`, `imports`, `include`, `cache`, `cache_dir`, `severity` and `contracts`
"#);
}

#[test]
fn missing_options_point_at_the_contract() {
    insta::assert_snapshot!(said("[[contracts]]\n"), @r#"
buttress.toml:1:1 [[contracts]]: missing-option: a contract needs the option `id`: a string
buttress.toml:1:1 [[contracts]]: missing-option: a contract needs the option `type`: `layers`, `forbidden`, `independence`, `protected` or `acyclic_siblings`
"#);
    insta::assert_snapshot!(said("[[contracts]]\nname = 'Top level: layers'\ntype = 'layers'\n"), @r#"
buttress.toml:1:1 [[contracts]]: missing-option: a `layers` contract needs the option `layers`: a list of strings or tables
buttress.toml:1:1 [[contracts]]: missing-option: a contract needs the option `id`: a string
    help: add `id = "top-level-layers"`
"#);
    insta::assert_snapshot!(contract("forbidden", ""), @r#"
buttress.toml:1:1 [[contracts]]: missing-option: a `forbidden` contract needs the option `source_modules`: a list of strings
buttress.toml:1:1 [[contracts]]: missing-option: a `forbidden` contract needs the option `forbidden_modules`: a list of strings
"#);
}

#[test]
fn unknown_types_come_with_what_was_meant() {
    insta::assert_snapshot!(contract("laers", "layers = ['a']\nignore_import = []"), @r#"
buttress.toml:3:8 'laers': invalid-value: unknown contract type `laers`
    help: did you mean `layers`?
buttress.toml:5:1 ignore_import: unknown-option: unknown option `ignore_import`
    help: did you mean `ignore_imports`?
"#);
    insta::assert_snapshot!(contract("custom", ""), @r#"
buttress.toml:3:8 'custom': invalid-value: unknown contract type `custom`
    help: the types of contract are `layers`, `forbidden`, `independence`, `protected` and `acyclic_siblings`
"#);
    insta::assert_snapshot!(said("[[contracts]]\nid = 'a'\ntype = 1"), @r#"
buttress.toml:3:8 1: invalid-value: expected `layers`, `forbidden`, `independence`, `protected` or `acyclic_siblings`, found an integer
"#);
}

#[test]
fn selectors_and_patterns_are_checked() {
    insta::assert_snapshot!(contract("forbidden", concat!(
        "source_modules = ['a..b', 'a.b*', '', 'a.**.*', 'ok', '!a.b', '@apps', 'a -> b', ' a', 'a/b']\n",
        "forbidden_modules = []\n",
        "except_importers = 'a b.'\n",
        "ignore_imports = ['a', 'a -> ', 'a -> b -> c', 'a* -> b', 'external:* -> a']\n",
    )), @r#"
buttress.toml:4:19 'a..b': invalid-value: expected a name or a wildcard before, between and after dots, such as `a.b`
buttress.toml:4:27 'a.b*': invalid-value: a wildcard replaces a whole component: write `*` or the full name for `b*`
buttress.toml:4:35 '': invalid-value: expected a module name such as `a.b`, or a pattern such as `a.*`
buttress.toml:4:39 'a.**.*': invalid-value: `**` cannot stand beside another wildcard: write `**` or `*` alone for `**.*`
buttress.toml:4:55 '!a.b': invalid-value: `!` cannot be part of a module: expected dotted names such as `a.b`, or a pattern such as `a.*`
buttress.toml:4:63 '@apps': invalid-value: `@` cannot be part of a module: expected dotted names such as `a.b`, or a pattern such as `a.*`
buttress.toml:4:72 'a -> b': invalid-value: expected one module, found an import with `->`
buttress.toml:4:82 ' a': invalid-value: remove the space around `a`
buttress.toml:4:88 'a/b': invalid-value: `/` cannot be part of a module: expected dotted names such as `a.b`, or a pattern such as `a.*`
buttress.toml:5:21 []: invalid-value: expected at least one item, found an empty list
buttress.toml:6:20 'a b.': invalid-value: expected a name or a wildcard before, between and after dots, such as `a.b`
buttress.toml:7:19 'a': invalid-value: expected `importer -> imported`, such as `a.b -> a.c`
buttress.toml:7:24 'a -> ': invalid-value: expected `importer -> imported`, such as `a.b -> a.c`
buttress.toml:7:33 'a -> b -> c': invalid-value: expected one `->`, found another behind it
buttress.toml:7:48 'a* -> b': invalid-value: before `->`: a wildcard replaces a whole component: write `*` or the full name for `a*`
buttress.toml:7:59 'external:* -> a': invalid-value: `:` cannot be part of a module: expected dotted names such as `a.b`, or a pattern such as `a.*`
"#);
    insta::assert_snapshot!(said("root_packages = ['a.*', 'a b ', '', 'src/a', '(a)', []]"), @r#"
buttress.toml:1:18 'a.*': invalid-value: `a.*` is not a module name: wildcards are not possible here
buttress.toml:1:25 'a b ': invalid-value: `a b ` is not a module name: it begins or ends with a space
buttress.toml:1:33 '': invalid-value: `` is not a module name: expected dotted names, such as `a.b`
buttress.toml:1:37 'src/a': invalid-value: `src/a` is not a module name: expected dotted names, such as `a.b`
buttress.toml:1:46 '(a)': invalid-value: `(a)` is not a module name: expected dotted names, such as `a.b`
buttress.toml:1:53 []: invalid-value: expected a string, found a list
"#);
}

#[test]
fn layers_are_checked() {
    insta::assert_snapshot!(contract("layers", concat!(
        "layers = ['a | b : c', 'a | ', '', '(a | b)', '()', 'a.*', 'x | y..z | w', ",
        "{ modules = ['(q)'] }, { modules = [] }]",
    )), @r#"
buttress.toml:4:11 'a | b : c': invalid-value: a layer cannot mix `|` and `:`
    help: `|` stands between siblings that must not import each other, `:` between siblings that may
buttress.toml:4:24 'a | ': invalid-value: expected a module on both sides of `|`
buttress.toml:4:32 '': invalid-value: expected a module, found none
buttress.toml:4:37 (a: invalid-value: the parentheses of `(a` do not enclose one module
    help: write parentheses around each optional module: `(a) | (b)`
buttress.toml:4:42 b): invalid-value: the parentheses of `b)` do not enclose one module
    help: write parentheses around each optional module: `(a) | (b)`
buttress.toml:4:47 '()': invalid-value: expected a module, found none
buttress.toml:4:53 'a.*': invalid-value: `a.*` is not a module name: wildcards are not possible here
buttress.toml:4:65 y..z: invalid-value: `y..z` is not a module name: expected dotted names, such as `a.b`
buttress.toml:4:89 '(q)': invalid-value: `(q)` is not a module name: expected dotted names, such as `a.b`
buttress.toml:4:111 []: invalid-value: expected at least one item, found an empty list
"#);
    insta::assert_snapshot!(contract("layers", "layers = ['a', 'b | a', { modules = ['c', 'b'] }, '(a)']"), @r#"
buttress.toml:4:21 a: invalid-value: layer `a` is listed twice
    help: a module can stand in one layer only
    buttress.toml:4:11 'a': `a` is listed here first
buttress.toml:4:43 'b': invalid-value: layer `b` is listed twice
    help: a module can stand in one layer only
    buttress.toml:4:17 b: `b` is listed here first
buttress.toml:4:51 '(a)': invalid-value: layer `a` is listed twice
    help: a module can stand in one layer only
    buttress.toml:4:11 'a': `a` is listed here first
"#);
    insta::assert_snapshot!(contract("layers", "layers = []\ncontainers = []"), @r#"
buttress.toml:4:10 []: invalid-value: expected at least one item, found an empty list
buttress.toml:5:14 []: invalid-value: expected at least one item, found an empty list
"#);
    insta::assert_snapshot!(contract("layers", "layers = ['a']\nexhaustive = true\n"), @r#"
buttress.toml:5:1 exhaustive: invalid-value: `exhaustive` needs `containers`, whose children it is about
    help: name the package of the layers in `containers`, and the layers relative to it
"#);
    insta::assert_snapshot!(contract("layers", "layers = ['a']\ncontainers = ['p']\nexhaustive_ignores = ['x']"), @r#"
buttress.toml:6:1 exhaustive_ignores: invalid-value: `exhaustive_ignores` has no effect without `exhaustive = true`
    help: add `exhaustive = true`, or remove `exhaustive_ignores`
"#);
    insta::assert_snapshot!(contract("independence", "modules = []"), @r#"
buttress.toml:4:11 []: invalid-value: expected at least one item, found an empty list
"#);
}

#[test]
fn words_come_with_the_nearest_one() {
    insta::assert_snapshot!(contract("layers", concat!(
        "layers = ['a']\nseverity = 'warn'\nunmatched_ignore_imports_alerting = 'warning'\n",
        "imports = { include = ['typechecking'], exclude = ['foo', 'star'] }\n",
    )), @r#"
buttress.toml:5:12 'warn': invalid-value: expected `error` or `warning`, found `warn`
buttress.toml:6:37 'warning': invalid-value: expected `error`, `warn` or `none`, found `warning`
buttress.toml:7:24 'typechecking': invalid-value: expected `runtime`, `deferred`, `conditional`, `type-checking`, `lazy` or `star`, found `typechecking`
    help: did you mean `type-checking`?
buttress.toml:7:52 'foo': invalid-value: expected `runtime`, `deferred`, `conditional`, `type-checking`, `lazy` or `star`, found `foo`
"#);
    insta::assert_snapshot!(said("external = 'ful'\nimports = { include = [] }\n"), @r#"
buttress.toml:1:12 'ful': invalid-value: expected `full`, `root` or `none`, found `ful`
    help: did you mean `full`?
buttress.toml:2:23 []: invalid-value: expected at least one item, found an empty list
"#);
}

#[test]
fn severities_are_checked() {
    insta::assert_snapshot!(said(concat!(
        "[severity]\nunresolved-imports = 'error'\nlayers = 'off'\nundeclared-layer = 'off'\n",
        "forbidden = 'warning'\nmissing-root = 'info'\nsyntax-error = true\nfoo = 'off'\n",
    )), @r#"
buttress.toml:2:1 unresolved-imports: unknown-option: unknown code `unresolved-imports`
    help: did you mean `unresolved-import`?
buttress.toml:3:10 'off': invalid-value: `layers` contracts cannot be switched off as a whole
    help: remove those contracts, or write `warning` to see what they find
buttress.toml:6:16 'info': invalid-value: expected `error`, `warning` or `off`, found `info`
buttress.toml:7:16 true: invalid-value: expected `error`, `warning` or `off`, found a boolean
buttress.toml:8:1 foo: unknown-option: unknown code `foo`
    help: the codes are listed in `docs/codes.md`
"#);
}

#[test]
fn ids_are_checked() {
    insta::assert_snapshot!(said(concat!(
        "[[contracts]]\nid = 'two words'\ntype = 'independence'\nmodules = ['a']\n",
        "[[contracts]]\nid = ''\ntype = 'independence'\nmodules = ['a']\n",
        "[[contracts]]\nid = 3\ntype = 'independence'\nmodules = ['a']\n",
    )), @r#"
buttress.toml:2:6 'two words': invalid-value: `two words` is not a contract id: expected a word without spaces, such as `top-level-layers`
buttress.toml:6:6 '': invalid-value: `` is not a contract id: expected a word without spaces, such as `top-level-layers`
buttress.toml:10:6 3: invalid-value: expected a string, found an integer
"#);
    insta::assert_snapshot!(said(&"[[contracts]]\nid = 'x'\ntype = 'independence'\nmodules = ['a']\n".repeat(3)), @r#"
buttress.toml:6:6 'x': duplicate-id: the id `x` is that of another contract already
    help: ids name contracts in baselines and on the command line, so each must be unique
    buttress.toml:2:6 'x': `x` is used here first
buttress.toml:10:6 'x': duplicate-id: the id `x` is that of another contract already
    help: ids name contracts in baselines and on the command line, so each must be unique
    buttress.toml:2:6 'x': `x` is used here first
"#);
}

#[test]
fn an_unknown_option_does_not_spoil_a_contract_and_a_bad_value_does() {
    let text = |line: &str| {
        let text =
            format!("[[contracts]]\nid = 'a'\ntype = 'independence'\nmodules = ['a']\n{line}");
        let settings = parsed(&text);
        assert_eq!(settings.contracts[0].findings.len(), 1);
        settings.contracts[0].contract.is_some()
    };
    assert!(text("foo = 1"));
    assert!(!text("ignore_imports = ['a']"));
    assert!(!text("severity = 'bad'"));
}
