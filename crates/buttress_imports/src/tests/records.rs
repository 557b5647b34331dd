//! Snippets and the records they give, in a compact form.

use buttress_source::{ImportRecord, SourceText};

use crate::parse_fully;

/// `line kinds: dots module:name as alias` of a record, with the text of its span if that is not
/// what the record says.
fn show(source: &SourceText, record: &ImportRecord<'_>) -> String {
    let kinds: Vec<_> = record
        .kinds
        .words()
        .filter(|word| *word != "star")
        .collect();
    let dots = ".".repeat(record.level as usize);
    let (line, module) = (record.line, record.module);
    let name = record
        .name
        .map(|name| format!(":{name}"))
        .unwrap_or_default();
    let alias = record
        .alias
        .map(|alias| format!(" as {alias}"))
        .unwrap_or_default();
    let spanned = source.slice(record.span);
    let place = if spanned == record.name.unwrap_or(module) {
        String::new()
    } else {
        format!(" at {spanned:?}")
    };
    format!(
        "{line} {}: {dots}{module}{name}{alias}{place}",
        kinds.join("+")
    )
}

fn records(text: &str) -> (Vec<String>, Vec<String>) {
    let source = SourceText::new(text.to_owned());
    let imports = parse_fully(&source).unwrap();
    let shown = imports
        .iter()
        .map(|record| show(&source, &record))
        .collect();
    let errors = imports.errors().iter();
    let errors = errors.map(|e| format!("{:?} {}", source.slice(e.span), e.message));
    (shown, errors.collect())
}

/// Checks the records of a text without syntax errors.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (records, errors) = records(text);
    assert_eq!(errors, [""; 0], "{text}");
    assert_eq!(records, expected, "{text}");
}

/// Checks what is recovered from a text with syntax errors, and the errors.
#[track_caller]
fn broken(text: &str, expected: &[&str], expected_errors: &[&str]) {
    let (records, errors) = records(text);
    assert_eq!(records, expected, "{text}");
    assert_eq!(errors, expected_errors, "{text}");
}

#[test]
fn plain_imports() {
    check("import a", &["1 runtime: a"]);
    check(
        "import a.b.c as x, d",
        &["1 runtime: a.b.c as x", "1 runtime: d"],
    );
    check("\n\nx = 1; import a", &["3 runtime: a"]);
    check(
        "import a . b \\\n .c",
        &["1 runtime: a.b.c at \"a . b \\\\\\n .c\""],
    );
    check("import µ.b", &["1 runtime: μ.b at \"µ.b\""]);
    check(
        "import match, type, lazy, case",
        &[
            "1 runtime: match",
            "1 runtime: type",
            "1 runtime: lazy",
            "1 runtime: case",
        ],
    );
}

#[test]
fn from_imports() {
    check("from a import b", &["1 runtime: a:b"]);
    check(
        "from a.b import c as d, e",
        &["1 runtime: a.b:c as d", "1 runtime: a.b:e"],
    );
    check("from a import *", &["1 runtime: a:*"]);
    check("from . import *", &["1 runtime: .:*"]);
    check("from . import a", &["1 runtime: .:a"]);
    check("from .... import a", &["1 runtime: ....:a"]);
    check("from .. . .b import a", &["1 runtime: ....b:a"]);
    check("from ...b.c import a", &["1 runtime: ...b.c:a"]);
    check("from.import a", &["1 runtime: .:a"]);
    check(
        "from __future__ import annotations",
        &["1 runtime: __future__:annotations"],
    );
    check(
        "from a import (  # why\n    b,\n    c as d,\n)",
        &["1 runtime: a:b", "1 runtime: a:c as d"],
    );
    check("from ﬁ import ªb", &["1 runtime: fi:ab at \"ªb\""]);
}

#[test]
fn spans_of_statements() {
    let source = SourceText::new("if x:\n  import a.b as c; from d import (e,\n f)\n".into());
    let imports = parse_fully(&source).unwrap();
    let statements: Vec<_> = imports.iter().map(|r| source.slice(r.statement)).collect();
    let from = "from d import (e,\n f)";
    assert_eq!(statements, ["import a.b as c", from, from]);
}

#[test]
fn what_is_no_import_statement() {
    check(
        "__import__('a')\nimportlib.import_module('a')\nexec('import a')",
        &[],
    );
    check("'''\nimport a\n'''\n# import b\nx: 'import c'", &[]);
    check("", &[]);
}

#[test]
fn every_body() {
    let text = "\
def f():
    import a
    class C:
        import b
        async def g(self):
            import c
class D(E):
    import d
for x in y:
    import e
else:
    import f
async def h():
    async for x in y:
        import g
    async with x as y:
        import h
while x:
    import i
else:
    import j
with x, y:
    import k
";
    check(
        text,
        &[
            "2 deferred: a",
            "4 deferred: b",
            "6 deferred: c",
            "8 runtime: d",
            "10 runtime: e",
            "12 runtime: f",
            "15 deferred: g",
            "17 deferred: h",
            "19 runtime: i",
            "21 runtime: j",
            "23 runtime: k",
        ],
    );
}

#[test]
fn conditional_bodies() {
    let text = "\
if x: import a
elif y: import b
else:
    import c
try: import d
except E: import e
except F as f:
    def g(): import f
else: import g
finally: import h
try: import i
except* G: import j
match x:
    case [1, *_] if y: import k
    case _: import l
import m
";
    check(
        text,
        &[
            "1 conditional: a",
            "2 conditional: b",
            "4 conditional: c",
            "5 conditional: d",
            "6 conditional: e",
            "8 deferred+conditional: f",
            "9 conditional: g",
            "10 conditional: h",
            "11 conditional: i",
            "12 conditional: j",
            "14 conditional: k",
            "15 conditional: l",
            "16 runtime: m",
        ],
    );
}

#[test]
fn type_checking_guards() {
    for guard in [
        "TYPE_CHECKING",
        "(TYPE_CHECKING)",
        "t.TYPE_CHECKING",
        "f().b[0].TYPE_CHECKING",
    ] {
        check(&format!("if {guard}: import a"), &["1 type-checking: a"]);
    }
    for other in [
        "not TYPE_CHECKING",
        "TYPE_CHECKING or x",
        "TYPE_CHECKING is True",
        "bool(TYPE_CHECKING)",
        "(x := TYPE_CHECKING)",
        "x[TYPE_CHECKING]",
        "TYPE_CHECKING.x",
        "MYPY",
        "False",
    ] {
        check(&format!("if {other}: import a"), &["1 conditional: a"]);
    }
    check("while TYPE_CHECKING: import a", &["1 runtime: a"]);
}

#[test]
fn the_scope_of_a_guard() {
    let text = "\
if x:
    import a
elif TYPE_CHECKING:
    import b
    try:
        import c
    except E:
        def f(): import d
else:
    import e
if TYPE_CHECKING:
    if x: import f
    else: import g
    class C: import h
elif y:
    import i
else:
    import j
import k
def g():
    if TYPE_CHECKING: import l
    else: import m
";
    check(
        text,
        &[
            "2 conditional: a",
            "4 type-checking+conditional: b",
            "6 type-checking+conditional: c",
            "8 type-checking+deferred+conditional: d",
            "10 conditional: e",
            "12 type-checking+conditional: f",
            "13 type-checking+conditional: g",
            "14 type-checking: h",
            "16 conditional: i",
            "18 conditional: j",
            "19 runtime: k",
            "21 type-checking+deferred: l",
            "22 deferred+conditional: m",
        ],
    );
}

#[test]
fn the_newest_grammar() {
    check(
        "lazy import a.b as c, d",
        &["1 lazy: a.b as c", "1 lazy: d"],
    );
    check("lazy from . import a", &["1 lazy: .:a"]);
    check(
        "def f():\n  lazy from a import *",
        &["2 deferred+lazy: a:*"],
    );
    check("lazy = 1; import lazy", &["1 runtime: lazy"]);
    check(
        "type X[T: (int, str) = int, *Ts, **P] = list[T]\nimport a",
        &["2 runtime: a"],
    );
    check("def f[T](x: T) -> T: import a", &["1 deferred: a"]);
    check("class A[T = int](B): import a", &["1 runtime: a"]);
    check("f'{x['a']!r:{y}} {'''\n'''}'\nimport a", &["3 runtime: a"]);
    check("t'{x['a']!r:{y}}'\nimport a", &["2 runtime: a"]);
    check(
        "try: import a\nexcept A, B: import b",
        &["1 conditional: a", "2 conditional: b"],
    );
    check("with (open(x) as f, g,): import a", &["1 runtime: a"]);
    check(
        "x = [*a for a in b]; y = {**a for a in b}\nimport a",
        &["2 runtime: a"],
    );
    check(
        "def f():\n  try: pass\n  finally: return\nimport a",
        &["4 runtime: a"],
    );
    check(
        "def f(a, /, b, *, c): pass\nif (x := 1): import a",
        &["2 conditional: a"],
    );
}

#[test]
fn python_accepts_it_only_elsewhere() {
    check("return; import a", &["1 runtime: a"]);
    check("def f(a, a): from b import *", &["1 deferred: b:*"]);
    check(
        "from __future__ import nothing; await x",
        &["1 runtime: __future__:nothing"],
    );
}

#[test]
fn line_ends_and_form_feeds() {
    check(
        "x = 1\rimport a\rimport b\r",
        &["2 runtime: a", "3 runtime: b"],
    );
    check(
        "x = 1\r\nif x:\r\n\timport a\r\nimport b",
        &["3 conditional: a", "4 runtime: b"],
    );
    check(
        "\u{c}import a\n\u{c}\nimport b\n",
        &["1 runtime: a", "3 runtime: b"],
    );
    check("x = '\u{2028}\u{85}'\nimport a\n", &["2 runtime: a"]);
    check("\u{feff}import a", &["1 runtime: a"]);
}

#[test]
fn syntax_errors_keep_what_was_recovered() {
    broken(
        "import a\nprint 'x'\nimport b\n",
        &["1 runtime: a", "3 runtime: b"],
        &["\"'x'\" simple statements must be separated by newlines or semicolons"],
    );
    broken(
        "import a\nx = (1,\nimport b\n",
        &["1 runtime: a", "3 runtime: b"],
        &["\"\\n\" expected `)`, found newline"],
    );
    broken(
        "from a import (b, c\nimport d\n",
        &["1 runtime: a:b", "1 runtime: a:c", "2 runtime: d"],
        &["\"\\n\" expected `)`, found newline"],
    );
    broken(
        "if x:\nimport a\n",
        &["2 runtime: a"],
        &["\"import\" expected an indented block after `if` statement"],
    );
    broken(
        "  import a\nimport b\n",
        &["1 runtime: a", "2 runtime: b"],
        &["\"  \" unexpected indentation"],
    );
    broken(
        "x = '''\nimport a\n",
        &[],
        &["\"'''\\nimport a\\n\" missing closing quote in string literal"],
    );
    let (records, errors) = records("<<<<<<< a\nimport b\n=======\nimport c\n>>>>>>> d\n");
    assert_eq!(records, ["2 runtime: b", "4 runtime: c"]);
    assert!(!errors.is_empty());
}

#[test]
fn broken_imports() {
    broken(
        "import a..b",
        &["1 runtime: a at \"a..b\""],
        &["\".\" expected an identifier"],
    );
    broken(
        "import a.",
        &["1 runtime: a at \"a.\""],
        &["\"\" expected an identifier"],
    );
    broken(
        "import",
        &[],
        &["\"\" expected one or more symbol names after import"],
    );
    broken("from import a", &[], &["\"import\" expected a module name"]);
    broken(
        "from a import",
        &[],
        &["\"\" expected one or more symbol names after import"],
    );
    broken(
        "from a import ()",
        &[],
        &["\")\" expected one or more symbol names after import"],
    );
    broken(
        "from a import b,",
        &["1 runtime: a:b"],
        &["\",\" trailing comma not allowed"],
    );
    broken(
        "from a import *, b",
        &["1 runtime: a:*", "1 runtime: a:b"],
        &["\"*, b\" star import must be the only import"],
    );
}

#[test]
fn what_no_python_file_may_hold() {
    let both = ["1 runtime: a", "3 runtime: b"];
    broken(
        "import a\n%matplotlib inline\nimport b\n",
        &both,
        &[
            "\"%\" expected a statement",
            "\"inline\" simple statements must be separated by newlines or semicolons",
        ],
    );
    broken(
        "import a\n!ls\nimport b\n",
        &both,
        &["\"!\" expected a statement"],
    );
    broken(
        "import a\n?x\nimport b\n",
        &both,
        &["\"?\" got unexpected token ?"],
    );
    broken(
        "import a\n\u{1a}\n",
        &["1 runtime: a"],
        &[
            "\"\\u{1a}\" got unexpected token \\u{1a}",
            "\"\\n\" expected a statement",
        ],
    );
}

#[test]
fn nul_bytes() {
    let refused = "\"\\0\" Python files cannot contain NUL bytes";
    broken(
        "import a\nx = '\0\0'\nimport b",
        &["1 runtime: a", "3 runtime: b"],
        &[refused],
    );
    broken(
        "# \0\nimport a\n!ls\n",
        &["2 runtime: a"],
        &[refused, "\"!\" expected a statement"],
    );
    broken(
        "a\0b = 1\nimport c",
        &["2 runtime: c"],
        &["\"\\0\" Python files cannot contain NUL bytes"],
    );
}
