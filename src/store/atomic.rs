//! Writing a file whole or not at all.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use super::Print;
use super::disk::{Disk, System};

/// Puts `bytes` in the file at `path`, whole or not at all, and sees them safely on the disk.
///
/// The bytes go to a new file in the same folder, which then takes the place of the old one and keeps
/// its permissions. A symbolic link stays, and the file it leads to is replaced.
///
/// # Errors
/// When the file cannot be written; the old one is as it was. Devices, pipes and sockets are refused.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let target = follow(path).map_err(|source| WriteError::new(path, source))?;
    replace(&System, &target, bytes).map_err(|source| WriteError::new(path, source))
}

/// As [`write`], but a device, a pipe or a socket that is there already is written into and stays what it is.
///
/// # Errors
/// When it cannot be written; a file is as it was then.
pub fn write_or_stream(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    if !fs::metadata(path).is_ok_and(|meta| is_stream(&meta)) {
        return write(path, bytes);
    }
    let written = File::options().write(true).open(path).and_then(|mut stream| stream.write_all(bytes));
    written.map_err(|source| WriteError::new(path, source))
}

/// Why a file was not written. Whatever was there before is as it was.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written: {source}. {}", .path.display(), advice(.source))]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl WriteError {
    pub(super) fn new(path: &Path, source: io::Error) -> Self {
        Self { path: path.into(), source }
    }
}

/// What the analyst can do.
pub(super) fn advice(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => "The folder is not there: check whether the drive is connected, or save elsewhere.",
        Kind::NotADirectory => "Part of the path is a file, not a folder: save elsewhere.",
        Kind::IsADirectory => "There is a folder of that name: choose another name.",
        Kind::PermissionDenied => "You may not write there: save elsewhere, or ask for the right to write.",
        Kind::ReadOnlyFilesystem => {
            "You may not write there, the whole drive is read-only: save elsewhere, or unlock the drive."
        }
        Kind::StorageFull => "There is no room left: free some space, or save elsewhere.",
        Kind::QuotaExceeded => {
            "There is no room left for you on this drive: delete some of your files, ask for more room, or save elsewhere."
        }
        Kind::FileTooLarge => "The drive takes no file as large as this one: save elsewhere.",
        Kind::InvalidInput => "Choose another name.",
        Kind::InvalidFilename => "Choose a shorter name without special characters, or a folder with a shorter path.",
        Kind::StaleNetworkFileHandle
        | Kind::NotConnected
        | Kind::NetworkDown
        | Kind::NetworkUnreachable
        | Kind::HostUnreachable
        | Kind::ConnectionAborted
        | Kind::ConnectionReset
        | Kind::TimedOut => "The network drive does not answer as it should: connect it again, or save elsewhere.",
        Kind::ResourceBusy | Kind::WouldBlock => {
            "Another program has the file in use: close it there and try again, or save elsewhere."
        }
        _ if device_failed(error) => {
            "The drive itself reports a fault and may be failing: save on another drive, then have this one looked at."
        }
        _ => "Try again, or save elsewhere.",
    }
}

/// Whether the device failed, for which there is no kind of error.
fn device_failed(error: &io::Error) -> bool {
    const EIO: i32 = 5;
    const ENXIO: i32 = 6;
    const ENODEV: i32 = 19;
    cfg!(unix) && matches!(error.raw_os_error(), Some(EIO | ENXIO | ENODEV))
}

fn replace(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = replaceable(target)?;
    let mut fresh = Fresh::new(disk, folder_of(target))?;
    fresh.write(bytes)?;
    fresh.finish(old.as_ref())?;
    fresh.place(target)?;
    disk.sync_folder(folder_of(target))
}

/// What is at the place that a file shall take: its metadata, or nothing.
///
/// # Errors
/// When it is nothing that another file may take the place of.
pub(super) fn replaceable(target: &Path) -> io::Result<Option<Metadata>> {
    match fs::metadata(target) {
        Ok(meta) if meta.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(meta) if is_stream(&meta) => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "this is a device, a pipe or a socket"))
        }
        Ok(meta) if meta.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
        Ok(meta) => Ok(Some(meta)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The folder in which a file lies.
pub(super) fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Whether it is a device, a pipe or a socket: nothing that another file may take the place of.
fn is_stream(meta: &Metadata) -> bool {
    !meta.is_file() && !meta.is_dir()
}

/// A new file under a passing name; gone again unless it takes its place.
#[derive(Debug)]
pub(super) struct Fresh<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    file: File,
    placed: bool,
}

impl<'d> Fresh<'d> {
    /// A new empty file in `folder`, with the permissions of any new file.
    pub fn new(disk: &'d dyn Disk, folder: &Path) -> io::Result<Self> {
        let mut tries = MOST_TRIES;
        loop {
            let path = folder.join(passing_name());
            match disk.create(&path) {
                Ok(file) => return Ok(Self { disk, path, file, placed: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries > 0 => tries -= 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.write(&mut self.file, &self.path, bytes)
    }

    /// Brings it to the disk, with owner and permissions of the file it is to replace. Returns what it is then.
    pub fn finish(&mut self, old: Option<&Metadata>) -> io::Result<Metadata> {
        if let Some(old) = old {
            // Only some may give files away; a file of one's own is better than none.
            let _ = self.disk.give(&self.file, &self.path, old);
            self.disk.permit(&self.file, &self.path, old.permissions())?;
        }
        self.disk.sync(&self.file, &self.path)?;
        self.file.metadata()
    }

    /// When it was last written, by the clock of whoever keeps the files.
    pub fn modified(&self) -> io::Result<SystemTime> {
        self.file.metadata()?.modified()
    }

    /// Takes the place of whatever is at `target`. That lasts once the folder is synced.
    pub fn place(mut self, target: &Path) -> io::Result<()> {
        self.disk.rename(&self.path, target)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Fresh<'_> {
    fn drop(&mut self) {
        if !self.placed {
            let _ = self.disk.remove(&self.path);
        }
    }
}

/// Names that are taken before something is wrong.
const MOST_TRIES: usize = 1000;

const PASSING: (&str, &str) = (".demarche-", ".tmp");

/// A name that no two of our files have at a time; if one has, another name comes next.
fn passing_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut seed = [0; 12];
    seed[..4].copy_from_slice(&std::process::id().to_le_bytes());
    seed[4..].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    let mut rest = Print::of(&seed).0;
    let mut digit = || {
        let digit = char::from_digit((rest % 36) as u32, 36).unwrap_or('0');
        rest /= 36;
        digit
    };
    let token: String = (0..6).map(|_| digit()).collect();
    format!("{}{token}{}", PASSING.0, PASSING.1)
}

/// Removes what crashes have left in `folder` under passing names more than a day before `now`.
pub(super) fn sweep(disk: &dyn Disk, folder: &Path, now: SystemTime) {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let token = name.to_str().and_then(|name| name.strip_prefix(PASSING.0)?.strip_suffix(PASSING.1));
        if !token.is_some_and(|token| token.len() == 6 && token.bytes().all(|b| b.is_ascii_alphanumeric())) {
            continue;
        }
        // Of the entry itself: a link is left alone.
        let old = entry.metadata().is_ok_and(|meta| {
            meta.is_file() && meta.modified().is_ok_and(|then| now.duration_since(then).is_ok_and(|since| since > DAY))
        });
        if old {
            let _ = disk.remove(&entry.path());
        }
    }
}

/// Links in a row before a loop is suspected.
const MOST_LINKS: usize = 40;

/// The file that `path` leads to through symbolic links, whether it exists or not.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(link) => target = target.parent().unwrap_or(Path::new("")).join(link),
            // Not a link, or nothing there.
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("its symbolic links go round in a circle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("is a folder")
            .map(|entry| entry.expect("can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ron");
        for bytes in ["one", "", "three"] {
            write(&path, bytes.as_bytes()).expect("can be written");
            assert_eq!(fs::read_to_string(&path).expect("is there"), bytes);
        }
        assert_eq!(names(folder.path()), ["a.ron"]);
    }

    #[test]
    fn a_failed_write_leaves_everything_as_it_was_and_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::write(root.join("file"), "old").expect("can be written");
        fs::create_dir(root.join("folder")).expect("can be made");
        fs::write(root.join("locked"), "old").expect("can be written");
        let mut locked = fs::metadata(root.join("locked")).expect("is there").permissions();
        locked.set_readonly(true);
        fs::set_permissions(root.join("locked"), locked).expect("can be locked");
        let before = names(root);
        for (path, advice) in [
            ("file/a.ron", "is a file, not a folder"),
            ("folder", "choose another name"),
            ("missing/a.ron", "The folder is not there"),
            ("locked", "You may not write there"),
        ] {
            let error = write(&root.join(path), b"new").expect_err(path).to_string();
            assert!(error.contains(advice) && error.contains(path), "{error}");
        }
        assert_eq!(names(root), before);
        for name in ["file", "locked"] {
            assert_eq!(fs::read_to_string(root.join(name)).expect("is there"), "old");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir(root.join("real")).expect("can be made");
        fs::write(root.join("real/a.ron"), "old").expect("can be written");
        fs::set_permissions(root.join("real/a.ron"), fs::Permissions::from_mode(0o640)).expect("can be set");
        symlink("real/a.ron", root.join("link.ron")).expect("can be linked");
        symlink("link.ron", root.join("second.ron")).expect("can be linked");
        symlink("real/new.ron", root.join("ahead.ron")).expect("can be linked");
        symlink("circle", root.join("circle")).expect("can be linked");

        write(&root.join("second.ron"), b"new").expect("can be written");
        assert_eq!(fs::read_to_string(root.join("real/a.ron")).expect("is there"), "new");
        assert_eq!(fs::metadata(root.join("real/a.ron")).expect("is there").permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(root.join("second.ron")).expect("is there").is_symlink());

        write(&root.join("ahead.ron"), b"new").expect("can be written");
        assert_eq!(names(&root.join("real")), ["a.ron", "new.ron"]);
        assert!(write(&root.join("circle"), b"new").expect_err("a circle").to_string().contains("circle"));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_devices_are_written_into_and_never_replaced() {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
        assert!(made.success());
        let is_pipe = || fs::metadata(&pipe).expect("is there").file_type().is_fifo();

        assert!(write(&pipe, b"new").expect_err("no file").to_string().contains("Choose another name"));
        assert!(is_pipe());

        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe)
        });
        write_or_stream(&pipe, b"new").expect("can be written into");
        assert_eq!(reader.join().expect("ends").expect("can be read"), "new");
        assert!(is_pipe());
        assert_eq!(names(folder.path()), ["pipe"]);

        write_or_stream(Path::new("/dev/null"), b"new").expect("takes anything");
        assert!(fs::metadata("/dev/null").expect("is there").file_type().is_char_device());
        write_or_stream(&folder.path().join("file"), b"new").expect("can be written");
        assert_eq!(fs::read_to_string(folder.path().join("file")).expect("is there"), "new");
    }
}
