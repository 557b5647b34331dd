//! One contract as a native table.

use buttress_contracts::{
    AcyclicSiblingsSettings, Contract, ContractKind, ForbiddenSettings, Layer, LayersSettings,
};
use buttress_graph::{ModuleName, Selector};
use buttress_project::ContractEntry;
use buttress_source::{Severity, Spanned};

use super::Migrator;
use super::comments::Section;
use super::pieces::Pieces;
use crate::contract::kebab_case;
use crate::importlinter::RawContract;

/// The most characters of an id that is made of a name, unless its first word is longer.
const ID_LENGTH: usize = 48;

impl Migrator<'_> {
    /// Writes a contract, or a comment about one that cannot be expressed; says whether it could.
    pub(super) fn entry(
        &mut self,
        entry: &ContractEntry,
        raw: Option<&RawContract>,
        section: &Section,
    ) -> bool {
        self.out.gap();
        let above = self.comments.above_header(section);
        self.out.comments(&above, 0);
        let contract = match expressible(entry) {
            Ok(contract) => contract,
            Err(why) => {
                let id = &entry.header.id;
                let said = format!("the contract `{id}`: {why}");
                let comment = format!("Not expressed here: {said}.");
                self.out.comments(&[Some(comment)], 0);
                self.migration.left_out.push(said);
                return false;
            }
        };
        let id = self.id(contract, raw);
        let behind = self.comments.behind_header(section);
        self.out.option(self.headers.contract, behind.as_deref());
        let mut pieces = Pieces::new(&mut self.comments, section);
        pieces.text("", "id", &id);
        if let Some(name) = &contract.name {
            pieces.text("name", "name", name);
        }
        pieces.text("type", "type", contract.kind.as_str());
        kind(&contract.kind, &mut pieces);
        ignored(contract, &mut pieces);
        if let Some(reason) = &contract.reason {
            pieces.text("broken_contract_guidance", "reason", reason);
        }
        pieces.finish(&mut self.out);
        self.explain(contract, &id);
        true
    }

    /// Says what is written otherwise.
    fn explain(&mut self, contract: &Contract, id: &str) {
        if contract.reason.is_some() {
            self.changed("`broken_contract_guidance` is now `reason`");
        }
        let ContractKind::Layers(layers) = &contract.kind else {
            return;
        };
        if !layers.exhaustive && !layers.exhaustive_ignores.is_empty() {
            self.changed(format!(
                "`exhaustive_ignores` of `{id}` is gone: without `exhaustive` it has no effect"
            ));
        }
        let odd = layers.exhaustive_ignores.iter();
        for name in odd.filter(|name| layers.exhaustive && !is_module_name(name)) {
            self.changed(format!(
                "`{}` is gone from `exhaustive_ignores` of `{id}`: no module has that name",
                name.value.escape_debug()
            ));
        }
    }

    /// The id that is written in the original, if it can stay; else one made of it or of the name.
    fn id(&mut self, contract: &Contract, raw: Option<&RawContract>) -> String {
        let old = contract.id.as_str();
        let is_written =
            raw.is_some_and(|raw| raw.section_id.is_some() || raw.table.get("id").is_some());
        let is_odd = |c: char| c.is_whitespace() || c.is_control();
        let wanted = if is_written && !old.contains(is_odd) {
            old.to_owned()
        } else {
            let name = contract.name.as_deref().filter(|_| !is_written);
            let made = shortened(&kebab_case(name.unwrap_or(old)));
            if made.is_empty() {
                "contract".to_owned()
            } else {
                made
            }
        };
        let numbered = (2_usize..).map(|number| format!("{wanted}-{number}"));
        let mut candidates = std::iter::once(wanted.clone()).chain(numbered);
        let id = candidates.find(|id| !self.ids.contains(id));
        let id = id.unwrap_or(wanted);
        self.ids.insert(id.clone());
        if id != old {
            self.changed(format!("the contract `{old}` has the id `{id}`"));
        }
        id
    }
}

/// The contract, or why there can be no native one.
fn expressible(entry: &ContractEntry) -> Result<&Contract, String> {
    let kind = &entry.header.kind;
    let Some(contract) = &entry.contract else {
        return Err(if entry.custom.is_some() {
            format!(
                "its type `{kind}` is a Python class, which only import-linter's configuration can name"
            )
        } else {
            "it could not be understood".to_owned()
        });
    };
    let empty = match &contract.kind {
        ContractKind::Layers(settings) => settings.layers.is_empty().then_some("layers"),
        ContractKind::Forbidden(settings) if settings.source_modules.is_empty() => {
            Some("source_modules")
        }
        ContractKind::Forbidden(settings) => settings
            .forbidden_modules
            .is_empty()
            .then_some("forbidden_modules"),
        ContractKind::Independence(settings) => settings.modules.is_empty().then_some("modules"),
        ContractKind::Protected(settings) => settings
            .protected_modules
            .is_empty()
            .then_some("protected_modules"),
        ContractKind::AcyclicSiblings(settings) => {
            settings.ancestors.is_empty().then_some("ancestors")
        }
        _ => return Err(format!("the type `{kind}` has no native form")),
    };
    empty.map_or(Ok(contract), |option| {
        Err(format!(
            "its `{option}` is empty, so it is always kept; here that is a mistake"
        ))
    })
}

fn kind(kind: &ContractKind, pieces: &mut Pieces<'_, '_>) {
    match kind {
        ContractKind::Layers(settings) => layers(settings, pieces),
        ContractKind::Forbidden(settings) => forbidden(settings, pieces),
        ContractKind::Independence(settings) => selectors("modules", &settings.modules, pieces),
        ContractKind::Protected(settings) => {
            selectors("protected_modules", &settings.protected_modules, pieces);
            selectors("allowed_importers", &settings.allowed_importers, pieces);
            pieces.switch("as_packages", settings.as_packages, true);
        }
        ContractKind::AcyclicSiblings(settings) => acyclic_siblings(settings, pieces),
        // `expressible` refused any other.
        _ => {}
    }
}

fn forbidden(settings: &ForbiddenSettings, pieces: &mut Pieces<'_, '_>) {
    selectors("source_modules", &settings.source_modules, pieces);
    selectors("forbidden_modules", &settings.forbidden_modules, pieces);
    let indirect = settings.allow_indirect_imports;
    pieces.switch("allow_indirect_imports", indirect, false);
    pieces.switch("as_packages", settings.as_packages, true);
}

fn acyclic_siblings(settings: &AcyclicSiblingsSettings, pieces: &mut Pieces<'_, '_>) {
    selectors("ancestors", &settings.ancestors, pieces);
    if settings.depth != AcyclicSiblingsSettings::DEFAULT_DEPTH || pieces.has("depth") {
        pieces.raw("depth", "depth", &settings.depth.to_string());
    }
    if !settings.skip_descendants.is_empty() {
        selectors("skip_descendants", &settings.skip_descendants, pieces);
    }
}

fn layers(settings: &LayersSettings, pieces: &mut Pieces<'_, '_>) {
    if !settings.containers.is_empty() {
        selectors("containers", &settings.containers, pieces);
    }
    let layers = settings.layers.iter();
    let layers = layers.map(|layer| (written(&layer.value), layer.span));
    pieces.list("layers", "layers", layers.collect());
    pieces.switch("exhaustive", settings.exhaustive, false);
    let names = settings.exhaustive_ignores.iter();
    let names = names.filter(|name| settings.exhaustive && is_module_name(name));
    let names: Vec<_> = names.map(|name| (name.value.clone(), name.span)).collect();
    if !names.is_empty() {
        pieces.list("exhaustive_ignores", "exhaustive_ignores", names);
    }
}

fn ignored(contract: &Contract, pieces: &mut Pieces<'_, '_>) {
    if !contract.ignore_imports.is_empty() {
        let patterns = contract.ignore_imports.iter();
        let patterns = patterns.map(|ignored| &ignored.pattern);
        let items = patterns.map(|pattern| (pattern.value.to_string(), pattern.span));
        pieces.list("ignore_imports", "ignore_imports", items.collect());
    }
    let option = "unmatched_ignore_imports_alerting";
    let word = match contract.unmatched_ignore_imports_alerting {
        Severity::Error => "error",
        Severity::Warning => "warn",
        Severity::Off => "none",
    };
    if word != "error" || pieces.has(option) {
        pieces.text(option, option, word);
    }
}

fn selectors(option: &str, selectors: &[Spanned<Selector>], pieces: &mut Pieces<'_, '_>) {
    let items = selectors.iter();
    let items = items.map(|item| (item.value.to_string(), item.span));
    pieces.list(option, option, items.collect());
}

fn is_module_name(name: &Spanned<String>) -> bool {
    name.value.parse::<ModuleName>().is_ok()
}

/// A layer in the syntax of strings.
fn written(layer: &Layer) -> String {
    let modules = layer.modules.iter().map(|module| {
        let name = module.value.name.as_str();
        if module.value.optional {
            format!("({name})")
        } else {
            name.to_owned()
        }
    });
    let separator = if layer.independent { " | " } else { " : " };
    modules.collect::<Vec<_>>().join(separator)
}

/// As many whole words of an id as fit.
fn shortened(id: &str) -> String {
    let mut short = String::new();
    for word in id.split('-') {
        let length = short.chars().count() + 1 + word.chars().count();
        if !short.is_empty() && length > ID_LENGTH {
            break;
        }
        if !short.is_empty() {
            short.push('-');
        }
        short.push_str(word);
    }
    short
}
