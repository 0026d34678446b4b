//! Writing the three tables of the large project as CSV.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use demarche::export::{self, Format, Kind, Options, csv};
use divan::Bencher;
use jiff::Timestamp;

fn main() {
    divan::main();
}

/// All tables as a workbook.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn workbook(bencher: Bencher) {
    let project = large::project(large::Size::LARGE, 1);
    let options = Options::default();
    let write = || export::write(Kind::All, Format::Xlsx, &project, &options, Timestamp::UNIX_EPOCH, &|| true);
    bencher.bench_local(|| write().expect("fits"));
}

/// From the project to the bytes of the file.
#[divan::bench(args = [Kind::Matrix, Kind::Positions, Kind::Claims], sample_count = 10, sample_size = 1)]
fn write(bencher: Bencher, kind: Kind) {
    let project = large::project(large::Size::LARGE, 1);
    let options = Options::default();
    bencher.bench_local(|| {
        let mut bytes = Vec::new();
        csv::write(kind, divan::black_box(&project), &options, &mut bytes).expect("memory takes it");
        bytes
    });
}
