//! 10,000 articles of 5 KB: which are near-identical, and what it costs that copies count once.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::fmt::Write as _;
use std::sync::LazyLock;

use demarche::derive::{Copies, Facts, Matrix, Settings};
use demarche::model::Project;
use divan::Bencher;

fn main() {
    divan::main();
}

/// The project that DESIGN names "large": its articles are made of the same few phrases, so that nearly all have
/// something in common.
static LARGE: LazyLock<Project> = LazyLock::new(|| large::project(large::Size::LARGE, 1));

/// As many articles of words at random, every fifth the beginning of an earlier one under another headline.
static WIRE: LazyLock<Project> = LazyLock::new(|| {
    let mut random = fastrand::Rng::with_seed(1);
    let words: Vec<String> =
        (0..20_000).map(|_| (0..random.usize(2..10)).map(|_| random.lowercase()).collect()).collect();
    let mut texts: Vec<String> = Vec::new();
    for at in 0..10_000 {
        let mut text = String::with_capacity(5_200);
        if at % 5 == 4 {
            let earlier = &texts[random.usize(..at)];
            let share = random.usize(40..100);
            let _ = write!(text, "headline {at} {}", &earlier[..earlier.len() * share / 100]);
        } else {
            while text.len() < 5_000 {
                text += &words[random.usize(..words.len())];
                text.push(if random.usize(..12) == 0 { '\n' } else { ' ' });
            }
        }
        texts.push(text);
    }
    let mut file = String::from("(format: 1, id: \"p\", title: \"Wire\", articles: [");
    for (at, text) in texts.iter().enumerate() {
        let text = text.trim_end();
        let _ = write!(
            file,
            "(id: \"a{at}\", title: \"T\", progress: \"unread\", added: \"2025-01-01T00:00:00Z\", text: r#\"{text}\"#),"
        );
    }
    file += "])";
    demarche::store::from_str(&file).expect("the made-up file is well formed").project
});

/// Of articles that are different, but for a fifth that were copied.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn copies_of_a_wire(bencher: Bencher) {
    let project = &*WIRE;
    assert!(Copies::new(project).groups().len() > 500);
    bencher.bench_local(|| Copies::new(divan::black_box(project)));
}

/// Of the large project, with its 100,000 quotations.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn copies_of_phrases(bencher: Bencher) {
    let project = &*LARGE;
    bencher.bench_local(|| Copies::new(divan::black_box(project)));
}

/// The matrix of the large project where every claim counts, and where only independent sources do.
#[divan::bench(args = [false, true], sample_count = 50, sample_size = 1)]
fn matrix(bencher: Bencher, independent: bool) {
    let project = &*LARGE;
    let facts = Facts::new(project).knowing(project, &Copies::new(project));
    let settings = Settings { independent, ..Settings::default() };
    bencher.bench_local(|| Matrix::from_facts(divan::black_box(&facts), project, &settings));
}

/// From where 100,000 claims come, once for every revision while only independent sources count.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn sources(bencher: Bencher) {
    let project = &*LARGE;
    let (facts, copies) = (Facts::new(project), Copies::new(project));
    bencher.with_inputs(|| facts.clone()).bench_local_values(|facts| facts.knowing(project, &copies));
}
