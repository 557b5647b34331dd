//! The INI dialect, against what Python's `configparser` made of the same texts.

use crate::importlinter::ini::{self, Ini};
use crate::importlinter::interpolate::Scope;

/// The sections with their options: values in one line, their lines between `|`, and `!` for a
/// value whose references lead nowhere.
fn render(ini: &Ini) -> String {
    let mut text = String::new();
    for section in &ini.sections {
        text += &format!("[{}]\n", section.name.text);
        let scope = Scope::new(ini, section);
        for option in scope.options() {
            let value = scope.value(option).map_or_else(
                |_| "!".to_owned(),
                |lines| {
                    let lines: Vec<_> = lines.into_iter().map(|line| line.text).collect();
                    lines.join("|")
                },
            );
            text += &format!("{}={value}\n", option.key.text);
        }
    }
    text
}

#[test]
fn texts_mean_what_python_makes_of_them() {
    for (text, expected) in CASES {
        let ini = ini::parse(text);
        let found = ini.errors.is_empty().then(|| render(&ini));
        assert_eq!(found.as_deref(), *expected, "{text:?}");
    }
}

#[test]
fn every_part_knows_its_place() {
    let text = "\u{feff}[a b] x\r\nKey : v w\r\n  l2 \r\n\n   l3\n[DEFAULT]\nd=é\n";
    let ini = ini::parse(text);
    let section = &ini.sections[0];
    assert_eq!(&text[section.name.span.range()], "a b");
    assert_eq!(&text[section.options[0].key.span.range()], "Key");
    let lines = &section.options[0].lines;
    let lines = lines.iter().chain(&ini.defaults[0].lines);
    for line in lines.clone() {
        assert_eq!(&text[line.span.range()], line.text);
    }
    let lines: Vec<_> = lines.map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["v w", "l2", "", "l3", "é"]);
}

#[test]
fn all_mistakes_are_reported_at_their_places() {
    let text = "x = 1\ny = 2\n[a]\nk = 1\nbogus\n= 2\nK = 3\n[a]\n";
    let ini = ini::parse(text);
    let errors = ini.errors.iter();
    let places: Vec<_> = errors
        .map(|error| &text[error.span.unwrap().range()])
        .collect();
    assert_eq!(places, ["x = 1", "bogus", "= 2", "K", "a"]);
}

#[test]
fn references_that_multiply_take_no_time() {
    let mut text = "[a]\na0 = \n".to_owned();
    for level in 1..10 {
        let references = format!("%(a{})s", level - 1).repeat(50);
        text += &format!("a{level} = {references}\n");
    }
    let ini = ini::parse(&text);
    let scope = Scope::new(&ini, &ini.sections[0]);
    let last = scope.options().last().unwrap();
    let error = scope.value(last).unwrap_err();
    assert_eq!(error.message, "references make this value too long");
}

/// Texts, and what Python makes of them; none where it refuses the file.
const CASES: &[(&str, Option<&str>)] = &[
    ("[a]\nk = v\n", Some("[a]\nk=v\n")),
    (
        "[a]\nk: v\nL : w\nUPPER=X\n",
        Some("[a]\nk=v\nl=w\nupper=X\n"),
    ),
    (
        "[a]\nk = v ; not a comment\nl = w # neither\n",
        Some("[a]\nk=v ; not a comment\nl=w # neither\n"),
    ),
    ("[a]\n# c\n; c\n  # c\nk = v\n", Some("[a]\nk=v\n")),
    ("[a]\nk =\n    one\n    two\n", Some("[a]\nk=|one|two\n")),
    (
        "[a]\nk = zero\n    one\n  two\n\n    three\n\n\nl = x\n",
        Some("[a]\nk=zero|one|two||three\nl=x\n"),
    ),
    (
        "[a]\nk =\n    one\n    # gone\n    ; gone\n    two\n",
        Some("[a]\nk=|one|two\n"),
    ),
    (
        "[a]\nk =\n    one\n# gone\n\n    two\n",
        Some("[a]\nk=|one||two\n"),
    ),
    (
        "[a]\nk =\n    one = 1\n    [x]\n    y: z\n",
        Some("[a]\nk=|one = 1|[x]|y: z\n"),
    ),
    ("[a]\n    k = v\n    l = w\n", Some("[a]\nk=v\nl=w\n")),
    (
        "[a]\n    k = v\n  l = w\n    m = x\n",
        Some("[a]\nk=v\nl=w|m = x\n"),
    ),
    ("[a]\nk = v\nl\n", None),
    ("[a]\nk = v\n = x\n", Some("[a]\nk=v|= x\n")),
    ("[a]\nk=\n", Some("[a]\nk=\n")),
    ("[a]\nk\n", None),
    ("k = v\n[a]\n", None),
    ("# c\n\n[a]\n", Some("[a]\n")),
    ("[a]\nk = 1\n[a]\nl = 2\n", None),
    ("[a]\nk = 1\nK = 2\n", None),
    ("[a]\nk = 1\n[b]\nk = 2\n", Some("[a]\nk=1\n[b]\nk=2\n")),
    ("[a] trailing\nk = 1\n", Some("[a]\nk=1\n")),
    ("[a]]\nk = 1\n", Some("[a]]\nk=1\n")),
    ("[]\nk = 1\n", None),
    ("[a]\n[]\n", None),
    ("[ a ]\nk = 1\n", Some("[ a ]\nk=1\n")),
    ("[a\nk = 1\n", None),
    (
        "[DEFAULT]\nx = 1\n[a]\nk = %(x)s!\n",
        Some("[a]\nk=1!\nx=1\n"),
    ),
    (
        "[DEFAULT]\nx = 1\n[a]\nx = 2\nk = %(X)s\n[DEFAULT]\ny = 3\n",
        Some("[a]\nx=2\nk=2\ny=3\n"),
    ),
    ("[DEFAULT]\nx = 1\nx = 2\n", None),
    ("[DEFAULT]\nx = 1\n[DEFAULT]\nx = 2\n", None),
    (
        "[default]\nx = 1\n[a]\nk = 1\n",
        Some("[default]\nx=1\n[a]\nk=1\n"),
    ),
    ("[a]\nk = 100%%\n", Some("[a]\nk=100%\n")),
    ("[a]\nk = 100%\n", Some("[a]\nk=!\n")),
    ("[a]\nk = %x\n", Some("[a]\nk=!\n")),
    ("[a]\nk = %(nope)s\n", Some("[a]\nk=!\n")),
    ("[a]\nk = %(k)s\n", Some("[a]\nk=!\n")),
    (
        "[a]\nx = %(y)s\ny = %(z)s\nz = deep\n",
        Some("[a]\nx=deep\ny=deep\nz=deep\n"),
    ),
    ("[a]\nx = %()s\n", Some("[a]\nx=!\n")),
    ("[a]\nx = %(y\ny = 1\n", Some("[a]\nx=!\ny=1\n")),
    ("[a]\nx = %(y)d\ny = 1\n", Some("[a]\nx=!\ny=1\n")),
    (
        "[a]\ny =\n  1\n  2\nx = a %(y)s b\n",
        Some("[a]\ny=|1|2\nx=a |1|2 b\n"),
    ),
    ("[a]\nx = %%(y)s\ny = 1\n", Some("[a]\nx=%(y)s\ny=1\n")),
    ("[a]\r\nk =\r\n  1\r\n  2\r\n", Some("[a]\nk=|1|2\n")),
    ("[a]\rk = 1\rl = 2\r", Some("[a]\nk=1\nl=2\n")),
    ("[a]\nk = 1", Some("[a]\nk=1\n")),
    ("", Some("")),
    ("\n\n", Some("")),
    ("[a]\nk\t=\t1\t\n\tl\n", Some("[a]\nk=1|l\n")),
    ("[a]\n\tk = 1\n        l = 2\n", Some("[a]\nk=1|l = 2\n")),
    ("[a]\nk = a = b : c\n", Some("[a]\nk=a = b : c\n")),
    ("[a]\nk : a = b\n", Some("[a]\nk=a = b\n")),
    (
        "[a]\nk = \u{e9}\u{3000}\n  \u{a0}x\n",
        Some("[a]\nk=\u{e9}|x\n"),
    ),
    (
        "[importlinter:contract:x:y]\nname = n\n",
        Some("[importlinter:contract:x:y]\nname=n\n"),
    ),
    ("[a]\nk = v\u{c}\n\u{c}l = w\n", Some("[a]\nk=v|l = w\n")),
    ("[a]\nk = v\u{1c}\n", Some("[a]\nk=v\n")),
    ("[a]\n  bogus\nk = 1\n   more\n", None),
    ("[a]\nk = 1\n[b]\n   c = 2\n", Some("[a]\nk=1\n[b]\nc=2\n")),
    ("[a]\nk = 1\n[b]\n   [c]\n", Some("[a]\nk=1\n[b]\n[c]\n")),
    ("[a]\nk = 1\n  [b]\nl = 2\n", Some("[a]\nk=1|[b]\nl=2\n")),
    ("[a]\n\u{130} = 1\n", Some("[a]\ni\u{307}=1\n")),
    ("   [a]\nk = 1\n l = 2\n", Some("[a]\nk=1|l = 2\n")),
    (
        "[a]\nk = 1\n\n\n[b]\nl =\n\n  2\n\n",
        Some("[a]\nk=1\n[b]\nl=||2\n"),
    ),
    ("[a]\n=\n", None),
    ("[a]\n: x\n", None),
    ("[a]\nk = a\\\n  b\n", Some("[a]\nk=a\\|b\n")),
    ("[a]\nk = \"q\"\n", Some("[a]\nk=\"q\"\n")),
    ("[a]\nk = %(l)s%(l)s\nl = %%\n", Some("[a]\nk=%%\nl=%\n")),
    (
        "[a]\na1 = %(a2)s\na2 = %(a3)s\na3 = %(a4)s\na4 = %(a5)s\na5 = %(a6)s\na6 = %(a7)s\na7 = %(a8)s\na8 = %(a9)s\na9 = %(a10)s\na10 = %(a11)s\na11 = x\n",
        Some("[a]\na1=x\na2=x\na3=x\na4=x\na5=x\na6=x\na7=x\na8=x\na9=x\na10=x\na11=x\n"),
    ),
    (
        "[a]\na2 = %(a3)s\na3 = %(a4)s\na4 = %(a5)s\na5 = %(a6)s\na6 = %(a7)s\na7 = %(a8)s\na8 = %(a9)s\na9 = %(a10)s\na10 = %(a11)s\na11 = x\n",
        Some("[a]\na2=x\na3=x\na4=x\na5=x\na6=x\na7=x\na8=x\na9=x\na10=x\na11=x\n"),
    ),
    ("<<<<<<< HEAD\n[a]\nk = 1\n", None),
    ("[a]\nk = 1\n=======\nl = 2\n", None),
    ("[a]\n; k = 1\n#k = 2\nk = 3\n", Some("[a]\nk=3\n")),
    ("[a]\nk = x #\n  # y\n  z\n", Some("[a]\nk=x #|z\n")),
];
