//! What is asked of the table: which claims, in which order, under which heads, in which columns.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{Basis, Confidence, EntryId, Kind, Voice};

/// How the table is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Which claims.
    pub query: Query,
    /// In which order.
    pub order: Order,
    /// Under which heads.
    pub group: Option<GroupBy>,
    /// The columns that are shown.
    pub columns: BTreeSet<Column>,
}

impl Default for View {
    fn default() -> Self {
        let usual = Column::ALL.into_iter().filter(|(column, _)| column.is_usual());
        Self {
            query: Query::default(),
            order: Order::default(),
            group: None,
            columns: usual.map(|(column, _)| column).collect(),
        }
    }
}

/// What is wanted. Empty means anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub words: String,
    /// A claim must name one of these of every kind that is here; for a bloc, one of its members. One that is not
    /// in the project is named by no claim.
    pub entries: BTreeSet<EntryId>,
    /// A claim must speak for one of these.
    pub voices: BTreeSet<Voice>,
    /// A claim must rest on one of these.
    pub bases: BTreeSet<Basis>,
    /// A claim must stand in an article of one of these; the empty one stands for none.
    pub outlets: BTreeSet<String>,
    /// A claim must be coded by one of these; the empty one stands for none.
    pub analysts: BTreeSet<String>,
    /// A claim must be as sure as one of these; `None` where nobody said.
    pub confidences: BTreeSet<Option<Confidence>>,
    /// Whether a claim must have a note, or none.
    pub note: Option<bool>,
    /// Whether a claim must have a condition, or none.
    pub condition: Option<bool>,
    /// The first day that counts; what has no date is left out then.
    pub from: Option<Date>,
    /// The last day that counts; likewise.
    pub until: Option<Date>,
}

impl Query {
    /// The claims that name a row of the codebook.
    pub fn only(entry: EntryId) -> Self {
        Self { entries: [entry].into(), ..Self::default() }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        let Self { words, .. } = self;
        words.trim().is_empty() && Self { words: words.clone(), ..Self::default() } == *self
    }

    /// The rows of one kind that are asked for.
    pub fn of(&self, kind: Kind) -> Vec<EntryId> {
        self.entries.iter().copied().filter(|id| id.kind() == kind).collect()
    }
}

/// The columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Whose position.
    Country,
    /// The words.
    Quotation,
    /// On what.
    Issue,
    /// Where they stand.
    Stance,
    /// The "if".
    Condition,
    /// How we know.
    Basis,
    /// Who says it.
    Speaker,
    /// For whom they speak.
    Voice,
    /// The analyst's tags.
    Tags,
    /// How sure.
    Confidence,
    /// Who coded it.
    Analyst,
    /// The headline.
    Article,
    /// The outlet.
    Source,
    /// When it was said.
    Date,
}

impl Column {
    /// Every column from left to right, with its head.
    pub const ALL: [(Column, &'static str); 14] = [
        (Column::Country, "Country"),
        (Column::Quotation, "Quotation"),
        (Column::Issue, "Issue"),
        (Column::Stance, "Stance"),
        (Column::Condition, "Condition"),
        (Column::Basis, "Basis"),
        (Column::Speaker, "Speaker"),
        (Column::Voice, "Voice"),
        (Column::Tags, "Tags"),
        (Column::Confidence, "Confidence"),
        (Column::Analyst, "Analyst"),
        (Column::Article, "Article"),
        (Column::Source, "Source"),
        (Column::Date, "Date"),
    ];

    /// Its head.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Whether it is shown until somebody says otherwise.
    pub fn is_usual(self) -> bool {
        use Column::*;
        matches!(self, Country | Quotation | Issue | Stance | Basis | Speaker | Source | Date)
    }

    /// Whether the largest stand first where it is pressed for the first time.
    fn begins_descending(self) -> bool {
        self == Column::Date
    }
}

/// The order of the table. What has no value in the column stands last either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { column: Column::Date, descending: true }
    }
}

impl Order {
    /// The order after the head of `column` was pressed.
    pub fn pressed(self, column: Column) -> Self {
        let descending = if self.column == column { !self.descending } else { column.begins_descending() };
        Self { column, descending }
    }
}

/// Under what the claims are put together. A claim with two countries or tags stands under both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupBy {
    /// By country.
    Country,
    /// By issue.
    Issue,
    /// By stance.
    Stance,
    /// By speaker.
    Speaker,
    /// By tag.
    Tag,
    /// By outlet.
    Outlet,
    /// By article.
    Article,
    /// By analyst.
    Analyst,
    /// By month.
    Month,
}

impl GroupBy {
    /// Every way, with its name.
    pub const ALL: [(GroupBy, &'static str); 9] = [
        (GroupBy::Country, "Country"),
        (GroupBy::Issue, "Issue"),
        (GroupBy::Stance, "Stance"),
        (GroupBy::Speaker, "Speaker"),
        (GroupBy::Tag, "Tag"),
        (GroupBy::Outlet, "Outlet"),
        (GroupBy::Article, "Article"),
        (GroupBy::Analyst, "Analyst"),
        (GroupBy::Month, "Month"),
    ];

    /// Its name.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The column whose order turns the heads around.
    pub fn column(self) -> Column {
        match self {
            Self::Country => Column::Country,
            Self::Issue => Column::Issue,
            Self::Stance => Column::Stance,
            Self::Speaker => Column::Speaker,
            Self::Tag => Column::Tags,
            Self::Outlet => Column::Source,
            Self::Analyst => Column::Analyst,
            Self::Article | Self::Month => Column::Date,
        }
    }
}
