//! Small trees on disk, and what is found in them.

use std::fs;
use std::path::Path;

use buttress_source::{Code, FileId, FileSpan, Span, Spanned};
use tempfile::TempDir;

use super::*;
use crate::{Layout, SourceRoots};

#[cfg(unix)]
mod links;
mod missing;

/// A folder with these empty files; `a -> b` is a link, `a/` a folder.
pub(super) struct Tree(TempDir);

impl Tree {
    pub(super) fn new(entries: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for entry in entries {
            let (path, target) = entry.split_once(" -> ").unwrap_or((entry, ""));
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            if !target.is_empty() {
                link(Path::new(target), &path);
            } else if entry.ends_with('/') {
                fs::create_dir_all(path).unwrap();
            } else {
                fs::write(path, "").unwrap();
            }
        }
        Self(root)
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn input(&self, layout: Layout, roots: &[&str]) -> DiscoveryInput {
        let name = |text: &&str| Spanned::from(text.parse::<ModuleName>().unwrap());
        DiscoveryInput {
            base: self.0.path().to_owned(),
            source_roots: SourceRoots::Default {
                further: Vec::new(),
            },
            root_packages: (!roots.is_empty()).then(|| roots.iter().map(name).collect()),
            exclude: Vec::new(),
            respect_gitignore: false,
            stamps: true,
            layout,
        }
    }

    fn python(&self, roots: &[&str]) -> Discovery {
        find_modules(&self.input(Layout::Python, roots))
    }

    fn grimp(&self, roots: &[&str]) -> Discovery {
        find_modules(&self.input(Layout::Grimp, roots))
    }
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) {
    std::os::unix::fs::symlink(target, at).unwrap();
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) {
    panic!("links are tested on Unix only");
}

/// `name=path`, with `=` alone for a namespace package and `+=` for a package.
fn shown(discovery: &Discovery) -> Vec<String> {
    let show = |module: &FoundModule| {
        let sign = if module.kind == ModuleKind::Package {
            "+="
        } else {
            "="
        };
        let path = module
            .file
            .as_ref()
            .map(FoundFile::display)
            .unwrap_or_default();
        assert_eq!(module.kind == ModuleKind::Namespace, path.is_empty());
        format!("{}{sign}{path}", module.name)
    };
    discovery.modules.iter().map(show).collect()
}

fn names(discovery: &Discovery) -> Vec<&str> {
    discovery
        .modules
        .iter()
        .map(|module| module.name.as_str())
        .collect()
}

fn said(discovery: &Discovery) -> Vec<(&'static str, &str)> {
    let findings = discovery.findings.iter();
    findings
        .map(|finding| (finding.code.as_str(), finding.message.as_str()))
        .collect()
}

fn patterns(patterns: &[&str]) -> Vec<Spanned<String>> {
    patterns
        .iter()
        .map(|pattern| (*pattern).to_owned().into())
        .collect()
}

const NOTHING: [(&str, &str); 0] = [];

#[test]
fn folders_without_init_are_modules_if_python_lies_below() {
    let tree = Tree::new(&[
        "p/__init__.py",
        "p/ns/deep/a.py",
        "p/data/x.txt",
        "p/ns/deep/only/",
        "p/a-b.py",
        "p/a copy.py",
        "p/a/c.py",
        "p/__main__.py",
        "p/stub.pyi",
    ]);
    let found = tree.python(&["p"]);
    let expected = [
        "p+=p/__init__.py",
        "p.__main__=p/__main__.py",
        "p.a=",
        "p.a.c=p/a/c.py",
        "p.a copy=p/a copy.py",
        "p.a-b=p/a-b.py",
        "p.ns=",
        "p.ns.deep=",
        "p.ns.deep.a=p/ns/deep/a.py",
    ];
    assert_eq!(shown(&found), expected);
    assert_eq!(said(&found), NOTHING);
}

#[test]
fn grimp_leaves_out_folders_without_init_inside_packages() {
    let tree = Tree::new(&[
        "p/__init__.py",
        "p/ns/__pycache__/x.py",
        "p/ns/deep/__init__.py",
        "p/s/__init__.py",
        "p/data/x.txt",
        "p/__pycache__/x.py",
    ]);
    let found = tree.grimp(&["p"]);
    assert_eq!(names(&found), ["p", "p.s"]);
    let why = "`p/ns` is not entered: it has no `__init__.py`, and folders without one are no modules here";
    assert_eq!(said(&found), [("skipped-file", why)]);
    assert_eq!(found.findings[0].path.as_deref(), Some("p/ns"));
}

#[test]
fn grimp_walks_namespaces_until_it_meets_a_package() {
    let tree = Tree::new(&[
        "ns/a/b/m.py",
        "ns/foo/__init__.py",
        "ns/foo/lost/x.py",
        // A plain prefix of strings would take this for a part of `ns/foo`.
        "ns/foobar/x.py",
        "ns/empty/x.txt",
        "ns/m.py",
    ]);
    let found = tree.grimp(&["ns"]);
    let expected = [
        "ns=",
        "ns.a=",
        "ns.a.b=",
        "ns.a.b.m=ns/a/b/m.py",
        "ns.foo+=ns/foo/__init__.py",
        "ns.foobar=",
        "ns.foobar.x=ns/foobar/x.py",
        "ns.m=ns/m.py",
    ];
    assert_eq!(shown(&found), expected);
    assert_eq!(said(&found).len(), 1);
}

#[test]
fn a_file_beside_a_package_of_its_name() {
    let tree = Tree::new(&["p/__init__.py", "p/x.py", "p/x/__init__.py", "p/x/y.py"]);
    let python = tree.python(&["p"]);
    assert_eq!(
        shown(&python)[1..],
        ["p.x+=p/x/__init__.py", "p.x.y=p/x/y.py"]
    );
    let why = "`p/x.py` is not read: the package `p/x/__init__.py` hides it";
    assert_eq!(said(&python), [("shadowed-module", why)]);
    let grimp = tree.grimp(&["p"]);
    assert_eq!(shown(&grimp)[1..], ["p.x=p/x.py", "p.x.y=p/x/y.py"]);
    let why = "`p/x/__init__.py` is not read: `p/x.py` stands for the module";
    assert_eq!(said(&grimp), [("shadowed-module", why)]);
}

#[test]
fn a_file_beside_a_folder_without_init() {
    let tree = Tree::new(&[
        "p/__init__.py",
        "p/x.py",
        "p/x/y.py",
        "p/admin.py",
        "p/admin/a.html",
    ]);
    let python = tree.python(&["p"]);
    assert_eq!(names(&python), ["p", "p.admin", "p.x", "p.x.y"]);
    let why = "`p/x.py` hides the folder `p/x`: Python cannot import the modules in it, which are in the graph all the same";
    assert_eq!(said(&python), [("shadowed-module", why)]);
    let grimp = tree.grimp(&["p"]);
    assert_eq!(names(&grimp), ["p", "p.admin", "p.x"]);
    assert_eq!(grimp.findings[0].code, Code::SkippedFile);
}

#[test]
fn a_root_beside_a_file_of_its_name() {
    let tree = Tree::new(&["p.py", "p/__init__.py", "p/a.py"]);
    assert_eq!(
        shown(&tree.python(&["p"])),
        ["p+=p/__init__.py", "p.a=p/a.py"]
    );
    assert_eq!(shown(&tree.grimp(&["p"])), ["p=p.py", "p.a=p/a.py"]);
}

#[test]
fn single_files_and_dotted_names_are_roots() {
    let tree = Tree::new(&["foo.py", "g/cloud/storage/__init__.py", "g/cloud/other.py"]);
    for found in [
        tree.python(&["foo", "g.cloud.storage", "g.cloud.other"]),
        tree.grimp(&["foo", "g.cloud.storage", "g.cloud.other"]),
    ] {
        assert_eq!(names(&found), ["foo", "g.cloud.other", "g.cloud.storage"]);
        let roots: Vec<_> = found.roots.iter().map(ModuleName::as_str).collect();
        assert_eq!(roots, ["foo", "g.cloud.storage", "g.cloud.other"]);
        assert_eq!(said(&found), NOTHING);
    }
}

#[test]
fn without_names_every_top_level_module_is_a_root() {
    let tree = Tree::new(&[
        "setup.py",
        "my-script.py",
        "src/shop/__init__.py",
        "src/ns/a.py",
        "docs/conf.py",
        "assets/x.css",
        "other-project/x/__init__.py",
        "data/more-data/x.py",
        ".tox/x.py",
        "venv/pyvenv.cfg",
        "venv/lib/x.py",
        "build/lib/shop/__init__.py",
        "dist/x.py",
        "node_modules/gyp/x.py",
        "docs/node_modules/x.py",
        "shop_build/build/x.py",
    ]);
    let found = tree.python(&[]);
    let roots: Vec<_> = found.roots.iter().map(ModuleName::as_str).collect();
    assert_eq!(
        roots,
        ["docs", "my-script", "ns", "setup", "shop", "shop_build"]
    );
    assert_eq!(names(&found).len(), 10);
    assert!(names(&found).contains(&"shop_build.build.x"));
    assert_eq!(said(&found), NOTHING);
}

#[test]
fn folders_of_other_tools_are_code_when_they_have_an_init_or_are_named() {
    let tree = Tree::new(&[
        "build/__init__.py",
        "build/a.py",
        "dist/a.py",
        "venv/__init__.py",
        "venv/pyvenv.cfg",
    ]);
    assert_eq!(names(&tree.python(&[])), ["build", "build.a", "venv"]);
    assert_eq!(names(&tree.python(&["dist"])), ["dist", "dist.a"]);
}

#[test]
fn a_source_root_inside_another_is_not_entered_from_it() {
    let tree = Tree::new(&[
        "p/__init__.py",
        "p/inner/q/__init__.py",
        "src/p/b.py",
        "src/r.py",
    ]);
    let mut input = tree.input(Layout::Python, &[]);
    input.source_roots = SourceRoots::Explicit(patterns(&[".", "src", "p/inner"]));
    let found = find_modules(&input);
    let expected = [
        "p+=p/__init__.py",
        "p.b=src/p/b.py",
        "q+=p/inner/q/__init__.py",
        "r=src/r.py",
    ];
    assert_eq!(shown(&found), expected);
    assert_eq!(said(&found), NOTHING);
}

#[test]
fn a_src_with_an_init_is_a_package() {
    let tree = Tree::new(&["src/__init__.py", "src/a.py"]);
    assert_eq!(names(&tree.python(&[])), ["src", "src.a"]);
}

#[test]
fn members_of_a_workspace_are_further_source_roots() {
    let tree = Tree::new(&["libs/my-a/src/a/__init__.py", "libs/my-b/b.py", "app.py"]);
    let further = ["libs/my-a", "libs/my-b", "libs/gone"];
    let further = further
        .iter()
        .map(|path| tree.0.path().join(path))
        .collect();
    let mut input = tree.input(Layout::Python, &[]);
    input.source_roots = SourceRoots::Default { further };
    let found = find_modules(&input);
    assert_eq!(
        shown(&found),
        [
            "a+=libs/my-a/src/a/__init__.py",
            "app=app.py",
            "b=libs/my-b/b.py"
        ]
    );
    assert_eq!(said(&found), NOTHING);
}

#[test]
fn portions_of_a_namespace_are_merged_and_doubles_are_said_once() {
    let tree = Tree::new(&[
        "one/ns/a/__init__.py",
        "one/ns/a/x.py",
        "two/ns/a/__init__.py",
        "two/ns/a/x.py",
        "two/ns/a/y.py",
        "two/ns/b.py",
    ]);
    for layout in [Layout::Python, Layout::Grimp] {
        let mut input = tree.input(layout, &["ns"]);
        input.source_roots = SourceRoots::Explicit(patterns(&["one", "two"]));
        let found = find_modules(&input);
        let expected = [
            "ns=",
            "ns.a+=one/ns/a/__init__.py",
            "ns.a.x=one/ns/a/x.py",
            "ns.a.y=two/ns/a/y.py",
            "ns.b=two/ns/b.py",
        ];
        assert_eq!(shown(&found), expected);
        let why = "the module `ns.a` is in two source roots, and so is 1 module below it: \
                   `one/ns/a/__init__.py` is read, `two/ns/a/__init__.py` is not";
        assert_eq!(said(&found), [("duplicate-module", why)]);
    }
}

#[test]
fn in_grimps_layout_the_first_regular_package_hides_the_others() {
    let tree = Tree::new(&[
        "one/p/x.py",
        "two/p/__init__.py",
        "three/p/__init__.py",
        "three/p/y.py",
    ]);
    let mut input = tree.input(Layout::Grimp, &["p"]);
    input.source_roots = SourceRoots::Explicit(patterns(&["one", "two", "three"]));
    let found = find_modules(&input);
    assert_eq!(shown(&found), ["p+=two/p/__init__.py"]);
    assert_eq!(said(&found), NOTHING);
}

#[test]
fn a_root_inside_another_is_no_double() {
    let tree = Tree::new(&["n/b/__init__.py", "n/b/c.py", "n/a.py"]);
    for found in [tree.python(&["n", "n.b"]), tree.grimp(&["n.b", "n"])] {
        assert_eq!(names(&found), ["n", "n.a", "n.b", "n.b.c"]);
        assert_eq!(said(&found), NOTHING);
    }
}

#[test]
fn names_that_cannot_be_modules_are_said() {
    let tree = Tree::new(&[
        "p/__init__.py",
        "p/a.test.py",
        "p/.hidden.py",
        "p/my-app/deep/x.py",
        "p/my-data/x.txt",
        "p/.venv/x.py",
        "p/gone-away/x.py",
    ]);
    let mut input = tree.input(Layout::Python, &["p"]);
    input.exclude = patterns(&["gone-away/"]);
    let found = find_modules(&input);
    assert_eq!(names(&found), ["p"]);
    let expected = [
        (
            "skipped-file",
            "`p/a.test.py` is no module: its name has more than one dot",
        ),
        (
            "skipped-file",
            "`p/my-app` is not entered: its name is no Python identifier",
        ),
    ];
    assert_eq!(said(&found), expected);
}

#[test]
fn excluded_modules_are_named() {
    let tree = Tree::new(&[
        "p/__init__.py",
        "p/a.py",
        "p/migrations/__init__.py",
        "p/migrations/m1.py",
        "p/s/__init__.py",
        "p/s/b.py",
        "p/x_pb2.py",
    ]);
    let mut input = tree.input(Layout::Python, &["p"]);
    input.exclude = patterns(&["migrations/", "*_pb2.py", "/p/s/__init__.py", "*.rst"]);
    input.exclude[3].span = Some(FileSpan::new(FileId(0), Span::new(3, 9)));
    let found = find_modules(&input);
    assert_eq!(
        shown(&found),
        ["p+=p/__init__.py", "p.a=p/a.py", "p.s=", "p.s.b=p/s/b.py"]
    );
    let excluded: Vec<_> = found.excluded.iter().map(ModuleName::as_str).collect();
    assert_eq!(excluded, ["p.migrations", "p.x_pb2"]);
    assert_eq!(
        said(&found),
        [(
            "unmatched-pattern",
            "the pattern `*.rst` matches no file or folder"
        )]
    );
    assert_eq!(found.findings[0].span, input.exclude[3].span);
}

#[test]
fn gitignore_files_count_only_if_asked_for() {
    let tree = Tree::new(&[
        ".git/",
        "p/__init__.py",
        "p/gen/a.py",
        "p/gen/keep.py",
        "p/b.py",
        "p/_version.py",
    ]);
    fs::write(
        tree.0.path().join(".gitignore"),
        "/p/_version.py\n/p/b.py\n",
    )
    .unwrap();
    fs::write(
        tree.0.path().join("p/.gitignore"),
        "gen/*\n!keep.py\n!b.py\n",
    )
    .unwrap();
    let mut input = tree.input(Layout::Python, &["p"]);
    assert_eq!(find_modules(&input).modules.len(), 6);
    input.respect_gitignore = true;
    let found = find_modules(&input);
    assert_eq!(names(&found), ["p", "p.b", "p.gen", "p.gen.keep"]);
    let excluded: Vec<_> = found.excluded.iter().map(ModuleName::as_str).collect();
    assert_eq!(excluded, ["p._version", "p.gen.a"]);
}

#[test]
fn control_characters_do_not_break_the_line() {
    let tree = Tree::new(&["p/__init__.py", "p/a\nb.c.py"]);
    let found = tree.python(&["p"]);
    assert_eq!(
        said(&found)[0].1,
        "`p/a\\nb.c.py` is no module: its name has more than one dot"
    );
}
