//! Bytes of a document in, an article out, with a report of what was and was not understood.
//!
//! The words stay exactly as they stand: what may change is the encoding, line ends (`\r\n` and `\r` become
//! `\n`), a byte order mark, and blank lines at either end. Of a web page the main text is taken and its
//! markup left. Whatever is proposed besides (title, date, author) is a proposal: the text keeps its lines.
//! Nothing is fetched and no script is run.

mod encoding;
mod error;
mod head;
mod html;
mod language;
mod markdown;
mod markup;
mod plain;

pub use error::ImportError;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::edit::ops::{ArticleDetails, NewArticle};
use crate::text::ArticleText;

/// The largest document that is read, in bytes.
pub const LIMIT: u64 = 64 << 20;

/// What a document was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text without markup.
    Text,
    /// Markdown, kept as text.
    Markdown,
    /// A web page, of which the main text was taken.
    WebPage,
    /// Text from the clipboard.
    Pasted,
}

impl Format {
    /// Name as shown.
    pub fn label(self) -> &'static str {
        match self {
            Format::Text => "Plain text",
            Format::Markdown => "Markdown",
            Format::WebPage => "Web page",
            Format::Pasted => "Pasted text",
        }
    }
}

/// The endings of files that can be read, for dialogs and messages.
pub const EXTENSIONS: [&str; 8] = ["txt", "text", "md", "markdown", "html", "htm", "xhtml", "xht"];

/// Endings of documents whose words are not where a text reader would look.
const OTHERS: [&str; 26] = [
    "pdf",
    "doc",
    "docx",
    "docm",
    "odt",
    "rtf",
    "pages",
    "epub",
    "mobi",
    "xls",
    "xlsx",
    "ods",
    "ppt",
    "pptx",
    "odp",
    "mht",
    "mhtml",
    "webarchive",
    "eml",
    "msg",
    "zip",
    "ron",
    "png",
    "jpg",
    "jpeg",
    "gif",
];

/// An article ready to be added, and how it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The article.
    pub article: NewArticle,
    /// How it was understood.
    pub report: Report,
}

/// How a document was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it was read as.
    pub format: Format,
    /// Its encoding, and how that was known: "windows-1252, guessed".
    pub encoding: String,
    /// What was changed, guessed or doubtful, as sentences.
    pub notes: Vec<String>,
}

/// Reads a file.
///
/// # Errors
/// When it cannot be read, is too large, blank, not text, or of a kind that is not supported.
pub fn read(path: &Path) -> Result<Imported, ImportError> {
    let file = path.display().to_string();
    let unreadable = |cause: std::io::Error| ImportError::Unreadable { file: path.display().to_string(), cause };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(ImportError::Folder { file });
    }
    if !about.is_file() {
        return Err(ImportError::NotAFile { file });
    }
    if about.len() > LIMIT {
        return Err(ImportError::TooLarge { file, size: about.len() });
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    File::open(path).map_err(unreadable)?.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    from_bytes(&file, &bytes)
}

/// Reads the bytes of a file called `name`, whose ending says what it is.
///
/// # Errors
/// As [`read`].
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    let file = || name.to_owned();
    if bytes.len() as u64 > LIMIT {
        return Err(ImportError::TooLarge { file: file(), size: bytes.len() as u64 });
    }
    let path = Path::new(name);
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    let known = match ending.as_str() {
        "txt" | "text" => Some(Format::Text),
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" | "xht" => Some(Format::WebPage),
        other if OTHERS.contains(&other) => return Err(ImportError::Unsupported { file: file(), ending }),
        _ => None,
    };
    if let Some(kind) = disguised(bytes) {
        return Err(ImportError::Disguised { file: file(), kind });
    }
    let decoded = encoding::decode(bytes, known == Some(Format::WebPage));
    if decoded.text.contains('\0') {
        return Err(ImportError::Binary { file: file() });
    }
    let mut notes = decoded.notes;
    if known.is_none() {
        if !decoded.sure || plain::control_characters(&decoded.text) > 0 {
            return Err(ImportError::Unsupported { file: file(), ending });
        }
        notes.push(match ending.as_str() {
            "" => "The file has no ending; it was read as plain text.".into(),
            ending => format!("The ending .{ending} is not known; the file was read as plain text."),
        });
    }
    let format = known.unwrap_or(Format::Text);
    let report = Report { format, encoding: decoded.encoding, notes };
    understand(stem, &decoded.text, report).ok_or_else(|| ImportError::Empty { file: file() })
}

/// Takes text from the clipboard.
///
/// # Errors
/// When it is blank, too large, or not text.
pub fn from_pasted(text: &str) -> Result<Imported, ImportError> {
    let file = || "the pasted text".to_owned();
    if text.len() as u64 > LIMIT {
        return Err(ImportError::TooLarge { file: file(), size: text.len() as u64 });
    }
    if text.contains('\0') {
        return Err(ImportError::Binary { file: file() });
    }
    let report = Report { format: Format::Pasted, encoding: "UTF-8".into(), notes: Vec::new() };
    understand("", text, report).ok_or_else(|| ImportError::Empty { file: file() })
}

/// What a file is although its ending says otherwise.
fn disguised(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 5] = [
        (b"%PDF-", "a PDF"),
        (b"{\\rtf", "a rich text document"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"\x1f\x8b", "a compressed file"),
    ];
    kinds.into_iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| kind)
}

/// Makes the article; `None` when there are no words.
fn understand(stem: &str, source: &str, mut report: Report) -> Option<Imported> {
    // Programs that put files together leave more than one byte order mark.
    let source = source.trim_start_matches('\u{feff}');
    let (mut details, text) = match report.format {
        Format::Text | Format::Pasted => (ArticleDetails::default(), plain::clean(source, &mut report.notes)),
        Format::Markdown => {
            let text = plain::clean(source, &mut report.notes);
            markdown::read(&text, &mut report.notes)
        }
        Format::WebPage => {
            let page = html::read(source, &mut report.notes);
            (page.details, plain::clean(&page.text, &mut report.notes))
        }
    };
    if text.trim().is_empty() {
        return None;
    }
    head::complete(&mut details, &text, stem, &mut report);
    if details.language.is_empty() {
        details.language = language::of(&text).unwrap_or_default().into();
    }
    Some(Imported { article: NewArticle { details, text: ArticleText::new(text) }, report })
}

#[cfg(test)]
mod tests;
