//! Whether there are threads to share work with.

/// Whether the caller is on a thread of a rayon pool, which then may be given a share of the work.
///
/// Anywhere else rayon would start a global pool of its own, of as many threads as it likes; and that
/// can fail, which ends the process. So whoever can share work asks here first, and does it alone
/// where there is no pool: how many threads there are is chosen in one place, by who makes the pool.
pub fn in_pool() -> bool {
    rayon::current_thread_index().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_threads_of_a_pool_are_in_one() {
        assert!(!in_pool());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
        assert!(pool.build().unwrap().install(in_pool));
    }
}
