//! Work shared by the threads of the caller's pool, where there is one.
//!
//! Anywhere else rayon would start a global pool of its own, of as many threads as it likes; and that
//! can fail, which ends the process. So whoever can share work does it through here: how many threads
//! there are is chosen in one place, by who makes the pool.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

/// Whether the caller is on a thread of a rayon pool, which then may be given a share of the work.
pub fn in_pool() -> bool {
    rayon::current_thread_index().is_some()
}

/// Does two things, side by side where that can be.
pub fn join<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if in_pool() {
        rayon::join(first, second)
    } else {
        (first(), second())
    }
}

/// Makes something of each of the items, in their order.
pub fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    if in_pool() {
        let share = share(items.len());
        let items = items.into_par_iter().with_max_len(share);
        items.map(work).collect()
    } else {
        items.into_iter().map(work).collect()
    }
}

/// Makes something of each of the items, in their order, when they take unequally long: a thread that
/// is done with one takes the next that is left. Long ones should come first.
///
/// Each thread works with a state of its own.
pub fn map_with<T: Sync, S, R: Send>(
    items: &[T],
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = |_| {
        let mut own = None;
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else {
                return done;
            };
            done.push((at, work(own.get_or_insert_with(&state), item)));
        }
    };
    let mut done: Vec<(usize, R)> = if in_pool() {
        let threads = (0..rayon::current_num_threads()).into_par_iter();
        threads.with_max_len(1).flat_map_iter(take).collect()
    } else {
        take(0)
    };
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Does something with each of the items.
pub fn for_each<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Send + Sync) {
    if in_pool() {
        let share = share(items.len());
        let items = items.par_iter_mut().with_max_len(share);
        items.for_each(work);
    } else {
        items.iter_mut().for_each(work);
    }
}

/// How many items at most are one piece of work. By itself rayon makes a few pieces a thread, and who
/// takes the longest of them keeps the others waiting.
fn share(items: usize) -> usize {
    const PIECES: usize = 16;
    (items / (PIECES * rayon::current_num_threads())).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install<R: Send>(work: impl FnOnce() -> R + Send) -> R {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2);
        pool.build().unwrap().install(work)
    }

    #[test]
    fn only_threads_of_a_pool_are_in_one() {
        assert!(!in_pool());
        assert!(install(in_pool));
    }

    #[test]
    fn items_are_dealt_out_one_by_one_to_threads_with_a_state_each() {
        let items: Vec<usize> = (0..1_000).collect();
        let work = || {
            map_with(
                &items,
                || 0,
                |seen, item| {
                    *seen += 1;
                    (*item, *seen)
                },
            )
        };
        assert!(work().into_iter().eq(items.iter().map(|at| (*at, at + 1))));
        let made = install(work);
        assert!(made.iter().map(|(item, _)| *item).eq(items.iter().copied()));
        let states = made.iter().filter(|(_, seen)| *seen == 1).count();
        assert!((1..=2).contains(&states), "{states}");
    }

    #[test]
    fn the_order_is_that_of_the_items() {
        let work = || {
            let mut items = map((0..1_000).collect(), |item: u32| item * 2);
            for_each(&mut items, |item| *item += 1);
            join(|| items[999], || items.is_sorted())
        };
        assert_eq!(work(), (1_999, true));
        assert_eq!(install(work), (1_999, true));
    }
}
