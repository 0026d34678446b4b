//! The disk misbehaves: every call of a save fails in turn, disks are full, folders vanish, rights are taken
//! away, names are strange, others write at the worst moment, processes end without a word.

#![cfg(unix)]

#[path = "faults/calls.rs"]
mod calls;
#[path = "faults/disks.rs"]
mod disks;
#[allow(dead_code)] // The benches use more of it.
#[path = "../benches/support/large.rs"]
mod large;
#[path = "faults/names.rs"]
mod names;
#[path = "faults/others.rs"]
mod others;
#[path = "faults/processes.rs"]
mod processes;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use demarche::model::{Project, ProjectId, Token};
use demarche::store::disk::{Disk, System};
use demarche::store::{self, Beside, DiskState, Print, SaveError, Saved, Saving, versions};
use tempfile::TempDir;

/// A small project of this title.
fn titled(title: &str) -> Project {
    Project::new(ProjectId(Token::random(&mut fastrand::Rng::with_seed(7))), title)
}

/// A folder with a project in it that was saved, and its file as it is.
struct Scene {
    folder: TempDir,
    path: PathBuf,
    old: Vec<u8>,
    state: DiskState,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::within(folder, "p.ron")
    }

    fn within(folder: TempDir, name: &str) -> Self {
        let path = folder.path().join(name);
        let state = store::save(&titled("Old"), &path, None).expect("can be saved");
        let old = fs::read(&path).expect("is there");
        Self { folder, path, old, state }
    }

    fn beside(&self) -> Beside {
        Beside::of(&self.path).expect("a place")
    }

    /// Saves over what is there, as the session does.
    fn save(&self, disk: &dyn Disk, project: &Project) -> Result<Saved, SaveError> {
        self.save_expecting(disk, project, &self.state, Some(Print::of(&self.old)))
    }

    fn save_expecting(
        &self,
        disk: &dyn Disk,
        project: &Project,
        expected: &DiskState,
        expected_print: Option<Print>,
    ) -> Result<Saved, SaveError> {
        let (beside, bytes) = (self.beside(), store::to_string(project));
        let mut announced = None;
        let mut announce = |print| {
            announced = Some(print);
            io::Result::Ok(())
        };
        let saving =
            Saving { disk, expected: Some(expected), expected_print, keep: Some(&beside), announce: &mut announce };
        let saved = store::save_with(project, &self.path, saving);
        if saved.is_ok() {
            assert_eq!(announced, Some(Print::of(bytes.as_bytes())), "the journal was told");
        }
        saved
    }

    fn now(&self) -> Vec<u8> {
        fs::read(&self.path).expect("a project is there at any time")
    }

    /// Checks that nothing lies about but the file and whole versions of what it was.
    fn check_tidy(&self, about: &str) {
        let name = self.path.file_name().expect("a name").to_owned();
        assert!(listed(self.folder.path()).iter().all(|found| found == ".demarche" || *found == name), "{about}");
        let beside = self.beside();
        assert!(listed(beside.folder()).iter().all(|found| found == "versions"), "{about}");
        let versions = versions::list(&beside).expect("can be listed");
        assert_eq!(versions.len(), listed(&beside.backups()).len(), "{about}: something else is left");
        for version in versions {
            assert_eq!(fs::read(&version.path).expect("is there"), self.old, "{about}: a version is torn");
        }
    }
}

/// What is in a folder; nothing when there is none.
fn listed(folder: &Path) -> Vec<std::ffi::OsString> {
    let mut names: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("can be read").file_name()).collect();
    names.sort();
    names
}

/// Checks that a project can be saved and opened somewhere else.
fn check_elsewhere(project: &Project) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("elsewhere.ron");
    store::save(project, &path, None).expect("can be saved elsewhere");
    let loaded = store::load(&path).expect("can be opened");
    assert_eq!(store::to_string(&loaded.project), store::to_string(project));
}

/// Checks that a message says which file, what is wrong, and what to do.
fn check_message(error: &SaveError, path: &Path, cause: &str, advice: &str) {
    let text = error.to_string();
    assert!(text.starts_with(&path.display().to_string()), "{text}");
    assert!(text.contains(cause), "no “{cause}” in: {text}");
    assert!(text.contains(advice), "no “{advice}” in: {text}");
    assert!(text.ends_with('.'), "{text}");
}

/// Whether a test of a real disk can be done; says so when not.
fn skip(test: &str, why: &str) {
    eprintln!("SKIPPED {test}: {why}");
}

/// Saves with nothing expected and nothing kept.
fn save_plainly(project: &Project, path: &Path) -> Result<Saved, SaveError> {
    let announce = &mut |_| Ok(());
    let saving = Saving { disk: &System, expected: None, expected_print: None, keep: None, announce };
    store::save_with(project, path, saving)
}
