//! Finding words in 10,000 articles, 50 MB, case and diacritics ignored.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use demarche::derive::SearchIndex;
use divan::Bencher;

fn main() {
    divan::main();
}

/// Most places a window would show.
const MOST: usize = 1_000;

/// Folding every text; once, in the background.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn index(bencher: Bencher) {
    let project = large::project(large::Size::LARGE, 1);
    bencher.bench_local(|| SearchIndex::new(divan::black_box(&project)));
}

/// A word that stands everywhere, one that stands nowhere, and a phrase.
#[divan::bench(args = ["government", "zyzzyva", "said that the"], sample_count = 30, sample_size = 1)]
fn find(bencher: Bencher, words: &str) {
    let index = SearchIndex::new(&large::project(large::Size::LARGE, 1));
    bencher.bench_local(|| divan::black_box(&index).find(words, MOST));
}
