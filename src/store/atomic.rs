//! Writing a file whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Puts `bytes` in the file at `path`, whole or not at all, and sees them safely on the disk.
///
/// The bytes go to a new file in the same folder, which then takes the place of the old one and keeps
/// its permissions. A symbolic link stays, and the file it leads to is replaced.
///
/// # Errors
/// When the file cannot be written; the old one is as it was. Devices, pipes and sockets are refused.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let target = follow(path).map_err(|source| WriteError::new(path, source))?;
    replace(&target, bytes).map_err(|source| WriteError::new(path, source))
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
    fn new(path: &Path, source: io::Error) -> Self {
        Self { path: path.into(), source }
    }
}

/// What the analyst can do.
fn advice(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => "The folder is not there: check whether the drive is connected, or save elsewhere.",
        Kind::NotADirectory => "Part of the path is a file, not a folder: save elsewhere.",
        Kind::IsADirectory => "There is a folder of that name: choose another name.",
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
            "You may not write there: save elsewhere, or ask for the right to write."
        }
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
            "There is no room left: free some space, or save elsewhere."
        }
        Kind::InvalidInput => "Choose another name.",
        Kind::InvalidFilename => "Choose a shorter name without special characters.",
        _ => "Try again, or save elsewhere.",
    }
}

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let old = match fs::metadata(target) {
        Ok(meta) if meta.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(meta) if is_stream(&meta) => {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is a device, a pipe or a socket"));
        }
        Ok(meta) if meta.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
        Ok(meta) => Some(meta.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let mut file = new_file(folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = old {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Whether it is a device, a pipe or a socket: nothing that another file may take the place of.
fn is_stream(meta: &fs::Metadata) -> bool {
    !meta.is_file() && !meta.is_dir()
}

/// A file beside the target; gone again unless it takes the target's place.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".demarche-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: what the user's mask leaves of it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder).map_err(|error| match error.kind() {
        // Without the name of a file nobody has heard of.
        kind @ (io::ErrorKind::NotFound
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::PermissionDenied
        | io::ErrorKind::ReadOnlyFilesystem
        | io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded) => kind.into(),
        _ => error,
    })
}

/// Makes the renaming itself last. Some file systems cannot, and need not, do that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
            ) =>
        {
            Err(error)
        }
        _ => Ok(()),
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
