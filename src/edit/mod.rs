//! The one way in for every change.
//!
//! A primitive [`Edit`] says "row *id* of table *T* becomes *Some(value)* or *None*"; applying it gives
//! its inverse. A [`Transaction`] is a labelled list of edits. [`Document`] is the only place where a
//! project changes. [`ops`] holds one verb per intention of the analyst: each reads a project and
//! returns a transaction, and changes nothing itself.

pub mod document;
mod history;
pub mod ops;

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{
    Actor, ActorId, Article, ArticleId, Assessment, Bloc, BlocId, Cell, Claim, ClaimId, Country, CountryId, Entry,
    EntryId, Excerpt, ExcerptId, Info, Issue, IssueId, Problem, Project, Stance, StanceId, Tag, TagId, Token, View,
    ViewId,
};
use crate::text::ArticleText;
pub use document::Document;

/// One row becomes something else, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// What the project says about itself.
    Info(Arc<Info>),
    /// An article.
    Article(ArticleId, Option<Arc<Article>>),
    /// The text of an article.
    Text(ArticleId, Option<Arc<ArticleText>>),
    /// An excerpt.
    Excerpt(ExcerptId, Option<Arc<Excerpt>>),
    /// A claim.
    Claim(ClaimId, Option<Arc<Claim>>),
    /// A country.
    Country(CountryId, Option<Arc<Country>>),
    /// An actor.
    Actor(ActorId, Option<Arc<Actor>>),
    /// An issue.
    Issue(IssueId, Option<Arc<Issue>>),
    /// A level of the scale.
    Stance(StanceId, Option<Arc<Stance>>),
    /// A tag.
    Tag(TagId, Option<Arc<Tag>>),
    /// A bloc.
    Bloc(BlocId, Option<Arc<Bloc>>),
    /// A named view of the matrix.
    View(ViewId, Option<Arc<View>>),
    /// The assessment of a cell.
    Assessment(Cell, Option<Arc<Assessment>>),
}

impl Edit {
    /// Carries the edit out and returns the one that takes it back. For `edit` and `store` only.
    pub(crate) fn apply(self, project: &mut Project) -> Edit {
        match self {
            Edit::Info(row) => Edit::Info(project.set_info(row)),
            Edit::Article(id, row) => Edit::Article(id, project.set_article(id, row)),
            Edit::Text(id, row) => Edit::Text(id, project.set_text(id, row)),
            Edit::Excerpt(id, row) => Edit::Excerpt(id, project.set_excerpt(id, row)),
            Edit::Claim(id, row) => Edit::Claim(id, project.set_claim(id, row)),
            Edit::Country(id, row) => Edit::Country(id, project.set_country(id, row)),
            Edit::Actor(id, row) => Edit::Actor(id, project.set_actor(id, row)),
            Edit::Issue(id, row) => Edit::Issue(id, project.set_issue(id, row)),
            Edit::Stance(id, row) => Edit::Stance(id, project.set_stance(id, row)),
            Edit::Tag(id, row) => Edit::Tag(id, project.set_tag(id, row)),
            Edit::Bloc(id, row) => Edit::Bloc(id, project.set_bloc(id, row)),
            Edit::View(id, row) => Edit::View(id, project.set_view(id, row)),
            Edit::Assessment(cell, row) => Edit::Assessment(cell, project.set_assessment(cell, row)),
        }
    }

    /// Which row it is about.
    pub fn row(&self) -> RowId {
        match self {
            Edit::Info(_) => RowId::Info,
            Edit::Article(id, _) => RowId::Article(*id),
            Edit::Text(id, _) => RowId::Text(*id),
            Edit::Excerpt(id, _) => RowId::Excerpt(*id),
            Edit::Claim(id, _) => RowId::Claim(*id),
            Edit::Country(id, _) => RowId::Entry(EntryId::Country(*id)),
            Edit::Actor(id, _) => RowId::Entry(EntryId::Actor(*id)),
            Edit::Issue(id, _) => RowId::Entry(EntryId::Issue(*id)),
            Edit::Stance(id, _) => RowId::Entry(EntryId::Stance(*id)),
            Edit::Tag(id, _) => RowId::Entry(EntryId::Tag(*id)),
            Edit::Bloc(id, _) => RowId::Entry(EntryId::Bloc(*id)),
            Edit::View(id, _) => RowId::View(*id),
            Edit::Assessment(cell, _) => RowId::Assessment(*cell),
        }
    }

    /// Puts a codebook row in.
    pub fn put(entry: Entry) -> Edit {
        match entry {
            Entry::Country(row) => Edit::Country(row.id, Some(row)),
            Entry::Actor(row) => Edit::Actor(row.id, Some(row)),
            Entry::Issue(row) => Edit::Issue(row.id, Some(row)),
            Entry::Stance(row) => Edit::Stance(row.id, Some(row)),
            Entry::Tag(row) => Edit::Tag(row.id, Some(row)),
            Entry::Bloc(row) => Edit::Bloc(row.id, Some(row)),
        }
    }

    /// Takes a codebook row out.
    pub fn take(id: EntryId) -> Edit {
        match id {
            EntryId::Country(id) => Edit::Country(id, None),
            EntryId::Actor(id) => Edit::Actor(id, None),
            EntryId::Issue(id) => Edit::Issue(id, None),
            EntryId::Stance(id) => Edit::Stance(id, None),
            EntryId::Tag(id) => Edit::Tag(id, None),
            EntryId::Bloc(id) => Edit::Bloc(id, None),
        }
    }
}

/// Names a row of any table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowId {
    /// What the project says about itself.
    Info,
    /// An article.
    Article(ArticleId),
    /// The text of an article.
    Text(ArticleId),
    /// An excerpt.
    Excerpt(ExcerptId),
    /// A claim.
    Claim(ClaimId),
    /// A row of the codebook.
    Entry(EntryId),
    /// A named view of the matrix.
    View(ViewId),
    /// The assessment of a cell.
    Assessment(Cell),
}

/// A change as one step: what undo names and takes back whole.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// What was done, as a menu says it: "Code claim".
    pub label: String,
    /// The edits, in the order in which they are carried out.
    pub edits: Vec<Edit>,
    /// Steps in a row with the same key become one, as when a name is typed letter by letter.
    pub merge: Option<String>,
    /// Excerpts may need re-anchoring afterwards: a text was corrected, or the work of others came in.
    pub may_drift: bool,
    /// The project that the edits come from, where they are taken as they are found: see [`Transaction::as_found`].
    pub found: Option<Box<Project>>,
}

impl Transaction {
    /// A step of its own.
    pub fn new(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), edits, merge: None, may_drift: false, found: None }
    }

    /// Joins with the step before when that has the same key.
    pub fn merging(mut self, key: impl Into<String>) -> Self {
        self.merge = Some(key.into());
        self
    }

    /// Lets excerpts need re-anchoring afterwards.
    pub fn drifting(mut self) -> Self {
        self.may_drift = true;
        self
    }

    /// Takes in what `there` is like, an earlier version or the work of others: what does not hold there, or did
    /// not hold here before, is no reason to refuse the step. What neither of the two has broken still is.
    pub fn as_found(mut self, there: Project) -> Self {
        self.found = Some(Box::new(there));
        self
    }
}

/// A change that was carried out, for whoever keeps a record of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What was done, undone or done again: "Code claim", "Undo code claim".
    pub label: String,
    /// The rows as they became, in the order in which they were put.
    pub edits: Vec<Edit>,
    /// The rows as they were, in the order that takes the change back.
    pub inverse: Vec<Edit>,
    /// The state of the document after it; see [`Document::state`].
    pub state: u64,
}

/// Why a change was refused. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The row is gone, by undo or by another step.
    #[error("{0} is no longer in the project")]
    Gone(String),
    /// The selection is empty or cuts a character.
    #[error("select some words first: an excerpt needs at least one character")]
    NoWords,
    /// A text is empty or of spaces only.
    #[error("an article needs a text with words in it; to be rid of the article, remove it")]
    NoText,
    /// A claim lacks something it must have.
    #[error("a claim needs {0}")]
    Incomplete(&'static str),
    /// A name is empty.
    #[error("the {0} needs a name")]
    NoName(&'static str),
    /// The name is taken.
    #[error("there is already a {kind} called “{name}”")]
    Taken {
        /// What it is.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// Deleting would leave claims without what they name.
    #[error("“{name}” is used by {uses}; choose what takes its place")]
    InUse {
        /// What was to be deleted.
        name: String,
        /// How much it is used, in words.
        uses: String,
    },
    /// The project would no longer hold together; the step was taken back.
    #[error("this would break the project: {0}")]
    Broken(Problem),
    /// Others have changed what a form was opened on, and the form something else about the same.
    #[error("since this was opened {what} was changed elsewhere, too: {fields}")]
    Changed {
        /// What it is.
        what: &'static str,
        /// The names of its fields.
        fields: String,
    },
    /// The project may only be read.
    #[error("this project is open for reading only")]
    ReadOnly,
}

/// Time, analyst and randomness, handed in from the edge so that a replay is exact.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Now.
    pub now: Timestamp,
    /// Who codes.
    pub analyst: String,
    /// Where new ids come from.
    pub random: fastrand::Rng,
}

impl Stamp {
    /// A stamp whose ids follow from `seed`.
    pub fn new(now: Timestamp, analyst: impl Into<String>, seed: u64) -> Self {
        Self { now, analyst: analyst.into(), random: fastrand::Rng::with_seed(seed) }
    }

    /// A token that `taken` does not know.
    pub fn token(&mut self, taken: impl Fn(Token) -> bool) -> Token {
        loop {
            let token = Token::random(&mut self.random);
            if !taken(token) {
                return token;
            }
        }
    }
}
