//! Edits last without a save, and come back after a crash.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use demarche::session::{Action, Command, Effect, Safety, Then, Unsaved};
use demarche::store::disk::Call;
use demarche::store::journal;

use super::scene::*;

#[test]
fn edits_last_without_a_save_and_come_back_after_a_crash() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        let before = notes(&scene.saved());
        seat.note("first");
        seat.note("second");
        seat.note("third");
        seat.safe();
        scene.crash(seat);
        assert_eq!(notes(&scene.saved()), before, "nothing was saved");

        let mut seat = scene.open("Ada");
        assert!(seat.was_told("3 edits recovered"), "{:?}", seat.said());
        assert!(seat.was_told("Code claim"), "{:?}", seat.said());
        assert!(seat.desk().document().is_modified());
        for kept in [vec!["first", "second", "third"], vec!["first", "second"], vec!["first"], vec![]] {
            let all: Vec<String> = seat.notes().difference(&before).cloned().collect();
            assert_eq!(all, kept);
            if !kept.is_empty() {
                seat.undo();
            }
        }
        seat.note("fourth");
        seat.save();
        assert_eq!(notes(&scene.saved()), &before | &these(["fourth"]));
        drop(seat);
        assert_eq!(scene.left(), [""; 0], "{way:?}");
    }
}

#[test]
fn another_project_is_opened_while_one_is_open() {
    for way in WAYS {
        let scene = Scene::new(way);
        let other = scene.work().join("other.ron");
        fs::write(&other, small()).unwrap();
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.save();
        seat.act(Command::Leave(Then::Open(other.clone())));
        seat.until("the other", |seat| seat.session.desk().is_some_and(|desk| desk.path() == Some(&other)));
        seat.note("second");
        seat.safe();
        seat.act(Command::Leave(Then::Open(scene.file.clone())));
        assert_eq!(seat.effects.last(), Some(&Effect::AskUnsaved(Then::Open(scene.file.clone()))));
        seat.act(Command::Answer(Unsaved::Save, Then::Open(scene.file.clone())));
        seat.until("the first", |seat| seat.session.desk().is_some_and(|desk| desk.path() == Some(&scene.file)));
        assert!(notes(&load(&other)).contains("second"));
        assert!(seat.notes().contains("first"));
    }
}

#[test]
fn what_was_taken_back_leaves_nothing_behind() {
    for way in WAYS {
        let scene = Scene::new(way);
        drop(scene.open("Ada"));
        assert_eq!(scene.left(), [""; 0]);
        assert!(!scene.work().join(".demarche").exists(), "not even a folder");
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.undo();
        seat.safe();
        drop(seat);
        assert_eq!(scene.left(), [""; 0], "{way:?}");
        let seat = scene.open("Ada");
        assert!(seat.said().is_empty(), "{:?}", seat.said());
    }
}

#[test]
fn a_crash_at_rest_after_a_save_recovers_nothing() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.save();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.said().is_empty() && seat.notes().contains("first"), "{:?}", seat.said());
        assert!(!seat.desk().document().is_modified());
    }
}

/// Holds a save up until it is let go.
struct Slow {
    gate: Arc<(Mutex<bool>, Condvar)>,
    reached: Arc<AtomicBool>,
}

impl Slow {
    /// Holds up whatever brings a file in the folder of the project to the disk; the journal is not there.
    fn new(scene: &Scene, disk: &Fickle, at: Call) -> Self {
        let (gate, reached) = (Arc::new((Mutex::new(false), Condvar::new())), Arc::new(AtomicBool::new(false)));
        let (work, held, flag) = (scene.work(), gate.clone(), reached.clone());
        disk.refuse(move |call, path| {
            if call == at && (path.parent() == Some(&work) || path == work) {
                flag.store(true, Ordering::SeqCst);
                let (open, bell) = &*held;
                drop(bell.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
            }
            Ok(())
        });
        Self { gate, reached }
    }

    fn let_go(&self) {
        *self.gate.0.lock().unwrap() = true;
        self.gate.1.notify_all();
    }
}

#[test]
fn edits_made_while_a_save_is_under_way_are_not_lost_and_not_saved() {
    for (at, dies) in [(Call::Sync, false), (Call::Rename, false), (Call::SyncFolder, false), (Call::Sync, true)]
        .into_iter()
        .chain([(Call::Rename, true), (Call::SyncFolder, true)])
    {
        let scene = Scene::new(Way::Threads);
        let disk = Fickle::new();
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        seat.note("before");
        seat.safe();
        let slow = Slow::new(&scene, &disk, at);
        seat.act(Command::Do(Action::Save));
        seat.until("the save to be at it", |_| slow.reached.load(Ordering::SeqCst));
        seat.note("meanwhile");
        seat.note("meanwhile 2");
        seat.undo();
        seat.safe();
        assert!(seat.session.is_saving());
        if dies {
            // The machine stops here: what a crash finds is copied before the save goes on.
            let kept = tempfile::tempdir().unwrap();
            copy_tree(&scene.work(), kept.path());
            slow.let_go();
            drop(seat);
            fs::remove_dir_all(scene.work()).unwrap();
            copy_tree(kept.path(), &scene.work());
            seat = scene.open("Ada");
            assert!(seat.was_told("recovered"), "{at:?} {:?}", seat.said());
        } else {
            slow.let_go();
            seat.until("the save", |seat| !seat.session.is_saving());
            assert!(seat.failures().is_empty(), "{:?}", seat.failures());
            assert_eq!(seat.desk().document().undo_label(), Some("Code claim"));
        }
        assert!(seat.desk().document().is_modified());
        assert!(seat.notes().is_superset(&these(["before", "meanwhile"])), "{at:?}");
        assert!(!seat.notes().contains("meanwhile 2"));
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["before", "meanwhile"])), "{at:?} {:?}", seat.said());
        seat.save();
        drop(seat);
        assert!(notes(&scene.saved()).is_superset(&these(["before", "meanwhile"])));
        // What a crash leaves under a passing name is swept later.
        let left: Vec<_> = scene.left().into_iter().filter(|path| !path.ends_with(".tmp")).collect();
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn work_without_a_file_is_offered_again_until_it_is_saved_or_given_up() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.sit("Ada");
        seat.act(Command::Do(Action::OpenSample));
        let seat_title = seat.project().info().title.clone();
        assert_eq!(scene.left(), [""; 0], "nothing was done yet");
        seat.note("first");
        seat.note("second");
        seat.safe();

        // Somebody else at the same data is not offered what is open.
        let mut other = scene.sit("Ada");
        other.session.look_for_unsaved();
        other.rest();
        assert_eq!(other.session.unsaved_work(), []);
        drop(other);
        seat.note("third");
        seat.safe();
        scene.crash(seat);

        let mut seat = scene.sit("Ada");
        seat.session.look_for_unsaved();
        seat.until("the unsaved work", |seat| !seat.session.unsaved_work().is_empty());
        let [work] = seat.session.unsaved_work() else { panic!("one project") };
        assert_eq!((work.edits, work.last.as_str()), (3, "Code claim"));
        let (folder, title) = (work.folder.clone(), work.title.clone());
        assert_eq!(title, seat_title);
        seat.act(Command::Leave(Then::Unsaved(folder.clone())));
        seat.until("it to open", |seat| seat.session.desk().is_some());
        assert!(seat.was_told("3 edits recovered"), "{:?}", seat.said());
        assert!(seat.notes().is_superset(&these(["first", "second", "third"])));
        seat.undo();
        seat.note("fourth");
        seat.safe();
        seat.until("the list", |seat| seat.session.unsaved_work().is_empty());

        let mut other = scene.sit("Ada");
        other.act(Command::Leave(Then::Unsaved(folder.clone())));
        other.until("the refusal", |other| !other.failures().is_empty());
        assert!(other.was_told("open already: Ada"), "{:?}", other.said());
        other.act(Command::ForgetUnsaved(folder.clone()));
        assert!(other.was_told("could not be removed"), "{:?}", other.said());
        drop(other);
        scene.crash(seat);

        let mut seat = scene.sit("Ada");
        seat.act(Command::Leave(Then::Unsaved(folder.clone())));
        seat.until("it to open", |seat| seat.session.desk().is_some());
        assert!(seat.notes().is_superset(&these(["first", "second", "fourth"])));
        assert!(!seat.notes().contains("third"));
        let file = scene.work().join("new.ron");
        seat.save_as(&file);
        seat.safe();
        seat.until("the old journal to go", |_| !folder.exists());
        assert!(notes(&load(&file)).contains("fourth"));
        seat.note("fifth");
        seat.safe();
        drop(seat);
        let mut seat = scene.sit("Ada");
        seat.open(&file);
        assert!(seat.was_told("1 edit recovered") && seat.notes().contains("fifth"), "{:?}", seat.said());
    }
}

#[test]
fn work_without_a_file_is_gone_once_it_is_given_up() {
    for way in WAYS {
        for by_list in [true, false] {
            let scene = Scene::new(way);
            let mut seat = scene.sit("Ada");
            seat.act(Command::Do(Action::OpenSample));
            seat.note("first");
            seat.safe();
            if by_list {
                drop(seat);
                seat = scene.sit("Ada");
                seat.session.look_for_unsaved();
                seat.until("the unsaved work", |seat| !seat.session.unsaved_work().is_empty());
                let folder = seat.session.unsaved_work()[0].folder.clone();
                seat.act(Command::ForgetUnsaved(folder));
                seat.until("the list", |seat| seat.session.unsaved_work().is_empty());
            } else {
                seat.act(Command::Leave(Then::Close));
                assert_eq!(seat.effects.last(), Some(&Effect::AskUnsaved(Then::Close)));
                seat.act(Command::Answer(Unsaved::Discard, Then::Close));
            }
            drop(seat);
            assert_eq!(scene.left(), [""; 0]);
            assert_eq!(fs::read_dir(scene.data("Ada").join("unsaved")).unwrap().count(), 0);
        }
    }
}

#[test]
fn a_folder_that_was_cleared_away_gets_its_journal_again() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.safe();
        fs::remove_dir_all(scene.work().join(".demarche")).unwrap();
        seat.note("second");
        seat.safe();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["first", "second"])), "{:?}", seat.said());
    }
}

#[test]
fn what_cannot_be_read_of_a_journal_is_told_and_kept() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        for note in ["first", "second", "third"] {
            seat.note(note);
        }
        seat.safe();
        scene.crash(seat);
        let path = scene.beside().journal();
        let mut bytes = fs::read(&path).unwrap();
        let lines: Vec<usize> = memchr::memchr_iter(b'\n', &bytes).collect();
        bytes[lines[1] + 40] ^= 4; // in the second step
        bytes.extend_from_slice(b"0123456789abcdef Step(4, \"torn");
        fs::write(&path, &bytes).unwrap();

        let mut seat = scene.open("Ada");
        assert!(seat.was_told("2 edits recovered"), "{:?}", seat.said());
        assert!(seat.was_told("1 line of the journal cannot be read"), "{:?}", seat.said());
        assert!(seat.notes().is_superset(&these(["first", "third"])));
        let aside: Vec<_> = fs::read_dir(scene.beside().aside()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(aside.len(), 1);
        assert_eq!(fs::read(&aside[0]).unwrap(), bytes);
        seat.safe();
        let found = journal::read(&path).unwrap().unwrap();
        assert_eq!((found.damaged, found.torn, found.steps().count()), (0, false, 2), "written anew");
    }
}

#[test]
fn a_journal_that_cannot_be_read_now_is_not_written_over() {
    let scene = Scene::new(Way::Inline);
    let path = scene.beside().journal();
    fs::create_dir_all(&path).unwrap(); // no file at all
    fs::write(path.join("precious"), "").unwrap();
    let mut seat = scene.open("Ada");
    assert!(seat.was_told("cannot be read"), "{:?}", seat.said());
    seat.note("first");
    assert_eq!(seat.desk().safety(), Safety::Safe, "elsewhere");
    assert!(path.join("precious").exists());
    scene.crash(seat);
    assert!(scene.open("Ada").notes().contains("first"));
}

#[test]
fn of_several_journals_the_one_that_has_what_the_file_lacks_is_carried_out() {
    let scene = Scene::new(Way::Inline);
    let disk = Fickle::new();
    let mut seat = scene.sit_before("Ada", &disk);
    seat.open(&scene.file);
    for n in 0..10 {
        seat.note(&format!("saved {n}"));
    }
    // The journal cannot be taken away after the save, and none can be put there from then on.
    let journal = scene.beside().journal();
    disk.refuse(move |call, path| {
        let is_it = path.starts_with(journal.parent().unwrap()) && path.to_string_lossy().contains("journal");
        if is_it && call != Call::Write && call != Call::Sync {
            Err(std::io::ErrorKind::PermissionDenied.into())
        } else {
            Ok(())
        }
    });
    seat.save();
    assert!(scene.beside().journal().exists(), "it is left behind");
    drop(seat);
    let mut seat = scene.sit_before("Ada", &disk);
    seat.open(&scene.file);
    seat.note("short");
    assert_eq!(seat.desk().safety(), Safety::Safe, "elsewhere");
    scene.crash(seat);
    let seat = scene.open("Ada");
    assert!(seat.was_told("1 edit recovered"), "{:?}", seat.said());
    assert!(seat.notes().contains("short"));
}
