//! What the store asks of the file system, call by call, so that a test can make any of them fail.

use std::fmt::Debug;
use std::fs::{self, File, Metadata, Permissions, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;

/// A call that changes something on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// A folder is made.
    CreateFolder,
    /// A file is made.
    Create,
    /// A file is opened to add to it.
    Append,
    /// Bytes are written.
    Write,
    /// A file's length is cut.
    Cut,
    /// Owner and group are set.
    Give,
    /// Permissions are set.
    Permit,
    /// A file is brought to the disk.
    Sync,
    /// A file takes a name, and the place of what had it.
    Rename,
    /// A file takes a second name.
    Link,
    /// A file is copied.
    Copy,
    /// A file loses its name.
    Remove,
    /// A folder is brought to the disk.
    SyncFolder,
    /// A file is locked.
    Lock,
}

/// The file system. The methods do what they say; [`Disk::before`] may refuse any of them.
pub trait Disk: Debug + Send + Sync {
    /// Asked before every call.
    ///
    /// # Errors
    /// Whatever the call shall fail with.
    fn before(&self, _call: Call, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Makes a folder and those above it; one that is there already is as good.
    ///
    /// # Errors
    /// As [`fs::create_dir_all`].
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.before(Call::CreateFolder, path)?;
        fs::create_dir_all(path)
    }

    /// Makes a file that must not be there yet, with the permissions of any new file.
    ///
    /// # Errors
    /// As [`fs::OpenOptions::create_new`].
    fn create(&self, path: &Path) -> io::Result<File> {
        self.before(Call::Create, path)?;
        File::options().read(true).write(true).create_new(true).open(path)
    }

    /// Opens a file to add to its end.
    ///
    /// # Errors
    /// As [`fs::OpenOptions::append`].
    fn append(&self, path: &Path) -> io::Result<File> {
        self.before(Call::Append, path)?;
        File::options().read(true).append(true).open(path)
    }

    /// Writes all bytes at the file's place.
    ///
    /// # Errors
    /// When not all were written; some may have been.
    fn write(&self, file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.before(Call::Write, path)?;
        file.write_all(bytes)
    }

    /// Cuts a file to a length.
    ///
    /// # Errors
    /// As [`File::set_len`].
    fn cut(&self, file: &File, path: &Path, len: u64) -> io::Result<()> {
        self.before(Call::Cut, path)?;
        file.set_len(len)
    }

    /// Gives a file the owner and the group of another.
    ///
    /// # Errors
    /// When the system does not allow that; few may give a file to someone else.
    fn give(&self, file: &File, path: &Path, other: &Metadata) -> io::Result<()> {
        self.before(Call::Give, path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, fchown};
            let own = file.metadata()?;
            if own.gid() != other.gid() {
                fchown(file, None, Some(other.gid()))?;
            }
            if own.uid() != other.uid() {
                fchown(file, Some(other.uid()), None)?;
            }
        }
        #[cfg(not(unix))]
        let _ = (file, other);
        Ok(())
    }

    /// Sets permissions.
    ///
    /// # Errors
    /// As [`File::set_permissions`].
    fn permit(&self, file: &File, path: &Path, permissions: Permissions) -> io::Result<()> {
        self.before(Call::Permit, path)?;
        file.set_permissions(permissions)
    }

    /// Brings what was written to the disk.
    ///
    /// # Errors
    /// As [`File::sync_all`].
    fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        self.before(Call::Sync, path)?;
        file.sync_all()
    }

    /// Gives a file another name, in the place of what had it.
    ///
    /// # Errors
    /// As [`fs::rename`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before(Call::Rename, to)?;
        fs::rename(from, to)
    }

    /// Gives a file a second name that must be free.
    ///
    /// # Errors
    /// As [`fs::hard_link`].
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before(Call::Link, to)?;
        fs::hard_link(from, to)
    }

    /// Copies a file.
    ///
    /// # Errors
    /// As [`fs::copy`].
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before(Call::Copy, to)?;
        fs::copy(from, to).map(|_| ())
    }

    /// Takes a file away.
    ///
    /// # Errors
    /// As [`fs::remove_file`].
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.before(Call::Remove, path)?;
        fs::remove_file(path)
    }

    /// Makes names in a folder last. Some file systems cannot, and need not, do that.
    ///
    /// # Errors
    /// When the disk refuses.
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.before(Call::SyncFolder, folder)?;
        if cfg!(not(unix)) {
            return Ok(());
        }
        use io::ErrorKind as Kind;
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            Err(error) if !matches!(error.kind(), Kind::InvalidInput | Kind::Unsupported | Kind::PermissionDenied) => {
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Locks a file for as long as it is open. Returns whether nobody else has.
    ///
    /// # Errors
    /// When the file system knows no locks.
    fn lock(&self, file: &File, path: &Path) -> io::Result<bool> {
        self.before(Call::Lock, path)?;
        match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// The file system as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Disk for System {}
