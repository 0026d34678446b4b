//! The table of claims of the large project: collecting, filtering, sorting, grouping.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::sync::LazyLock;

use demarche::derive::claims::{Base, Column, GroupBy, Listing, Order, Query, View};
use demarche::edit::ops::bulk::{self, Bulk};
use demarche::edit::{Document, Stamp};
use demarche::model::{ClaimId, Kind, Project};
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

/// Every claim gets another basis, as one step; without what writes it down.
#[divan::bench(sample_count = 5)]
fn change_every_claim(bencher: Bencher<'_, '_>) {
    let project = &*PROJECT;
    let ids: Vec<ClaimId> = project.claims().keys().copied().collect();
    let stamp = Stamp::new(jiff::Timestamp::UNIX_EPOCH, "Ada", 1);
    bencher.with_inputs(|| Document::new(project.clone())).bench_refs(|document| {
        let step = bulk::change(document.project(), &ids, &Bulk::Analyst("Grace".into()), &stamp);
        document.commit(step.expect("a step").0).expect("a project that holds");
    });
}
