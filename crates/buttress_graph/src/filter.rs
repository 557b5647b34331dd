//! Which kinds of import count.

use std::str::FromStr;

use buttress_source::ImportKinds;

/// One kind of import, as the configuration names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImportKind {
    /// Always runs when its module is first imported: none of the following but perhaps `Star`.
    Runtime,
    /// Inside a function.
    Deferred,
    /// Inside `if`, `try` or `match`.
    Conditional,
    /// In the body of `if TYPE_CHECKING:`.
    TypeChecking,
    /// `lazy import`.
    Lazy,
    /// `from a import *`.
    Star,
}

impl ImportKind {
    /// All kinds, in documentation order.
    pub const ALL: [Self; 6] = [
        Self::Runtime,
        Self::Deferred,
        Self::Conditional,
        Self::TypeChecking,
        Self::Lazy,
        Self::Star,
    ];

    /// The word of the configuration and of JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Runtime => "runtime",
            Self::Deferred => "deferred",
            Self::Conditional => "conditional",
            Self::TypeChecking => "type-checking",
            Self::Lazy => "lazy",
            Self::Star => "star",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Runtime => 1 << 7,
            Self::Deferred => ImportKinds::DEFERRED.bits(),
            Self::Conditional => ImportKinds::CONDITIONAL.bits(),
            Self::TypeChecking => ImportKinds::TYPE_CHECKING.bits(),
            Self::Lazy => ImportKinds::LAZY.bits(),
            Self::Star => ImportKinds::STAR.bits(),
        }
    }
}

impl FromStr for ImportKind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or(())
    }
}

/// Which import sites count: those of an included kind and of no excluded one.
///
/// The default counts every import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KindFilter {
    included: u8,
    excluded: u8,
}

impl Default for KindFilter {
    fn default() -> Self {
        Self {
            included: u8::MAX,
            excluded: 0,
        }
    }
}

impl KindFilter {
    /// Counts only imports of one of these kinds (of all, if there are none), and of none of those.
    pub fn new(include: &[ImportKind], exclude: &[ImportKind]) -> Self {
        let mask = |kinds: &[ImportKind]| kinds.iter().fold(0, |mask, kind| mask | kind.bit());
        let included = if include.is_empty() {
            u8::MAX
        } else {
            mask(include)
        };
        Self {
            included,
            excluded: mask(exclude),
        }
    }

    /// Whether every import counts.
    pub fn admits_all(self) -> bool {
        self == Self::default()
    }

    /// Whether an import of these kinds counts.
    pub fn admits(self, kinds: ImportKinds) -> bool {
        let runtime = if kinds.is_runtime() {
            ImportKind::Runtime.bit()
        } else {
            0
        };
        let held = kinds.bits() | runtime;
        held & self.included != 0 && held & self.excluded == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exclusion_beats_inclusion() {
        let filter = KindFilter::new(&[ImportKind::Runtime], &[ImportKind::Star]);
        assert!(filter.admits(ImportKinds::empty()));
        assert!(!filter.admits(ImportKinds::STAR));
        assert!(!filter.admits(ImportKinds::DEFERRED));
    }

    #[test]
    fn one_excluded_kind_is_enough() {
        let filter = KindFilter::new(&[], &[ImportKind::TypeChecking]);
        assert!(!filter.admits(ImportKinds::TYPE_CHECKING | ImportKinds::DEFERRED));
        assert!(filter.admits(ImportKinds::DEFERRED | ImportKinds::CONDITIONAL));
        assert!(KindFilter::default().admits_all());
    }
}
