//! Two windows on one project; strange names.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use demarche::session::{Action, Command, Item, Safety, Then};
use demarche::store::journal;

use super::scene::*;

#[test]
fn the_second_window_reads_only_until_the_first_is_closed() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut first = scene.open("Ada");
        let mut second = scene.open("Ben");
        assert!(second.desk().held().is_some_and(|owner| owner.analyst == "Ada"));
        assert!(second.was_told("talks.ron is open elsewhere") && second.was_told("Ada on "), "{:?}", second.said());
        let revision = second.desk().document().revision();
        let claim = second.claim(1);
        second.act(Command::DeleteClaims(vec![claim.id]));
        assert_eq!(second.desk().document().revision(), revision, "it may only be read");
        second.act(Command::Show(Item::Claim(claim.id)));
        second.act(Command::LookAtDisk);
        second.rest();
        assert!(second.desk().held().is_some(), "still open there");

        first.note("from the first");
        first.safe();
        first.save();
        second.act(Command::LookAtDisk);
        second.until("the file as it is now", |second| second.notes().contains("from the first"));
        assert!(second.desk().held().is_some());
        assert_eq!(second.desk().selection().claim, Some(claim.id), "the selection stays");
        first.note("never saved");
        first.safe();
        first.undo();
        first.save();
        drop(first);

        second.act(Command::LookAtDisk);
        second.until("the project to be ours", |second| second.desk().held().is_none());
        second.until("the file", |second| second.session.loading().is_none());
        assert_eq!(second.desk().selection().claim, Some(claim.id));
        second.note("from the second");
        second.save();
        assert!(notes(&scene.saved()).is_superset(&these(["from the first", "from the second"])));
        drop(second);
        assert_eq!(scene.left(), [""; 0]);
    }
}

#[test]
fn the_second_window_takes_over_what_a_crash_of_the_first_has_left() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut first = scene.open("Ada");
        first.note("first");
        first.safe();
        scene.crash(first);
        assert!(scene.beside().lock().exists(), "the lock is left as well");
        let second = scene.open("Ben");
        assert!(second.desk().held().is_none());
        assert!(second.was_told("1 edit recovered") && second.notes().contains("first"), "{:?}", second.said());
    }
}

#[test]
fn a_copy_of_a_project_that_is_open_elsewhere_is_ones_own() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut first = scene.open("Ada");
        let mut second = scene.open("Ben");
        let copy = scene.work().join("copy.ron");
        second.save_as(&copy);
        assert!(second.desk().held().is_none());
        second.note("second");
        second.safe();
        first.note("first");
        first.save();
        second.save();
        assert!(notes(&load(&copy)).contains("second") && !notes(&load(&copy)).contains("first"));
        assert!(!notes(&scene.saved()).contains("second"));
    }
}

#[test]
fn a_file_that_somebody_has_open_is_not_replaced_by_save_as() {
    for way in WAYS {
        let scene = Scene::new(way);
        let other = scene.work().join("other.ron");
        fs::write(&other, small()).unwrap();
        let mut first = scene.open("Ada");
        first.note("precious");
        first.save();
        let mut second = scene.sit("Ben");
        second.open(&other);
        second.note("mine");
        second.act(Command::SaveAs(scene.file.clone(), Some(Then::Quit)));
        second.until("the refusal", |second| !second.failures().is_empty());
        assert!(second.was_told("talks.ron is open elsewhere: Ada on "), "{:?}", second.failures());
        assert!(second.desk().document().is_modified() && second.desk().path() == Some(&other));
        assert!(notes(&scene.saved()).contains("precious"));
        second.save();
        drop(first);
        second.save_as(&scene.file);
        assert!(notes(&scene.saved()).contains("mine"));
    }
}

#[test]
fn a_project_has_one_journal_and_one_lock_whichever_way_it_is_named() {
    for way in WAYS {
        let scene = Scene::new(way);
        let link = scene.data("").join("link.ron");
        fs::create_dir_all(scene.data("")).unwrap();
        symlink(&scene.file, &link).unwrap();
        let mut first = scene.open("Ada");
        first.note("first");
        first.safe();
        let mut second = scene.sit("Ben");
        second.open(&link);
        assert!(second.desk().held().is_some());
        drop(second);
        first.act(Command::Do(Action::Undo));
        first.session.open(link.clone());
        first.rest();
        assert!(first.was_told("is open already"), "{:?}", first.said());
        assert!(first.desk().held().is_none());
        first.note("second");
        first.safe();
        scene.crash(first);
        let mut again = scene.sit("Ada");
        again.open(&link);
        assert!(again.was_told("3 edits recovered") && again.notes().contains("second"), "{:?}", again.said());
        again.save();
        assert!(link.is_symlink() && notes(&scene.saved()).contains("second"));
    }
}

#[test]
fn any_name_that_a_disk_takes_has_a_journal() {
    let long = format!("{}.ron", "n".repeat(251));
    for name in [long.as_str(), "Переговоры 🇺🇦 – “é\u{301}”.ron", " .ron", "a\nb.ron", "no-extension", ".hidden"]
    {
        let scene = Scene::named(Way::Threads, name);
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(seat.notes().contains("first"), "{name} {:?}", seat.said());
        seat.save();
        assert!(notes(&scene.saved()).contains("first"));
        drop(seat);
        assert_eq!(scene.left(), [""; 0], "{name}");
    }
}

#[test]
fn a_name_that_no_disk_takes_is_told_and_the_work_stays() {
    let scene = Scene::new(Way::Inline);
    let mut seat = scene.open("Ada");
    seat.note("first");
    seat.act(Command::SaveAs(scene.work().join(format!("{}.ron", "n".repeat(252))), None));
    seat.rest();
    assert!(seat.was_told("Choose a shorter name"), "{:?}", seat.failures());
    assert_eq!(seat.desk().path(), Some(&*scene.file));
    assert_eq!(seat.desk().safety(), Safety::Safe);
    seat.save();
}

#[test]
fn whoever_finds_the_lock_left_behind_gets_the_journal_and_we_write_elsewhere() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut first = scene.open("Ada");
        first.note("before the sleep");
        first.safe();
        // Another machine has taken the project over: its lock, its journal.
        fs::write(
            scene.beside().lock(),
            "(analyst: \"Ben\", machine: \"b\", process: 1, since: \"2026-11-22T10:00:00Z\")",
        )
        .unwrap();
        let theirs = scene.beside().folder().join("theirs");
        fs::write(&theirs, fs::read(scene.beside().journal()).unwrap()).unwrap();
        fs::rename(&theirs, scene.beside().journal()).unwrap();
        let bytes = fs::read(scene.beside().journal()).unwrap();

        first.note("after the sleep");
        first.safe();
        assert_eq!(fs::read(scene.beside().journal()).unwrap(), bytes, "theirs stays as it is");
        let elsewhere: Vec<_> =
            scene.left().into_iter().filter(|path| path.contains("elsewhere") && path.ends_with("journal")).collect();
        let [elsewhere] = &elsewhere[..] else { panic!("{:?}", scene.left()) };
        let found = journal::read(&scene.work().parent().unwrap().join(elsewhere)).unwrap().unwrap();
        assert_eq!(found.steps().count(), 2);
        scene.crash(first);
        fs::remove_file(scene.beside().lock()).unwrap();
        let again = scene.open("Ada");
        assert!(again.notes().is_superset(&these(["before the sleep", "after the sleep"])), "{:?}", again.said());
    }
}

#[test]
fn a_lock_that_could_not_be_had_at_opening_is_taken_with_the_first_edit() {
    for way in WAYS {
        let scene = Scene::new(way);
        let disk = Fickle::new();
        disk.refuse(|_, path| if path.ends_with("taking") { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) });
        let mut first = scene.sit_before("Ada", &disk);
        first.open(&scene.file);
        disk.heal();
        first.note("first");
        first.safe();
        let second = scene.open("Ben");
        assert!(second.desk().held().is_some_and(|owner| owner.analyst == "Ada"), "{:?}", second.said());
        first.note("second");
        first.safe();
        scene.crash(first);
        drop(second);
        let again = scene.open("Ada");
        assert!(again.notes().is_superset(&these(["first", "second"])), "{:?}", again.said());
    }
}

#[test]
fn of_two_who_both_could_change_a_project_neither_takes_the_journal_of_the_other_away() {
    // Whoever comes second is another person, or the same at another window.
    for (way, other) in WAYS.into_iter().flat_map(|way| [(way, "Ben"), (way, "Ada")]) {
        let scene = Scene::new(way);
        let disk = Fickle::new();
        disk.refuse(|_, path| if path.ends_with("taking") { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) });
        let mut first = scene.sit_before("Ada", &disk);
        first.open(&scene.file);
        let mut second = scene.open(other);
        disk.heal();
        assert!(first.desk().held().is_none() && second.desk().held().is_none(), "both may write");
        second.note("theirs");
        second.safe();
        for note in ["one", "two"] {
            first.note(note);
            first.safe();
            second.note(&format!("theirs {note}"));
            second.safe();
        }
        first.until("the word", |first| first.was_told(&format!("{other} on ")));
        assert!(first.was_told("has taken talks.ron over, and it is being changed in both places"));

        // What each was told to be safe is there after a power cut, whoever comes first.
        let mut theirs = notes(second.project());
        theirs.extend(notes(first.project()));
        let kept = tempfile::tempdir().unwrap();
        copy_tree(scene.work().parent().unwrap(), kept.path());
        drop((first, second));
        let found = journals(kept.path());
        assert_eq!(found.len(), 2, "{found:?}");
        let labels: usize = found.iter().map(|path| journal::read(path).unwrap().unwrap().steps().count()).sum();
        assert_eq!(labels, 5, "{found:?}");
    }
}

/// The journals below a folder.
fn journals(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(journals(&path));
        } else if path.ends_with("journal") {
            found.push(path);
        }
    }
    found
}

#[test]
fn another_journal_in_the_place_of_ours_is_left_alone() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.safe();
        // A program that knows nothing of locks brings an old copy back.
        let theirs = scene.work().join("theirs");
        fs::write(&theirs, "theirs").unwrap();
        fs::rename(&theirs, scene.beside().journal()).unwrap();
        seat.note("second");
        seat.safe();
        assert_eq!(fs::read_to_string(scene.beside().journal()).unwrap(), "theirs");
        let second = scene.open("Ben");
        assert!(second.desk().held().is_some(), "the lock is ours all the same");
        drop(second);
        scene.crash(seat);
        let again = scene.open("Ada");
        assert!(again.notes().is_superset(&these(["first", "second"])), "{:?}", again.said());
    }
}

#[test]
fn a_project_that_was_taken_over_is_told_and_may_only_be_read_unless_there_is_work() {
    for (way, has_work) in WAYS.into_iter().flat_map(|way| [(way, false), (way, true)]) {
        let scene = Scene::new(way);
        let mut first = scene.open("Ada");
        if has_work {
            first.note("ours");
            first.safe();
        }
        fs::remove_dir_all(scene.work().join(".demarche")).unwrap();
        let mut second = scene.open("Ben");
        assert!(second.desk().held().is_none());
        second.note("theirs");
        second.safe();
        if has_work {
            first.note("more");
        } else {
            first.act(Command::LookAtDisk);
        }
        first.until("the word", |first| first.was_told("Ben on ") && first.was_told("has taken talks.ron over"));
        if has_work {
            assert!(first.desk().held().is_none());
            first.safe();
            second.save();
            first.note("even more");
            first.act(Command::Do(Action::Save));
            first.until("the save", |first| !first.desk().document().is_modified());
            let all = notes(&scene.saved());
            assert!(all.is_superset(&these(["ours", "more", "even more", "theirs"])), "{all:?}");
        } else {
            assert!(first.desk().held().is_some_and(|owner| owner.analyst == "Ben"));
            let revision = first.desk().document().revision();
            first.act(Command::DeleteClaims(vec![claim_id(1)]));
            assert_eq!(first.desk().document().revision(), revision, "it may only be read");
            second.save();
            drop(second);
            first.rest();
            first.act(Command::LookAtDisk);
            first.until("the project to be ours", |first| {
                first.desk().held().is_none() && first.session.loading().is_none() && first.notes().contains("theirs")
            });
            first.note("ours again");
            first.save();
        }
    }
}
