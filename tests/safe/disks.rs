//! Disks that are full, closed or fail at any call.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use demarche::edit::Edit;
use demarche::session::{Action, Command, Effect, Safety, Then, Unsaved};
use demarche::store::disk::Call;
use demarche::store::journal;

use super::scene::*;

#[test]
fn where_the_folder_takes_nothing_the_journal_goes_elsewhere() {
    for way in WAYS {
        let scene = Scene::new(way);
        let disk = Fickle::new();
        disk.refuse_below(&scene.work(), io::ErrorKind::PermissionDenied);
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        assert!(seat.desk().held().is_none());
        seat.note("first");
        seat.safe();
        assert!(!scene.work().join(".demarche").exists());
        scene.crash(seat);

        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        assert!(seat.was_told("1 edit recovered"), "{:?}", seat.said());
        seat.note("second");
        seat.act(Command::Do(Action::Save));
        seat.until("the refusal", |seat| !seat.session.is_saving() && !seat.failures().is_empty());
        assert!(seat.was_told("You may not write there: save elsewhere"), "{:?}", seat.failures());
        assert!(seat.desk().document().is_modified());
        seat.safe();

        // Elsewhere it goes, and its journal with it.
        fs::create_dir(scene.data("mine")).unwrap();
        let copy = scene.data("mine").join("copy.ron");
        seat.save_as(&copy);
        seat.safe();
        assert!(notes(&load(&copy)).is_superset(&these(["first", "second"])));
        seat.note("third");
        seat.safe();
        assert!(scene.data("mine").join(".demarche/copy.ron/journal").exists());
        assert!(scene.left().iter().all(|path| !path.contains("elsewhere")), "{:?}", scene.left());
        scene.crash(seat);
        let mut seat = scene.sit("Ada");
        seat.open(&copy);
        assert!(seat.was_told("1 edit recovered") && seat.notes().contains("third"), "{:?}", seat.said());

        let seat = scene.open("Ada");
        assert!(seat.said().is_empty() && !seat.notes().contains("first"), "the old file is as it was");
    }
}

#[test]
fn a_journal_elsewhere_is_found_when_the_folder_can_be_written_again() {
    for way in WAYS {
        let scene = Scene::new(way);
        let disk = Fickle::new();
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        seat.note("beside");
        seat.safe();
        disk.refuse_below(&scene.work(), io::ErrorKind::ReadOnlyFilesystem);
        seat.note("elsewhere");
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(seat.was_told("2 edits recovered"), "{:?}", seat.said());
        assert!(seat.notes().is_superset(&these(["beside", "elsewhere"])));
        seat.save();
        drop(seat);
        assert_eq!(scene.left(), [""; 0]);
    }
}

/// Refuses new bytes on every journal.
fn full(call: Call, path: &Path) -> io::Result<()> {
    let takes_room = matches!(call, Call::Write | Call::Create | Call::CreateFolder | Call::Copy);
    if takes_room && path.to_string_lossy().contains("journal") {
        Err(io::ErrorKind::StorageFull.into())
    } else {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_and_tried_again_and_nothing_is_lost() {
    for way in WAYS {
        let scene = Scene::new(way);
        let disk = Fickle::new();
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        seat.note("first");
        seat.safe();
        disk.refuse(full);
        seat.note("second");
        seat.until("the failure", |seat| matches!(seat.desk().safety(), Safety::Failing(_)));
        let Safety::Failing(why) = seat.desk().safety() else { unreachable!() };
        assert!(why.contains("no storage space") && why.contains(".demarche"), "{why}");
        seat.note("third");
        seat.rest();
        assert!(matches!(seat.desk().safety(), Safety::Failing(_)));
        disk.heal();
        if way == Way::Inline {
            seat.note("fourth"); // without a thread nobody tries again by themselves
        }
        seat.safe();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["first", "second", "third"])), "{:?}", seat.said());
    }
}

#[test]
fn a_save_while_the_journal_fails_makes_the_edits_safe() {
    for way in WAYS {
        let scene = Scene::new(way);
        let disk = Fickle::new();
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        seat.note("first");
        seat.safe();
        disk.refuse(full);
        seat.note("second");
        seat.until("the failure", |seat| matches!(seat.desk().safety(), Safety::Failing(_)));
        seat.save();
        assert!(notes(&scene.saved()).is_superset(&these(["first", "second"])));
        drop(seat);
        assert_eq!(scene.left(), [""; 0]);
        let seat = scene.open("Ada");
        assert!(seat.said().is_empty(), "{:?}", seat.said());
    }
}

#[test]
fn without_any_place_for_a_journal_that_is_said() {
    let scene = Scene::new(Way::Inline);
    let mut seat = scene.sit("Ada");
    let disk = Fickle::new();
    disk.refuse(|_, _| Err(io::ErrorKind::PermissionDenied.into()));
    seat.session.set_disk(disk.clone());
    seat.open(&scene.file);
    seat.note("first");
    let Safety::Failing(why) = seat.desk().safety() else { panic!("{:?}", seat.desk().safety()) };
    assert!(why.contains("permission denied"), "{why}");
    disk.heal();
    seat.save();
    assert!(notes(&scene.saved()).contains("first"));
}

#[test]
fn a_folder_that_vanishes_is_told_and_the_work_goes_elsewhere() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.safe();
        let away = scene.data("").join("away");
        fs::rename(scene.work(), &away).unwrap();
        seat.note("second");
        seat.safe();
        assert!(!scene.work().exists(), "no folder is made where a drive was");
        seat.act(Command::LookAtDisk);
        seat.until("the notice", |seat| seat.was_told("no longer there"));
        seat.act(Command::Do(Action::Save));
        seat.until("the refusal", |seat| seat.was_told("check whether the drive is connected"));
        fs::rename(&away, scene.work()).unwrap();
        scene.crash(seat);
        let seat = scene.open("Ada");
        assert!(seat.notes().is_superset(&these(["first", "second"])), "{:?}", seat.said());
    }
}

/// The notes that are on the disk, in the file or in any journal.
fn on_disk(scene: &Scene) -> String {
    let mut found = fs::read_to_string(&scene.file).unwrap();
    for path in scene.list().into_iter().filter(|path| path.ends_with("/journal")) {
        let path = scene.work().parent().unwrap().join(path);
        for step in journal::read(&path).unwrap().iter().flat_map(journal::Found::steps) {
            for edit in &step.edits {
                if let Edit::Claim(_, Some(claim)) = edit {
                    found += &claim.note;
                }
            }
        }
    }
    found
}

/// A day of work; after each step, whatever is called safe must be on the disk.
fn work(scene: &Scene, seat: &mut Seat) {
    let mut done = Vec::new();
    for n in 0..9 {
        let note = format!("[note {n}]");
        seat.note(&note);
        done.push(note);
        check(scene, seat, &done);
        if n == 3 || n == 6 {
            seat.act(Command::Do(Action::Save));
            seat.until("the save", |seat| !seat.session.is_saving());
            check(scene, seat, &done);
        }
        if n == 5 {
            seat.act(Command::Do(Action::Undo));
            done.pop();
            check(scene, seat, &done);
        }
    }
}

#[track_caller]
fn check(scene: &Scene, seat: &mut Seat, done: &[String]) {
    seat.until("an answer", |seat| seat.desk().safety() != Safety::Pending);
    if seat.desk().safety() == Safety::Safe {
        let disk = on_disk(scene);
        let lost: Vec<_> = done.iter().filter(|note| !disk.contains(*note)).collect();
        assert!(lost.is_empty(), "called safe but not on the disk: {lost:?}");
    }
}

#[test]
fn whatever_call_fails_nothing_is_called_safe_that_is_not_on_the_disk() {
    // How many calls fail from the nth on; a disk that comes back, and one that does not.
    for fails in [1, 3, usize::MAX] {
        for n in 0_usize.. {
            let scene = Scene::quick();
            let disk = Fickle::new();
            let mut seat = scene.sit_before("Ada", &disk);
            seat.open(&scene.file);
            let count = Arc::new(AtomicUsize::new(0));
            let calls = count.clone();
            disk.refuse(move |_, _| {
                let call = calls.fetch_add(1, Ordering::SeqCst);
                if (n..n.saturating_add(fails)).contains(&call) { Err(io::Error::from_raw_os_error(5)) } else { Ok(()) }
            });
            work(&scene, &mut seat);
            let is_over = count.load(Ordering::SeqCst) <= n;
            let was_safe = seat.desk().safety() == Safety::Safe;
            let all = seat.notes();
            scene.crash(seat);
            let seat = scene.open("Ada");
            if was_safe {
                assert_eq!(seat.notes(), all, "call {n}, {fails} fail: {:?}", seat.said());
            }
            if is_over {
                println!("{n} calls, each failed with {fails} in all");
                assert!(n > 40, "{n}");
                break;
            }
        }
    }
}

/// Holds up whatever a rule says until it is let go.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<(bool, bool)>, Condvar)>);

impl Gate {
    /// Waits here, from the disk.
    fn pass(&self) {
        let (state, bell) = &*self.0;
        let mut state = state.lock().unwrap();
        state.0 = true;
        drop(bell.wait_while(state, |(_, open)| !*open).unwrap());
    }

    fn is_reached(&self) -> bool {
        self.0.0.lock().unwrap().0
    }

    fn let_go(&self) {
        self.0.0.lock().unwrap().1 = true;
        self.0.1.notify_all();
    }
}

#[test]
fn a_job_that_breaks_down_ends_no_save_but_its_own() {
    let scene = Scene::new(Way::Threads);
    let (disk, gate) = (Fickle::new(), Gate::default());
    let mut seat = scene.sit_before("Ada", &disk);
    seat.open(&scene.file);
    seat.note("first");
    seat.safe();
    fs::create_dir_all(scene.data("Ada").join("unsaved/left")).unwrap();
    let (work, held) = (scene.work(), gate.clone());
    disk.refuse(move |call, path| {
        assert!(!path.to_string_lossy().contains("unsaved"), "the disk breaks down there");
        if call == Call::Sync && path.parent() == Some(&work) {
            held.pass();
        }
        Ok(())
    });
    seat.act(Command::Do(Action::Save));
    seat.until("the save to begin", |_| gate.is_reached());
    seat.session.look_for_unsaved();
    seat.until("the breakdown", |seat| seat.was_told("broke down in the background"));
    assert!(seat.session.is_saving());
    gate.let_go();
    seat.until("the save", |seat| !seat.session.is_saving());
    assert!(!seat.desk().document().is_modified() && notes(&scene.saved()).contains("first"));

    // One that breaks down itself is over.
    disk.heal();
    seat.note("second");
    seat.safe();
    let work = scene.work();
    disk.refuse(move |call, path| {
        assert!(call != Call::Sync || path.parent() != Some(&work), "the disk breaks down there");
        Ok(())
    });
    seat.act(Command::Do(Action::Save));
    seat.until("the end of the save", |seat| !seat.session.is_saving());
    assert!(seat.desk().document().is_modified());
    disk.heal();
    seat.save();
    assert!(notes(&scene.saved()).contains("second"));
}

#[test]
fn what_was_to_follow_a_save_does_not_befall_the_project_that_came_meanwhile() {
    let scene = Scene::new(Way::Threads);
    let (disk, save, load) = (Fickle::new(), Gate::default(), Gate::default());
    let other = scene.work().join("other.ron");
    fs::write(&other, small()).unwrap();
    let mut seat = scene.sit_before("Ada", &disk);
    seat.open(&scene.file);
    seat.note("first");
    seat.safe();
    let (work, saving, loading) = (scene.work(), save.clone(), load.clone());
    disk.refuse(move |call, path| {
        if path.to_string_lossy().contains("other.ron") {
            loading.pass();
        } else if call == Call::Sync && path.parent() == Some(&work) {
            saving.pass();
        }
        Ok(())
    });
    seat.session.open(other.clone());
    seat.until("the loading to begin", |_| load.is_reached());
    seat.act(Command::Answer(Unsaved::Save, Then::Quit));
    seat.until("the save to begin", |_| save.is_reached());
    load.let_go();
    seat.until("the other project", |seat| seat.desk().path() == Some(&other));
    save.let_go();
    seat.until("the save", |seat| !seat.session.is_saving());
    seat.rest();
    assert!(!seat.effects.contains(&Effect::Quit) && seat.desk().path() == Some(&other));
    assert!(notes(&scene.saved()).contains("first"));
}

#[test]
fn no_frame_waits_for_the_disk() {
    let scene = Scene::new(Way::Threads);
    let disk = Fickle::new();
    let frame = std::thread::current().id();
    let calls: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = calls.clone();
    disk.refuse(move |call, path| {
        if std::thread::current().id() == frame {
            told.lock().unwrap().push(format!("{call:?} {}", path.display()));
        }
        Ok(())
    });
    let mut seat = scene.sit_before("Ada", &disk);
    seat.act(Command::Do(Action::OpenSample));
    seat.note("first");
    seat.safe();
    seat.save_as(&scene.work().join("copy.ron"));
    seat.note("second");
    seat.save();
    seat.note("third");
    seat.act(Command::Answer(Unsaved::Discard, Then::Open(scene.file.clone())));
    seat.until("the other", |seat| seat.session.desk().is_some_and(|desk| desk.path() == Some(&*scene.file)));
    seat.act(Command::LookAtDisk);
    seat.act(Command::SaveAs(scene.file.clone(), None));
    seat.until("the save", |seat| !seat.session.is_saving());
    seat.act(Command::Do(Action::NewProject));
    seat.until("a new one", |seat| seat.session.desk().is_some_and(|desk| desk.path().is_none()));
    seat.act(Command::Do(Action::OpenSample));
    seat.note("fourth");
    seat.safe();
    scene.crash(seat);
    let mut seat = scene.sit_before("Ada", &disk);
    seat.session.look_for_unsaved();
    seat.until("the unsaved work", |seat| seat.session.unsaved_work().len() == 1);
    let folder = seat.session.unsaved_work()[0].folder.clone();
    seat.act(Command::ForgetUnsaved(folder));
    seat.until("it to go", |seat| seat.session.unsaved_work().is_empty());
    assert_eq!(*calls.lock().unwrap(), [""; 0]);
}

#[test]
fn save_as_over_a_project_with_unsaved_edits_keeps_those_and_says_where() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("weeks of work");
        seat.safe();
        scene.crash(seat);
        let journal = fs::read(scene.beside().journal()).unwrap();

        let disk = Fickle::new();
        disk.refuse(|_, path| {
            let is_aside = path.components().any(|part| part.as_os_str() == "aside");
            if is_aside { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        let mut seat = scene.sit_before("Ada", &disk);
        seat.act(Command::Do(Action::OpenSample));
        let before = fs::read(&scene.file).unwrap();
        seat.act(Command::SaveAs(scene.file.clone(), None));
        seat.until("the refusal", |seat| !seat.failures().is_empty() && !seat.session.is_saving());
        assert!(seat.was_told("Edits that were never saved lie beside"), "{:?}", seat.failures());
        assert_eq!(fs::read(&scene.file).unwrap(), before, "nothing was replaced");
        assert_eq!(fs::read(scene.beside().journal()).unwrap(), journal);

        disk.heal();
        seat.save_as(&scene.file);
        seat.until("the word", |seat| seat.was_told("Edits that had never been saved lay beside talks.ron"));
        let aside = fs::read_dir(scene.beside().aside()).unwrap().next().unwrap().unwrap().path();
        assert!(seat.was_told(&aside.display().to_string()), "{:?}", seat.said());
        assert_eq!(fs::read(aside).unwrap(), journal);
        assert!(!notes(&scene.saved()).contains("weeks of work"));
    }
}

#[test]
fn of_two_journals_none_is_taken_away_before_a_copy_is_kept() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("at home");
        seat.safe();
        scene.crash(seat);
        let home = fs::read(scene.beside().journal()).unwrap();
        fs::remove_dir_all(scene.work().join(".demarche")).unwrap();
        let disk = Fickle::new();
        disk.refuse_below(&scene.work(), io::ErrorKind::ReadOnlyFilesystem);
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        seat.note("elsewhere");
        seat.safe();
        scene.crash(seat);
        fs::create_dir_all(scene.beside().folder()).unwrap();
        fs::write(scene.beside().journal(), home).unwrap();

        disk.refuse(|_, path| {
            let is_aside = path.components().any(|part| part.as_os_str() == "aside");
            if is_aside { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        assert!(seat.was_told("no copy of it could be kept"), "{:?}", seat.said());
        seat.note("more");
        seat.save();
        drop(seat);
        let mut found: BTreeSet<String> = notes(&scene.saved());
        let seat = scene.open("Ada");
        found.extend(seat.notes());
        for path in scene.left().iter().filter(|path| path.contains("/journal")) {
            let path = scene.work().parent().unwrap().join(path);
            let labels = fs::read_to_string(path).unwrap();
            found.extend(["at home", "elsewhere"].into_iter().filter(|it| labels.contains(it)).map(str::to_owned));
        }
        assert!(found.is_superset(&these(["at home", "elsewhere", "more"])), "{found:?} {:?}", scene.left());
    }
}
