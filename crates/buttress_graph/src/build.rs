//! Modules and their raw imports in, the import graph out.
//!
//! The step between reading and judging: resolves every import, gathers the externals, sorts all
//! names into one table and hands table and edges to [`ImportGraph::new`].

use buttress_source::{Code, FileId, FileImports, FileSpan, Finding, ImportRecord, Span};
use rustc_hash::FxHashMap;

use crate::resolve::{Doubt, Resolver, Target, absolute_name};
use crate::{
    Import, ImportGraph, ImportSite, Module, ModuleId, ModuleKind, ModuleName, ModuleTable,
    ResolveOptions,
};

/// A module of the code base and what it imports.
#[derive(Debug, Clone, Copy)]
pub struct SourceModule<'a> {
    /// Its absolute name; no two modules share one.
    pub name: &'a ModuleName,
    /// What it is; decides what a leading dot in its imports means.
    pub kind: ModuleKind,
    /// The file that was read for it.
    pub file: Option<FileId>,
    /// What that file imports; none for a namespace package or a file that could not be read.
    pub imports: Option<&'a FileImports>,
}

/// A graph, and what was odd about the imports in it.
#[derive(Debug, Clone)]
pub struct Built {
    /// The graph.
    pub graph: ImportGraph,
    /// Relative imports beyond the root, imports of excluded modules and, if asked for, imports
    /// that could not be resolved; by file and place.
    pub findings: Vec<Finding>,
}

/// Resolves all imports of `modules` and builds their graph.
///
/// The order of `modules` does not matter. O(names + imports · log imports).
pub fn build_graph(modules: &[SourceModule<'_>], options: &ResolveOptions<'_>) -> Built {
    let names = modules.iter().map(|module| module.name.as_str());
    let mut builder = Builder {
        resolver: Resolver::new(names, options),
        report_unresolved: options.report_unresolved,
        externals: FxHashMap::default(),
        edges: Vec::new(),
        findings: Vec::new(),
    };
    for (number, module) in (0..).zip(modules) {
        builder.add_imports(number, module);
    }
    builder.finish(modules, options)
}

struct Builder<'a> {
    resolver: Resolver<'a>,
    report_unresolved: bool,
    externals: FxHashMap<Box<str>, u32>,
    edges: Vec<Edge>,
    findings: Vec<(FileSpan, Finding)>,
}

/// An import between numbered names, before the names are sorted.
struct Edge {
    importer: u32,
    imported: Node,
    site: ImportSite,
}

#[derive(Clone, Copy)]
enum Node {
    Module(u32),
    External(u32),
}

impl Builder<'_> {
    fn add_imports(&mut self, number: u32, module: &SourceModule<'_>) {
        let (Some(file), Some(imports)) = (module.file, module.imports) else {
            return;
        };
        let mut name = String::new();
        let mut beyond_root: Option<Span> = None;
        for record in imports.iter().filter(is_whole) {
            let importer = module.name.as_str();
            let is_package = module.kind == ModuleKind::Package;
            if !absolute_name(&record, importer, is_package, &mut name) {
                let first_of_statement =
                    beyond_root.replace(record.statement) != Some(record.statement);
                if first_of_statement {
                    self.report(file, &record, beyond_root_finding(module, record.level));
                }
                continue;
            }
            let Some(imported) = self.resolve(file, &record, module, &name) else {
                continue;
            };
            self.edges.push(Edge {
                importer: number,
                imported,
                site: ImportSite {
                    file,
                    statement: record.statement,
                    name: record.span,
                    line: record.line,
                    kinds: record.kinds,
                },
            });
        }
    }

    fn resolve(
        &mut self,
        file: FileId,
        record: &ImportRecord<'_>,
        importer: &SourceModule<'_>,
        name: &str,
    ) -> Option<Node> {
        let resolved = self.resolver.resolve(name);
        match resolved.doubt {
            Some(Doubt::Excluded(excluded)) => {
                self.report(file, record, excluded_finding(importer, excluded));
            }
            Some(Doubt::Unresolved(root)) if self.report_unresolved => {
                self.report(file, record, unresolved_finding(importer, name, root));
            }
            _ => {}
        }
        match resolved.target {
            Target::Known(number) => Some(Node::Module(number)),
            Target::External(external) => Some(self.intern(external)),
            Target::Nothing => None,
        }
    }

    fn intern(&mut self, external: &str) -> Node {
        if let Some(&number) = self.externals.get(external) {
            return Node::External(number);
        }
        let number = u32::try_from(self.externals.len()).unwrap_or(u32::MAX);
        self.externals.insert(external.into(), number);
        Node::External(number)
    }

    fn report(&mut self, file: FileId, record: &ImportRecord<'_>, finding: Finding) {
        let place = FileSpan::new(file, record.span);
        self.findings.push((place, finding.at(place)));
    }

    fn finish(self, modules: &[SourceModule<'_>], options: &ResolveOptions<'_>) -> Built {
        let mut externals = self.externals.into_iter().collect::<Vec<_>>();
        externals.sort_unstable_by_key(|(_, number)| *number);
        let table = ModuleTable::new(
            entries(modules, externals.iter().map(|(name, _)| name)),
            options
                .roots
                .iter()
                .map(|root| root.as_str().into())
                .collect(),
        )
        .with_externals(options.external);
        // Every name is in the table, as it was put there just now.
        let id = |name: &str| table.id(name).unwrap_or(ModuleId::from_index(0));
        let module_ids: Vec<_> = modules
            .iter()
            .map(|module| id(module.name.as_str()))
            .collect();
        let external_ids: Vec<_> = externals.iter().map(|(name, _)| id(name)).collect();
        let imports = self.edges.iter().map(|edge| Import {
            importer: module_ids[edge.importer as usize],
            imported: match edge.imported {
                Node::Module(number) => module_ids[number as usize],
                Node::External(number) => external_ids[number as usize],
            },
            site: edge.site,
        });
        let imports = imports.collect();
        let mut findings = self.findings;
        findings.sort_by_key(|(place, finding)| (*place, finding.code));
        Built {
            graph: ImportGraph::new(table, imports),
            findings: findings.into_iter().map(|(_, finding)| finding).collect(),
        }
    }
}

/// The rows of the table: modules first, because of equal names the first is kept.
fn entries<'a>(
    modules: &[SourceModule<'_>],
    externals: impl Iterator<Item = &'a Box<str>>,
) -> Vec<(Box<str>, Module)> {
    let modules = modules.iter().map(|module| {
        let row = Module {
            kind: module.kind,
            file: module.file,
        };
        (module.name.as_str().into(), row)
    });
    let externals = externals.map(|name| (name.clone(), Module::EXTERNAL));
    modules.chain(externals).collect()
}

/// Whether the record names something: after a syntax error the parser may leave gaps.
fn is_whole(record: &ImportRecord<'_>) -> bool {
    let gap = |dotted: &str| dotted.split('.').any(str::is_empty);
    match (record.module, record.name) {
        ("", name) => record.level > 0 && name.is_some_and(|name| !name.is_empty()),
        (module, name) => !gap(module) && name.is_none_or(|name| !name.is_empty()),
    }
}

fn beyond_root_finding(module: &SourceModule<'_>, level: u32) -> Finding {
    let name = module.name.as_str();
    let packages = name.split('.').count() - usize::from(module.kind != ModuleKind::Package);
    let dots = if level == 1 { "dot" } else { "dots" };
    let help = match packages {
        0 => "import by the absolute name: this module is in no package".to_owned(),
        1 => "use one dot, or the absolute name".to_owned(),
        _ => format!("use at most {packages} dots, or the absolute name"),
    };
    let message = format!(
        "the relative import with {level} {dots} in `{name}` leads beyond its top-level package"
    );
    Finding::new(Code::RelativeImportBeyondRoot, message)
        .module(name)
        .help(help)
}

fn excluded_finding(importer: &SourceModule<'_>, excluded: &str) -> Finding {
    let importer = importer.name.as_str();
    let message = format!("`{importer}` imports `{excluded}`, which `exclude` leaves out");
    Finding::new(Code::ImportOfExcluded, message)
        .module(importer)
        .help(format!(
            "exclude `{importer}` too, or leave `{excluded}` in"
        ))
}

fn unresolved_finding(importer: &SourceModule<'_>, name: &str, root: &str) -> Finding {
    let importer = importer.name.as_str();
    let name = name.strip_suffix(".*").unwrap_or(name);
    let message = format!("`{importer}` imports `{name}`, but there is no such module in `{root}`");
    Finding::new(Code::UnresolvedImport, message)
        .module(importer)
        .help("check the spelling, and that the file is not generated later")
}

#[cfg(test)]
mod tests;
