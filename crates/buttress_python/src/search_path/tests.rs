//! Search paths of environments made by hand.

use std::ffi::OsString;
use std::fs;

use super::*;
use crate::Variables;
use crate::environment::tests::tree;

const SITE: &str = "venv/lib/python3.12/site-packages";

fn shown(base: &Path, found: &FoundPath) -> Vec<String> {
    let text = |path: &Path| {
        let path = path.strip_prefix(base).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    };
    let folders = found.path.folders.iter().map(|folder| text(folder));
    let mapped = found.path.mapped.iter();
    let mapped = mapped.map(|mapped| format!("{}={}", mapped.name, text(&mapped.path)));
    folders.chain(mapped).collect()
}

#[test]
fn the_folders_come_in_the_order_of_sys_path() {
    let root = tree(&[
        ("repo/x", ""),
        ("repo/src/x", ""),
        ("repo/tools/x", ""),
        ("shells/x", ""),
        ("venv/pyvenv.cfg", "version = 3.12.1"),
        ("venv/lib/python3.12/site-packages/x", ""),
    ]);
    let base = root.path().canonicalize().unwrap();
    let pythonpath = ["../shells", "", "gone"].map(OsString::from);
    let options = PythonOptions {
        working_directory: Some(base.join("repo")),
        python: Some("../venv".into()),
        pythonpath: vec!["src".into(), "./tools/".into(), "../gone".into()],
        variables: Variables {
            pythonpath: Some(env::join_paths(pythonpath).unwrap()),
            ..Variables::default()
        },
    };
    let found = search_path(&options, Path::new("/elsewhere"));
    let expected = ["repo", "repo/src", "repo/tools", "shells", SITE];
    assert_eq!(shown(&base, &found), expected);
    assert!(found.notes[0].ends_with("(by --python)"));
    let nothing = search_path(&PythonOptions::default(), &base);
    assert_eq!(shown(&base, &nothing), [""]);
    assert!(nothing.notes[0].starts_with("no Python environment was found"));
}

#[test]
fn pth_files_add_folders_and_mapped_packages() {
    let root = tree(&[
        ("venv/pyvenv.cfg", ""),
        ("one/src/x", ""),
        ("two/x", ""),
        ("three/x", ""),
        ("venv/lib/python3.12/site-packages/beside/x", ""),
        ("venv/lib/python3.12/site-packages/.hidden.pth", "beside\n"),
        (
            "venv/lib/python3.12/site-packages/a.pth",
            "# a comment\nbeside\r\n\ngone\nimport os; os.getcwd()\n",
        ),
        (
            "venv/lib/python3.12/site-packages/distutils-precedence.pth",
            "import os; __import__('_distutils_hack').add_shim()",
        ),
        (
            "venv/lib/python3.12/site-packages/z.pth",
            "import __editable___p_finder; __editable___p_finder.install()\n",
        ),
    ]);
    let base = root.path().canonicalize().unwrap();
    let site = base.join(SITE);
    let write = |name: &str, text: String| fs::write(site.join(name), text).unwrap();
    let at = |folder: &str| base.join(folder).display().to_string();
    write("__editable__.one-1.0.pth", at("one/src"));
    write(
        "easy-install.pth",
        format!("{}\n{}\n", at("two"), at("one/src")),
    );
    write("_three.pth", format!("{}\n", at("three")));
    let mapping = format!("MAPPING = {{'p.q': {:?}, 'r': 'relative'}}\n", at("two"));
    let namespaces = format!("NAMESPACES = {{'p': [{:?}]}}\n", at("three"));
    write("__editable___p_finder.py", mapping + &namespaces);
    let options = PythonOptions {
        python: Some(base.join("venv")),
        ..PythonOptions::default()
    };
    let found = search_path(&options, &base);
    let beside = format!("{SITE}/beside");
    let expected = [
        "", SITE, "one/src", "three", &beside, "two", "p.q=two", "p=three",
    ];
    assert_eq!(shown(&base, &found), expected);
    let [_, note] = found.notes.as_slice() else {
        panic!("{:?}", found.notes);
    };
    assert!(note.starts_with("`a.pth` runs code when Python starts (`import os`)"));
}
