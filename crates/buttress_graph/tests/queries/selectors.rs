//! Selectors and import patterns.

use std::collections::BTreeSet;

use buttress_graph::{
    EdgeId, GraphView, ImportPattern, InvalidImportPattern, InvalidSelector, ModuleTable, Selector,
    cmp_names, find_imports, is_below,
};
use buttress_testing::{Shape, Terms, graph_of, graph_with};
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases;

/// Matching straight from the definition, component by component.
fn matches(pattern: &[&str], name: &[&str]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        (["**", rest @ ..], [_, left @ ..]) => {
            (0..=left.len()).any(|taken| matches(rest, &left[taken..]))
        }
        (["*", rest @ ..], [_, left @ ..]) => matches(rest, left),
        ([literal, rest @ ..], [component, left @ ..]) => {
            literal == component && matches(rest, left)
        }
        _ => false,
    }
}

fn matches_text(pattern: &str, name: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('.').collect();
    matches(&pattern, &name.split('.').collect::<Vec<_>>())
}

/// All names that exist: modules, and ancestors of externals unless they are above a root.
fn existing(table: &ModuleTable) -> Vec<String> {
    let mut names: BTreeSet<String> = table.names().map(str::to_owned).collect();
    for id in table.ids().filter(|id| table.is_external(*id)) {
        let components: Vec<&str> = table.name(id).split('.').collect();
        for depth in 1..components.len() {
            let ancestor = components[..depth].join(".");
            if !table.roots().any(|root| is_below(root, &ancestor)) {
                names.insert(ancestor);
            }
        }
    }
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by(|a, b| cmp_names(a, b));
    names
}

fn patterns() -> impl Strategy<Value = String> {
    let component = select(vec![
        "*", "*", "**", "**", "p", "q", "a", "b", "a-b", "c", "x", "lib", "net", "http", "z",
    ]);
    let valid = |components: &Vec<&str>| {
        let wild = |text: &str| text.starts_with('*');
        let beside = |pair: &[&str]| pair.contains(&"**") && wild(pair[0]) && wild(pair[1]);
        !components.windows(2).any(beside)
    };
    proptest::collection::vec(component, 1..5)
        .prop_filter("adjacent wildcards", valid)
        .prop_map(|components| components.join("."))
}

#[test]
fn wildcards_replace_whole_components() {
    let error = |text: &str| text.parse::<Selector>().unwrap_err();
    assert_eq!(error(""), InvalidSelector::Empty);
    for text in [".", "a.", ".a", "a..b", "a. .b"] {
        assert_eq!(error(text), InvalidSelector::EmptyComponent, "{text}");
    }
    for text in ["a*", "a.*b", "a.***", "a.b*c.d"] {
        let partial = matches!(error(text), InvalidSelector::PartialWildcard { .. });
        assert!(partial, "{text}");
    }
    for pair in ["*.**", "**.*", "**.**"] {
        let text = format!("a.{pair}.b");
        assert_eq!(error(&text), InvalidSelector::AdjacentWildcards { pair });
    }
    let spaced = InvalidSelector::SpaceAtEdge {
        component: " b".into(),
    };
    assert_eq!(error("a. b"), spaced);
    for text in [
        "a",
        "*",
        "**",
        "*.*",
        "a.*.*.b",
        "**.x.**",
        "a-b.a copy",
        "é.*",
    ] {
        let selector: Selector = text.parse().unwrap();
        assert_eq!(
            (selector.as_str(), selector.to_string()),
            (text, text.to_owned())
        );
        assert_eq!(selector.as_literal(), (!text.contains('*')).then_some(text));
    }
}

#[test]
fn messages_name_the_way_out() {
    let message = |text: &str| text.parse::<ImportPattern>().unwrap_err().to_string();
    assert_eq!(
        message("a.b"),
        "expected `importer -> imported`, such as `a.b -> a.c`"
    );
    assert_eq!(
        message("a -> b -> c"),
        "expected one `->`, found another behind it"
    );
    assert_eq!(
        message("a.b* -> c"),
        "before `->`: a wildcard replaces a whole component: write `*` or the full name for `b*`"
    );
    assert_eq!(
        message("a -> b.**.*"),
        "after `->`: `**` cannot stand beside another wildcard: write `**` or `*` alone for `**.*`"
    );
    for text in ["->", "a ->", " -> b", ""] {
        let error = text.parse::<ImportPattern>().unwrap_err();
        assert_eq!(error, InvalidImportPattern::Shape, "{text}");
    }
}

#[test]
fn ancestors_of_externals_exist_but_not_those_of_roots() {
    let imports = [
        ("ns.pkg.a", "ns.other.x.y"),
        ("ns.pkg.a", "django.forms.ModelForm"),
    ];
    let graph = graph_with(&["ns.pkg"], &[], &imports);
    let chosen = |text: &str| -> Vec<(String, bool)> {
        let selector: Selector = text.parse().unwrap();
        let selected = selector.select(graph.table());
        selected
            .iter()
            .map(|found| (found.name.to_owned(), found.id.is_some()))
            .collect()
    };
    let none: Vec<(String, bool)> = Vec::new();
    assert_eq!(chosen("django"), [("django".into(), false)]);
    assert_eq!(chosen("django.*"), [("django.forms".into(), false)]);
    assert_eq!(chosen("django.forms.ModelForm.x"), none);
    assert_eq!(chosen("ns"), none);
    assert_eq!(chosen("*"), [("django".into(), false)]);
    let below: Vec<(String, bool)> = [
        ("ns.other", false),
        ("ns.other.x", false),
        ("ns.other.x.y", true),
        ("ns.pkg", true),
        ("ns.pkg.a", true),
    ]
    .map(|(name, real)| (name.to_owned(), real))
    .into();
    assert_eq!(chosen("ns.**"), below);
}

#[test]
fn an_external_is_matched_by_what_it_lies_below() {
    let imports = [
        ("shop.a", "django.forms.ModelForm"),
        ("shop.a", "shop.b.c"),
        ("shop.b", "django"),
    ];
    let graph = graph_of(&["shop"], &imports);
    let view = GraphView::new(&graph);
    let found = |text: &str| {
        let pattern: ImportPattern = text.parse().unwrap();
        Terms(&graph).edges(pattern.find(&view))
    };
    assert_eq!(
        found("shop.a->django"),
        ["shop.a -> django.forms.ModelForm"]
    );
    assert_eq!(
        found("shop.a -> django.*"),
        ["shop.a -> django.forms.ModelForm"]
    );
    assert_eq!(found("** -> *").len(), 2);
    assert!(found("shop.a -> shop.b").is_empty());
    assert!(found("shop -> **").is_empty());
    assert_eq!(found("shop.* -> **").len(), 3);
}

#[test]
fn imports_are_found_in_order_from_either_side() {
    let imports = [
        ("p.a", "p.z.y"),
        ("p.b", "p.z.x"),
        ("p.b", "p.z.y"),
        ("p.a", "p.b"),
        ("p.b", "p.a"),
    ];
    let graph = graph_of(&["p"], &imports);
    let pattern: ImportPattern = "** -> p.z.*".parse().unwrap();
    let found = pattern.find(&GraphView::new(&graph));
    let expected = ["p.a -> p.z.y", "p.b -> p.z.x", "p.b -> p.z.y"];
    assert_eq!(Terms(&graph).edges(found), expected);
}

#[test]
fn an_ancestor_of_a_root_stands_for_no_external() {
    let graph = graph_of(&["ns.pkg"], &[("ns.pkg.a", "ns.other.x")]);
    let (edge, view) = (graph.edges().next().unwrap(), GraphView::new(&graph));
    for (text, expected) in [
        ("** -> ns", false),
        ("** -> ns.other", true),
        ("** -> *", false),
    ] {
        let pattern: ImportPattern = text.parse().unwrap();
        let (importer, imported) = (graph.importer(edge), graph.imported(edge));
        let matches = pattern.matches(graph.table(), importer, imported);
        assert_eq!(
            (matches, pattern.find(&view).len() == 1),
            (expected, expected),
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn selection_is_what_matches(case in cases(Shape::SMALL), text in patterns()) {
        let table = case.table();
        let selector: Selector = text.parse().unwrap();
        let names = existing(table);
        for name in &names {
            prop_assert_eq!(selector.matches(name), matches_text(&text, name), "{}", name);
        }
        let expected: Vec<_> = names.iter().filter(|name| matches_text(&text, name)).collect();
        let found = selector.select(table);
        prop_assert_eq!(found.iter().map(|f| f.name).collect::<Vec<_>>(), expected);
        for selected in found {
            prop_assert_eq!(selected.id, table.id(selected.name));
        }
    }

    #[test]
    fn long_names_match_as_defined(
        text in proptest::collection::vec(select(vec!["*", "a", "b", "**"]), 1..7),
        name in proptest::collection::vec(select(vec!["a", "b", "c"]), 1..9),
    ) {
        if let Ok(selector) = text.join(".").parse::<Selector>() {
            prop_assert_eq!(selector.matches(&name.join(".")), matches(&text, &name));
        }
    }

    #[test]
    fn import_patterns_find_what_matches(
        case in cases(Shape::SMALL),
        importer in patterns(),
        imported in patterns(),
    ) {
        let view = case.view();
        let (table, graph) = (view.table(), view.graph());
        let pattern: ImportPattern = format!("{importer} -> {imported}").parse().unwrap();
        let existing = existing(table);
        let expected = |edge: &EdgeId| {
            let from = table.name(graph.importer(*edge));
            let to = table.name(graph.imported(*edge));
            let above = |name: &&String| is_below(to, name);
            let external = table.is_external(graph.imported(*edge));
            matches_text(&importer, from)
                && (matches_text(&imported, to)
                    || external
                        && existing.iter().filter(above).any(|n| matches_text(&imported, n)))
        };
        let found = pattern.find(&view);
        prop_assert_eq!(&found, &view.edges().filter(expected).collect::<Vec<_>>());
        for edge in graph.edges() {
            let (from, to) = (graph.importer(edge), graph.imported(edge));
            prop_assert_eq!(pattern.matches(table, from, to), expected(&edge));
        }
    }

    #[test]
    fn many_patterns_find_what_each_finds(
        case in cases(Shape::SMALL),
        sides in proptest::collection::vec((patterns(), patterns()), 0..9),
    ) {
        let view = case.view();
        let parse = |(importer, imported)| format!("{importer} -> {imported}").parse().unwrap();
        let all: Vec<ImportPattern> = sides.into_iter().map(parse).collect();
        let found = find_imports(&view, &all.iter().collect::<Vec<_>>());
        let (table, graph) = (view.table(), view.graph());
        for (pattern, found) in all.iter().zip(found) {
            let matches = |edge: &EdgeId| {
                pattern.matches(table, graph.importer(*edge), graph.imported(*edge))
            };
            prop_assert_eq!(found, view.edges().filter(matches).collect::<Vec<_>>());
        }
    }
}
