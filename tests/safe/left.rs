//! What was safe beside a file that can no longer be opened as usual, and what is done while something waits.

use std::fs;

use demarche::merge::Side;
use demarche::session::{Action, Command, Effect};
use demarche::store;

use super::scene::{Scene, Seat, WAYS, Way, notes, these, with_note};

/// A project with an edit that is safe but not saved, after a crash, and with a file that cannot be read.
fn broken(way: Way) -> Scene {
    let scene = Scene::new(way);
    let mut seat = scene.sit("Ada");
    seat.open(&scene.file);
    seat.annotate(0, "saved");
    seat.save();
    seat.annotate(0, "saved, then changed");
    seat.note("safe, not saved");
    seat.safe();
    scene.crash(seat);
    scene.change(|file| {
        let at = file.find("stance: \"").unwrap();
        file.replace_range(at..at + 6, "stänce");
    });
    scene
}

fn asked(scene: &Scene) -> Seat {
    let mut seat = scene.sit("Ada");
    seat.session.open(scene.file.clone());
    seat.until("the question", |seat| seat.effects.iter().any(|effect| matches!(effect, Effect::AskBroken(..))));
    seat
}

#[test]
fn rescuing_a_broken_file_does_not_forget_its_journal() {
    for way in WAYS {
        let scene = broken(way);
        let mut seat = asked(&scene);
        seat.act(Command::Rescue(scene.file.clone()));
        seat.until("the rescue", |seat| seat.session.desk().is_some());
        if seat.session.settling().is_some() {
            seat.act(Command::SettleAll(Side::Ours));
            seat.act(Command::FinishMerge);
        }
        assert!(seat.notes().contains("safe, not saved"), "{:?} {:?}", seat.notes(), seat.said());
        assert!(seat.was_told("recovered"), "{:?}", seat.said());
        seat.save();
        seat.act(Command::Do(Action::CloseProject));
        drop(seat);
        assert!(notes(&scene.saved()).contains("safe, not saved"));
    }
}

#[test]
fn going_back_to_a_version_of_a_broken_file_does_not_forget_its_journal() {
    for way in WAYS {
        let scene = broken(way);
        let mut seat = asked(&scene);
        seat.act(Command::ListVersions(scene.file.clone()));
        seat.until("the list", |seat| seat.session.versions().is_some_and(|versions| !versions.rows.is_empty()));
        let version = seat.session.versions().unwrap().rows[0].version.path.clone();
        seat.act(Command::Restore(version));
        seat.until("the version", |seat| seat.session.desk().is_some());
        if seat.session.settling().is_some() {
            seat.act(Command::SettleAll(Side::Ours));
            seat.act(Command::FinishMerge);
        }
        assert!(seat.notes().contains("safe, not saved"), "{:?} {:?}", seat.notes(), seat.said());
    }
}

#[test]
fn what_is_done_while_another_file_waits_to_be_merged_is_not_taken_back() {
    for way in WAYS {
        let scene = Scene::new(way);
        let theirs = scene.file.with_file_name("theirs.ron");
        let base = scene.saved();
        let claim = super::scene::claim_id(0);
        fs::write(&theirs, store::to_string(&with_note(&base, claim, "theirs"))).unwrap();
        let mut seat = scene.sit("Ada");
        seat.open(&scene.file);
        seat.annotate(0, "ours");
        seat.act(Command::MergeFile(theirs));
        seat.until("the conflict", |seat| seat.session.settling().is_some());
        seat.act(Command::SettleAll(Side::Theirs));
        seat.note("done meanwhile");
        seat.act(Command::FinishMerge);
        seat.until("the merge", |seat| seat.session.jobs().next().is_none());
        seat.rest();
        assert!(seat.notes().contains("done meanwhile"), "{:?}", seat.notes());
        if seat.session.settling().is_some() {
            assert_eq!(seat.session.settling().unwrap().merge.open(), 0, "the answer that was given is kept");
            seat.act(Command::FinishMerge);
        }
        assert!(seat.notes().is_superset(&these(["done meanwhile", "theirs"])), "{:?}", seat.notes());
    }
}

#[test]
fn a_file_that_others_have_deleted_can_be_written_again() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.sit("Ada");
        seat.open(&scene.file);
        fs::remove_file(&scene.file).unwrap();
        seat.act(Command::LookAtDisk);
        seat.until("a word about it", |seat| seat.was_told("no longer there"));
        assert!(seat.desk().document().is_modified(), "closing asks");
        seat.save();
        assert_eq!(notes(&scene.saved()), seat.notes());
    }
}
