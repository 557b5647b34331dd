//! The short way gives what the whole build gives, after any change of files.

use buttress_source::{FileId, FileImports, ImportKinds, ImportRecord};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::{Built, ExternalMode, ModuleKind, ModuleName, build_graph, pack_resolution};

/// Sorted, with a namespace package, a gap, and names that bytes and components order differently.
const MODULES: [(&str, ModuleKind); 8] = [
    ("p", ModuleKind::Package),
    ("p.a", ModuleKind::Package),
    ("p.a.x", ModuleKind::Module),
    ("p.a-b", ModuleKind::Module),
    ("p.n", ModuleKind::Namespace),
    ("p.n.y", ModuleKind::Module),
    ("q.r", ModuleKind::Module),
    ("z", ModuleKind::Module),
];

/// `(dots, module, name)`.
type Row = (u32, &'static str, &'static str);

fn row() -> impl Strategy<Value = Row> {
    let internal = [
        "p", "p.a", "p.a.x", "p.n", "p.n.y", "q.r", "z", "p.gone", "p.out",
    ];
    let external = ["os", "os.path", "a.b.c", "pa", "q", "q.s", "zz.top", "p2"];
    let names = select(vec!["", "x", "a", "y", "r", "path", "*", "none"]);
    prop_oneof![
        3 => (Just(0), select(internal.to_vec()), names.clone()),
        2 => (Just(0), select(external.to_vec()), names.clone()),
        1 => (1_u32..4, Just(""), names),
    ]
}

fn files() -> impl Strategy<Value = Vec<Vec<Row>>> {
    prop::collection::vec(prop::collection::vec(row(), 0..6), MODULES.len())
}

fn imports(rows: &[Row]) -> FileImports {
    let mut imports = FileImports::default();
    for (line, &(level, module, name)) in (1..).zip(rows) {
        imports.push(ImportRecord {
            level,
            module,
            name: (!name.is_empty() || level > 0).then_some(name),
            alias: None,
            statement: buttress_source::Span::new(line * 300, line * 300 + 200),
            span: buttress_source::Span::new(line * 300 + 150, line * 300 + 155),
            line: line / 2,
            kinds: if line % 2 == 0 {
                ImportKinds::DEFERRED
            } else {
                ImportKinds::empty()
            },
            comment: None,
        });
    }
    imports
}

struct Case {
    names: Vec<ModuleName>,
    roots: Vec<ModuleName>,
    excluded: Vec<ModuleName>,
    external: ExternalMode,
}

impl Case {
    fn new(external: ExternalMode, excludes: bool) -> Self {
        let parse = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect();
        Self {
            names: MODULES
                .iter()
                .map(|(name, _)| name.parse().unwrap())
                .collect(),
            roots: parse(&["p", "q.r", "z"]),
            excluded: parse(if excludes { &["p.out"] } else { &[] }),
            external,
        }
    }

    fn options(&self) -> ResolveOptions<'_> {
        ResolveOptions {
            external: self.external,
            roots: &self.roots,
            excluded: &self.excluded,
            report_unresolved: true,
        }
    }

    /// The modules with these imports; those that are unchanged have none to look at.
    fn modules<'a>(
        &'a self,
        imports: &'a [FileImports],
        unchanged: &[bool],
        first_file: u32,
    ) -> Vec<SourceModule<'a>> {
        let mut modules = Vec::new();
        for (number, (_, kind)) in MODULES.iter().enumerate() {
            let is_file = *kind != ModuleKind::Namespace;
            modules.push(SourceModule {
                name: &self.names[number],
                kind: *kind,
                file: is_file.then(|| FileId(first_file + u32::try_from(number).unwrap())),
                imports: (is_file && !unchanged[number]).then(|| imports[number].packed()),
            });
        }
        modules
    }
}

fn externals() -> impl Strategy<Value = ExternalMode> {
    select(vec![
        ExternalMode::Full,
        ExternalMode::Root,
        ExternalMode::None,
    ])
}

fn shown(built: &Built) -> String {
    format!("{built:?}")
}

const NONE: [bool; MODULES.len()] = [false; MODULES.len()];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_short_way_and_the_long_way_agree(
        before in files(),
        edits in prop::collection::vec((0..MODULES.len(), prop::collection::vec(row(), 0..6)), 0..3),
        external in externals(),
        excludes: bool,
        threads in 0..2_usize,
    ) {
        let case = Case::new(external, excludes);
        let old: Vec<_> = before.iter().map(|rows| imports(rows)).collect();
        let modules = case.modules(&old, &NONE, 7);
        let built = build_graph(&modules, &case.options());
        let packed = pack_resolution(&modules, &built).unwrap();
        let earlier = Resolution::read(&packed, MODULES.len()).unwrap();

        let mut after = before.clone();
        let mut unchanged: Vec<bool> = (0..MODULES.len()).map(|n| earlier.knows(n)).collect();
        for (number, rows) in edits {
            after[number] = rows;
            unchanged[number] = false;
        }
        let new: Vec<_> = after.iter().map(|rows| imports(rows)).collect();
        let expected = build_graph(&case.modules(&new, &NONE, 3), &case.options());
        let modules = case.modules(&new, &unchanged, 3);
        let rebuild = || rebuild_graph(&modules, &unchanged, &earlier, &case.options());
        let rebuilt = match threads {
            0 => rebuild(),
            _ => rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap().install(rebuild),
        };
        let names = |built: &Built| -> Vec<String> {
            built.graph.table().names().map(str::to_owned).collect()
        };
        if let Some(rebuilt) = rebuilt {
            prop_assert_eq!(shown(&rebuilt), shown(&expected));
            let modules = case.modules(&new, &NONE, 3);
            let packed = pack_resolution(&modules, &rebuilt);
            prop_assert_eq!(packed, pack_resolution(&modules, &expected));
        } else {
            // The table is another one.
            prop_assert_ne!(names(&expected), names(&built));
        }
    }

    #[test]
    fn damage_is_none_or_another_graph(
        files in files(),
        external in externals(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
        cuts: bool,
    ) {
        let case = Case::new(external, false);
        let files: Vec<_> = files.iter().map(|rows| imports(rows)).collect();
        let modules = case.modules(&files, &NONE, 0);
        let built = build_graph(&modules, &case.options());
        let mut packed = pack_resolution(&modules, &built).unwrap();
        for (at, byte) in damage {
            let at = at.index(packed.len());
            packed[at] = byte;
        }
        if cuts {
            packed.truncate(cut.index(packed.len()));
        }
        if let Some(earlier) = Resolution::read(&packed, MODULES.len()) {
            for unchanged in [[true; MODULES.len()], NONE] {
                let _ = rebuild_graph(&modules, &unchanged, &earlier, &case.options());
            }
        }
    }
}

#[test]
fn what_is_not_sorted_is_not_packed() {
    let case = Case::new(ExternalMode::Full, false);
    let files: Vec<_> = MODULES.iter().map(|_| FileImports::default()).collect();
    let mut modules = case.modules(&files, &NONE, 0);
    modules.swap(1, 2);
    let built = build_graph(&modules, &case.options());
    assert!(pack_resolution(&modules, &built).is_none());
}
