//! Why a document did not come in.

use super::{EXTENSIONS, LIMIT};

/// Why a document did not come in: names it, the cause, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The system would not hand it over.
    #[error("{file}: cannot be read ({cause}); check that it is there and that you may open it")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// It is a folder.
    #[error("{file}: is a folder; choose the files inside it")]
    Folder {
        /// The folder.
        file: String,
    },
    /// It is a pipe, a device or the like.
    #[error("{file}: is not an ordinary file; save the document to disk first")]
    NotAFile {
        /// What it is called.
        file: String,
    },
    /// It is larger than the limit.
    #[error("{file}: has {}, the limit is {}; split it", mebibytes(*.size), mebibytes(LIMIT))]
    TooLarge {
        /// The file.
        file: String,
        /// Its size in bytes.
        size: u64,
    },
    /// There are no words in it.
    #[error("{file}: has no words in it; nothing was imported")]
    Empty {
        /// The file.
        file: String,
    },
    /// It is not text.
    #[error("{file}: is not text (it holds NUL bytes); save it as plain text, Markdown or HTML")]
    Binary {
        /// The file.
        file: String,
    },
    /// Its ending says text, its first bytes say otherwise.
    #[error("{file}: is {kind}, whatever its name says; save it as plain text, Markdown or HTML")]
    Disguised {
        /// The file.
        file: String,
        /// What it is.
        kind: &'static str,
    },
    /// It is of a kind that is not read.
    #[error("{file}: {}; what can be read is {}. Save or copy its text", kind(.ending), supported())]
    Unsupported {
        /// The file.
        file: String,
        /// Its ending in lower case.
        ending: String,
    },
}

impl ImportError {
    /// The file it is about.
    pub fn file(&self) -> &str {
        match self {
            Self::Unreadable { file, .. }
            | Self::Folder { file }
            | Self::NotAFile { file }
            | Self::TooLarge { file, .. }
            | Self::Empty { file }
            | Self::Binary { file }
            | Self::Disguised { file, .. }
            | Self::Unsupported { file, .. } => file,
        }
    }
}

fn kind(ending: &str) -> String {
    match ending {
        "" => "is not plain text".into(),
        "ron" => "is a project, not an article (open it instead)".into(),
        ending => format!("files ending in .{ending} cannot be imported"),
    }
}

fn supported() -> String {
    EXTENSIONS.map(|ending| format!(".{ending}")).join(" ")
}

/// "70.3 MiB", rounded up so that what is over a limit never reads as the limit.
fn mebibytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}
