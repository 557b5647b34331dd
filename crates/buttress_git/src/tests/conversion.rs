//! Attributes and configuration that could make a file differ from its blob.

use std::fs::{self};

use super::repository::{ALL, NONE, Repository};

#[test]
fn attributes_that_convert_count_wherever_they_are() {
    let lines = [
        "*.py text=auto",
        "* -text",
        "a.py eol=lf",
        "*.py crlf",
        "*.p[y] ident",
        "* filter=lfs diff=lfs merge=lfs -text",
        "*.py working-tree-encoding=ISO-8859-1",
        "[attr]mine eol=crlf",
    ];
    for line in lines {
        for (place, left) in [
            (".gitattributes", &NONE[..]),
            ("p/.gitattributes", &["c.py"]),
            ("p/q/.gitattributes", &["c.py", "p/a.py"]),
            (".git/info/attributes", &NONE),
        ] {
            // Whether they were there at first or not, tracked or not.
            for tracked in [false, true] {
                let repository = Repository::new(&[]);
                let line = line.replace("a.py", "*.py");
                repository.write(place, &format!("{line}\n"));
                if tracked {
                    repository.commit();
                }
                assert_eq!(repository.proven(), left, "{line} in {place}");
            }
        }
    }
}

#[test]
fn attributes_that_do_not_convert_python_leave_it_proven() {
    let repository = Repository::new(&[]);
    let text = "*.png filter=lfs -text\n*.py diff=python\n*.bin binary\nLICENSE text\n";
    repository.write(".gitattributes", text);
    repository.commit();
    assert_eq!(repository.proven(), ALL);
    repository.write("p/.gitattributes", "a.py eol=crlf\n");
    assert_eq!(repository.proven(), ["c.py", "p/q/b.py"]);
}

#[test]
fn tracked_attributes_that_are_no_longer_there_still_count() {
    let repository = Repository::new(&[]);
    repository.write("p/.gitattributes", "*.py diff\n");
    repository.commit();
    assert_eq!(repository.proven(), ALL);
    repository.write("p/.gitattributes", "*.py diff=\n");
    assert_eq!(repository.proven(), ["c.py"]);
    fs::remove_file(repository.root.join("p/.gitattributes")).unwrap();
    assert_eq!(repository.proven(), ["c.py"]);
}

#[test]
fn configuration_that_converts_counts_in_every_file() {
    let harmless = [
        "core.autocrlf=false",
        "core.eol=lf",
        "filter.lfs.clean=x",
        "include.path=none",
    ];
    for (setting, expected) in [
        ("core.autocrlf=true", &NONE[..]),
        ("core.autocrlf=input", &NONE),
        ("core.eol=crlf", &NONE),
        ("attr.tree=HEAD", &NONE),
        ("extensions.unheardOf=1", &NONE),
    ]
    .into_iter()
    .chain(harmless.map(|setting| (setting, &ALL[..])))
    {
        let (key, value) = setting.split_once('=').unwrap();
        let repository = Repository::new(&[]);
        repository.git(&["config", key, value]);
        assert_eq!(repository.proven(), expected, "{setting}");
    }
    for file in ["user", "work/.git/config.worktree", "included"] {
        let mut repository = Repository::new(&[]);
        repository
            .surroundings
            .config
            .push(repository.folder.path().join("user"));
        let path = repository.folder.path().join(file);
        fs::write(&path, "[core]\n\tautocrlf\n").unwrap();
        if file == "included" {
            let include = format!(
                "[includeIf \"gitdir:/nowhere\"]\npath = {}\n",
                path.display()
            );
            fs::write(repository.folder.path().join("user"), include).unwrap();
        }
        assert_eq!(repository.proven(), NONE, "{file}");
    }
}

#[test]
fn configuration_that_is_not_understood_proves_nothing() {
    for text in [
        "[core",
        "[include]\npath = ~someone/x\n",
        "[core]\nworktree = ../..\n",
        "[include]\npath = user\n[extensions]\nx = 1\n",
    ] {
        let mut repository = Repository::new(&[]);
        let user = repository.folder.path().join("user");
        fs::write(&user, text).unwrap();
        repository.surroundings.config.push(user);
        assert!(repository.open().is_none(), "{text}");
    }
}

#[test]
fn attributes_of_the_user_count() {
    let mut repository = Repository::new(&[]);
    let file = repository.folder.path().join("attributes");
    fs::write(&file, "*.py text\n").unwrap();
    assert_eq!(repository.proven(), ALL);
    repository.git(&["config", "core.attributesFile", "~/attributes"]);
    assert!(repository.open().is_none(), "where is the home?");
    repository.surroundings.home = Some(repository.folder.path().to_owned());
    assert_eq!(repository.proven(), NONE);
    repository.git(&["config", "--unset", "core.attributesFile"]);
    repository.surroundings.attributes.push(file);
    assert_eq!(repository.proven(), NONE);
}
