//! What two sides have said that cannot both be true.

use crate::model::{ArticleId, Cell, ClaimId, EntryId, ExcerptId, ViewId};

/// Whose version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Of the project that the other one comes into.
    Ours,
    /// Of the project that comes in.
    Theirs,
}

/// A row of any table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowId {
    /// What the project says about itself.
    Info,
    /// The assessment of a cell.
    Assessment(Cell),
    /// A claim.
    Claim(ClaimId),
    /// An excerpt.
    Excerpt(ExcerptId),
    /// An article, its text included.
    Article(ArticleId),
    /// A row of the codebook.
    Entry(EntryId),
    /// A named view of the matrix.
    View(ViewId),
}

/// What stands behind the two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Words of an article.
    Quotation {
        /// The excerpt.
        excerpt: ExcerptId,
        /// Its article.
        article: ArticleId,
        /// The title of the article.
        title: String,
        /// The exact words.
        quotation: String,
        /// How they are coded: the name of the stance; empty where they are not.
        stance: String,
    },
    /// How much a row is used: "28 claims, 2 actors".
    Uses(String),
}

/// One question that a person has to answer: which of two versions holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The row.
    pub row: RowId,
    /// The row in words: "Claim: Germany on Send peacekeepers".
    pub what: String,
    /// What about it: "Stance". For a row that one side has deleted: "Kept or deleted".
    pub field: &'static str,
    /// What it was for both before: nothing where the row was not there, empty where the field was.
    pub base: Option<String>,
    /// What it is here.
    pub ours: Option<String>,
    /// What it is there.
    pub theirs: Option<String>,
    /// What to look at before one answers.
    pub evidence: Vec<Evidence>,
    /// The answer. Until there is one, ours holds.
    pub chosen: Option<Side>,
    /// How the answer is carried out.
    pub(super) slot: Slot,
}

impl Conflict {
    /// Whether the question is if the row is to be there at all.
    pub fn asks_whether_kept(&self) -> bool {
        matches!(self.slot, Slot::Presence | Slot::Removal(_))
    }
}

/// What an answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// The field of that number.
    Field(usize),
    /// Whether the row is there, as the side that keeps it has it.
    Presence,
    /// Whether the article is there, with all that is in it; the side that has removed it.
    Removal(Side),
    /// The text of the article.
    Text,
}

/// The name of the field that asks whether a row is to be there.
pub(super) const KEPT: &str = "Kept or deleted";
