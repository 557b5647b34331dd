//! What contracts mean, by brute force over names: one search per pair, from the definitions.
//!
//! Shares no code with what it checks but the parsing of the settings.

use std::collections::{BTreeMap, BTreeSet};

use buttress_contracts::{
    Contract, ContractKind, ForbiddenSettings, IndependenceSettings, LayersSettings,
    ProtectedSettings, Violation,
};
use buttress_graph::{EdgeId, ImportGraph, Selector};
use buttress_source::Spanned;

pub(crate) type Names = BTreeSet<String>;
pub(crate) type Edges = BTreeSet<(String, String)>;

/// A pair that has to be judged: which chains between which modules would violate the contract.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) importer: String,
    pub(crate) imported: String,
    pub(crate) heads: Names,
    pub(crate) targets: Names,
    pub(crate) avoid: Names,
    /// Whether only direct imports count.
    pub(crate) direct: bool,
}

/// A contract's world: names and imports, before and after `ignore_imports`.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) names: Names,
    externals: Names,
    roots: Vec<String>,
    pub(crate) ignored: Edges,
    pub(crate) live: Edges,
    pub(crate) exempt: Names,
}

pub(crate) fn end_names(graph: &ImportGraph, edge: EdgeId) -> (String, String) {
    let name = |id| graph.table().name(id).to_owned();
    (name(graph.importer(edge)), name(graph.imported(edge)))
}

fn below(name: &str, package: &str) -> bool {
    name.len() > package.len()
        && name.starts_with(package)
        && name[package.len()..].starts_with('.')
}

/// Whether a pattern matches a name, component by component, trying every length of `**`.
fn fits(pattern: &[&str], name: &[&str]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        (["**", rest @ ..], [_, ..]) => (1..=name.len()).any(|taken| fits(rest, &name[taken..])),
        (["*", rest @ ..], [_, more @ ..]) => fits(rest, more),
        ([part, rest @ ..], [first, more @ ..]) => part == first && fits(rest, more),
        _ => false,
    }
}

fn chosen(selector: &Selector, name: &str) -> bool {
    let pattern: Vec<&str> = selector.as_str().split('.').collect();
    fits(&pattern, &name.split('.').collect::<Vec<_>>())
}

fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    let dots = name.match_indices('.').map(|(dot, _)| &name[..dot]);
    dots.chain([name])
}

impl World {
    pub(crate) fn new(contract: &Contract, graph: &ImportGraph) -> Self {
        let table = graph.table();
        let all: Edges = graph.edges().map(|edge| end_names(graph, edge)).collect();
        let external = |name: &&str| !table.is_internal_name(name);
        let externals: Names = table.names().filter(external).map(str::to_owned).collect();
        let ignores = |(from, to): &&(String, String)| {
            contract.ignore_imports.iter().any(|import| {
                let pattern = &import.pattern.value;
                let same = chosen(pattern.imported(), to);
                let above = externals.contains(to)
                    && prefixes(to).any(|prefix| chosen(pattern.imported(), prefix));
                chosen(pattern.importer(), from) && (same || above)
            })
        };
        let ignored: Edges = all.iter().filter(ignores).cloned().collect();
        let imported = |name: &&str| all.iter().any(|(_, to)| to == name);
        let names: Names = table
            .names()
            .filter(|name| table.is_internal_name(name) || imported(name))
            .map(str::to_owned)
            .collect();
        let excepted = |name: &&String| {
            let mut selectors = contract.except_importers.iter();
            selectors.any(|selector| chosen(&selector.value, name))
        };
        Self {
            exempt: names.iter().filter(excepted).cloned().collect(),
            roots: table.roots().map(str::to_owned).collect(),
            live: all.difference(&ignored).cloned().collect(),
            ignored,
            externals,
            names,
        }
    }

    pub(crate) fn package(&self, name: &str) -> Names {
        let held = self
            .names
            .iter()
            .filter(|other| *other == name || below(other, name));
        held.cloned().collect()
    }

    pub(crate) fn is_internal(&self, name: &str) -> bool {
        self.roots
            .iter()
            .any(|root| name == root || below(name, root))
    }

    /// The existing names that selectors choose; ancestors of externals exist.
    pub(crate) fn chosen(&self, selectors: &[Spanned<Selector>]) -> Names {
        let externals = self.externals.intersection(&self.names);
        let mut candidates: Names = externals
            .flat_map(|name| prefixes(name).map(str::to_owned))
            .collect();
        candidates.extend(self.names.iter().cloned());
        candidates.retain(|name| selectors.iter().any(|s| chosen(&s.value, name)));
        candidates
    }

    fn question(&self, importer: &str, imported: &str) -> Question {
        Question {
            importer: importer.to_owned(),
            imported: imported.to_owned(),
            heads: self
                .package(importer)
                .difference(&self.exempt)
                .cloned()
                .collect(),
            targets: self.package(imported),
            avoid: Names::new(),
            direct: false,
        }
    }

    /// The questions of a set of modules, for every pair that may be compared.
    fn absorbing(&self, modules: &Names, compared: impl Fn(&str, &str) -> bool) -> Vec<Question> {
        let mut questions = Vec::new();
        let listed: Names = modules.iter().flat_map(|name| self.package(name)).collect();
        for from in modules {
            for to in modules {
                let (own, other) = (self.package(from), self.package(to));
                if from == to || !own.is_disjoint(&other) || !compared(from, to) {
                    continue;
                }
                let avoid = listed.difference(&own).cloned().collect::<Names>();
                questions.push(Question {
                    avoid: avoid.difference(&other).cloned().collect(),
                    ..self.question(from, to)
                });
            }
        }
        questions
    }

    pub(crate) fn questions(&self, contract: &Contract) -> Vec<Question> {
        let mut questions = match &contract.kind {
            ContractKind::Layers(settings) => self.layers(settings),
            ContractKind::Forbidden(settings) => self.forbidden(settings),
            ContractKind::Independence(settings) => self.independence(settings),
            ContractKind::Protected(settings) => self.protected(settings),
            _ => Vec::new(),
        };
        let components = |name: &str| name.split('.').map(str::to_owned).collect::<Vec<_>>();
        // Within a container only; layers have put the containers in order already.
        if !matches!(contract.kind, ContractKind::Layers(_)) {
            questions.sort_by_key(|pair| (components(&pair.importer), components(&pair.imported)));
        }
        questions
    }

    fn independence(&self, settings: &IndependenceSettings) -> Vec<Question> {
        self.absorbing(&self.chosen(&settings.modules), |_, _| true)
    }

    /// Every import that is not allowed, as a pair of its own.
    fn protected(&self, settings: &ProtectedSettings) -> Vec<Question> {
        let modules = |name: &str| {
            if settings.as_packages || !self.is_internal(name) {
                self.package(name)
            } else {
                Names::from([name.to_owned()])
            }
        };
        let allowed = self.chosen(&settings.allowed_importers);
        let allowed: Names = allowed.iter().flat_map(|name| modules(name)).collect();
        let mut illegal = Edges::new();
        for name in self.chosen(&settings.protected_modules) {
            let own = modules(&name);
            illegal.extend(
                self.live
                    .iter()
                    .filter(|(from, to)| {
                        let free = [&own, &allowed, &self.exempt];
                        own.contains(to) && !free.iter().any(|names| names.contains(from))
                    })
                    .cloned(),
            );
        }
        let question = |(importer, imported): (String, String)| Question {
            heads: Names::from([importer.clone()]),
            targets: Names::from([imported.clone()]),
            avoid: Names::new(),
            direct: true,
            importer,
            imported,
        };
        illegal.into_iter().map(question).collect()
    }

    fn forbidden(&self, settings: &ForbiddenSettings) -> Vec<Question> {
        let mut questions = Vec::new();
        for from in self.chosen(&settings.source_modules) {
            for to in self.chosen(&settings.forbidden_modules) {
                let mut question = self.question(&from, &to);
                question.direct = settings.allow_indirect_imports;
                if !settings.as_packages && self.is_internal(&from) {
                    question.heads.retain(|name| *name == from);
                }
                if !settings.as_packages && self.is_internal(&to) {
                    question.targets.retain(|name| *name == to);
                }
                let nested = settings.as_packages && (below(&from, &to) || below(&to, &from));
                let outside = |name: &str| !self.is_internal(name);
                let nested_outside = outside(&from) && (below(&from, &to) || below(&to, &from));
                if from != to && !nested && !nested_outside {
                    questions.push(question);
                }
            }
        }
        questions
    }

    fn layers(&self, settings: &LayersSettings) -> Vec<Question> {
        let mut containers: Vec<Option<String>> = vec![None];
        if !settings.containers.is_empty() {
            let names = self.chosen(&settings.containers).into_iter();
            let mut names: Vec<String> = names.filter(|name| self.is_internal(name)).collect();
            names.sort_by_key(|name| name.split('.').map(str::to_owned).collect::<Vec<_>>());
            containers = names.into_iter().map(Some).collect();
        }
        let stacks = containers.iter();
        stacks
            .flat_map(|container| self.stack(settings, container.as_deref()))
            .collect()
    }

    /// The questions of one container, sorted.
    fn stack(&self, settings: &LayersSettings, container: Option<&str>) -> Vec<Question> {
        let mut heights: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (height, layer) in settings.layers.iter().enumerate() {
            for module in &layer.value.modules {
                let tail = module.value.name.as_str();
                let name = container.map_or_else(|| tail.to_owned(), |c| format!("{c}.{tail}"));
                let external = !self.is_internal(&name) && !self.package(&name).is_empty();
                if external || self.names.contains(&name) {
                    heights.entry(name).or_default().push(height);
                }
            }
        }
        let modules: Names = heights.keys().cloned().collect();
        let layers = &settings.layers;
        let mut questions = self.absorbing(&modules, |from, to| {
            let (from, to) = (heights[from][0], heights[to][0]);
            let closed = |height: usize| layers[height].value.closed;
            to < from
                || (to == from && layers[from].value.independent)
                || (from < to && (from + 1..to).any(closed))
        });
        let components = |name: &str| name.split('.').map(str::to_owned).collect::<Vec<_>>();
        questions.sort_by_key(|pair| (components(&pair.importer), components(&pair.imported)));
        questions
    }
}

impl Question {
    fn passes(&self, name: &str) -> bool {
        !self.avoid.contains(name) && !self.targets.contains(name)
    }

    /// The number of imports in the shortest chain.
    pub(crate) fn shortest(&self, edges: &Edges) -> Option<usize> {
        let longest = if self.direct { 1 } else { edges.len() };
        let mut reached = self.heads.clone();
        for length in 1..=longest {
            let steps = edges.iter().filter(|(from, _)| reached.contains(from));
            let next: Names = steps.map(|(_, to)| to.clone()).collect();
            if !next.is_disjoint(&self.targets) {
                return Some(length);
            }
            reached.extend(next.into_iter().filter(|name| self.passes(name)));
        }
        None
    }

    /// The direct imports.
    pub(crate) fn direct_imports(&self, edges: &Edges) -> Edges {
        let direct =
            |(from, to): &&(String, String)| self.heads.contains(from) && self.targets.contains(to);
        edges.iter().filter(direct).cloned().collect()
    }

    /// The size of a minimum cut: the greatest flow, one augmenting path after another.
    pub(crate) fn cut_size(&self, edges: &Edges) -> usize {
        if self.direct {
            return self.direct_imports(edges).len();
        }
        let mut flow = Edges::new();
        let mut size = 0;
        while self.augment(edges, &mut flow) {
            size += 1;
        }
        size
    }

    /// Finds a way in the residual graph and turns its imports over.
    fn augment(&self, edges: &Edges, flow: &mut Edges) -> bool {
        // Who was reached from where, and whether along an import or against it.
        let mut from: BTreeMap<String, (String, bool)> = BTreeMap::new();
        let mut open: Vec<String> = self.heads.iter().cloned().collect();
        while let Some(at) = open.pop() {
            for (importer, imported) in edges {
                let pair = (importer.clone(), imported.clone());
                let (next, ahead) = if *importer == at && !flow.contains(&pair) {
                    (imported, true)
                } else if *imported == at && flow.contains(&pair) {
                    (importer, false)
                } else {
                    continue;
                };
                let known = from.contains_key(next) || self.heads.contains(next);
                if known || self.avoid.contains(next) {
                    continue;
                }
                from.insert(next.clone(), (at.clone(), ahead));
                if self.targets.contains(next) {
                    Self::turn(&from, next, flow);
                    return true;
                }
                open.push(next.clone());
            }
        }
        false
    }

    fn turn(from: &BTreeMap<String, (String, bool)>, end: &str, flow: &mut Edges) {
        let mut at = end;
        while let Some((before, ahead)) = from.get(at) {
            if *ahead {
                flow.insert((before.clone(), at.to_owned()));
            } else {
                flow.remove(&(at.to_owned(), before.clone()));
            }
            at = before;
        }
    }

    /// Everything that has to hold for a violation of this pair.
    pub(crate) fn validate(&self, graph: &ImportGraph, live: &Edges, violation: &Violation) {
        let ends = |edges: &[EdgeId]| -> Vec<(String, String)> {
            edges.iter().map(|edge| end_names(graph, *edge)).collect()
        };
        let cut = ends(&violation.cut);
        assert_eq!(cut.len(), self.cut_size(live), "size of the cut");
        assert!(violation.cut.is_sorted());
        let rest: Edges = live
            .difference(&cut.into_iter().collect())
            .cloned()
            .collect();
        assert_eq!(self.shortest(&rest), None, "the cut ends all chains");
        assert_eq!(violation.direct_imports, self.direct_imports(live).len());
        let mut left = live.clone();
        let mut before = (0, Vec::new());
        for chain in &violation.chains {
            let hops = ends(&chain.imports);
            assert_eq!(
                Some(hops.len()),
                self.shortest(&left),
                "no shorter chain is left"
            );
            self.validate_hops(&hops);
            let modules = chain.imports.iter().map(|edge| graph.imported(*edge));
            let first = graph.importer(chain.imports[0]);
            let key = (hops.len(), [first].into_iter().chain(modules).collect());
            assert!(before < key, "chains come by length, then by name");
            before = key;
            assert!(
                hops.iter().all(|hop| left.remove(hop)),
                "chains share no import"
            );
            self.validate_extras(
                live,
                &hops,
                &ends(&chain.extra_first),
                &ends(&chain.extra_last),
            );
            let in_cut = |edge: &EdgeId| violation.cut.contains(edge);
            assert!(in_cut(&chain.imports[chain.primary]));
            assert!(!chain.imports[chain.primary + 1..].iter().any(in_cut));
        }
        assert_eq!(violation.chains_complete, self.shortest(&left).is_none());
    }

    fn validate_hops(&self, hops: &[(String, String)]) {
        assert!(hops.windows(2).all(|pair| pair[0].1 == pair[1].0));
        assert!(self.heads.contains(&hops[0].0));
        assert!(self.targets.contains(&hops[hops.len() - 1].1));
        for (interior, _) in &hops[1..] {
            assert!(self.passes(interior) && !self.heads.contains(interior));
        }
    }

    fn validate_extras(
        &self,
        live: &Edges,
        hops: &[(String, String)],
        first: &[(String, String)],
        last: &[(String, String)],
    ) {
        let ends = hops.len() - 1;
        let entering = live.iter().filter(|hop| {
            ends > 0 && hop.1 == hops[0].1 && self.heads.contains(&hop.0) && **hop != hops[0]
        });
        assert!(entering.eq(first.iter().collect::<BTreeSet<_>>()));
        let leaving = live.iter().filter(|hop| {
            ends > 0
                && hop.0 == hops[ends].0
                && self.targets.contains(&hop.1)
                && **hop != hops[ends]
        });
        assert!(leaving.eq(last.iter().collect::<BTreeSet<_>>()));
    }
}
