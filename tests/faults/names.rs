//! Names that a file system takes are names a project can have.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use demarche::store::lock::{Lock, Owner};

use super::*;

/// Saves twice under a name, with a version and a lock beside it.
fn check(name: &OsStr) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let project = titled("Old");
    let state = store::save(&project, &path, None).expect("can be saved");
    store::save(&titled("New"), &path, Some(&state)).expect("can be saved again");
    assert_eq!(store::load(&path).expect("can be opened").project.info().title, "New");
    let beside = Beside::of(&path).expect("a place");
    let versions = versions::list(&beside).expect("can be listed");
    assert_eq!(versions.len(), 1);
    assert_eq!(versions::load(&versions[0]).expect("can be opened").project.info().title, "Old");
    let now = jiff::Timestamp::UNIX_EPOCH;
    let owner = Owner::here("Ada", now);
    let lock = Lock::take(&System, &beside, &owner, now).expect("is free");
    Lock::take(&System, &beside, &owner, now).expect_err("is taken");
    drop(lock);
    assert_eq!(listed(folder.path()).len(), 2, "{:?}", listed(folder.path()));
}

#[test]
fn any_name_that_the_disk_takes_will_do() {
    let long = "a".repeat(251) + ".ron";
    let wide = "𝕏".repeat(62) + ".ron";
    assert_eq!((long.len(), wide.len()), (255, 252));
    for name in [&*long, &wide, "p", "…", "👩🏽‍🚀.ron", "e\u{301}.ron", " .ron ", "a\nb.ron", "-rf", "\"'`$(x)*?.ron"]
    {
        check(OsStr::new(name));
    }
    check(OsStr::from_bytes(b"\xff\xfe not UTF-8 \xc3.ron"));
}

#[test]
fn a_name_that_the_disk_does_not_take_is_told_before_anything_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = (0..30).fold(PathBuf::new(), |path, _| path.join("d".repeat(200)));
    for name in [PathBuf::from("a".repeat(252) + ".ron"), "𝕏".repeat(64).into(), deep.join("p.ron")] {
        let path = folder.path().join(name);
        let error = store::save(&titled("New"), &path, None).expect_err("too long");
        check_message(&error, &path, "name too long", "Choose a shorter name");
        assert_eq!(listed(folder.path()), [""; 0]);
    }
    check_elsewhere(&titled("New"));
}

#[test]
fn links_are_followed_also_to_where_nothing_is_yet() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir(root.join("real")).expect("can be made");
    std::os::unix::fs::symlink("real/p.ron", root.join("link.ron")).expect("can be linked");
    let link = root.join("link.ron");
    let state = store::save(&titled("Old"), &link, None).expect("can be saved");
    store::save(&titled("New"), &link, Some(&state)).expect("can be saved again");
    assert!(fs::symlink_metadata(&link).expect("is there").is_symlink());
    assert_eq!(store::load(&root.join("real/p.ron")).expect("is there").project.info().title, "New");
    assert_eq!(listed(root), ["link.ron", "real"]);
    assert_eq!(versions::list(&Beside::of(&link).expect("a place")).expect("can be listed").len(), 1);
}

#[test]
fn owner_and_permissions_stay() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let scene = Scene::new();
    fs::set_permissions(&scene.path, fs::Permissions::from_mode(0o640)).expect("can be set");
    // Only root can give files away; for others it stays what it is.
    let _ = chown(&scene.path, Some(12_345), Some(54_321));
    let before = fs::metadata(&scene.path).expect("is there");
    store::save(&titled("New"), &scene.path, None).expect("can be saved");
    let after = fs::metadata(&scene.path).expect("is there");
    let about = |meta: &fs::Metadata| (meta.uid(), meta.gid(), meta.mode());
    assert_eq!(about(&after), about(&before));
    assert_ne!(after.ino(), before.ino());
}
