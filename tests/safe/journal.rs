//! Edits last without a save, and come back after a crash.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use demarche::edit::Document;
use demarche::edit::ops::claims;
use demarche::merge::Side;
use demarche::session::{Action, Command, Effect, Safety, Then, Unsaved};
use demarche::store::disk::{Call, System};
use demarche::store::{self, journal};

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
        other.until("the refusal", |other| other.was_told("could not be removed"));
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

/// Has a claim name an issue that nobody knows, as somebody's hand might.
fn break_claim(scene: &Scene, number: usize) {
    scene.change(|file| {
        let claim = file.find(&format!("(id: \"{}\", ", claim_id(number))).unwrap();
        let from = claim + file[claim..].find("issue: \"").unwrap() + 8;
        let to = from + file[from..].find('"').unwrap();
        file.replace_range(from..to, "nowhere");
    });
    assert_eq!(scene.saved().problems().len(), 1);
}

#[test]
fn what_undo_put_back_is_recovered_even_where_it_does_not_hold() {
    for way in WAYS {
        let scene = Scene::new(way);
        break_claim(&scene, 1);
        let mut seat = scene.open("Ada");
        seat.act(Command::DeleteClaims(vec![claim_id(1)]));
        seat.undo();
        seat.note("first");
        seat.safe();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.was_told("3 edits recovered"), "{:?}", seat.said());
        assert!(!seat.was_told("Not possible"), "{:?}", seat.said());
        assert!(seat.project().claim(claim_id(1)).is_some() && seat.notes().contains("first"));
    }
}

#[test]
fn edits_that_were_all_taken_back_are_not_recovered() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.undo();
        seat.safe();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.said().is_empty(), "{:?}", seat.said());
        assert!(!seat.desk().document().is_modified());
        drop(seat);
        assert_eq!(scene.left(), [""; 0]);
    }
}

/// Codes and changes a claim, crashes, and has others delete everything about its excerpt; before that, what
/// they replace is kept as a version where `is_kept`.
fn recover_beside_deletion(way: Way, is_kept: bool) -> (Scene, Seat) {
    let scene = Scene::new(way);
    let mut seat = scene.open("Ada");
    seat.note("coded");
    let excerpt = seat.claim(0).excerpt;
    seat.annotate(0, "changed");
    seat.safe();
    scene.crash(seat);
    if is_kept {
        let meta = fs::metadata(&scene.file).unwrap();
        let now = std::time::SystemTime::now();
        store::versions::keep(&System, &scene.beside(), &scene.file, &meta, now).unwrap().unwrap();
    }
    let project = scene.saved();
    let ids: Vec<_> = project.claims_of(excerpt).iter().map(|claim| claim.id).collect();
    let mut document = Document::new(project.clone());
    document.commit(claims::delete(&project, &ids).unwrap()).unwrap();
    assert!(document.project().excerpt(excerpt).is_none());
    let text = store::to_string(document.project());
    scene.change(|file| *file = text);
    let mut seat = scene.sit("Ada");
    seat.session.open(scene.file.clone());
    seat.until("the project", |seat| seat.session.desk().is_some());
    seat.rest();
    (scene, seat)
}

#[test]
fn recovered_edits_that_have_no_place_any_more_are_named_and_kept() {
    for way in WAYS {
        let (scene, seat) = recover_beside_deletion(way, false);
        assert!(seat.session.settling().is_none());
        assert!(
            seat.was_told("have no place in the file as it is now: “Code claim”, “Edit claim”"),
            "{:?}",
            seat.said()
        );
        assert_eq!(fs::read_dir(scene.beside().aside()).unwrap().count(), 1);
    }
}

#[test]
fn recovered_edits_that_meet_a_deletion_are_asked_about_where_the_file_before_it_is_known() {
    for way in WAYS {
        let (_scene, mut seat) = recover_beside_deletion(way, true);
        let open = seat.session.settling().map(|settling| settling.merge.open());
        assert!(open.is_some_and(|open| open > 0), "{:?}", seat.said());
        seat.act(Command::SettleAll(Side::Ours));
        seat.act(Command::FinishMerge);
        seat.until("the merge", |seat| seat.session.settling().is_none());
        assert!(!seat.was_told("no place"), "{:?}", seat.said());
        assert!(seat.notes().is_superset(&these(["coded", "changed"])), "{:?}", seat.notes());
    }
}

#[test]
fn work_without_a_file_is_offered_though_a_line_of_its_journal_is_damaged() {
    for line in [0, 1, 20] {
        let scene = Scene::new(Way::Inline);
        let mut seat = scene.sit("Ada");
        seat.act(Command::Do(Action::OpenSample));
        let before = seat.notes();
        let articles = seat.project().articles().len();
        let title = seat.project().info().title.clone();
        seat.note("weeks of work");
        seat.safe();
        let journal = scene.list().into_iter().find(|path| path.ends_with("/journal")).unwrap();
        let journal = scene.work().parent().unwrap().join(journal);
        scene.crash(seat);
        let mut bytes = fs::read(&journal).unwrap();
        let start = if line == 0 { 0 } else { memchr::memchr_iter(b'\n', &bytes).nth(line - 1).unwrap() + 1 };
        bytes[start + 30] ^= 1;
        fs::write(&journal, bytes).unwrap();

        let mut seat = scene.sit("Ada");
        seat.session.look_for_unsaved();
        seat.rest();
        let [work] = seat.session.unsaved_work() else { panic!("line {line} {:?}", seat.said()) };
        assert_eq!((&work.title, work.edits), (&title, 1));
        let folder = work.folder.clone();
        seat.act(Command::Leave(Then::Unsaved(folder)));
        seat.until("it to open", |seat| seat.session.desk().is_some());
        assert!(seat.was_told("1 line of the journal cannot be read"), "{:?}", seat.said());
        assert!(seat.notes().contains("weeks of work"));
        assert_eq!(seat.project().articles().len(), articles);
        assert!(seat.notes().len() + 1 >= before.len());
    }
}

#[test]
fn a_journal_of_unsaved_work_that_says_nothing_is_offered_all_the_same() {
    let scene = Scene::new(Way::Inline);
    let folder = scene.data("Ada").join("unsaved").join("p1-abc");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("journal"), "no line of it\nis whole\n").unwrap();
    let mut seat = scene.sit("Ada");
    seat.session.look_for_unsaved();
    seat.rest();
    let [work] = seat.session.unsaved_work() else { panic!("{:?}", seat.said()) };
    assert_eq!((&work.folder, work.edits), (&folder, 0));
    assert!(work.title.contains("cannot be read"), "{}", work.title);
    seat.act(Command::Leave(Then::Unsaved(folder.clone())));
    seat.until("the refusal", |seat| !seat.failures().is_empty());
    assert!(folder.join("journal").exists());
}

#[test]
fn a_pipe_in_the_place_of_the_journal_is_not_waited_for() {
    let scene = Scene::new(Way::Threads);
    let path = scene.beside().journal();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let mut seat = scene.open("Ada");
    assert!(seat.was_told("cannot be read"), "{:?}", seat.said());
    seat.note("first");
    seat.safe();
    assert!(fs::symlink_metadata(&path).is_ok_and(|meta| !meta.is_file()), "nobody wrote over it");
}

#[test]
fn a_file_with_problems_that_others_wrote_is_taken_in_and_saved_over() {
    for way in WAYS {
        for modified in [false, true] {
            let scene = Scene::new(way);
            let mut seat = scene.open("Ada");
            if modified {
                seat.note("first");
            }
            break_claim(&scene, 1);
            seat.act(Command::LookAtDisk);
            seat.until("the changes of others", |seat| seat.project().problems().len() == 1);
            assert!(!seat.was_told("could not be merged"), "{:?}", seat.said());
            seat.note("second");
            seat.save();
            assert!(notes(&scene.saved()).contains("second"));
            assert_eq!((notes(&scene.saved()).contains("first"), scene.saved().problems().len()), (modified, 1));
        }
    }
}

#[test]
fn an_earlier_version_with_problems_can_be_restored() {
    for way in WAYS {
        let scene = Scene::new(way);
        break_claim(&scene, 1);
        let mut seat = scene.open("Ada");
        seat.act(Command::DeleteClaims(vec![claim_id(1)]));
        seat.save();
        assert_eq!(seat.project().problems(), []);
        let versions = store::versions::list(&scene.beside()).unwrap();
        seat.act(Command::ListVersions(scene.file.clone()));
        seat.until("the versions", |seat| seat.session.versions().is_some());
        seat.act(Command::Restore(versions[0].path.clone()));
        seat.until("the version", |seat| seat.project().claim(claim_id(1)).is_some());
        assert_eq!(seat.project().problems().len(), 1);
        seat.undo();
        assert_eq!(seat.project().problems(), []);
        // What was restored survives a crash, also once it was taken back and brought back.
        seat.act(Command::Do(Action::Redo));
        seat.safe();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.project().claim(claim_id(1)).is_some(), "{:?}", seat.said());
    }
}
