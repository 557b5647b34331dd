//! The same graph from our own crates, with grimp's settings.

use std::collections::{BTreeMap, BTreeSet};

use buttress_files::{
    Discovery, DiscoveryInput, FoundFile, Layout, SourceRoots, find_modules, read_file,
};
use buttress_graph::{
    Built, EdgeId, ExternalMode, GraphView, ImportKind, KindFilter, ModuleName, ResolveOptions,
    SourceModule, build_graph,
};
use buttress_source::{FileId, FileImports, ImportKinds, SourceText, Spanned};

use crate::dump::{Dump, Request, Site};

/// A code base that was read, ready to be resolved in several ways.
pub(crate) struct Ours {
    discovery: Discovery,
    files: Vec<Option<(SourceText, FileImports)>>,
    /// What kept files from being read in full.
    problems: Vec<String>,
}

impl Ours {
    /// Finds and reads everything. Fails the test if a file cannot be read or parsed.
    pub(crate) fn read(request: &Request) -> Self {
        let ours = Self::try_read(request);
        assert_eq!(ours.problems, [""; 0]);
        ours
    }

    /// Finds everything, and reads what can be read.
    pub(crate) fn try_read(request: &Request) -> Self {
        let discovery = find_modules(&input(request));
        let mut problems = Vec::new();
        let files = discovery.modules.iter().map(|module| {
            let file = module.file.as_ref()?;
            match read(file) {
                Ok((text, imports)) => {
                    let errors = imports.errors().iter();
                    problems
                        .extend(errors.map(|error| format!("{}: {}", file.display, error.message)));
                    Some((text, imports))
                }
                Err(problem) => {
                    problems.push(format!("{}: {problem}", file.display));
                    None
                }
            }
        });
        Self {
            files: files.collect(),
            problems,
            discovery,
        }
    }

    /// The codes of what was odd about files and imports.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        let built = self.build(ExternalMode::None);
        let all = self.discovery.findings.iter().chain(&built.findings);
        all.map(|finding| finding.code.as_str()).collect()
    }

    /// What kept files from being read in full.
    pub(crate) fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Resolves the imports.
    fn build(&self, external: ExternalMode) -> Built {
        let modules: Vec<_> = (0..)
            .zip(self.discovery.modules.iter().zip(&self.files))
            .map(|(number, (module, read))| SourceModule {
                name: &module.name,
                kind: module.kind,
                file: read.as_ref().map(|_| FileId(number)),
                imports: read.as_ref().map(|(_, imports)| imports),
            })
            .collect();
        let options = ResolveOptions {
            external,
            roots: &self.discovery.roots,
            excluded: &self.discovery.excluded,
            report_unresolved: true,
        };
        build_graph(&modules, &options)
    }

    /// The graph that the request asks for.
    pub(crate) fn dump(&self, request: &Request) -> Dump {
        let external = if request.external {
            ExternalMode::Root
        } else {
            ExternalMode::None
        };
        let built = self.build(external);
        let left_out: &[_] = if request.type_checking {
            &[]
        } else {
            &[ImportKind::TypeChecking]
        };
        let view = GraphView::of_kinds(&built.graph, KindFilter::new(&[], left_out));
        let table = view.table();
        let modules = table.ids().filter(|id| view.has_module(*id));
        let imports = view.edges().map(|edge| {
            let name = |id| table.name(id).to_owned();
            let pair = (
                name(view.graph().importer(edge)),
                name(view.graph().imported(edge)),
            );
            (pair, self.sites(&view, edge))
        });
        Dump {
            modules: modules
                .map(|id| {
                    let name = table.name(id);
                    let is_squashed = table.is_external(id) && !table.is_internal_name(name);
                    (name.to_owned(), is_squashed)
                })
                .collect(),
            imports: imports.collect::<BTreeMap<_, _>>(),
        }
    }

    fn sites(&self, view: &GraphView<'_>, edge: EdgeId) -> BTreeSet<Site> {
        let sites = view.sites(edge).map(|site| {
            let (text, _) = self.files[site.file.index()].as_ref().unwrap();
            let line = text.line_text(site.line).trim().to_owned();
            (site.line, line, site.kinds.contains(ImportKinds::LAZY))
        });
        sites.collect()
    }
}

fn read(file: &FoundFile) -> Result<(SourceText, FileImports), String> {
    let bytes = read_file(file).map_err(|finding| finding.message)?;
    let text = SourceText::decode(&bytes).map_err(|error| error.to_string())?;
    let imports = buttress_imports::extract(&text).map_err(|error| error.to_string())?;
    Ok((text, imports))
}

/// What to look for, for a request.
fn input(request: &Request) -> DiscoveryInput {
    let path = request.path.iter();
    let path = path.map(|folder| Spanned::from(folder.to_str().unwrap().to_owned()));
    let roots = request.roots.iter();
    let roots = roots.map(|root| Spanned::from(root.parse::<ModuleName>().unwrap()));
    DiscoveryInput {
        base: request.path[0].clone(),
        source_roots: SourceRoots::Explicit(path.collect()),
        root_packages: Some(roots.collect()),
        exclude: Vec::new(),
        respect_gitignore: false,
        layout: Layout::Grimp,
    }
}
