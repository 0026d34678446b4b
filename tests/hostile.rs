//! Files that mean harm, or have come to it: no panic, no loss, no runaway time. The fuzz targets' own checks,
//! for some seconds on what a fixed seed makes of good files (`HOSTILE_SECONDS` for longer).

#[path = "../fuzz/checks.rs"]
mod checks;
mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use demarche::edit::ops::{articles, codebook};
use demarche::edit::{Document, Stamp};
use demarche::model::{Entry, Kind};
use demarche::store::disk::System;
use demarche::store::journal::{Mark, Step, Writer};
use demarche::store::{self, Beside, Print};
use support::root;

/// Rounds that are always done, however slow the machine.
const FEWEST: usize = 60;

/// No small file takes longer, even in a debug build on a busy machine.
const SLOWEST: Duration = Duration::from_secs(20);

/// Pieces that mean something in a file.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "#",
    "r#\"",
    "\"#",
    "'",
    "\\",
    "\\u{",
    "//",
    "/*",
    "*/",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "é",
    "🇵🇱",
    "\u{202e}",
    "0",
    "-1",
    "4294967296",
    "1e999",
    "()",
    "Some(",
    "None",
    "true",
    "id: ",
    "text: \"",
    "excerpts: [",
    "claims: [",
    "articles: [",
    "(id: \"c1\")",
    "format: 1",
    "format: 2",
    "views: [",
    "hidden: [\"country/",
    "earlier: [",
    "<<<<<<< ours\n",
    "=======\n",
    ">>>>>>> theirs\n",
    "||||||| base\n",
    "(((((((((((((((((((((((((((((((((((((((((((((((((",
    "2025-02-30",
    "Z",
];

/// Harms `bytes` in a way that files come to harm or fuzzers find telling.
fn harm(bytes: &mut Vec<u8>, other: &[u8], random: &mut fastrand::Rng) {
    let at = random.usize(..=bytes.len());
    let longest = if random.bool() { 8 } else { 400 };
    let end = (at + random.usize(..longest)).min(bytes.len());
    let piece = PIECES[random.usize(..PIECES.len())].as_bytes();
    match random.u8(..9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.u8(..8),
        1 => drop(bytes.drain(at..end)),
        2 => bytes.truncate(at),
        3 => drop(bytes.splice(at..at, piece.iter().copied())),
        4 => drop(bytes.splice(at..end, piece.iter().copied())),
        5 => {
            let again = bytes[at..end].to_vec();
            let to = random.usize(..=bytes.len());
            drop(bytes.splice(to..to, again));
        }
        6 => {
            let from = random.usize(..=other.len());
            let some = &other[from..(from + 300).min(other.len())];
            drop(bytes.splice(at..end, some.iter().copied()));
        }
        7 => bytes[at..end].fill(if random.bool() { 0 } else { b'(' }),
        _ => {
            let line = |at: usize| bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
            let (from, to) = (line(at), line(end));
            drop(bytes.drain(from..to));
        }
    }
}

/// Hands good files and what becomes of them to `check` until the time is up; the same files every time.
fn check(corpus: &[Vec<u8>], seed: u64, check: fn(&[u8])) {
    let seconds = std::env::var("HOSTILE_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut rounds = 0;
    corpus.iter().for_each(|bytes| check(bytes));
    while rounds < FEWEST || Instant::now() < until {
        let mut bytes = corpus[rounds % corpus.len()].clone();
        for _ in 0..random.usize(1..6) {
            harm(&mut bytes, &corpus[random.usize(..corpus.len())], &mut random);
        }
        let start = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| check(&bytes))).is_err() {
            panic!("round {rounds} of seed {seed}: {}", bytes.escape_ascii());
        }
        assert!(start.elapsed() < SLOWEST, "round {rounds} of seed {seed} took {:?}", start.elapsed());
        rounds += 1;
    }
    println!("{rounds} rounds");
}

/// The files of every format, and a piece of the sample.
fn files() -> Vec<Vec<u8>> {
    let folders = ["v1", "v2"].map(|format| root(&format!("tests/formats/{format}")));
    let files = folders.into_iter().flat_map(|folder| std::fs::read_dir(folder).expect("there are fixtures"));
    let mut paths: Vec<_> = files.map(|entry| entry.expect("can be listed").path()).collect();
    paths.sort();
    let mut files: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).expect("can be read")).collect();
    let written = files.iter().filter_map(|bytes| store::from_str(std::str::from_utf8(bytes).ok()?).ok());
    let mut written: Vec<Vec<u8>> = written.map(|loaded| store::to_string(&loaded.project).into_bytes()).collect();
    files.append(&mut written);
    files
}

/// A journal of some steps of every kind, beside a file and without one.
fn journals() -> Vec<Vec<u8>> {
    let everything = std::fs::read_to_string(root("tests/formats/v1/everything.ron")).expect("is kept");
    let mut document = Document::new(store::from_str(&everything).expect("loads").project);
    let base = document.project().clone();
    document.keep_record();
    let mut stamp = Stamp::new(jiff::Timestamp::UNIX_EPOCH, "anna", 7);
    for kind in Kind::ALL {
        let entry: Entry = codebook::blank(document.project(), kind, &format!("New\n“{}”", kind.noun()));
        document.commit(codebook::create(document.project(), entry).expect("is new")).expect("holds");
        let last = document.project().entries(kind).last().map(Entry::id).expect("is there");
        document.commit(codebook::reorder(document.project(), last, 0).expect("moves")).expect("holds");
    }
    let first = *document.project().articles().keys().next().expect("has articles");
    document.commit(articles::remove(document.project(), first).expect("is there")).expect("holds");
    document.commit(articles::describe_project(document.project(), "Two\nlines", "r#\"x\"#")).expect("holds");
    document.undo();
    let text = demarche::text::ArticleText::new("Words \"of\" an article.\r\n");
    let new = articles::NewArticle { details: articles::ArticleDetails::default(), text };
    document.commit(articles::add(document.project(), vec![new], &mut stamp).0).expect("holds");
    let steps: Vec<Step> = document.take_record().into_iter().zip(1..).map(|(done, n)| Step::new(n, done)).collect();
    let marks = [Mark::of_file(&base, 0, Print::of(everything.as_bytes())), Mark::of_whole(&base, 0)];
    let write = |mark: &Mark| {
        let folder = tempfile::tempdir().expect("a folder");
        let beside = Beside::within(folder.path().join("beside"));
        beside.make(&System).expect("made");
        drop(Writer::start(&System, &beside, mark, &steps).expect("written"));
        std::fs::read(beside.journal()).expect("is there")
    };
    marks.iter().map(write).collect()
}

#[test]
fn whatever_is_taken_for_a_project_does_no_harm() {
    check(&files(), 1, checks::project);
}

#[test]
fn whatever_is_taken_for_a_journal_does_no_harm() {
    check(&journals(), 2, checks::journal);
}

#[test]
fn noise_does_no_harm() {
    let mut random = fastrand::Rng::with_seed(3);
    for len in [0, 1, 2, 16, 17, 18, 100, 5_000] {
        let noise: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(len).collect();
        checks::project(&noise);
        checks::journal(&noise);
        let brackets: Vec<u8> = noise.iter().map(|byte| b"()[]{}\"#r,:a0\n '\\"[usize::from(byte % 17)]).collect();
        checks::project(&brackets);
        checks::project(&[b"(format: 1, articles: [", &brackets[..]].concat());
        checks::journal(&brackets);
    }
}

#[test]
fn a_small_journal_cut_off_or_flipped_anywhere_does_no_harm() {
    let journal = journals().swap_remove(0);
    let short = &journal[..journal.len().min(3_000)];
    for at in (0..short.len()).step_by(7) {
        checks::journal(&short[..at]);
        let mut flipped = short.to_vec();
        flipped[at] ^= 1 << (at % 8);
        checks::journal(&flipped);
    }
}
