//! From 100,000 claims to a matrix of 200 countries × 60 issues.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use demarche::derive::{Facts, Filter, Matrix, Rule, Settings};
use demarche::model::Voice;
use divan::Bencher;

fn main() {
    divan::main();
}

/// The claims laid out in columns; once for every revision of the project.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn facts(bencher: Bencher) {
    let project = large::project(large::Size::LARGE, 1);
    bencher.bench_local(|| Facts::new(divan::black_box(&project)));
}

/// The whole matrix with every mark, under one rule.
#[divan::bench(args = [Rule::LatestOfficial, Rule::Mean, Rule::MostFrequent], sample_count = 50, sample_size = 1)]
fn matrix(bencher: Bencher, rule: Rule) {
    with(bencher, &Settings { rule, ..Settings::default() });
}

/// The same of what the governments said by a certain day.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn matrix_as_of(bencher: Bencher) {
    let as_of = "2025-06-30".parse().ok();
    let filter = Filter { as_of, voices: vec![Voice::Government], ..Filter::default() };
    with(bencher, &Settings { filter, ..Settings::default() });
}

fn with(bencher: Bencher, settings: &Settings) {
    let project = large::project(large::Size::LARGE, 1);
    let facts = Facts::new(&project);
    bencher.bench_local(|| Matrix::from_facts(divan::black_box(&facts), &project, settings));
}

/// Countries by agreement, so that like stands by like.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn agreement(bencher: Bencher) {
    let project = large::project(large::Size::LARGE, 1);
    let matrix = Matrix::new(&project, &Settings::default());
    bencher.bench_local(|| divan::black_box(&matrix).rows_by_agreement());
}
