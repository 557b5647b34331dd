//! Memory that whichever thread is free uses next.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

/// Values for one piece of work after the other, so that there are as many as threads at work and not
/// as many as pieces.
#[derive(Default)]
pub(crate) struct Spare<T>(Mutex<Vec<T>>);

impl<T: Default> Spare<T> {
    /// One that nobody uses now, as its last user left it; a new one if there is none.
    pub(crate) fn take(&self) -> Taken<'_, T> {
        let mut spare = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Taken {
            value: spare.pop().unwrap_or_default(),
            home: self,
        }
    }
}

/// A value in use, which goes back when it is dropped.
pub(crate) struct Taken<'s, T: Default> {
    value: T,
    home: &'s Spare<T>,
}

impl<T: Default> Deref for Taken<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Default> DerefMut for Taken<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Default> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        let value = std::mem::take(&mut self.value);
        let mut spare = self.home.0.lock().unwrap_or_else(PoisonError::into_inner);
        spare.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_back_is_used_again() {
        let spare = Spare::<String>::default();
        let mut first = spare.take();
        first.push_str("first");
        let second = spare.take();
        assert_eq!(*second, "");
        drop(first);
        assert_eq!(*spare.take(), "first");
        assert_eq!(*spare.take(), "first");
        drop(second);
        assert_eq!(spare.0.lock().unwrap().len(), 2);
    }
}
