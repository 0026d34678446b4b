//! How many threads share a piece of work.

use std::num::NonZero;
use std::thread::available_parallelism;

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
