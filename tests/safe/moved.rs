//! Projects that are renamed, moved or taken away: what was safe is found again.

use std::fs;

use demarche::session::{Command, Then};

use super::scene::{Scene, WAYS, these};

#[test]
fn a_file_that_was_renamed_after_a_crash_finds_its_journal_and_its_versions() {
    for way in WAYS {
        for saved_before in [false, true] {
            let scene = Scene::new(way);
            let mut seat = scene.sit("Ada");
            seat.open(&scene.file);
            if saved_before {
                seat.annotate(0, "saved");
                seat.save();
            }
            seat.note("safe");
            seat.safe();
            scene.crash(seat);
            let renamed = scene.file.with_file_name("renamed.ron");
            fs::rename(&scene.file, &renamed).unwrap();
            let mut seat = scene.sit("Ada");
            seat.open(&renamed);
            assert!(seat.notes().contains("safe"), "{:?}", seat.said());
            if saved_before {
                seat.act(Command::ListVersions(renamed.clone()));
                seat.until("the list", |seat| seat.session.versions().is_some());
                assert!(!seat.session.versions().unwrap().rows.is_empty(), "its versions came along");
            }
        }
    }
}

#[test]
fn the_journal_of_a_copy_that_is_gone_is_not_taken_for_ones_own() {
    for way in WAYS {
        let scene = Scene::new(way);
        let copy = scene.file.with_file_name("copy.ron");
        fs::copy(&scene.file, &copy).unwrap();
        let mut seat = scene.sit("Ada");
        seat.open(&scene.file);
        seat.annotate(0, "saved");
        seat.save();
        seat.note("safe");
        seat.safe();
        scene.crash(seat);
        fs::remove_file(&scene.file).unwrap();
        let mut seat = scene.sit("Ada");
        seat.open(&copy);
        assert!(!seat.notes().contains("safe"), "{:?}", seat.said());
    }
}

#[test]
fn what_belongs_to_another_file_stays_with_it() {
    for way in WAYS {
        let scene = Scene::new(way);
        let copy = scene.file.with_file_name("copy.ron");
        fs::copy(&scene.file, &copy).unwrap();
        let mut seat = scene.sit("Ada");
        seat.open(&scene.file);
        seat.note("safe");
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.sit("Ada");
        seat.open(&copy);
        assert!(!seat.notes().contains("safe"), "the file it belongs to is there");
        drop(seat);
        let mut seat = scene.sit("Ada");
        seat.open(&scene.file);
        assert!(seat.notes().contains("safe"));
    }
}

#[test]
fn edits_made_after_the_folder_was_renamed_are_found_where_it_is_now() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.sit("Ada");
        seat.open(&scene.file);
        seat.note("before");
        seat.safe();
        let folder = scene.file.parent().unwrap();
        let moved = folder.with_file_name("moved");
        fs::rename(folder, &moved).unwrap();
        seat.note("after");
        seat.safe();
        assert!(seat.desk().is_away(), "it is said where they are");
        scene.crash(seat);
        let mut seat = scene.sit("Ada");
        seat.open(&moved.join("talks.ron"));
        assert!(seat.notes().is_superset(&these(["before", "after"])), "{:?} {:?}", seat.notes(), seat.said());
    }
}

#[test]
fn a_project_whose_folder_is_gone_is_offered_again() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.sit("Ada");
        seat.open(&scene.file);
        let claims = seat.project().claims().len();
        fs::remove_dir_all(scene.file.parent().unwrap()).unwrap();
        seat.note("after");
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.sit("Ada");
        seat.session.look_for_unsaved();
        seat.until("the unsaved work", |seat| seat.session.unsaved_work().len() == 1);
        let folder = seat.session.unsaved_work()[0].folder.clone();
        seat.act(Command::Leave(Then::Unsaved(folder)));
        seat.until("it to open", |seat| seat.session.desk().is_some());
        assert_eq!(seat.project().claims().len(), claims + 1);
        assert!(seat.notes().contains("after"));
    }
}
