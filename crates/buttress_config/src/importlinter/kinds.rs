//! The types of contract that import-linter has, and their options.

use std::collections::BTreeSet;

use buttress_contracts::{
    AcyclicSiblingsSettings, ContractKind, ForbiddenSettings, IndependenceSettings, Layer,
    LayersSettings, ProtectedSettings,
};
use buttress_graph::{Selector, is_same_or_below};
use buttress_source::{FileSpan, Span, Spanned};

use super::contract::Session;
use super::expressions;
use super::fields::{self, Sink};
use super::keep_first;
use super::layer::{layer, report_repeats};
use super::raw::{Raw, RawTable};

/// The options of every contract, of whatever type.
pub(crate) const COMMON: &[&str] = &["id", "name", "type"];

/// The options that each type has.
const SHARED: &[&str] = &[
    "ignore_imports",
    "unmatched_ignore_imports_alerting",
    "broken_contract_guidance",
];

/// A type of contract.
pub(crate) struct Kind {
    /// The word of `type`.
    pub(crate) word: &'static str,
    /// The options that it needs.
    pub(crate) required: &'static [&'static str],
    /// The options that it can do without.
    optional: &'static [&'static str],
    /// Reads the options.
    pub(crate) read: fn(&mut Options<'_>, &Session) -> ContractKind,
}

impl Kind {
    /// The names of all options of the type.
    pub(crate) fn options(&self) -> impl Iterator<Item = &'static str> {
        let own = self.required.iter().chain(self.optional);
        own.chain(SHARED).copied()
    }
}

/// The types of contract.
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        word: "forbidden",
        required: &["source_modules", "forbidden_modules"],
        optional: &["allow_indirect_imports", "as_packages"],
        read: forbidden,
    },
    Kind {
        word: "layers",
        required: &["layers"],
        optional: &["containers", "exhaustive", "exhaustive_ignores"],
        read: layers,
    },
    Kind {
        word: "independence",
        required: &["modules"],
        optional: &[],
        read: independence,
    },
    Kind {
        word: "protected",
        required: &["protected_modules", "allowed_importers"],
        optional: &["as_packages"],
        read: protected,
    },
    Kind {
        word: "acyclic_siblings",
        required: &["ancestors"],
        optional: &["depth", "skip_descendants"],
        read: acyclic_siblings,
    },
];

/// The options of a contract, while they are read.
pub(crate) struct Options<'c> {
    pub(crate) table: &'c RawTable,
    pub(crate) sink: Sink,
}

impl Options<'_> {
    /// The items of an option; none if it is not there.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        read: impl Fn(&Raw, &mut Sink) -> Option<T>,
    ) -> Vec<T> {
        let Some(entry) = self.table.get(name) else {
            return Vec::new();
        };
        let before = self.sink.len();
        let items = fields::list(&entry.value, &mut self.sink, read);
        self.sink.attribute(before, name);
        items
    }

    /// The value of an option, if it is there and was understood.
    pub(crate) fn optional<T>(
        &mut self,
        name: &str,
        read: impl Fn(&Raw, &mut Sink) -> Option<T>,
    ) -> Option<T> {
        let entry = self.table.get(name)?;
        let before = self.sink.len();
        let value = read(&entry.value, &mut self.sink);
        // An empty value has no place of its own that could be shown.
        if entry.value.span.is_empty() {
            self.sink.move_since(before, entry.key.span);
        }
        self.sink.attribute(before, name);
        value
    }

    fn boolean(&mut self, name: &str, default: bool) -> bool {
        self.optional(name, fields::boolean).unwrap_or(default)
    }

    /// A set of module expressions, each once.
    fn selectors(&mut self, name: &str) -> Vec<Spanned<Selector>> {
        let mut selectors = self.list(name, expressions::selector);
        keep_first(&mut selectors);
        selectors
    }

    fn key_span(&self, name: &str) -> Span {
        let entry = self.table.get(name);
        entry.map_or(self.table.span, |entry| entry.key.span)
    }
}

fn forbidden(options: &mut Options<'_>, session: &Session) -> ContractKind {
    let forbidden_modules = options.selectors("forbidden_modules");
    check_externals(&forbidden_modules, &mut options.sink, session);
    ForbiddenSettings {
        source_modules: options.selectors("source_modules"),
        forbidden_modules,
        allow_indirect_imports: options.boolean("allow_indirect_imports", false),
        as_packages: options.boolean("as_packages", true),
        whole_externals: true,
    }
    .into()
}

/// Externals can only be forbidden while they are in the graph, in which they have no parts.
fn check_externals(forbidden: &[Spanned<Selector>], sink: &mut Sink, session: &Session) {
    let Some(roots) = &session.roots else {
        return;
    };
    let is_internal = |name| {
        roots
            .iter()
            .any(|root| is_same_or_below(name, root.as_str()))
    };
    for selector in forbidden {
        let name = selector.value.as_literal();
        let (Some(name), Some(at)) = (name.filter(|name| !is_internal(name)), selector.span) else {
            continue;
        };
        if !session.externals {
            let message = format!(
                "`{name}` is an external module, and the top level configuration does not have \
                 `include_external_packages = True`"
            );
            let help = "set it where the root package is named, or write the full name of an \
                        internal module";
            sink.invalid(at.span, message).help = Some(help.to_owned());
        } else if let Some((top, _)) = name.split_once('.') {
            let message = format!(
                "invalid forbidden module `{name}`: subpackages of external packages are not valid"
            );
            sink.invalid(at.span, message).help = Some(format!("forbid `{top}` as a whole"));
        }
    }
}

fn layers(options: &mut Options<'_>, session: &Session) -> ContractKind {
    let layers: Vec<Spanned<Layer>> = options.list("layers", layer);
    let before = options.sink.len();
    report_repeats(&layers, &mut options.sink);
    options.sink.attribute(before, "layers");
    let containers = options.selectors("containers");
    check_containers(&containers, &mut options.sink, session);
    let exhaustive = options.boolean("exhaustive", false);
    let is_container = |raw: &Raw| raw.text().is_none_or(|text| !text.trim().is_empty());
    let given = options.table.get("containers");
    let given = given.is_some_and(|entry| entry.value.items().iter().any(is_container));
    if exhaustive && !given {
        let message = "the exhaustive option is not supported for contracts without containers";
        let help = "name the package of the layers in `containers`, and the layers relative to it";
        let span = options.key_span("exhaustive");
        let finding = options.sink.invalid(span, message);
        finding.help = Some(help.to_owned());
        finding.option = Some("exhaustive".to_owned());
    }
    LayersSettings {
        containers,
        layers,
        exhaustive,
        exhaustive_ignores: options.list("exhaustive_ignores", fields::string),
    }
    .into()
}

/// A container has to be a root package or below one. What wildcards match is seen later.
fn check_containers(containers: &[Spanned<Selector>], sink: &mut Sink, session: &Session) {
    let Some(roots) = &session.roots else {
        return;
    };
    let is_inside = |name| {
        roots
            .iter()
            .any(|root| is_same_or_below(name, root.as_str()))
    };
    for selector in containers {
        let name = selector.value.as_literal();
        let (Some(name), Some(at)) = (name.filter(|name| !is_inside(name)), selector.span) else {
            continue;
        };
        let names: Vec<String> = roots.iter().map(|root| format!("`{root}`")).collect();
        let expected = match names.as_slice() {
            [only] => format!("either be a subpackage of {only}, or {only} itself"),
            _ => format!(
                "either be a root package, or a subpackage of one of them (the root packages are {})",
                names.join(", ")
            ),
        };
        let message = format!("invalid container `{name}`: a container must {expected}");
        sink.invalid(at.span, message);
    }
}

fn independence(options: &mut Options<'_>, _: &Session) -> ContractKind {
    let modules = options.selectors("modules");
    IndependenceSettings { modules }.into()
}

fn protected(options: &mut Options<'_>, _: &Session) -> ContractKind {
    ProtectedSettings {
        protected_modules: options.list("protected_modules", expressions::selector),
        allowed_importers: options.list("allowed_importers", expressions::selector),
        as_packages: options.boolean("as_packages", true),
    }
    .into()
}

fn acyclic_siblings(options: &mut Options<'_>, _: &Session) -> ContractKind {
    let ancestors = options.selectors("ancestors");
    let depth = options.optional("depth", fields::natural);
    let skip_descendants = options.selectors("skip_descendants");
    report_skipped_ancestors(&ancestors, &skip_descendants, &mut options.sink);
    AcyclicSiblingsSettings {
        ancestors,
        depth: depth.unwrap_or(AcyclicSiblingsSettings::DEFAULT_DEPTH),
        skip_descendants,
    }
    .into()
}

fn report_skipped_ancestors(
    ancestors: &[Spanned<Selector>],
    skipped: &[Spanned<Selector>],
    sink: &mut Sink,
) {
    let names: BTreeSet<&str> = ancestors.iter().map(|a| a.value.as_str()).collect();
    for selector in skipped {
        let name = selector.value.as_str();
        let (true, Some(FileSpan { span, .. })) = (names.contains(name), selector.span) else {
            continue;
        };
        let message = if selector.value.as_literal().is_some() {
            format!("cannot skip `{name}` as it is also an ancestor")
        } else {
            format!("cannot skip descendant `{name}` as the same expression is in `ancestors`")
        };
        sink.invalid(span, message);
    }
}
