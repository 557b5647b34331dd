//! Runs that are killed while they write the cache.
//!
//! This program starts itself as a child that does nothing but write the cache, one generation
//! after the other, and kills it at a random moment. Whatever the moment, what is left must be a
//! whole cache of one generation, or none at all before the first was finished. A few kills in every
//! test run; a thousand, two writers at a time, with
//!
//! ```text
//! cargo test -p buttress_cache --test kills -- --ignored
//! ```

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(
    clippy::print_stdout,
    reason = "a child says when it is ready, a test what it saw"
)]

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use buttress_cache::{Cache, CacheOptions, ContentHash, Fresh, Moment, Stamp, Trust, Written};
use buttress_source::{FileImports, ImportKinds, ImportRecord, Span};
use libtest_mimic::{Arguments, Failed, Trial};

/// The first argument of a child; the folder of the cache follows.
const CHILD: &str = "write-until-killed";

/// Files in the cache. Enough for two chunks, so that a kill can come between them.
const FILES: u64 = 1_500;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == CHILD) {
        write_until_killed(Path::new(&arguments.next().unwrap()));
    }
    let trials = vec![
        Trial::test("forty_kills_leave_a_whole_cache", || kill_writers(40, 1)),
        Trial::test("a_thousand_kills_leave_a_whole_cache", || {
            kill_writers(1_000, 2)
        })
        .with_ignored_flag(true),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn open(folder: &Path) -> Cache {
    let (cache, problem) = Cache::open(CacheOptions {
        folder: folder.to_owned(),
        extractor: "1".to_owned(),
        trust: Trust::Content,
    });
    assert_eq!(problem, None);
    cache
}

fn key(file: u64) -> Vec<u8> {
    format!("package/sub_package_{}/module_{file}.py", file % 40).into_bytes()
}

fn hash(file: u64, generation: u64) -> ContentHash {
    ContentHash::of(format!("{file} in {generation}").as_bytes())
}

/// What a file imports in a generation: more in some than in others.
fn imports(file: u64, generation: u64) -> FileImports {
    let mut imports = FileImports::default();
    for number in 0..=(file + generation) % 7 {
        let module = format!("package.generation_{generation}.module_{file}");
        let start = u32::try_from(number * 100).unwrap();
        imports.push(ImportRecord {
            level: 0,
            module: &module,
            name: Some("name"),
            alias: None,
            statement: Span::new(start, start + 50),
            span: Span::new(start + 40, start + 44),
            line: start + 1,
            kinds: ImportKinds::empty(),
            comment: None,
        });
    }
    imports
}

/// Says nothing of when a file was touched: its generation shows in the size.
fn stamp(generation: u64) -> Stamp {
    Stamp {
        size: generation,
        modified: Moment {
            seconds: 1,
            nanoseconds: 0,
        },
        identity: None,
    }
}

/// The generation of all files in the cache; none of an empty one. Panics if they differ, or if one
/// is not what was written.
fn generation(folder: &Path) -> Option<u64> {
    let cache = open(folder);
    if cache.is_empty() {
        return None;
    }
    assert_eq!(cache.len() as u64, FILES);
    let generation = (0..u64::MAX)
        .take(1_000_000)
        .find(|generation| cache.find_by_hash(&key(0), hash(0, *generation)).is_some());
    let generation = generation.unwrap();
    for file in 0..FILES {
        let found = cache.find_by_hash(&key(file), hash(file, generation));
        let record = found.unwrap_or_else(|| panic!("{file} is not of {generation}"));
        assert_eq!(record.imports(), Some(imports(file, generation)));
        assert_eq!(record.stamp(), stamp(generation));
    }
    Some(generation)
}

fn write_generation(folder: &Path, generation: u64) -> Written {
    let cache = open(folder);
    let keys: Vec<Vec<u8>> = (0..FILES).map(key).collect();
    let read: Vec<FileImports> = (0..FILES).map(|file| imports(file, generation)).collect();
    let mut update = cache.update();
    for ((file, key), imports) in (0..).zip(&keys).zip(&read) {
        let fresh = Fresh {
            stamp: stamp(generation),
            hash: hash(file, generation),
            blob: None,
            imports,
        };
        update.add(key, fresh);
    }
    update.write(|_| false).unwrap()
}

fn write_until_killed(folder: &Path) -> ! {
    println!("ready");
    let mut next = generation(folder).map_or(0, |last| last + 1);
    loop {
        write_generation(folder, next);
        next += 1;
    }
}

/// A child that has begun, killed when dropped.
struct Writer(Child);

impl Writer {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.arg(CHILD).arg(folder).stdout(Stdio::piped());
        let mut writer = Self(command.spawn().unwrap());
        let mut line = String::new();
        let stdout = writer.0.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        writer
    }

    /// Whether it was still writing, as it must be.
    fn kill(mut self) -> bool {
        let writing = self.0.try_wait().unwrap().is_none();
        self.0.kill().unwrap();
        self.0.wait().unwrap();
        writing
    }
}

/// A small pseudo-random generator (xorshift), so that the moments differ within a run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// How long a writer takes from its start to the end of its first generation.
fn time_to_write() -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let writer = Writer::start(folder.path());
    while generation(folder.path()).is_none() {
        thread::yield_now();
    }
    let time = began.elapsed();
    assert!(writer.kill());
    time
}

/// Temporary files that lie in the folder.
fn litter(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).into_iter().flatten();
    let paths = paths.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "tmp"))
        .collect()
}

/// Kills writers, so many at a time, and looks at what they leave behind.
fn kill_writers(kills: u32, at_a_time: usize) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let longest = u64::try_from(time_to_write().as_micros())? * 2;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut last, mut news, mut interrupted) = (None, 0, 0);
    for _ in 0..kills {
        let writers: Vec<Writer> = (0..at_a_time).map(|_| Writer::start(folder)).collect();
        thread::sleep(Duration::from_micros(random.below(longest)));
        for writer in writers {
            assert!(writer.kill(), "a writer ended by itself");
        }
        let left = generation(folder);
        assert!(left.is_some() || last.is_none(), "the cache is gone");
        news += u32::from(left != last);
        last = left;
        interrupted += litter(folder).len();
        for path in litter(folder) {
            fs::remove_file(path)?;
        }
    }
    println!("{kills} kills: {news} left a new cache, {interrupted} a temporary file");
    // Else the moments of the kills prove nothing.
    assert!(news > 0 && news < kills && interrupted > 0);
    Ok(())
}
