//! Numbers on modules that are forgotten all at once, for free.

use crate::ModuleId;

/// A number for some modules, set to nothing in O(1) between queries.
///
/// Each number is stored above a base that only rises; whatever lies below the base is of an
/// earlier query. A query therefore costs what it touches, not what the graph holds. Memory: 4
/// bytes a module.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    base: u32,
    /// The lowest base that is above everything stored.
    next: u32,
    stored: Vec<u32>,
}

/// Above this base the marks are wiped, so that `base + number` cannot overflow.
const HIGHEST_BASE: u32 = u32::MAX / 2;

impl Marks {
    /// No numbers, for modules `0..modules`.
    pub(crate) fn new(modules: usize) -> Self {
        Self {
            base: 1,
            next: 1,
            stored: vec![0; modules],
        }
    }

    /// Forgets all numbers.
    pub(crate) fn clear(&mut self) {
        self.base = self.next;
        if self.base > HIGHEST_BASE {
            self.stored.fill(0);
            (self.base, self.next) = (1, 1);
        }
    }

    /// The module's number.
    pub(crate) fn get(&self, id: ModuleId) -> Option<u32> {
        self.stored[id.index()].checked_sub(self.base)
    }

    /// Whether the module has a number.
    pub(crate) fn has(&self, id: ModuleId) -> bool {
        self.stored[id.index()] >= self.base
    }

    /// Gives the module a number below 2³¹, or a new one.
    pub(crate) fn set(&mut self, id: ModuleId, number: u32) {
        let stored = self.base.saturating_add(number);
        self.stored[id.index()] = stored;
        self.next = self.next.max(stored.saturating_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clearing_forgets_and_wraps_around() {
        let (a, b) = (ModuleId(0), ModuleId(1));
        let mut marks = Marks::new(2);
        assert_eq!(marks.get(a), None);
        marks.set(a, 7);
        assert_eq!((marks.get(a), marks.has(b)), (Some(7), false));
        marks.clear();
        assert!(!marks.has(a));
        marks.set(b, HIGHEST_BASE - 1);
        for _ in 0..3 {
            marks.clear();
            assert!(!marks.has(a) && !marks.has(b));
            marks.set(a, HIGHEST_BASE);
            assert_eq!(marks.get(a), Some(HIGHEST_BASE));
        }
    }
}
