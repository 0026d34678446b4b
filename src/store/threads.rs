//! How many threads share a piece of work, and how.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread::{available_parallelism, scope};

/// More threads than this wait for memory instead of working.
const MOST: usize = 4;

/// Below this many articles a thread costs more than it saves.
const FEWEST_ROWS: usize = 64;

/// Threads for work on so many articles; at least one.
pub(super) fn share(rows: usize) -> usize {
    available().min(rows / FEWEST_ROWS).max(1)
}

/// Threads for a large piece of work.
pub(super) fn available() -> usize {
    available_parallelism().map_or(1, NonZero::get).min(MOST)
}

/// Makes pieces of text on so many threads, and hands each on, in order, as soon as it can be. Only few
/// pieces are in memory at a time.
///
/// # Errors
/// When a piece could not be taken; then no more are made.
pub(super) fn in_order<E>(
    count: usize,
    threads: usize,
    make: impl Fn(usize, &mut String) + Sync,
    mut take: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        let mut piece = String::new();
        return (0..count).try_for_each(|number| {
            piece.clear();
            make(number, &mut piece);
            take(&piece)
        });
    }
    let next = AtomicUsize::new(0);
    // Memory that was used before is at hand; new memory is to be asked for page by page.
    let used = Mutex::new(Vec::<String>::new());
    let reuse = || used.lock().unwrap_or_else(PoisonError::into_inner);
    scope(|scope| {
        let (sender, pieces) = sync_channel(2 * threads);
        for _ in 0..threads {
            let (sender, make, next) = (sender.clone(), &make, &next);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let mut piece = reuse().pop().unwrap_or_default();
                    piece.clear();
                    make(number, &mut piece);
                    if sender.send((number, piece)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (number, piece) in pieces {
            waiting.insert(number, piece);
            while let Some(piece) = waiting.remove(&due) {
                take(&piece)?;
                reuse().push(piece);
                due += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_order_and_stop_when_one_is_refused() {
        for threads in [1, 2, 4] {
            for (count, refused) in [(0, 0), (1, 9), (100, 1000), (1000, 700), (1000, 0)] {
                let mut taken = Vec::new();
                let make = |number: usize, piece: &mut String| piece.push_str(&number.to_string());
                let result = in_order(count, threads, make, |piece| {
                    let number: usize = piece.parse().expect("a whole piece");
                    taken.push(number);
                    if number == refused { Err(number) } else { Ok(()) }
                });
                assert_eq!(result, if refused < count { Err(refused) } else { Ok(()) });
                assert!(taken.iter().copied().eq(0..count.min(refused + 1)), "{threads} threads: {taken:?}");
            }
        }
    }
}
