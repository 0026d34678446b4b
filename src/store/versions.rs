//! Earlier versions of a project, each a whole file that can be opened.
//!
//! A version is named by when it was written, `2026-11-22T10-30-00.123Z.ron`; one that was copied here with
//! a date of its own is named as if it had been written right after the version before. What was never saved
//! and put away is told apart by its name, `…Z-unsaved.ron`. Whatever else lies in the folder is left alone.

use std::cmp::Reverse;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::atomic::Fresh;
use super::disk::Disk;
use super::{Beside, LoadError, Loaded, load as load_file};

/// An earlier version of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its file.
    pub path: PathBuf,
    /// When it was written.
    pub saved: Timestamp,
    /// Its length.
    pub bytes: u64,
    /// Whether it was never the project's file: work that was discarded.
    pub unsaved: bool,
}

/// How many versions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The last ones, however old.
    pub generations: usize,
    /// For so many days, the last one of each day (UTC), and whatever was never saved.
    pub days: i64,
    /// No more than this in all; but the last two always stay.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { generations: 10, days: 30, bytes: 512 << 20 }
    }
}

/// Versions that stay whatever their size.
const ALWAYS: usize = 2;

/// The versions of a project, the latest first. None when there is no such folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(beside: &Beside) -> io::Result<Vec<Version>> {
    let entries = match fs::read_dir(beside.backups()) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut versions = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Some((saved, unsaved)) = entry.file_name().to_str().and_then(meaning) else { continue };
        // Of the entry itself: a link is none of ours. One that was removed meanwhile is no version any more.
        if let Some(meta) = entry.metadata().ok().filter(Metadata::is_file) {
            versions.push(Version { path: entry.path(), saved, bytes: meta.len(), unsaved });
        }
    }
    versions.sort_by_key(|version| Reverse((version.saved, version.unsaved)));
    Ok(versions)
}

/// Opens a version as any project.
///
/// # Errors
/// As [`super::load`].
pub fn load(version: &Version) -> Result<Loaded, LoadError> {
    load_file(&version.path)
}

/// Keeps `file`, whose metadata is `meta`, as a version: by a second name for it, or by a copy where the
/// file system knows no second names. Returns the new version, if there was none with the same bytes.
///
/// It becomes the latest of those until `now`, whatever the date of the file: what was kept last is what
/// was replaced last.
///
/// # Errors
/// When that cannot be done, or may not last.
pub fn keep(
    disk: &dyn Disk,
    beside: &Beside,
    file: &Path,
    meta: &Metadata,
    now: SystemTime,
) -> io::Result<Option<PathBuf>> {
    let now = time_of(now);
    let written = meta.modified().ok().map_or(Timestamp::UNIX_EPOCH, time_of).min(now);
    let latest = list(beside)?.into_iter().find(|version| !version.unsaved && !is_ahead(version, now));
    if latest.as_ref().is_some_and(|latest| is_same(latest, file, meta)) {
        return Ok(None);
    }
    let after = latest.and_then(|latest| Timestamp::from_millisecond(latest.saved.as_millisecond() + 1).ok());
    let path = free_place(disk, beside, after.map_or(written, |after| after.max(written)), false)?;
    if disk.link(file, &path).is_err() {
        let mut copy = Fresh::new(disk, &beside.backups())?;
        copy.write(&fs::read(file)?)?;
        copy.finish(Some(meta))?;
        copy.place(&path)?;
    }
    disk.sync_folder(&beside.backups())?;
    Ok(Some(path))
}

/// Takes away what is the file itself under another name, not what it replaced: a crash has left it between the
/// two. Whoever writes into the file would write into that version as well.
pub fn part(disk: &dyn Disk, beside: &Beside, file: &Path) {
    let Ok(meta) = fs::metadata(file) else { return };
    for version in list(beside).unwrap_or_default() {
        if fs::symlink_metadata(&version.path).is_ok_and(|found| is_one_file(&meta, &found)) {
            // One that stays is as good as before.
            let _ = disk.remove(&version.path);
        }
    }
}

/// Keeps the bytes of a project that was never saved, put away at `now`. Returns the version.
///
/// # Errors
/// When that cannot be done, or may not last.
pub fn keep_bytes(disk: &dyn Disk, beside: &Beside, bytes: &[u8], now: Timestamp) -> io::Result<Version> {
    let path = free_place(disk, beside, now, true)?;
    let mut fresh = Fresh::new(disk, &beside.backups())?;
    fresh.write(bytes)?;
    fresh.finish(None)?;
    fresh.place(&path)?;
    disk.sync_folder(&beside.backups())?;
    let (saved, unsaved) = path.file_name().and_then(|name| meaning(name.to_str()?)).unwrap_or((now, true));
    Ok(Version { path, saved, bytes: bytes.len() as u64, unsaved })
}

/// Removes the versions that are beyond the limits at `now`, the time of the latest save.
///
/// # Errors
/// When the folder cannot be read, or a version cannot be removed; others may have been.
pub fn prune(disk: &dyn Disk, beside: &Beside, now: SystemTime, limits: Limits) -> io::Result<()> {
    let mut result = Ok(());
    for version in beyond(list(beside)?, time_of(now), limits) {
        result = disk.remove(&version.path).and(result);
    }
    result
}

/// Which of the versions are beyond the limits.
fn beyond(mut versions: Vec<Version>, now: Timestamp, limits: Limits) -> Vec<Version> {
    versions.sort_by_key(|version| Reverse((!is_ahead(version, now), version.saved, version.unsaved)));
    let day = |at: Timestamp| at.as_second().div_euclid(24 * 60 * 60);
    let (mut count, mut bytes, mut generations) = (0, 0_u64, 0);
    let mut last_day = None;
    versions.retain(|version| {
        let recent = day(now) - day(version.saved) < limits.days;
        let wanted = if version.unsaved {
            recent
        } else {
            generations += 1;
            let first_of_day = last_day.replace(day(version.saved)) != Some(day(version.saved));
            generations <= limits.generations || recent && first_of_day
        };
        let fits = bytes.saturating_add(version.bytes) <= limits.bytes;
        let stays = count < ALWAYS || wanted && fits;
        if stays {
            count += 1;
            bytes = bytes.saturating_add(version.bytes);
        }
        !stays
    });
    versions
}

/// Whether a version is dated after now: by a clock that went wrong, and it must not push out the latest. Of
/// several within a millisecond, names are a little ahead.
fn is_ahead(version: &Version, now: Timestamp) -> bool {
    version.saved.as_millisecond() > now.as_millisecond().saturating_add(1000)
}

/// Whether a version holds what the file holds.
fn is_same(version: &Version, file: &Path, meta: &Metadata) -> bool {
    version.bytes == meta.len() && hold_the_same(&version.path, file).unwrap_or(false)
}

#[cfg(unix)]
fn is_one_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_one_file(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// Whether two files hold the same bytes; read only as far as they do.
fn hold_the_same(a: &Path, b: &Path) -> io::Result<bool> {
    const BLOCK: u64 = 1 << 18;
    let (mut a, mut b) = (File::open(a)?, File::open(b)?);
    let (mut block_a, mut block_b) = (Vec::new(), Vec::new());
    loop {
        block_a.clear();
        block_b.clear();
        a.by_ref().take(BLOCK).read_to_end(&mut block_a)?;
        b.by_ref().take(BLOCK).read_to_end(&mut block_b)?;
        if block_a != block_b || block_a.is_empty() {
            return Ok(block_a == block_b);
        }
    }
}

/// A name that is free, at or shortly after the time. Makes the folder.
fn free_place(disk: &dyn Disk, beside: &Beside, saved: Timestamp, unsaved: bool) -> io::Result<PathBuf> {
    beside.make(disk)?;
    let folder = beside.backups();
    if !folder.is_dir() {
        disk.create_folder(&folder)?;
        disk.sync_folder(beside.folder())?;
    }
    let first = saved.as_millisecond();
    for later in 0..1000 {
        let at = Timestamp::from_millisecond(first.saturating_add(later)).map_err(io::Error::other)?;
        let path = folder.join(name_of(at, unsaved));
        if fs::symlink_metadata(&path).is_err() {
            return Ok(path);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Milliseconds are what a name holds.
fn time_of(time: SystemTime) -> Timestamp {
    let exact = Timestamp::try_from(time).unwrap_or_default().max(Timestamp::UNIX_EPOCH);
    Timestamp::from_millisecond(exact.as_millisecond()).unwrap_or(exact)
}

const UNSAVED: &str = "-unsaved";
const ENDING: &str = ".ron";

fn name_of(saved: Timestamp, unsaved: bool) -> String {
    format!("{}{}{ENDING}", saved.strftime("%Y-%m-%dT%H-%M-%S.%3fZ"), if unsaved { UNSAVED } else { "" })
}

/// When the version of this name was written, and whether it was never saved; `None` for any other name.
fn meaning(name: &str) -> Option<(Timestamp, bool)> {
    let stem = name.strip_suffix(ENDING)?;
    let (stem, unsaved) = stem.strip_suffix(UNSAVED).map_or((stem, false), |stem| (stem, true));
    let saved = jiff::civil::DateTime::strptime("%Y-%m-%dT%H-%M-%S.%fZ", stem).ok()?;
    let saved = saved.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    // Only what we write: names that merely mean the same are others'.
    (name_of(saved, unsaved) == name).then_some((saved, unsaved))
}

#[cfg(test)]
mod tests;
