//! Finding words in 10,000 articles with 100,000 claims, 50 MB, case and diacritics ignored; and what `grep -ri` takes
//! for the same on the same machine, where there is one.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use demarche::derive::FoldedText;
use demarche::derive::search::{Found, Group, Options, Pattern, SearchIndex, Wish};
use demarche::model::Project;
use divan::Bencher;

static PROJECT: LazyLock<Project> = LazyLock::new(|| large::project(large::Size::LARGE, 1));
static INDEX: LazyLock<Arc<SearchIndex>> = LazyLock::new(|| Arc::new(SearchIndex::new(&PROJECT)));

/// A word that stands nowhere, one in a few articles, one in half of them, one everywhere as it is typed, and the rest
/// of what can be asked.
const QUERIES: [(&str, Options); 13] = [
    ("zyzzyva", PLAIN),
    ("2041", PLAIN),
    ("armenia", PLAIN),
    ("d'ivoire", PLAIN),
    ("g", PLAIN),
    ("gov", PLAIN),
    ("government", PLAIN),
    ("\"said on tuesday that the\"", PLAIN),
    ("armenia near/5 backstop", PLAIN),
    ("government near budget", PLAIN),
    ("minister near/s budget -naive", PLAIN),
    ("ceasefires?|back.?stop", Options { regex: true, ..PLAIN }),
    ("vote", Options { whole: true, ..PLAIN }),
];
const PLAIN: Options = Options { whole: false, regex: false, case: false };

fn main() {
    against_grep();
    divan::main();
}

fn search(typed: &str, options: Options) -> Found {
    let wish = Wish { typed: typed.into(), options, ..Wish::default() };
    let pattern = Pattern::typed(typed, options).expect("can be read");
    INDEX.search(&PROJECT, &wish, &pattern, &AtomicBool::new(false)).expect("nobody stops it")
}

/// Folding every text; once, in the background.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn index(bencher: Bencher) {
    let project = &*PROJECT;
    bencher.bench_local(|| SearchIndex::new(divan::black_box(project)));
}

/// The same after an edit of one claim.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn index_again(bencher: Bencher) {
    let index = INDEX.clone();
    bencher.bench_local(|| index.renewed(divan::black_box(&PROJECT)));
}

/// Everything: articles, quotations, conditions, notes and the codebook, all counted.
#[divan::bench(args = 0..QUERIES.len(), sample_count = 20, sample_size = 1)]
fn everything(bencher: Bencher, query: usize) {
    let (typed, options) = QUERIES[query];
    LazyLock::force(&INDEX);
    bencher.bench_local(|| search(divan::black_box(typed), options));
}

/// Folding an article of 10 MB, as the first Ctrl F in it does, a piece in each frame.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn fold_ten_megabytes(bencher: Bencher) {
    let text = ten_megabytes();
    bencher.bench_local(|| FoldedText::new(divan::black_box(&text)));
}

fn ten_megabytes() -> String {
    PROJECT.texts().values().take(2000).map(|text| text.as_str()).collect()
}

/// Both on the same words. Whoever reads the output of grep has to fold, count and group it still.
fn against_grep() {
    if std::env::args().any(|arg| arg == "--test" || arg == "--list") {
        return;
    }
    let start = Instant::now();
    LazyLock::force(&PROJECT);
    println!("project made in {:?}", start.elapsed());
    let start = Instant::now();
    LazyLock::force(&INDEX);
    let bytes: usize = PROJECT.texts().values().map(|text| text.len()).sum();
    println!("index of {} made in {:?}, takes {}", mb(bytes), start.elapsed(), mb(INDEX.bytes()));
    let folder = std::env::temp_dir().join(format!("demarche-grep-{}", std::process::id()));
    if let Err(cause) = write_texts(&folder) {
        return println!("no comparison with grep: {cause}");
    }
    println!(
        "{:32} {:>9} {:>9} {:>10} {:>12} {:>12}",
        "sought", "articles", "places", "demarche", "grep -ri", "in C locale"
    );
    for (typed, options) in QUERIES {
        let (ours, found) = best(|| search(typed, options));
        let tally = found.tally(Group::Articles);
        let sought = typed.trim_matches('"');
        let mut line = format!("{typed:32} {:>9} {:>9} {ours:>10.2?}", tally.things, tally.places);
        if !typed.contains("near") {
            for locale in ["C.UTF-8", "C"] {
                let (theirs, bytes) = best(|| grep(&folder, sought, options, locale));
                line += &match bytes {
                    Some(_) => format!(" {theirs:>12.2?}"),
                    None => " no grep here".into(),
                };
            }
        }
        println!("{line}");
    }
    // What was written is of no use any more; a rest of it does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    let _ = std::io::stdout().flush();
}

fn mb(bytes: usize) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The best of five, for the files to be in memory.
fn best<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut timed = || {
        let start = Instant::now();
        let value = run();
        (start.elapsed(), value)
    };
    let first = timed();
    (0..4).fold(first, |best, _| {
        let next = timed();
        if next.0 < best.0 { next } else { best }
    })
}

fn write_texts(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (id, text) in PROJECT.texts() {
        std::fs::write(folder.join(format!("{id}.txt")), text.as_str())?;
    }
    Ok(())
}

/// Bytes that grep says; `None` where there is no grep.
fn grep(folder: &Path, sought: &str, options: Options, locale: &str) -> Option<usize> {
    let how = format!("-ri{}{}", if options.regex { "E" } else { "F" }, if options.whole { "w" } else { "" });
    let mut grep = Command::new("grep");
    grep.arg(how).arg("-e").arg(sought).arg(folder).env("LC_ALL", locale).stdout(Stdio::piped());
    let mut running = grep.spawn().ok()?;
    let mut said = Vec::new();
    running.stdout.take()?.read_to_end(&mut said).ok()?;
    running.wait().ok()?;
    Some(said.len())
}
