//! Trees on a search path: what Python would import is what is found.

use super::tests::Tree;
use super::*;
use crate::{Layout, MappedPackage, SearchPath};

/// What is found of these roots in the folders of the tree; `name=folder` is a mapped package.
fn found(tree: &Tree, folders: &[&str], roots: &[&str]) -> Discovery {
    let base = tree.path();
    let mut path = SearchPath::default();
    for folder in folders {
        match folder.split_once('=') {
            Some((name, folder)) => path.mapped.push(MappedPackage {
                name: name.parse().unwrap(),
                path: base.join(folder),
            }),
            None => path.folders.push(base.join(folder)),
        }
    }
    let mut input = tree.input(Layout::Grimp, roots);
    input.source_roots = SourceRoots::SearchPath(path);
    find_modules(&input)
}

fn files(found: &Discovery) -> Vec<String> {
    let shown = found.modules.iter().map(|module| {
        let file = module
            .file
            .as_ref()
            .map(FoundFile::display)
            .unwrap_or_default();
        format!("{}={file}", module.name)
    });
    shown.collect()
}

/// The only finding: its message and its help.
fn only(found: &Discovery) -> (&str, &str) {
    let [finding] = found.findings.as_slice() else {
        panic!("not one finding: {:?}", found.findings);
    };
    assert_eq!(finding.code, Code::MissingRoot);
    (&finding.message, finding.help.as_deref().unwrap())
}

#[test]
fn the_first_regular_package_hides_all_else() {
    let tree = Tree::new(&["a/p/x.py", "b/p/__init__.py", "b/p/y.py", "c/p/__init__.py"]);
    let found = found(&tree, &["gone", "a", "b", "c"], &["p"]);
    assert_eq!(files(&found), ["p=b/p/__init__.py", "p.y=b/p/y.py"]);
    assert_eq!(found.findings, []);
}

#[test]
fn portions_of_a_namespace_are_merged_and_the_first_file_counts() {
    let tree = Tree::new(&["a/n/x.py", "b/n/y.py", "b/n/x.py", "b/m.py", "c/m/z.py"]);
    let of_n = found(&tree, &["a", "b"], &["n"]);
    assert_eq!(files(&of_n), ["n=", "n.x=a/n/x.py", "n.y=b/n/y.py"]);
    assert_eq!(of_n.findings[0].severity, Some(Severity::Warning));
    let of_m = found(&tree, &["c", "b"], &["m"]);
    let message = "`m` is a module, not a package: it is the file `b/m.py`";
    assert_eq!(only(&of_m).0, message);
}

#[test]
fn dotted_roots_are_found_in_any_portion() {
    let tree = Tree::new(&["a/n/p/__init__.py", "b/n/q/__init__.py", "b/n/q/z.py"]);
    let of_q = found(&tree, &["a", "b"], &["n.q", "n.p"]);
    assert_eq!(
        files(&of_q),
        [
            "n.p=a/n/p/__init__.py",
            "n.q=b/n/q/__init__.py",
            "n.q.z=b/n/q/z.py"
        ]
    );
}

#[test]
fn what_is_no_top_level_package_is_said() {
    let tree = Tree::new(&["p/__init__.py", "p/high/__init__.py", "p/m.py", "p/d/x.py"]);
    let of = |root| found(&tree, &[""], &[root]);
    let sub = of("p.high");
    let message = "the root package `p.high` is a sub-package of `p`";
    let help = "name `p` as the root package; contracts can name `p.high` then";
    assert_eq!(only(&sub), (message, help));
    assert!(
        only(&of("p.m"))
            .0
            .starts_with("`p.m` is a module, not a package")
    );
    assert!(only(&of("p.m.x")).0.contains("was not found in `.`"));
    assert_eq!(files(&of("p.d")), ["p.d=", "p.d.x=p/d/x.py"]);
    let compiled = Tree::new(&["c/__init__.cpython-311-x86_64-linux-gnu.so", "c/x.py"]);
    let of_c = found(&compiled, &[""], &["c"]);
    let message = "the package `c` is compiled: `c` has no `__init__.py`";
    assert_eq!(only(&of_c).0, message);
    let extension = Tree::new(&["c.abi3.so"]);
    let of_c = found(&extension, &[""], &["c"]);
    assert!(only(&of_c).0.starts_with("`c` is a module"));
}

#[test]
fn a_missing_root_is_said_with_the_places_and_a_way_out() {
    let folders = ["", "a", "b", "c", "d", "e"];
    let tree = Tree::new(&["a/", "b/", "c/", "d/", "e/shop/__init__.py"]);
    let near = found(&tree, &folders, &["shpo.x"]);
    assert_eq!(
        only(&near),
        (
            "the root package `shpo.x` was not found in `.`, `a`, `b`, `c` and 2 more places",
            "did you mean `shop.x`?"
        )
    );
    let tree = Tree::new(&["src/shop/__init__.py", "other/shop/__init__.py"]);
    let place = found(&tree, &[""], &["shop"]);
    let help = "it is in `src`: add `--pythonpath src`, or install the project";
    assert_eq!(only(&place).1, help);
    let nowhere = found(&tree, &["gone"], &["shop"]);
    assert!(
        only(&nowhere)
            .0
            .ends_with("in any place: there is none to search")
    );
}

#[test]
fn mapped_packages_come_after_the_folders() {
    let tree = Tree::new(&[
        "lib/code/__init__.py",
        "lib/code/sub/__init__.py",
        "lib/part/__init__.py",
        "lib/half/x.py",
        "own/p/__init__.py",
        "own/h/y.py",
    ]);
    let mapped = [
        "own",
        "p=lib/code",
        "q=lib/code",
        "n.part=lib/part",
        "h=lib/half",
    ];
    let of = |root| found(&tree, &mapped, &[root]);
    assert_eq!(files(&of("p")), ["p=own/p/__init__.py"]);
    assert_eq!(
        files(&of("q")),
        ["q=lib/code/__init__.py", "q.sub=lib/code/sub/__init__.py"]
    );
    let message = "the root package `n` holds no Python file that is not left out";
    assert_eq!(only(&of("n")).0, message);
    assert_eq!(files(&of("n.part")), ["n.part=lib/part/__init__.py"]);
    assert_eq!(
        files(&of("h")),
        ["h=", "h.x=lib/half/x.py", "h.y=own/h/y.py"]
    );
}
