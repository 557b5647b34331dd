//! `from` imports one below the other, which are read in a loop of their own.

use super::{both, pairs};

/// Imports that are read in one go, and what must end that: each pair of statements, in each pair of
/// places.
#[test]
fn from_imports_below_each_other() {
    let statements = [
        "from a import b",
        "from .a.b import c, d as e, f",
        "from .. import (a)",
        "from a import (\n    b,\n    c as d,\n\n)",
        "from a import (b, c) # why",
        "from a import b; x = 1",
        "from a import b ;from c import d",
        "from a import b \\\n    as c",
        "from a import *",
        "from a . b import c",
        "from a import (b, # c\n d)",
        "from é import ß",
        "from import a",
        "from a.if import b",
        "from a import if",
        "from a import b.c",
        "from a import b,",
        "from a import ()",
        "from a import (b,, c)",
        "from a import (b",
        "from a import b as",
        "from a import b as c.d",
        "from a import b'c'",
        "from a import 1",
        "from a import b\x0c",
        "from a import b\r",
        "from a. import b",
        "from .1 import b",
        "from a\timport b",
    ];
    let places = [
        "",
        "    ",
        "\t",
        "\x0c",
        " \t",
        "\u{feff}",
        "x = 1; ",
        "x = 1; \\\n",
        "x = 1; \\\n    ",
        "x = '''\n'''; ",
        "if x: ",
        "else: ",
        "if x:\n    ",
        "if x:\n\t",
        "if x: \\\n    ",
        "@x\n",
        "try:\n    ",
        "match x:\n    ",
    ];
    let usual = &statements[..3];
    let mut recognised = 0;
    for (first, second) in pairs(&places, &places) {
        for (one, two) in pairs(usual, &statements).chain(pairs(&statements[3..], usual)) {
            let text = format!("{first}{one}\n{second}{two}\nimport last\n");
            recognised += u32::from(both(&text).is_ok());
        }
    }
    assert!(recognised > 5_000, "{recognised}");
}
