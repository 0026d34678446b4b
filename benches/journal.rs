//! How soon an edit is safe, what a save costs the window, and how long a crash takes to recover from.
//!
//! Whole sessions with real files; the folder is the one for passing files (`TMPDIR`), so that this must be
//! on the disk in question.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use demarche::edit::ops::ClaimDraft;
use demarche::edit::ops::claims::Target;
use demarche::session::{Action, Command, Runner, Session};
use demarche::store::{self, Beside, Print, journal};
use divan::Bencher;

/// Edits whose time is taken.
const EDITS: usize = 500;

/// Edits that a crash leaves in the journal.
const JOURNALED: usize = 10_000;

fn main() {
    if !std::env::args().any(|arg| arg == "--test" || arg == "--list") {
        sync_alone();
        for (name, size) in [("small", large::Size::SMALL), ("large", large::Size::LARGE)] {
            println!("\nthe {name} project");
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("project.ron");
            fs::write(&file, large::file(size, 1)).expect("can be written");
            edit_to_durable(&file);
            during_a_save(&file);
            changes_of_others(&file);
            recovery(&file, folder.path());
        }
    }
    divan::main();
}

/// From the bytes of a journal of 10,000 edits, and the small project, to the project with all of them.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn replay(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("project.ron");
    let text = large::file(large::Size::SMALL, 1);
    fs::write(&file, &text).expect("can be written");
    let mut desk = Desk::open(&file);
    (0..JOURNALED).for_each(|n| desk.code(n));
    desk.until_safe();
    let bytes = fs::read(Beside::of(&file).expect("a place").journal()).expect("is there");
    let project = store::from_str(&text).expect("a project").project;
    let print = Print::of(text.as_bytes());
    bencher.bench_local(|| {
        let found = journal::parse(divan::black_box(&bytes));
        journal::replay(Some((&project, print)), &found).expect("is carried out")
    });
}

/// A session with an open project, as the window has it.
struct Desk {
    session: Session,
    woken: Receiver<()>,
}

impl Desk {
    fn open(file: &Path) -> Self {
        let (waker, woken) = channel();
        let waker = Mutex::new(waker);
        let wake = Arc::new(move || {
            // Nobody listens any more when the session is gone.
            let _ = waker.lock().expect("is whole").send(());
        });
        let mut desk = Self { session: Session::new(Runner::Threads { wake }, None), woken };
        desk.session.open(file.into());
        desk.until(|session| session.desk().is_some());
        desk
    }

    fn until(&mut self, holds: impl Fn(&Session) -> bool) {
        loop {
            self.session.poll();
            if holds(&self.session) {
                return;
            }
            self.woken.recv_timeout(Duration::from_secs(60)).expect("something happens");
        }
    }

    fn until_safe(&mut self) {
        self.until(|session| session.desk().is_some_and(|desk| desk.durable() >= desk.sent()));
    }

    /// Codes a claim; returns how long the window had to wait for that.
    fn code(&mut self, number: usize) {
        let project = self.session.desk().expect("is open").project();
        let claim = project.claims().values().next().expect("has claims").clone();
        let draft = ClaimDraft { note: format!("note {number}"), ..(&*claim).into() };
        self.session.handle(Command::Code(Target::Excerpt(claim.excerpt), Box::new(draft), Vec::new()));
    }
}

/// Says the median, the 99th percentile and the longest of some times.
fn say(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (median, late, last) = (at(0.5), at(0.99), at(1.0));
    println!("  {what}: median {median:.1?}, 99th percentile {late:.1?}, longest {last:.1?} of {}", times.len());
}

fn time<T>(what: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = what();
    (start.elapsed(), value)
}

/// What the disk takes for the like of it: 500 bytes added to a file, and synced.
fn sync_alone() {
    let mut file = tempfile::tempfile().expect("a file");
    let mut put = || {
        file.write_all(&[b'x'; 500]).expect("can be written");
        File::sync_all(&file).expect("can be synced");
    };
    println!("the disk alone");
    say("500 bytes added and synced", (0..EDITS).map(|_| time(&mut put).0).collect());
}

fn edit_to_durable(file: &Path) {
    let mut desk = Desk::open(file);
    let (mut durable, mut handled) = (Vec::new(), Vec::new());
    for n in 0..EDITS {
        let start = Instant::now();
        desk.code(n);
        handled.push(start.elapsed());
        desk.until_safe();
        durable.push(start.elapsed());
    }
    say("an edit until the window has it", handled);
    say("an edit until it is safe on the disk", durable);
    // Nothing is left of it for the next.
    (0..EDITS).for_each(|_| drop(desk.session.handle(Command::Do(Action::Undo))));
    desk.until_safe();
}

/// Edits as fast as frames come while a save is under way.
fn during_a_save(file: &Path) {
    let mut desk = Desk::open(file);
    desk.code(0);
    desk.until_safe();
    let (mut frames, mut saves) = (Vec::new(), Vec::new());
    for n in 0..5 {
        let start = Instant::now();
        frames.push(time(|| drop(desk.session.handle(Command::Do(Action::Save)))).0);
        let mut edit = 0;
        while desk.session.is_saving() {
            std::thread::sleep(Duration::from_millis(4));
            frames.push(time(|| desk.code(n * 1000 + edit)).0);
            frames.push(time(|| drop(desk.session.poll())).0);
            edit += 1;
        }
        saves.push(start.elapsed());
        desk.until_safe();
    }
    assert!(desk.session.notices().shown().iter().all(|notice| notice.details.is_empty()), "every save goes well");
    say("a save, from the key to the notice", saves);
    say("what a frame does for the session meanwhile", frames);
    desk.session.handle(Command::Do(Action::Save));
    desk.until(|session| !session.is_saving());
}

/// Others change the file while there is work of one's own.
fn changes_of_others(file: &Path) {
    let mut desk = Desk::open(file);
    let text = fs::read_to_string(file).expect("is there");
    desk.code(0);
    desk.until_safe();
    let new = file.with_extension("new");
    let at = text.find("title: \"").expect("has a title") + "title: \"".len();
    fs::write(&new, format!("{}Changed {}", &text[..at], &text[at..])).expect("can be written");
    fs::rename(&new, file).expect("can be replaced");
    let start = Instant::now();
    desk.session.handle(Command::LookAtDisk);
    let mut longest = Duration::ZERO;
    while desk.session.notices().shown().is_empty() {
        std::thread::sleep(Duration::from_millis(1));
        longest = longest.max(time(|| drop(desk.session.poll())).0);
    }
    println!("  changes of others taken in: {:.1?}, longest frame share {longest:.1?}", start.elapsed());
    desk.session.handle(Command::Do(Action::Save));
    desk.until(|session| !session.is_saving());
}

fn recovery(file: &Path, folder: &Path) {
    let plain = time(|| Desk::open(file)).0;
    let mut desk = Desk::open(file);
    let (written, ()) = time(|| {
        (0..JOURNALED).for_each(|n| desk.code(n));
        desk.until_safe();
    });
    // The program stops here: a copy has all that a crash leaves.
    let crashed = folder.join("crashed");
    let (from, to) = (Beside::of(file).expect("a place"), crashed.join(".demarche").join("project.ron"));
    fs::create_dir_all(&to).expect("can be made");
    fs::copy(from.journal(), to.join("journal")).expect("can be copied");
    fs::copy(file, crashed.join("project.ron")).expect("can be copied");
    let bytes = fs::metadata(to.join("journal")).expect("is there").len();
    println!("  {JOURNALED} edits at once, until they are safe: {written:.1?}, {} kB", bytes / 1000);
    let (open, mut desk) = time(|| Desk::open(&crashed.join("project.ron")));
    let shown = desk.session.notices().shown();
    assert!(shown.iter().any(|notice| notice.text.contains(&format!("{JOURNALED} edits recovered"))), "{shown:?}");
    println!("  a crash with {JOURNALED} edits, until the window has them: {open:.1?}; without any: {plain:.1?}");
    println!("  until these are in a new journal: {:.1?}", time(|| desk.until_safe()).0);
}
