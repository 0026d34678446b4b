//! The power fails at random moments while a project is edited and saved: of what was not brought to the disk
//! anything may be lost, and every edit that was called safe is there all the same.
//!
//! `DEMARCHE_CUTS` says how often; a few dozen times without.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "powercut/disk.rs"]
mod disk;
#[allow(dead_code, reason = "these tests use a part of it")]
#[path = "safe/scene.rs"]
mod scene;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use demarche::edit::ops::ClaimDraft;
use demarche::edit::ops::claims::Target;
use demarche::model::{Entry, Kind, Project};
use demarche::session::{Action, Command};
use demarche::store::{self, Print};
use disk::{Broken, PowerDisk};
use scene::{Scene, Seat, Way};

/// Cuts without `DEMARCHE_CUTS`.
const CUTS: usize = 40;

/// Cuts before the project starts afresh: it grows with every round.
const ROUNDS: usize = 10;

fn print(project: &Project) -> Print {
    Print::of(store::to_string(project).as_bytes())
}

/// One thing that an analyst does: the same mixture as `demarche rehearse`.
fn step(seat: &mut Seat, random: &mut fastrand::Rng) {
    let project = seat.project();
    let claims = project.claims();
    let claim = claims.values().nth(random.usize(..claims.len().max(1))).cloned();
    let command = match (random.u8(..20), claim) {
        (0, _) => Command::Do(Action::Save),
        (1 | 2, _) => Command::Do(Action::Undo),
        (3, _) => Command::Do(Action::Redo),
        (4, Some(claim)) if claims.len() > 10 => Command::DeleteClaims(vec![claim.id]),
        (5, _) => {
            let issues = project.entries(Kind::Issue);
            let index = random.usize(..issues.len().max(1));
            issues.last().map_or(Command::Seal, |last: &Entry| Command::Reorder(last.id(), index))
        }
        (_, Some(claim)) => {
            let draft = ClaimDraft { note: format!("“{}”\n", random.u64(..)), ..(&*claim).into() };
            Command::Code(Target::Excerpt(claim.excerpt), Box::new(draft), Vec::new())
        }
        (_, None) => Command::Seal,
    };
    seat.act(command);
}

/// What the project may be like after a cut: any state from the last safe one on.
#[derive(Default)]
struct Said {
    states: HashMap<u64, Print>,
    safe: u64,
    last: u64,
}

impl Said {
    fn note(&mut self, seat: &Seat) {
        let desk = seat.desk();
        self.last = desk.sent();
        self.states.insert(self.last, print(desk.project()));
    }

    fn possible(&self) -> Vec<Print> {
        (self.safe..=self.last).filter_map(|number| self.states.get(&number).copied()).collect()
    }
}

/// What the cuts came to.
#[derive(Debug, Default)]
struct Tally {
    cuts: usize,
    /// Edits that were called safe before a cut.
    safe: u64,
    /// Edits that were found again after one.
    recovered: usize,
    lost: Vec<String>,
}

/// Works on a project while the power fails so many times; edits, saves and the recovery itself are cut.
fn work(way: Way, seed: u64, cuts: usize, broken: Broken) -> Tally {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut tally = Tally::default();
    while tally.cuts < cuts {
        let scene = if way == Way::Inline { Scene::quick() } else { Scene::new(way) };
        let mut possible = vec![print(&scene.saved())];
        for _ in 0..ROUNDS.min(cuts - tally.cuts) {
            let disk = Arc::new(PowerDisk::new(scene.work().parent().unwrap().into(), broken, random.u64(..)));
            let calls = if random.u8(..4) == 0 { random.usize(..30) } else { random.usize(..300) };
            let place = format!("cut {} of seed {seed}, {way:?}, before call {calls}", tally.cuts);
            disk.cut_before(calls);
            let mut seat = scene.sit("Ada");
            seat.session.set_disk(disk.clone());
            let found = catch_unwind(AssertUnwindSafe(|| {
                seat.open(&scene.file);
                print(seat.project())
            }));
            let Ok(found) = found else {
                tally.lost.push(format!("{place}: the project does not open"));
                return tally;
            };
            if !possible.contains(&found) {
                tally.lost.push(format!("{place}: none of {} possible states: {:?}", possible.len(), seat.said()));
                return tally;
            }
            let mut said = Said { safe: seat.desk().sent(), ..Said::default() };
            tally.recovered += usize::try_from(said.safe).unwrap();
            said.note(&seat);
            while !disk.is_cut() {
                let safe = seat.desk().durable().max(said.safe);
                disk.tell(safe);
                step(&mut seat, &mut random);
                seat.session.poll();
                said.note(&seat);
            }
            // From what was said before the cut; what was called safe afterwards does not count.
            tally.safe += disk.told().saturating_sub(said.safe);
            said.safe = said.safe.max(disk.told());
            possible = said.possible();
            drop(seat);
            disk.leave_what_lasts();
            tally.cuts += 1;
        }
    }
    tally
}

fn cuts() -> usize {
    std::env::var("DEMARCHE_CUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(CUTS)
}

#[track_caller]
fn check(way: Way, seed: u64) {
    let cuts = if way == Way::Threads { cuts().div_ceil(4) } else { cuts() };
    let tally = work(way, seed, cuts, Broken::Not);
    println!("{} cuts, {} edits called safe, {} recovered", tally.cuts, tally.safe, tally.recovered);
    assert!(tally.lost.is_empty(), "{:#?}", tally.lost);
    assert!(tally.safe > 2 * tally.cuts as u64 && tally.recovered > tally.cuts, "{tally:?}");
}

#[test]
fn whatever_was_called_safe_is_there_after_a_power_cut() {
    check(Way::Inline, 2026);
}

#[test]
fn whatever_was_called_safe_is_there_after_a_power_cut_while_others_threads_write() {
    check(Way::Threads, 11);
}

#[test]
fn a_disk_that_brings_nothing_to_the_disk_is_found_out() {
    for broken in [Broken::Files, Broken::Folders] {
        let tally = work(Way::Inline, 5, 60, broken);
        assert!(!tally.lost.is_empty(), "{broken:?}: {} edits were safe, and none was lost", tally.safe);
    }
}
