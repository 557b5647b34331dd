//! The order of all names: which id each module and external gets.
//!
//! Modules are numbered as they are given, and externals count on from them; ids follow the names.

use crate::{ModuleId, cmp_names};

/// Numbers and ids, each told from the other.
pub(super) struct Ranks {
    /// The id of each number.
    pub(super) ids: Vec<ModuleId>,
    /// The number of each id; of equal names that of the first.
    pub(super) order: Vec<u32>,
}

impl Ranks {
    /// Sorts names by number. O(n log n); O(n) where they are sorted already.
    pub(super) fn sorted(names: &[&str]) -> Self {
        let name = |number: u32| names[number as usize];
        let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by(|a, b| cmp_names(name(*a), name(*b)));
        let mut ids = vec![ModuleId::from_index(0); names.len()];
        let mut last = None;
        let mut distinct = 0;
        for number in &order {
            let is_new = last != Some(name(*number));
            distinct += usize::from(is_new);
            last = Some(name(*number));
            ids[*number as usize] = ModuleId::from_index(distinct - 1);
        }
        order.dedup_by(|later, first| name(*later) == name(*first));
        Self { ids, order }
    }

    /// Of so many modules that are sorted, and externals that stand between them with these ids. None
    /// unless the ids ascend and there are as many names.
    pub(super) fn known(modules: usize, externals: impl Iterator<Item = u32>) -> Option<Self> {
        let mut ids: Vec<ModuleId> = Vec::with_capacity(modules);
        let mut order = Vec::with_capacity(modules);
        let mut after = Vec::new();
        let mut next = 0..u32::try_from(modules).ok()?;
        let mut take = |order: &mut Vec<u32>, ids: &mut Vec<ModuleId>| {
            ids.push(ModuleId::from_index(order.len()));
            next.next().map(|number| order.push(number))
        };
        for (number, id) in (modules..).zip(externals) {
            while order.len() < id as usize {
                take(&mut order, &mut ids)?;
            }
            if order.len() > id as usize {
                return None;
            }
            order.push(u32::try_from(number).ok()?);
            after.push(ModuleId(id));
        }
        while ids.len() < modules {
            take(&mut order, &mut ids)?;
        }
        ids.append(&mut after);
        Some(Self { ids, order })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indices(ranks: &Ranks) -> Vec<usize> {
        ranks.ids.iter().map(|id| id.index()).collect()
    }

    #[test]
    fn ids_follow_the_names() {
        let ranks = Ranks::sorted(&["p.b", "p.a-b", "p.a.c", "p", "a", "q"]);
        assert_eq!(indices(&ranks), [4, 3, 2, 1, 0, 5]);
        assert_eq!(ranks.order, [4, 3, 2, 1, 0, 5]);
    }

    #[test]
    fn equal_names_share_an_id() {
        let ranks = Ranks::sorted(&["b", "a", "b", "a"]);
        assert_eq!(indices(&ranks), [1, 0, 1, 0]);
        assert_eq!(ranks.order, [1, 0]);
    }

    #[test]
    fn what_is_known_needs_no_names() {
        let names = ["b", "d", "f", "a", "c", "g", "h"];
        let sorted = Ranks::sorted(&names);
        let externals = [0, 2, 5, 6];
        let known = Ranks::known(3, externals.into_iter()).unwrap();
        assert_eq!(indices(&known), indices(&sorted));
        assert_eq!(known.order, sorted.order);
        for wrong in [&[0, 0][..], &[1, 0], &[5], &[0, 5]] {
            let externals = wrong.iter().copied();
            assert!(Ranks::known(3, externals).is_none(), "{wrong:?}");
        }
    }
}
