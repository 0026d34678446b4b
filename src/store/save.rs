//! Saving a project: whole or not at all, told to the journal, the old file kept.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::atomic::{self, Fresh, WriteError};
use super::disk::{Disk, System};
use super::stamp::Printing;
use super::versions::{self, Limits};
use super::{Beside, DiskState, Print, SaveError, v1};
use crate::model::Project;

/// How a project is to be saved.
pub struct Saving<'a> {
    /// The file system.
    pub disk: &'a dyn Disk,
    /// The file as it was last read or written. One that is another now, and holds other bytes than
    /// `expected_print`, is left alone. Without, whatever is there is replaced. A file that is gone is
    /// written again.
    pub expected: Option<&'a DiskState>,
    /// What the file held then, so that one that was merely touched is no change.
    pub expected_print: Option<Print>,
    /// Where the old file is kept as a version.
    pub keep: Option<&'a Beside>,
    /// Told what the new file will hold, once that is safe on the disk and before it takes its place.
    /// A save of which the journal cannot be told is not done.
    pub announce: &'a mut dyn FnMut(Print) -> io::Result<()>,
}

/// A project that was saved and will last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The file as it is now.
    pub state: DiskState,
    /// What it holds.
    pub print: Print,
    /// What did not go as it should without harm to the file, as sentences: a version that was not kept.
    pub notes: Vec<String>,
}

/// Saves `project` in the file at `path`, whole or not at all, and keeps what was there among its
/// versions. Returns the file as it is now.
///
/// Where `expected` is given, a file that is no longer in that state is left alone; without, whatever
/// is there is replaced. A file that is gone is written again.
///
/// # Errors
/// As [`save_with`].
pub fn save(project: &Project, path: &Path, expected: Option<&DiskState>) -> Result<DiskState, SaveError> {
    let beside = Beside::of(path).ok();
    let saving =
        Saving { disk: &System, expected, expected_print: None, keep: beside.as_ref(), announce: &mut |_| Ok(()) };
    save_with(project, path, saving).map(|saved| saved.state)
}

/// Saves `project` in the file at `path`, whole or not at all.
///
/// The rows go to a new file in the same folder while they are made, and to the disk; `announce` is told; the old file is
/// kept as a version; then the new one takes its place, with owner and permissions of the old one, and
/// the folder goes to the disk. A symbolic link stays, and the file it leads to is replaced.
///
/// # Errors
/// When someone else has changed the file, or it cannot be written, or the journal cannot: then the file
/// is as it was. [`SaveError::Unconfirmed`] when the new one is there, but might not survive a power cut.
pub fn save_with(project: &Project, path: &Path, saving: Saving<'_>) -> Result<Saved, SaveError> {
    let Saving { disk, expected, expected_print, keep, announce } = saving;
    let failed = |source| SaveError::Write(WriteError::new(path, source));
    let target = atomic::follow(path).map_err(failed)?;
    let folder = atomic::folder_of(&target);
    let mut watch = Watch { target: &target, expected: expected.cloned(), print: expected_print };

    watch.check(path)?;
    let old = atomic::replaceable(&target).map_err(failed)?;
    let mut fresh = Fresh::new(disk, folder).map_err(failed)?;
    let mut print = Printing::default();
    v1::write_to(project, |piece| {
        print.add(piece.as_bytes());
        fresh.write(piece.as_bytes())
    })
    .map_err(failed)?;
    let print = print.end();
    let meta = fresh.finish(old.as_ref()).map_err(failed)?;
    watch.check(path)?;
    announce(print).map_err(|source| SaveError::Journal { path: path.into(), source })?;
    let mut notes = Vec::new();
    let kept = match (keep, &old) {
        (Some(beside), Some(old)) => keep_old(disk, beside, &target, (old, &meta), &mut notes),
        _ => None,
    };
    // The last moment: what another program puts there between here and the renaming, microseconds later, is
    // replaced and among no versions.
    if let Err(error) = watch.check(path).and_then(|()| fresh.place(&target).map_err(failed)) {
        if let Some(kept) = kept {
            let _ = disk.remove(&kept);
        }
        return Err(error);
    }
    // As it was under its passing name: whoever writes it from now on has changed it.
    let saved = Saved { state: DiskState::from(&meta), print, notes };
    if let Err(source) = disk.sync_folder(folder) {
        return Err(SaveError::Unconfirmed { path: path.into(), source, saved: Box::new(saved) });
    }
    tidy(disk, keep, folder, &meta);
    Ok(saved)
}

/// Watches a file that others may change.
struct Watch<'a> {
    target: &'a Path,
    expected: Option<DiskState>,
    print: Option<Print>,
}

impl Watch<'_> {
    /// Checks that the file still holds what it should. One that was merely touched is expected as it is
    /// from then on.
    fn check(&mut self, path: &Path) -> Result<(), SaveError> {
        let Some(expected) = &self.expected else { return Ok(()) };
        // A file that is not there can be written; one that cannot be looked at will say why.
        let Ok(found) = DiskState::of(self.target) else { return Ok(()) };
        if found == *expected {
            return Ok(());
        }
        let same = found.len == expected.len && self.print.is_some() && print_of(self.target) == self.print;
        if !same {
            return Err(SaveError::ChangedOnDisk { path: path.into() });
        }
        self.expected = Some(found);
        Ok(())
    }
}

/// The fingerprint of what a file holds, if it can be read.
fn print_of(path: &Path) -> Option<Print> {
    let mut file = File::open(path).ok()?;
    let (mut print, mut block) = (Printing::default(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut block) {
            Ok(0) => return Some(print.end()),
            Ok(read) => print.add(&block[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// Keeps the old file among the versions; its new name there, if it has one. A save does not fail for that.
fn keep_old(
    disk: &dyn Disk,
    beside: &Beside,
    target: &Path,
    (old, new): (&Metadata, &Metadata),
    notes: &mut Vec<String>,
) -> Option<PathBuf> {
    let kept = new.modified().and_then(|now| versions::keep(disk, beside, target, old, now));
    kept.unwrap_or_else(|error| {
        let advice = "The project itself is saved; look whether there is room and you may write there.";
        let folder = beside.backups();
        notes.push(format!("The earlier version may not have been kept in {}: {error}. {advice}", folder.display()));
        None
    })
}

/// Removes versions that need not be kept any longer, and what crashes have left.
fn tidy(disk: &dyn Disk, keep: Option<&Beside>, folder: &Path, meta: &Metadata) {
    let Ok(now) = meta.modified() else { return };
    if let Some(beside) = keep {
        // What could not be removed now will be next time.
        let _ = versions::prune(disk, beside, now, Limits::default());
    }
    atomic::sweep(disk, folder, now);
}
