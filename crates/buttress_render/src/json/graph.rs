//! The JSON of the import graph, version 1, streamed from iterators.

use std::io;

use serde::Serialize;

use super::escape;
use super::report::site;
use super::shape::Site;
use crate::{GraphImport, GraphModule};

#[derive(Serialize)]
struct Module<'a> {
    name: &'a str,
    path: Option<&'a str>,
    package: bool,
    external: bool,
}

#[derive(Serialize)]
struct Import<'a> {
    importer: &'a str,
    imported: &'a str,
    sites: Vec<Site<'a>>,
}

/// Writes `{ "version": 1, "modules": […], "imports": […] }`, streamed, in the order of the
/// iterators: one module or import a line, so that differences between two graphs can be read.
///
/// # Errors
///
/// Those of the writer.
pub fn write_graph_json<'m, 'i>(
    modules: impl IntoIterator<Item = GraphModule<'m>>,
    imports: impl IntoIterator<Item = GraphImport<'i>>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    out.write_all(b"{\"version\":1,\"modules\":[")?;
    let mut separator = Separator::new();
    for module in modules {
        separator.write(out)?;
        let shape = Module {
            name: &module.name,
            path: module.path.as_deref(),
            package: module.package,
            external: module.external,
        };
        escape::write(&shape, out)?;
    }
    out.write_all(b"\n],\"imports\":[")?;
    let mut separator = Separator::new();
    for import in imports {
        separator.write(out)?;
        let shape = Import {
            importer: &import.importer,
            imported: &import.imported,
            sites: import.sites.iter().map(site).collect(),
        };
        escape::write(&shape, out)?;
    }
    out.write_all(b"\n]}\n")
}

/// Writes what stands before an item: a line break, from the second on after a comma.
struct Separator(&'static [u8]);

impl Separator {
    fn new() -> Self {
        Self(b"\n")
    }

    fn write(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(self.0)?;
        self.0 = b",\n";
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_is_valid_json_with_one_item_a_line() {
        let module = GraphModule {
            name: "a\"b".into(),
            path: Some("a/b.py".into()),
            package: false,
            external: false,
        };
        let import = GraphImport {
            importer: "a\"b".into(),
            imported: "os".into(),
            sites: Vec::new().into(),
        };
        let mut out = Vec::new();
        write_graph_json([module.clone(), module], [import], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 6);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["modules"][1]["name"], "a\"b");
        assert_eq!(value["imports"][0]["sites"], serde_json::json!([]));
        let mut empty = Vec::new();
        write_graph_json([], [], &mut empty).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&empty).unwrap();
        assert_eq!(value["modules"], value["imports"]);
    }
}
