//! What lies beside a project: its journal, its lock, its earlier versions and what was set aside.
//!
//! All of it is in one folder, `.demarche/NAME.ron/` next to `NAME.ron`, which Git is told to leave out.
//! As long as the project's own name fits the disk, so do these. Where a project cannot have such a
//! folder, because it has no file yet or its folder may not be written, a folder among the analyst's own
//! data takes its place.

use std::io;
use std::path::{Path, PathBuf};

use super::atomic;
use super::disk::Disk;

/// The folder in which everything beside the projects of a folder lies.
const FOLDER: &str = ".demarche";

/// The places beside one project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    folder: PathBuf,
}

impl Beside {
    /// The places beside the project file at `path`, whichever way it is named.
    ///
    /// # Errors
    /// When the path leads nowhere, in circles, or to no file name.
    pub fn of(path: &Path) -> io::Result<Self> {
        let target = atomic::follow(path)?;
        let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        Ok(Self { folder: parent.canonicalize()?.join(FOLDER).join(name) })
    }

    /// The places in `folder`, for a project that cannot have them beside it.
    pub fn within(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every edit since the last save.
    pub fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Who has the project open.
    pub fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// The folder of earlier versions.
    pub fn backups(&self) -> PathBuf {
        self.folder.join("versions")
    }

    /// The folder of what could not be read.
    pub fn aside(&self) -> PathBuf {
        self.folder.join("aside")
    }

    /// Takes the folder away if nothing is in it any more.
    pub fn leave(&self) {
        // Not an error: a folder that holds something stays.
        if std::fs::remove_dir(&self.folder).is_ok() {
            let above = self.folder.parent().unwrap_or(Path::new("."));
            let others = std::fs::read_dir(above).into_iter().flatten().flatten();
            if above.file_name().is_some_and(|name| name == FOLDER)
                && others.into_iter().all(|entry| entry.file_name() == ".gitignore")
            {
                let _ = std::fs::remove_file(above.join(".gitignore"));
                let _ = std::fs::remove_dir(above);
            }
        }
    }

    /// Makes the folder, and sees that Git leaves it out.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make(&self, disk: &dyn Disk) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        let above = self.folder.parent().unwrap_or(Path::new("."));
        // A folder that is gone, with its drive, say, is not made anew: what is written there would be hidden.
        if above.file_name().is_some_and(|name| name == FOLDER) && above.parent().is_some_and(|top| !top.is_dir()) {
            return Err(io::ErrorKind::NotFound.into());
        }
        disk.create_folder(above)?;
        let ignore = above.join(".gitignore");
        if above.file_name().is_some_and(|name| name == FOLDER) && !ignore.exists() {
            let mut file = disk.create(&ignore)?;
            disk.write(&mut file, &ignore, b"*\n")?;
        }
        // Last, so that a folder which is there has everything around it.
        disk.create_folder(&self.folder)?;
        disk.sync_folder(above)?;
        above.parent().map_or(Ok(()), |top| disk.sync_folder(top))
    }
}
