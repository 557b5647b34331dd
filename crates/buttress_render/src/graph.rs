//! The neutral model of a whole import graph, one module or import at a time.

use std::borrow::Cow;

use buttress_report::SiteReport;

/// A module of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphModule<'a> {
    /// Its full name.
    pub name: Cow<'a, str>,
    /// Its file, `/`-separated and relative to the project; none for externals and namespaces.
    pub path: Option<Cow<'a, str>>,
    /// Whether it is a package.
    pub package: bool,
    /// Whether it lies outside the project.
    pub external: bool,
}

/// A direct import of one module by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphImport<'a> {
    /// The module that imports.
    pub importer: Cow<'a, str>,
    /// The module that is imported.
    pub imported: Cow<'a, str>,
    /// The places, in source order.
    pub sites: Cow<'a, [SiteReport]>,
}
