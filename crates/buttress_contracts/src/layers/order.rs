//! Which layer module may not import which: the order of the layers, without any graph.

use crate::Layer;

/// Why one layer module must not import another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The imported module is in a higher layer.
    Upward,
    /// Both are in one layer of independent siblings.
    Sibling,
    /// A closed layer, of this index, lies between the importer and the lower imported module.
    PastClosed(usize),
}

/// The heights of a contract's layers. Absent modules do not change it: a closed layer still
/// counts when nothing of it is there.
#[derive(Debug)]
pub(crate) struct Order {
    independent: Vec<bool>,
    /// For each layer the nearest closed one below it.
    closed_below: Vec<Option<usize>>,
}

impl Order {
    /// The order of layers given highest first.
    pub(crate) fn new<'l>(layers: impl IntoIterator<Item = &'l Layer>) -> Self {
        let layers: Vec<&Layer> = layers.into_iter().collect();
        let mut closed_below = vec![None; layers.len()];
        let mut nearest = None;
        for (height, layer) in layers.iter().enumerate().rev() {
            closed_below[height] = nearest;
            if layer.closed {
                nearest = Some(height);
            }
        }
        let independent = layers.iter().map(|layer| layer.independent).collect();
        Self {
            independent,
            closed_below,
        }
    }

    /// The rule against an import between two different modules of these layers, given by index.
    pub(crate) fn rule(&self, importer: usize, imported: usize) -> Option<Rule> {
        if imported < importer {
            return Some(Rule::Upward);
        }
        if imported == importer {
            return self.independent[importer].then_some(Rule::Sibling);
        }
        let closed = self.closed_below[importer]?;
        (closed < imported).then_some(Rule::PastClosed(closed))
    }

    /// Whether there is no rule against any import by this layer.
    pub(crate) fn may_import_all(&self, layer: usize) -> bool {
        (0..self.independent.len()).all(|other| self.rule(layer, other).is_none())
    }

    /// Whether there is no rule against any import of this layer.
    pub(crate) fn all_may_import(&self, layer: usize) -> bool {
        (0..self.independent.len()).all(|other| self.rule(other, layer).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(independent: bool, closed: bool) -> Layer {
        Layer {
            modules: Vec::new(),
            independent,
            closed,
        }
    }

    #[test]
    fn upward_and_sideways() {
        let (open, mixed) = (layer(true, false), layer(false, false));
        let order = Order::new([&open, &mixed]);
        assert_eq!(order.rule(1, 0), Some(Rule::Upward));
        assert_eq!(order.rule(0, 1), None);
        assert_eq!(order.rule(0, 0), Some(Rule::Sibling));
        assert_eq!(order.rule(1, 1), None);
    }

    #[test]
    fn a_closed_layer_blocks_only_what_reaches_past_it() {
        let (open, closed) = (layer(true, false), layer(true, true));
        let order = Order::new([&open, &closed, &open, &closed, &open]);
        assert_eq!(order.rule(0, 1), None);
        assert_eq!(order.rule(1, 2), None);
        assert_eq!(order.rule(0, 2), Some(Rule::PastClosed(1)));
        assert_eq!(order.rule(1, 4), Some(Rule::PastClosed(3)));
        assert_eq!(order.rule(4, 0), Some(Rule::Upward));
    }
}
