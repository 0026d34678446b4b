//! Others write while we save.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use demarche::store::disk::Call;

use super::*;

/// A disk on which something happens just before call number `nth`.
struct Meanwhile<'a> {
    nth: usize,
    happens: &'a (dyn Fn() + Send + Sync),
    count: AtomicUsize,
    last: std::sync::Mutex<Option<Call>>,
}

impl std::fmt::Debug for Meanwhile<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "before call {}, {:?}", self.nth, self.last)
    }
}

impl Disk for Meanwhile<'_> {
    fn before(&self, call: Call, _: &Path) -> io::Result<()> {
        if self.count.fetch_add(1, Ordering::Relaxed) == self.nth {
            *self.last.lock().expect("no panic") = Some(call);
            (self.happens)();
        }
        Ok(())
    }
}

/// Lets something happen before each call of a save in turn, up to the one that puts the file in its place.
fn check_before_every_call(
    happens: impl Fn(&Scene) + Send + Sync,
    check: impl Fn(&Scene, Result<Saved, SaveError>, &str),
) {
    for nth in 0.. {
        let scene = Scene::new();
        let happens = || happens(&scene);
        let disk = Meanwhile { nth, happens: &happens, count: AtomicUsize::new(0), last: std::sync::Mutex::default() };
        let result = scene.save(&disk, &titled("New"));
        match *disk.last.lock().expect("no panic") {
            Some(Call::Rename) => break,
            None => panic!("a save renames at last"),
            Some(_) => {}
        }
        check(&scene, result, &format!("{disk:?}"));
    }
}

#[test]
fn a_file_that_others_replace_while_we_save_is_theirs() {
    check_before_every_call(
        |scene| {
            let theirs = scene.folder.path().join("theirs");
            // Of the same length: only which file it is tells.
            fs::write(&theirs, vec![b'x'; scene.old.len()]).expect("can be written");
            fs::rename(&theirs, &scene.path).expect("can be renamed");
        },
        |scene, result, about| {
            let error = result.expect_err(about);
            check_message(&error, &scene.path, "was changed by someone else", "Save under another name");
            assert_eq!(scene.now(), vec![b'x'; scene.old.len()], "{about}");
            let versions = versions::list(&scene.beside()).expect("can be listed");
            assert_eq!(versions, [], "{about}: what was not replaced needs no version");
        },
    );
}

#[test]
fn a_file_that_others_write_into_while_we_save_is_theirs() {
    check_before_every_call(
        |scene| fs::write(&scene.path, "theirs").expect("can be written"),
        |scene, result, about| {
            assert!(matches!(result, Err(SaveError::ChangedOnDisk { .. })), "{about}: {result:?}");
            assert_eq!(scene.now(), b"theirs", "{about}");
        },
    );
}

#[test]
fn a_file_that_was_merely_touched_is_saved_over() {
    check_before_every_call(
        |scene| {
            let file = fs::File::options().write(true).open(&scene.path).expect("is there");
            file.set_modified(SystemTime::now() + Duration::from_secs(7)).expect("can be touched");
        },
        |scene, result, about| {
            result.expect(about);
            assert_eq!(scene.now(), store::to_string(&titled("New")).into_bytes(), "{about}");
        },
    );
}

#[test]
fn a_file_that_vanishes_while_we_save_is_written_again() {
    check_before_every_call(
        |scene| fs::remove_file(&scene.path).expect("is there"),
        |scene, result, about| {
            result.expect(about);
            assert_eq!(scene.now(), store::to_string(&titled("New")).into_bytes(), "{about}");
        },
    );
}

#[test]
fn a_folder_that_vanishes_while_we_save_is_missed() {
    check_before_every_call(
        |scene| fs::remove_dir_all(scene.folder.path()).expect("is there"),
        |scene, result, about| {
            let error = result.expect_err(about);
            check_message(&error, &scene.path, "No such file", "check whether the drive is connected");
            check_elsewhere(&titled("New"));
        },
    );
}

#[test]
fn what_a_crash_has_left_is_swept_up_after_a_day_and_nothing_else() {
    let scene = Scene::new();
    let day = Duration::from_secs(24 * 60 * 60);
    let names = [
        (".demarche-a1b2c3.tmp", day * 2, false),
        (".demarche-d4e5f6.tmp", day / 2, true),
        (".demarche-a1b2c3d.tmp", day * 2, true),
        (".demarche-a1b2c3.ron", day * 2, true),
        ("demarche-a1b2c3.tmp", day * 2, true),
        (".demarche-é1234.tmp", day * 2, true),
    ];
    for (name, age, _) in names {
        let file = fs::File::create(scene.folder.path().join(name)).expect("can be made");
        file.set_modified(SystemTime::now() - age).expect("can be set");
    }
    fs::create_dir(scene.folder.path().join(".demarche-g7h8i9.tmp")).expect("can be made");
    std::os::unix::fs::symlink("p.ron", scene.folder.path().join(".demarche-link00.tmp")).expect("can be linked");
    scene.save(&System, &titled("New")).expect("can be saved");
    for (name, _, stays) in names {
        assert_eq!(scene.folder.path().join(name).exists(), stays, "{name}");
    }
    assert!(scene.folder.path().join(".demarche-g7h8i9.tmp").exists());
    assert!(scene.folder.path().join(".demarche-link00.tmp").exists());
}

#[test]
fn ten_saves_leave_their_versions_and_each_can_be_opened() {
    let scene = Scene::new();
    let mut state = scene.state.clone();
    for number in 0..15 {
        let project = titled(&format!("Number {number}"));
        state = store::save(&project, &scene.path, Some(&state)).expect("can be saved");
    }
    let versions = versions::list(&scene.beside()).expect("can be listed");
    assert_eq!(versions.len(), 10);
    for (version, number) in versions.iter().zip((0..14).rev()) {
        let loaded = versions::load(version).expect("can be opened");
        assert_eq!(loaded.project.info().title, format!("Number {number}"));
    }
}
