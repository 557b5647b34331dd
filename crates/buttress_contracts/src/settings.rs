//! What each kind of contract can be told.

use buttress_graph::{ModuleName, Selector};
use buttress_source::Spanned;

/// Settings of a `layers` contract: a lower layer must not import a higher one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LayersSettings {
    /// The packages in which the layers stand, each judged on its own; when there are none, the
    /// layers are absolute names.
    pub containers: Vec<Spanned<Selector>>,
    /// The layers, highest first.
    pub layers: Vec<Spanned<Layer>>,
    /// Whether every child of every container must be listed as a layer.
    pub exhaustive: bool,
    /// Children of the containers that need not be listed, as names relative to the container.
    pub exhaustive_ignores: Vec<Spanned<String>>,
}

/// One layer: one module, or several siblings at the same height.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The siblings.
    pub modules: Vec<Spanned<LayerModule>>,
    /// Whether the siblings must not import each other.
    pub independent: bool,
    /// Whether higher layers must not reach past this one to lower layers.
    pub closed: bool,
}

impl Layer {
    /// A layer of one module that has to exist.
    pub fn of(name: ModuleName) -> Self {
        let module = LayerModule {
            name,
            optional: false,
        };
        Self {
            modules: vec![module.into()],
            independent: true,
            closed: false,
        }
    }
}

/// A module of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerModule {
    /// Its name, relative to the container if there are containers.
    pub name: ModuleName,
    /// Whether it may be absent.
    pub optional: bool,
}

/// Settings of a `forbidden` contract: no source module may import a forbidden one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForbiddenSettings {
    /// The modules that must not import.
    pub source_modules: Vec<Spanned<Selector>>,
    /// The modules, internal or external, that must not be imported.
    pub forbidden_modules: Vec<Spanned<Selector>>,
    /// Whether only direct imports count.
    pub allow_indirect_imports: bool,
    /// Whether each module stands for its descendants as well.
    pub as_packages: bool,
    /// Whether only whole external packages can be forbidden: a wildcard that matches a part of one,
    /// such as `ns.*` and `ns.other`, is an error then.
    pub whole_externals: bool,
}

/// Settings of an `independence` contract: none of the modules may import another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndependenceSettings {
    /// The modules.
    pub modules: Vec<Spanned<Selector>>,
}

/// Settings of a `protected` contract: only some modules may import the protected ones directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectedSettings {
    /// The modules, internal or external, that must not be imported.
    pub protected_modules: Vec<Spanned<Selector>>,
    /// The modules that may import them all the same.
    pub allowed_importers: Vec<Spanned<Selector>>,
    /// Whether each module stands for its descendants as well.
    pub as_packages: bool,
}

/// Settings of an `acyclic_siblings` contract: no cycle of imports between the children of a
/// package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcyclicSiblingsSettings {
    /// The packages whose children must not import each other in a cycle.
    pub ancestors: Vec<Spanned<Selector>>,
    /// How many levels below an ancestor the same holds: 0 for the ancestor's own children only.
    pub depth: u32,
    /// The packages whose children are not looked at, nor what is below those. Their imports still
    /// count between the packages around them.
    pub skip_descendants: Vec<Spanned<Selector>>,
}

impl AcyclicSiblingsSettings {
    /// How deep the check goes unless it is told.
    pub const DEFAULT_DEPTH: u32 = 10;
}
