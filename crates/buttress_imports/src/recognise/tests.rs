//! What is recognised and what is left to the full parser, construct by construct, and that both
//! agree wherever both speak.

use buttress_source::{FileImports, SourceText};

use super::{Doubt, recognise};
use crate::parse_fully;

mod froms;
mod random;

/// The imports that were recognised; panics if the full parser's differ.
#[track_caller]
fn both(text: &str) -> Result<FileImports, Doubt> {
    let recognised = recognise(text)?;
    let source = SourceText::new(text.to_owned());
    let parsed = parse_fully(&source).unwrap();
    assert!(
        recognised.iter().eq(parsed.iter()),
        "{text:?}\nrecognised {:#?}\nparsed {:#?}",
        recognised.iter().collect::<Vec<_>>(),
        parsed.iter().collect::<Vec<_>>()
    );
    Ok(recognised)
}

/// Checks that a text is recognised, by itself and in every place that can change what it means.
#[track_caller]
fn accepted(text: &str) {
    for text in [
        format!("{text}\nimport last"),
        format!(
            "def f():\n    import a\n    {}\n    import last # c\n",
            indented(text)
        ),
        format!(
            "if x:\n    import a\n    {}\nelse: import last; x = 1 # c\n",
            indented(text)
        ),
        format!("{text}\nimport last\n").replace('\n', "\r\n"),
        format!("{text}\nimport last\n").replace('\n', "\r"),
    ] {
        let imports = both(&text);
        assert!(
            imports.is_ok_and(|imports| !imports.is_empty()),
            "declined: {text}"
        );
    }
}

/// The lines of a text, all but the first deeper by four.
fn indented(text: &str) -> String {
    text.replace('\n', "\n    ")
}

#[track_caller]
fn declined(text: &str, doubt: Doubt) {
    assert_eq!(recognise(text).err(), Some(doubt), "{text:?}");
}

#[test]
fn expressions() {
    for text in [
        "x",
        "x = y = 1, *z",
        "x = -a + ~b ** +c // d @ e << 1 >> 2 & 3 | 4 ^ 5 % 6",
        "x = not a and b or c is not d and e not in f in g < 1 <= 2 != 3 == 4 >= 5 > 6",
        "x = a if b else c if d else e",
        "x = [a for b in c if d if e for f, g in h if i]",
        "x = {a: b for c, in d}, {a for a in b}, (a async for a in b), f(a for a in b)",
        "x = {}, {1}, {1, 2,}, {*a, *b}, {**a, 1: 2, 'x': y, **z}, {a: b if c else d}",
        "x = [], [1], [*a, 2,], (), (1,), (*a, b), (yield), (yield a, b), (yield from c)",
        "x = a[1], a[1:2], a[:], a[::], a[1:2:3], a[:, 1], a[..., None], a[*b], a[b:=1, 2]",
        "f(a, *b, c=1, **d, e=lambda: 1)",
        "f(x := 1, (y := 2), [z := 3], {w := 4})",
        "x = lambda: 1",
        "x = lambda a, /, b=lambda: 1, *, c=2, **d: a if b else c",
        "x = [lambda: y for y in z], {lambda x: 1: 2}, a[lambda: 1:2]",
        "x: int",
        "x: dict[str, int] = {}",
        "x.y[0]: lambda: 1 = 2",
        "x += 1; y -= yield; z **= 2; a //= 3; b <<= 4; c >>= 5; d @= e",
        "x = await y; await z; x = yield; yield x; yield",
        "return",
        "return *a, b",
        "raise",
        "raise x from y",
        "assert a, b",
        "del a, b[0], (c, d)",
        "global a, b\nnonlocal c",
        "pass; break; continue;",
        "x = 0, 0x1F, 0o17, 0b1_0, 1_000, 1.5, .5, 5., 1e10, 1.5E-3j, 00, 0_0, 09.5",
    ] {
        accepted(text);
    }
}

#[test]
fn strings() {
    for text in [
        "x = 'a' \"b\" '''c''' \"\"\"d\"\"\"",
        r#"x = 'it\'s' "\"" '\\' r'\'' b'\x00' Rb"a" bR'b' u'c' """\"""" '''a''b\''''"#,
        "x = '''import a\nfrom b import c\n'''",
        "x = 'a \\\n import b'",
        "x = '# import a' # import b",
        "x = f'' f'a' F'{{}}' rf'\\{x}' fR'{x}' t'{x}' Tr'{x}'",
        "x = f'{x}' f'{x!r}' f'{x:>10}' f'{x!s:{w}.{p}}' f'{x=}' f'{x = !r:5}'",
        "x = f'{x['a']}' f\"{x[\"a\"]}\" f'{f'{f'{1}'}'}' f'{x!r:{'y'}}'",
        "x = f'{ {1: 2}[1] }' f'{(lambda x: x)(1)}' f'{a[1:2]}' f'{a if b else c}' f'{a, b}'",
        "x = f'''{\nx # import y }\n}\nimport a {y:>{z}}''' f'{\nx\n}'",
        "x = f'\\N{DASH} {x}' f'\\{x}' f'\\n' f'{x:\\n}' f'{x:%Y-%m}' f'{x!=y}' f'{x:=5}'",
        "x = ('a'\n  # c\n  f'b{x}'\n  'c')",
    ] {
        accepted(text);
    }
}

#[test]
fn statements() {
    for text in [
        "if x: import a; import b # c",
        "if (x := 1): pass\nelif y: import b\nelse: import c",
        "for x, (y, *z) in a, *b: import a\nelse: import b",
        "while x := f(): import a\nelse: import b",
        "try: import a\nexcept: import b",
        "try: import a\nexcept A as e: import b\nexcept (A, B): pass\nelse: pass\nfinally: import c",
        "try: import a\nexcept* A: import b",
        "with a, b as c, d as (e, f): import a",
        "with (a, b): import a",
        "with (a as b, c as d.e,): import a",
        "with (a), b: import a",
        "with (a, b).c as d: import a",
        "with (yield): pass",
        "with f(a) as b[0]: import a",
        "def f(a: int, /, b: str = '', *c: *Ts, d=1, **e: x) -> list[int]: import a",
        "def f[T: (int, str) = int, *Ts = *x, **P](): import a",
        "def f(\n  a,  # import x\n  b,\n): import a",
        "class A: import a",
        "class A[T](B, metaclass=C, **d): import a",
        "class A(): import a",
        "@a.b(c)\n# comment\n\n@d\nasync def f(): import a",
        "async def f():\n  async for x in y: import a\n  async with a as b: import b",
        "type X = int",
        "type X[T] = list[T]; type = 1; type(x); type[0]",
        "match = 1; match.x; case = match; lazy = 2; lazy.x; print(match, case, type, lazy)",
        "match(x)",
        "match[0] = 1",
        "match x:\n  case 1: import a\n  case _:\n    import b",
        "match (x):\n case [a, *_] | (b, 'c' 'd') as e if f: import a",
        "match x, *y:\n case -1 | None | a.b: import a\n case {'k': 1, a.b: [c], **rest}: import b",
        "match {}:\n case A(b, c=d, e=F(1)), *g: import a\n case a,: import b\n case (): pass",
        "if x:\n\timport a\n\tif y:\n\t    import b",
        "if x:\n    pass\n  # odd comment\n\n\x0c\nimport b",
        "x = 1; \\\n  import a",
        "if x: \\\n  import a",
        "x = (1,\nimportlib\n)",
    ] {
        accepted(text);
    }
}

#[test]
fn imports() {
    for text in [
        "import a.b.c as d, e",
        "from a import b as c, d",
        "from .a.b import *",
        "from . import a; from .. import b; from ... import c; from .... import d",
        "from.import a",
        "from . . a import b",
        "from a import (b)",
        "from a import (  # why\n  b as c,  # d\n  e,\n)  # f",
        "import a \\\n  as b  # c",
        "from a \\\n import b",
        "lazy import a, b as c",
        "lazy from a import b",
        "import match, type, lazy, case",
        "import a;  # c",
        "import a; x = 1; from b import c # d",
        "import a; '''\n# no\n''' # no",
        "from __future__ import annotations",
    ] {
        accepted(text);
    }
}

#[test]
fn guards() {
    for text in [
        "if TYPE_CHECKING: import a\nelif t.TYPE_CHECKING: import b\nelse: import c",
        "if (TYPE_CHECKING): import a",
        "if not TYPE_CHECKING: import a",
        "if TYPE_CHECKING:  # c\n    import a\n    try: import b\n    except E: import c",
    ] {
        accepted(text);
    }
}

#[test]
fn what_is_not_looked_at() {
    for text in ["", "x = (", "'''", "import_x(", "importlib $ importer"] {
        assert!(both(text).is_ok_and(|imports| imports.is_empty()), "{text}");
    }
    for rest in [
        "x = (",
        "'''",
        "$ ?",
        "    foo\n  bar",
        "else:",
        "print 1",
        "try: x",
    ] {
        let text = format!("try:\n    import a # c\n{rest}");
        assert!(
            both(&text).is_ok_and(|imports| imports.len() == 1),
            "{text}"
        );
    }
}

#[test]
fn tokens_and_expressions_in_doubt() {
    for (text, doubt) in [
        ("x = 1import a", Doubt::Number),
        ("x = 0ximport a", Doubt::Number),
        ("x = 0xfimport a", Doubt::Number),
        ("x = 1jimport a", Doubt::Number),
        ("x = 0777\nimport a", Doubt::Number),
        ("x = 'a\nimport a", Doubt::Text),
        ("'''\nimport a", Doubt::Text),
        ("f'{x\nimport a", Doubt::Expression),
        ("f'}'\nimport a", Doubt::Text),
        ("x = (\nimport a", Doubt::Expression),
        ("x = )\nimport a", Doubt::Expression),
        ("x = (1]\nimport a", Doubt::Bracket),
        ("x \\ y\nimport a", Doubt::Continuation),
        ("import a \\", Doubt::Continuation),
        ("print 'x'\nimport a", Doubt::Expression),
        ("x $ y\nimport a", Doubt::Character),
        ("x ? y\nimport a", Doubt::Character),
        ("!ls\nimport a", Doubt::Expression),
        ("%time\nimport a", Doubt::Expression),
        ("<<<<<<< a\nimport b", Doubt::Expression),
        ("=======\nimport b", Doubt::Expression),
        ("x = '\0'\nimport a", Doubt::Character),
        ("import a\n# \0", Doubt::Character),
        ("\0", Doubt::Character),
    ] {
        declined(text, doubt);
    }
    declined(&format!("{}import a", "(".repeat(200)), Doubt::Depth);
}

#[test]
fn statements_and_blocks_in_doubt() {
    for (text, doubt) in [
        ("if x\n    import a", Doubt::Block),
        ("if x y:\n    import a", Doubt::Expression),
        ("if x:\nimport a", Doubt::Block),
        ("else:\n    import a", Doubt::Block),
        ("x = 1\nexcept: import a", Doubt::Block),
        ("try: x\nimport a", Doubt::Block),
        ("@x\nimport a", Doubt::Block),
        ("if x: if y: import a", Doubt::Expression),
        ("  import a", Doubt::Indentation),
        ("if x:\n    y\n  import a", Doubt::Indentation),
        ("if x:\n\ty\n        import a", Doubt::Indentation),
        ("x; ; import a", Doubt::Expression),
        ("foo import a", Doubt::Expression),
        ("import a.", Doubt::Import),
        ("import a . b", Doubt::Import),
        ("import a b", Doubt::Import),
        ("import a,", Doubt::Import),
        ("import é", Doubt::Import),
        ("import", Doubt::Import),
        ("from import a", Doubt::Import),
        ("from a import", Doubt::Import),
        ("from a import (b", Doubt::Import),
        ("from a import ()", Doubt::Import),
        ("from a import b,", Doubt::Import),
        ("from a import *, b", Doubt::Statement),
        ("import a; x = '#' # c", Doubt::Import),
        ("if x or TYPE_CHECKING: import a", Doubt::Guard),
        ("match x:\n  pass\nimport a", Doubt::Block),
        ("match x:\n case a + b: import a", Doubt::Pattern),
        ("x = [a for b in c, d]\nimport a", Doubt::Expression),
        ("x = (a if b)\nimport a", Doubt::Expression),
        ("x = {1: 2, 3}\nimport a", Doubt::Expression),
        ("x = f(a b)\nimport a", Doubt::Expression),
        ("x = a.import\nimport a", Doubt::Expression),
    ] {
        declined(text, doubt);
    }
}

/// Each of the ones with each of the others.
fn pairs<'a>(
    firsts: &'a [&'a str],
    seconds: &'a [&'a str],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let each = |first: &'a &str| seconds.iter().map(move |second| (*first, *second));
    firsts.iter().flat_map(each)
}
