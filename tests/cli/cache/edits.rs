//! Whatever is done to the files between two runs, the second one sees it.

use std::fs;
use std::time::SystemTime;

use super::{check, minutes_ago, modified, set_modified, settle, small, touch};
use crate::harness::Project;

/// Asserts that a run with the cache says what one without it says.
fn assert_seen(project: &Project, what: &str) -> super::Said {
    let cached = check(project, &[]);
    assert_eq!(cached, check(project, &["--no-cache"]), "{what}");
    cached
}

/// The same number of bytes and the same time of modification, but another import.
fn swap_import(project: &Project, path: &str, time: SystemTime) {
    let path = project.path(path);
    let length = fs::metadata(&path).unwrap().len();
    let text = fs::read_to_string(&path).unwrap();
    let swapped = match text.as_str() {
        "import shop.high\n" => "import shop.none\n",
        _ => "import shop.high\n",
    };
    fs::write(&path, swapped).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), length);
    set_modified(&path, time);
}

/// Right after the run, when no stamp is trusted, and later, when the time of the last change of any
/// kind gives it away.
#[cfg(unix)]
#[test]
fn an_edit_with_the_same_size_and_time() {
    let project = small("stamp");
    let old = minutes_ago(60);
    let path = project.path("shop/low.py");
    set_modified(&path, old);
    assert_eq!(assert_seen(&project, "at first").exit, Some(1));
    swap_import(&project, "shop/low.py", old);
    assert_eq!(assert_seen(&project, "at once").exit, Some(0));
    settle();
    assert_eq!(assert_seen(&project, "unchanged").exit, Some(0));
    swap_import(&project, "shop/low.py", old);
    assert_eq!(modified(&path), old);
    assert_eq!(assert_seen(&project, "later").exit, Some(1));
}

/// A file that was written just before a run may be written once more within the same tick.
#[test]
fn a_fresh_edit_with_the_same_size_and_time() {
    for cache in ["stamp", "relaxed-stamp", "hash"] {
        let project = small(cache);
        let time = modified(&project.path("shop/low.py"));
        for exit in [1, 0, 1, 0] {
            assert_eq!(assert_seen(&project, cache).exit, Some(exit), "{cache}");
            swap_import(&project, "shop/low.py", time);
        }
    }
}

/// That is what the word says, and it shows that such a file is not read again, until a place in it
/// is to be shown.
#[test]
fn only_the_relaxed_stamp_takes_such_a_file_for_unchanged() {
    let old = minutes_ago(60);
    for (cache, exit) in [("stamp", 0), ("relaxed-stamp", 2), ("hash", 0), ("off", 0)] {
        let project = small(cache);
        touch(&project.path("shop"), old);
        assert_eq!(check(&project, &[]).exit, Some(1));
        swap_import(&project, "shop/low.py", old);
        if cfg!(unix) || cache != "stamp" {
            assert_eq!(check(&project, &[]).exit, Some(exit), "{cache}");
        }
        assert_eq!(check(&project, &["--no-cache"]).exit, Some(0));
    }
}

#[test]
fn files_that_come_and_go_and_change_places() {
    let files: [&dyn Fn(&Project); 10] = [
        &|project| project.write("shop/new.py", b"import shop.low\nimport shop.high\n"),
        &|project| project.write("shop/new.py", b"import shop.high\nx = = 1\n"),
        &|project| fs::remove_file(project.path("shop/low.py")).unwrap(),
        &|project| project.write("shop/low/__init__.py", b"from . import inner\n"),
        &|project| project.write("shop/low/inner.py", b"from .. import high\n"),
        &|project| project.write("shop/low/inner.py", b"x = = 1\nimport shop.high\n"),
        &|project| fs::remove_dir_all(project.path("shop/low")).unwrap(),
        &|project| fs::rename(project.path("shop/new.py"), project.path("shop/low.py")).unwrap(),
        &|project| {
            project.write("aside.txt", b"import os.path \n");
            let (aside, high) = (project.path("aside.txt"), project.path("shop/high.py"));
            set_modified(&aside, modified(&high));
            fs::rename(aside, high).unwrap();
        },
        &|project| {
            let path = |name: &str| project.path(&format!("shop/{name}.py"));
            fs::rename(path("low"), path("other")).unwrap();
            fs::rename(path("high"), path("low")).unwrap();
            fs::rename(path("other"), path("high")).unwrap();
        },
    ];
    for cache in ["stamp", "relaxed-stamp", "hash"] {
        let project = small(cache);
        let mut before = assert_seen(&project, "at first");
        for (number, change) in files.iter().enumerate() {
            change(&project);
            let after = assert_seen(&project, &format!("{number}, {cache}"));
            assert_ne!(after, before, "{number} changes nothing");
            before = after;
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_elsewhere() {
    use std::os::unix::fs::symlink;
    for cache in ["stamp", "relaxed-stamp", "hash"] {
        let project = small(cache);
        project.write("one.txt", b"import shop.high\n");
        project.write("two.txt", b"import shop.hi\n");
        let link = project.path("shop/low.py");
        for (target, exit) in [("../one.txt", 1), ("../two.txt", 0), ("../one.txt", 1)] {
            fs::remove_file(&link).unwrap();
            symlink(target, &link).unwrap();
            assert_eq!(assert_seen(&project, cache).exit, Some(exit));
        }
        fs::remove_file(&link).unwrap();
        symlink("nowhere", &link).unwrap();
        assert_eq!(assert_seen(&project, cache).exit, Some(2));
    }
}

/// A few hundred random changes of files, cache and options, each with a look at both reports.
/// `BUTTRESS_RANDOM_EDITS=1000` makes more of them, `BUTTRESS_SEED` others.
#[test]
fn random_edits() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let mut random = Random(number("BUTTRESS_SEED").unwrap_or(1));
    let project = Project::new(&[("shop/__init__.py", "")]);
    for file in 0..40 {
        write_random(&project, &mut random, file);
    }
    for round in 0..number("BUTTRESS_RANDOM_EDITS").unwrap_or(20) {
        let word = random.pick(&["stamp", "relaxed-stamp", "hash", "stamp"]);
        // What is left out, and so what the other files may import.
        let excluded = random.pick(&["", "", "", "exclude = [\"shop/m7*.py\"]\n"]);
        let configuration = format!("cache = \"{word}\"\n{excluded}{}", layers());
        project.write("buttress.toml", configuration.as_bytes());
        for _ in 0..=random.below(3) {
            edit(&project, &mut random, word);
        }
        let mut args = vec!["--jobs", random.pick(&["1", "2", "8"])];
        if random.below(3) == 0 {
            args.push("--strict");
        }
        let expected = check(&project, &[&args[..], &["--no-cache"]].concat());
        for _ in 0..=random.below(2) {
            let cached = check(&project, &args).without_talk();
            assert_eq!(cached, expected, "round {round}, {word}");
        }
        if random.below(4) == 0 {
            let graph = |args: &[&str]| project.run(&[&["graph"], args].concat()).stdout;
            assert!(
                graph(&[]) == graph(&["--no-cache"]),
                "the graph of round {round}, {word}"
            );
        }
    }
}

pub(super) fn layers() -> String {
    let contract = |id, high, low| {
        let layers = format!("\"(shop.m{high})\", \"(shop.m{low})\"");
        format!("[[contracts]]\nid = \"c{id}\"\ntype = \"layers\"\nlayers = [{layers}]\n")
    };
    (0..8).map(|id| contract(id, id * 5, 39 - id * 3)).collect()
}

/// Xorshift.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: u64) -> u64 {
        for shift in [13_u32, 7, 17] {
            self.0 ^= if shift == 7 {
                self.0 >> shift
            } else {
                self.0 << shift
            };
        }
        (self.0 >> 8) % end
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

pub(super) fn write_random(project: &Project, random: &mut Random, file: u64) {
    let mut text = String::new();
    for _ in 0..random.below(5) {
        let other = random.below(45);
        text += &match random.below(12) {
            0 => "x = = 1\n".to_owned(),
            1 => format!("def f():\n    from shop.m{other} import x as y\n"),
            2 => format!("from shop import (m{other},\n    m{file})\n"),
            3 => format!("from . import m{other}  # here\n"),
            4 => format!("s = f\"{{'import'}}\"\nimport shop.m{other} as m\n"),
            5 => "class (:\n".to_owned(),
            6 => format!("import outside{}.part\n", random.below(6)),
            _ => format!("import shop.m{other:02}\n"),
        };
    }
    let mut bytes = text.into_bytes();
    if random.below(30) == 0 {
        bytes.push(0xff);
    }
    let path = format!("shop/m{file}.py");
    // Not over a package of the same name.
    if project.path(&format!("shop/m{file}")).exists() {
        project.write(&format!("shop/m{file}/__init__.py"), &bytes);
    } else {
        project.write(&path, &bytes);
    }
}

/// What people and programs do to files; with a relaxed stamp, nothing that it is not to see.
fn edit(project: &Project, random: &mut Random, word: &str) {
    let file = random.below(40);
    let path = project.path(&format!("shop/m{file}.py"));
    match random.below(9) {
        0 if path.exists() => fs::remove_file(&path).unwrap(),
        1 if path.exists() => set_modified(&path, minutes_ago(random.below(100))),
        2 | 3 if path.exists() && word != "relaxed-stamp" => {
            let time = modified(&path);
            let mut bytes = fs::read(&path).unwrap();
            for digit in bytes.iter_mut().filter(|byte| byte.is_ascii_digit()) {
                *digit = b'0' + (*digit - b'0' + 1) % 10;
            }
            fs::write(&path, bytes).unwrap();
            set_modified(&path, time);
        }
        4 if path.exists() => {
            let other = project.path(&format!("shop/m{}.py", random.below(40)));
            fs::rename(&path, other).unwrap();
        }
        5 if path.exists() => {
            let package = project.path(&format!("shop/m{file}"));
            fs::create_dir_all(&package).unwrap();
            fs::rename(path, package.join("__init__.py")).unwrap();
        }
        6 => {
            let file = random.pick(&["imports.bin", "graph.bin", "graph.bin"]);
            let cache = project.path(".buttress_cache").join(file);
            if let Ok(mut bytes) = fs::read(&cache) {
                let at = usize::try_from(random.below(bytes.len() as u64)).unwrap();
                match random.below(3) {
                    0 => bytes.truncate(at),
                    1 => bytes[at] ^= 1,
                    _ => bytes.push(0),
                }
                fs::write(cache, bytes).unwrap();
            }
        }
        _ => write_random(project, random, file),
    }
}
