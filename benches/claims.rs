//! The table of claims of the large project: collecting, filtering, sorting, grouping.

#[path = "support/large.rs"]
mod large;

use std::sync::LazyLock;

use demarche::derive::claims::{Base, Column, GroupBy, Listing, Order, Query, View};
use demarche::model::{Kind, Project};
use divan::{Bencher, black_box};
use large::Size;

fn main() {
    divan::main();
}

static PROJECT: LazyLock<Project> = LazyLock::new(|| large::project(Size::LARGE, 1));
static BASE: LazyLock<Base> = LazyLock::new(|| Base::new(&PROJECT));

/// Once per revision.
#[divan::bench]
fn collect(bencher: Bencher<'_, '_>) {
    let project = &*PROJECT;
    bencher.bench(|| Base::new(black_box(project)));
}

fn listing(bencher: Bencher<'_, '_>, view: &View) {
    let (project, base) = (&*PROJECT, &*BASE);
    // What is made once per revision is there.
    drop(Listing::new(project, base, view));
    bencher.bench(|| Listing::new(black_box(project), black_box(base), black_box(view)));
}

#[divan::bench(args = Column::ALL.map(|(column, _)| column))]
fn sort(bencher: Bencher<'_, '_>, column: Column) {
    listing(bencher, &View { order: Order { column, descending: false }, ..View::default() });
}

#[divan::bench(args = GroupBy::ALL.map(|(by, _)| by))]
fn group(bencher: Bencher<'_, '_>, by: GroupBy) {
    listing(bencher, &View { group: Some(by), ..View::default() });
}

#[divan::bench(args = ["corridor", "troops near ministry"])]
fn words(bencher: Bencher<'_, '_>, words: &str) {
    listing(bencher, &View { query: Query { words: words.into(), ..Query::default() }, ..View::default() });
}

#[divan::bench]
fn filter_by_country_and_issue(bencher: Bencher<'_, '_>) {
    let first = |kind| PROJECT.entries(kind)[0].id();
    let entries = [first(Kind::Country), first(Kind::Issue)].into();
    listing(bencher, &View { query: Query { entries, ..Query::default() }, ..View::default() });
}

/// The first time in a revision.
#[divan::bench(args = [Column::Quotation, Column::Condition])]
fn first_sort_by_text(bencher: Bencher<'_, '_>, column: Column) {
    let view = View { order: Order { column, descending: false }, ..View::default() };
    let project = &*PROJECT;
    bencher.with_inputs(|| Base::new(project)).bench_refs(|base| Listing::new(project, base, &view));
}

/// The first time in a revision.
#[divan::bench]
fn first_words(bencher: Bencher<'_, '_>) {
    let view = View { query: Query { words: "corridor".into(), ..Query::default() }, ..View::default() };
    let project = &*PROJECT;
    bencher.with_inputs(|| Base::new(project)).bench_refs(|base| Listing::new(project, base, &view));
}
