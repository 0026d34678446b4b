//! The project file: one RON file that reads well in an editor and merges well in Git.
//!
//! [`load`] and [`save`] go between a file and a [`Project`]. [`v1`] holds the rows of the file, which
//! are not the rows of the model; [`version`] finds out which format a file is in. [`atomic`] writes
//! files whole or not at all, and [`DiskState`] notices that someone else has written one. [`beside`] says
//! where [`journal`], [`lock`] and [`versions`] of a project lie; [`salvage()`] reads what can be read of a
//! broken file. Every call that changes the disk goes through [`disk::Disk`].

pub mod atomic;
pub mod beside;
pub mod disk;
pub mod error;
pub mod journal;
pub mod lock;
mod names;
mod places;
pub mod salvage;
mod save;
mod stamp;
mod syntax;
mod threads;
pub mod v1;
pub mod version;
pub mod versions;
pub mod words;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::model::{Problem, Project};
pub use beside::Beside;
pub use error::{LoadError, Place, SaveError, Trouble};
pub use places::places;
pub use salvage::{Aside, Salvaged, Sides, conflict_sides, merge_lines, salvage, salvage_bytes, with_markers};
pub use save::{Saved, Saving, save, save_with};
pub use stamp::{DiskState, Print};
pub use syntax::UNMERGED;

/// No project is larger; a larger file is not read into memory.
const LARGEST: u64 = 2 << 30;

/// A project as it was found in its file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The project, with every row that the file holds.
    pub project: Project,
    /// What does not hold in it: excerpts that need re-anchoring, ids that lead nowhere.
    pub problems: Vec<Problem>,
    /// The format the file was in.
    pub from_version: u32,
    /// The file as it was when read, for [`save`]; `None` when it was no file.
    pub disk: Option<DiskState>,
    /// The fingerprint of the file's bytes.
    pub print: Print,
}

impl Loaded {
    /// What to tell whoever opens a file of an older format.
    pub fn older_format(&self) -> Option<String> {
        let (from, now) = (self.from_version, version::needed(&self.project));
        (from < now).then(|| format!("The project was in an older format ({from}); saving writes format {now}."))
    }
}

/// Reads the project file at `path`.
///
/// # Errors
/// When it is no project, or not one that can be understood: says where, and what to do.
pub fn load(path: &Path) -> Result<Loaded, LoadError> {
    let trouble = |trouble| LoadError { path: Some(path.into()), place: None, trouble };
    let (bytes, disk) = read(path).map_err(|error| trouble(Trouble::Unreadable(error)))?;
    let Some(bytes) = bytes else { return Err(trouble(Trouble::TooLarge { bytes: disk.len })) };
    let print = Print::of(&bytes);
    let source = match String::from_utf8(bytes) {
        Ok(source) => source,
        Err(error) => return Err(LoadError { path: Some(path.into()), ..not_text(&error) }),
    };
    match from_str(&source) {
        Ok(loaded) => Ok(Loaded { disk: Some(disk), print, ..loaded }),
        Err(error) => Err(LoadError { path: Some(path.into()), ..error }),
    }
}

/// The file that holds `project`. The same project always gives the same bytes.
pub fn to_string(project: &Project) -> String {
    v1::write(project)
}

/// The project that a file with this text holds.
///
/// # Errors
/// When it is no project, or not one that can be understood: says where, and what to do.
pub fn from_str(source: &str) -> Result<Loaded, LoadError> {
    let print = Print::of(source.as_bytes());
    let source = as_written(source);
    let (project, from_version) = version::read(&source).map_err(|fault| fault.in_source(&source))?;
    let problems = project.problems();
    Ok(Loaded { project, problems, from_version, disk: None, print })
}

/// Takes back what editors and Git do to text files on some systems: a byte order mark in front, and
/// `\r\n` for every `\n`. We never write a carriage return as such, so none of them was ours.
fn as_written(source: &str) -> Cow<'_, str> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if memchr::memchr(b'\r', source.as_bytes()).is_some() {
        Cow::Owned(source.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(source)
    }
}

/// The bytes of a file with its state when it was opened; no bytes when they are too many.
fn read(path: &Path) -> io::Result<(Option<Vec<u8>>, DiskState)> {
    let mut file = File::open(path)?;
    let meta = file.metadata()?;
    if meta.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let disk = DiskState::from(&meta);
    if disk.len > LARGEST {
        return Ok((None, disk));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(disk.len).unwrap_or(0) + 1);
    // A device or a file that still grows has no length to trust.
    file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(((bytes.len() as u64 <= LARGEST).then_some(bytes), disk))
}

fn not_text(error: &std::string::FromUtf8Error) -> LoadError {
    let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let start = String::from_utf8_lossy(valid);
    match version::format_of(&start) {
        Some(_) => LoadError { path: None, place: Some(Place::of(&start, start.len())), trouble: Trouble::NotUtf8 },
        None => LoadError { path: None, place: None, trouble: Trouble::NotAProject },
    }
}

#[cfg(test)]
mod tests;
