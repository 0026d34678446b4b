//! Real disks that are full or read-only, and folders that may not be written.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use demarche::store::lock::{Held, Lock, Owner};

use super::*;

/// A file system that is there until this is dropped.
struct Mounted(PathBuf);

impl Mounted {
    fn new(folder: &Path, arguments: &[&str]) -> Result<Self, String> {
        mount(folder, arguments).map(|()| Self(folder.into()))
    }
}

/// Mounts something at `folder`; says why when that cannot be done.
fn mount(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("mount").args(arguments).arg(folder).output().map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_keeps_the_old_file_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let _disk = match Mounted::new(folder.path(), &["-t", "tmpfs", "-o", "size=4m", "demarche"]) {
        Ok(disk) => disk,
        Err(why) => return skip("a full disk", &why),
    };
    let path = folder.path().join("p.ron");
    let state = store::save(&titled("Old"), &path, None).expect("there is room");
    let old = fs::read(&path).expect("is there");
    let ballast = folder.path().join("ballast");
    let mut size = 4 << 20;
    while let Err(error) = fs::write(&ballast, vec![0; size]) {
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        size -= 4 << 10;
    }
    let before = listed(folder.path());
    let project = titled("New");
    let error = store::save(&project, &path, Some(&state)).expect_err("there is no room");
    check_message(&error, &path, "No space left", "free some space, or save elsewhere");
    assert_eq!(fs::read(&path).expect("is there"), old);
    assert_eq!(listed(folder.path()), before);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let beside = Beside::of(&path).expect("a place");
    // Names take room too, on most disks.
    if let Err(held) = Lock::take(&System, &beside, &Owner::here("Ada", now), now) {
        assert!(matches!(held, Held::Unavailable(_)), "{held}");
    }
    check_elsewhere(&project);
    fs::remove_file(&ballast).expect("is there");
    store::save(&project, &path, Some(&state)).expect("there is room again");
    assert_eq!(fs::read(&path).expect("is there"), store::to_string(&project).into_bytes());
}

#[test]
fn a_read_only_disk_is_told_apart_from_missing_rights() {
    let scene = Scene::new();
    let folder = scene.folder.path();
    let bound = folder.to_str().expect("a plain name").to_owned();
    let _disk = match Mounted::new(folder, &["--bind", &bound]) {
        Ok(disk) => disk,
        Err(why) => return skip("a read-only disk", &why),
    };
    // The same place again, this time not to be written.
    if let Err(why) = mount(folder, &["-o", "remount,ro,bind"]) {
        return skip("a read-only disk", &why);
    }
    let project = titled("New");
    let error = scene.save(&System, &project).expect_err("may not be written");
    check_message(&error, &scene.path, "Read-only file system", "the whole drive is read-only");
    assert_eq!(scene.now(), scene.old);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let held = Lock::take(&System, &scene.beside(), &Owner::here("Ada", now), now).expect_err("may not be written");
    assert!(matches!(held, Held::Unavailable(_)), "{held}");
    assert_eq!(store::load(&scene.path).expect("can be read").project.info().title, "Old");
    check_elsewhere(&project);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let scene = Scene::new();
    let gone = scene.folder.path().join("gone/p.ron");
    let error = save_plainly(&titled("New"), &gone).expect_err("is not there");
    check_message(&error, &gone, "No such file", "check whether the drive is connected, or save elsewhere");
    let file = scene.path.join("p.ron");
    let error = save_plainly(&titled("New"), &file).expect_err("is a file");
    check_message(&error, &file, "Not a directory", "Part of the path is a file");
}

/// What [`rights_that_are_taken_away_are_told`] runs as somebody who is not root: the folder is in the
/// environment then.
#[test]
fn child_without_rights() {
    let Some(folder) = std::env::var_os("DEMARCHE_WITHOUT_RIGHTS") else { return };
    let path = Path::new(&folder).join("p.ron");
    let project = titled("New");
    let old = fs::read(&path).expect("can be read");
    let error = store::save(&project, &path, None).expect_err("may not be written");
    check_message(&error, &path, "ermission denied", "You may not write there: save elsewhere");
    assert_eq!(fs::read(&path).expect("can be read"), old);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let beside = Beside::of(&path).expect("a place");
    let held = Lock::take(&System, &beside, &Owner::here("Ada", now), now).expect_err("may not be written");
    assert!(matches!(held, Held::Unavailable(_)), "{held}");
    // Save as: anywhere else.
    store::save(&project, &std::env::temp_dir().join("nobody.ron"), None).expect("can be saved elsewhere");
    println!("refused as it should be");
}

#[test]
fn rights_that_are_taken_away_are_told() {
    const NOBODY: u32 = 65_534;
    let scene = Scene::new();
    let folder = scene.folder.path();
    let room = tempfile::tempdir().expect("a folder");
    fs::set_permissions(room.path(), fs::Permissions::from_mode(0o777)).expect("can be set");
    // Where whoever it is can find it.
    let program = room.path().join("faults");
    let own = std::env::current_exe().expect("is running");
    if fs::hard_link(&own, &program).is_err() {
        fs::copy(&own, &program).expect("can be copied");
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).expect("can be set");
    let mut command = Command::new(&program);
    command
        .args(["--exact", "disks::child_without_rights", "--nocapture"])
        .env("DEMARCHE_WITHOUT_RIGHTS", folder)
        .env("TMPDIR", room.path())
        .current_dir(room.path());
    let root = fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0);
    if root {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("can be set");
    match output {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.contains("refused as it should be"), "{said}");
        }
        Err(why) => skip("rights that are taken away", &why.to_string()),
    }
    assert_eq!(scene.now(), scene.old);
    scene.check_tidy("rights taken away");
    scene.save(&System, &titled("New")).expect("can be saved once there are rights");
}
