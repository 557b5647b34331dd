//! `layers`: a lower layer must not import a higher one.
//!
//! Each container is judged on its own: `stack` finds out which layers it has, `order` which of
//! them must not import which, a sweep which of them do, and `exhaustive` what nobody listed.

mod exhaustive;
mod order;
mod stack;

use buttress_graph::{GroupPairs, ModuleRange};
use buttress_source::FileSpan;

use crate::overlap;
use crate::pairs::{self, Comparison, Pair};
use crate::scope::{Ruled, Scope};
use crate::{LayersSettings, Violation};

use order::{Order, Rule};
use stack::{Rung, Stack};

/// Checks a contract of layers; `span` is where the contract is written.
pub(crate) fn check(
    scope: &mut Scope<'_>,
    settings: &LayersSettings,
    span: Option<FileSpan>,
) -> Vec<Violation> {
    let stacks = stack::resolve(scope, settings);
    let ladder = Ladder {
        settings,
        order: Order::new(settings.layers.iter().map(|layer| &layer.value)),
    };
    for stack in &stacks {
        ladder.report_overlaps(scope, stack);
    }
    if settings.exhaustive {
        exhaustive::report(scope, settings, &stacks, span);
    }
    let ranges: Vec<Vec<ModuleRange>> = stacks.iter().map(Stack::ranges).collect();
    let ruled = stacks.iter().map(|stack| {
        let rungs = stack.rungs.iter().map(|rung| Ruled {
            range: rung.term.modules,
            may_import_all: ladder.order.may_import_all(rung.layer),
            all_may_import: ladder.order.all_may_import(rung.layer),
        });
        rungs.collect()
    });
    let connected = scope.absorbing_families(&ruled.collect::<Vec<_>>());
    let stacks = stacks.iter().zip(&connected).zip(ranges);
    let comparisons = stacks.map(|((stack, connected), importers)| Comparison {
        importers,
        absorbing: true,
        pairs: ladder.violating(stack, connected).collect(),
    });
    let comparisons = comparisons.filter(|compared| !compared.pairs.is_empty());
    let comparisons: Vec<_> = comparisons.collect();
    pairs::violations(scope, &comparisons)
}

/// The layer modules of each container, as ranges of modules.
pub(crate) fn groups(scope: &mut Scope<'_>, settings: &LayersSettings) -> Vec<Vec<ModuleRange>> {
    let stacks = stack::resolve(scope, settings);
    stacks.iter().map(Stack::ranges).collect()
}

/// The layers of a contract and the rules between them, the same in every container.
struct Ladder<'c> {
    settings: &'c LayersSettings,
    order: Order,
}

impl Ladder<'_> {
    fn report_overlaps(&self, scope: &mut Scope<'_>, stack: &Stack) {
        let rungs = &stack.rungs;
        for (outer, inner) in overlap::nested(&stack.ranges()) {
            let (outer, inner) = (&rungs[outer], &rungs[inner]);
            let there = self.order.rule(inner.layer, outer.layer);
            let back = self.order.rule(outer.layer, inner.layer);
            if there.or(back).is_some() {
                scope.report(overlap::finding(&outer.term, &inner.term));
            }
        }
    }

    /// The connected pairs against which there is a rule, by importer, then by imported module.
    fn violating<'s>(
        &'s self,
        stack: &'s Stack,
        connected: &'s GroupPairs,
    ) -> impl Iterator<Item = Pair<'s>> {
        let pairs = connected.iter().filter_map(|places| {
            let (importer, imported) = (&stack.rungs[places.0], &stack.rungs[places.1]);
            let rule = self.order.rule(importer.layer, imported.layer)?;
            let apart = !importer.term.modules.overlaps(imported.term.modules);
            apart.then_some((places, importer, imported, rule))
        });
        pairs.map(|(places, importer, imported, rule)| Pair {
            importer: &importer.term,
            imported: &imported.term,
            places,
            because: importer.term.span,
            explanation: self.explain(importer, imported, rule).into(),
        })
    }

    fn explain(&self, importer: &Rung, imported: &Rung, rule: Rule) -> String {
        let (from, to) = (&importer.label, &imported.label);
        match rule {
            Rule::Upward => format!("{from} is below {to} in this contract"),
            Rule::Sibling => format!("{from} and {to} are independent siblings in this contract"),
            Rule::PastClosed(layer) => {
                format!(
                    "{} closed layer between {from} and {to}",
                    self.subject(layer)
                )
            }
        }
    }

    /// A layer's modules as a subject: `a is a`, or `a and b are one` when there are several.
    fn subject(&self, layer: usize) -> String {
        let modules = self.settings.layers[layer].value.modules.iter();
        let names: Vec<&str> = modules.map(|module| module.value.name.as_str()).collect();
        match names.as_slice() {
            [] => "there is a".to_owned(),
            [only] => format!("{only} is a"),
            [others @ .., last] => format!("{} and {last} are one", others.join(", ")),
        }
    }
}
