//! Opening and saving the large project.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use demarche::store;
use divan::Bencher;

fn main() {
    divan::main();
}

/// From the bytes of the file to a project that is checked.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn open(bencher: Bencher) {
    let file = store::to_string(&large::project(large::Size::LARGE, 1));
    bencher.bench_local(|| store::from_str(divan::black_box(&file)).expect("a project"));
}

/// From a project to the bytes of its file.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn save(bencher: Bencher) {
    let project = large::project(large::Size::LARGE, 1);
    bencher.bench_local(|| store::to_string(divan::black_box(&project)));
}

/// From a file on disk to a project, and back until it is safe there.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn save_to_disk(bencher: Bencher) {
    let project = large::project(large::Size::LARGE, 1);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.ron");
    bencher.bench_local(|| store::save(divan::black_box(&project), &path, None).expect("can be saved"));
}
