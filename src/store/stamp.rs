//! Whether a file is still as we left it.

use std::fmt;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What the file system says about a file's content without reading it. Another one means that someone
/// has written the file since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskState {
    /// Length in bytes.
    pub len: u64,
    /// When it was last written, where the file system knows.
    pub modified: Option<SystemTime>,
    /// Which file it is, so that one put in its place by renaming is noticed however quickly it came.
    file: Option<(u64, u64)>,
}

/// The fingerprint of a file's bytes (XXH3, 64 bits): the same bytes have the same one, and others hardly
/// ever do unless somebody means them to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Print(pub u64);

impl Print {
    /// The fingerprint of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_64(bytes))
    }
}

/// The fingerprint of bytes that come piece by piece.
#[derive(Default)]
pub(super) struct Printing(xxhash_rust::xxh3::Xxh3Default);

impl Printing {
    /// The bytes go on with these.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The fingerprint of all of them.
    pub fn end(&self) -> Print {
        Print(self.0.digest())
    }
}

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl DiskState {
    /// The state of the file at `path` now.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be looked at.
    pub fn of(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|meta| Self::from(&meta))
    }
}

impl From<&Metadata> for DiskState {
    fn from(meta: &Metadata) -> Self {
        #[cfg(unix)]
        let file = {
            use std::os::unix::fs::MetadataExt as _;
            Some((meta.dev(), meta.ino()))
        };
        #[cfg(not(unix))]
        let file = None;
        Self { len: meta.len(), modified: meta.modified().ok(), file }
    }
}
