//! Articles and the excerpts taken from them.

use jiff::{Timestamp, civil::Date};

use super::id::{ArticleId, ExcerptId};
use crate::text::Anchor;

/// How far the analyst is with an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Progress {
    /// Not opened for coding yet.
    #[default]
    Unread,
    /// Being coded.
    InProgress,
    /// Coded to the end.
    Done,
}

impl Progress {
    /// Every state with its name as shown.
    pub const ALL: [(Progress, &'static str); 3] =
        [(Progress::Unread, "Unread"), (Progress::InProgress, "In progress"), (Progress::Done, "Done")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What is known about a document. Its text is a row of its own, so that editing a title never copies it.
///
/// Empty strings mean "not known".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// Headline.
    pub title: String,
    /// Newspaper, agency, ministry.
    pub outlet: String,
    /// Byline.
    pub author: String,
    /// Date of publication; never the date of import.
    pub published: Option<Date>,
    /// Where it was published.
    pub url: String,
    /// Language as an ISO 639-1 code such as `en`.
    pub language: String,
    /// The analyst's notes.
    pub notes: String,
    /// How far the analyst is.
    pub progress: Progress,
    /// When it came into the project.
    pub added: Timestamp,
}

/// A span of one article's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Its id.
    pub id: ExcerptId,
    /// The article it is taken from.
    pub article: ArticleId,
    /// Where it stands and which words stand there.
    pub anchor: Anchor,
}
