//! The same graph from our own pipeline, with grimp's settings.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use buttress_files::{Layout, SourceRoots};
use buttress_graph::{EdgeId, ExternalMode, GraphView, ImportKind, KindFilter, ModuleName};
use buttress_project::{Limits, Project, Settings};
use buttress_source::{ImportKinds, SourceText, Spanned};

use crate::dump::{Dump, Request, Site};

/// A code base that was read, with and without externals.
pub(crate) struct Ours {
    without_externals: Project,
    with_externals: Project,
    /// The text of each file that can be decoded, by the name of its module.
    texts: BTreeMap<String, SourceText>,
}

impl Ours {
    /// Reads everything.
    pub(crate) fn read(request: &Request) -> Self {
        let load = |external| Project::load(settings(request, external), Limits::default());
        let project = load(ExternalMode::None);
        Self {
            texts: texts(&project),
            with_externals: load(ExternalMode::Root),
            without_externals: project,
        }
    }

    /// Fails the test if a file could not be read in full.
    pub(crate) fn assert_whole(&self) {
        let spoilt = [
            "syntax-error",
            "unreadable-file",
            "undecodable-file",
            "oversized-file",
        ];
        let report = self.without_externals.findings();
        for finding in report.findings {
            let message = finding.message;
            assert!(!spoilt.contains(&finding.code.as_str()), "{message}");
        }
    }

    /// The codes of what was odd about files and imports.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        let report = self.without_externals.findings();
        report
            .findings
            .iter()
            .map(|finding| finding.code.as_str())
            .collect()
    }

    /// The graph that the request asks for.
    pub(crate) fn dump(&self, request: &Request) -> Dump {
        let project = if request.external {
            &self.with_externals
        } else {
            &self.without_externals
        };
        let left_out: &[_] = if request.type_checking {
            &[]
        } else {
            &[ImportKind::TypeChecking]
        };
        let view = GraphView::of_kinds(project.graph(), KindFilter::new(&[], left_out));
        let table = view.table();
        let modules = table.ids().filter(|id| view.has_module(*id));
        let imports = view.edges().map(|edge| {
            let importer = table.name(view.graph().importer(edge));
            let imported = table.name(view.graph().imported(edge));
            let pair = (importer.to_owned(), imported.to_owned());
            (pair, self.sites(&view, edge, importer))
        });
        Dump {
            modules: modules
                .map(|id| {
                    let name = table.name(id);
                    let is_squashed = table.is_external(id) && !table.is_internal_name(name);
                    (name.to_owned(), is_squashed)
                })
                .collect(),
            imports: imports.collect(),
        }
    }

    fn sites(&self, view: &GraphView<'_>, edge: EdgeId, importer: &str) -> BTreeSet<Site> {
        let text = &self.texts[importer];
        let sites = view.sites(edge).map(|site| {
            let line = text.line_text(site.line).trim().to_owned();
            (site.line, line, site.kinds.contains(ImportKinds::LAZY))
        });
        sites.collect()
    }
}

fn texts(project: &Project) -> BTreeMap<String, SourceText> {
    let base = &project.settings().base;
    let view = GraphView::new(project.graph());
    let texts = project.modules(&view).filter_map(|module| {
        let bytes = fs::read(base.join(&*module.path?)).ok()?;
        let text = SourceText::decode(&bytes).ok()?;
        Some((module.name.to_owned(), text))
    });
    texts.collect()
}

fn settings(request: &Request, external: ExternalMode) -> Settings {
    let path = request.path.iter();
    let path = path.map(|folder| Spanned::from(folder.to_str().unwrap().to_owned()));
    let roots = request.roots.iter();
    let roots = roots.map(|root| Spanned::from(root.parse::<ModuleName>().unwrap()));
    Settings {
        source_roots: SourceRoots::Explicit(path.collect()),
        root_packages: Some(roots.collect()),
        layout: Layout::Grimp,
        external,
        ..Settings::new(request.path[0].clone())
    }
}
