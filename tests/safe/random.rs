//! Whatever happens in whatever order, no edit of anybody is lost unless somebody took it back.

use std::collections::BTreeSet;

use demarche::edit::ops::claims;
use demarche::edit::{Document, Stamp};
use demarche::merge::Side;
use demarche::session::{Action, Command, Safety};
use demarche::store::{self, disk::Call};
use proptest::prelude::*;

use super::scene::*;

#[derive(Clone, Copy, Debug)]
enum Event {
    /// A claim is coded, with a note of its own.
    Code,
    /// A claim that was there from the first gets a note.
    Annotate(usize),
    Undo,
    Redo,
    Save,
    Crash,
    /// The project is closed, its changes saved first, and opened again.
    Reopen,
    /// Somebody else codes a claim in the file.
    TheyCode,
    /// Somebody else changes a note in the file.
    TheyAnnotate(usize),
    Look,
    /// So many calls of the disk fail from now on.
    Fail(u8),
    Heal,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => Just(Event::Code),
        3 => (0..4usize).prop_map(Event::Annotate),
        3 => Just(Event::Undo),
        1 => Just(Event::Redo),
        3 => Just(Event::Save),
        3 => Just(Event::Crash),
        1 => Just(Event::Reopen),
        2 => Just(Event::TheyCode),
        2 => (0..4usize).prop_map(Event::TheyAnnotate),
        2 => Just(Event::Look),
        1 => (1..12u8).prop_map(Event::Fail),
        1 => Just(Event::Heal),
    ]
}

/// What ought to be there.
struct World {
    scene: Scene,
    disk: std::sync::Arc<Fickle>,
    /// `None` only for a moment.
    seat: Option<Seat>,
    count: usize,
    /// What was in the project after the last edit that was called safe, and after each since.
    since_safe: Vec<BTreeSet<String>>,
    /// Coded by others, and not taken back here.
    theirs: BTreeSet<String>,
}

impl World {
    fn new() -> Self {
        let (scene, disk) = (Scene::quick(), Fickle::new());
        let mut world = Self { scene, disk, seat: None, count: 0, since_safe: Vec::new(), theirs: BTreeSet::new() };
        world.open();
        world
    }

    fn seat(&mut self) -> &mut Seat {
        self.seat.as_mut().unwrap()
    }

    fn name(&mut self, who: &str) -> String {
        self.count += 1;
        format!("{who} {}", self.count)
    }

    /// The notes of claims that were coded; those on claims of the start may contradict each other.
    fn coded(&mut self) -> BTreeSet<String> {
        self.seat().notes().into_iter().filter(|note| note.starts_with("we") || note.starts_with("they")).collect()
    }

    fn open(&mut self) {
        let mut seat = self.scene.sit_before("Ada", &self.disk);
        seat.open(&self.scene.file);
        self.seat = Some(seat);
        self.settle();
    }

    /// Answers every question, in favour of each side in turn.
    fn settle(&mut self) {
        self.seat().rest();
        for _ in 0..4 {
            if self.seat().session.settling().is_none() {
                break;
            }
            self.count += 1;
            let side = if self.count.is_multiple_of(2) { Side::Ours } else { Side::Theirs };
            self.seat().act(Command::SettleAll(side));
            self.seat().act(Command::FinishMerge);
            self.seat().rest();
        }
        assert!(self.seat().session.settling().is_none());
        self.note_state();
    }

    /// Takes down what is on the desk, and forgets what came before something that is safe.
    fn note_state(&mut self) {
        let coded = self.coded();
        let is_safe = self.seat().desk().safety() == Safety::Safe;
        if is_safe {
            self.since_safe.clear();
        }
        self.since_safe.push(coded);
    }

    fn change_file(&mut self, change: impl FnOnce(&mut Document, &mut Stamp)) {
        let mut document = Document::new(self.scene.saved());
        let seed = self.count as u64;
        let mut stamp = Stamp::new("2026-11-22T10:00:00Z".parse().unwrap(), "Them", seed);
        change(&mut document, &mut stamp);
        let text = store::to_string(document.project());
        self.scene.change(|file| *file = text);
    }

    fn step(&mut self, event: Event) {
        match event {
            Event::Code => {
                let note = self.name("we");
                self.seat().note(&note);
            }
            Event::Annotate(claim) => {
                let note = self.name("note");
                self.seat().annotate(claim, &note);
            }
            Event::Undo | Event::Redo => {
                let before = self.coded();
                let action = if matches!(event, Event::Undo) { Action::Undo } else { Action::Redo };
                self.seat().act(Command::Do(action));
                // What of theirs is taken back is not to be there any more; what is brought back, is.
                let after = self.coded();
                self.theirs.retain(|note| !before.contains(note) || after.contains(note));
                self.theirs.extend(after.difference(&before).filter(|note| note.starts_with("they")).cloned());
            }
            Event::Save => {
                self.seat().act(Command::Do(Action::Save));
                self.settle();
            }
            Event::Look => {
                self.seat().act(Command::LookAtDisk);
                self.settle();
                let (coded, theirs) = (self.coded(), self.theirs.clone());
                assert!(coded.is_superset(&theirs), "theirs: {theirs:?}, here: {coded:?}");
            }
            Event::Crash => {
                self.note_state();
                let (scene, seat) = (&self.scene, self.seat.take().unwrap());
                scene.crash(seat);
                let possible = std::mem::take(&mut self.since_safe);
                self.disk.heal();
                self.open();
                self.check_reopened(&possible);
            }
            Event::Reopen => {
                self.disk.heal();
                self.step(Event::Save);
                assert!(!self.seat().desk().document().is_modified(), "{:?}", self.seat().said());
                let coded = self.coded();
                self.seat = None;
                assert_eq!(self.scene.left(), [""; 0]);
                self.open();
                self.check_reopened(&[coded]);
            }
            Event::TheyCode => {
                let note = self.name("they");
                self.theirs.insert(note.clone());
                self.change_file(|document, stamp| {
                    let claim = document.project().claim(claim_id(0)).unwrap().clone();
                    let draft = claims::ClaimDraft { note, ..(&*claim).into() };
                    let target = claims::Target::Excerpt(claim.excerpt);
                    let (step, _) = claims::code(document.project(), target, draft, stamp).unwrap();
                    document.commit(step).unwrap();
                });
            }
            Event::TheyAnnotate(claim) => {
                let note = self.name("note");
                self.scene.others_note(claim, &note);
            }
            Event::Fail(calls) => {
                let left = std::sync::Mutex::new(calls);
                self.disk.refuse(move |call, _| {
                    let mut left = left.lock().unwrap();
                    if *left == 0 || call == Call::Lock {
                        return Ok(());
                    }
                    *left -= 1;
                    Err(std::io::ErrorKind::StorageFull.into())
                });
            }
            Event::Heal => self.disk.heal(),
        }
        self.note_state();
    }

    /// What is on the desk is one of the states since the last safe one, and what others did besides.
    fn check_reopened(&mut self, possible: &[BTreeSet<String>]) {
        let (coded, theirs) = (self.coded(), self.theirs.clone());
        let ours = |notes: &BTreeSet<String>| -> BTreeSet<String> {
            notes.iter().filter(|note| note.starts_with("we")).cloned().collect()
        };
        let found = ours(&coded);
        assert!(possible.iter().any(|state| ours(state) == found), "possible: {possible:#?}, found: {found:?}");
        assert!(coded.is_superset(&theirs), "theirs: {theirs:?}, here: {coded:?}, {:?}", self.seat().said());
    }
}

/// Sequences that are tried; `PROPTEST_CASES` for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_edit_of_anybody_is_lost_unless_somebody_took_it_back(events in proptest::collection::vec(event(), 1..30)) {
        let mut world = World::new();
        for event in events {
            world.step(event);
        }
        world.step(Event::Crash);
        world.step(Event::Reopen);
        let saved = notes(&world.scene.saved());
        let expected = world.coded();
        prop_assert!(saved.is_superset(&expected));
    }
}
