//! The types of contract: their words, and their options turned into settings.

use buttress_contracts::{
    AcyclicSiblingsSettings, ContractKind, ForbiddenSettings, IndependenceSettings, Layer,
    LayersSettings, ProtectedSettings,
};
use buttress_source::{Code, FileSpan, Finding, Spanned};

use crate::options::{
    AcyclicSiblingsOptions, ForbiddenOptions, IndependenceOptions, LayersOptions, ProtectedOptions,
};
use crate::reader::Reader;
use crate::table::{Field, OptionSpec, OptionTable};
use crate::values::Many;

/// A type of contract, as the schema and the reference need it.
pub(crate) struct KindSpec {
    pub(crate) word: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) specs: &'static [OptionSpec],
}

/// All types of contract, in documentation order.
pub(crate) const KINDS: &[KindSpec] = &[
    KindSpec {
        word: "layers",
        rule: "a lower layer must not import a higher one",
        specs: LayersOptions::SPECS,
    },
    KindSpec {
        word: "forbidden",
        rule: "no source module may import a forbidden one",
        specs: ForbiddenOptions::SPECS,
    },
    KindSpec {
        word: "independence",
        rule: "none of the modules may import another",
        specs: IndependenceOptions::SPECS,
    },
    KindSpec {
        word: "protected",
        rule: "only the allowed importers may import a protected module directly",
        specs: ProtectedOptions::SPECS,
    },
    KindSpec {
        word: "acyclic_siblings",
        rule: "the children of a package must not import each other in a cycle",
        specs: AcyclicSiblingsOptions::SPECS,
    },
];

/// The options of a contract's own type.
pub(crate) enum KindOptions {
    Layers(LayersOptions),
    Forbidden(ForbiddenOptions),
    Independence(IndependenceOptions),
    Protected(ProtectedOptions),
    AcyclicSiblings(AcyclicSiblingsOptions),
}

impl KindOptions {
    /// The empty options of a type.
    pub(crate) fn new(word: &str) -> Option<Self> {
        match word {
            "layers" => Some(Self::Layers(LayersOptions::default())),
            "forbidden" => Some(Self::Forbidden(ForbiddenOptions::default())),
            "independence" => Some(Self::Independence(IndependenceOptions::default())),
            "protected" => Some(Self::Protected(ProtectedOptions::default())),
            "acyclic_siblings" => Some(Self::AcyclicSiblings(AcyclicSiblingsOptions::default())),
            _ => None,
        }
    }

    pub(crate) fn table(&mut self) -> &mut dyn OptionTable {
        match self {
            Self::Layers(options) => options,
            Self::Forbidden(options) => options,
            Self::Independence(options) => options,
            Self::Protected(options) => options,
            Self::AcyclicSiblings(options) => options,
        }
    }

    /// The settings; none if a needed value is missing or was not understood.
    pub(crate) fn settings(self, reader: &mut Reader<'_>) -> Option<ContractKind> {
        match self {
            Self::Layers(options) => Some(layers(options, reader)?.into()),
            Self::Forbidden(options) => Some(forbidden(options)?.into()),
            Self::Independence(options) => {
                let modules = options.modules.value?.0;
                Some(IndependenceSettings { modules }.into())
            }
            Self::Protected(options) => Some(protected(options)?.into()),
            Self::AcyclicSiblings(options) => Some(acyclic_siblings(options)?.into()),
        }
    }
}

fn forbidden(options: ForbiddenOptions) -> Option<ForbiddenSettings> {
    Some(ForbiddenSettings {
        source_modules: options.source_modules.value?.0,
        forbidden_modules: options.forbidden_modules.value?.0,
        allow_indirect_imports: options.allow_indirect_imports.value.unwrap_or(false),
        as_packages: options.as_packages.value.unwrap_or(true),
        whole_externals: false,
    })
}

fn protected(options: ProtectedOptions) -> Option<ProtectedSettings> {
    Some(ProtectedSettings {
        protected_modules: options.protected_modules.value?.0,
        allowed_importers: options.allowed_importers.value?.0,
        as_packages: options.as_packages.value.unwrap_or(true),
    })
}

fn acyclic_siblings(options: AcyclicSiblingsOptions) -> Option<AcyclicSiblingsSettings> {
    let depth = options.depth.value;
    let skipped = options.skip_descendants.value.map(|Many(skipped)| skipped);
    Some(AcyclicSiblingsSettings {
        ancestors: options.ancestors.value?.0,
        depth: depth.unwrap_or(AcyclicSiblingsSettings::DEFAULT_DEPTH),
        skip_descendants: skipped.unwrap_or_default(),
    })
}

fn layers(options: LayersOptions, reader: &mut Reader<'_>) -> Option<LayersSettings> {
    check_exhaustive(&options, reader);
    let layers: Vec<Spanned<Layer>> = options.layers.value?.0;
    report_repeats(&layers, reader);
    let ignores = options.exhaustive_ignores.value.map(|Many(names)| names);
    let ignores = ignores.unwrap_or_default().into_iter();
    Some(LayersSettings {
        containers: options
            .containers
            .value
            .map(|list| list.0)
            .unwrap_or_default(),
        layers,
        exhaustive: options.exhaustive.value.unwrap_or(false),
        exhaustive_ignores: ignores
            .map(|name| name.map(|name| name.as_str().to_owned()))
            .collect(),
    })
}

fn check_exhaustive(options: &LayersOptions, reader: &mut Reader<'_>) {
    let mut needs = |field: Option<FileSpan>, message: &str, help: &str| {
        let finding = Finding::new(Code::InvalidValue, message).at(field);
        reader.report(finding.help(help));
    };
    let exhaustive = &options.exhaustive;
    if exhaustive.value == Some(true) && options.containers.key.is_none() {
        needs(
            exhaustive.key,
            "`exhaustive` needs `containers`, whose children it is about",
            "name the package of the layers in `containers`, and the layers relative to it",
        );
    }
    if given(&options.exhaustive_ignores) && exhaustive.value != Some(true) {
        needs(
            options.exhaustive_ignores.key,
            "`exhaustive_ignores` has no effect without `exhaustive = true`",
            "add `exhaustive = true`, or remove `exhaustive_ignores`",
        );
    }
}

fn given<T>(list: &Field<Many<T>>) -> bool {
    list.value.as_ref().is_some_and(|list| !list.0.is_empty())
}

fn report_repeats(layers: &[Spanned<Layer>], reader: &mut Reader<'_>) {
    let modules: Vec<_> = layers
        .iter()
        .flat_map(|layer| &layer.value.modules)
        .collect();
    let mut first = std::collections::BTreeMap::new();
    for module in modules {
        let name = module.value.name.as_str();
        let Some(earlier) = first.get(name) else {
            first.insert(name, module.span);
            continue;
        };
        let message = format!("layer `{name}` is listed twice");
        let mut finding = Finding::new(Code::InvalidValue, message).at(module.span);
        if let Some(earlier) = earlier {
            finding = finding.related(*earlier, format!("`{name}` is listed here first"));
        }
        reader.report(finding.help("a module can stand in one layer only"));
    }
}
