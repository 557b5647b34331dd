//! How fast imports are recognised, beside a full parse, over files in memory on one thread.
//!
//! Without arguments it makes up two thousand modules of every size, with the docstrings, comments,
//! functions and late imports that real ones have; with folders as arguments, it takes the Python
//! files below them: `cargo bench -p buttress_imports -- FOLDER…`. Both ways run in turn, and the
//! best of five rounds counts.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use buttress_imports::{WORKER_STACK, parse_fully, recognise};
use buttress_source::SourceText;

const ROUNDS: usize = 5;
const MODULES: u32 = 2_000;

fn main() {
    // On a thread with enough stack, as in a run, no file needs a thread of its own.
    let bench = thread::Builder::new().stack_size(WORKER_STACK).spawn(bench);
    if bench.is_ok_and(|thread| thread.join().is_err()) {
        println!("a benchmark failed");
    }
}

fn bench() {
    let mut texts = Vec::new();
    for folder in env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
    {
        collect(Path::new(&folder), &mut texts);
    }
    if texts.is_empty() {
        texts.extend((0..MODULES).map(module));
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let imports: usize = texts
        .iter()
        .map(|text| recognise(text).map_or(0, |found| found.len()))
        .sum();
    let declined = texts.iter().filter(|text| recognise(text).is_err()).count();
    println!(
        "{} files, {bytes} bytes, {imports} imports, {declined} declined",
        texts.len()
    );
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        let sources: Vec<SourceText> = texts.iter().cloned().map(SourceText::new).collect();
        best[0] = best[0].min(time(&sources, |source| recognise(source.text()).is_ok()));
        best[1] = best[1].min(time(&sources, |source| parse_fully(source).is_ok()));
        best[2] = best[2].min(time(&sources, |source| !source.text().contains("import")));
    }
    for (what, time) in ["recognise", "parse in full", "look for `import`"]
        .iter()
        .zip(best)
    {
        let rate = bytes as u128 * 1_000 / time.as_nanos().max(1);
        println!("{what:>18}: {time:>10.1?}, {rate:>6} MB/s");
    }
    let ratio = best[1].as_secs_f64() / best[0].as_secs_f64();
    println!("{:>18}: {ratio:.1} times as fast", "recognise");
}

fn time(sources: &[SourceText], extract: impl Fn(&SourceText) -> bool) -> Duration {
    let start = Instant::now();
    for source in sources {
        black_box(extract(black_box(source)));
    }
    start.elapsed()
}

fn collect(path: &Path, texts: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(path) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            let source = fs::read(&path)
                .ok()
                .and_then(|bytes| SourceText::decode(&bytes).ok());
            texts.extend(source.map(|source| source.text().to_owned()));
        }
    }
}

/// A made-up module; every fourth has an import inside a late function.
fn module(number: u32) -> String {
    let mut text =
        format!("\"\"\"Module {number}: it's made up.\n\nNothing of it is true.\n\"\"\"\n\n");
    text.push_str("from __future__ import annotations\n\nimport logging\nimport os.path\n");
    text.push_str("from typing import TYPE_CHECKING, Any\n\n");
    for n in 0..number % 13 {
        let _ = write!(
            text,
            "from shop.part{n} import (\n    First{n},\n    second_{n} as other_{n},\n)\n"
        );
    }
    text.push_str("\nif TYPE_CHECKING:\n    from collections.abc import Callable\n\n");
    text.push_str("_LOGGER = logging.getLogger(__name__)\n");
    for n in 0..number % 29 {
        function(
            &mut text,
            n,
            number.is_multiple_of(4) && n == number % 29 - 1,
        );
    }
    text
}

fn function(text: &mut String, number: u32, imports: bool) {
    let _ = write!(
        text,
        "\n\n@cached(size={number})\n\
         def compute_{number}(value: int, *, names: dict[str, Any] | None = None) -> list[str]:\n    \
         \"\"\"Compute the {number}th value; don't ask why.\"\"\"\n"
    );
    if imports {
        text.push_str("    from shop.late import helper  # not at the top: a cycle\n\n");
    }
    let _ = write!(
        text,
        "    # The names come first.\n    \
         result = [f\"{{name!r:>{number}}}\" for name, _ in sorted((names or {{}}).items()) if name]\n    \
         if value >= {number} and not result:\n        \
         raise ValueError(f\"no names for {{value}}\") from None\n    \
         while value:\n        \
         value, rest = divmod(value, {number} + 10)\n        \
         result.append({{0: \"zero\", 1: 'one'}}.get(rest, \"many\") + str(value)[:-1])\n    \
         return result\n"
    );
}
