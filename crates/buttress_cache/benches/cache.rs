//! How long the cache takes for a large, made-up code base: 40,000 files, 380,000 imports.
//!
//! Opening it, asking it for every file, taking the imports of every file out of it, and writing it:
//! from nothing, with ten files changed, and with none. Everything on one thread, in a warm page
//! cache. Run it with `cargo bench -p buttress_cache`.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use buttress_cache::{
    Cache, CacheOptions, ContentHash, Fresh, Identity, Moment, Stamp, Trust, Update, Written,
};
use buttress_source::{FileImports, ImportKinds, ImportRecord, Span};

const FILES: u32 = 40_000;
const TIMES: usize = 15;

const WORDS: [&str; 12] = [
    "domain",
    "services",
    "models",
    "views",
    "helpers",
    "constants",
    "config_entries",
    "entity",
    "coordinator",
    "exceptions",
    "components",
    "typing",
];

fn word(n: u32) -> &'static str {
    WORDS[n as usize % WORDS.len()]
}

/// Seven statements a file, some of several names: 9 or 10 imports.
fn imports(file: u32) -> FileImports {
    let mut imports = FileImports::default();
    for statement in 0..7 {
        let seed = file.wrapping_mul(7).wrapping_add(statement);
        let module = format!("company.{}.{}_{}", word(seed), word(seed / 5), seed % 900);
        let start = statement * 60;
        let names =
            1 + u32::from(statement % 3 == 2) + u32::from(statement == 5 && file.is_multiple_of(2));
        for number in 0..names {
            let name = word(seed + number * 5);
            imports.push(ImportRecord {
                level: 0,
                module: &module,
                name: Some(name),
                alias: None,
                statement: Span::new(start, start + 55),
                span: Span::new(start + 30 + number * 12, start + 38 + number * 12),
                line: statement + 3,
                kinds: ImportKinds::empty(),
                comment: None,
            });
        }
    }
    imports.shrink_to_fit();
    imports
}

/// Paths, stamps and imports of all files.
struct CodeBase {
    keys: Vec<String>,
    stamps: Vec<Stamp>,
    imports: Vec<FileImports>,
}

impl CodeBase {
    fn new() -> Self {
        let key = |file: u32| {
            let folders = format!("{}/{}_{}", word(file / 3_000), word(file / 40), file / 40);
            format!("company/{folders}/{}_{file}.py", word(file))
        };
        let stamp = |file: u32| Stamp {
            size: u64::from(file),
            modified: at(1_700_000_000),
            identity: Some(Identity {
                changed: at(1_700_000_001),
                inode: u64::from(file),
            }),
        };
        Self {
            keys: (0..FILES).map(key).collect(),
            stamps: (0..FILES).map(stamp).collect(),
            imports: (0..FILES).map(imports).collect(),
        }
    }

    fn add<'a>(&'a self, update: &mut Update<'a>, file: usize) {
        let key = self.keys[file].as_bytes();
        let fresh = Fresh {
            stamp: self.stamps[file],
            hash: ContentHash::of(key),
            blob: None,
            imports: &self.imports[file],
        };
        update.add(key, fresh);
    }

    /// Writes the cache with all files but every so many-th taken from the old one.
    fn write(&self, cache: &Cache, every: Option<usize>) -> Written {
        let mut update = cache.update();
        for file in 0..self.keys.len() {
            let found = cache.find(self.keys[file].as_bytes(), &self.stamps[file]);
            match found.filter(|_| every.is_none_or(|every| !file.is_multiple_of(every))) {
                Some(record) => update.keep(&record),
                None => self.add(&mut update, file),
            }
        }
        update.write(|_| false).unwrap()
    }
}

fn at(seconds: i64) -> Moment {
    Moment {
        seconds,
        nanoseconds: 0,
    }
}

/// The shortest and the middle time of several.
fn measure<T>(name: &str, mut run: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let began = Instant::now();
            let result = black_box(run());
            let time = began.elapsed();
            drop(result);
            time
        })
        .collect();
    times.sort();
    let (least, middle) = (times[0], times[TIMES / 2]);
    println!("{name:<34} {least:>9.2?} {middle:>9.2?}");
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let options = CacheOptions {
        folder: folder.path().join("cache"),
        extractor: "1".to_owned(),
        trust: Trust::Stamp,
    };
    let open = || Cache::open(options.clone()).0;
    let code = CodeBase::new();
    let (empty, imports) = (
        open(),
        code.imports.iter().map(FileImports::len).sum::<usize>(),
    );
    println!(
        "{FILES} files, {imports} imports: {:?}\n",
        code.write(&empty, None)
    );
    println!("{:<34} {:>9} {:>9}", "", "least", "middle");
    measure("write all", || code.write(&empty, None));
    measure("open and check", open);
    let cache = open();
    let find = |file: usize| cache.find(code.keys[file].as_bytes(), &code.stamps[file]);
    let files = 0..code.keys.len();
    measure("find all", || files.clone().filter_map(find).count());
    measure("find and check all imports", || {
        let found = files.clone().filter_map(|file| find(file)?.packed());
        found.collect::<Vec<_>>()
    });
    measure("find and copy all imports", || {
        let found = files.clone().filter_map(|file| find(file)?.imports());
        found.collect::<Vec<_>>()
    });
    measure("write nothing new", || code.write(&cache, None));
    measure("write ten new", || code.write(&cache, Some(4_000)));
    measure("unpack all", || {
        let records = code.imports.iter().flat_map(FileImports::iter);
        records.map(|record| record.module.len()).sum::<usize>()
    });
}
