//! `buttress graph`.

use anyhow::Result;
use buttress::graph::ModuleKind;
use buttress::render::{GraphImport, GraphModule, write_graph_dot, write_graph_json};
use buttress::{ListedImport, ListedModule, Status};

use crate::args::{Global, Graph, GraphFormat};
use crate::exit::Exit;
use crate::output;
use crate::project::{Loaded, settings_or_defaults};

pub(crate) fn run(graph: &Graph, global: &Global) -> Result<Exit> {
    let loaded = Loaded::new(settings_or_defaults(global)?, global);
    loaded.finish(global);
    let status = match loaded.show_findings()? {
        Status::Error => Exit::Error,
        Status::Kept | Status::Broken => Exit::Kept,
    };
    let view = loaded.project.view();
    let modules = loaded.project.modules(&view).map(module);
    let imports = loaded.project.imports(&view).map(import);
    match graph.format {
        GraphFormat::Json => {
            output::to_stdout(|out| write_graph_json(modules, imports, out), status)
        }
        GraphFormat::Dot => output::to_stdout(|out| write_graph_dot(modules, imports, out), status),
    }
}

fn module(listed: ListedModule<'_>) -> GraphModule<'_> {
    GraphModule {
        name: listed.name.into(),
        path: listed.path.map(|path| path.to_string().into()),
        package: matches!(listed.kind, ModuleKind::Package | ModuleKind::Namespace),
        external: listed.kind == ModuleKind::External,
    }
}

fn import(listed: ListedImport<'_>) -> GraphImport<'_> {
    GraphImport {
        importer: listed.importer.into(),
        imported: listed.imported.into(),
        sites: listed.sites.into(),
    }
}
