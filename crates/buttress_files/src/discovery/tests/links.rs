//! Links: folders are followed, circles are not, dead ends are said.

use super::*;

#[test]
fn links_to_folders_are_followed_and_loops_are_not() {
    let tree = Tree::new(&[
        "p/__init__.py",
        "lib/x.py",
        "p/linked -> ../lib",
        "p/loop -> .",
        "p/up -> ../..",
        "p/a/b -> ../c",
        "p/c/d -> ../a",
        "p/file.py -> ../lib/x.py",
    ]);
    let grimp = tree.grimp(&["p"]);
    assert_eq!(names(&grimp), ["p", "p.file"]);
    let loops = grimp
        .findings
        .iter()
        .filter(|finding| finding.code == Code::LinkLoop);
    let loops: Vec<_> = loops.map(|finding| finding.message.as_str()).collect();
    let expected = ["loop", "up"].map(|name| {
        format!("the link `p/{name}` leads back to a folder that holds it, so it is not entered")
    });
    assert_eq!(loops, expected);
    assert!(names(&tree.python(&["p"])).contains(&"p.linked.x"));
    let loops = tree
        .python(&["p"])
        .findings
        .into_iter()
        .map(|finding| finding.path.unwrap());
    let expected = ["p/a/b/d", "p/c/d/b", "p/loop", "p/up"];
    assert_eq!(loops.collect::<Vec<_>>(), expected);
}

#[test]
fn many_folders_full_of_links_to_each_other_end() {
    let folders: Vec<_> = (0..9).map(|n| format!("d{n}")).collect();
    let mut entries = vec!["p/__init__.py".to_owned()];
    for a in &folders {
        entries.push(format!("p/{a}/m.py"));
        let others = folders.iter().filter(|b| *b != a);
        entries.extend(others.map(|b| format!("p/{a}/{b} -> ../{b}")));
    }
    let entries: Vec<_> = entries.iter().map(String::as_str).collect();
    let found = Tree::new(&entries).python(&["p"]);
    assert!(found.modules.len() < 10_000);
    assert!(
        found
            .findings
            .iter()
            .any(|finding| finding.message.contains("64 other links"))
    );
}

#[test]
fn a_link_that_leads_nowhere_is_a_module_that_cannot_be_read() {
    let found = Tree::new(&["p/__init__.py", "p/x.py -> gone.py"]).python(&["p"]);
    assert_eq!(names(&found), ["p", "p.x"]);
    let mut reader = crate::FileReader::default();
    let file = found.modules[1].file.as_ref().unwrap();
    let error = reader.read(file).unwrap_err();
    assert_eq!(error.code, Code::UnreadableFile);
}

#[test]
fn what_is_no_regular_file_is_not_opened() {
    let tree = Tree::new(&["p/__init__.py"]);
    let socket = std::os::unix::net::UnixListener::bind(tree.0.path().join("p/x.py"));
    if socket.is_err() {
        return; // The path of the temporary folder is too long for a socket.
    }
    let found = tree.python(&["p"]);
    assert_eq!(names(&found), ["p"]);
    let why = "`p/x.py` could not be read: it is not a regular file";
    assert_eq!(said(&found), [("unreadable-file", why)]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_text_are_said() {
    use std::os::unix::ffi::OsStrExt as _;
    let tree = Tree::new(&["p/__init__.py"]);
    let name = std::ffi::OsStr::from_bytes(b"p/\xff.py");
    fs::write(tree.0.path().join(name), "").unwrap();
    let found = tree.python(&["p"]);
    assert_eq!(
        said(&found),
        [(
            "skipped-file",
            "`p/\u{fffd}.py` is no module: its name is not UTF-8"
        )]
    );
}
