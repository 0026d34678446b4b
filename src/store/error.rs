//! Why a project file could not be loaded or saved: what is wrong, where, and what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::Saved;
use super::atomic::{WriteError, advice};

/// Why a project file could not be loaded. Nothing was opened.
#[derive(Debug)]
pub struct LoadError {
    /// The file, if it was one.
    pub path: Option<PathBuf>,
    /// Where in the file.
    pub place: Option<Place>,
    /// What is wrong.
    pub trouble: Trouble,
}

/// A place in a file, counted from one as editors do; columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// What is wrong with a file.
#[derive(Debug)]
pub enum Trouble {
    /// The system could not read it.
    Unreadable(io::Error),
    /// It is larger than any project can be.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// There is nothing in it.
    Empty,
    /// It is something else.
    NotAProject,
    /// It is a project but not all of it is text.
    NotUtf8,
    /// A later Démarche wrote it.
    Newer {
        /// The format it is in.
        found: u32,
        /// The latest format known here.
        known: u32,
    },
    /// It cannot be understood at one place.
    Broken {
        /// What is wrong there.
        what: String,
        /// What to do about it.
        advice: &'static str,
    },
}

impl Trouble {
    /// What the analyst can do.
    pub fn advice(&self) -> &'static str {
        match self {
            Trouble::Unreadable(error) => match error.kind() {
                io::ErrorKind::NotFound => "Check the name, or whether the drive is connected.",
                io::ErrorKind::PermissionDenied => "Ask whoever owns it to let you read it.",
                _ => "Try again, or copy the file elsewhere and open it there.",
            },
            Trouble::TooLarge { .. } => "Split the project, or check whether this is the right file.",
            Trouble::Empty => "If it was a project, go back to an earlier copy of it.",
            Trouble::NotAProject => "Choose a .ron file that Démarche has written; import documents with Import.",
            Trouble::NotUtf8 => {
                "It was damaged or saved in another encoding: save it as UTF-8, or go back to an earlier copy."
            }
            Trouble::Newer { .. } => "Open it with a newer Démarche.",
            Trouble::Broken { advice, .. } => advice,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Unreadable(error) => write!(f, "cannot be read ({error})"),
            Trouble::TooLarge { bytes } => write!(f, "is {} MiB large; a project has at most 2048 MiB", bytes >> 20),
            Trouble::Empty => f.write_str("the file is empty"),
            Trouble::NotAProject => f.write_str("this is not a Démarche project"),
            Trouble::NotUtf8 => f.write_str("this is not UTF-8 text"),
            Trouble::Newer { found, known } => {
                write!(f, "the project is in format {found}; this Démarche knows formats up to {known}")
            }
            Trouble::Broken { what, .. } => f.write_str(what),
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}:", path.display())?;
        }
        if let Some(Place { line, column }) = self.place {
            write!(f, "{line}:{column}:")?;
        }
        if self.path.is_some() || self.place.is_some() {
            f.write_str(" ")?;
        }
        write!(f, "{}. {}", self.trouble, self.trouble.advice())
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.trouble {
            Trouble::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

/// Why a project was not saved. The file is as it was, except where it is [`SaveError::Unconfirmed`].
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Someone else has changed the file since it was loaded or saved.
    #[error(
        "{} was changed by someone else since it was opened. \
         Save under another name, or open it again to see what changed.",
        .path.display()
    )]
    ChangedOnDisk {
        /// The file.
        path: PathBuf,
    },
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The journal could not be told, so that nothing was replaced.
    #[error("{} was not saved, because its journal cannot be written: {source}. {}", .path.display(), advice(.source))]
    Journal {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is written and in its place, but the disk does not say that it will be there after a power cut.
    #[error("{} was saved, but the disk does not confirm that it will last: {source}. {}", .path.display(), advice(.source))]
    Unconfirmed {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
        /// The file as it is now.
        saved: Box<Saved>,
    },
}

/// Trouble at a byte of the source, before lines are counted.
#[derive(Debug)]
pub(super) struct Fault {
    pub at: Option<usize>,
    pub trouble: Trouble,
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        Self { at: None, trouble }
    }
}

impl Fault {
    /// Something at byte `at` that keeps the file from being understood.
    pub fn broken(at: Option<usize>, what: impl Into<String>, advice: &'static str) -> Self {
        Self { at, trouble: Trouble::Broken { what: what.into(), advice } }
    }

    /// Counts the lines of `source` up to the fault.
    pub fn in_source(self, source: &str) -> LoadError {
        LoadError { path: None, place: self.at.map(|at| Place::of(source, at)), trouble: self.trouble }
    }
}

impl Place {
    /// The place of byte `at` of `source`.
    pub fn of(source: &str, at: usize) -> Self {
        let mut at = at.min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        let before = &source[..at];
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { line, column: before[start..].chars().count() + 1 }
    }
}
