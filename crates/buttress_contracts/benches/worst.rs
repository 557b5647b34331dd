//! How long contracts take on graphs that are made to be hard, kept and broken.
//!
//! One giant cycle, a star, a clique of packages, forbidden modules by the hundreds, wildcards
//! everywhere, thousands of ignored imports. Run it with `cargo bench -p buttress_contracts --bench
//! worst`; words after `--` choose the cases whose titles contain one of them.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use buttress_contracts::{
    AcyclicSiblingsSettings, CheckOptions, Contract, ContractKind, ForbiddenSettings,
    IgnoredImport, IndependenceSettings, Layer, LayerModule, LayersSettings, ProtectedSettings,
    check,
};
use buttress_graph::{
    Import, ImportGraph, ImportPattern, ImportSite, Module, ModuleKind, ModuleTable, Selector,
};
use buttress_source::{FileId, ImportKinds, Span, Spanned};

/// A small pseudo-random generator (xorshift), so that every run measures the same graphs.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit as u64)).unwrap_or(0)
    }
}

/// The graph of imports between numbered modules.
fn graph(
    name: impl Fn(usize) -> String,
    modules: usize,
    imports: &[(usize, usize)],
) -> ImportGraph {
    let names: Vec<String> = (0..modules).map(name).collect();
    let module = Module {
        kind: ModuleKind::Module,
        file: None,
    };
    let entries = names.iter().map(|name| (name.as_str().into(), module));
    let parents = names.iter().filter_map(|name| name.rsplit_once('.'));
    let parents = parents.map(|(parent, _)| (parent.into(), module));
    let entries = entries
        .chain(parents)
        .chain([("p".into(), module)])
        .collect();
    let table = ModuleTable::new(entries, vec!["p".into()]);
    let imports = (0..)
        .zip(imports)
        .filter_map(|(line, (importer, imported))| {
            Some(Import {
                importer: table.id(&names[*importer])?,
                imported: table.id(&names[*imported])?,
                site: ImportSite {
                    file: FileId(0),
                    statement: Span::new(line, line),
                    name: Span::new(line, line),
                    line,
                    kinds: ImportKinds::empty(),
                },
            })
        });
    let imports = imports.collect();
    ImportGraph::new(table, imports)
}

/// `p.g0001.m07`: packages of `size` modules.
fn packaged(size: usize) -> impl Fn(usize) -> String {
    move |n| format!("p.g{:04}.m{:02}", n / size, n % size)
}

fn selectors(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Spanned<Selector>> {
    let parsed = texts
        .into_iter()
        .filter_map(|text| text.as_ref().parse::<Selector>().ok());
    parsed.map(Spanned::from).collect()
}

fn packages(range: std::ops::Range<usize>) -> Vec<Spanned<Selector>> {
    selectors(range.map(|n| format!("p.g{n:04}")))
}

fn independence(modules: Vec<Spanned<Selector>>) -> Contract {
    Contract::new("bench", IndependenceSettings { modules })
}

fn forbidden(
    source_modules: Vec<Spanned<Selector>>,
    forbidden_modules: Vec<Spanned<Selector>>,
) -> Contract {
    let settings = ForbiddenSettings {
        source_modules,
        forbidden_modules,
        allow_indirect_imports: false,
        as_packages: true,
        whole_externals: false,
    };
    Contract::new("bench", settings)
}

fn layers(containers: &[&str], names: &[String]) -> Contract {
    let layer = |name: &String| -> Option<Spanned<Layer>> {
        let name = name.parse().ok()?;
        let module = LayerModule {
            name,
            optional: true,
        };
        let modules = vec![module.into()];
        Some(
            Layer {
                modules,
                independent: true,
                closed: false,
            }
            .into(),
        )
    };
    let settings = LayersSettings {
        containers: selectors(containers),
        layers: names.iter().filter_map(layer).collect(),
        ..LayersSettings::default()
    };
    Contract::new("bench", settings)
}

fn protected(modules: &[&str], importers: &[&str]) -> Contract {
    let settings = ProtectedSettings {
        protected_modules: selectors(modules),
        allowed_importers: selectors(importers),
        as_packages: true,
    };
    Contract::new("bench", settings)
}

fn acyclic(ancestors: &[&str]) -> Contract {
    let settings = AcyclicSiblingsSettings {
        ancestors: selectors(ancestors),
        depth: 10,
        skip_descendants: Vec::new(),
    };
    Contract::new("bench", ContractKind::AcyclicSiblings(settings))
}

/// What to measure.
struct Bench {
    chosen: Vec<String>,
}

impl Bench {
    fn wants(&self, title: &str) -> bool {
        let mut chosen = self.chosen.iter();
        self.chosen.is_empty() || chosen.any(|word| title.contains(word.as_str()))
    }

    /// Checks contracts on a graph a few times each and prints the fastest.
    fn case<const N: usize>(
        &self,
        title: &str,
        graph: impl FnOnce() -> ImportGraph,
        contracts: &[(&str, Contract); N],
    ) {
        if !self.wants(title) {
            return;
        }
        let graph = graph();
        let (modules, edges) = (graph.table().len(), graph.edge_count());
        println!("\n{title}: {modules} modules, {edges} imports");
        for (what, contract) in contracts {
            measure(what, &graph, contract);
        }
    }
}

fn measure(what: &str, graph: &ImportGraph, contract: &Contract) {
    let options = CheckOptions {
        max_chains: Some(3),
        ..CheckOptions::default()
    };
    let mut best = Duration::MAX;
    let mut shown = String::new();
    let mut spent = Duration::ZERO;
    for _ in 0..3 {
        let start = Instant::now();
        let outcome = black_box(check(contract, graph, &options));
        best = best.min(start.elapsed());
        spent += start.elapsed();
        let pairs = outcome.violations.len();
        let cycles = outcome.cycles.len();
        let direct: usize = outcome.violations.iter().map(|v| v.direct_imports).sum();
        let cut: usize = outcome.violations.iter().map(|v| v.cut.len()).sum();
        let ignored = outcome.ignored_imports;
        shown = format!(
            "{pairs} pairs, {direct} direct, {cut} to cut, {cycles} cycles, {ignored} ignored"
        );
        if spent > Duration::from_secs(5) {
            break;
        }
    }
    println!(
        "  {what:<46}{:>10.1} ms   {shown}",
        best.as_secs_f64() * 1e3
    );
}

/// Every module imports the next.
fn ring(modules: usize) -> Vec<(usize, usize)> {
    (0..modules).map(|n| (n, (n + 1) % modules)).collect()
}

/// Every package imports the packages behind it only, a few of them, and modules of its own.
fn downhill(packages: usize, size: usize, imports: usize, back: usize) -> Vec<(usize, usize)> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut found = Vec::new();
    for _ in 0..imports {
        let from = random.below(packages * size);
        let to = from + random.below(packages * size - from);
        found.push((from, to));
    }
    for _ in 0..back {
        found.push((random.below(packages * size), random.below(packages * size)));
    }
    found
}

fn cycles_and_stars(bench: &Bench) {
    let ring_of = || graph(packaged(40), 40_000, &ring(40_000));
    let tops: Vec<String> = (0..1_000).map(|n| format!("g{n:04}")).collect();
    bench.case(
        "a cycle of 40,000 modules",
        ring_of,
        &[
            (
                "independence of 1,000 packages",
                independence(selectors(["p.*"])),
            ),
            (
                "independence of 500 of them",
                independence(packages(0..500)),
            ),
            ("20 layers", layers(&["p"], &tops[..20])),
            ("1,000 layers", layers(&["p"], &tops)),
            (
                "forbidden, 300 x 300",
                forbidden(packages(0..300), packages(500..800)),
            ),
            ("acyclic siblings", acyclic(&["p"])),
            (
                "protected with wildcards",
                protected(&["p.*.m07"], &["p.*.m0*", "p.*.m06"]),
            ),
        ],
    );
    let star = || {
        let spokes = (1..40_000).flat_map(|n| [(n, 0), (0, n)]);
        graph(packaged(40), 40_000, &spokes.collect::<Vec<_>>())
    };
    bench.case(
        "a star of 40,000 modules",
        star,
        &[
            (
                "independence of 999 packages around",
                independence(packages(1..1_000)),
            ),
            (
                "independence, the centre among them",
                independence(selectors(["p.*"])),
            ),
            (
                "forbidden, 300 x 300",
                forbidden(packages(1..301), packages(500..800)),
            ),
            ("20 layers", layers(&["p"], &tops[1..21])),
            ("acyclic siblings", acyclic(&["p"])),
            (
                "protected with wildcards",
                protected(&["p.*.m07"], &["p.*"]),
            ),
        ],
    );
}

fn cliques(bench: &Bench) {
    let packages_of = |packages: usize, size: usize| {
        move || {
            let mut random = Random(0x2545_F491_4F6C_DD1D);
            let pairs = (0..packages).flat_map(|a| (0..packages).map(move |b| (a, b)));
            let imports = pairs
                .filter(|(a, b)| a != b)
                .map(|(a, b)| (a * size + random.below(size), b * size + random.below(size)));
            graph(
                packaged(size),
                packages * size,
                &imports.collect::<Vec<_>>(),
            )
        }
    };
    bench.case(
        "a clique of 300 packages",
        packages_of(300, 20),
        &[
            ("independence", independence(selectors(["p.*"]))),
            ("independence of a third", independence(packages(0..100))),
            (
                "forbidden, 100 x 100",
                forbidden(packages(0..100), packages(200..300)),
            ),
            (
                "forbidden, 300 x 300",
                forbidden(selectors(["p.*"]), selectors(["p.*"])),
            ),
            ("acyclic siblings", acyclic(&["p"])),
        ],
    );
    let dense = || {
        let mut random = Random(0x2545_F491_4F6C_DD1D);
        let mut import = |_| (random.below(1_500), random.below(1_500));
        let imports: Vec<_> = (0..90_000).map(&mut import).collect();
        graph(|n| format!("p.m{n:04}"), 1_500, &imports)
    };
    bench.case(
        "1,500 modules that all import many others",
        dense,
        &[
            (
                "forbidden, every module and every other",
                forbidden(selectors(["p.*"]), selectors(["p.*"])),
            ),
            ("independence", independence(selectors(["p.*"]))),
            ("acyclic siblings", acyclic(&["p"])),
        ],
    );
}

fn wide_contracts(bench: &Bench) {
    let names: Vec<String> = (0..4).map(|n| format!("m{:02}", n * 7)).collect();
    let kept = || graph(packaged(28), 39_200, &downhill(1_400, 28, 150_000, 0));
    let broken = || graph(packaged(28), 39_200, &downhill(1_400, 28, 150_000, 100));
    let contracts = || {
        [
            ("layers in 1,400 containers", layers(&["p.*"], &names)),
            (
                "forbidden, 300 x 300, kept",
                forbidden(packages(1_000..1_300), packages(0..300)),
            ),
            (
                "forbidden, 300 x 300, broken",
                forbidden(packages(0..300), packages(1_000..1_300)),
            ),
            (
                "forbidden, all modules of a package",
                forbidden(selectors(["p.g0100.*"]), selectors(["p.g12*"])),
            ),
            (
                "protected with wildcards, kept",
                protected(&["p.*.m07"], &["p.*"]),
            ),
            (
                "protected with wildcards, broken",
                protected(&["p.*.m07"], &["p.g0*"]),
            ),
            ("independence of 1,400", independence(selectors(["p.*"]))),
            ("acyclic siblings", acyclic(&["p"])),
            (
                "20 layers of the top",
                layers(
                    &["p"],
                    &(0..20)
                        .map(|n| format!("g{:04}", n * 60))
                        .collect::<Vec<_>>(),
                ),
            ),
        ]
    };
    bench.case("packages that import downhill", kept, &contracts());
    bench.case(
        "packages that import downhill, but for a few",
        broken,
        &contracts(),
    );
}

fn ignored_imports(bench: &Bench) {
    let kept = || graph(packaged(28), 39_200, &downhill(1_400, 28, 150_000, 0));
    bench.case(
        "ignored imports",
        kept,
        &[
            (
                "3,000 lines, importer by wildcard",
                ignoring(|n| format!("p.*.m{:02} -> p.g{n:04}.m{:02}", n % 28, n % 28)),
            ),
            (
                "3,000 lines, imported by wildcard",
                ignoring(|n| format!("p.g{n:04}.* -> p.*.m{:02}", n % 28)),
            ),
            (
                "3,000 lines, both by wildcard",
                ignoring(|n| format!("p.*.m{:02} -> p.*.m{:02}", n % 28, n / 28 % 28)),
            ),
            (
                "3,000 lines, everything below",
                ignoring(|n| format!("**.m{:02} -> **.g{n:04}.*", n % 28)),
            ),
            (
                "3,000 lines, half of them of modules that are gone",
                ignoring(|n| {
                    let gone = if n % 2 == 0 { "gone" } else { "" };
                    format!(
                        "p.g{:04}{gone}.m{:02} -> p.g{:04}.m01",
                        n % 1_400,
                        n % 28,
                        n % 1_397
                    )
                }),
            ),
            (
                "3,000 lines, nothing unusual",
                ignoring(|n| {
                    format!(
                        "p.g{:04}.m01 -> p.g{:04}.m{:02}",
                        n % 1_400,
                        n % 1_397,
                        n % 28
                    )
                }),
            ),
        ],
    );
}

/// What is missing is looked for among thousands of siblings with long names.
fn missing_names(bench: &Bench) {
    let name = |n: usize| {
        let word = |n: usize| ["invoice", "customer", "delivery", "storage", "payment"][n % 5];
        let (first, second, third) = (word(n), word(n / 5), word(n / 25));
        format!("p.models.{first}_{second}_{third}_{n:04}_response")
    };
    bench.case(
        "siblings with long names",
        || graph(name, 5_000, &ring(5_000)),
        &[(
            "3,000 lines that name none of them",
            ignoring(|n| format!("{}_set -> p.models", name(n).replace('v', "w"))),
        )],
    );
}

/// Independence of one package, with 3,000 lines of ignored imports.
fn ignoring(line: impl Fn(usize) -> String) -> Contract {
    let lines = (0..3_000).filter_map(|n| line(n).parse::<ImportPattern>().ok());
    let ignored = lines.map(|pattern| IgnoredImport {
        pattern: pattern.into(),
        reason: None,
    });
    Contract {
        ignore_imports: ignored.collect(),
        unmatched_ignore_imports_alerting: buttress_source::Severity::Warning,
        ..independence(packages(0..1))
    }
}

fn main() {
    let words = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'));
    let bench = Bench {
        chosen: words.collect(),
    };
    cycles_and_stars(&bench);
    cliques(&bench);
    wide_contracts(&bench);
    ignored_imports(&bench);
    missing_names(&bench);
}
