//! Who has a project open.
//!
//! Whoever works on a project holds a lock of the operating system on the file `held` beside it, and has
//! their name in the file `lock`. On one machine the first decides: it is gone with the process, however
//! that ends. Between machines, where locks may not be heard of, and on file systems without any, the
//! owner touches `lock` now and then, and one that was not touched for [`STALE`] is left behind. Times
//! are those of the file system, so that the machines' clocks do not matter.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use serde::Deserialize;

use super::atomic::Fresh;
use super::disk::{Disk, System};
use super::{Beside, Print};

/// What the operating system locks.
const HELD: &str = "held";

/// There for the moment in which somebody takes the lock.
const TAKING: &str = "taking";

/// A lock on another machine that was not touched for so long is left behind.
pub const STALE: Duration = Duration::from_secs(180);

/// [`Lock::beat`] touches the file no more often than this.
const PAUSE: Duration = Duration::from_secs(20);

/// A project that is ours to change until this is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// What is in the file; nobody else's file is the same.
    text: String,
    gate: Gate,
    taken_from: Option<Owner>,
    touched: Instant,
    is_lost: bool,
}

/// Whoever has a project open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Who codes; may be empty.
    pub analyst: String,
    /// On which machine.
    pub machine: String,
    /// In which process there.
    pub process: u32,
    /// Since when.
    pub since: Timestamp,
}

/// Why a project is not ours to change.
#[derive(Debug)]
pub enum Held {
    /// Someone else has it.
    By(Owner, Sign),
    /// Nobody can be told that we have it: the folder cannot be written, say.
    Unavailable(io::Error),
}

/// How we know that someone has a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Their process holds the lock of the operating system.
    Process,
    /// They have said so this long ago.
    Beat(Duration),
}

impl Owner {
    /// This process, at work for `analyst` since `now`.
    pub fn here(analyst: impl Into<String>, now: Timestamp) -> Self {
        let machine = gethostname::gethostname().to_string_lossy().into_owned();
        Self { analyst: analyst.into(), machine, process: std::process::id(), since: now }
    }

    /// Somebody of whom nothing is known.
    pub fn unknown(now: Timestamp) -> Self {
        Self { analyst: String::new(), machine: String::new(), process: 0, since: now }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.analyst.is_empty() { "someone" } else { &self.analyst })?;
        if self.machine.is_empty() { Ok(()) } else { write!(f, " on {}", self.machine) }
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Held::By(owner, Sign::Process) => write!(f, "{owner} has the project open"),
            Held::By(owner, Sign::Beat(ago)) => {
                write!(f, "{owner} has the project open, or had {} seconds ago", ago.as_secs())
            }
            Held::Unavailable(error) => write!(f, "nobody can be told that the project is open here: {error}"),
        }
    }
}

impl std::error::Error for Held {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Held::By(..) => None,
            Held::Unavailable(error) => Some(error),
        }
    }
}

impl Lock {
    /// Takes the project for `owner` unless someone has it. A lock that was left behind is taken over.
    ///
    /// # Errors
    /// When someone has it, or nobody can be told.
    pub fn take(disk: &dyn Disk, beside: &Beside, owner: &Owner, now: Timestamp) -> Result<Self, Held> {
        beside.make(disk).map_err(Held::Unavailable)?;
        let path = beside.lock();
        let Some(gate) = Gate::enter(disk, beside).map_err(Held::Unavailable)? else {
            return Err(Held::By(owner_soon(beside, now), Sign::Process));
        };
        let _turn = Turn::wait(disk, beside, &gate, owner).map_err(Held::Unavailable)?;
        let found = Note::read(&path);
        if let Some(note) = &found
            && let Some(sign) = note.sign(disk, beside, &gate, owner).map_err(Held::Unavailable)?
        {
            return Err(Held::By(note.owner.clone().unwrap_or(Owner::unknown(now)), sign));
        }
        let text = text(owner, now);
        put(disk, beside, &text, true).map_err(Held::Unavailable)?;
        let taken_from = found.and_then(|found| found.owner);
        let lock = Self { path, text, gate, taken_from, touched: Instant::now(), is_lost: false };
        match lock.is_ours() {
            Ok(true) => Ok(lock),
            Ok(false) => Err(Held::By(owner_soon(beside, now), Sign::Beat(Duration::ZERO))),
            Err(error) => Err(Held::Unavailable(error)),
        }
    }

    /// Whose lock was left behind, if one was.
    pub fn taken_from(&self) -> Option<&Owner> {
        self.taken_from.as_ref()
    }

    /// Says that the owner is alive; to be called at least every minute, and at no cost more often. Returns
    /// whether the project is still ours: it is not once others have found the lock left behind, while this
    /// machine slept, say.
    ///
    /// # Errors
    /// When the file cannot be touched; the lock is ours until others think otherwise.
    pub fn beat(&mut self, disk: &dyn Disk) -> io::Result<bool> {
        if self.is_lost || self.touched.elapsed() < PAUSE {
            return Ok(!self.is_lost);
        }
        self.touch(disk)
    }

    /// Whether the project is still ours, as far as the lock file says. One that was cleared away with its
    /// folder is put there again, unless somebody else came first.
    pub fn holds(&mut self, disk: &dyn Disk) -> bool {
        if !self.is_lost && Note::read(&self.path).is_none() {
            return self.touch(disk).unwrap_or(true);
        }
        self.is_lost = self.is_lost || matches!(self.is_ours(), Ok(false));
        !self.is_lost
    }

    /// Whether it is the lock of this place.
    pub fn is_of(&self, beside: &Beside) -> bool {
        self.path == beside.lock()
    }

    fn touch(&mut self, disk: &dyn Disk) -> io::Result<bool> {
        let beside = Beside::within(super::atomic::folder_of(&self.path).into());
        // Somebody may have cleared the folder; then whoever comes first is the owner.
        if !self.gate.is_there() {
            beside.make(disk)?;
            match Gate::enter(disk, &beside)? {
                Some(gate) => self.gate = gate,
                None => self.is_lost = true,
            }
        }
        self.is_lost = self.is_lost || Note::read(&self.path).is_some() && !self.is_ours()?;
        if !self.is_lost {
            put(disk, &beside, &self.text, false)?;
            self.touched = Instant::now();
        }
        Ok(!self.is_lost)
    }

    /// Gives the project free, as dropping does.
    pub fn release(self) {}

    fn is_ours(&self) -> io::Result<bool> {
        Ok(fs::read(&self.path)? == self.text.as_bytes())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.is_lost && self.is_ours().unwrap_or(false) {
            // What stays is found to be left behind.
            let _ = System.remove(&self.path);
        }
    }
}

/// Who has the project of this place, as far as the lock file says.
pub fn owner(beside: &Beside) -> Option<Owner> {
    Note::read(&beside.lock())?.owner
}

/// What a lock file says.
struct Note {
    /// `None` when it cannot be understood.
    owner: Option<Owner>,
    touched: Option<SystemTime>,
}

impl Note {
    /// What is in the file; `None` when there is none.
    fn read(path: &Path) -> Option<Self> {
        let meta = fs::symlink_metadata(path).ok()?;
        let mut text = String::new();
        // Nothing but a file can be read without waiting for others.
        if meta.is_file() {
            let read = File::open(path).and_then(|file| file.take(1 << 16).read_to_string(&mut text));
            text.truncate(read.unwrap_or(0));
        }
        Some(Self { owner: owner_in(&text), touched: meta.modified().ok() })
    }

    /// How it shows that its owner is at work; `None` when it was left behind.
    fn sign(&self, disk: &dyn Disk, beside: &Beside, gate: &Gate, us: &Owner) -> io::Result<Option<Sign>> {
        // On this machine, whoever is at work holds what we have just got.
        if gate.decides() && self.owner.as_ref().is_some_and(|owner| owner.machine == us.machine) {
            return Ok(None);
        }
        let Some(touched) = self.touched else { return Ok(None) };
        let now = now_at(disk, beside.folder())?;
        // Clocks may be set back: a time far ahead is as old as one far behind.
        let ago = now.duration_since(touched).unwrap_or_else(|ahead| ahead.duration());
        Ok((ago < STALE).then_some(Sign::Beat(ago)))
    }
}

/// What only one process can be through, as far as the file system can tell.
#[derive(Debug)]
struct Gate {
    path: PathBuf,
    lock: PathBuf,
    /// `None` where there are no locks.
    file: Option<File>,
}

/// A gate is tried so often while others leave it.
const MOST_TRIES: usize = 100;

impl Gate {
    /// Goes through, unless someone else is.
    fn enter(disk: &dyn Disk, beside: &Beside) -> io::Result<Option<Self>> {
        let (path, lock) = (beside.folder().join(HELD), beside.lock());
        for _ in 0..MOST_TRIES {
            let file = match open(disk, &path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => match disk.create(&path) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                    made => made?,
                },
                opened => opened?,
            };
            let gate = match disk.lock(&file, &path) {
                Ok(true) => Self { path: path.clone(), lock: lock.clone(), file: Some(file) },
                Ok(false) => return Ok(None),
                Err(_) => return Ok(Some(Self { path, lock, file: None })),
            };
            // Its last owner may have taken it away since it was opened.
            if gate.is_there() {
                return Ok(Some(gate));
            }
        }
        Ok(None)
    }

    /// Whether two processes on one machine cannot both be through.
    fn decides(&self) -> bool {
        self.file.is_some()
    }

    /// Whether what we hold is what others find.
    fn is_there(&self) -> bool {
        let Some(file) = &self.file else { return self.path.exists() };
        same_file(file, &self.path).unwrap_or(false)
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        if cfg!(unix) && self.is_there() && fs::symlink_metadata(&self.lock).is_err() {
            let _ = System.remove(&self.path);
        }
    }
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let (held, found) = (file.metadata()?, fs::metadata(path)?);
    Ok((held.dev(), held.ino()) == (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn same_file(_: &File, path: &Path) -> io::Result<bool> {
    fs::metadata(path).map(|meta| meta.is_file())
}

/// The turn to look at the lock file and to put another there: a file that only one process can make,
/// also where machines do not hear of each other's locks.
struct Turn(PathBuf);

impl Turn {
    fn wait(disk: &dyn Disk, beside: &Beside, gate: &Gate, us: &Owner) -> io::Result<Self> {
        let path = beside.folder().join(TAKING);
        for _ in 0..MOST_TRIES {
            match disk.create(&path) {
                Ok(mut file) => {
                    let turn = Self(path);
                    disk.write(&mut file, &turn.0, us.machine.as_bytes())?;
                    return Ok(turn);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
            if Self::is_left_behind(disk, beside, &path, gate, us)? {
                disk.remove(&path)?;
            } else {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        Err(io::Error::new(io::ErrorKind::ResourceBusy, "others are opening the project at this moment"))
    }

    /// Whether its process has ended within the moment that a turn takes.
    fn is_left_behind(disk: &dyn Disk, beside: &Beside, path: &Path, gate: &Gate, us: &Owner) -> io::Result<bool> {
        let Ok(meta) = fs::symlink_metadata(path) else { return Ok(false) };
        if gate.decides() && meta.is_file() && fs::read(path).is_ok_and(|machine| machine == us.machine.as_bytes()) {
            return Ok(true);
        }
        let (now, made) = (now_at(disk, beside.folder())?, meta.modified()?);
        Ok(now.duration_since(made).is_ok_and(|ago| ago >= STALE))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = System.remove(&self.0);
    }
}

/// Opens a file to lock it. One of somebody else, on a shared drive, can at least be read.
fn open(disk: &dyn Disk, path: &Path) -> io::Result<File> {
    match disk.append(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(path),
        opened => opened,
    }
}

/// The owner in the file. They may be about to write it over what was left behind, so it counts once it
/// stays the same for a moment.
fn owner_soon(beside: &Beside, now: Timestamp) -> Owner {
    let mut last = None;
    for _ in 0..MOST_TRIES {
        let found = Note::read(&beside.lock()).and_then(|note| note.owner);
        let is_busy = fs::symlink_metadata(beside.folder().join(TAKING)).is_ok();
        if found.is_some() && found == last && !is_busy {
            break;
        }
        last = found;
        std::thread::sleep(Duration::from_millis(20));
    }
    last.unwrap_or(Owner::unknown(now))
}

/// The owner that a lock file names.
fn owner_in(text: &str) -> Option<Owner> {
    #[derive(Deserialize)]
    struct Row {
        analyst: String,
        machine: String,
        process: u32,
        since: String,
    }
    let Row { analyst, machine, process, since } = ron::from_str(text).ok()?;
    Some(Owner { analyst, machine, process, since: since.parse().ok()? })
}

/// What the lock file holds for an owner, told apart from every other.
fn text(owner: &Owner, now: Timestamp) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let Owner { analyst, machine, process, since } = owner;
    let seed = format!("{machine} {process} {} {}", now.as_nanosecond(), COUNT.fetch_add(1, Ordering::Relaxed));
    let token = Print::of(seed.as_bytes());
    format!(
        "// Who has the project open. Removed when they close it.\n\
         (\n  analyst: {analyst:?},\n  machine: {machine:?},\n  process: {process},\n  since: \"{since}\",\n  token: \"{token}\",\n)\n"
    )
}

/// Puts the lock file there, or touches it: both by a new file, so that the time is the file system's.
fn put(disk: &dyn Disk, beside: &Beside, text: &str, to_last: bool) -> io::Result<()> {
    let mut fresh = Fresh::new(disk, beside.folder())?;
    fresh.write(text.as_bytes())?;
    if to_last {
        fresh.finish(None)?;
    }
    fresh.place(&beside.lock())
}

/// The time by the clock of whoever keeps the files.
fn now_at(disk: &dyn Disk, folder: &Path) -> io::Result<SystemTime> {
    let mut probe = Fresh::new(disk, folder)?;
    probe.write(b"?")?;
    probe.modified()
}

#[cfg(test)]
mod tests;
