//! Where the graph differs from grimp's on purpose: a test for each row of
//! `docs/grimp-differences.md`, which fails when either side changes its mind.

use std::fs;

use crate::dump::{Dump, Request};
use crate::grimp::Grimp;
use crate::ours::Ours;
use crate::tree::Tree;

/// Both sides of a comparison.
struct Sides {
    ours: Dump,
    codes: Vec<&'static str>,
    grimp: Result<Dump, String>,
}

impl Sides {
    /// None without a Python to compare with.
    fn of(tree: &Tree, path: &[&str], roots: &[&str], external: bool) -> Option<Self> {
        let request = Request {
            path: tree.folders(path),
            roots: roots.iter().map(|root| (*root).to_owned()).collect(),
            external,
            type_checking: true,
        };
        let grimp = Grimp::start()?.dump(&request);
        let ours = Ours::read(&request);
        Some(Self {
            ours: ours.dump(&request),
            codes: ours.codes(),
            grimp,
        })
    }
}

fn modules(dump: &Dump) -> Vec<&str> {
    dump.modules.keys().map(String::as_str).collect()
}

fn imports(dump: &Dump) -> Vec<String> {
    dump.imports
        .keys()
        .map(|(from, to)| format!("{from} -> {to}"))
        .collect()
}

#[test]
fn folders_whose_names_begin_with_a_package_beside_them() {
    let tree = Tree::of(&[
        ("ns/foo/__init__.py", ""),
        ("ns/foobar/x.py", ""),
        ("ns/foob/y.py", ""),
    ]);
    let Some(sides) = Sides::of(&tree, &[""], &["ns"], false) else {
        return;
    };
    assert_eq!(
        modules(&sides.ours),
        [
            "ns",
            "ns.foo",
            "ns.foob",
            "ns.foob.y",
            "ns.foobar",
            "ns.foobar.x"
        ]
    );
    // Which of them grimp loses depends on the order in which the system lists them.
    let grimp = sides.grimp.unwrap();
    assert!(
        grimp
            .modules
            .keys()
            .all(|name| sides.ours.modules.contains_key(name))
    );
}

#[test]
fn folders_without_init_in_a_package() {
    let tree = Tree::of(&[
        ("p/__init__.py", ""),
        ("p/orphan/x.py", ""),
        ("p/data/x.txt", ""),
    ]);
    let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
        return;
    };
    assert_eq!(modules(&sides.ours), ["p"]);
    assert_eq!(sides.codes, ["skipped-file"]);
    assert_eq!(modules(&sides.grimp.unwrap()), ["p"]);
}

#[test]
fn relative_imports_beyond_the_root() {
    let tree = Tree::of(&[
        ("p/__init__.py", ""),
        ("p/a.py", "from ... import b\nimport p\n"),
    ]);
    let Some(sides) = Sides::of(&tree, &[""], &["p"], true) else {
        return;
    };
    assert_eq!(imports(&sides.ours), ["p.a -> p"]);
    assert_eq!(sides.codes, ["relative-import-beyond-root"]);
    let error = sides.grimp.unwrap_err();
    assert!(error.contains("PanicException"), "{error}");
}

#[test]
fn relative_imports_that_end_at_the_root() {
    let tree = Tree::of(&[
        ("p/__init__.py", ""),
        ("p/a.py", "from .. import b\nimport p\n"),
    ]);
    let Some(sides) = Sides::of(&tree, &[""], &["p"], true) else {
        return;
    };
    assert_eq!(imports(&sides.ours), ["p.a -> p"]);
    assert_eq!(sides.codes, ["relative-import-beyond-root"]);
    assert_eq!(imports(&sides.grimp.unwrap()), ["p.a -> ", "p.a -> p"]);
}

#[test]
fn one_module_in_two_portions() {
    let tree = Tree::of(&[
        ("one/ns/a.py", "import ns.b"),
        ("two/ns/a.py", "import ns.c"),
        ("two/ns/b.py", ""),
        ("two/ns/c.py", ""),
    ]);
    let Some(sides) = Sides::of(&tree, &["one", "two"], &["ns"], false) else {
        return;
    };
    assert_eq!(imports(&sides.ours), ["ns.a -> ns.b"]);
    assert_eq!(sides.codes, ["duplicate-module"]);
    // grimp reads one of the two, not always the same.
    assert_eq!(sides.grimp.unwrap().imports.len(), 1);
}

#[test]
fn roots_that_grimp_refuses() {
    let tree = Tree::of(&[
        ("single.py", "import p.sub"),
        ("p/__init__.py", ""),
        ("p/sub/__init__.py", "import single"),
        ("ns/mod.py", ""),
        ("empty/data.txt", ""),
    ]);
    for root in ["single", "p.sub", "ns.mod"] {
        let Some(sides) = Sides::of(&tree, &[""], &[root], false) else {
            return;
        };
        assert_eq!(modules(&sides.ours), [root]);
        let error = sides.grimp.unwrap_err();
        assert!(error.contains("NotATopLevelModule"), "{error}");
    }
    let Some(both) = Sides::of(&tree, &[""], &["single", "p.sub"], false) else {
        return;
    };
    assert_eq!(imports(&both.ours), ["p.sub -> single", "single -> p.sub"]);
    let Some(empty) = Sides::of(&tree, &[""], &["empty"], false) else {
        return;
    };
    assert_eq!(empty.codes, ["missing-root"]);
    assert_eq!(empty.grimp, Ok(Dump::default()));
}

#[test]
fn a_package_whose_init_is_compiled() {
    let extension = "p/__init__.abi3.so";
    let tree = Tree::of(&[
        ("p/__init__.py", "import p.a"),
        (extension, ""),
        ("p/a.py", ""),
    ]);
    let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
        return;
    };
    assert_eq!(imports(&sides.ours), ["p -> p.a"]);
    if cfg!(target_os = "linux") {
        let error = sides.grimp.unwrap_err();
        assert!(error.contains("NotATopLevelModule"), "{error}");
    }
}

#[test]
fn files_with_errors() {
    let good = ("p/__init__.py", b"import p.bad".as_slice());
    let bad: [(&[u8], &str, &str); 4] = [
        (b"def (:\nimport p\n", "syntax-error", "SourceSyntaxError"),
        (b"import p\n# \xff\n", "undecodable-file", "UnicodeError"),
        (b"import p\n\0", "syntax-error", "SourceSyntaxError"),
        (
            b"# coding: no-such-encoding\nimport p\n",
            "undecodable-file",
            "UnicodeError",
        ),
    ];
    for (content, code, kind) in bad {
        let tree = Tree::new([good, ("p/bad.py", content)]);
        let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
            return;
        };
        assert!(
            imports(&sides.ours).contains(&"p -> p.bad".to_owned()),
            "{kind}"
        );
        assert!(sides.codes.contains(&code), "{:?}", sides.codes);
        let error = sides.grimp.unwrap_err();
        assert!(error.contains(kind), "{error}");
    }
}

#[test]
fn encodings_that_python_knows() {
    let tree = Tree::new([
        (
            "p/__init__.py",
            b"# coding: cp437\nimport p.a  # \x84\n".as_slice(),
        ),
        ("p/a.py", b""),
    ]);
    let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
        return;
    };
    assert_eq!(imports(&sides.ours), ["p -> p.a"]);
    assert_eq!(sides.codes, [""; 0]);
    assert!(sides.grimp.unwrap_err().contains("UnicodeError"));
}

#[test]
fn encodings_named_after_code() {
    // The second line names an encoding, but the first is code: to Python that is a comment.
    let content = b"import p.a\n# coding: no-such-encoding\n".as_slice();
    let tree = Tree::new([("p/__init__.py", content), ("p/a.py", b"")]);
    let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
        return;
    };
    assert_eq!(imports(&sides.ours), ["p -> p.a"]);
    assert_eq!(sides.codes, [""; 0]);
    assert!(sides.grimp.unwrap_err().contains("UnicodeError"));
}

#[cfg(unix)]
#[test]
fn links_in_circles() {
    let tree = Tree::of(&[("p/__init__.py", ""), ("p/a.py", "")]);
    std::os::unix::fs::symlink(".", tree.path().join("p/loop")).unwrap();
    let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
        return;
    };
    assert_eq!(modules(&sides.ours), ["p", "p.a"]);
    assert_eq!(sides.codes, ["link-loop"]);
    assert!(sides.grimp.unwrap().modules.len() > 20);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere() {
    let tree = Tree::of(&[("p/__init__.py", "import p.gone")]);
    std::os::unix::fs::symlink("nowhere.py", tree.path().join("p/gone.py")).unwrap();
    let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
        return;
    };
    assert_eq!(imports(&sides.ours), ["p -> p.gone"]);
    assert_eq!(sides.codes, ["unreadable-file"]);
    let error = sides.grimp.unwrap_err();
    assert!(error.contains("FileNotFoundError"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn file_names_that_are_not_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let tree = Tree::of(&[("p/__init__.py", "")]);
    let name = std::ffi::OsStr::from_bytes(b"p/\xff.py");
    fs::write(tree.path().join(name), "").unwrap();
    let Some(sides) = Sides::of(&tree, &[""], &["p"], false) else {
        return;
    };
    assert_eq!(modules(&sides.ours), ["p"]);
    assert_eq!(sides.codes, ["skipped-file"]);
    let error = sides.grimp.unwrap_err();
    assert!(error.contains("PanicException"), "{error}");
}
