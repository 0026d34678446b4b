//! The file changes under one's hands.

use std::fs;

use demarche::merge::Side;
use demarche::session::{Action, Command, Effect, Then, Unsaved};
use demarche::store;

use super::scene::*;

const MERGED: &str = "their changes are merged with yours";
const TAKEN: &str = "their changes are here";

fn look(seat: &mut Seat, words: &str) {
    seat.act(Command::LookAtDisk);
    seat.until(words, |seat| seat.was_told(words));
}

#[test]
fn without_work_of_ones_own_changes_of_others_are_simply_there() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        scene.others_note(1, "theirs");
        look(&mut seat, TAKEN);
        assert!(seat.notes().contains("theirs"));
        assert!(!seat.desk().document().is_modified());
        seat.safe();
        // Once more, and with a step of one's own afterwards.
        scene.others_note(2, "theirs again");
        seat.act(Command::LookAtDisk);
        seat.until("the second change", |seat| seat.notes().contains("theirs again"));
        assert!(!seat.desk().document().is_modified());
        seat.note("ours");
        seat.save();
        let all = notes(&scene.saved());
        assert!(all.is_superset(&these(["theirs", "theirs again", "ours"])), "{all:?}");
        seat.undo();
        seat.undo();
        assert!(!seat.notes().contains("theirs again") && seat.desk().document().is_modified());
        seat.save();
        assert!(!notes(&scene.saved()).contains("theirs again"));
    }
}

#[test]
fn with_work_of_ones_own_both_come_together_in_one_step() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("saved");
        seat.save();
        seat.note("ours");
        scene.others_note(1, "theirs");
        look(&mut seat, MERGED);
        assert!(seat.notes().is_superset(&these(["saved", "ours", "theirs"])));
        assert!(seat.desk().document().is_modified());
        assert_eq!(seat.desk().document().undo_label(), Some("Take in changes of others"));
        seat.safe();
        seat.undo();
        assert!(seat.notes().contains("ours") && !seat.notes().contains("theirs"));
        seat.act(Command::Do(Action::Redo));
        assert!(seat.notes().contains("theirs"));
        seat.save();
        assert!(notes(&scene.saved()).is_superset(&these(["saved", "ours", "theirs"])));
        drop(seat);
        assert_eq!(scene.left(), [""; 0]);
    }
}

#[test]
fn who_takes_everything_back_after_a_merge_still_differs_from_the_file() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("ours");
        scene.others_note(1, "theirs");
        look(&mut seat, MERGED);
        seat.undo();
        seat.undo();
        assert!(!seat.notes().contains("theirs") && !seat.notes().contains("ours"));
        assert!(seat.desk().document().is_modified(), "the file has what they did");
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(!seat.notes().contains("theirs") && seat.desk().document().is_modified(), "{:?}", seat.said());
        seat.save();
        assert!(!notes(&scene.saved()).contains("theirs"));
    }
}

#[test]
fn a_merge_lasts_as_any_edit() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("ours");
        scene.others_note(1, "theirs");
        look(&mut seat, MERGED);
        seat.note("later");
        seat.safe();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["ours", "theirs", "later"])), "{:?}", seat.said());
        assert!(!seat.was_told("Others had changed"), "{:?}", seat.said());
    }
}

#[test]
fn the_same_on_both_sides_is_nothing_to_ask_about() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.annotate(1, "the same");
        let text = store::to_string(seat.project());
        scene.change(|file| *file = text);
        look(&mut seat, "Others have changed the file");
        assert!(seat.session.settling().is_none());
        assert!(!seat.desk().document().is_modified(), "the file has it already");
        drop(seat);
        assert_eq!(scene.left(), [""; 0]);
    }
}

#[test]
fn a_contradiction_is_settled_by_a_person() {
    for way in WAYS {
        for (side, note) in [(Side::Ours, "ours"), (Side::Theirs, "theirs")] {
            for by_save in [false, true] {
                let scene = Scene::new(way);
                let mut seat = scene.open("Ada");
                seat.annotate(1, "ours");
                seat.note("more of ours");
                scene.others_note(1, "theirs");
                if by_save {
                    seat.act(Command::Leave(Then::Quit));
                    assert_eq!(seat.effects.pop(), Some(Effect::AskUnsaved(Then::Quit)));
                    seat.act(Command::Answer(Unsaved::Save, Then::Quit));
                } else {
                    seat.act(Command::LookAtDisk);
                }
                seat.until("the question", |seat| seat.effects.contains(&Effect::ShowConflicts));
                let settling = seat.session.settling().unwrap();
                assert_eq!((settling.merge.open(), settling.sides), (1, ("Your version", "Their version")));
                assert!(seat.notes().contains("ours"), "nothing has changed yet");
                seat.act(Command::Settle(0, side));
                assert_eq!(seat.session.settling().unwrap().merge.open(), 0);
                seat.act(Command::FinishMerge);
                if by_save {
                    seat.until("the end", |seat| seat.effects.contains(&Effect::Quit));
                } else {
                    assert!(seat.was_told(MERGED), "{:?}", seat.said());
                    assert!(seat.notes().is_superset(&these([note, "more of ours"])));
                    seat.undo();
                    assert!(seat.notes().contains("ours"));
                    seat.act(Command::Do(Action::Redo));
                    seat.save();
                }
                drop(seat);
                let all = notes(&scene.saved());
                assert!(all.is_superset(&these([note, "more of ours"])), "{way:?} {by_save} {all:?}");
                assert_eq!(all.len(), 2 + notes(&store::from_str(small()).unwrap().project).len());
                assert_eq!(scene.left(), [""; 0]);
            }
        }
    }
}

#[test]
fn a_contradiction_can_be_put_off() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.annotate(1, "ours");
        scene.others_note(1, "theirs");
        seat.act(Command::LookAtDisk);
        seat.until("the question", |seat| seat.effects.contains(&Effect::ShowConflicts));
        seat.act(Command::PutOffMerge);
        assert!(seat.session.settling().is_none() && seat.was_told("were not taken in"));
        seat.effects.clear();
        seat.act(Command::LookAtDisk);
        seat.rest();
        assert_eq!(seat.effects, [], "nobody is asked again whenever the window gains focus");
        seat.note("more");
        seat.safe();
        seat.act(Command::Do(Action::Save));
        seat.until("the question", |seat| seat.effects.contains(&Effect::ShowConflicts));
        assert_eq!(notes(&scene.saved()).iter().filter(|note| *note == "theirs").count(), 1, "nothing is overwritten");
        // A save while the question is there shows it again.
        seat.effects.clear();
        seat.act(Command::Do(Action::Save));
        seat.until("the question", |seat| seat.effects.contains(&Effect::ShowConflicts));
        // Another change meanwhile leads to another question.
        scene.others_note(2, "theirs too");
        seat.act(Command::SettleAll(Side::Theirs));
        seat.effects.clear();
        seat.act(Command::FinishMerge);
        seat.until("the save", |seat| {
            let asked = seat.effects.contains(&Effect::ShowConflicts);
            asked || !seat.session.is_saving() && !seat.desk().document().is_modified()
        });
        if seat.session.settling().is_some() {
            seat.act(Command::SettleAll(Side::Theirs));
            seat.act(Command::FinishMerge);
            seat.until("the save", |seat| !seat.session.is_saving() && !seat.desk().document().is_modified());
        }
        let all = notes(&scene.saved());
        assert!(all.is_superset(&these(["theirs", "theirs too", "more"])), "{all:?}");
    }
}

#[test]
fn a_file_that_was_touched_or_rewritten_the_same_is_no_change() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("ours");
        scene.change(|_| ());
        seat.act(Command::LookAtDisk);
        seat.rest();
        assert!(seat.said().is_empty(), "{:?}", seat.said());
        scene.change(|_| ());
        seat.save();
        scene.change(|_| ());
        seat.note("more");
        seat.save();
        assert!(seat.said().is_empty(), "{:?}", seat.said());
        assert!(notes(&scene.saved()).is_superset(&these(["ours", "more"])));
    }
}

#[test]
fn rubbish_in_place_of_the_file_leaves_the_work_here() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("ours");
        scene.change(|file| file.truncate(100));
        look(&mut seat, "cannot be read");
        let count = seat.said().len();
        seat.act(Command::LookAtDisk);
        seat.rest();
        assert_eq!(seat.said().len(), count, "told once");
        assert!(seat.notes().contains("ours"));
        seat.safe();
        seat.act(Command::Do(Action::Save));
        seat.until("the refusal", |seat| seat.said().len() > count);
        assert_eq!(fs::read(&scene.file).unwrap().len(), 100, "not overwritten");
        let copy = scene.work().join("copy.ron");
        seat.save_as(&copy);
        assert!(notes(&load(&copy)).contains("ours"));
    }
}

#[test]
fn a_file_that_is_repaired_is_merged() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("ours");
        let saved = scene.saved();
        let whole = store::to_string(&with_note(&saved, claim_id(1), "theirs"));
        scene.change(|file| *file = "<<<<<<< HEAD".into());
        look(&mut seat, "cannot be read");
        scene.change(|file| *file = whole);
        look(&mut seat, MERGED);
        seat.save();
        assert!(notes(&scene.saved()).is_superset(&these(["ours", "theirs"])));
    }
}

#[test]
fn a_file_that_was_deleted_is_written_again() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("ours");
        fs::remove_file(&scene.file).unwrap();
        look(&mut seat, "no longer there");
        seat.save();
        assert!(notes(&scene.saved()).contains("ours"));
        fs::remove_file(&scene.file).unwrap();
        seat.note("more");
        seat.save();
        assert!(notes(&scene.saved()).contains("more"));
    }
}

#[test]
fn a_crash_and_changes_of_others_come_together() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("saved");
        seat.save();
        seat.note("ours");
        seat.note("taken back");
        seat.undo();
        seat.safe();
        scene.crash(seat);
        scene.others_note(1, "theirs");
        let mut seat = scene.open("Ada");
        seat.until("the merge", |seat| seat.was_told("Others had changed the file since: both are merged"));
        assert!(seat.was_told("3 edits recovered"), "{:?}", seat.said());
        assert!(seat.notes().is_superset(&these(["saved", "ours", "theirs"])) && !seat.notes().contains("taken back"));
        assert!(seat.desk().document().is_modified());
        // The next crash finds all of it, whether or not something was done since.
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["saved", "ours", "theirs"])), "{:?}", seat.said());
        seat.note("later");
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["saved", "ours", "theirs", "later"])), "{:?}", seat.said());
        seat.save();
        drop(seat);
        assert_eq!(scene.left(), [""; 0]);
    }
}

#[test]
fn a_crash_that_contradicts_others_is_settled_or_left_where_it_is() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.annotate(1, "ours");
        seat.safe();
        scene.crash(seat);
        scene.others_note(1, "theirs");
        let mut seat = scene.open("Ada");
        seat.until("the question", |seat| seat.effects.contains(&Effect::ShowConflicts));
        assert_eq!(seat.session.settling().unwrap().sides, ("Recovered", "In the file"));
        // Meanwhile nothing can be done that the merge would not know of.
        let claim = seat.claim(0);
        seat.act(Command::DeleteClaims(vec![claim.id]));
        assert!(seat.project().claim(claim.id).is_some());
        seat.act(Command::PutOffMerge);
        assert!(seat.session.desk().is_none());
        seat.effects.clear();
        seat.open(&scene.file);
        seat.until("the question again", |seat| seat.effects.contains(&Effect::ShowConflicts));
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        seat.until("the question again", |seat| seat.effects.contains(&Effect::ShowConflicts));
        seat.act(Command::SettleAll(Side::Ours));
        seat.act(Command::FinishMerge);
        assert!(seat.notes().contains("ours") && seat.was_told("1 edit"), "{:?}", seat.said());
        seat.note("more");
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["ours", "more"])), "{:?}", seat.said());
        seat.save();
        assert!(notes(&scene.saved()).is_superset(&these(["ours", "more"])));
    }
}

#[test]
fn a_save_asked_for_while_somebody_looks_is_carried_out() {
    let scene = Scene::new(Way::Threads);
    for round in 0..10 {
        let mut seat = scene.open("Ada");
        seat.note(&format!("ours {round}"));
        scene.others_note(1, &format!("theirs {round}"));
        seat.act(Command::LookAtDisk);
        seat.act(Command::Answer(Unsaved::Save, Then::Quit));
        seat.until("the end", |seat| seat.effects.contains(&Effect::Quit));
        let all = notes(&scene.saved());
        assert!(all.contains(&format!("ours {round}")) && all.contains(&format!("theirs {round}")), "{all:?}");
    }
}

#[test]
fn edits_that_have_no_place_in_another_file_are_kept_aside() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("ours");
        seat.safe();
        scene.crash(seat);
        let journal = fs::read(scene.beside().journal()).unwrap();
        let id = demarche::model::ProjectId("another".parse().unwrap());
        let other = store::to_string(&demarche::model::Project::new(id, "Another"));
        scene.change(|file| *file = other);
        let mut seat = scene.open("Ada");
        seat.until("the merge", |seat| seat.was_told("1 edit"));
        assert!(seat.was_told("have no place in the file"), "{:?}", seat.said());
        assert!(seat.project().problems().is_empty());
        let aside = fs::read_dir(scene.beside().aside()).unwrap().next().unwrap().unwrap().path();
        assert_eq!(fs::read(aside).unwrap(), journal);
    }
}
