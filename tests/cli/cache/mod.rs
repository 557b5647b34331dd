//! The import cache: however it came about and whatever is wrong with it, each run says what a run
//! without it says.

mod edits;
mod few;
mod folder;
mod git;
mod reports;
mod trouble;

use std::fs::{self, File};
use std::path::Path;
use std::process::Output;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::harness::Project;

/// A contract that the module `shop.low` breaks.
const LAYERS: &str = r#"
[[contracts]]
id     = "layers"
type   = "layers"
layers = ["shop.high", "shop.low"]
"#;

/// A small project that breaks its contract, and is configured to trust the cache by this word.
fn small(cache: &str) -> Project {
    Project::new(&[
        ("buttress.toml", &format!("cache = \"{cache}\"\n{LAYERS}")),
        ("shop/__init__.py", ""),
        ("shop/high.py", "import shop.low\n"),
        ("shop/low.py", "import shop.high\n"),
    ])
}

/// What a run says, in every format, with the time it took left out.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    exit: Option<i32>,
    json: String,
    full: String,
    concise: String,
    stderr: String,
}

impl Said {
    /// The same without what was said of the cache.
    fn without_talk(self) -> Self {
        Self {
            stderr: String::new(),
            ..self
        }
    }

    fn reports(&self, code: &str) -> bool {
        self.json.contains(&format!("\"{code}\""))
    }
}

/// Checks the project.
fn check(project: &Project, args: &[&str]) -> Said {
    let mut all = vec!["check", "--format", "json"];
    all.extend(["--output", "full=full.txt", "--output", "concise=short.txt"]);
    all.extend(args);
    let Output {
        status,
        stdout,
        stderr,
    } = project.run(&all);
    let written = |path| without_time(&fs::read_to_string(project.path(path)).unwrap());
    Said {
        exit: status.code(),
        json: String::from_utf8(stdout).unwrap(),
        full: written("full.txt"),
        concise: written("short.txt"),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// A text without the `, 0.01 s` at the end of a line.
fn without_time(text: &str) -> String {
    let lines = text.lines().map(|line| match line.rsplit_once(", ") {
        Some((start, end)) if end.ends_with(" s") => start,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Gives all Python files below a folder the same time of modification.
fn touch(folder: &Path, time: SystemTime) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            touch(&path, time);
        } else if path.extension().is_some_and(|extension| extension == "py") && path.exists() {
            set_modified(&path, time);
        }
    }
}

fn set_modified(path: &Path, time: SystemTime) {
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn minutes_ago(minutes: u64) -> SystemTime {
    SystemTime::now() - Duration::from_secs(60 * minutes)
}

/// Waits until the times of all files are so old that their stamps are trusted.
fn settle() {
    thread::sleep(Duration::from_millis(2_100));
}
