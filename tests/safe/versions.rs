//! Earlier versions, and files that cannot be opened.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use demarche::merge::Side;
use demarche::session::{Action, Command, Differs, Effect, Safety, Then, Unsaved};
use demarche::store;
use demarche::store::disk::Call;

use super::scene::*;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The files of the versions of a project, latest first, once all were looked into.
fn list(seat: &mut Seat, scene: &Scene) -> Vec<(PathBuf, bool)> {
    seat.act(Command::ListVersions(scene.file.clone()));
    seat.until("the versions", |seat| {
        let versions = seat.session.versions();
        versions.is_some_and(|versions| versions.rows.iter().all(|row| row.differs != Differs::Unknown))
    });
    let rows = &seat.session.versions().unwrap().rows;
    rows.iter().map(|row| (row.version.path.clone(), row.version.unsaved)).collect()
}

#[test]
fn changes_that_are_given_up_stay_among_the_versions() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("given up");
        seat.safe();
        seat.act(Command::Answer(Unsaved::Discard, Then::Open(scene.file.clone())));
        seat.until("the file again", |seat| {
            seat.session
                .desk()
                .is_some_and(|desk| !desk.document().is_modified() && !notes(desk.project()).contains("given up"))
        });
        assert!(seat.failures().is_empty(), "{:?}", seat.failures());
        assert_eq!(scene.left().iter().filter(|path| path.ends_with("journal")).count(), 0);
        let versions = list(&mut seat, &scene);
        assert_eq!(versions.len(), 1);
        assert!(versions[0].1, "told apart from saved ones");
        seat.act(Command::Restore(versions[0].0.clone()));
        seat.until("the version", |seat| seat.notes().contains("given up"));
        assert!(seat.desk().document().is_modified() && seat.desk().path() == Some(&*scene.file));
        seat.undo();
        assert!(!seat.notes().contains("given up") && !seat.desk().document().is_modified());
    }
}

#[test]
fn an_earlier_version_comes_back_as_one_step() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        for n in 0..3 {
            seat.note(&format!("note {n}"));
            seat.save();
        }
        let versions = list(&mut seat, &scene);
        assert_eq!(versions.len(), 3);
        let rows = &seat.session.versions().unwrap().rows;
        assert!(
            rows.iter().all(|row| matches!(&row.differs, Differs::Words(words, _) if !words.is_empty())),
            "{rows:#?}"
        );
        seat.act(Command::Restore(versions[2].0.clone()));
        seat.until("the version", |seat| !seat.notes().contains("note 0"));
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(!seat.notes().contains("note 0") && seat.was_told("1 edit recovered"), "{:?}", seat.said());
        seat.undo();
        assert!(seat.notes().is_superset(&these(["note 0", "note 1", "note 2"])));
    }
}

#[test]
fn a_version_of_a_file_that_cannot_be_opened_is_opened_by_itself() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("first");
        seat.save();
        seat.note("second");
        seat.save();
        drop(seat);
        fs::write(&scene.file, "rubbish").unwrap();
        let mut seat = scene.sit("Ada");
        seat.session.open(scene.file.clone());
        seat.until("an answer", |seat| seat.session.loading().is_none());
        let versions = list(&mut seat, &scene);
        assert_eq!(versions.len(), 2);
        seat.act(Command::Restore(versions[0].0.clone()));
        seat.until("the version", |seat| seat.session.desk().is_some());
        assert!(seat.notes().contains("first") && seat.desk().path().is_none());
        assert!(seat.desk().document().is_modified());
        seat.safe();
        scene.crash(seat);

        // It is offered again, and saved in the place of the broken file.
        let mut seat = scene.sit("Ada");
        seat.session.look_for_unsaved();
        seat.until("the unsaved work", |seat| seat.session.unsaved_work().len() == 1);
        let folder = seat.session.unsaved_work()[0].folder.clone();
        seat.act(Command::Leave(Then::Unsaved(folder)));
        seat.until("it to open", |seat| seat.session.desk().is_some());
        seat.save_as(&scene.file);
        assert!(notes(&scene.saved()).contains("first"));
        let versions = list(&mut seat, &scene);
        assert!(versions.iter().any(|(path, _)| fs::read(path).unwrap() == b"rubbish"), "it stays among the versions");
    }
}

#[test]
fn what_can_be_read_of_a_broken_file_is_opened_and_the_rest_kept() {
    for way in WAYS {
        let scene = Scene::new(way);
        scene.change(|file| {
            let at = file.find("stance: \"").unwrap();
            file.replace_range(at..at + 6, "stänce");
        });
        let broken = fs::read(&scene.file).unwrap();
        let mut seat = scene.sit("Ada");
        seat.session.open(scene.file.clone());
        seat.until("the question", |seat| {
            seat.effects
                .iter()
                .any(|effect| matches!(effect, Effect::AskBroken(path, why) if *path == scene.file && !why.is_empty()))
        });
        assert_eq!(scene.left(), [""; 0], "nothing is left of trying");
        seat.act(Command::Rescue(scene.file.clone()));
        seat.until("the rescue", |seat| seat.session.desk().is_some());
        assert!(seat.was_told("was put aside"), "{:?}", seat.said());
        assert!(seat.desk().path().is_none() && seat.desk().document().is_modified());
        assert!(!seat.project().claims().is_empty());
        assert_eq!(fs::read(&scene.file).unwrap(), broken, "the file stays as it is");
        let aside: Vec<_> = scene.left().into_iter().filter(|path| path.contains("/aside/")).collect();
        assert_eq!(aside.len(), 1, "{:?}", scene.left());
        seat.note("more");
        seat.save_as(&scene.file);
        assert!(notes(&scene.saved()).contains("more"));
    }
}

#[test]
fn two_versions_that_git_left_in_one_file_are_merged() {
    for way in WAYS {
        for side in [Side::Ours, Side::Theirs] {
            let scene = Scene::new(way);
            let base = scene.saved();
            let claims: Vec<_> = base.claims().keys().copied().collect();
            let ours = store::to_string(&with_note(&with_note(&base, claims[0], "a: ours"), claims[1], "b: ours"));
            let theirs =
                store::to_string(&with_note(&with_note(&base, claims[0], "a: theirs"), claims[2], "c: theirs"));
            scene.change(|file| {
                *file = format!("<<<<<<< HEAD\n{ours}||||||| base\n{file}=======\n{theirs}>>>>>>> branch\n");
            });
            let broken = fs::read(&scene.file).unwrap();
            let mut seat = scene.sit("Ada");
            seat.session.open(scene.file.clone());
            seat.until("the question", |seat| {
                seat.effects.iter().any(|effect| matches!(effect, Effect::AskBroken(..)))
            });
            seat.act(Command::Rescue(scene.file.clone()));
            seat.until("the conflict", |seat| seat.effects.contains(&Effect::ShowConflicts));
            seat.act(Command::PutOffMerge);
            assert!(seat.session.desk().is_none());
            assert_eq!(fs::read(&scene.file).unwrap(), broken);
            seat.until("its journal to go", |_| scene.list().iter().all(|path| !path.contains("unsaved")));
            seat.effects.clear();
            seat.act(Command::Rescue(scene.file.clone()));
            seat.until("the conflict", |seat| seat.effects.contains(&Effect::ShowConflicts));
            assert_eq!(seat.session.settling().unwrap().merge.open(), 1);
            seat.act(Command::SettleAll(side));
            seat.act(Command::FinishMerge);
            let first = if side == Side::Ours { "a: ours" } else { "a: theirs" };
            assert!(seat.notes().is_superset(&these([first, "b: ours", "c: theirs"])), "{:?}", seat.notes());
            seat.note("more");
            seat.safe();
            scene.crash(seat);
            let mut seat = scene.sit("Ada");
            seat.session.look_for_unsaved();
            seat.until("the unsaved work", |seat| seat.session.unsaved_work().len() == 1);
            let folder = seat.session.unsaved_work()[0].folder.clone();
            seat.act(Command::Leave(Then::Unsaved(folder)));
            seat.until("it to open", |seat| seat.session.desk().is_some());
            assert!(seat.notes().is_superset(&these([first, "b: ours", "c: theirs", "more"])));
            seat.save_as(&scene.file);
            seat.act(Command::Do(Action::CloseProject));
            drop(seat);
            assert!(notes(&scene.saved()).is_superset(&these([first, "b: ours", "c: theirs", "more"])));
            assert_eq!(scene.left(), [""; 0]);
        }
    }
}

#[test]
fn a_save_keeps_what_it_replaces_also_when_that_bears_an_old_date() {
    let scene = Scene::new(Way::Inline);
    let mut seat = scene.open("Ada");
    for n in 0..12 {
        seat.note(&format!("note {n}"));
        seat.save();
    }
    // A colleague's copy with its own date, as from an archive.
    let text = store::to_string(&with_note(&scene.saved(), claim_id(1), "theirs"));
    for days in [-60, 60] {
        scene.change(|file| *file = format!("// {days}\n{text}"));
        let date = SystemTime::now();
        let date = if days < 0 { date - DAY * 60 } else { date + DAY * 60 };
        fs::File::options().write(true).open(&scene.file).unwrap().set_modified(date).unwrap();
        let theirs = fs::read(&scene.file).unwrap();
        seat.act(Command::LookAtDisk);
        seat.until("their copy", |seat| seat.notes().contains("theirs"));
        seat.note(&format!("mine {days}"));
        seat.save();
        let kept = store::versions::list(&scene.beside()).unwrap();
        assert!(kept.iter().any(|version| fs::read(&version.path).unwrap() == theirs), "{days}");
    }
}

#[test]
fn what_is_done_while_changes_are_put_away_is_asked_about() {
    for way in WAYS {
        let scene = Scene::new(way);
        let mut seat = scene.open("Ada");
        seat.note("given up");
        seat.act(Command::Answer(Unsaved::Discard, Then::Close));
        seat.note("of the next moment");
        let again = Effect::AskUnsaved(Then::Close);
        seat.until("the question", |seat| seat.effects.contains(&again));
        assert!(seat.notes().is_superset(&these(["given up", "of the next moment"])));
        assert!(seat.desk().document().is_modified());
        seat.safe();
        scene.crash(seat);
        let mut seat = scene.open("Ada");
        assert!(seat.notes().contains("of the next moment"), "{:?}", seat.said());
        seat.act(Command::Answer(Unsaved::Discard, Then::Close));
        seat.until("the end", |seat| seat.session.desk().is_none());
    }
}

#[test]
fn changes_of_which_no_version_can_be_kept_are_given_up_only_when_that_is_said_again() {
    for way in WAYS {
        let scene = Scene::new(way);
        let disk = Fickle::new();
        let mut seat = scene.sit_before("Ada", &disk);
        seat.open(&scene.file);
        seat.note("given up");
        seat.safe();
        disk.refuse(|call, path| {
            let is_version = call == Call::CreateFolder && path.ends_with("versions");
            if is_version { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        seat.act(Command::Answer(Unsaved::Discard, Then::Quit));
        seat.until("the question", |seat| seat.effects.contains(&Effect::AskUnsaved(Then::Quit)));
        assert!(seat.was_told("No version of the changes could be kept"), "{:?}", seat.said());
        assert!(!seat.effects.contains(&Effect::Quit) && seat.notes().contains("given up"));
        assert_eq!(seat.desk().safety(), Safety::Safe);
        seat.act(Command::Answer(Unsaved::Discard, Then::Quit));
        seat.until("the end", |seat| seat.effects.contains(&Effect::Quit));
        drop(seat);
        assert_eq!(scene.left(), [""; 0]);
    }
}

#[test]
fn a_version_that_a_crash_left_linked_to_the_file_does_not_change_with_it() {
    let scene = Scene::new(Way::Inline);
    let mut seat = scene.open("Ada");
    seat.note("first");
    seat.save();
    drop(seat);
    // A crash between the second name and the renaming.
    fs::hard_link(&scene.file, scene.beside().backups().join("2026-11-22T10-30-00.123Z.ron")).unwrap();
    let mut seat = scene.open("Ada");
    seat.note("second");
    seat.save();
    let versions = store::versions::list(&scene.beside()).unwrap();
    assert_eq!(versions.len(), 2);
    for version in versions {
        assert!(!version.path.ends_with("2026-11-22T10-30-00.123Z.ron"), "it was the file itself");
    }
}

#[test]
fn excerpts_that_lost_their_place_are_told_by_themselves_and_other_problems_one_by_one() {
    for (adrift, dangling) in [(true, false), (false, true), (true, true)] {
        let scene = Scene::new(Way::Inline);
        scene.change(|file| {
            if adrift {
                *file = file.replacen("quotation: \"", "quotation: \"Never said: ", 1);
            }
            if dangling {
                let at = file.find("issue: \"").unwrap() + 8;
                file.insert_str(at, "no-");
            }
        });
        let seat = scene.open("Ada");
        assert_eq!(seat.was_told("1 excerpt needs re-anchoring “Re-anchor excerpts…” in the menu Article"), adrift);
        assert_eq!(seat.was_told("talks.ron was opened with 1 problem Claim "), dangling, "{:?}", seat.said());
        assert_eq!(seat.failures().len(), usize::from(dangling), "{:?}", seat.said());
    }
}
