//! Deep Python, one construct at a time, for the tests of depth.

/// A construct and how to nest it `depth` times.
pub(super) type Construct = (&'static str, fn(usize) -> String);

fn around(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}\n", open.repeat(depth), close.repeat(depth))
}

fn pattern(open: &str, inner: &str, close: &str, depth: usize) -> String {
    let pattern = around(open, inner, close, depth);
    format!("match x:\n case {}: pass\n", pattern.trim_end())
}

fn blocks(headers: &[&str], depth: usize) -> String {
    let mut text = String::new();
    let mut indent = 0;
    for _ in 0..depth {
        for header in headers {
            text.extend(std::iter::repeat_n(' ', indent));
            text.push_str(header);
            text.push('\n');
            indent += 1;
        }
    }
    text.extend(std::iter::repeat_n(' ', indent));
    text.push_str("import deep\n");
    text
}

/// Every construct that nests or chains, closed and broken.
pub(super) const CONSTRUCTS: &[Construct] = &[
    ("parentheses", |n| around("(", "1", ")", n)),
    ("open parentheses", |n| "(".repeat(n)),
    ("lists", |n| around("[", "1", "]", n)),
    ("open lists", |n| "[".repeat(n)),
    ("list targets", |n| {
        around("[", "a", "]", n).replace('\n', " = x\n")
    }),
    ("sets", |n| around("{", "1", "}", n)),
    ("open sets", |n| "{".repeat(n)),
    ("dicts", |n| around("{1:", "1", "}", n)),
    ("dict unpackings", |n| around("{**", "a", "}", n)),
    ("tuples", |n| around("(1,", "1", ")", n)),
    ("invert", |n| around("~", "x", "", n)),
    ("inverted targets", |n| around("~", "x = 1", "", n)),
    ("signs alone", |n| "-".repeat(n)),
    ("mixed prefixes", |n| around("~not -", "x", "", n)),
    ("not", |n| around("not ", "x", "", n)),
    ("sums", |n| around("1+", "1", "", n)),
    ("powers", |n| around("1**", "1", "", n)),
    ("all precedences", |n| {
        around("1or 1and 1==1|1^1&1<<1+1*(", "1", ")", n)
    }),
    ("attributes", |n| around("a.", "a", "", n)),
    ("calls", |n| around("a", "", "()", n)),
    ("nested calls", |n| around("a(", "1", ")", n)),
    ("keyword arguments", |n| around("a(b=", "1", ")", n)),
    ("starred arguments", |n| around("a(*", "1", ")", n)),
    ("subscripts", |n| around("a", "", "[0]", n)),
    ("nested subscripts", |n| around("a[", "1", "]", n)),
    ("slices", |n| around("a[:", "1", "]", n)),
    ("lambdas", |n| around("lambda:", "1", "", n)),
    ("lambda defaults", |n| around("lambda x=", "1", ":1", n)),
    ("conditionals", |n| around("1 if 1 else ", "1", "", n)),
    ("open conditionals", |n| around("(1 if ", "1", "", n)),
    ("f-strings", |n| around("f'{", "1", "}'", n)),
    ("open f-strings", |n| "f'{".repeat(n)),
    ("triple f-strings", |n| "f'''{".repeat(n)),
    ("format specs", |n| {
        format!("f'{}'", around("{1:", "1", "}", n).trim_end())
    }),
    ("await", |n| around("await ", "x", "", n)),
    ("yield", |n| around("yield ", "x", "", n)),
    ("nested yield", |n| around("(yield ", "x", ")", n)),
    ("yield from", |n| around("yield from ", "x", "", n)),
    ("starred", |n| around("* ", "x", "", n)),
    ("async", |n| around("async ", "x", "", n)),
    ("walrus", |n| around("(x:=", "1", ")", n)),
    ("comprehensions", |n| around("[x for x in ", "y", "]", n)),
    ("comprehension elements", |n| {
        around("[", "y", " for x in y]", n)
    }),
    ("generators", |n| around("(x for x in ", "y", ")", n)),
    ("comprehension conditions", |n| {
        around("{x for x in y if ", "y", "}", n)
    }),
    ("comparisons", |n| around("1 < not ", "1", "", n)),
    ("assignments", |n| around("a = ", "1", "", n)),
    ("patterns in parentheses", |n| pattern("(", "y", ")", n)),
    ("list patterns", |n| pattern("[", "y", "]", n)),
    ("class patterns", |n| pattern("A(", "y", ")", n)),
    ("keyword patterns", |n| pattern("A(a=", "y", ")", n)),
    ("mapping patterns", |n| pattern("{1:", "y", "}", n)),
    ("patterns as keys", |n| pattern("{", "0", ": 0}", n)),
    ("or patterns", |n| pattern("1|", "y", "", n)),
    ("patterns with dots", |n| pattern("a.", "b", "", n)),
    ("open patterns", |n| {
        format!("match x:\n case {}", "(".repeat(n))
    }),
    ("with items", |n| {
        format!("with {}: pass\n", around("(", "x", ")", n).trim_end())
    }),
    ("open with items", |n| format!("with {}", "(".repeat(n))),
    ("broken with items", |n| {
        format!("with ({} as, 1\n", around("[", "x", "]", n).trim_end())
    }),
    ("delete", |n| format!("del {}", around("[", "x", "]", n))),
    ("for targets", |n| {
        format!("for {} in y: pass\n", around("[", "x", "]", n).trim_end())
    }),
    ("comprehension targets", |n| {
        format!("[a for {} in y]\n", around("(", "x,", ")", n).trim_end())
    }),
    ("decorators", |n| around("@a\n", "def f(): pass", "", n)),
    ("decorator chain", |n| {
        format!("@a{}\ndef f(): pass\n", ".b".repeat(n))
    }),
    ("type parameters", |n| {
        format!("type X{} = 1\n", "[X:".repeat(n))
    }),
    ("annotations", |n| {
        format!("x: {}", around("a[", "1", "]", n))
    }),
    ("return types", |n| {
        format!("def f() -> {}: pass\n", around("(", "1", ")", n).trim_end())
    }),
    ("defaults", |n| {
        format!("def f(x={}): pass\n", around("{", "1", "}", n).trim_end())
    }),
    ("open parameters", |n| format!("def f{}", "(x=".repeat(n))),
    ("base classes", |n| {
        format!("class A({}): pass\n", around("a(", "1", ")", n).trim_end())
    }),
    ("elif", |n| {
        format!("if x: pass\n{}", "elif x: pass\n".repeat(n))
    }),
    ("else if on a line", |n| {
        around("else: if x: ", "pass", "", n)
    }),
    ("except", |n| {
        format!("try: pass\n{}", "except x: pass\n".repeat(n))
    }),
    ("dots of an import", |n| {
        format!("from {}x import a\n", ".".repeat(n))
    }),
    ("names of an import", |n| {
        format!("import a{}\n", ".b".repeat(n))
    }),
    ("strings", |n| around("'' ", "''", "", n)),
    ("t-strings", |n| around("t'{", "1", "}'", n)),
];

/// Every statement that nests, by indentation; each gives the square of its depth in bytes.
pub(super) const BLOCKS: &[Construct] = &[
    ("if", |n| blocks(&["if x:"], n)),
    ("else", |n| blocks(&["if x: pass", "else:"], n)),
    ("for", |n| blocks(&["for x in y:"], n)),
    ("while", |n| blocks(&["while x:"], n)),
    ("with", |n| blocks(&["with x:"], n)),
    ("try", |n| blocks(&["try:"], n)),
    ("def", |n| blocks(&["def f():"], n)),
    ("async def", |n| blocks(&["async def f():"], n)),
    ("class", |n| blocks(&["class A:"], n)),
    ("match", |n| blocks(&["match x:", "case y:"], n)),
    ("alternating", |n| {
        blocks(&["if x:", "for a in b:", "class A:"], n)
    }),
];
