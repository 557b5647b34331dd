//! How long the graph's queries take on a large, tangled, made-up code base.
//!
//! 41,000 modules: a thousand siblings of thirty modules and a shared core of ten thousand; 400,000
//! imports, three quarters of them near by, the others of a few popular modules. Run it with
//! `cargo bench -p buttress_graph`.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use buttress_graph::{
    ChainQuery, Direction, GraphView, GroupPairs, Groups, Import, ImportGraph, ImportPattern,
    ImportSite, Module, ModuleId, ModuleKind, ModuleSet, ModuleTable, Searcher, Selector,
    absorbing_pairs, reachable, reaching_pairs, strong_components,
};
use buttress_source::{FileId, ImportKinds, Span};

const SIBLINGS: u32 = 1_000;
const MODULES: u32 = 30;
const CORE: u32 = 10_000;
const IMPORTS: u32 = 400_000;

/// A small pseudo-random generator (xorshift), so that every run measures the same graph.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(limit)).unwrap_or(0)
    }
}

fn table() -> ModuleTable {
    let siblings =
        (0..SIBLINGS * MODULES).map(|n| format!("p.apps.s{:04}.m{:02}", n / MODULES, n % MODULES));
    let core = (0..CORE).map(|n| format!("p.core.c{:03}.m{:02}", n / 20, n % 20));
    let module = Module {
        kind: ModuleKind::Module,
        file: None,
    };
    let packages = (0..SIBLINGS).map(|n| format!("p.apps.s{n:04}"));
    let names = siblings.chain(core).chain(packages);
    let modules = names.map(|name| (name.into(), module)).collect();
    ModuleTable::new(modules, vec!["p".into()])
}

/// `core_only`: siblings import one another only through the core, and rarely.
fn graph(core_only: bool) -> ImportGraph {
    let table = table();
    let is_leaf = |id: &ModuleId| table.descendants_and_self(*id).len() == 1;
    let ids: Vec<ModuleId> = table.ids().filter(is_leaf).collect();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let owned = SIBLINGS * MODULES;
    let mut import = |line: u32| {
        let from = random.below(owned + CORE);
        let to = if random.below(4) > 0 {
            let near = if from < owned { MODULES } else { 20 };
            let base = if from < owned { 0 } else { owned };
            base + (from - base) / near * near + random.below(near)
        } else if core_only && (from < owned || random.below(2_000) > 0) {
            let popular = random.below(CORE) + 1;
            owned + random.below(popular)
        } else {
            let popular = random.below(owned + CORE) + 1;
            random.below(popular)
        };
        Import {
            importer: ids[from as usize],
            imported: ids[to as usize],
            site: ImportSite {
                file: FileId(from),
                statement: Span::new(line, line),
                name: Span::new(line, line),
                line,
                kinds: ImportKinds::empty(),
            },
        }
    };
    let imports = (0..IMPORTS).map(&mut import).collect();
    ImportGraph::new(table, imports)
}

/// Runs a query a few times and prints the fastest.
fn measure<T>(what: &str, mut query: impl FnMut() -> T, show: impl Fn(&T) -> usize) {
    let mut best = Duration::MAX;
    let mut shown = 0;
    for _ in 0..5 {
        let start = Instant::now();
        let answer = black_box(query());
        best = best.min(start.elapsed());
        shown = show(&answer);
    }
    println!(
        "{what:<58}{:>10.3} ms   ({shown})",
        best.as_secs_f64() * 1e3
    );
}

fn siblings(table: &ModuleTable) -> Groups {
    let mut groups = Groups::new();
    for child in table.children("p.apps") {
        groups.push([table.subtree(child)]);
    }
    groups
}

fn sweeps(graph: &ImportGraph) {
    let view = GraphView::new(graph);
    let table = graph.table();
    let groups = siblings(table);
    let first = groups.set(table, 0);
    let reach = |direction| reachable(&view, direction, &first, None);
    measure(
        "reachable from a sibling",
        || reach(Direction::Imports),
        ModuleSet::len,
    );
    measure(
        "reaching a sibling",
        || reach(Direction::ImportedBy),
        ModuleSet::len,
    );
    measure("strong components", || strong_components(&view), Vec::len);
    measure(
        "absorbing pairs of 1,000 siblings",
        || absorbing_pairs(&view, &groups, &groups),
        GroupPairs::len,
    );
    measure(
        "reaching pairs of 1,000 siblings",
        || reaching_pairs(&view, &groups, &groups),
        GroupPairs::len,
    );
}

/// A question for each of a thousand pairs of siblings.
fn pairs(graph: &ImportGraph, avoid_others: bool) {
    let view = GraphView::new(graph);
    let table = graph.table();
    let groups = siblings(table);
    let owned = ModuleSet::of_range(table, table.subtree("p.apps"));
    let none = ModuleSet::new(table);
    let avoid = if avoid_others { &owned } else { &none };
    let sets: Vec<ModuleSet> = (0..groups.len()).map(|g| groups.set(table, g)).collect();
    let mut searcher = Searcher::new(&view);
    let mut every = |ask: &mut dyn FnMut(&mut Searcher<'_>, &ChainQuery<'_>) -> usize| -> usize {
        let mut total = 0;
        for n in 0..1_000 {
            let (from, to) = (&sets[n], &sets[(n * 7 + 13) % sets.len()]);
            total += ask(&mut searcher, &ChainQuery::new(from, to).avoiding(avoid));
        }
        total
    };
    let chains = |limit| {
        move |searcher: &mut Searcher<'_>, query: &ChainQuery<'_>| {
            searcher.disjoint_chains(query, limit).chains.len()
        }
    };
    measure(
        "  shortest chain of 1,000 pairs",
        || every(&mut |searcher, query| searcher.shortest_chain(query).map_or(0, |c| c.len())),
        |total| *total,
    );
    measure(
        "  10 disjoint chains of 1,000 pairs",
        || every(&mut chains(10)),
        |n| *n,
    );
    measure(
        "  all disjoint chains of 1,000 pairs",
        || every(&mut chains(usize::MAX)),
        |n| *n,
    );
    measure(
        "  minimum cut of 1,000 pairs",
        || every(&mut |searcher, query| searcher.minimum_cut(query).len()),
        |total| *total,
    );
}

fn selectors(graph: &ImportGraph) {
    let view = GraphView::new(graph);
    for text in ["p.apps.*", "p.apps.*.m07", "p.**", "**.m07"] {
        let selector: Option<Selector> = text.parse().ok();
        let select = || {
            selector
                .as_ref()
                .map_or(0, |all| all.select(graph.table()).len())
        };
        measure(&format!("select `{text}`"), select, |found| *found);
    }
    for text in [
        "p.apps.s0001.m01 -> p.apps.s0001.m02",
        "p.apps.s0001.* -> **",
    ] {
        let pattern: Option<ImportPattern> = text.parse().ok();
        let find = || pattern.as_ref().map_or(0, |all| all.find(&view).len());
        measure(&format!("find `{text}`"), find, |found| *found);
    }
}

fn main() {
    for (core_only, title) in [(false, "one tangle"), (true, "siblings around a core")] {
        let graph = graph(core_only);
        let (modules, edges) = (graph.table().len(), graph.edge_count());
        println!("\n{title}: {modules} modules, {edges} edges");
        sweeps(&graph);
        println!("chains that avoid the other siblings");
        pairs(&graph, true);
        println!("chains through anything");
        pairs(&graph, false);
        if !core_only {
            selectors(&graph);
        }
    }
}
