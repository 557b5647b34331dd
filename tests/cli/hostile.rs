//! Folders that are not as one would wish. Nothing is silently skipped, nothing panics.

use crate::harness::{Project, UNBREAKABLE, assert_transcript};

#[test]
fn an_empty_folder() {
    let project = Project::new(&[("buttress.toml", UNBREAKABLE)]);
    assert_transcript!(project, "check");
}

#[test]
fn a_missing_root() {
    let project = Project::new(&[
        (
            "buttress.toml",
            &format!("root_packages = [\"shopp\"]\n{UNBREAKABLE}"),
        ),
        ("shop/a.py", ""),
    ]);
    assert_transcript!(project, "check");
}

#[test]
fn nul_bytes() {
    let project = Project::new(&[("buttress.toml", UNBREAKABLE)]);
    project.write("shop/a.py", b"import shop.b\0\nimport shop.b\n");
    project.write("shop/b.py", b"\0\0\0\0");
    assert_transcript!(project, "check");
}

#[test]
fn encodings() {
    let project = Project::new(&[("buttress.toml", UNBREAKABLE)]);
    project.write("shop/cookie.py", b"# coding: utf-9\nimport shop.latin\n");
    project.write("shop/bytes.py", b"name = '\xff\xfe'\n");
    project.write(
        "shop/latin.py",
        b"# coding: latin-1\nname = '\xff\xfe'\nimport shop.bom\n",
    );
    project.write("shop/bom.py", b"\xef\xbb\xbfimport shop.latin\n");
    assert_transcript!(project, "check");
}

#[test]
fn one_module_in_two_roots() {
    let project = Project::new(&[
        (
            "buttress.toml",
            &format!("source_roots = [\"one\", \"two\"]\n{UNBREAKABLE}"),
        ),
        ("one/shop/__init__.py", ""),
        ("two/shop/__init__.py", ""),
    ]);
    assert_transcript!(project, "check");
}

#[test]
fn a_module_beside_a_package() {
    let project = Project::new(&[
        ("buttress.toml", UNBREAKABLE),
        ("shop/x.py", "import os\n"),
        ("shop/x/__init__.py", "import sys\n"),
    ]);
    assert_transcript!(project, "check");
}

#[test]
fn a_folder_that_is_named_like_a_file() {
    let project = Project::new(&[
        ("buttress.toml", UNBREAKABLE),
        ("shop/a.py", ""),
        ("shop/b.py/c.py", ""),
    ]);
    assert_transcript!(project, "check");
}

#[test]
fn a_configuration_that_is_not_utf8() {
    let project = Project::new(&[("shop/a.py", "")]);
    project.write("buttress.toml", b"root_packages = [\"\xff\"]\n");
    assert_transcript!(project, "check");
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::fs::{self, Permissions};
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use crate::harness::{Project, UNBREAKABLE, assert_transcript, settings};

    #[test]
    fn a_dangling_link() {
        let project = Project::new(&[("buttress.toml", UNBREAKABLE), ("shop/a.py", "")]);
        symlink("nowhere.py", project.path("shop/b.py")).unwrap();
        symlink("nowhere", project.path("shop/c")).unwrap();
        assert_transcript!(project, "check");
    }

    #[test]
    fn a_link_loop() {
        let project = Project::new(&[("buttress.toml", UNBREAKABLE), ("shop/a.py", "")]);
        symlink("..", project.path("shop/up")).unwrap();
        symlink("itself", project.path("shop/itself")).unwrap();
        assert_transcript!(project, "check");
    }

    #[test]
    fn a_link_to_code_elsewhere() {
        let project = Project::new(&[
            (
                "buttress.toml",
                &format!("root_packages = [\"shop\"]\n{UNBREAKABLE}"),
            ),
            ("shop/a.py", "import shop.linked.b\n"),
            ("elsewhere/b.py", "import shop.a\n"),
        ]);
        symlink("../elsewhere", project.path("shop/linked")).unwrap();
        assert_transcript!(project, "check");
    }

    /// Opening a named pipe waits for a writer, for ever if there is none.
    #[test]
    fn a_named_pipe() {
        let project = Project::new(&[("buttress.toml", UNBREAKABLE), ("shop/a.py", "")]);
        let pipe = project.path("shop/pipe.py");
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
        assert_transcript!(project, "check");
    }

    /// Not every file system allows such names; where one does not, there is nothing to test.
    #[test]
    fn a_name_that_is_not_unicode() {
        let project = Project::new(&[("buttress.toml", UNBREAKABLE), ("shop/a.py", "")]);
        let name = project.path("shop").join(OsStr::from_bytes(b"b\xff.py"));
        if fs::write(name, "import shop.a\n").is_ok() {
            assert_transcript!(project, "check");
        }
    }

    #[test]
    fn an_unreadable_folder_and_file() {
        let project = Project::new(&[
            ("buttress.toml", UNBREAKABLE),
            ("shop/a.py", "import shop.secret\n"),
            ("shop/secret/b.py", ""),
            ("shop/closed.py", "import shop.a\n"),
        ]);
        let mode = |path: &str, mode| {
            fs::set_permissions(project.path(path), Permissions::from_mode(mode)).unwrap();
        };
        mode(".", 0o755);
        mode("shop/secret", 0o000);
        mode("shop/closed.py", 0o000);
        let output = project.output_as_nobody(&["check"]);
        mode("shop/secret", 0o755);
        settings().bind(|| insta::assert_snapshot!(project.tell(&output)));
    }
}
