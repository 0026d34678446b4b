//! Every call of a save fails in turn.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use demarche::store::disk::{Call, Disk, System};
use demarche::store::{Print, SaveError};

use super::large::{self, Size};
use super::*;

/// A disk whose call number `nth` fails.
#[derive(Debug)]
struct Failing {
    nth: usize,
    /// Whether all fail from then on.
    for_good: bool,
    /// Whether a write that fails has put half of the bytes there.
    halves: bool,
    code: i32,
    count: AtomicUsize,
    failed: Mutex<Vec<Call>>,
}

impl Failing {
    fn new(nth: usize, code: i32) -> Self {
        let (count, failed) = (AtomicUsize::new(0), Mutex::default());
        Self { nth, for_good: false, halves: false, code, count, failed }
    }

    fn failed(&self) -> Vec<Call> {
        self.failed.lock().expect("no panic").clone()
    }
}

impl Disk for Failing {
    fn before(&self, call: Call, _: &Path) -> io::Result<()> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        if number == self.nth || self.for_good && number > self.nth {
            self.failed.lock().expect("no panic").push(call);
            return Err(io::Error::from_raw_os_error(self.code));
        }
        Ok(())
    }

    fn write(&self, file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let allowed = self.before(Call::Write, path);
        if allowed.is_ok() {
            file.write_all(bytes)?;
        } else if self.halves {
            file.write_all(&bytes[..bytes.len() / 2])?;
        }
        allowed
    }
}

/// What the system says, by number, with the words of the cause and of the advice.
const CODES: [(i32, &str, &str); 8] = [
    (28, "No space left", "There is no room left: free some space"),
    (122, "quota", "ask for more room"),
    (30, "Read-only file system", "the whole drive is read-only"),
    (13, "Permission denied", "You may not write there"),
    (2, "No such file", "check whether the drive is connected"),
    (36, "name too long", "Choose a shorter name"),
    (116, "Stale", "connect it again"),
    (5, "Input/output error", "may be failing"),
];

/// A save on a disk that fails. Returns the calls that did.
fn check(disk: &Failing, project: &Project, cause: &str, advice: &str) -> Vec<Call> {
    let scene = Scene::new();
    let new = store::to_string(project).into_bytes();
    let about = format!("{disk:?}");
    let result = scene.save(disk, project);
    let now = scene.now();
    let mut expected = (scene.state.clone(), Print::of(&scene.old));
    match &result {
        Ok(saved) => {
            assert!(now == new, "{about}: saved, but not the file");
            assert!(disk.failed().is_empty() || !disk.for_good, "{about}: nothing works, and yet it is saved");
            expected = (saved.state.clone(), saved.print);
        }
        Err(error @ SaveError::Unconfirmed { saved, .. }) => {
            assert!(now == new, "{about}: in its place, but not whole");
            check_message(error, &scene.path, cause, advice);
            expected = (saved.state.clone(), saved.print);
        }
        Err(error) => {
            assert!(now == scene.old, "{about}: the old file has changed");
            check_message(error, &scene.path, cause, advice);
        }
    }
    if !disk.for_good {
        scene.check_tidy(&about);
    }
    check_elsewhere(project);
    let again = scene.save_expecting(&System, project, &expected.0, Some(expected.1));
    assert!(again.is_ok() && scene.now() == new, "{about}: not saved once the disk was well again: {again:?}");
    disk.failed()
}

/// Runs [`check`] with the first call, the second… until none is left to fail. Returns all that did.
fn check_all(code: i32, cause: &str, advice: &str, change: impl Fn(&mut Failing)) -> Vec<Call> {
    check_all_of(&titled("New"), code, cause, advice, change)
}

fn check_all_of(project: &Project, code: i32, cause: &str, advice: &str, change: impl Fn(&mut Failing)) -> Vec<Call> {
    let mut all = Vec::new();
    for nth in 0.. {
        let mut disk = Failing::new(nth, code);
        change(&mut disk);
        let failed = check(&disk, project, cause, advice);
        if failed.is_empty() {
            return all;
        }
        all.extend(failed);
    }
    unreachable!("a save has an end")
}

#[test]
fn whichever_call_fails_there_is_a_whole_file_and_advice() {
    for (code, cause, advice) in CODES {
        let failed = check_all(code, cause, advice, |_| {});
        for call in [Call::CreateFolder, Call::Create, Call::Write, Call::Permit, Call::Sync, Call::Link] {
            assert!(failed.contains(&call), "{call:?} was never tried: {failed:?}");
        }
        assert_eq!(failed.iter().filter(|call| **call == Call::Rename).count(), 1, "{failed:?}");
        assert_eq!(failed.last(), Some(&Call::SyncFolder), "{failed:?}");
    }
}

#[test]
fn a_disk_that_fails_for_good_does_no_more_harm() {
    for (code, cause, advice) in CODES {
        check_all(code, cause, advice, |disk| disk.for_good = true);
    }
}

#[test]
fn half_a_write_is_never_seen() {
    for for_good in [false, true] {
        let failed = check_all(28, "No space left", "free some space", |disk| {
            disk.halves = true;
            disk.for_good = for_good;
        });
        assert!(failed.contains(&Call::Write));
    }
}

#[test]
fn a_project_that_is_written_piece_by_piece_is_whole_or_not_there() {
    let size = Size { articles: 400, article_bytes: 200, claims: 100, countries: 5, issues: 5 };
    let project = large::project(size, 1);
    for halves in [false, true] {
        let failed = check_all_of(&project, 28, "No space left", "free some space", |disk| disk.halves = halves);
        assert!(failed.iter().filter(|call| **call == Call::Write).count() > 5, "{failed:?}");
    }
}

#[test]
fn a_file_system_without_links_keeps_versions_by_copies() {
    #[derive(Debug)]
    struct NoLinks(Failing);
    impl Disk for NoLinks {
        fn before(&self, call: Call, path: &Path) -> io::Result<()> {
            if call == Call::Link { Err(io::ErrorKind::Unsupported.into()) } else { self.0.before(call, path) }
        }
    }
    for nth in 0.. {
        let scene = Scene::new();
        let project = titled("New");
        let disk = NoLinks(Failing::new(nth, 28));
        let result = scene.save(&disk, &project);
        scene.check_tidy(&format!("{disk:?}"));
        let new = store::to_string(&project).into_bytes();
        let is_old = result.is_err() && !matches!(result, Err(SaveError::Unconfirmed { .. }));
        assert_eq!(scene.now(), if is_old { scene.old.clone() } else { new }, "{disk:?}");
        if disk.0.failed().is_empty() {
            let versions = versions::list(&scene.beside()).expect("can be listed");
            assert_eq!(versions.len(), 1);
            break;
        }
    }
}

#[test]
fn a_version_that_cannot_be_kept_is_told_and_the_save_is_done() {
    #[derive(Debug)]
    struct NoVersions;
    impl Disk for NoVersions {
        fn before(&self, _: Call, path: &Path) -> io::Result<()> {
            let beside = path.iter().any(|part| part == ".demarche");
            if beside { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
        }
    }
    let scene = Scene::new();
    let project = titled("New");
    let saved = scene.save(&NoVersions, &project).expect("can be saved");
    assert_eq!(saved.notes.len(), 1, "{:?}", saved.notes);
    assert!(saved.notes[0].starts_with("The earlier version may not have been kept in "), "{:?}", saved.notes);
    assert!(saved.notes[0].contains("ermission denied"), "{:?}", saved.notes);
    assert_eq!(scene.now(), store::to_string(&project).into_bytes());
}

#[test]
fn a_save_that_the_journal_does_not_hear_of_is_not_done() {
    let scene = Scene::new();
    let announce = &mut |_| Err(io::ErrorKind::StorageFull.into());
    let saving = Saving { disk: &System, expected: None, expected_print: None, keep: None, announce };
    let error = store::save_with(&titled("New"), &scene.path, saving).expect_err("the journal is full");
    check_message(&error, &scene.path, "its journal cannot be written", "free some space");
    assert_eq!(scene.now(), scene.old);
    scene.check_tidy("the journal is full");
}
