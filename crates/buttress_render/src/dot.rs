//! The import graph in the DOT language of Graphviz.

use std::io;

use crate::{GraphImport, GraphModule};

/// Writes the graph as DOT, streamed, in the order of the iterators.
///
/// Packages are drawn as boxes, externals dashed; an import with several places is one arrow.
///
/// # Errors
///
/// Those of the writer.
pub fn write_graph_dot<'m, 'i>(
    modules: impl IntoIterator<Item = GraphModule<'m>>,
    imports: impl IntoIterator<Item = GraphImport<'i>>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "digraph imports {{")?;
    writeln!(out, "    rankdir = LR;")?;
    writeln!(out, "    node [shape = ellipse];")?;
    for module in modules {
        let attributes = match (module.package, module.external) {
            (_, true) => " [style = dashed]",
            (true, false) => " [shape = box]",
            (false, false) => "",
        };
        writeln!(out, "    {}{attributes};", quoted(&module.name))?;
    }
    for import in imports {
        let (from, to) = (quoted(&import.importer), quoted(&import.imported));
        writeln!(out, "    {from} -> {to};")?;
    }
    writeln!(out, "}}")
}

/// A quoted DOT identifier.
///
/// In one, only `\"` is an escape; a backslash is doubled all the same, so that none at the end can
/// take the closing quote with it. Line breaks would end the line, not the string: they are escaped.
fn quoted(name: &str) -> String {
    let escaped = name
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\r', "\\r");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(name: &str, package: bool, external: bool) -> GraphModule<'_> {
        GraphModule {
            name: name.into(),
            path: None,
            package,
            external,
        }
    }

    #[test]
    fn names_are_quoted_and_kinds_are_styled() {
        let modules = [
            module("a", true, false),
            module("a.\"b\\", false, false),
            module("django.forms", false, true),
        ];
        let imports = [GraphImport {
            importer: "a.\"b\\".into(),
            imported: "django.forms".into(),
            sites: Vec::new().into(),
        }];
        let mut out = Vec::new();
        write_graph_dot(modules, imports, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        digraph imports {
            rankdir = LR;
            node [shape = ellipse];
            "a" [shape = box];
            "a.\"b\\";
            "django.forms" [style = dashed];
            "a.\"b\\" -> "django.forms";
        }
        "#);
    }
}
