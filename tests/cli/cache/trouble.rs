//! Whatever is wrong with the cache, the verdict is the same, and there is one warning at most.

use std::fs;

use super::{check, small};
use crate::harness::{Project, assert_transcript};

const FOLDER: &str = ".buttress_cache";
const FILE: &str = ".buttress_cache/imports.bin";

/// Asserts that each of two runs says the same as without a cache, and on stderr no more than one
/// warning, with these words; the second one only if the trouble `stays`.
fn assert_harmless(project: &Project, warning: &str, stays: bool) {
    let expected = check(project, &["--no-cache"]);
    for run in 0..2 {
        let cached = check(project, &[]);
        let said = cached.stderr.clone();
        let is_due = !warning.is_empty() && (run == 0 || stays);
        let warnings = said.matches("warning: ").count();
        assert_eq!(warnings, usize::from(is_due), "run {run}: {said}");
        assert!(!is_due || said.contains(warning), "{said}");
        assert_eq!(cached.without_talk(), expected, "{warning}");
    }
}

/// A project with a cache whose file is then changed.
fn with_file(change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Project {
    let project = small("hash");
    check(&project, &[]);
    let bytes = fs::read(project.path(FILE)).unwrap();
    fs::write(project.path(FILE), change(bytes)).unwrap();
    project
}

#[test]
fn a_file_that_is_no_cache() {
    for text in ["", "garbage", &"garbage".repeat(10_000)] {
        let project = with_file(|_| text.as_bytes().to_vec());
        assert_harmless(&project, "is not used", false);
    }
}

#[test]
fn a_file_that_is_cut_off_or_too_long() {
    for part in [1, 2, 10, 99] {
        let project = with_file(|mut bytes| {
            bytes.truncate(bytes.len() * part / 100);
            bytes
        });
        assert_harmless(&project, "is not used", false);
    }
    let project = with_file(|bytes| [bytes, vec![0]].concat());
    assert_harmless(&project, "is not used", false);
}

#[test]
fn a_file_with_a_bit_that_flipped() {
    for place in [30, 70, 90] {
        let project = with_file(|mut bytes| {
            let place = bytes.len() * place / 100;
            bytes[place] ^= 1;
            bytes
        });
        assert_harmless(&project, "is not used", false);
    }
}

#[test]
fn what_is_no_file() {
    let project = small("stamp");
    fs::create_dir_all(project.path(FILE)).unwrap();
    project.write(".buttress_cache/imports.bin/a", b"");
    assert_harmless(&project, "could not be read", true);
}

#[test]
fn a_file_in_place_of_the_folder() {
    let project = small("stamp");
    project.write(FOLDER, b"mine");
    assert_harmless(&project, "it is not a folder", true);
    assert_eq!(fs::read(project.path(FOLDER)).unwrap(), b"mine");
    assert_transcript!(project, "check", "--format", "concise");
}

/// Who asks for nothing but complaints about the project gets nothing else.
#[test]
fn not_a_word_when_quiet() {
    let project = small("stamp");
    project.write(FOLDER, b"mine");
    let output = project.run(&["check", "-q", "--format", "concise"]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn one_warning_from_every_command() {
    let project = small("stamp");
    project.write(FOLDER, b"mine");
    let configuration = "[importlinter]\nroot_package = shop\n\
                         [importlinter:contract:a]\nname = A\ntype = layers\nlayers =\n  shop.low\n";
    project.write(".importlinter", configuration.as_bytes());
    for args in [
        &["check"][..],
        &["graph"],
        &["why", "shop.low", "shop.high"],
        &["lint-imports"],
        &["migrate", "--dry-run"],
    ] {
        let output = project.run(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            said.matches("warning: the import cache").count(),
            1,
            "{args:?}: {said}"
        );
        let without = project.run(&[args, &["--no-cache"]].concat());
        let lines = |bytes| super::without_time(&String::from_utf8(bytes).unwrap());
        assert_eq!(lines(output.stdout), lines(without.stdout), "{args:?}");
        assert_eq!(output.status, without.status, "{args:?}");
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{FILE, FOLDER, assert_harmless};
    use crate::cache::{check, small};
    use crate::harness::Project;

    #[test]
    fn links() {
        let project = small("stamp");
        symlink("nowhere/at/all", project.path(FOLDER)).unwrap();
        assert_harmless(&project, "it is not a folder", true);

        let project = small("stamp");
        symlink(FOLDER, project.path(FOLDER)).unwrap();
        assert_harmless(&project, "the import cache", true);

        // A link to a folder is a folder, and one in place of the file is replaced.
        let project = small("stamp");
        fs::create_dir(project.path("elsewhere")).unwrap();
        symlink("elsewhere", project.path(FOLDER)).unwrap();
        assert_harmless(&project, "", false);
        assert!(project.path("elsewhere/imports.bin").exists());
        fs::remove_file(project.path(FILE)).unwrap();
        symlink("../mine", project.path(FILE)).unwrap();
        assert_harmless(&project, "", false);
        assert!(!project.path("mine").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_to() {
        let project = small("hash");
        let expected = check(&project, &["--no-cache"]);
        check(&project, &[]);
        let run = |args: &[&str]| {
            let args = [&["check", "--format", "json"], args].concat();
            let output = project.output_as_nobody(&args);
            assert_eq!(String::from_utf8(output.stdout).unwrap(), expected.json);
            String::from_utf8(output.stderr).unwrap()
        };
        let mode = |path: &str, mode| {
            fs::set_permissions(project.path(path), Permissions::from_mode(mode)).unwrap();
        };
        let warnings = |said: &str| said.matches("warning: ").count();
        mode(".", 0o755);

        // Nothing is new, so nothing has to be written.
        mode(FOLDER, 0o555);
        assert_eq!(run(&[]), "");
        // No clock, and nothing kept.
        let said = run(&["--cache-dir", "shop/__init__.py/no"]);
        assert_eq!(warnings(&said), 1, "{said}");

        fs::remove_file(project.path(FILE)).unwrap();
        let said = run(&[]);
        assert!(
            said.contains("could not be written: permission denied"),
            "{said}"
        );
        assert_eq!(warnings(&said), 1, "{said}");

        mode(FOLDER, 0o000);
        let said = run(&[]);
        assert!(said.contains("permission denied"), "{said}");
        assert_eq!(warnings(&said), 1, "{said}");
        mode(FOLDER, 0o755);

        check(&project, &[]);
        mode(FILE, 0o000);
        mode(FOLDER, 0o555);
        let said = run(&[]);
        assert!(
            said.contains("could not be read: permission denied"),
            "{said}"
        );
        assert_eq!(warnings(&said), 1, "{said}");
        mode(FOLDER, 0o755);
    }

    /// A file that nobody may read any more is not known from better days.
    #[test]
    fn a_file_that_can_no_longer_be_read() {
        let project = Project::new(&[
            ("buttress.toml", crate::cache::LAYERS),
            ("shop/high.py", ""),
            ("shop/low.py", ""),
        ]);
        let mode = |path: &str, mode| {
            fs::set_permissions(project.path(path), Permissions::from_mode(mode)).unwrap();
        };
        check(&project, &[]);
        mode(".", 0o777);
        mode(FOLDER, 0o777);
        mode("shop/high.py", 0o000);
        let run = |args: &[&str]| project.tell(&project.output_as_nobody(args));
        let expected = run(&["check", "--format", "json", "--no-cache"]);
        assert!(expected.contains("unreadable-file"), "{expected}");
        assert_eq!(run(&["check", "--format", "json"]), expected);
    }
}
