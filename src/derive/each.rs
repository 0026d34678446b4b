//! Work on many items, shared among threads.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Threads at most.
const THREADS: usize = 8;
/// With fewer items for each a thread takes longer to start than it saves.
const FEWEST: usize = 16;

/// Makes something of each item; the answers in the order of the items. `go_on` is asked before each, from several
/// threads; where it says no there is no answer.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    go_on: &(impl Fn() -> bool + Sync),
    make: impl Fn(&T) -> R + Sync,
) -> Option<Vec<R>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS).min(items.len() / FEWEST + 1);
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        let mut made = Vec::with_capacity(items.len() / threads);
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return made };
            if stopped.load(Ordering::Relaxed) || !go_on() {
                stopped.store(true, Ordering::Relaxed);
                return made;
            }
            made.push((at, make(item)));
        }
    };
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for other in others {
            made.append(&mut other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    (!stopped.into_inner()).then(|| made.into_iter().map(|(_, made)| made).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_items_or_not_at_all() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(each(&items, &|| true, |item| item * 2), Some((0..1000).map(|item| item * 2).collect()));
        assert_eq!(each(&[], &|| false, |item: &usize| *item), Some(Vec::new()));
        let asked = AtomicUsize::new(0);
        assert_eq!(each(&items, &|| asked.fetch_add(1, Ordering::Relaxed) < 10, |item| *item), None);
        assert!(asked.into_inner() < 10 + THREADS + 1);
    }
}
