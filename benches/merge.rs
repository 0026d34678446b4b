//! Merging two people's work on the large project.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::sync::Arc;

use demarche::edit::{Document, Edit, Transaction};
use demarche::merge::{self, Side};
use demarche::model::{Claim, Project};
use demarche::store;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// The project with a thousand claims changed, every hundredth from the one at `first` on.
fn changed(base: &Project, first: usize, note: &str) -> Project {
    let edit = |row: &Arc<Claim>| {
        let updated = row.updated + jiff::SignedDuration::from_hours(1);
        Edit::Claim(row.id, Some(Arc::new(Claim { note: note.into(), updated, ..Claim::clone(row) })))
    };
    let edits = base.claims().values().skip(first).step_by(100).map(edit).collect::<Vec<_>>();
    assert_eq!(edits.len(), 1_000);
    let mut document = Document::new(base.clone());
    document.commit(Transaction::new("Change", edits)).expect("holds together");
    document.project().clone()
}

/// The same project, sharing nothing, as when it comes from another file.
fn read_again(project: &Project) -> Project {
    store::from_str(&store::to_string(project)).expect("a project").project
}

/// Base, ours and theirs, with a thousand claims changed on either side; with as many conflicts if these are the same.
fn sides(conflicts: bool) -> (Project, Project, Project) {
    let base = large::project(large::Size::LARGE, 1);
    let ours = changed(&base, 0, "ours");
    let theirs = changed(&base, if conflicts { 0 } else { 50 }, "theirs");
    (base, ours, theirs)
}

/// Three states of one project in memory, which share all that is the same.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn states_of_one_project(bencher: Bencher) {
    let (base, ours, theirs) = sides(false);
    bencher.bench_local(|| {
        let merge = merge::merge(black_box(&base), black_box(&ours), black_box(&theirs));
        assert_eq!((merge.open(), merge.edits().len()), (0, 1_000));
    });
}

/// Three files, which share nothing: every row is compared.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn three_files(bencher: Bencher) {
    let (base, ours, theirs) = sides(false);
    let (ours, theirs) = (read_again(&ours), read_again(&theirs));
    bencher.bench_local(|| {
        let merge = merge::merge(black_box(&base), black_box(&ours), black_box(&theirs));
        assert_eq!((merge.open(), merge.edits().len()), (0, 1_000));
    });
}

/// A thousand conflicts, and all of them settled.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn a_thousand_conflicts(bencher: Bencher) {
    let (base, ours, theirs) = sides(true);
    bencher.bench_local(|| {
        let mut merge = merge::merge(black_box(&base), black_box(&ours), black_box(&theirs));
        assert_eq!(merge.open(), 1_000);
        merge.settle_all(Side::Theirs);
        assert_eq!((merge.open(), merge.edits().len()), (0, 1_000));
    });
}

/// One of a thousand conflicts settled while others are open.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn settle_one(bencher: Bencher) {
    let (base, ours, theirs) = sides(true);
    let mut merge = merge::merge(&base, &ours, &theirs);
    bencher.bench_local(|| merge.settle(black_box(7), Side::Theirs));
}

/// The last of a thousand conflicts settled: all answers are carried out.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn settle_the_last(bencher: Bencher) {
    let (base, ours, theirs) = sides(true);
    let mut merge = merge::merge(&base, &read_again(&ours), &read_again(&theirs));
    merge.settle_all(Side::Theirs);
    bencher.bench_local(|| merge.settle(black_box(7), Side::Theirs));
}

/// A thousand answers taken over into a merge done again.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn adopt_a_thousand_answers(bencher: Bencher) {
    let (base, ours, theirs) = sides(true);
    let open = merge::merge(&base, &ours, &theirs);
    let mut earlier = open.clone();
    earlier.settle_all(Side::Theirs);
    bencher.with_inputs(|| open.clone()).bench_local_values(|mut merge| {
        merge.adopt(&earlier);
        assert_eq!(merge.open(), 0);
        merge
    });
}

/// Base, ours and theirs of what is open, as a merge driver writes them.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn what_is_not_settled(bencher: Bencher) {
    let (base, ours, theirs) = sides(true);
    let merge = merge::merge(&base, &ours, &theirs);
    bencher.bench_local(|| black_box(&merge).unsettled());
}

/// What differs, in words.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn in_words(bencher: Bencher) {
    let (base, ours, _) = sides(false);
    let ours = read_again(&ours);
    bencher.bench_local(|| merge::words(black_box(&base), black_box(&ours), 500));
}
