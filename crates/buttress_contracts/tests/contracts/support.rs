//! Contracts from short texts, and outcomes as short texts.

use buttress_contracts::{
    AcyclicSiblingsSettings, CheckOptions, Contract, ContractKind, ForbiddenSettings,
    IgnoredImport, IndependenceSettings, Layer, LayerModule, LayersSettings, Outcome,
    ProtectedSettings, Violation, check,
};
use buttress_graph::{ImportGraph, Selector};
use buttress_source::{FileId, FileSpan, Finding, Span, Spanned};
use buttress_testing::Terms;

/// The graph of some imports, with the packages that hold the modules of the root packages.
pub(crate) fn graph_of(roots: &[&str], imports: &[(&str, &str)]) -> ImportGraph {
    let ends = imports.iter().flat_map(|(from, to)| [*from, *to]);
    let internal = |name: &&str| roots.contains(&name.split('.').next().unwrap_or(name));
    let internal: Vec<&str> = ends.filter(internal).collect();
    let packages = internal
        .iter()
        .flat_map(|name| name.match_indices('.').map(|(dot, _)| &name[..dot]));
    buttress_testing::graph_with(roots, &packages.collect::<Vec<_>>(), imports)
}

/// A place that a test can recognise: its number is the start of its span.
pub(crate) fn place(number: u32) -> FileSpan {
    FileSpan::new(FileId(0), Span::new(number, number + 1))
}

/// Selectors, the first written at place `first`, the others behind it.
pub(crate) fn selectors(first: u32, texts: &[&str]) -> Vec<Spanned<Selector>> {
    let numbered = (first..).zip(texts);
    numbered
        .map(|(number, text)| Spanned::at(text.parse().expect(text), place(number)))
        .collect()
}

/// A layer as import-linter writes it: `a | b`, `a : b`, `(a)`; `!` in front makes it closed.
pub(crate) fn layer(text: &str) -> Layer {
    let (closed, text) = match text.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let modules = text.split(['|', ':']).map(str::trim).map(|name| {
        let inner = name
            .strip_prefix('(')
            .and_then(|name| name.strip_suffix(')'));
        Spanned::from(LayerModule {
            name: inner.unwrap_or(name).parse().expect(name),
            optional: inner.is_some(),
        })
    });
    Layer {
        modules: modules.collect(),
        independent: !text.contains(':'),
        closed,
    }
}

/// Layers from the top, at places 100, 101, …; containers are at places 1, 2, ….
pub(crate) fn layers(containers: &[&str], layers: &[&str]) -> LayersSettings {
    let spanned = (100..).zip(layers);
    LayersSettings {
        containers: selectors(1, containers),
        layers: spanned
            .map(|(number, text)| Spanned::at(layer(text), place(number)))
            .collect(),
        ..LayersSettings::default()
    }
}

/// Sources are at places 1, 2, …, forbidden modules at 100, 101, ….
pub(crate) fn forbidden(sources: &[&str], forbidden: &[&str]) -> ForbiddenSettings {
    ForbiddenSettings {
        source_modules: selectors(1, sources),
        forbidden_modules: selectors(100, forbidden),
        allow_indirect_imports: false,
        as_packages: true,
        whole_externals: false,
    }
}

/// Modules are at places 1, 2, ….
pub(crate) fn independence(modules: &[&str]) -> IndependenceSettings {
    IndependenceSettings {
        modules: selectors(1, modules),
    }
}

/// Protected modules are at places 1, 2, …, allowed importers at 100, 101, ….
pub(crate) fn protected(modules: &[&str], importers: &[&str]) -> ProtectedSettings {
    ProtectedSettings {
        protected_modules: selectors(1, modules),
        allowed_importers: selectors(100, importers),
        as_packages: true,
    }
}

/// Ancestors are at places 1, 2, …, skipped descendants at 100, 101, ….
pub(crate) fn acyclic(ancestors: &[&str], depth: u32, skipped: &[&str]) -> AcyclicSiblingsSettings {
    AcyclicSiblingsSettings {
        ancestors: selectors(1, ancestors),
        depth,
        skip_descendants: selectors(100, skipped),
    }
}

/// A contract with some ignored imports, at places 200, 201, ….
pub(crate) fn ignoring(kind: impl Into<ContractKind>, patterns: &[&str]) -> Contract {
    let numbered = (200..).zip(patterns);
    let ignored = numbered.map(|(number, text)| IgnoredImport {
        pattern: Spanned::at(text.parse().expect(text), place(number)),
        reason: None,
    });
    Contract {
        ignore_imports: ignored.collect(),
        ..Contract::new("test", kind)
    }
}

/// Checks a contract of this kind, with all chains.
pub(crate) fn run(graph: &ImportGraph, kind: impl Into<ContractKind>) -> Outcome {
    check(
        &Contract::new("test", kind),
        graph,
        &CheckOptions::default(),
    )
}

/// The chains of all violations, `from => to: chain; chain`, one line a violation.
pub(crate) fn shown(graph: &ImportGraph, outcome: &Outcome) -> Vec<String> {
    let text = |violation: &Violation| {
        let chains = violation.chains.iter();
        let chains: Vec<_> = chains
            .map(|chain| Terms(graph).chain(&chain.imports))
            .collect();
        let (importer, imported) = (&violation.importer, &violation.imported);
        format!("{importer} => {imported}: {}", chains.join("; "))
    };
    outcome.violations.iter().map(text).collect()
}

/// As [`shown`], for a contract about which there is nothing to say.
pub(crate) fn violations(graph: &ImportGraph, kind: impl Into<ContractKind>) -> Vec<String> {
    let outcome = run(graph, kind);
    assert_eq!(outcome.findings, [], "findings about the contract itself");
    shown(graph, &outcome)
}

/// Findings as `code: message (place) help`.
pub(crate) fn findings(outcome: &Outcome) -> Vec<String> {
    let text = |finding: &Finding| {
        let place = finding.span.map_or(0, |span| span.span.start);
        let help = finding.help.as_deref().unwrap_or("");
        format!("{}@{place}: {}. {help}", finding.code, finding.message)
    };
    outcome.findings.iter().map(text).collect()
}
