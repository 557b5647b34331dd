//! How long it takes to find and to read the files of a made-up code base of 8,401 modules.
//!
//! Run it with `cargo bench -p buttress_files`; beside each figure of ours stands what the bare system
//! calls cost.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use buttress_files::{
    Discovery, DiscoveryInput, FileReader, FoundFile, Layout, SearchPath, SourceRoots, find_modules,
};
use buttress_graph::ModuleName;
use buttress_source::Spanned;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

const PACKAGES: usize = 400;

/// A way to read a file, with room to do it in; gives its length.
type Read = fn(&FoundFile, &mut FileReader) -> usize;

/// Runs something a few times and prints the fastest.
fn measure(what: &str, mut work: impl FnMut() -> usize) {
    let mut best = Duration::MAX;
    let mut shown = 0;
    for _ in 0..7 {
        let start = Instant::now();
        shown = black_box(work());
        best = best.min(start.elapsed());
    }
    println!(
        "{what:<44}{:>10.2} ms   ({shown})",
        best.as_secs_f64() * 1e3
    );
}

fn input(base: &Path, layout: Layout) -> DiscoveryInput {
    let source_roots = match layout {
        Layout::Python => SourceRoots::default(),
        Layout::Grimp => SourceRoots::SearchPath(SearchPath::from(vec![base.to_owned()])),
    };
    DiscoveryInput {
        base: base.to_owned(),
        source_roots,
        root_packages: "p"
            .parse()
            .ok()
            .map(|name: ModuleName| vec![Spanned::from(name)]),
        exclude: Vec::new(),
        respect_gitignore: false,
        stamps: false,
        layout,
    }
}

/// Every file below a folder, by the standard library alone.
fn bare_walk(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let entries = entries.flatten().map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => bare_walk(&entry.path()),
        _ => 1,
    });
    entries.sum()
}

fn length(file: &FoundFile, reader: &mut FileReader) -> usize {
    reader.read(file).map_or(0, <[u8]>::len)
}

fn bare_length(file: &FoundFile, _: &mut FileReader) -> usize {
    fs::read(file.path()).map_or(0, |bytes| bytes.len())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    buttress_testing::write_packages(folder.path(), PACKAGES)?;
    let base = folder.path().canonicalize()?;

    measure("walk, bare, one thread", || bare_walk(&base));
    for threads in [1, 2, 4] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build()?;
        for layout in [Layout::Python, Layout::Grimp] {
            let input = input(&base, layout);
            measure(
                &format!("find modules, {layout:?}, {threads} threads"),
                || pool.install(|| find_modules(&input)).modules.len(),
            );
        }
    }

    let Discovery { modules, .. } = find_modules(&input(&base, Layout::Python));
    let files: Vec<FoundFile> = modules
        .into_iter()
        .filter_map(|module| module.file)
        .collect();
    for threads in [1, 2, 4] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build()?;
        for (what, read) in [("bare", bare_length as Read), ("ours", length)] {
            measure(&format!("read, {what}, {threads} threads"), || {
                let read = |buffer: &mut _, file| read(file, buffer);
                pool.install(|| files.par_iter().map_init(FileReader::default, read).sum())
            });
        }
    }
    Ok(())
}
