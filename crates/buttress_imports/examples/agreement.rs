//! Does the recogniser agree with the full parser? Over all Python files below some folders, and over
//! mutants of them: files with bytes and lines deleted, inserted, swapped and doubled.
//!
//! ```text
//! cargo run --release -p buttress_imports --example agreement -- FOLDER… [--mutants N] [--seed S] [--save FOLDER]
//! ```
//!
//! `--mutants` is the number for each file of at most 20,000 bytes; the same seed makes the same
//! mutants. `--save` keeps the texts on which the two disagree. Exits with 1 if there are any.

#![expect(clippy::print_stdout, reason = "it prints its findings")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use buttress_imports::{Doubt, WORKER_STACK, parse_fully, recognise};
use buttress_source::SourceText;
use rayon::prelude::*;

/// Larger files are checked, but get no mutants: each costs a full parse.
const SMALL: usize = 20_000;

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    ":",
    ";",
    ",",
    ".",
    "=",
    "*",
    "\\",
    "\\\n",
    "\n",
    "\r",
    " ",
    "\t",
    "    ",
    "#",
    "import ",
    "import a\n",
    "from ",
    "from a import b\n",
    "if ",
    "if x:\n",
    "for ",
    " in ",
    " as ",
    "lambda ",
    "not ",
    "lazy ",
    "yield ",
    "f'",
    "f\"{",
    "}",
    "!",
    "é",
    "1",
    "x",
    "\u{c}",
    "async ",
    "else ",
    "else:\n",
    "@",
    "def ",
    "class ",
    "try:\n",
    "except:\n",
    "match ",
    "case ",
    "type ",
    "with ",
    "->",
    ":=",
    "**",
    "TYPE_CHECKING",
    "$",
    "?",
];

struct Options {
    folders: Vec<PathBuf>,
    mutants: u64,
    seed: u64,
    save: Option<PathBuf>,
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        println!("agreement FOLDER… [--mutants N] [--seed S] [--save FOLDER]");
        return ExitCode::from(2);
    };
    let mut files = Vec::new();
    for folder in &options.folders {
        collect(folder, &mut files);
    }
    files.sort();
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(WORKER_STACK)
        .build();
    let check_all = || {
        let checks = files
            .par_iter()
            .enumerate()
            .map(|(n, path)| check_file(n as u64, path, &options));
        checks.reduce(Tally::default, Tally::add)
    };
    let tally = match pool {
        Ok(pool) => pool.install(check_all),
        Err(_) => check_all(),
    };
    tally.print();
    ExitCode::from(u8::from(!tally.mismatches.is_empty()))
}

fn options() -> Option<Options> {
    let mut options = Options {
        folders: Vec::new(),
        mutants: 0,
        seed: 0,
        save: None,
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--mutants" => options.mutants = arguments.next()?.parse().ok()?,
            "--seed" => options.seed = arguments.next()?.parse().ok()?,
            "--save" => options.save = Some(arguments.next()?.into()),
            folder => options.folders.push(folder.into()),
        }
    }
    (!options.folders.is_empty()).then_some(options)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        files.push(path.to_owned());
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "py" || extension == "pyi")
        {
            files.push(path);
        }
    }
}

/// What was seen.
#[derive(Default)]
struct Tally {
    files: Group,
    mutants: Group,
    unreadable: u64,
    mismatches: Vec<String>,
}

#[derive(Default)]
struct Group {
    texts: u64,
    imports: u64,
    too_large: u64,
    declined: BTreeMap<Doubt, u64>,
    declined_good: u64,
    examples: Vec<String>,
}

impl Group {
    fn add(&mut self, other: Self) {
        self.texts += other.texts;
        self.imports += other.imports;
        self.too_large += other.too_large;
        self.declined_good += other.declined_good;
        for (doubt, count) in other.declined {
            *self.declined.entry(doubt).or_default() += count;
        }
        self.examples.extend(other.examples);
    }

    fn print(&self, what: &str) {
        let declined: u64 = self.declined.values().sum();
        println!(
            "{what}: {}, imports {}, declined {declined}",
            self.texts, self.imports
        );
        println!("  declined without a syntax error: {}", self.declined_good);
        println!("  too large for the full parser: {}", self.too_large);
        for (doubt, count) in &self.declined {
            println!("  declined for {doubt}: {count}");
        }
        for example in self.examples.iter().take(40) {
            println!("  {example}");
        }
    }
}

impl Tally {
    fn add(mut self, other: Self) -> Self {
        self.files.add(other.files);
        self.mutants.add(other.mutants);
        self.unreadable += other.unreadable;
        self.mismatches.extend(other.mismatches);
        self
    }

    fn print(&self) {
        self.files.print("files");
        if self.mutants.texts > 0 {
            self.mutants.print("mutants");
        }
        println!("not decodable: {}", self.unreadable);
        println!("mismatches: {}", self.mismatches.len());
        for mismatch in self.mismatches.iter().take(20) {
            println!("  {mismatch}");
        }
    }
}

fn check_file(number: u64, path: &Path, options: &Options) -> Tally {
    let mut tally = Tally::default();
    let source = fs::read(path)
        .ok()
        .and_then(|bytes| SourceText::decode(&bytes).ok());
    let Some(source) = source else {
        tally.unreadable = 1;
        return tally;
    };
    let name = path.display().to_string();
    if !check(&source, &mut tally.files, Some(&name)) {
        tally.mismatches.push(name.clone());
    }
    if source.text().len() > SMALL {
        return tally;
    }
    let mut random = Random(options.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (number << 20) | 1);
    for mutant in 0..options.mutants {
        let source = SourceText::new(mutate(source.text(), &mut random));
        if check(&source, &mut tally.mutants, None) {
            continue;
        }
        tally.mismatches.push(format!("{name}, mutant {mutant}"));
        if let Some(folder) = &options.save {
            let saved = folder.join(format!("{number}-{mutant}.py"));
            if let Err(error) = fs::write(&saved, source.text()) {
                println!("{}: {error}", saved.display());
            }
        }
    }
    tally
}

/// Whether the recogniser agrees with the full parser, or declines.
fn check(source: &SourceText, group: &mut Group, name: Option<&str>) -> bool {
    group.texts += 1;
    let recognised = recognise(source.text());
    let Ok(parsed) = parse_fully(source) else {
        group.too_large += 1;
        return true;
    };
    group.imports += parsed.len() as u64;
    match recognised {
        Ok(recognised) => recognised.iter().eq(parsed.iter()),
        Err(doubt) => {
            *group.declined.entry(doubt).or_default() += 1;
            if parsed.errors().is_empty() {
                group.declined_good += 1;
                group
                    .examples
                    .extend(name.map(|name| format!("{doubt}: {name}")));
            }
            true
        }
    }
}

/// A small pseudo-random generator (xorshift), so that a seed makes the same mutants everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % (limit.max(1) as u64)).unwrap_or(0)
    }
}

fn mutate(text: &str, random: &mut Random) -> String {
    // What comes after the last import matters little.
    let last = text
        .rfind("import")
        .map_or(text.len(), |at| (at + 200).min(text.len()));
    let reach = if random.below(8) == 0 {
        text.len()
    } else {
        last
    };
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(reach.min(bytes.len()) + 1).min(bytes.len());
        match random.below(8) {
            0 | 1 if at < bytes.len() => drop(bytes.remove(at)),
            0..=3 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            4 if at + 1 < bytes.len() => bytes.swap(at, at + 1),
            kind => mutate_lines(&mut bytes, kind, at, random),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn mutate_lines(bytes: &mut Vec<u8>, kind: usize, at: usize, random: &mut Random) {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    if lines.is_empty() {
        return;
    }
    let row = memchr::memchr_iter(b'\n', &bytes[..at])
        .count()
        .min(lines.len() - 1);
    let other = (row + random.below(4)).min(lines.len() - 1);
    match kind {
        5 => drop(lines.remove(row)),
        6 => lines.swap(row, other),
        _ => lines.insert(other, lines[row]),
    }
    *bytes = lines.concat();
}
