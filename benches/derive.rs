//! From claims to a matrix of 200 countries × 60 issues, and who stands together in it.
//!
//! `pandas/pivot.py` measures the plain pivot of the same claims; `PIVOT=FOLDER cargo bench --bench derive` writes them
//! for it instead of measuring.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use demarche::derive::{Facts, Filter, Matrix, Rule, Settings};
use demarche::model::{Project, RowsOf, Voice};
use divan::Bencher;

/// Numbers of claims.
const CLAIMS: [usize; 2] = [100_000, 1_000_000];

fn main() {
    match std::env::var_os("PIVOT") {
        Some(folder) => CLAIMS.into_iter().for_each(|claims| {
            let file = Path::new(&folder).join(format!("claims-{claims}.csv"));
            write(&project(claims), &file).unwrap_or_else(|cause| panic!("{}: {cause}", file.display()));
        }),
        None => divan::main(),
    }
}

/// The project that DESIGN names "large", with so many claims; made once.
fn project(claims: usize) -> Arc<Project> {
    static MADE: Mutex<BTreeMap<usize, Arc<Project>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || Arc::new(large::project(large::Size { claims, ..large::Size::LARGE }, 1));
    made.entry(claims).or_insert_with(make).clone()
}

/// The claims as a table, a row for each country that a claim names.
fn write(project: &Project, file: &Path) -> Result<(), csv::Error> {
    let mut table = csv::Writer::from_path(file)?;
    table.write_record(["country", "issue", "score", "date"])?;
    for claim in project.claims().values() {
        let score = project.stance(claim.stance).and_then(|stance| stance.score);
        let score = score.map_or_else(String::new, |score| score.to_string());
        let date = project.date_of(claim).map_or_else(String::new, |date| date.to_string());
        for country in &claim.countries {
            table.write_record([&country.to_string(), &claim.issue.to_string(), &score, &date])?;
        }
    }
    Ok(table.flush()?)
}

/// The claims laid out in columns; once for every revision of the project.
#[divan::bench(args = CLAIMS, sample_count = 20, sample_size = 1)]
fn facts(bencher: Bencher, claims: usize) {
    let project = project(claims);
    bencher.bench_local(|| Facts::new(divan::black_box(&project)));
}

/// The whole matrix with every mark, under one rule, from claims that are laid out.
#[divan::bench(args = CLAIMS, sample_count = 50, sample_size = 1)]
fn pivot(bencher: Bencher, claims: usize) {
    with(bencher, claims, &Settings::default());
}

/// The same from a project of which nothing was read before.
#[divan::bench(args = CLAIMS, sample_count = 20, sample_size = 1)]
fn pivot_cold(bencher: Bencher, claims: usize) {
    let project = project(claims);
    bencher.bench_local(|| Matrix::new(divan::black_box(&project), &Settings::default()));
}

/// Every rule.
#[divan::bench(args = [Rule::LatestOfficial, Rule::Mean, Rule::MostFrequent], sample_count = 50, sample_size = 1)]
fn matrix(bencher: Bencher, rule: Rule) {
    with(bencher, CLAIMS[0], &Settings { rule, ..Settings::default() });
}

/// What the governments said by a certain day.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn matrix_as_of(bencher: Bencher) {
    let as_of = "2025-06-30".parse().ok();
    let filter = Filter { as_of, voices: vec![Voice::Government], ..Filter::default() };
    with(bencher, CLAIMS[0], &Settings { filter, ..Settings::default() });
}

fn with(bencher: Bencher, claims: usize, settings: &Settings) {
    let project = project(claims);
    let facts = Facts::new(&project);
    bencher.bench_local(|| Matrix::from_facts(divan::black_box(&facts), &project, settings));
}

/// All pairs of 200 countries, in no order.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn agreement(bencher: Bencher) {
    let matrix = Matrix::new(&project(CLAIMS[0]), &Settings::default());
    bencher.bench_local(|| {
        let matrix = divan::black_box(&matrix);
        let rows = 0..matrix.whos.len();
        let pairs = rows.clone().flat_map(|a| (0..a).map(move |b| (a, b)));
        pairs.filter_map(|(a, b)| matrix.agreement(a, b).value).sum::<f64>()
    });
}

/// Countries, issues or actors clustered and put in the best order, so that like stands by like.
#[divan::bench(args = ["200 countries", "60 issues", "actors"], sample_count = 20, sample_size = 1)]
fn together(bencher: Bencher, what: &str) {
    let project = project(CLAIMS[0]);
    let rows = if what == "actors" { RowsOf::Actors } else { RowsOf::Countries };
    let matrix = Matrix::of(&project, rows, &Settings::default());
    let issues = what == "60 issues";
    bencher.bench_local(|| {
        let matrix = divan::black_box(&matrix);
        if issues { matrix.issues_together() } else { matrix.rows_together() }
    });
}
