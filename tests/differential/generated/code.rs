//! Random Python: import statements of every form, in every kind of block.

use super::random::Random;

/// What imports can name.
pub(crate) struct Names {
    /// Absolute dotted names that are valid Python, existing or not.
    targets: Vec<String>,
    /// Names for `from … import`.
    leaves: Vec<String>,
}

const KEYWORDS: &[&str] = &["class", "True", "None"];

const EXTERNALS: &[&str] = &[
    "os",
    "os.path",
    "django.forms.models",
    "ns.other.thing",
    "ns.alph",
    "ns",
    "ns.deep",
    "ns.deep.er.x",
    "google.cloud.storage",
    "p1",
    "pp.x",
    "__future__x",
];

/// Tests of `if`; the first four are guards.
const TESTS: &[&str] = &[
    "TYPE_CHECKING",
    "typing.TYPE_CHECKING",
    "f().b[0].TYPE_CHECKING",
    "(TYPE_CHECKING)",
    "not TYPE_CHECKING",
    "TYPE_CHECKING and x",
    "TYPE_CHECKING is True",
    "(t := TYPE_CHECKING)",
    "t.TYPE_CHECKING.x",
    "t[TYPE_CHECKING]",
    "TYPE_CHECKING if a else b",
    "False",
    "MYPY",
];

impl Names {
    pub(crate) fn new(modules: impl Iterator<Item = String>, roots: &[String]) -> Self {
        let mut targets: Vec<String> = EXTERNALS.iter().map(|name| (*name).to_owned()).collect();
        targets.extend(roots.iter().cloned());
        for module in modules.filter(|module| module.split('.').all(is_importable)) {
            targets.push(format!("{module}.gone"));
            targets.push(format!("{module}.gone.deep"));
            targets.push(format!("{module}.__init__"));
            targets.extend(module.rsplit_once('.').map(|(parent, _)| parent.to_owned()));
            // More than once, so that most imports find something.
            targets.extend([module.clone(), module.clone(), module]);
        }
        let leaves = targets
            .iter()
            .map(|name| name.rsplit('.').next().unwrap_or(name).to_owned());
        Self {
            leaves: leaves.filter(|leaf| is_importable(leaf)).collect(),
            targets,
        }
    }
}

fn is_importable(name: &str) -> bool {
    let starts = name
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_');
    starts && name.chars().all(|c| c.is_alphanumeric() || c == '_') && !KEYWORDS.contains(&name)
}

/// The bytes of the file of `module`.
pub(crate) fn python(random: &mut Random, names: &Names, module: &str, is_init: bool) -> Vec<u8> {
    let parts = module.split('.').count();
    let mut writer = Writer {
        names,
        dots: if is_init { parts } else { parts - 1 },
        lines: Vec::new(),
    };
    if random.chance(15) {
        writer.lines.push("\"\"\"import os".to_owned());
        writer.lines.push("from p import *\"\"\"".to_owned());
    }
    writer.block(random, "", 3);
    encode(random, &writer.lines)
}

struct Writer<'n> {
    names: &'n Names,
    /// The most dots a relative import here may have.
    dots: usize,
    lines: Vec<String>,
}

impl Writer<'_> {
    fn line(&mut self, indent: &str, text: &str) {
        self.lines.push(format!("{indent}{text}"));
    }

    fn block(&mut self, random: &mut Random, indent: &str, depth: usize) {
        for _ in 0..=random.below(4) {
            if depth > 0 && random.chance(35) {
                self.compound(random, indent, depth - 1);
            } else {
                self.simple(random, indent);
            }
        }
    }

    /// One of several headers, and an indented block.
    fn part(&mut self, random: &mut Random, indent: &str, headers: &[&str], depth: usize) {
        self.line(indent, random.pick(headers));
        let step = random.pick(&["    ", "\t", " "]);
        self.block(random, &format!("{indent}{step}"), depth);
    }

    fn compound(&mut self, random: &mut Random, indent: &str, depth: usize) {
        let test = random.pick(TESTS);
        let other = random.pick(TESTS);
        match random.below(10) {
            0..=3 => {
                self.part(random, indent, &[&format!("if {test}:")], depth);
                if random.chance(40) {
                    self.part(random, indent, &[&format!("elif {other}:")], depth);
                }
                if random.chance(40) {
                    self.part(random, indent, &["else:"], depth);
                }
            }
            4 => {
                self.part(random, indent, &["try:"], depth);
                self.part(
                    random,
                    indent,
                    &["except* ValueError as e:", "except (A, B):"],
                    depth,
                );
                self.part(random, indent, &["else:", "finally:"], depth);
            }
            5 => {
                self.line(indent, "@decorated(lambda x: x)");
                let headers = ["def f(a=1, *b):", "async def f() -> 'import x':"];
                self.part(random, indent, &headers, depth);
            }
            6 => self.part(random, indent, &["class C[T](B):", "class C:"], depth),
            7 => {
                let header = format!("while {test}:");
                self.part(random, indent, &["for a, b in c:", &header], depth);
                if random.chance(40) {
                    self.part(random, indent, &["else:"], depth);
                }
            }
            8 => self.part(random, indent, &["with a as b, (c) as d:"], depth),
            _ => {
                self.line(indent, "match match:");
                let inner = format!("{indent}  ");
                self.part(random, &inner, &["case [1, *rest] if rest:"], depth);
                self.part(random, &inner, &["case _:"], depth);
            }
        }
    }

    fn simple(&mut self, random: &mut Random, indent: &str) {
        match random.below(20) {
            0 => self.line(
                indent,
                "s = 'import os'; t = f\"{s!r:>{10}} import os\"  # import os",
            ),
            1 => {
                self.line(indent, "s = '''");
                self.line("", "import os");
                self.line("", "'''");
            }
            2 => {
                let import = self.import(random, "");
                self.line(indent, &format!("a = (1,); {import}; b = 2;"));
            }
            3 => {
                let import = self.import(random, "");
                self.line(indent, &format!("if {}: {import}", random.pick(TESTS)));
            }
            4 => self.line(indent, "lazy = match = case = type = 1"),
            5 if indent.is_empty() => {
                let import = self.import(random, "");
                self.line("\u{c}", &import);
            }
            6 => {
                self.line(indent, "# caf\u{e9}: import os");
                self.line(indent, "pass");
            }
            7 => {
                let import = self.import(random, "lazy ");
                self.line(indent, &import);
            }
            8 => {
                self.line(indent, "x = [");
                self.line("", "1,  # import os");
                self.line(indent, "]");
            }
            _ => {
                let import = self.import(random, "");
                self.line(indent, &import);
            }
        }
    }

    /// One import statement; a long one has several lines.
    fn import(&self, random: &mut Random, lazy: &str) -> String {
        if random.chance(40) {
            let names: Vec<_> = (0..=random.below(3)).map(|_| self.plain(random)).collect();
            let separator = random.pick(&[", ", ",", " , ", ", \\\n  "]);
            return format!("{lazy}import {}", names.join(separator));
        }
        let source = self.source(random);
        if lazy.is_empty() && random.chance(15) {
            return format!("from {source} import *");
        }
        let names: Vec<_> = (0..=random.below(3)).map(|_| self.leaf(random)).collect();
        match random.below(5) {
            0 => format!(
                "{lazy}from {source} import (\n  {},\n)",
                names.join(",\n\n ")
            ),
            1 => format!(
                "{lazy}from {source} import ( # first\n {}  )",
                names.join(" ,  # more\n")
            ),
            2 => format!("{lazy}from {source} \\\n import {}", names.join(", ")),
            _ => format!("{lazy}from {source} import {}", names.join(", ")),
        }
    }

    fn plain(&self, random: &mut Random) -> String {
        let target = random.pick_name(&self.names.targets);
        let spaced = target.replace('.', random.pick(&[".", ".", ".", " . "]));
        format!("{spaced}{}", alias(random))
    }

    fn leaf(&self, random: &mut Random) -> String {
        format!("{}{}", random.pick_name(&self.names.leaves), alias(random))
    }

    /// What stands between `from` and `import`.
    fn source(&self, random: &mut Random) -> String {
        if self.dots == 0 || random.chance(40) {
            return random.pick_name(&self.names.targets).to_owned();
        }
        let dots = ".".repeat(random.below(self.dots) + 1);
        match random.below(3) {
            0 => dots,
            1 => format!("{dots}{}", random.pick_name(&self.names.leaves)),
            _ => format!(
                "{dots} {}.{}",
                random.pick_name(&self.names.leaves),
                random.pick_name(&self.names.leaves)
            ),
        }
    }
}

fn alias(random: &mut Random) -> &'static str {
    random.pick(&["", "", "", " as other", " as match"])
}

/// Lines to bytes, in one of several encodings and with one of three line ends.
fn encode(random: &mut Random, lines: &[String]) -> Vec<u8> {
    let end = random.pick(&["\n", "\n", "\n", "\r\n", "\r"]);
    let last = random.pick(&["\n", "\n", "", "\n   ", "\n\u{c}\n"]);
    let text = lines.join("\n") + last;
    let is_latin = text.chars().all(|c| c <= '\u{ff}');
    // With CR alone, grimp takes the whole file for the first line and looks for a cookie in it.
    let (cookie, latin) = match random.below(6) {
        0 if is_latin && end != "\r" => (
            random.pick(&["latin-1", "iso-8859-1", "Latin_1", "cp1252"]),
            true,
        ),
        1 if end != "\r" => ("utf-8", false),
        _ => ("", false),
    };
    let mut text = match (cookie, random.below(3)) {
        ("", 0) => format!("\u{feff}{text}"),
        ("", _) => text,
        (cookie, 0) => format!("#!/usr/bin/env python\n# vim: set fileencoding={cookie} :\n{text}"),
        (cookie, _) => format!("# -*- coding: {cookie} -*-\n{text}"),
    };
    text = text.replace('\n', end);
    if latin {
        return text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
    }
    text.into_bytes()
}
