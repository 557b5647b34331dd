//! How long contracts take on large, made-up code bases.
//!
//! Many siblings, of which thousands of pairs violate; many containers, of which hardly one does;
//! many sources and forbidden modules. Run it with `cargo bench -p buttress_contracts`.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use buttress_contracts::{
    CheckOptions, Contract, ContractKind, ForbiddenSettings, IndependenceSettings, Layer,
    LayersSettings, check,
};
use buttress_graph::{
    Import, ImportGraph, ImportSite, Module, ModuleId, ModuleKind, ModuleTable, Selector,
};
use buttress_source::{FileId, ImportKinds, Span, Spanned};

/// A small pseudo-random generator (xorshift), so that every run measures the same graphs.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(limit)).unwrap_or(0)
    }
}

/// Packages of equal size below `p.apps`, and a core that belongs to none of them.
#[derive(Clone, Copy)]
struct Shape {
    apps: u32,
    /// Modules of an app, spread over its layers.
    size: u32,
    core: u32,
    /// Imports within an app, all downwards.
    inner: u32,
    /// Imports of the core by apps and by the core.
    shared: u32,
    /// Imports of apps by other apps.
    across: u32,
    /// Imports of apps by the core.
    back: u32,
}

const LAYERS: [&str; 4] = ["views", "services", "models", "utils"];

impl Shape {
    fn app(self, n: u32) -> String {
        let (app, module) = (n / self.size, n % self.size);
        let layer = LAYERS[(module * 4 / self.size) as usize];
        format!("p.apps.a{app:04}.{layer}.m{module:02}")
    }

    fn table(self) -> ModuleTable {
        let apps = (0..self.apps * self.size).map(|n| self.app(n));
        let packages = (0..self.apps).flat_map(|app| {
            let name = format!("p.apps.a{app:04}");
            let layers = LAYERS.map(|layer| format!("{name}.{layer}"));
            layers.into_iter().chain([name])
        });
        let core = (0..self.core).map(|n| format!("p.core.c{n:05}"));
        let tops = ["p", "p.apps", "p.core"].map(str::to_owned);
        let names = apps.chain(packages).chain(core).chain(tops);
        let module = Module {
            kind: ModuleKind::Module,
            file: None,
        };
        let modules = names.map(|name| (name.into(), module)).collect();
        ModuleTable::new(modules, vec!["p".into()])
    }

    fn graph(self) -> ImportGraph {
        let table = self.table();
        let app = |n: u32| table.id(&self.app(n));
        let core = |n: u32| table.id(&format!("p.core.c{n:05}"));
        let mut random = Random(0x2545_F491_4F6C_DD1D);
        let mut pairs: Vec<(Option<ModuleId>, Option<ModuleId>)> = Vec::new();
        let owned = self.apps * self.size;
        for _ in 0..self.inner {
            let from = random.below(owned);
            let below = self.size - from % self.size;
            pairs.push((app(from), app(from + random.below(below))));
        }
        for _ in 0..self.shared {
            let popular = random.below(self.core) + 1;
            let from = random.below(owned + self.core);
            let to = random.below(popular);
            let from = if from < owned {
                app(from)
            } else {
                core(from - owned)
            };
            pairs.push((from, core(to)));
        }
        for _ in 0..self.across {
            pairs.push((app(random.below(owned)), app(random.below(owned))));
        }
        for _ in 0..self.back {
            pairs.push((core(random.below(self.core)), app(random.below(owned))));
        }
        let imports = (0..).zip(pairs).filter_map(|(line, (importer, imported))| {
            let site = site(line);
            Some(Import {
                importer: importer?,
                imported: imported?,
                site,
            })
        });
        let imports = imports.collect();
        ImportGraph::new(table, imports)
    }
}

fn site(line: u32) -> ImportSite {
    ImportSite {
        file: FileId(0),
        statement: Span::new(line, line),
        name: Span::new(line, line),
        line,
        kinds: ImportKinds::empty(),
    }
}

fn selectors(texts: &[&str]) -> Vec<Spanned<Selector>> {
    let parsed = texts
        .iter()
        .filter_map(|text| text.parse::<Selector>().ok());
    parsed.map(Spanned::from).collect()
}

fn independence() -> ContractKind {
    let modules = selectors(&["p.apps.*"]);
    IndependenceSettings { modules }.into()
}

fn layers() -> ContractKind {
    let names = LAYERS.iter().filter_map(|name| name.parse().ok());
    let settings = LayersSettings {
        containers: selectors(&["p.apps.*"]),
        layers: names.map(|name| Layer::of(name).into()).collect(),
        ..LayersSettings::default()
    };
    settings.into()
}

fn forbidden(sources: &[&str], forbidden: &[&str], allow_indirect_imports: bool) -> ContractKind {
    let settings = ForbiddenSettings {
        source_modules: selectors(sources),
        forbidden_modules: selectors(forbidden),
        allow_indirect_imports,
        as_packages: true,
        whole_externals: false,
    };
    settings.into()
}

/// Checks a contract a few times and prints the fastest.
fn measure(what: &str, graph: &ImportGraph, kind: ContractKind, max_chains: Option<usize>) {
    let contract = Contract::new("bench", kind);
    let options = CheckOptions {
        max_chains,
        ..CheckOptions::default()
    };
    let mut best = Duration::MAX;
    let mut shown = String::new();
    for _ in 0..3 {
        let start = Instant::now();
        let outcome = black_box(check(&contract, graph, &options));
        best = best.min(start.elapsed());
        let chains: usize = outcome.violations.iter().map(|v| v.chains.len()).sum();
        let cut: usize = outcome.violations.iter().map(|v| v.cut.len()).sum();
        let (pairs, findings) = (outcome.violations.len(), outcome.findings.len());
        shown = format!("{pairs} pairs, {chains} chains, {cut} to cut, {findings} findings");
    }
    println!("{what:<44}{:>10.1} ms   {shown}", best.as_secs_f64() * 1e3);
}

fn siblings(title: &str, shape: Shape) {
    let graph = shape.graph();
    let (modules, edges) = (graph.table().len(), graph.edge_count());
    println!("\n{title}: {modules} modules, {edges} edges");
    measure("independence, no chains", &graph, independence(), Some(0));
    measure("independence, 3 chains", &graph, independence(), Some(3));
    measure("independence, all chains", &graph, independence(), None);
    measure("layers in every app", &graph, layers(), Some(3));
    let core = forbidden(&["p.apps.*"], &["p.core.c00500", "p.core.c00001"], false);
    measure(
        "forbidden, all apps and two core modules",
        &graph,
        core,
        Some(3),
    );
    let back = forbidden(&["p.core.*"], &["p.apps"], true);
    measure("forbidden, direct imports of apps", &graph, back, Some(3));
}

fn main() {
    let direct = Shape {
        apps: 1_000,
        size: 8,
        core: 1_000,
        inner: 14_000,
        shared: 14_000,
        across: 22_500,
        back: 0,
    };
    siblings("siblings that import each other", direct);
    let indirect = Shape {
        inner: 25_000,
        shared: 25_000,
        across: 0,
        back: 22,
        ..direct
    };
    siblings("siblings that meet in the core", indirect);
    let containers = Shape {
        apps: 1_300,
        size: 28,
        core: 1_600,
        inner: 60_000,
        shared: 40_000,
        across: 10_000,
        back: 100,
    };
    let graph = containers.graph();
    println!(
        "\ncontainers: {} modules, {} edges",
        graph.table().len(),
        graph.edge_count()
    );
    measure("layers in 1,300 containers", &graph, layers(), Some(3));
}
