//! The journal: every change since the last save, on the disk before it is called safe.
//!
//! A journal is a list of lines (see [`record`]): a [`Mark`] that says on which file the steps build, the rows
//! of the project where there is none, then a [`Step`] for each change. Before a save puts a new file in
//! place it adds a mark for that file, so that after a crash at any moment the file, whichever it is, tells
//! which steps it lacks. [`read`] takes in whatever is whole, [`replay`] carries it out again.

mod record;
mod replay;
mod rows;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

pub use record::{Mark, Ranked, Record, Step};
pub use replay::{Recovered, Replay, replay, replay_from};

use super::atomic::Fresh;
use super::beside::Beside;
use super::disk::Disk;
use super::{LARGEST, Print};
use crate::edit::Edit;

/// No line is longer; a longer one is neither written nor read into memory.
const LONGEST: u64 = 256 << 20;

/// What was found in a journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Whatever was whole, in order.
    pub records: Vec<Record>,
    /// Lines that are not as they were written, the last one left out.
    pub damaged: usize,
    /// Whether the last line was cut off: it was being written when everything stopped, and was never
    /// called safe.
    pub torn: bool,
}

impl Found {
    /// The number of the last step; 0 where there is none.
    pub fn last(&self) -> u64 {
        let numbers = self.records.iter().map(|record| match record {
            Record::Mark(mark) => mark.upto,
            Record::Part(_) => 0,
            Record::Step(step) => step.number,
        });
        numbers.max().unwrap_or(0)
    }

    /// The marks, in order.
    pub fn marks(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        self.records.iter().filter_map(|record| if let Record::Mark(mark) = record { Some(mark) } else { None })
    }

    /// The steps, in order.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &Step> {
        self.records.iter().filter_map(|record| if let Record::Step(step) = record { Some(step) } else { None })
    }

    /// The rows of a project without a file.
    fn parts(&self) -> impl Iterator<Item = &Edit> {
        let parts =
            self.records.iter().filter_map(|record| if let Record::Part(rows) = record { Some(rows) } else { None });
        parts.flatten()
    }

    /// Whether `other` holds every step of this one, one after another.
    pub fn is_within(&self, other: &Found) -> bool {
        let mut steps = other.steps();
        self.steps().all(|step| steps.any(|found| found == step))
    }
}

/// Reads the journal at `path`; `None` where there is none.
///
/// # Errors
/// When it cannot be read, is no file, or is larger than any journal can be.
pub fn read(path: &Path) -> io::Result<Option<Found>> {
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // Nothing but a file can be read without waiting for others.
        Ok(meta) if !meta.is_file() => return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no file")),
        Ok(meta) if meta.len() > LARGEST => return Err(io::ErrorKind::FileTooLarge.into()),
        Ok(_) => {}
        Err(error) => return Err(error),
    }
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    parse_from(BufReader::new(file.take(LARGEST)), LONGEST).map(Some)
}

/// What the bytes of a journal say. Never fails: what is not whole is counted.
pub fn parse(bytes: &[u8]) -> Found {
    parse_from(bytes, LONGEST).unwrap_or_default()
}

/// What a journal says that comes line by line, none of them longer than `longest`.
fn parse_from(mut bytes: impl BufRead, longest: u64) -> io::Result<Found> {
    let mut found = Found::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut ended = bytes.by_ref().take(longest + 1).read_until(b'\n', &mut line)? > 0;
        if !ended {
            return Ok(found);
        }
        if line.pop_if(|last| *last == b'\n').is_none() {
            // Either too long, and the rest of it is of no use, or the last.
            ended = line.len() as u64 > longest && bytes.skip_until(b'\n')? > 0;
            found.torn |= !ended;
            found.damaged += usize::from(ended);
        } else if let Some(record) = record::read(&line) {
            found.records.push(record);
        } else {
            found.damaged += usize::from(!line.is_empty());
        }
    }
}

/// A journal that is being written.
#[derive(Debug)]
pub struct Writer {
    file: File,
    path: PathBuf,
    /// Bytes that are whole.
    len: u64,
    /// The last piece of them: no other journal has it at that place.
    end: End,
}

impl Writer {
    /// Starts the journal of a project, in the place of one that was there before; on the disk on return.
    ///
    /// # Errors
    /// When it cannot be written; one that was there before is as it was.
    pub fn start(disk: &dyn Disk, beside: &Beside, mark: &Mark, steps: &[Step]) -> io::Result<Self> {
        beside.make(disk)?;
        let path = beside.journal();
        let new = new_journal(beside);
        if new.exists() {
            disk.remove(&new)?;
        }
        let mut bytes = Vec::new();
        record::write_mark(mark, &mut bytes)?;
        steps.iter().try_for_each(|step| record::write_step(step, &mut bytes))?;
        fits(0, &bytes)?;
        let mut file = disk.create(&new)?;
        disk.write(&mut file, &new, &bytes)?;
        disk.sync(&file, &new)?;
        disk.rename(&new, &path)?;
        disk.sync_folder(beside.folder())?;
        Ok(Self { file, path, len: bytes.len() as u64, end: End::of(0, &bytes) })
    }

    /// Adds steps; on the disk on return.
    ///
    /// # Errors
    /// When they cannot be written. What was there before is whole; the writer is of no more use.
    pub fn add(&mut self, disk: &dyn Disk, steps: &[Step]) -> io::Result<()> {
        let mut bytes = Vec::new();
        steps.iter().try_for_each(|step| record::write_step(step, &mut bytes))?;
        self.put(disk, &bytes)
    }

    /// Adds a mark for the file that a save is about to put in place; on the disk on return.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn mark(&mut self, disk: &dyn Disk, mark: &Mark) -> io::Result<()> {
        let mut bytes = Vec::new();
        record::write_mark(mark, &mut bytes)?;
        self.put(disk, &bytes)
    }

    /// Whether the file that is written is the one that others find: somebody may have cleared the folder,
    /// or put another journal there.
    pub fn is_there(&self) -> bool {
        self.is_found(&self.end)
    }

    /// Whether the journal belongs at this place.
    pub fn is_at(&self, beside: &Beside) -> bool {
        self.path == beside.journal()
    }

    /// Whether somebody has put another journal in its place there.
    pub fn is_replaced_at(&self, beside: &Beside) -> bool {
        self.is_at(beside) && std::fs::symlink_metadata(&self.path).is_ok() && !self.is_there()
    }

    fn put(&mut self, disk: &dyn Disk, bytes: &[u8]) -> io::Result<()> {
        fits(self.len, bytes)?;
        self.file.seek(SeekFrom::Start(self.len))?;
        let end = End::of(self.len, bytes);
        let written = disk.write(&mut self.file, &self.path, bytes).and_then(|()| disk.sync(&self.file, &self.path));
        let there = |()| if self.is_found(&end) { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) };
        if let Err(error) = written.and_then(there) {
            // A part of a line would be told by its fingerprint; without it the file is merely tidier.
            let _ = disk.cut(&self.file, &self.path, self.len);
            return Err(error);
        }
        (self.len, self.end) = (self.len + bytes.len() as u64, end);
        Ok(())
    }

    #[cfg(unix)]
    fn is_found(&self, _: &End) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let same =
            |file: std::fs::Metadata, found: std::fs::Metadata| (file.dev(), file.ino()) == (found.dev(), found.ino());
        let found = || std::fs::symlink_metadata(&self.path);
        self.file.metadata().is_ok_and(|file| found().is_ok_and(|found| same(file, found)))
    }

    #[cfg(not(unix))]
    fn is_found(&self, end: &End) -> bool {
        end.is_of(&self.path).unwrap_or(false)
    }
}

/// Whether a journal of that length takes more bytes: one that cannot be read again is none.
fn fits(len: u64, bytes: &[u8]) -> io::Result<()> {
    if len + bytes.len() as u64 > LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(()) }
}

/// The last piece of a journal: what tells it from others where files have no numbers.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(unix, allow(dead_code, reason = "files have numbers there"))]
struct End {
    start: u64,
    len: u64,
    print: Print,
}

impl End {
    fn of(start: u64, bytes: &[u8]) -> Self {
        Self { start, len: bytes.len() as u64, print: Print::of(bytes) }
    }

    /// Whether the file at `path` ends with it.
    #[cfg(any(test, not(unix)))]
    fn is_of(&self, path: &Path) -> io::Result<bool> {
        let meta = std::fs::symlink_metadata(path)?;
        if !meta.is_file() || meta.len() != self.start + self.len {
            return Ok(false);
        }
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(self.start))?;
        let mut found = Vec::new();
        file.take(self.len).read_to_end(&mut found)?;
        Ok(Print::of(&found) == self.print)
    }
}

/// A journal before it takes its place.
fn new_journal(beside: &Beside) -> PathBuf {
    beside.folder().join("journal.new")
}

/// Takes the journal away: a save holds everything that was in it, or the analyst gave it up.
///
/// # Errors
/// When it cannot be removed. One that is not there is as good.
pub fn remove(disk: &dyn Disk, beside: &Beside) -> io::Result<()> {
    let new = new_journal(beside);
    if new.exists() {
        // A crash has left it before it was a journal; the next one is put in its place.
        let _ = disk.remove(&new);
    }
    match disk.remove(&beside.journal()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Keeps a copy of a journal of which not everything could be taken in. Returns where.
///
/// # Errors
/// When it cannot be copied, or the copy may not last.
pub fn set_aside(disk: &dyn Disk, beside: &Beside) -> io::Result<PathBuf> {
    let folder = beside.aside();
    disk.create_folder(&folder)?;
    if !std::fs::symlink_metadata(beside.journal())?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no file"));
    }
    let bytes = std::fs::read(beside.journal())?;
    let to = folder.join(format!("journal-{}", Print::of(&bytes)));
    if !to.exists() {
        let mut fresh = Fresh::new(disk, &folder)?;
        fresh.write(&bytes)?;
        fresh.finish(None)?;
        fresh.place(&to)?;
        disk.sync_folder(&folder)?;
        disk.sync_folder(beside.folder())?;
    }
    Ok(to)
}

#[cfg(test)]
mod tests;
