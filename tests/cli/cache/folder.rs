//! Where the cache is, and what is in its folder.

use std::collections::BTreeSet;
use std::fs;

use super::{LAYERS, check, small};
use crate::harness::Project;

fn names(project: &Project, folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(project.path(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn it_marks_itself_as_a_cache_that_git_ignores() {
    let project = small("stamp");
    check(&project, &[]);
    let expected = [".gitignore", "CACHEDIR.TAG", "graph.bin", "imports.bin"];
    assert_eq!(
        names(&project, ".buttress_cache"),
        expected.map(str::to_owned).into()
    );
    let read = |name| fs::read_to_string(project.path(&format!(".buttress_cache/{name}"))).unwrap();
    assert_eq!(read(".gitignore"), "*\n");
    let signature = "Signature: 8a477f597d28d172789f06886806bc55\n";
    assert!(read("CACHEDIR.TAG").starts_with(signature));
}

#[test]
fn without_a_cache_nothing_is_written() {
    let project = small("stamp");
    let before = names(&project, "");
    for args in [
        &["check", "--no-cache"][..],
        &["check", "--no-cache", "--cache-dir", "kept"],
        &["graph", "--no-cache"],
        &["why", "shop.low", "shop.high", "--no-cache"],
        &["lint-imports", "--no-cache", "--cache-dir", "kept"],
    ] {
        project.run(args);
        assert_eq!(names(&project, ""), before, "{args:?}");
    }
    let project = small("off");
    project.run(&["check"]);
    assert_eq!(names(&project, ""), before);
}

#[test]
fn it_is_not_touched_when_nothing_changed() {
    let project = small("hash");
    check(&project, &[]);
    let file = project.path(".buttress_cache/imports.bin");
    let before = super::modified(&file);
    let old = super::minutes_ago(5);
    super::set_modified(&file, old);
    check(&project, &[]);
    assert_eq!(super::modified(&file), old);
    project.write("shop/new.py", b"");
    check(&project, &[]);
    assert!(super::modified(&file) >= before);
}

#[test]
fn it_lies_beside_the_configuration_wherever_the_command_is_run() {
    let project = small("stamp");
    let there = |folder: &str| project.path(folder).join("imports.bin").exists();
    let run = |args: &[&str]| {
        let mut command = project.command(args);
        let output = command.current_dir(project.path("shop")).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
    };
    run(&["check"]);
    assert!(there(".buttress_cache") && !there("shop/.buttress_cache"));
    fs::remove_dir_all(project.path(".buttress_cache")).unwrap();
    run(&["check", "--config", "../buttress.toml"]);
    assert!(there(".buttress_cache") && !there("shop/.buttress_cache"));
    fs::remove_dir_all(project.path(".buttress_cache")).unwrap();

    // What is typed is relative to where it is typed; what is configured, to the configuration.
    run(&["check", "--cache-dir", "../typed"]);
    assert!(there("typed") && !there(".buttress_cache"));
    let configuration = format!("cache_dir = \"build/kept\"\n{LAYERS}");
    project.write("buttress.toml", configuration.as_bytes());
    run(&["check"]);
    assert!(there("build/kept") && !there(".buttress_cache"));
    run(&["check", "--cache-dir", "typed"]);
    assert!(there("shop/typed"));
}

/// A folder on the command line counts even where the configuration wants no cache.
#[test]
fn a_folder_that_is_named_is_used() {
    let project = small("off");
    let first = check(&project, &["--cache-dir", "kept"]);
    assert!(project.path("kept/imports.bin").exists());
    assert_eq!(check(&project, &["--cache-dir", "kept"]), first);
}

#[test]
fn a_folder_with_other_things_in_it_is_left_as_it_is() {
    let project = small("stamp");
    project.write("build/notes.txt", b"");
    check(&project, &["--cache-dir", "build"]);
    let expected = ["graph.bin", "imports.bin", "notes.txt"].map(str::to_owned);
    assert_eq!(names(&project, "build"), expected.into());
}

/// Two configurations in one folder see different parts of the same project.
#[test]
fn several_configurations_share_it() {
    let project = small("hash");
    let all = check(&project, &[]);
    let part = "root_packages = [\"shop\"]\nexclude = [\"shop/low.py\"]\n\
                [[contracts]]\nid = \"layers\"\ntype = \"layers\"\nlayers = [\"shop.high\"]\n";
    project.write("part.toml", part.as_bytes());
    project.write("shop/new.py", b"import shop.high\n");
    let with_new = check(&project, &["--no-cache"]);
    assert_ne!(with_new, all);
    let file = project.path(".buttress_cache/imports.bin");
    check(&project, &["--config", "part.toml"]);
    let length = fs::metadata(&file).unwrap().len();
    assert_eq!(check(&project, &[]), with_new);
    assert_eq!(fs::metadata(&file).unwrap().len(), length);
}
