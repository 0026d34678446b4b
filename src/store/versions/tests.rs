use std::path::Path;
use std::time::Duration;

use super::*;
use crate::store::disk::{Call, System};

fn at(time: &str) -> Timestamp {
    time.parse().expect("a time")
}

fn system(time: &str) -> SystemTime {
    at(time).into()
}

/// A project file with these bytes, last written then.
fn write(path: &Path, bytes: &str, time: &str) -> Metadata {
    fs::write(path, bytes).expect("can be written");
    File::options().write(true).open(path).expect("is there").set_modified(system(time)).expect("can be set");
    fs::metadata(path).expect("is there")
}

/// A folder, a file for a project in it, and the places beside that.
fn place() -> (tempfile::TempDir, PathBuf, Beside) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.ron");
    let beside = Beside::of(&path).expect("a place");
    (folder, path, beside)
}

fn names(beside: &Beside) -> Vec<String> {
    let versions = list(beside).expect("can be listed");
    versions.iter().map(|version| version.path.file_name().expect("a name").to_string_lossy().into_owned()).collect()
}

/// A file system without second names.
#[derive(Debug)]
struct NoLinks;

impl Disk for NoLinks {
    fn before(&self, call: Call, _: &Path) -> io::Result<()> {
        if call == Call::Link { Err(io::ErrorKind::Unsupported.into()) } else { Ok(()) }
    }
}

#[test]
fn the_name_tells_when_it_was_written_and_other_names_are_none() {
    let time = at("2026-11-22T10:30:00.123Z");
    assert_eq!(name_of(time, false), "2026-11-22T10-30-00.123Z.ron");
    assert_eq!(name_of(time, true), "2026-11-22T10-30-00.123Z-unsaved.ron");
    for unsaved in [false, true] {
        for time in [time, Timestamp::UNIX_EPOCH, at("2400-02-29T23:59:59.999Z")] {
            assert_eq!(meaning(&name_of(time, unsaved)), Some((time, unsaved)));
        }
    }
    for name in [
        "p.ron",
        ".ron",
        "",
        "2026-11-22T10-30-00Z.ron",
        "2026-11-22T10-30-00.1Z.ron",
        "2026-02-30T10-30-00.123Z.ron",
        "2026-11-22T10-30-00.123Z.ron.tmp",
        "2026-11-22T10-30-00.123Z-mine.ron",
        "2026-11-22T10-30-00.123Z-unsaved-unsaved.ron",
        "+2026-11-22T10-30-00.123Z.ron",
    ] {
        assert_eq!(meaning(name), None, "{name}");
    }
}

#[test]
fn what_is_kept_is_listed_the_latest_first_and_nothing_twice() {
    for disk in [&System as &dyn Disk, &NoLinks] {
        let (_folder, path, beside) = place();
        assert_eq!(list(&beside).expect("no folder is no version"), []);
        let mut kept = 0;
        for (bytes, time, is_new) in [
            ("one", "2026-11-20T10:00:00Z", true),
            ("one", "2026-11-20T10:00:00Z", false),
            ("one", "2026-11-21T10:00:00Z", false),  // touched
            ("two", "2026-11-21T10:00:00Z", true),   // of the same length
            ("three", "2026-11-21T10:00:00Z", true), // by a clock of whole seconds
        ] {
            // A version is the old file itself: another takes its place.
            let _ = fs::remove_file(&path);
            let meta = write(&path, bytes, time);
            let version = keep(disk, &beside, &path, &meta, system("2026-11-22T09:00:00Z")).expect("can be kept");
            assert_eq!(version.is_some(), is_new, "{bytes} {time}");
            kept += usize::from(is_new);
            let versions = list(&beside).expect("can be listed");
            assert_eq!(versions.len(), kept);
            let held = fs::read_to_string(&versions[0].path).expect("is there");
            assert_eq!((held.as_str(), versions[0].bytes), (bytes, bytes.len() as u64));
        }
        let saved = at("2026-11-22T10:00:00Z");
        let unsaved = keep_bytes(disk, &beside, b"discarded", saved).expect("can be kept");
        assert_eq!(list(&beside).expect("can be listed")[0], unsaved);
        assert_eq!((unsaved.unsaved, unsaved.saved, unsaved.bytes), (true, saved, 9));
        let there = fs::read_dir(beside.backups()).expect("is there").count();
        assert_eq!(there, kept + 1, "nothing else is left");
    }
}

#[test]
fn whatever_else_lies_there_is_left_alone() {
    let (_folder, path, beside) = place();
    let folder = beside.backups();
    let name = |day: u32| name_of(at(&format!("2026-11-{day:02}T10:00:00Z")), false);
    fs::create_dir_all(folder.join(name(1))).expect("can be made");
    fs::write(folder.join("mine.ron"), "mine").expect("can be written");
    fs::write(folder.join("2020-01-01T00-00-00.000Z.ron.bak"), "mine").expect("can be written");
    #[cfg(unix)]
    std::os::unix::fs::symlink("mine.ron", folder.join(name(2))).expect("can be linked");
    let before = fs::read_dir(&folder).expect("is there").count();
    assert_eq!(list(&beside).expect("can be listed"), []);

    let meta = write(&path, "old", "2026-11-01T10:00:00Z");
    let kept =
        keep(&System, &beside, &path, &meta, system("2026-11-22T09:00:00Z")).expect("can be kept").expect("is new");
    assert_eq!(names(&beside), [name_of(at("2026-11-01T10:00:00.001Z"), false)], "the name was taken");
    let none = Limits { generations: 0, days: 0, bytes: 0 };
    prune(&System, &beside, system("2036-01-01T00:00:00Z"), none).expect("can be pruned");
    assert!(kept.exists(), "the latest stays");
    assert_eq!(fs::read_dir(&folder).expect("is there").count(), before + 1);
}

#[test]
fn what_is_replaced_last_is_the_latest_whatever_its_date() {
    let (_folder, path, beside) = place();
    let now = "2026-11-22T09:00:00Z";
    for (bytes, time, name) in [
        ("one", "2026-11-20T10:00:00Z", "2026-11-20T10-00-00.000Z.ron"),
        ("a copy", "2026-09-20T10:00:00Z", "2026-11-20T10-00-00.001Z.ron"),
        ("of the same length", "2026-11-20T10:00:00.001Z", "2026-11-20T10-00-00.002Z.ron"),
        ("OF THE SAME LENGTH", "2026-11-20T10:00:00.002Z", "2026-11-20T10-00-00.003Z.ron"),
        ("of a clock ahead", "2027-11-22T09:00:00Z", "2026-11-22T09-00-00.000Z.ron"),
        ("of another", "2028-11-22T09:00:00Z", "2026-11-22T09-00-00.001Z.ron"),
    ] {
        let _ = fs::remove_file(&path);
        let meta = write(&path, bytes, time);
        let kept = keep(&System, &beside, &path, &meta, system(now)).expect("can be kept").expect("is new");
        assert_eq!(names(&beside)[0], name, "{bytes}");
        assert_eq!(fs::read_to_string(&kept).expect("is there"), bytes);
        let limits = Limits { generations: 1, days: 0, bytes: 0 };
        prune(&System, &beside, system(now), limits).expect("can be pruned");
        assert!(kept.exists(), "{bytes}");
    }
}

#[cfg(unix)]
#[test]
fn a_version_that_is_the_file_itself_is_taken_away_and_no_other() {
    let (_folder, path, beside) = place();
    let meta = write(&path, "one", "2026-11-20T10:00:00Z");
    keep(&NoLinks, &beside, &path, &meta, system("2026-11-22T09:00:00Z")).expect("can be kept");
    write(&path, "two", "2026-11-21T10:00:00Z");
    let meta = fs::metadata(&path).expect("is there");
    let kept = keep(&System, &beside, &path, &meta, system("2026-11-22T09:00:00Z")).expect("can be kept");
    part(&System, &beside, &path);
    assert!(!kept.expect("is new").exists());
    assert_eq!(names(&beside), ["2026-11-20T10-00-00.000Z.ron"]);
    assert_eq!(fs::read_to_string(&path).expect("is there"), "two");
}

/// Which of these are removed at noon of the 30th of June, with the limits of every day but so many bytes.
fn check(bytes: u64, versions: &[(&str, u64)], removed: &[&str]) {
    let made = |(name, bytes): &(&str, u64)| {
        let (time, unsaved) = name.strip_suffix('*').map_or((*name, false), |time| (time, true));
        Version { path: (*name).into(), saved: at(&format!("2026-{time}:00Z")), bytes: *bytes, unsaved }
    };
    let limits = Limits { bytes, ..Limits::default() };
    let gone = beyond(versions.iter().map(made).collect(), at("2026-06-30T12:00:00Z"), limits);
    let gone: Vec<_> = gone.iter().map(|version| version.path.to_str().expect("a name")).collect();
    assert_eq!(gone, removed);
}

#[test]
fn the_last_ones_and_one_a_day_stay() {
    let ten: Vec<String> = (0..10).map(|minute| format!("06-30T11:{minute:02}")).collect();
    let and = |others: &[&'static str]| -> Vec<(&str, u64)> {
        others.iter().copied().chain(ten.iter().map(String::as_str)).map(|name| (name, 1)).collect()
    };
    check(100, &and(&[]), &[]);
    check(100, &and(&["06-30T10:59"]), &["06-30T10:59"]);
    check(100, &and(&["06-29T10:00", "06-29T11:00"]), &["06-29T10:00"]);
    check(100, &and(&["06-01T09:00", "06-01T10:00", "05-31T10:00"]), &["06-01T09:00", "05-31T10:00"]);
    // Never saved: stays a month, counts for no day and no generation.
    check(100, &and(&["06-30T10:59*", "06-02T09:00", "06-02T10:00*", "05-31T10:00*"]), &["05-31T10:00*"]);
    // Ten old ones stay however old they are.
    check(100, &[("01-01T10:00", 1), ("01-01T10:01", 1), ("01-01T10:02", 1)], &[]);
}

#[test]
fn bytes_are_limited_but_the_last_two_stay() {
    let three = [("06-30T11:00", 40), ("06-29T11:00", 40), ("06-28T11:00", 40)];
    check(120, &three, &[]);
    check(119, &three, &["06-28T11:00"]);
    check(0, &three, &["06-28T11:00"]);
    check(100, &[("06-30T11:00", u64::MAX), ("06-29T11:00", u64::MAX), ("06-28T11:00", 1)], &["06-28T11:00"]);
}

#[test]
fn a_clock_that_was_wrong_pushes_nothing_out() {
    let mut versions: Vec<(String, u64)> = (10..20).map(|day| (format!("12-{day}T11:00"), 40)).collect();
    versions.push(("06-30T11:00".into(), 40));
    versions.push(("06-30T10:00".into(), 40));
    let versions: Vec<_> = versions.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let removed: Vec<String> = (10..20).rev().map(|day| format!("12-{day}T11:00")).collect();
    check(80, &versions, &removed.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn pruning_removes_files_and_goes_on_where_one_stays() {
    #[derive(Debug)]
    struct KeepsOne;
    impl Disk for KeepsOne {
        fn before(&self, call: Call, path: &Path) -> io::Result<()> {
            let held = call == Call::Remove && path.ends_with("1970-01-01T00-00-00.017Z.ron");
            if held { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
        }
    }
    let (_folder, _, beside) = place();
    fs::create_dir_all(beside.backups()).expect("can be made");
    for milliseconds in 0..20 {
        let time = Timestamp::from_millisecond(milliseconds).expect("a time");
        fs::write(beside.backups().join(name_of(time, false)), "x").expect("can be written");
    }
    let later = SystemTime::UNIX_EPOCH + Duration::from_secs(60);
    let limits = Limits { generations: 2, ..Limits::default() };
    prune(&KeepsOne, &beside, later, limits).expect_err("one could not be removed");
    assert_eq!(list(&beside).expect("can be listed").len(), 3);
    prune(&System, &beside, later, limits).expect("can be removed");
    let names = names(&beside);
    assert_eq!(names, ["1970-01-01T00-00-00.019Z.ron", "1970-01-01T00-00-00.018Z.ron"]);
}
