//! The journal: every change since the last save, on the disk before it is called safe.
//!
//! A journal is a list of lines (see [`record`]): a [`Mark`] that says on which file the steps build,
//! then a [`Step`] for each change. Before a save puts a new file in place it adds a mark for that file,
//! so that after a crash at any moment the file, whichever it is, tells which steps it lacks.
//! [`read`] takes in whatever is whole, [`replay`] carries it out again.

mod record;
mod replay;
mod rows;

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

pub use record::{Mark, Record, Step};
pub use replay::{Recovered, Replay, replay};

use super::LARGEST;
use super::beside::Beside;
use super::disk::Disk;

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
            Record::Step(step) => step.number,
        });
        numbers.max().unwrap_or(0)
    }

    /// The steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.records.iter().filter_map(|record| if let Record::Step(step) = record { Some(step) } else { None })
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
/// When it cannot be read, or is larger than any journal can be.
pub fn read(path: &Path) -> io::Result<Option<Found>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some(parse(&bytes)))
}

/// What the bytes of a journal say. Never fails: what is not whole is counted.
pub fn parse(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    let (whole, rest) = bytes.split_at(memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1));
    found.torn = !rest.is_empty();
    for line in whole.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        match record::read(line) {
            Some(record) => found.records.push(record),
            None => found.damaged += 1,
        }
    }
    found
}

/// A journal that is being written.
#[derive(Debug)]
pub struct Writer {
    file: File,
    path: PathBuf,
    /// Bytes that are whole.
    len: u64,
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
        record::write_mark(mark, &mut bytes);
        steps.iter().for_each(|step| record::write_step(step, &mut bytes));
        let mut file = disk.create(&new)?;
        disk.write(&mut file, &new, &bytes)?;
        disk.sync(&file, &new)?;
        disk.rename(&new, &path)?;
        disk.sync_folder(beside.folder())?;
        Ok(Self { file, path, len: bytes.len() as u64 })
    }

    /// Adds steps; on the disk on return.
    ///
    /// # Errors
    /// When they cannot be written. What was there before is whole; the writer is of no more use.
    pub fn add(&mut self, disk: &dyn Disk, steps: &[Step]) -> io::Result<()> {
        let mut bytes = Vec::new();
        steps.iter().for_each(|step| record::write_step(step, &mut bytes));
        self.put(disk, &bytes)
    }

    /// Adds a mark for the file that a save is about to put in place; on the disk on return.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn mark(&mut self, disk: &dyn Disk, mark: &Mark) -> io::Result<()> {
        let mut bytes = Vec::new();
        record::write_mark(mark, &mut bytes);
        self.put(disk, &bytes)
    }

    /// Whether the file that is written is the one that others find: somebody may have cleared the folder,
    /// or put another journal there.
    pub fn is_there(&self) -> bool {
        is_at(&self.file, &self.path)
    }

    fn put(&mut self, disk: &dyn Disk, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.len))?;
        let written = disk.write(&mut self.file, &self.path, bytes).and_then(|()| disk.sync(&self.file, &self.path));
        let written = written.and_then(|()| if self.is_there() { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) });
        if let Err(error) = written {
            // A part of a line would be told by its fingerprint; without it the file is merely tidier.
            let _ = disk.cut(&self.file, &self.path, self.len);
            return Err(error);
        }
        self.len += bytes.len() as u64;
        Ok(())
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same =
        |file: std::fs::Metadata, found: std::fs::Metadata| (file.dev(), file.ino()) == (found.dev(), found.ino());
    file.metadata().is_ok_and(|file| std::fs::symlink_metadata(path).is_ok_and(|found| same(file, found)))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.is_file()
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
/// When it cannot be copied.
pub fn set_aside(disk: &dyn Disk, beside: &Beside) -> io::Result<PathBuf> {
    let folder = beside.aside();
    disk.create_folder(&folder)?;
    let bytes = std::fs::read(beside.journal())?;
    let to = folder.join(format!("journal-{}", super::Print::of(&bytes)));
    if !to.exists() {
        disk.copy(&beside.journal(), &to)?;
        disk.sync_folder(&folder)?;
    }
    Ok(to)
}

#[cfg(test)]
mod tests;
