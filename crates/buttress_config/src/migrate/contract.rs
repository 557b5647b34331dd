//! One contract as a native table.

use buttress_contracts::{Contract, ContractKind, Layer, LayersSettings};
use buttress_graph::{ModuleName, Selector};
use buttress_project::ContractEntry;
use buttress_source::{FileSpan, Severity, Spanned};

use super::Migrator;
use super::comments::Lines;

/// The items of a list, each with its place in the original.
type Items = Vec<(String, Option<FileSpan>)>;

impl Migrator<'_> {
    /// Writes a contract, or a comment about one that cannot be expressed.
    pub(super) fn entry(&mut self, entry: &ContractEntry) {
        self.out.gap();
        if let Some(span) = entry.header.span {
            let above = self.comments.around(span);
            self.out.comments(&above, 0);
        }
        let Some(contract) = &entry.contract else {
            let (id, kind) = (&entry.header.id, &entry.header.kind);
            let why = if entry.custom.is_some() {
                "its type is written in Python, which only import-linter's configuration can name"
            } else {
                "it could not be understood"
            };
            let said = format!("the contract `{id}` of type `{kind}` is left out: {why}");
            self.out.comments(std::slice::from_ref(&said), 0);
            self.migration.left_out.push(said);
            return;
        };
        let lines = self.comments.section_at(entry.header.span);
        self.out.raw_line("[[contracts]]");
        self.common(contract, lines);
        self.kind(&contract.kind, lines);
        self.ignored(contract, lines);
        self.rest(lines.0, lines.1);
    }

    fn common(&mut self, contract: &Contract, lines: Lines) {
        let id = self.id(contract);
        self.above("id", lines);
        self.out.text("id", &id);
        if let Some(name) = &contract.name {
            self.above("name", lines);
            self.out.text("name", name);
        }
        self.above("type", lines);
        self.out.text("type", contract.kind.as_str());
        if let Some(reason) = &contract.reason {
            self.above("broken_contract_guidance", lines);
            self.out.text("reason", reason);
            self.changed(format!(
                "`broken_contract_guidance` of `{id}` is now `reason`"
            ));
        }
    }

    /// The id it has, if it is written somewhere and can stay; else one made of the name.
    fn id(&mut self, contract: &Contract) -> String {
        let old = contract.id.as_str();
        let is_odd = |c: char| c.is_whitespace() || c.is_control();
        let stays = !old.is_empty() && !old.contains(is_odd) && self.source.contains(old);
        let wanted = if stays {
            old.to_owned()
        } else {
            let name = contract
                .name
                .as_deref()
                .filter(|_| !self.source.contains(old));
            Some(kebab(name.unwrap_or(old)))
                .filter(|id| !id.is_empty())
                .unwrap_or_else(|| "contract".to_owned())
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

    fn kind(&mut self, kind: &ContractKind, lines: Lines) {
        match kind {
            ContractKind::Layers(settings) => self.layers(settings, lines),
            ContractKind::Forbidden(settings) => {
                self.selectors("source_modules", &settings.source_modules, lines);
                self.selectors("forbidden_modules", &settings.forbidden_modules, lines);
                let indirect = settings.allow_indirect_imports;
                self.switch("allow_indirect_imports", indirect, false, lines);
                self.switch("as_packages", settings.as_packages, true, lines);
            }
            ContractKind::Independence(settings) => {
                self.selectors("modules", &settings.modules, lines);
            }
            ContractKind::Protected(settings) => {
                self.selectors("protected_modules", &settings.protected_modules, lines);
                self.selectors("allowed_importers", &settings.allowed_importers, lines);
                self.switch("as_packages", settings.as_packages, true, lines);
            }
            ContractKind::AcyclicSiblings(settings) => {
                self.selectors("ancestors", &settings.ancestors, lines);
                self.above("depth", lines);
                self.out.raw("depth", &settings.depth.to_string());
                if !settings.skip_descendants.is_empty() {
                    self.selectors("skip_descendants", &settings.skip_descendants, lines);
                }
            }
            _ => self.migration.left_out.push(format!(
                "the options of type `{}` have no native form",
                kind.as_str()
            )),
        }
    }

    fn layers(&mut self, settings: &LayersSettings, lines: Lines) {
        if !settings.containers.is_empty() {
            self.selectors("containers", &settings.containers, lines);
        }
        self.above("layers", lines);
        let layers = settings.layers.iter();
        self.list(
            "layers",
            layers
                .map(|layer| (written(&layer.value), layer.span))
                .collect(),
        );
        self.switch("exhaustive", settings.exhaustive, false, lines);
        let (names, odd): (Vec<_>, Vec<_>) = (settings.exhaustive_ignores.iter())
            .partition(|name| name.value.parse::<ModuleName>().is_ok());
        if !names.is_empty() {
            self.above("exhaustive_ignores", lines);
            let items = names
                .into_iter()
                .map(|name| (name.value.clone(), name.span));
            self.list("exhaustive_ignores", items.collect());
        }
        for name in odd {
            let said = format!(
                "`{}` is left out of `exhaustive_ignores`: no module has that name",
                name.value.escape_debug()
            );
            self.out.comments(std::slice::from_ref(&said), 0);
            self.migration.left_out.push(said);
        }
    }

    fn ignored(&mut self, contract: &Contract, lines: Lines) {
        if !contract.ignore_imports.is_empty() {
            self.above("ignore_imports", lines);
            let ignored = contract
                .ignore_imports
                .iter()
                .map(|ignored| &ignored.pattern);
            let items = ignored.map(|pattern| (pattern.value.to_string(), pattern.span));
            self.list("ignore_imports", items.collect());
        }
        let word = match contract.unmatched_ignore_imports_alerting {
            Severity::Error => return,
            Severity::Warning => "warn",
            Severity::Off => "none",
        };
        let option = "unmatched_ignore_imports_alerting";
        self.above(option, lines);
        self.out.text(option, word);
    }

    fn above(&mut self, option: &str, lines: Lines) {
        let above = self.comments.above_key(lines, option);
        self.out.comments(&above.unwrap_or_default(), 0);
    }

    fn switch(&mut self, option: &str, value: bool, default: bool, lines: Lines) {
        if value != default {
            self.above(option, lines);
            self.out.raw(option, &value.to_string());
        }
    }

    fn selectors(&mut self, option: &str, selectors: &[Spanned<Selector>], lines: Lines) {
        self.above(option, lines);
        let items = selectors
            .iter()
            .map(|item| (item.value.to_string(), item.span));
        self.list(option, items.collect());
    }

    /// A list with the comments around its items.
    pub(super) fn list(&mut self, option: &str, items: Items) {
        let mut commented = Vec::with_capacity(items.len());
        for (item, span) in items {
            let comments = span.map(|span| self.comments.around(span));
            commented.push((comments.unwrap_or_default(), item));
        }
        self.out.list(option, &commented);
    }
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

/// The words of a text in lower case with hyphens between them.
fn kebab(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}
