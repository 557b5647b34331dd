//! A few edits of many files: what was resolved earlier is believed of the others, and the cache of
//! imports falls behind until it is too many files behind.

use std::fs;
use std::time::SystemTime;

use super::edits::{Random, layers, write_random};
use super::{check, minutes_ago, modified, set_modified, settle};
use crate::harness::Project;

const FILES: u64 = 40;

/// Rounds in which files changed, and how many of them left `imports.bin` as it was.
#[derive(Default)]
struct Rounds {
    short: usize,
    long: usize,
}

struct Edits {
    project: Project,
    random: Random,
    /// Each write has a time of its own, long ago.
    writes: u64,
}

impl Edits {
    fn new(word: &str, seed: u64) -> Self {
        let mut edits = Self {
            project: Project::new(&[("shop/__init__.py", "")]),
            random: Random(seed),
            writes: 0,
        };
        let time = edits.time();
        set_modified(&edits.project.path("shop/__init__.py"), time);
        for file in 0..FILES {
            edits.write(file);
        }
        let configuration = format!("cache = \"{word}\"\n{}", layers());
        let path = "buttress.toml";
        edits.project.write(path, configuration.as_bytes());
        edits
    }

    fn time(&mut self) -> SystemTime {
        self.writes += 1;
        minutes_ago(100_000 - self.writes)
    }

    /// A file without anything to say of it, as a rule; one with is read in every run.
    fn write(&mut self, file: u64) {
        let path = format!("shop/m{file}.py");
        if self.random.below(60) == 0 {
            write_random(&self.project, &mut self.random, file);
        } else {
            let mut text = String::new();
            for _ in 0..self.random.below(4) {
                text += &match self.random.below(12) {
                    0 => format!("import outside{}.part\n", self.random.below(9)),
                    _ => format!("from . import m{}\n", self.random.below(FILES)),
                };
            }
            self.project.write(&path, text.as_bytes());
        }
        let time = self.time();
        set_modified(&self.project.path(&path), time);
    }

    fn assert_seen(&self, what: &str) {
        let expected = check(&self.project, &["--no-cache"]);
        for _ in 0..2 {
            assert_eq!(check(&self.project, &[]), expected, "{what}");
        }
        let graph = |args: &[&str]| self.project.run(&[&["graph"], args].concat()).stdout;
        assert!(graph(&[]) == graph(&["--no-cache"]), "{what}");
    }

    fn run(mut self, rounds: usize, word: &str) -> Rounds {
        let mut counted = Rounds::default();
        check(&self.project, &[]);
        for round in 0..rounds {
            for _ in 0..=self.random.below(2) {
                let file = self.random.below(FILES);
                let path = self.project.path(&format!("shop/m{file}.py"));
                match self.random.below(24) {
                    0 if path.exists() => fs::remove_file(path).unwrap(),
                    1 if path.exists() => set_modified(&path, self.time()),
                    _ => self.write(file),
                }
            }
            let cache = self.project.path(".buttress_cache/imports.bin");
            let old = minutes_ago(5);
            set_modified(&cache, old);
            self.assert_seen(&format!("round {round}, {word}"));
            if modified(&cache) == old {
                counted.short += 1;
            } else {
                counted.long += 1;
            }
        }
        counted
    }
}

#[test]
fn a_few_edits_by_less_of_the_stamp() {
    let Rounds { short, long } = Edits::new("relaxed-stamp", 3).run(30, "relaxed-stamp");
    assert!(short > 5 && long > 2, "{short} and {long}");
}

#[cfg(unix)]
#[test]
fn a_few_edits_by_stamp() {
    let edits = Edits::new("stamp", 4);
    settle();
    let Rounds { short, long } = edits.run(12, "stamp");
    assert!(short > 0 && long > 0, "{short} and {long}");
}

/// What the short way left behind is not in the cache of imports; another configuration reads it.
#[test]
fn another_configuration_after_a_few_edits() {
    let mut edits = Edits::new("relaxed-stamp", 5);
    check(&edits.project, &[]);
    let other = format!(
        "cache = \"relaxed-stamp\"\nexclude = [\"shop/m3.py\"]\n{}",
        layers()
    );
    edits.project.write("other.toml", other.as_bytes());
    for round in 0..6 {
        edits.write(round);
        edits.assert_seen(&format!("round {round}"));
        let run = |args: &[&str]| {
            check(
                &edits.project,
                &[&["--config", "other.toml"], args].concat(),
            )
        };
        assert_eq!(run(&[]), run(&["--no-cache"]), "round {round}");
    }
}

/// No module is read again for want of a cache: the short way asks for none.
#[test]
fn a_cache_of_imports_that_is_gone_or_damaged_is_not_missed_until_it_is_needed() {
    let mut edits = Edits::new("relaxed-stamp", 6);
    check(&edits.project, &[]);
    let cache = edits.project.path(".buttress_cache/imports.bin");
    fs::write(&cache, "garbage").unwrap();
    edits.write(1);
    edits.assert_seen("damaged");
    for file in 0..20 {
        edits.write(file);
    }
    let expected = check(&edits.project, &["--no-cache"]);
    let said = check(&edits.project, &[]);
    assert!(said.stderr.contains("is not used"), "{}", said.stderr);
    assert_eq!(said.without_talk(), expected);
    fs::remove_file(&cache).unwrap();
    edits.write(2);
    edits.assert_seen("gone");
}
