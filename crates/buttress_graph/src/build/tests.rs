//! Whole graphs from hand-made records.

use buttress_source::{Code, FileImports, FileSpan, ImportKinds, ImportRecord, Span};

use super::*;
use crate::ExternalMode;
use ModuleKind::{Module as File, Namespace, Package};

/// `(module, kind, imports)`; an import is `(dots, module, name)`.
type Row<'a> = (&'a str, ModuleKind, &'a [(u32, &'a str, &'a str)]);

fn imports(rows: &[(u32, &str, &str)]) -> FileImports {
    let mut imports = FileImports::default();
    for (line, &(level, module, name)) in (1..).zip(rows) {
        imports.push(ImportRecord {
            level,
            module,
            name: (!name.is_empty()).then_some(name),
            alias: None,
            statement: Span::new(line * 10, line * 10 + 9),
            span: Span::new(line * 10 + 5, line * 10 + 9),
            line,
            kinds: ImportKinds::empty(),
            comment: None,
        });
    }
    imports
}

fn build(external: ExternalMode, roots: &[&str], excluded: &[&str], rows: &[Row<'_>]) -> Built {
    let parse = |names: &[&str]| -> Vec<ModuleName> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    };
    let files: Vec<_> = rows.iter().map(|row| imports(row.2)).collect();
    let names: Vec<ModuleName> = rows.iter().map(|row| row.0.parse().unwrap()).collect();
    let modules: Vec<_> = (0..)
        .zip(rows.iter().zip(&names).zip(&files))
        .map(|(id, ((row, name), imports))| SourceModule {
            name,
            kind: row.1,
            file: (row.1 != Namespace).then_some(FileId(id)),
            imports: Some(imports.packed()),
        })
        .collect();
    let options = ResolveOptions {
        external,
        roots: &parse(roots),
        excluded: &parse(excluded),
        report_unresolved: true,
    };
    build_graph(&modules, &options)
}

fn edges(built: &Built) -> Vec<String> {
    let graph = &built.graph;
    let table = graph.table();
    let show = |edge| {
        let (from, to) = (graph.importer(edge), graph.imported(edge));
        let lines: Vec<_> = graph.sites(edge).iter().map(|site| site.line).collect();
        format!("{} {} {lines:?}", table.name(from), table.name(to))
    };
    graph.edges().map(show).collect()
}

#[test]
fn externals_sort_between_internals() {
    let built = build(
        ExternalMode::Full,
        &["g.c.mine", "z"],
        &[],
        &[
            (
                "z",
                File,
                &[(0, "g.c.mine", ""), (0, "os", "path"), (0, "g.c.b", "")],
            ),
            ("g.c.mine", Package, &[(0, "z", "thing"), (0, "os", "path")]),
        ],
    );
    let names: Vec<_> = built.graph.table().names().collect();
    assert_eq!(names, ["g.c.b", "g.c.mine", "os.path", "z"]);
    let expected = [
        "g.c.mine os.path [2]",
        "g.c.mine z [1]",
        "z g.c.b [3]",
        "z g.c.mine [1]",
        "z os.path [2]",
    ];
    assert_eq!(edges(&built), expected);
    let external = built.graph.table().id("os.path").unwrap();
    assert!(built.graph.table().is_external(external));
}

#[test]
fn a_self_import_is_an_edge_and_several_lines_are_several_sites() {
    let built = build(
        ExternalMode::None,
        &["p"],
        &[],
        &[
            ("p", Package, &[(1, "", "defined_here"), (1, "", "*")]),
            ("p.a", File, &[(0, "p.a", ""), (1, "", "b"), (0, "p", "b")]),
            ("p.b", File, &[]),
        ],
    );
    assert_eq!(
        edges(&built),
        ["p p [1, 2]", "p.a p.a [1]", "p.a p.b [2, 3]"]
    );
}

#[test]
fn a_module_beside_its_folder_is_no_package_for_dots() {
    let rows: &[Row<'_>] = &[
        ("p", Namespace, &[]),
        ("p.x", File, &[(1, "", "y")]),
        ("p.x.y", File, &[]),
        ("p.y", File, &[]),
    ];
    let built = build(ExternalMode::None, &["p"], &[], rows);
    assert_eq!(edges(&built), ["p.x p.y [1]"]);
}

#[test]
fn too_many_dots_are_one_finding_a_statement_and_no_edge() {
    let mut imports = FileImports::default();
    for at in [8, 11] {
        imports.push(ImportRecord {
            level: 2,
            module: "",
            name: Some("b"),
            alias: None,
            statement: Span::new(0, 12),
            span: Span::new(at, at + 1),
            line: 1,
            kinds: ImportKinds::empty(),
            comment: None,
        });
    }
    let name: ModuleName = "p.a".parse().unwrap();
    let roots = ["p".parse().unwrap()];
    let module = SourceModule {
        name: &name,
        kind: File,
        file: Some(FileId(7)),
        imports: Some(imports.packed()),
    };
    for external in [ExternalMode::Full, ExternalMode::Root, ExternalMode::None] {
        let options = ResolveOptions {
            external,
            roots: &roots,
            excluded: &[],
            report_unresolved: false,
        };
        let built = build_graph(&[module], &options);
        assert_eq!(built.graph.edge_count(), 0);
        assert_eq!(built.findings.len(), 1);
        let finding = &built.findings[0];
        assert_eq!(finding.code, Code::RelativeImportBeyondRoot);
        assert_eq!(
            finding.span,
            Some(FileSpan::new(FileId(7), Span::new(8, 9)))
        );
        assert_eq!(
            finding.help.as_deref(),
            Some("use one dot, or the absolute name")
        );
    }
}

#[test]
fn findings_stand_in_the_order_of_files_and_places() {
    let built = build(
        ExternalMode::Full,
        &["p"],
        &["p.out"],
        &[
            ("p.z", File, &[(0, "p.gone", "x"), (0, "p", "out")]),
            ("p", Package, &[(0, "p.out", "x")]),
        ],
    );
    let shown: Vec<_> = built
        .findings
        .iter()
        .map(|f| (f.code.as_str(), f.message.as_str()))
        .collect();
    let expected = [
        (
            "unresolved-import",
            "`p.z` imports `p.gone.x`, but there is no such module in `p`",
        ),
        (
            "import-of-excluded",
            "`p.z` imports `p.out`, which `exclude` leaves out",
        ),
        (
            "import-of-excluded",
            "`p` imports `p.out`, which `exclude` leaves out",
        ),
    ];
    assert_eq!(shown, expected);
    assert_eq!(edges(&built), ["p p [1]", "p.z p [1, 2]"]);
}

#[test]
fn gaps_that_a_syntax_error_leaves_are_no_names() {
    let rows: &[Row<'_>] = &[(
        "p",
        Package,
        &[
            (0, "", "x"),
            (0, "a.", ""),
            (0, "", ""),
            (1, "", ""),
            (0, "a..b", ""),
            (0, "ok", ""),
        ],
    )];
    let built = build(ExternalMode::Full, &["p"], &[], rows);
    assert_eq!(edges(&built), ["p ok [6]"]);
    assert!(built.findings.is_empty());
}
