//! Projects that were renamed or moved: what lay beside them is found again.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::keeper::{self, Place};
use super::opening::Edge;
use crate::store::journal::{self, Found, Record};
use crate::store::lock::Lock;
use crate::store::{Beside, DiskState, Print, versions};

/// The head of a project file, in which its id stands.
const HEAD: u64 = 4096;

impl Edge {
    /// Where a file was renamed, journal and versions are still under its old name: they follow it. What
    /// belongs to a file that is there, or is held by somebody, stays.
    pub(super) fn follow_rename(&self, path: &Path, besides: &[Beside]) {
        let Some(own) = besides.first().map(Beside::folder) else { return };
        let Some(above) = own.parent().filter(|_| !own.exists()) else { return };
        let Some(folder) = above.parent() else { return };
        for entry in fs::read_dir(above).into_iter().flatten().flatten() {
            let orphan = Beside::within(entry.path());
            if orphan.folder().is_dir() && !folder.join(entry.file_name()).exists() && is_of(&orphan, path) {
                let Ok(lock) = Lock::take(&*self.disk, &orphan, &self.owner, self.owner.since) else { continue };
                drop(lock);
                // Where that cannot be done nothing is lost: it stays where it is.
                let _ = self.disk.rename(orphan.folder(), own);
                return;
            }
        }
    }

    /// Journals among the person's own data that go on from this very file, wherever it was then.
    pub(super) fn find_strays(&self, place: &mut Place, print: Print) {
        let Some(data) = &self.data else { return };
        for entry in fs::read_dir(keeper::all_elsewhere(data)).into_iter().flatten().flatten() {
            let stray = Beside::within(entry.path());
            if place.besides.contains(&stray) || !journal_of(&stray).is_some_and(|found| goes_on_from(&found, print)) {
                continue;
            }
            place.found.extend(DiskState::of(&stray.journal()).ok().map(|state| (stray.journal(), state)));
            if place.hold(&*self.disk, &stray).is_ok() {
                place.besides.push(stray);
            }
        }
    }
}

/// Whether what lies there belongs to the project in this file. Copies of a project have its id as well, so a
/// journal has to go on from this very file.
fn is_of(orphan: &Beside, path: &Path) -> bool {
    if orphan.journal().exists() {
        let goes_on = |found: Found| fs::read(path).is_ok_and(|bytes| goes_on_from(&found, Print::of(&bytes)));
        return journal_of(orphan).is_some_and(goes_on);
    }
    let latest = versions::list(orphan).unwrap_or_default().into_iter().next();
    latest.is_some_and(|version| id_of(path).is_some_and(|id| id_of(&version.path) == Some(id)))
}

fn journal_of(beside: &Beside) -> Option<Found> {
    journal::read(&beside.journal()).ok()?
}

fn goes_on_from(found: &Found, print: Print) -> bool {
    let is_mark = |record: &Record| matches!(record, Record::Mark(mark) if mark.print == Some(print));
    found.records.iter().any(is_mark)
}

/// The id that stands in the head of a project file.
fn id_of(path: &Path) -> Option<String> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let rest = &head[head.find("\n  id: \"")? + 8..];
    Some(rest[..rest.find('"')?].to_owned())
}
