//! Locks between real processes, some of which end without a word.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use demarche::store::lock::{Held, Lock, Owner, Sign};

use super::*;

const PLACE: &str = "DEMARCHE_LOCK";

/// What [`Other`] is: says that it is there, waits for a line, takes the lock, says whether it has it,
/// and waits for another line or the end of all things.
#[test]
fn child_with_a_lock() {
    let Some(path) = std::env::var_os(PLACE) else { return };
    let beside = Beside::of(Path::new(&path)).expect("a place");
    let mut lines = io::stdin().lines();
    println!("ready");
    lines.next();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let lock = Lock::take(&System, &beside, &Owner::here("Ada", now), now);
    match &lock {
        Ok(lock) => println!("won after {:?}", lock.taken_from().map(|owner| owner.process)),
        Err(held @ Held::By(owner, _)) => println!("lost to {}: {held}", owner.process),
        Err(held) => println!("broken: {held}"),
    }
    lines.next();
}

/// Another process that wants the lock.
struct Other {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Other {
    fn new(path: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("is running"))
            .args(["--exact", "processes::child_with_a_lock", "--nocapture"])
            .env(PLACE, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("runs");
        let said = BufReader::new(child.stdout.take().expect("is piped"));
        let mut other = Self { child, said };
        other.hear("ready");
        other
    }

    fn go(&mut self) {
        self.child.stdin.as_mut().expect("is piped").write_all(b"\n").expect("is waiting");
    }

    /// The next line with one of these words in it.
    fn hear(&mut self, word: &str) -> String {
        for line in (&mut self.said).lines() {
            let line = line.expect("can be read");
            if word.split('|').any(|word| line.contains(word)) {
                return line;
            }
        }
        panic!("the process ended before it said {word}");
    }

    fn answer(&mut self) -> String {
        self.hear("won after|lost to|broken")
    }

    fn kill(mut self) {
        self.child.kill().expect("is running");
        self.child.wait().expect("ends");
    }

    fn end(mut self) {
        self.go();
        assert!(self.child.wait().expect("ends").success());
    }
}

#[test]
fn a_lock_ends_with_its_process_however_that_ends() {
    let scene = Scene::new();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let us = Owner::here("Ben", now);
    let take = || Lock::take(&System, &scene.beside(), &us, now);

    let mut other = Other::new(&scene.path);
    let process = other.child.id();
    other.go();
    assert!(other.answer().contains("won after None"));
    match take() {
        Err(Held::By(owner, Sign::Process)) => {
            assert_eq!((&*owner.analyst, &owner.machine, owner.process), ("Ada", &us.machine, process));
        }
        found => panic!("{found:?}"),
    }
    other.kill();
    let lock = take().expect("was left behind a moment ago");
    assert_eq!(lock.taken_from().map(|owner| owner.process), Some(process));

    let mut other = Other::new(&scene.path);
    other.go();
    let answer = other.answer();
    assert!(answer.contains(&format!("lost to {}: Ben on ", std::process::id())), "{answer}");
    other.end();
    drop(lock);

    let mut other = Other::new(&scene.path);
    other.go();
    assert!(other.answer().contains("won after None"));
    other.end();
    assert_eq!(listed(scene.beside().folder()), [""; 0]);
}

#[test]
fn of_many_processes_that_take_a_stale_lock_at_once_one_has_it() {
    let scene = Scene::new();
    for round in 0..10 {
        let mut first = Other::new(&scene.path);
        first.go();
        first.answer();
        let stale = first.child.id();
        first.kill();
        let mut others: Vec<_> = (0..6).map(|_| Other::new(&scene.path)).collect();
        others.iter_mut().for_each(Other::go);
        let answers: Vec<String> = others.iter_mut().map(Other::answer).collect();
        let won = answers.iter().position(|answer| answer.contains(&format!("won after Some({stale})")));
        let winner = won.map(|won| others[won].child.id()).unwrap_or_else(|| panic!("round {round}: {answers:#?}"));
        let lost = answers.iter().filter(|answer| answer.contains(&format!("lost to {winner}: Ada on "))).count();
        assert_eq!(lost, 5, "round {round}: {answers:#?}");
        others.into_iter().for_each(Other::end);
    }
}
